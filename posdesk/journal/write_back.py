"""What stands in the -wal is written back into the journal's file by a thread of its own: no answer waits.

SQLite does it within a COMMIT, a thousand pages at a time. A long reader, a backup or a walk of the trail,
lets the -wal grow meanwhile, and the first commit behind it would write all of that back at once: for a
second nothing would be answered (measured with a year's journal).

Nobody here begins to write back before a transaction that began after the last time was committed. Right
after a time that left nothing, the next one can meet a writer who begins the -wal anew, and SQLite before
3.51.3 then takes what is committed for written back (sqlite.org/wal.html#walresetbug).
"""

import logging
import sqlite3
import threading
from pathlib import Path

from posdesk.host.logs import OnceLog
from posdesk.journal import schema

log = logging.getLogger(__name__)
ROWS = 1000  # changed ones: each costs about one page of the -wal
LEFT_PAGES = 256  # for the writer, more where orders come as fast as they are written back
_PASSIVE = "PRAGMA wal_checkpoint(PASSIVE)"  # waits for nobody, and nobody for it


class WriteBack:
    """The thread and its connection. `begin`, `committed` and `finish` are the writer's, in its thread."""

    def __init__(self, path: Path) -> None:
        """Nothing is done before the first commits. Raises DiskError."""
        self._db = schema.connect(path)
        self._wal = path.with_name(f"{path.name}-wal")
        self._once = OnceLog(log)
        self._change = threading.Condition()
        self._gate = threading.Lock()  # held while anybody writes back
        self._times, self._begun = 0, 0  # that pages were written back; those before the writer's transaction
        self._rows, self._due_bytes = 0, schema.WAL_KEPT_BYTES
        self._is_closed = self._is_left = False
        self._thread = threading.Thread(target=self._work, name="journal-write-back")
        self._thread.start()

    def begin(self) -> None:
        """Transactions begin from here on."""
        self._begun = self._times

    def committed(self, rows: int) -> None:
        """So many rows were changed by them."""
        with self._change:
            if self._begun == self._times:
                self._rows += rows
            if self._is_due():
                self._change.notify()

    def finish(self, db: sqlite3.Connection) -> None:
        """The few pages that came while all others were written back: the -wal can begin anew then.

        Between two transactions. Where orders never pause it would grow for as long as they come.
        """
        if not self._is_left or not self._gate.acquire(blocking=False):
            return
        try:
            self._pass(db)
            self._note(is_left=False)
        finally:
            self._gate.release()

    def close(self) -> None:
        """End the thread: what is left is written back by whoever closes the journal. May be called twice."""
        with self._change:
            self._is_closed = True
            self._change.notify()
        if self._thread.is_alive():
            self._db.interrupt()
            self._thread.join()
        self._db.close()

    def _is_due(self) -> bool:
        return self._rows >= ROWS or (self._rows > 0 and self._wal_bytes() > self._due_bytes)

    def _wal_bytes(self) -> int:
        """Large rows are told by the file, which grows past a thousand pages only with more of them."""
        try:
            return self._wal.stat().st_size
        except OSError:
            return 0

    def _work(self) -> None:
        while self._waited():
            with self._gate:
                if self._is_due():  # else the writer was quicker
                    left, is_left = self._written_back()
                    self._note(is_left=is_left, seen_bytes=self._wal_bytes() if left else 0)

    def _waited(self) -> bool:
        """Until enough was committed; False once closed."""
        with self._change:
            self._change.wait_for(lambda: self._is_closed or self._is_due())
            return not self._is_closed

    def _note(self, *, is_left: bool, seen_bytes: int = 0) -> None:
        """Pages were written back: what counts is what begins from here on."""
        with self._change:
            self._times += 1
            self._rows, self._is_left = 0, is_left
            self._due_bytes = max(schema.WAL_KEPT_BYTES, seen_bytes)

    def _written_back(self) -> tuple[int, bool]:
        """Write back what no reader needs as it was before, and most of what is committed meanwhile.

        How many pages are left, and whether only such that came meanwhile.
        """
        pages, done = self._pass(self._db)
        left, before = pages - done, 0
        while left > LEFT_PAGES and done > before:
            before, last = done, left
            pages, done = self._pass(self._db)
            left = pages - done
            if left >= last:
                break
        return left, left > 0 and done > before

    def _pass(self, db: sqlite3.Connection) -> tuple[int, int]:
        """The -wal's pages, and how many of them are written back. A failure is told once."""
        try:
            _, pages, done = db.execute(_PASSIVE).fetchone()
        except sqlite3.Error as error:
            if not self._is_closed:
                self._once.warn_alone(f"journal: its -wal can't be written back: {error}")
            return 0, 0
        self._once.warn_alone("")
        return pages, done
