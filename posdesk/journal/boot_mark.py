"""In which boot of this PC the journal's pages were last known to be in order, in a file beside it.

After a dead process of the same boot SQLite's -wal recovers all, so no page has to be looked at; after a
power cut the pages are. The mark stands beside the journal, and names its file: a copy of a journal, a
restored one, a home on another PC and a home that was copied while somebody wrote have none that fits, nor
has a file that another program wrote into.
"""

import contextlib
import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from posdesk.domain.clock import from_text, to_text
from posdesk.host import boot, disk
from posdesk.journal.end_mark import put_whole
from posdesk.records import dataclass

FILE_NAME = "journal.boot.mark"
_MOST_BYTES = 1000
_SOON_S = 10.0


@dataclass(frozen=True, slots=True)
class BootMark:
    """In `boot` (host.boot), at `uptime_s` of it, the file of this device and number was begun to work with.

    `written_s` is when the file had last been written to, in seconds since 1970 by the PC's clock.
    `is_whole`: its pages are in order; else they are to be looked through. `checked_at` is when that was
    done behind a start, as journal text; empty where no start left it to be done later.
    """

    boot: str
    uptime_s: float
    device: int
    number: int
    written_s: float
    is_whole: bool
    checked_at: str = ""


def is_of_this_boot(path: Path) -> bool:
    """Whether whatever was written to the journal at `path` since it was known to be in order is there."""
    return _goes_on(path) and not _was_written_alone(path) and boot.is_on_fixed_disk(path)


def _goes_on(path: Path) -> bool:
    """Whether the mark there is of this boot and this file, and says that it was in order."""
    mark, now = read(path.parent), _now(path, is_whole=True)
    if mark is None or now is None or not (mark.is_whole and mark.boot):
        return False
    is_same = (mark.boot, mark.device, mark.number) == (now.boot, now.device, now.number)
    return is_same and mark.uptime_s <= now.uptime_s and mark.written_s <= now.written_s


def _was_written_alone(path: Path) -> bool:
    """Whether the file was written to long after its -wal: SQLite writes into it right behind a commit."""
    try:
        file, wal = path.stat(), path.with_name(f"{path.name}-wal").stat()
    except OSError:
        return True
    if os.name == "nt":  # where st_ctime is when a file was made
        return file.st_mtime > wal.st_mtime + _SOON_S
    return file.st_ctime > wal.st_ctime + _SOON_S


def begin(path: Path, *, is_whole: bool) -> None:
    """A start has looked at the journal at `path`, which nobody has written to yet. Raises nothing."""
    if not (is_whole and _goes_on(path)):
        _write(path, _now(path, is_whole=is_whole))


def checked(path: Path, at: datetime) -> None:
    """All its pages were looked through behind the start, and are in order. Raises nothing."""
    _write(path, _now(path, is_whole=True, checked_at=to_text(at)))


def doubt(path: Path) -> None:
    """The disk failed: what was written may not be there, though the boot is the same. Raises nothing."""
    with contextlib.suppress(OSError):
        disk.remove(path.parent / FILE_NAME, pauses_s=disk.AT_ONCE)


def is_to_be_checked(path: Path) -> bool:
    """Whether a start left the pages to be looked through behind it."""
    mark = read(path.parent)
    return mark is not None and not mark.is_whole


def read(home: Path) -> BootMark | None:
    """What lies there; None where there is nothing that can be read."""
    try:
        with (home / FILE_NAME).open("rb") as file:
            mark = BootMark(**json.loads(file.read(_MOST_BYTES)))
        from_text(mark.checked_at or to_text(from_text("2000-01-01T00:00:00+00:00")))
        kinds = tuple(map(type, asdict(mark).values()))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return mark if kinds == (str, float, int, int, float, bool, str) else None


def _now(path: Path, *, is_whole: bool, checked_at: str = "") -> BootMark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    at, name = boot.uptime_s(), (found.st_dev, found.st_ino)
    return BootMark(boot.this_boot(), at, *name, found.st_mtime, is_whole, checked_at)


def _write(path: Path, mark: BootMark | None) -> None:
    """One that can't be written is none: an older one must not speak for it."""
    try:
        if mark is not None:
            put_whole(path.parent / FILE_NAME, json.dumps(asdict(mark)))
    except OSError:
        doubt(path)
