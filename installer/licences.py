"""The licence texts beside the program: posdesk's, Python's, each package's, Qt's, the fonts'."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tree import is_licence
from wheels import ROOT, BuildError, Wheel

FOLDER = "licences"
TEXTS = Path(__file__).resolve().parent / "licences"
# packages whose wheel holds no text of their own
_ELSEWHERE = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "pyserial": ("pyserial.txt",),
}
_PYTHON = "Python.txt"
_SOURCE = "https://download.qt.io/official_releases/QtForPython/"
_ABOUT_QT = """\
Qt {version} and PySide6 {version} are used under the GNU Lesser General Public License, version 3.

They are shared libraries in the folder site/PySide6 of this version, as their makers built them, and may be
replaced there by others of the same interface. Their sources, with what Qt contains of others:
{source} and https://download.qt.io/official_releases/qt/
"""


def put_licences(
    folder: Path, wheels: Sequence[Wheel], *, python: bytes | None = None, checkout: Path = ROOT
) -> None:
    """Write all of them into `folder`/licences, a folder a package.

    `python` is the licence that comes with the Python that is shipped; without, the general one of Python.
    Raises BuildError, naming the package, where one has no licence text.
    """
    target = folder / FOLDER
    files = dict(_texts(wheels, checkout))
    files["Python/LICENSE.txt"] = (TEXTS / _PYTHON).read_bytes() if python is None else python
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _texts(wheels: Sequence[Wheel], checkout: Path) -> Iterator[tuple[str, bytes]]:
    yield "posdesk/LICENSE", (checkout / "LICENSE").read_bytes()
    yield "fonts/OFL.txt", (checkout / "resources/fonts/OFL.txt").read_bytes()
    for wheel in wheels:
        own = dict(_of(wheel))
        if not own:
            raise BuildError(f"{wheel.name} has no licence text: put its text into {TEXTS}")
        for name, content in own.items():
            yield f"{wheel.name}/{name}", content
        if wheel.name == "pyside6-essentials":
            about = _ABOUT_QT.format(version=wheel.version, source=_SOURCE)
            yield f"{wheel.name}/README.txt", about.encode()


def _of(wheel: Wheel) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(wheel.path) as files:
        for name in files.namelist():
            if is_licence(name):
                yield name.partition("/")[2].removeprefix("licenses/"), files.read(name)
    for text in _ELSEWHERE.get(wheel.name, ()):
        yield text, (TEXTS / text).read_bytes()
