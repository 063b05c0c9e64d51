"""When what the -wal holds goes into the journal's file.

Not within a commit, as SQLite does it by itself: on a disk that turns it takes a third of a second, and some
order's answer would wait for it. And only by the connection that commits, right behind a commit of its own
that wrote: where another one does it, or this one while all is back already, SQLite before 3.51.3 can lose a
commit that another process makes at that moment (sqlite.org/wal.html, "The WAL-Reset Bug").
"""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

from posdesk.journal.schema import WAL_KEPT_BYTES

log = logging.getLogger(__name__)

UNWRITTEN = 32  # commits, about a thousand pages of orders: after these, while nobody waits
REST_S = 0.5  # what follows an order, its alarm and slip, has come by then
MOST_BYTES = 2 * WAL_KEPT_BYTES  # of the -wal: then at once, whoever waits
_WRITE_BACK = "PRAGMA wal_checkpoint(PASSIVE)"


class WriteBack:
    """The writer's, in its thread."""

    def __init__(self, db: sqlite3.Connection, path: Path, rest: Callable[[float], bool]) -> None:
        """`db` commits to the journal at `path`; `rest` waits so many seconds for whoever may come."""
        self._db, self._wal, self._rest = db, path.with_name(f"{path.name}-wal"), rest
        self._unwritten = 0
        db.execute("PRAGMA wal_autocheckpoint = 0")

    def behind_a_commit(self) -> None:
        """One has written, and who waited for it was told."""
        self._unwritten += 1
        if self._is_large() or (self._unwritten >= UNWRITTEN and self._rest(REST_S)):
            self._unwritten = 0
            self._write_back()

    def _is_large(self) -> bool:
        """Someone never rests, or has read for long and no page could go."""
        try:
            return self._wal.stat().st_size > MOST_BYTES
        except OSError:
            return False

    def _write_back(self) -> None:
        """Pages that a reader holds up stay: it is tried again behind later commits."""
        try:
            self._db.execute(_WRITE_BACK)
        except Exception as error:  # noqa: BLE001 - all of it is safe in the -wal, and the writer must live
            log.warning("journal: the -wal can't be written back: %s", error)
