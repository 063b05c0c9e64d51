"""The bill of materials of a build, as CycloneDX 1.6: what it is made of, who made each, by which hash."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses
from pathlib import Path

from tree import Build
from wheels import ROOT, Wheel

FILE = "sbom.cdx.json"
Json = dict[str, object]
_QT = "The Qt Company"  # whose wheels of Qt hold Qt itself
_FONTS = ("NotoSansSC-Regular-gb2312.ttf", "NotoSansSC-Bold-gb2312.ttf")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is no wheel: a Python, a compiled library, a font."""

    name: str
    version: str
    supplier: str
    licence: str  # its SPDX name
    sha256: str  # of the file it was taken from
    source: str  # where that file comes from, in a few words
    kind: str = "library"


def sbom(build: Build, wheels: Sequence[Wheel], parts: Sequence[Part] = ()) -> bytes:
    """The whole bill as JSON; the same for the same build."""
    components = [_of_wheel(each) for each in wheels] + [_of_part(each) for each in (*parts, *fonts())]
    moment = datetime.fromtimestamp(build.moment, UTC)
    own = _of_build(build)
    told: Json = {
        "metadata": {
            "timestamp": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            "tools": {"components": [{"type": "application", "name": "posdesk installer/build.py"}]},
            "component": own,
        },
        "components": components,
        "dependencies": [{"ref": own["bom-ref"], "dependsOn": [each["bom-ref"] for each in components]}],
    }
    name = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    head: Json = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'posdesk:{name}')}",
        "version": 1,
    }
    return (json.dumps({**head, **told}, indent=1, ensure_ascii=False) + "\n").encode()


def _of_build(build: Build) -> Json:
    return {
        "type": "application",
        "bom-ref": f"posdesk@{build.version}",
        "name": "posdesk",
        "version": build.version,
        "supplier": {"name": "posdesk"},
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "properties": [
            {"name": "posdesk:system", "value": build.target.name},
            {"name": "posdesk:commit", "value": build.commit or "not from a git checkout"},
        ],
    }


def put_sbom(folder: Path, content: bytes) -> None:
    """Write the bill beside the program."""
    (folder / FILE).write_bytes(content)


def fonts(checkout: Path = ROOT) -> Iterator[Part]:
    """The fonts, as they lie among the resources."""
    for name in _FONTS:
        digest = hashlib.sha256((checkout / "resources/fonts" / name).read_bytes()).hexdigest()
        what = "Noto Sans SC, its GB2312 characters"
        yield Part(name, "2.004", "Adobe and Google", "OFL-1.1", digest, what, kind="file")


def _of_wheel(wheel: Wheel) -> Json:
    said = wheel.metadata()
    purl = f"pkg:pypi/{wheel.name}@{wheel.version}?file_name={wheel.path.name}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": wheel.name,
        "version": wheel.version,
        "supplier": {"name": supplier_of(said, wheel.name)},
        "hashes": [{"alg": "SHA-256", "content": wheel.sha256}],
        "licenses": [_licence(said)],
        "purl": purl,
    }


def supplier_of(said: Message, name: str) -> str:
    """Whom a package's own words name as its maker."""
    if name in {"pyside6-essentials", "shiboken6"}:
        return _QT
    for field in ("Author", "Maintainer"):
        if said.get(field) and not str(said[field]).startswith("See "):
            return str(said[field])
    addresses = getaddresses([str(said.get(f"{field}-email") or "") for field in ("Author", "Maintainer")])
    names = dict.fromkeys(shown or address for shown, address in addresses if shown or address)
    return ", ".join(names) or f"the makers of {name}"


def _licence(said: Message) -> Json:
    for field in ("License-Expression", "License"):
        if said.get(field):
            return {"expression": str(said[field])} if field.endswith("n") else _named(str(said[field]))
    of_kind = [text.split(" :: ")[-1] for text in said.get_all("Classifier", ()) if "License" in text]
    return _named(" and ".join(of_kind) or "see its licence text")


def _named(text: str) -> Json:
    return {"license": {"name": text.splitlines()[0]}}


def _of_part(part: Part) -> Json:
    return {
        "type": part.kind,
        "bom-ref": f"{part.name}@{part.version}",
        "name": part.name,
        "version": part.version,
        "supplier": {"name": part.supplier},
        "hashes": [{"alg": "SHA-256", "content": part.sha256}],
        "licenses": [{"license": {"id": part.licence}}],
        "description": part.source,
    }
