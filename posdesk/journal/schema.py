"""The schema as numbered steps: taken one by one, after a backup, all of a step or none of it."""

import contextlib
import sqlite3
from pathlib import Path

from posdesk.errors import DiskError, DiskFault
from posdesk.journal import backup
from posdesk.journal.faults import fault_of, opening_error
from posdesk.journal.steps import STEP_1, STEP_2, STEP_3, STEP_4, STEP_5

STEPS: tuple[str, ...] = (STEP_1, STEP_2, STEP_3, STEP_4, STEP_5)
VERSION = len(STEPS)
WAL_KEPT_BYTES = 4 * 1024 * 1024  # about the thousand pages after which SQLite writes them back
STATEMENTS = 40  # prepared ones are kept, some KB each: those of a counter's every minute
CACHE_KIB = 512  # a connection; the machine keeps the file itself in its own memory


def connect(path: Path) -> sqlite3.Connection:
    """An autocommit connection that survives a power cut (WAL, FULL). Raises DiskError."""
    try:
        db = sqlite3.connect(
            path, timeout=10, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS
        )
    except sqlite3.Error as error:
        raise opening_error(error, path) from error
    try:
        _set_up(db, path)
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
    db.execute(f"PRAGMA journal_size_limit = {WAL_KEPT_BYTES}")  # a long reader lets it grow: not for ever
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


def _cant_be_opened(path: Path, why: str) -> DiskError:
    return DiskError(f"The journal {path} can't be opened: {why}. Check disk and permissions.")


def version_of(db: sqlite3.Connection) -> int:
    """The number of the last step that was taken."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def check_version(db: sqlite3.Connection, path: Path) -> None:
    """Raises DiskError for a journal of another schema, which only the home's holder may change."""
    found = version_of(db)
    _refuse_newer(found, path)
    if found < VERSION:
        raise DiskError(
            f"The journal {path} is of an older posdesk. Start posdesk once to bring it up to date."
        )


def _refuse_newer(found: int, path: Path) -> None:
    if found > VERSION:
        said = f"The journal {path} was written by a newer posdesk. Install that version again."
        raise DiskError(said, DiskFault.NEWER)


def migrate(path: Path) -> None:
    """Take the missing steps, each in a transaction of its own, after a backup. Raises DiskError."""
    with contextlib.closing(connect(path)) as db:
        old = version_of(db)
        _refuse_newer(old, path)
        if 0 < old < VERSION:
            _back_up(path, path.with_name(f"{path.stem}.before-{old + 1}{path.suffix}"))
        take_up_to(db, VERSION)


def take_up_to(db: sqlite3.Connection, version: int) -> None:
    """Take the steps that are missing up to this one. Raises DiskError."""
    for number in range(version_of(db), version):
        _take(db, number)


def _take(db: sqlite3.Connection, number: int) -> None:
    try:
        db.executescript(f"BEGIN IMMEDIATE;\n{STEPS[number]}\nPRAGMA user_version = {number + 1};\nCOMMIT;")
    except sqlite3.Error as error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        said = f"The journal can't be brought to version {number + 1}: {error}."
        raise DiskError(said, fault_of(error)) from error


def _back_up(path: Path, target: Path) -> None:
    """An earlier good one is only ever replaced by another."""
    try:
        backup.copy(path, target)
    except DiskError as error:
        raise DiskError(f"{error} Nothing was changed.", error.fault) from error
