"""Where files that travel between PCs come from and go to: a stick if one is plugged in, else Documents."""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo

from posdesk.desk.output.dialogs import documents

_MOUNTS = ("/media/", "/run/media/", "/mnt/")


def stick_or_documents() -> Path:
    """The first stick that can be written to, else the folder that people look into first."""
    return next(_sticks(), Path(documents()))


def where_files_may_lie() -> tuple[Path, ...]:
    """Sticks, then the folders into which people copy things."""
    places = QStandardPaths.StandardLocation
    named = (places.DocumentsLocation, places.DownloadLocation, places.DesktopLocation)
    own = [Path(path) for each in named if (path := QStandardPaths.writableLocation(each))]
    return (*_sticks(), Path(documents()), *own)


def _sticks() -> Iterator[Path]:
    for volume in QStorageInfo.mountedVolumes():
        path = Path(volume.rootPath())
        if volume.isReady() and not volume.isReadOnly() and _is_stick(path, volume):
            yield path


def _is_stick(path: Path, volume: QStorageInfo) -> bool:
    """Another volume than the system's: on Windows by its letter, elsewhere what is mounted for a user."""
    if sys.platform == "win32":
        return path.drive.upper() != Path.home().drive.upper() and volume.bytesTotal() > 0
    return str(path).startswith(_MOUNTS)
