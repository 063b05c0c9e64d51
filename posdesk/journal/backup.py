"""Copies of the journal: whole or none, checked before they take their name, and only so many of them.

A copy is made from a reader's snapshot in pieces: in WAL mode the writer never waits for it. One whose name
ends in .gz is checked first and made small then; older ones in a home are as SQLite wrote them.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from posdesk.domain.clock import CHINA, in_china
from posdesk.errors import Cancelled, DamagedJournal, DiskError, DiskFault
from posdesk.host import disk, private
from posdesk.host.disk import fault_of_os, sync_folder
from posdesk.host.progress import Progress, silent
from posdesk.journal import compressed
from posdesk.journal.faults import disk_error, fault_of
from posdesk.journal.files import address_of
from posdesk.records import dataclass

FOLDER = "backups"
DAILY, WEEKLY = 7, 4
PAGES = 256  # 1 MiB a piece
SYNC_PAGES = 4 * PAGES  # no more than that waits for the disk, in which orders are written too
_SMALL_CACHE = "PRAGMA cache_size = -256"  # KiB; every page is read once, and the memory is kept for long
_STEPS = 100_000  # of SQLite, between two questions whether anybody still waits
STAMP = "%Y%m%d-%H%M%S"
_PLAIN_NAME = "journal-{stamp}.sqlite"  # as before they were made small
_NAME = f"{_PLAIN_NAME}{compressed.SUFFIX}"
Pause = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup on disk; `made_at` is what its name says, aware, China time."""

    path: Path
    made_at: datetime


def stamp_of(moment: datetime) -> str:
    """A moment as it stands in file names, in China time."""
    return in_china(moment).strftime(STAMP)


def target_of(home: Path, moment: datetime) -> Path:
    """Where a backup of this moment goes."""
    return home / FOLDER / _NAME.format(stamp=stamp_of(moment))


def copy(source: Path, target: Path, *, pause: Pause = lambda: None, progress: Progress = silent) -> None:
    """Copy a journal that may be in use. `pause` is called after each piece and may raise to end it.

    `progress` is told how many KiB are copied; once it raises, nothing is left.

    Raises DamagedJournal where the copy shows that the journal is damaged, DiskError for all else.
    """
    try:
        with contextlib.closing(reader(source)) as db:
            copy_open(db, target, pause=pause, progress=progress)
    except sqlite3.Error as error:
        raise disk_error(error, f"The journal {source} can't be read") from error


def copy_open(
    db: sqlite3.Connection, target: Path, *, pause: Pause = lambda: None, progress: Progress = silent
) -> None:
    """As `copy`, of an open journal that is in no transaction."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with private.passing(target) as part, private.passing(target) as small:
            is_small = target.suffix == compressed.SUFFIX
            private.create(part).close()
            head = _copied(db, part, pause, progress, halves=1 + is_small)
            check(part, head, progress)
            if is_small:
                _make_small(part, small, target, pause, progress)
            _put_in_place(small if is_small else part, target)
            if is_small:
                disk.empty_slowly(part, pause)
    except (sqlite3.Error, OSError) as error:
        fault = fault_of(error) if isinstance(error, sqlite3.Error) else fault_of_os(error)
        raise DiskError(f"No backup could be written to {target}: {_reason(error)}.", fault) from error


def _make_small(part: Path, small: Path, target: Path, pause: Pause, progress: Progress) -> None:
    """The second half of the work. Raises DiskError, also where the disk gives back what was not written."""
    whole = part.stat().st_size // 1024

    def piece_done(done: int) -> None:
        progress(whole + done // 1024, 2 * whole)
        pause()

    try:
        compressed.compress(part, small, piece_done)
    except DamagedJournal as error:  # of a journal whose pages have just been found in order
        said = f"No backup could be written to {target}: it does not read as it was written. Check the disk."
        raise DiskError(said) from error


def _put_in_place(made: Path, target: Path) -> None:
    sync(made)
    disk.replace(made, target)
    sync_folder(target.parent)


def _reason(error: Exception) -> str:
    return disk.why(error) if isinstance(error, OSError) else str(error)


def _copied(
    db: sqlite3.Connection, part: Path, pause: Pause, progress: Progress, *, halves: int
) -> str | None:
    """Copy one snapshot; returns the audit's head in it, None for a journal without one."""
    with part.open("rb+") as raw, contextlib.closing(sqlite3.connect(part)) as into, _one_snapshot(db):
        try:
            head = head_in(db)
            into.execute(_SMALL_CACHE)
            into.execute("PRAGMA synchronous = OFF")  # synced as a whole, before it takes its name
            kib = db.execute("PRAGMA page_size").fetchone()[0] // 1024

            def piece(_status: int, left: int, pages: int) -> None:
                if (pages - left) % SYNC_PAGES < PAGES:
                    disk.sync_data(raw.fileno())
                progress((pages - left) * kib, halves * pages * kib)
                pause()

            db.backup(into, pages=PAGES, progress=piece)
        except sqlite3.DatabaseError as error:
            _tell_damage(error)
            raise
        into.execute("PRAGMA journal_mode = DELETE")
        return head


