"""The journal's door: one writer, readers apart, change notices, a look at what other processes did."""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from posdesk.domain.clock import Clock
from posdesk.errors import DiskError, DiskFault
from posdesk.journal import schema
from posdesk.journal.faults import disk_error
from posdesk.journal.readers import Readers
from posdesk.journal.rescue import soundness
from posdesk.journal.schema import FILE_NAME
from posdesk.journal.transaction import Job
from posdesk.journal.writer import Notice, Writer

__all__ = ["FILE_NAME", "Database", "Journal", "Listener"]
log = logging.getLogger(__name__)
T = TypeVar("T")
Database = sqlite3.Connection  # what a question is handed; above the journal nobody names sqlite3
Listener = Callable[[Notice], None]


class Journal:
    """The journal of a home. `write` and `read` may be called from any thread."""

    def __init__(self, home: Path, clock: Clock, counter: str, *, is_beside: bool = False) -> None:
        """Open the journal, which must have been migrated. Raises DiskError, for another schema too.

        `is_beside`: for a command that does not hold the home's lock.
        """
        self.path = home / FILE_NAME
        self.clock = clock
        self.counter = counter
        self.is_damaged = False
        self._listeners: list[Listener] = []
        self._readers = Readers(self.path)
        try:
            self._writer = Writer(self.path, clock, counter, self._tell, saves=not is_beside)
        except DiskError:
            self._readers.close()
            raise

    @classmethod
    def migrate(cls, home: Path) -> None:
        """Bring the file to today's schema; only the holder of the home's lock does. Raises DiskError."""
        home.mkdir(parents=True, exist_ok=True)
        schema.migrate(home / FILE_NAME)

    def write(self, job: Job[T], *, later: bool = False) -> "Future[T]":
        """Queue a job for the writer; the future is done after COMMIT returned.

        `later`: receipts and the books, which let orders, events, presses and heartbeats go first.
        """
        future = self._writer.submit(job, later=later)
        future.add_done_callback(self._look_at)
        return future

    def write_alone(self, job: Job[T]) -> "Future[T]":
        """Queue what begins its own transaction, behind all others (rewriting.py)."""
        future = self._writer.submit_alone(job)
        future.add_done_callback(self._look_at)
        return future

    def _look_at(self, done: "Future[Any]") -> None:
        error = None if done.cancelled() else done.exception()
        if isinstance(error, DiskError) and error.fault is DiskFault.DAMAGED:
            self._found_damaged()

    def read(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """Ask the journal. Raises DiskError."""
        with self._said(), self._readers.snapshot() as db:
            return question(db)

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        """Above the journal nobody knows sqlite3's exceptions."""
        try:
            yield
        except sqlite3.Error as error:
            said = disk_error(error, "The journal can't be read")
            if said.fault is DiskFault.DAMAGED:
                self._found_damaged()
            raise said from error

    def _found_damaged(self) -> None:
        """The next start looks at every page; until then the engine says so."""
        if not self.is_damaged:
            self.is_damaged = True
            soundness.suspect(self.path)

    def last_number(self) -> int:
        """The number of the last notice, whichever process it would have been told in. Raises DiskError."""
        row = self.read(lambda db: db.execute("SELECT value FROM meta WHERE key = 'commits'").fetchone())
        return int(row[0]) if row else 0

    def now(self) -> datetime:
        """The journal's wall clock."""
        return self.clock.now()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Be told of each commit, in the writer's thread; returns how to end that, any number of times."""
        self._listeners.append(listener)

        def end() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return end

    def _tell(self, notice: Notice) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(notice)
            except Exception:
                log.exception("journal: a listener failed on notice %d", notice.number)

    def close(self) -> None:
        """Finish what is queued, then close. May be called twice."""
        self._writer.close()
        self._readers.close()
