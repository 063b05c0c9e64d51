"""What was committed is written back from the -wal into the journal by a thread of its own.

SQLite does it within a commit, each thousand pages: whoever waits for that commit, as a platform for its
answer, waits for an old disk to take them all, and after a long reader for far more. Written back beside the
commits it holds none of them up. Only where this thread falls far behind SQLite does it within a commit, and
the -wal stays bounded. What is safe, and when, is as ever: a commit is synced in the -wal before it returns.
"""

import logging
import sqlite3
import threading
from pathlib import Path

from posdesk.host.logs import OnceLog
from posdesk.journal import schema

log = logging.getLogger(__name__)
DUE_JOBS = 30
"""Of an order each, about the thousand pages at which SQLite would do it."""
FAR_PAGES = 4_000
"""So far behind, the commit that comes next does it."""
_PATIENCE_MS = 250  # for readers, where the -wal is emptied: meanwhile nobody can write
_AGAIN_S = 0.25  # until the next try, where somebody reads or wrote meanwhile: only all of it is an end


class WriteBack:
    """The thread. `done` and `close` are the writer's."""

    def __init__(self, path: Path) -> None:
        """Open the journal at `path`. Raises DiskError."""
        self._db = schema.connect(path)
        self._db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        self._gate = threading.Lock()
        self._once = OnceLog(log)
        self._jobs = 0
        self._due, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="journal-write-back")
        self._thread.start()

    def done(self, jobs: int) -> None:
        """So many more were committed."""
        self._jobs += jobs
        if self._jobs >= DUE_JOBS:
            self._jobs = 0
            self._due.set()

    def empty(self) -> bool:
        """Write all of it back and empty the -wal; False where a reader is in the way. From any thread.

        Raises sqlite3.Error.
        """
        with self._gate:
            return bool(self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)

    def close(self) -> None:
        """End the thread, behind the try it is at. May be called twice."""
        self._over.set()
        self._due.set()
        self._thread.join()
        self._db.close()

    def _work(self) -> None:
        while self._due.wait() and not self._over.is_set():
            self._due.clear()
            try:
                while not self._is_all_written() and not self._over.wait(_AGAIN_S):
                    pass
                self._once.warn_alone("")
            except sqlite3.Error as error:  # the pages stay where they are safe, too: in the -wal
                self._once.warn_alone(f"journal: nothing is written back: {error}")

    def _is_all_written(self) -> bool:
        """Write back what no reader needs; another process that does it just now is left to it.

        Once all is, the next commit begins the -wal anew.
        """
        with self._gate:
            is_busy, pages, written = self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return not is_busy and bool(pages == written)
