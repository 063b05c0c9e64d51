"""The folder of a version, as both systems ship it: what the locked wheels hold, pruned, and posdesk itself.

    VERSION/site/            the packages, posdesk and its resources among them
    VERSION/start.py         what is started there (Debian)
    VERSION/version.json     see version_file.py
    VERSION/licences/        see licences.py
    VERSION/sbom.cdx.json    see sbom.py

The same wheels and the same checkout give the same bytes, modes and times.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import update_keys
from wheels import ROOT, BuildError, Target, Wheel

SITE = "site"
KEYS = "POSDESK_UPDATE_KEYS"  # in the environment: the file of the keys
BUILD_NOTE = "build.json"
_LEFT_OUT = (
    "*.pyi",
    "*/py.typed",
    "*.pyc",
    "*/include/*",
    "*/tests/*",
    "*.h",
    "*.c",
    "*.pyx",
    "*.lib",
    "*.cmake",
)
_OF_A_WHEEL = frozenset({"METADATA", "entry_points.txt"})  # what programs ask of an installed package
_LICENCE = re.compile(r"(?i)(licen[cs]e|copying|notice|authors)")
_QT_MODULES = ("Core", "Gui", "Widgets", "PrintSupport", "Network")  # Network: the desk's local socket
_QT_OTHERS = ("DBus", "XcbQpa", "WaylandClient")  # what its platforms' plugins are linked to
_QT_KEPT = (
    *("PySide6/__init__.py", "PySide6/_config.py", "PySide6/_git_pyside_version.py"),
    *(f"PySide6/Qt{name}.{tail}" for name in _QT_MODULES for tail in ("abi3.so", "pyd")),
    *(f"PySide6/Qt/lib/libQt6{name}.so.6" for name in (*_QT_MODULES, *_QT_OTHERS)),
    *(f"PySide6/Qt6{name}.dll" for name in _QT_MODULES),
    *("PySide6/libpyside6.*", "PySide6/pyside6.*dll", "PySide6/Qt/lib/libicu*"),
    *("PySide6/msvcp140*.dll", "PySide6/vcruntime140*.dll", "PySide6/concrt140.dll"),
    *("PySide6/Qt/plugins/platforms/libq*.so", "PySide6/plugins/platforms/qwindows.dll"),
    *("PySide6/Qt/plugins/platformthemes/*", "PySide6/plugins/styles/*"),
    "PySide6/Qt/plugins/platforminputcontexts/lib*platforminputcontextplugin.so",  # ibus, compose
    *("PySide6/Qt/plugins/printsupport/*", "PySide6/plugins/printsupport/*"),
    *("PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so",),
    "PySide6/Qt/plugins/wayland-decoration-client/libbradient.so",
    *("PySide6/Qt/translations/qtbase_zh_CN.qm", "PySide6/translations/qtbase_zh_CN.qm"),
)
_RUNTIMES_UNUSED = ("shiboken6/vc[oa]mp140.dll", "shiboken6/vccorlib140.dll")
_QT_DROPPED = tuple(f"*/libq{name}.so" for name in ("eglfs", "linuxfb", "minimalegl", "vkkhrdisplay", "vnc"))
_OURS_DROPPED = (
    *("posdesk/_resources/screenshots/*", "*.ts", "*/__pycache__/*"),
    f"posdesk/_resources/{update_keys.KEYS_FILE}",  # only those that the build is given
)


def is_kept(path: str) -> bool:
    """Whether a wheel's file is shipped: no headers, stubs, tests or licences, and of Qt what the desk uses.

    Licences are put into a folder of their own.
    """
    top, _, rest = path.partition("/")
    if top.endswith(".dist-info"):
        return rest in _OF_A_WHEEL
    if top.endswith(".data") or _any(path, (*_LEFT_OUT, *_RUNTIMES_UNUSED)):
        return False
    return top != "PySide6" or (_any(path, _QT_KEPT) and not _any(path, _QT_DROPPED))


def is_licence(path: str) -> bool:
    """Whether a wheel's file is a licence text or names who wrote it."""
    top, _, rest = path.partition("/")
    return top.endswith(".dist-info") and not path.endswith("/") and bool(_LICENCE.search(rest))


