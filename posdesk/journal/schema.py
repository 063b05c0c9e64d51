"""The schema as numbered steps: taken one by one, after a backup, all of a step or none of it."""

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from posdesk.errors import DiskError, DiskFault
from posdesk.journal import backup
from posdesk.journal.faults import fault_of, opening_error
from posdesk.journal.identity_step import register
from posdesk.journal.steps import STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6, STEP_7

log = logging.getLogger(__name__)

FILE_NAME = "journal.sqlite"  # in a home
STEPS: tuple[str, ...] = (STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6, STEP_7)
VERSION = len(STEPS)
OPENS_FROM: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 6)
"""Behind each step, from which schema on a program may open the file (row 67).

The one before, where the step only adds what that release can run beside; its own number, where it can't.
What can't be so is split over two releases. It never goes down from one step to the next.
"""
WAL_KEPT_BYTES = 4 * 1024 * 1024  # about the thousand pages after which they are written back
_OPENS_FROM = "opens_from"  # in meta; where it isn't, only the file's own schema and later ones
_TO_GIVE_UP = "pages_to_give_up"  # in meta, while what went before BLANKS may stand in pages that nobody uses
BLANKS = "PRAGMA secure_delete = ON"  # of whoever writes: what is wiped is blanked in the file, too (row 60)
STATEMENTS = 40  # prepared ones are kept, some KB each: those of a counter's every minute
STEP_CACHE_KIB = 65_536  # while a step makes tables and their indexes anew: a year's in a minute
_FIRST = frozenset({"meta", "orders", "audit"})  # of which every journal has had each
CACHE_KIB = 512  # a connection; the machine keeps the file itself in its own memory


def connect(path: Path, *, is_beside: bool = False) -> sqlite3.Connection:
    """An autocommit connection that survives a power cut (WAL, FULL). Raises DiskError.

    `is_beside`: another process may be at work in this journal. It alone writes the -wal back then: where two
    do, SQLite before 3.51.3 can lose a commit (sqlite.org/wal.html, "The WAL-Reset Bug").
    """
    try:
        db = sqlite3.connect(
            path, timeout=10, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS
        )
    except sqlite3.Error as error:
        raise opening_error(error, path) from error
    try:
        _set_up(db, path)
        if is_beside:
            db.execute("PRAGMA wal_autocheckpoint = 0")
    except (sqlite3.Error, DiskError) as error:
        db.close()
        raise opening_error(error, path) from error
    return db


def _set_up(db: sqlite3.Connection, path: Path) -> None:
    mode = db.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise _cant_be_opened(path, f"its file system allows no WAL, only {mode}")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    # What a SAVEPOINT may have to put back, and names that are sorted, go through no file outside the home.
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute(BLANKS)
    db.execute(f"PRAGMA journal_size_limit = {WAL_KEPT_BYTES}")  # a long reader lets it grow: not for ever
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


def _cant_be_opened(path: Path, why: str) -> DiskError:
    return DiskError(f"The journal {path} can't be opened: {why}. Check disk and permissions.")


def version_of(db: sqlite3.Connection) -> int:
    """The number of the last step that was taken."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def opens_from(db: sqlite3.Connection) -> int:
    """The schema of the oldest program that may open this file; 0 of a new one."""
    found = version_of(db)
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_OPENS_FROM,)).fetchone() if found else None
    return int(row[0]) if row else found


def is_open_to_us(db: sqlite3.Connection) -> bool:
    """Whether this program works in the file as it is: of today's schema, or of a later that allows it."""
    return version_of(db) == VERSION or opens_from(db) <= VERSION < version_of(db)


def check_version(db: sqlite3.Connection, path: Path) -> None:
    """Raises DiskError for a journal of another schema, which only the home's holder may change."""
    _refuse_newer(db, path)
    if version_of(db) < VERSION:
        raise DiskError(
            f"The journal {path} is of an older posdesk. Start posdesk once to bring it up to date."
        )


