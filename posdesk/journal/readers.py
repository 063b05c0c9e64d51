"""Three connections that read: a long answer to one question keeps no other waiting."""

import contextlib
import queue
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from posdesk.errors import DiskError
from posdesk.journal import schema

READERS = 3  # the board, the books, the engine; each has a cache (schema.CACHE_KIB)


class Readers:
    """Connections that can't write, each lent to one thread at a time; the warmest goes first."""

    def __init__(self, path: Path) -> None:
        """Open all now: later another file may have this name. Raises DiskError, for another schema too."""
        self._every: list[sqlite3.Connection] = []
        self._free: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        try:
            for _ in range(READERS):
                self._open(path)
        except (sqlite3.Error, DiskError):
            self.close()
            raise

    def _open(self, path: Path) -> None:
        db = schema.connect(path)
        self._every.append(db)
        self._free.put(db)
        schema.check_version(db, path)
        db.execute("PRAGMA query_only = ON")

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """One of them, waited for; several questions in one answer see the same moment.

        Raises sqlite3.Error.
        """
        db = self._free.get()
        try:
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.execute("ROLLBACK")
        finally:
            self._free.put(db)

    def close(self) -> None:
        """Wait for the answers under way, then close; whoever asks later is told so. May be called twice."""
        for db in [self._free.get() for _ in self._every]:
            db.close()
            self._free.put(db)