def _any(path: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(path, each) for each in patterns)


def put_packages(wheels: Sequence[Wheel], site: Path) -> None:
    """Unpack what is kept of the wheels into the folder `site`.

    Two wheels of one package, for two Pythons, share what is the same in both. Raises BuildError where they
    differ in a file that only one of them can have there, or a wheel writes elsewhere.
    """
    for wheel in wheels:
        with zipfile.ZipFile(wheel.path) as files:
            for name in sorted(files.namelist()):
                if not name.endswith("/") and is_kept(name):
                    _put(site, name, files.read(name), wheel)


def _put(site: Path, name: str, content: bytes, wheel: Wheel) -> None:
    target = site / name
    if ".." in PurePosixPath(name).parts or name.startswith("/") or "\\" in name:
        raise BuildError(f"{wheel.path.name} writes outside its folder: {name}")
    if target.exists():
        if target.read_bytes() != content:
            raise BuildError(f"{name} of {wheel.path.name} differs from the one that lies there already")
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def put_posdesk(site: Path, checkout: Path = ROOT) -> None:
    """Copy posdesk and its resources, as the wheel of it has them; with updates' keys where KEYS names them.

    Raises BuildError for keys that no release may have.
    """
    for source, name in sorted(_own_files(checkout), key=lambda each: each[1]):
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    if named := os.environ.get(KEYS):
        try:
            update_keys.lay(Path(named), site / "posdesk/_resources")
        except update_keys.KeyRefusedError as error:
            raise BuildError(str(error)) from error


def _own_files(checkout: Path) -> Iterator[tuple[Path, str]]:
    for folder, top in (("posdesk", "posdesk"), ("resources", "posdesk/_resources")):
        for path in (checkout / folder).rglob("*"):
            name = f"{top}/{path.relative_to(checkout / folder).as_posix()}"
            if path.is_file() and not _any(name, (*_LEFT_OUT, *_OURS_DROPPED)):
                yield path, name


@dataclass(frozen=True, slots=True)
class Build:
    """Which build this is."""

    target: Target
    version: str
    moment: int  # epoch seconds
    commit: str  # with a + where files differ from it; empty outside a git checkout

    @property
    def day(self) -> str:
        """Its day, as ISO 8601."""
        return f"{datetime.fromtimestamp(self.moment, UTC):%Y-%m-%d}"


def build_of(target: Target, checkout: Path = ROOT) -> Build:
    """The build that this checkout makes. Raises BuildError where version or moment is not known."""
    return Build(target, _version(checkout), _moment(checkout), _commit(checkout))


def _version(checkout: Path) -> str:
    text = (checkout / "posdesk/__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__: Final = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise BuildError("posdesk/__init__.py names no version")
    return found[1]


def _moment(checkout: Path) -> int:
    """SOURCE_DATE_EPOCH, else the moment of the checkout's last commit."""
    named = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not named:
        named = _git(checkout, "log", "-1", "--format=%ct")
    if not named.isdecimal():
        raise BuildError("this is no git checkout: name the build's moment by SOURCE_DATE_EPOCH")
    return int(named)


def _commit(checkout: Path) -> str:
    commit = _git(checkout, "rev-parse", "HEAD")
    changed = commit and _git(checkout, "status", "--porcelain", "posdesk", "resources", "installer")
    return f"{commit}+" if changed else commit


def _git(checkout: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(checkout), *words],  # noqa: S607 - the builder's own
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip()


def put_build_note(folder: Path, build: Build) -> None:
    """Write which build this is: read by whoever says the build's age."""
    note = {
        "version": build.version,
        "system": build.target.name,
        "built": build.day,
        "commit": build.commit,
    }
    (folder / BUILD_NOTE).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def settle(folder: Path, moment: int, executable: Sequence[str] = ()) -> None:
    """Give all in a folder the same modes and times wherever it was built; `executable`: names in it."""
    runs = {folder / each for each in executable}
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(0o755 if path.is_dir() or path in runs else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)
    folder.chmod(0o755)
    os.utime(folder, (moment, moment))