@contextlib.contextmanager
def _one_snapshot(db: sqlite3.Connection) -> Iterator[None]:
    """A writer's commits neither wait for the copy nor make it begin anew."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")


def reader(source: Path) -> sqlite3.Connection:
    """A connection that changes nothing. Raises sqlite3.Error where there is no file."""
    db = sqlite3.connect(address_of(source, "mode=ro"), uri=True, timeout=10, isolation_level=None)
    try:
        db.execute(_SMALL_CACHE)
    except sqlite3.Error:
        db.close()  # on Windows an open file can be neither moved nor replaced
        raise
    return db


def _tell_damage(error: sqlite3.DatabaseError) -> None:
    """A damaged file is another matter than a full disk."""
    if is_damage(error):
        raise DamagedJournal(f"The journal is damaged: {error}.") from error


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file itself is broken."""
    return fault_of(error) is DiskFault.DAMAGED


def head_in(db: sqlite3.Connection) -> str | None:
    """Number and hash of the audit's last line as the journal remembers them."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone():
        return None
    row = db.execute("SELECT value FROM meta WHERE key = 'audit'").fetchone()
    return str(row[0]) if row else None


def check(path: Path, head: str | None, progress: Progress = silent) -> None:
    """Whether every page of a copy is in order and its audit ends where it should. Raises DamagedJournal."""
    with contextlib.closing(reader(path)) as db, ended_by(db, progress):
        try:
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            ends = head_in(db)
        except sqlite3.DatabaseError as error:
            _tell_damage(error)
            raise
    if found != "ok":
        raise DamagedJournal(f"The journal is damaged: {str(found).splitlines()[-1]}.")
    if ends != head:
        raise DamagedJournal("The copy of the journal does not end where the journal does.")


@contextlib.contextmanager
def ended_by(db: sqlite3.Connection, progress: Progress) -> Iterator[None]:
    """A long question within the block ends once `progress` raises; what it raised goes on."""
    raised: list[Cancelled] = []

    def is_ended() -> int:
        try:
            progress(0)
        except Cancelled as error:
            raised.append(error)
        return len(raised)

    db.set_progress_handler(is_ended, _STEPS)
    try:
        yield
    except (sqlite3.Error, DiskError) as error:
        if raised:
            raise raised[0] from error
        raise
    finally:
        db.set_progress_handler(None, 0)


def is_whole(path: Path, goes_on: Callable[[], bool] = lambda: True) -> bool:
    """Whether a copy can be read, each page of it; False, too, once `goes_on` says that nobody waits.

    The pages of a small one were checked when it was made: it is whole while it is as it was then.
    """
    with contextlib.suppress(OSError):
        if compressed.is_compressed(path):
            return compressed.is_whole(path, goes_on)
    try:
        with contextlib.closing(reader(path)) as db:
            db.set_progress_handler(lambda: not goes_on(), _STEPS)
            return head_in(db) is not None and db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.Error:
        return False


def sync(path: Path) -> None:
    """What is in a file is on the disk. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def size_of(path: Path) -> int:
    """Bytes of a journal, and of a plain copy at most: the file and its -wal, as far as they are there."""
    both = (path, path.with_name(f"{path.name}-wal"))
    return sum(each.stat().st_size for each in both if each.exists())


def room_for(path: Path) -> int:
    """Bytes needed while a journal is copied and made small, which takes half of it at the very most."""
    return size_of(path) * 3 // 2


def backups(home: Path) -> tuple[Backup, ...]:
    """The backups of a home by the names we give, oldest first; what else lies there is nobody's."""
    try:
        found = sorted((home / FOLDER).iterdir())
    except OSError:
        return ()
    dated = ((path, _moment_of(path.name)) for path in found)
    return tuple(Backup(path, moment) for path, moment in dated if moment is not None)


def _moment_of(name: str) -> datetime | None:
    form = _PLAIN_NAME.format(stamp=STAMP)
    try:
        return datetime.strptime(name.removesuffix(compressed.SUFFIX), form).replace(tzinfo=CHINA)
    except ValueError:
        return None


def is_due(home: Path, now: datetime) -> bool:
    """Whether none was made today, in China; one from the future says that the clock was wrong."""
    made = [each.made_at for each in backups(home) if each.made_at <= now]
    return not made or made[-1].date() < in_china(now).date()


def rotate(home: Path, now: datetime, *, pause: Pause = lambda: None) -> None:
    """Keep the last of each of 7 days and 4 weeks that have any; `pause` as in `copy`. Raises DiskError."""
    every = backups(home)
    past = [each for each in every if each.made_at <= now]
    ahead = [each for each in every if each.made_at > now]  # by a clock that was wrong
    keep = {*_kept(past), *_kept(ahead)}
    old = (each.path for each in every if each not in keep)
    failed = [error for path in old if (error := _removed(path, pause)) is not None]
    if failed:
        raise DiskError(f"An old backup can't be removed: {_reason(failed[0])}.") from failed[0]


def _removed(path: Path, pause: Pause) -> OSError | None:
    """Why a file could not be removed; one that somebody looks into keeps none of the others."""
    try:
        if disk.is_large(path):
            draft = private.draft_of(path)  # while it is emptied it is no backup
            disk.replace(path, draft)
            path = draft
            with contextlib.suppress(OSError):  # one that may not be written: removed it is all the same
                disk.empty_slowly(path, pause)
        disk.remove(path)
    except OSError as error:
        return error
    return None


def _kept(made: list[Backup]) -> Iterator[Backup]:
    days = {each.made_at.date(): each for each in made}  # oldest first: the last of a day stays
    weeks = {each.made_at.isocalendar()[:2]: each for each in made}
    yield from list(days.values())[-DAILY:]
    yield from list(weeks.values())[-WEEKLY:]


def sweep(home: Path) -> None:
    """Take away what copies that were cut off left behind."""
    private.sweep(home / FOLDER)