def _refuse_newer(db: sqlite3.Connection, path: Path) -> None:
    if version_of(db) > VERSION and not is_open_to_us(db):
        said = f"The journal {path} was written by a newer posdesk. Install that version again."
        raise DiskError(said, DiskFault.NEWER)


def check_ours(path: Path) -> None:
    """Raises DiskError for another program's file in the journal's place: nothing is written into it."""
    try:
        with contextlib.closing(backup.reader(path)) as db:
            tables = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            is_ours = tables >= _FIRST if version_of(db) else not tables
    except sqlite3.Error:  # there is none, or whoever opens it for work says why it can't be read
        return
    if not is_ours:
        said = f"{path} is no journal of posdesk. Move it away, and put a backup back: posdesk restore FILE."
        raise DiskError(said)


def migrate(path: Path) -> None:
    """Take the missing steps, each in a transaction of its own, after a backup. Raises DiskError."""
    with contextlib.closing(connect(path)) as db:
        old = version_of(db)
        _refuse_newer(db, path)
        if 0 < old < VERSION:
            _back_up(path, path.with_name(f"{path.stem}.before-{old + 1}{path.suffix}"))
        take_up_to(db, VERSION)
        _give_up_pages(db)


def _give_up_pages(db: sqlite3.Connection) -> None:
    """Give up old pages once, when the disk first allows it. Some two seconds for 100 MB."""
    try:
        if db.execute("SELECT 1 FROM meta WHERE key = ?", (_TO_GIVE_UP,)).fetchone():
            with _room_on_the_disk(db):
                db.execute("VACUUM")
            db.execute("DELETE FROM meta WHERE key = ?", (_TO_GIVE_UP,))
    except sqlite3.Error as error:
        log.warning("journal: pages given up by an older posdesk keep what stood in them: %s", error)


@contextlib.contextmanager
def _room_on_the_disk(db: sqlite3.Connection) -> Iterator[None]:
    """What is made anew of years, or sorted, is larger than an old PC's memory."""
    before = db.execute("PRAGMA temp_store").fetchone()[0]
    db.execute("PRAGMA temp_store = DEFAULT")
    try:
        yield
    finally:
        db.execute(f"PRAGMA temp_store = {before}")


def take_up_to(db: sqlite3.Connection, version: int) -> None:
    """Take the steps that are missing up to this one. Raises DiskError."""
    with _room_on_the_disk(db):
        for number in range(version_of(db), version):
            _take(db, number)


def _take(db: sqlite3.Connection, number: int) -> None:
    """Take a step. A table that is made anew is gone for a moment: foreign keys don't count meanwhile."""
    register(db)
    looks = db.execute("PRAGMA foreign_keys").fetchone()[0]
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute(f"PRAGMA cache_size = -{STEP_CACHE_KIB}")
    try:
        said = f"INSERT OR REPLACE INTO meta VALUES ('{_OPENS_FROM}', '{_opened_from(number)}');"
        taken = f"{STEPS[number]}\n{said}\nPRAGMA user_version = {number + 1};"
        db.executescript(f"BEGIN IMMEDIATE;\n{taken}\nCOMMIT;")
    except sqlite3.Error as error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        said = f"The journal can't be brought to version {number + 1}: {error}."
        raise DiskError(said, fault_of(error)) from error
    finally:
        db.execute(f"PRAGMA foreign_keys = {looks}")
        db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


def _opened_from(number: int) -> int:
    """What a step says of earlier programs; one that says nothing shuts them out."""
    return OPENS_FROM[number] if number < len(OPENS_FROM) else number + 1


def _back_up(path: Path, target: Path) -> None:
    """An earlier good one is only ever replaced by another."""
    try:
        backup.copy(path, target)
    except DiskError as error:
        raise DiskError(f"{error} Nothing was changed.", error.fault) from error
