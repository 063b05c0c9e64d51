"""Is the journal's file in order? Looked at before it is opened for work, and never for long.

Measured: PRAGMA quick_check reads 250 MB in 0.2 s from memory, in 5 s from a slow disk.
"""

import contextlib
import sqlite3
import threading
from pathlib import Path

from posdesk.journal.backup import is_damage

SMALL_BYTES = 16 * 1024 * 1024  # checked at every start
PATIENCE_S = 4.0  # after an unclean end; what takes longer is left to the daily backup, which checks it all
_SUSPECT = ".suspect"


def suspect(path: Path) -> None:
    """Work has met damage: the next start looks at every page, however long that takes."""
    with contextlib.suppress(OSError):
        _mark(path).touch()


def trust(path: Path) -> None:
    """The file is whole, or another one has taken its place."""
    with contextlib.suppress(OSError):
        _mark(path).unlink(missing_ok=True)


def _mark(path: Path) -> Path:
    return path.with_name(path.name + _SUSPECT)


def damage_of(path: Path) -> str | None:
    """What is broken, None where nothing was found. A file that others hold is theirs to look at."""
    wal = path.with_name(path.name + "-wal")
    if not path.exists():
        return "its file is gone, only its -wal is there" if _bytes(wal) else None
    if not _bytes(path):
        return "its file is empty"
    unclean = bool(_bytes(wal))
    if not unclean and _ends_within_a_page(path):
        return "its file ends in the middle of a page"  # which SQLite reads as if it ended in zeros
    patience_s = None if _mark(path).exists() else PATIENCE_S
    if patience_s is not None and not unclean and _bytes(path) > SMALL_BYTES:
        patience_s = 0.0  # the schema is read all the same
    return _looked_through(path, patience_s)


def _ends_within_a_page(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            size = int.from_bytes(file.read(18)[16:], "big")
    except OSError:
        return False
    return size >= 512 and _bytes(path) % size != 0


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _looked_through(path: Path, patience_s: float | None) -> str | None:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    try:
        with contextlib.closing(
            sqlite3.connect(uri, uri=True, timeout=1, isolation_level=None, check_same_thread=False)
        ) as db:
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            return _quick_check(db, patience_s)
    except sqlite3.Error as error:
        return str(error) if is_damage(error) else None


def _quick_check(db: sqlite3.Connection, patience_s: float | None) -> str | None:
    """Raises sqlite3.OperationalError, which is no damage, where the patience ends first."""
    if patience_s == 0:
        return None
    alarm = threading.Timer(patience_s or 0, db.interrupt)  # a progress handler is not asked within a table
    if patience_s is not None:
        alarm.start()
    try:
        found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    finally:
        alarm.cancel()
        if patience_s is not None:
            alarm.join()
    return None if found == "ok" else found.splitlines()[-1]
