"""The journal: one writer, three readers, change notices, a look at what other processes did."""

import contextlib
import logging
import queue
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from posdesk.domain.clock import Clock
from posdesk.domain.printing.plan import PrintPlan
from posdesk.errors import DiskError, DiskFault
from posdesk.journal import boot_mark, meta, schema
from posdesk.journal.faults import disk_error
from posdesk.journal.other_writers import OtherWriters
from posdesk.journal.rescue import soundness
from posdesk.journal.schema import FILE_NAME
from posdesk.journal.transaction import Job
from posdesk.journal.writer import COMMITS, Notice, Writer
from posdesk.records import replace

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


log = logging.getLogger(__name__)
__all__ = ["FILE_NAME", "Database", "Journal", "Listener", "Readers"]
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
            self._others = OtherWriters(self.path)
            self._known = self._others.first_number()  # of the newest commit that was told
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

    def write_all(self, jobs: Iterable[Job[T]]) -> "list[Future[T]]":
        """As `write`, all at once: no commit begins between two of them."""
        futures = self._writer.submit_all(jobs)
        for future in futures:
            future.add_done_callback(self._look_at)
        return futures

    def print_by(self, plan: PrintPlan) -> None:
        """From now on whatever makes a slip due writes its prints down by this plan, in one transaction."""
        self._writer.plan = plan

    def write_alone(self, job: Job[T]) -> "Future[T]":
        """Queue what begins its own transaction, behind all others (rewriting.py)."""
        future = self._writer.submit(job, alone=True)
        future.add_done_callback(self._look_at)
        return future

    def _look_at(self, done: "Future[Any]") -> None:
        error = None if done.cancelled() else done.exception()
        if isinstance(error, DiskError):
            self._look_at_fault(error.fault)

    def read(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """Ask the journal. Raises DiskError."""
        with self._translated(), self._readers.snapshot() as db:
            return question(db)

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """Above the journal nobody knows sqlite3's exceptions."""
        try:
            yield
        except sqlite3.Error as error:
            said = disk_error(error, "The journal can't be read")
            self._look_at_fault(said.fault)
            raise said from error

    def _look_at_fault(self, fault: DiskFault) -> None:
        if fault is DiskFault.DAMAGED:
            self.found_damaged()
        elif fault is DiskFault.OTHER:
            boot_mark.doubt(self.path)

    def found_damaged(self) -> None:
        """The next start looks at every page; until then the engine says so."""
        if not self.is_damaged:
            self.is_damaged = True
            soundness.suspect(self.path)

    def last_number(self) -> int:
        """The number of the last notice, whichever process it would have been told in. Raises DiskError."""
        return int(self.read(lambda db: meta.value(db, COMMITS)) or 0)

    def look_for_others(self) -> None:
        """Has another process committed? It sends no notice: so whoever follows the journal is told here.

        Where nothing was committed this costs some microseconds. Raises DiskError.
        """
        with self._translated():
            found = self._others.number()
        if found > max(self._writer.number, self._known):
            self._known = found
            self._tell_each(Notice(found, frozenset(), frozenset(), is_of_others=True))

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
        """Of a commit of ours; a hole before it is of other processes."""
        missed, self._known = notice.number > self._known + 1, max(notice.number, self._known)
        self._tell_each(replace(notice, is_of_others=True) if missed else notice)

    def _tell_each(self, notice: Notice) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(notice)
            except Exception:
                log.exception("journal: a listener failed on notice %d", notice.number)

    def close(self) -> None:
        """Finish what is queued, then close. May be called twice."""
        self._writer.close()
        self._readers.close()
        self._others.close()
