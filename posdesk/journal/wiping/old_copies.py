"""Copies of the journal in a home, with the personal data of their day: which of them are too old.

Each copy counts from its own day on: after the time that a row lives, and as long again, nothing is left.
Others' files, and links, are nobody's here.
"""

import contextlib
import os
import re
import stat
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from posdesk.domain.clock import CHINA
from posdesk.journal import backup, compressed
from posdesk.journal.journal import FILE_NAME
from posdesk.records import dataclass

_STEM, _SUFFIX = Path(FILE_NAME).stem, Path(FILE_NAME).suffix
_BESIDE = r"(?:-wal(?:-\d+)?|-shm|-journal)?"  # what SQLite, or an exchange, leaves beside a journal
_STAMP = r"(?P<stamp>\d{8}-\d{6})"
_COPIES = re.compile(
    rf"(?P<file>{_STEM}\.(?:(?:damaged|replaced)-{_STAMP}(?:-\d+)?|before-\d+)\{_SUFFIX}){_BESIDE}"
)
_BACKUPS = re.compile(rf"(?P<file>{_STEM}-{_STAMP}\{_SUFFIX}(?:\{compressed.SUFFIX})?){_BESIDE}")


@dataclass(frozen=True, slots=True)
class Lying:
    """A file that holds personal data, and since when, aware.

    `since` is None where its times are of a clock that was ahead. `copy` is the name of the journal's copy
    that it is, or lies beside; a till's file has none.
    """

    path: Path
    since: datetime | None
    copy: str = ""


def copies(home: Path, now: datetime) -> Iterator[Lying]:
    """Journals that were damaged, replaced or brought up to date, and backups."""
    for folder, names in ((home, _COPIES), (home / backup.FOLDER, _BACKUPS)):
        for path in () if folder != home and _is_link(folder) else _regular_files(folder):
            if found := names.fullmatch(path.name):
                stamp = found.groupdict().get("stamp")
                yield Lying(path, _since(path, now, stamp), found["file"])


def regular_files(folder: Path) -> Iterator[Path]:
    """The files of a folder that is there and no link: where that leads, others keep things. By name.

    A link among them is none.
    """
    if not _is_link(folder):
        yield from _regular_files(folder)


def _is_link(folder: Path) -> bool:
    """Whether a folder is a link to another place; Windows' junctions are, too."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    tag = getattr(found, "st_reparse_tag", 0)
    return stat.S_ISLNK(found.st_mode) or tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


def _regular_files(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(each.name for each in entries if each.is_file(follow_symlinks=False))
    except OSError:
        return
    yield from (folder / name for name in names)


def since_of(path: Path, now: datetime) -> datetime | None:
    """Since when a file is as it is, None where nobody can say: it is gone, or of a clock that was ahead."""
    with contextlib.suppress(OSError, ValueError, OverflowError):
        found = path.lstat()
        times = (datetime.fromtimestamp(each, UTC) for each in (found.st_mtime, found.st_ctime))
        return next((each for each in times if each <= now), None)
    return None


def _since(path: Path, now: datetime, stamp: str | None) -> datetime | None:
    with contextlib.suppress(ValueError):
        made = datetime.strptime(stamp or "", backup.STAMP).replace(tzinfo=CHINA)
        if made <= now:
            return made
    return since_of(path, now)


def is_old(lying: Lying, now: datetime, keep: timedelta) -> bool:
    """Whether the file itself is older than personal data may be."""
    return lying.since is not None and now - lying.since >= keep


def due(
    home: Path,
    now: datetime,
    keep: timedelta,
    unread: Collection[str],
    goes_on: Callable[[], bool] = lambda: True,
) -> tuple[Lying, ...]:
    """Copies that are too old, but for the newest whole backup and those that an unread loss names."""
    old = [each for each in copies(home, now) if is_old(each, now, keep) and each.copy not in unread]
    if not any(each.path.parent.name == backup.FOLDER for each in old):
        return tuple(old)
    newest = _newest_whole(home, now, goes_on)
    return tuple(each for each in old if each.path.parent == home or each.copy != newest)


def _newest_whole(home: Path, now: datetime, goes_on: Callable[[], bool]) -> str:
    """The name of the newest backup that can be read whole; empty where none can, or nobody waits for it.

    One whose name is of a clock that was ahead is as new as its file, not the newest until that day.
    """

    def made_at(each: backup.Backup) -> datetime:
        return each.made_at if each.made_at <= now else since_of(each.path, now) or now

    for each in sorted(backup.backups(home), key=made_at, reverse=True):
        if backup.is_whole(each.path, goes_on):
            return each.path.name
    return ""


def age_from_now(lying: Lying, now: datetime) -> None:
    """A file of a clock that was ahead counts from now on. Raises OSError."""
    moment = now.timestamp()
    os.utime(lying.path, (moment, moment))
