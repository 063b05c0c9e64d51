"""Another file takes the journal's place; what was there is kept beside it under a dated name.

The new file is complete under a name of its own before anything is moved, and that name says what is still to
be done: a start after a power cut finishes it. So no crash leaves a home without a journal, or a new journal
with the old one's -wal, which SQLite would play into it.
"""

import logging
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from posdesk.errors import DiskError, DiskFault
from posdesk.host import disk, private
from posdesk.host.disk import sync_folder
from posdesk.host.progress import Progress, silent
from posdesk.journal.backup import stamp_of, sync

log = logging.getLogger(__name__)
_Move = tuple[Path, Path]
_PIECE_BYTES = 1024 * 1024
PARTS = ("-wal", "-shm", "")  # the file itself last
_COMING = re.compile(r"(?P<stem>.+)\.coming-(?P<why>[a-z]+)-(?P<stamp>\d{8}-\d{6})(?P<suffix>\..+)")


def coming_of(path: Path, why: str, now: datetime) -> Path:
    """The name of a file that is complete and to take the place of the journal at `path`."""
    return path.with_name(f"{path.stem}.coming-{why}-{stamp_of(now)}{path.suffix}")


def kept_of(path: Path, why: str, stamp: str) -> Path:
    """A name that nobody has, for what the journal at `path` was.

    One that only a -wal has is ours already: the move was cut off before the file itself.
    """
    kept, number = path.with_name(f"{path.stem}.{why}-{stamp}{path.suffix}"), 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.stem}.{why}-{stamp}-{number}{path.suffix}")
    return kept


def put_in_place(path: Path, draft: Path, why: str, now: datetime) -> Path | None:
    """Let `draft` become the journal at `path`. Returns where the old one is kept.

    Raises DiskError; then the old one is where it was, and no later start does what was said to have failed.
    """
    coming, before = coming_of(path, why, now), _parts_of(path)
    try:
        sync(draft)
        disk.replace(draft, coming)
        sync_folder(path.parent)
    except OSError as error:
        raise _failed(path, error) from error
    try:
        return finish(path)
    except DiskError:
        if _held_in(_parts_of(path)) == _held_in(before):
            _withdraw(coming)
        raise


def _held_in(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts that hold anything: SQLite makes a -shm anew."""
    return tuple(part for part in parts if part != "-shm")


def _withdraw(coming: Path) -> None:
    try:
        disk.remove(coming)
    except OSError as error:
        log.error("journal: %s can't be removed, the next start uses it: %s", coming, error)


def finish(path: Path) -> Path | None:
    """Do what an exchange that was cut off left to do. Returns where the old journal is kept.

    Only the holder of the home's lock does. Raises DiskError.
    """
    try:
        kept = None
        for coming, found in sorted(_all_coming(path)):
            kept = kept_of(path, *found) if is_there(path) else None
            _exchange(path, coming, kept)
        return kept
    except OSError as error:
        raise _failed(path, error) from error


def _all_coming(path: Path) -> list[tuple[Path, tuple[str, str]]]:
    found = []
    for each in path.parent.glob(f"{path.stem}.coming-*{path.suffix}"):
        match = _COMING.fullmatch(each.name)
        if match:
            found.append((each, (match["why"], match["stamp"])))
    return found


def is_there(path: Path) -> bool:
    """Whether anything of a journal is at this path."""
    return bool(_parts_of(path))


def _parts_of(path: Path) -> tuple[str, ...]:
    return tuple(part for part in PARTS if _with(path, part).exists())


def _exchange(path: Path, coming: Path, kept: Path | None) -> None:
    moved = set_aside(path, kept) if kept is not None else []
    try:
        disk.replace(coming, path)
    except OSError:
        _move_back(moved)
        raise
    sync_folder(path.parent)


def set_aside(path: Path, kept: Path) -> list[_Move]:
    """Move a journal and what belongs to it; a -wal that is kept already stays. Returns what was moved where.

    Raises OSError; then all of it is where it was: a journal without its -wal is an older one.
    """
    moved: list[_Move] = []
    try:
        for part in PARTS:
            source, target = _with(path, part), _with(kept, part)
            if source.exists():
                target = _free(target) if part == "-wal" else target
                disk.replace(source, target)
                moved.append((source, target))
        sync_folder(path.parent)
    except OSError:
        _move_back(moved)
        raise
    return moved


def _move_back(moved: list[_Move]) -> None:
    """One part that can't be moved keeps none of the others away. Raises nothing: why it is done is said."""
    for source, target in reversed(moved):
        try:
            disk.replace(target, source)
        except OSError as error:
            log.error("journal: %s can't be moved back to %s: %s", target, source, error)


def _free(path: Path) -> Path:
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{path.name}-{number}")
    return path


def _with(path: Path, part: str) -> Path:
    return path.with_name(path.name + part)


def remove(path: Path) -> None:
    """Take a draft away, with what belongs to it. Raises OSError."""
    for part in (*PARTS, "-journal"):
        disk.remove(_with(path, part))


def _failed(path: Path, error: OSError) -> DiskError:
    said = f"{path} can't be exchanged: {disk.why(error)}."
    return DiskError(f"{said} End what uses it, check disk and permissions.", _fault(error))


def _fault(error: OSError) -> DiskFault:
    return DiskFault.LOCKED if disk.may_be_in_use(error) else DiskFault.OTHER


class _Told:
    """Files of which each piece that is read is told."""

    def __init__(self, progress: Progress, whole: int) -> None:
        self._progress, self._whole, self._done = progress, whole, 0
        self._file: BinaryIO | None = None

    def of(self, file: BinaryIO) -> "_Told":
        """Read this one from now on."""
        self._file = file
        return self

    def read(self, size: int = -1, /) -> bytes:
        """The next piece."""
        assert self._file is not None
        piece = self._file.read(size)
        self._done += len(piece)
        self._progress(self._done // 1024, self._whole // 1024)
        return piece


def copy_of(source: Path, target: Path, progress: Progress = silent) -> None:
    """Copy a file and its -wal, byte for byte; the source is not opened by SQLite. Raises OSError."""
    remove(target)
    parts = [part for part in ("-wal", "") if _with(source, part).exists()]
    told = _Told(progress, sum(_with(source, part).stat().st_size for part in parts))
    for part in parts:
        with _with(source, part).open("rb") as file, private.create(_with(target, part)) as copy:
            shutil.copyfileobj(told.of(file), copy, _PIECE_BYTES)
