"""One thread that writes: group commit, a savepoint a job, and no job done before COMMIT returned.

The trap (architecture.md, 'The writer'): SQLITE_FULL and its like roll back the *whole* transaction, after
which `ROLLBACK TO` fails, later statements autocommit and Python's commit() says nothing. So after any error
in a job `in_transaction` is looked at; when it is gone, every job of the group fails.
"""

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Set
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from posdesk.domain.clock import Clock
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.printing.plan import NO_PLAN
from posdesk.errors import DiskError, Ours, PosdeskError
from posdesk.journal import meta, schema
from posdesk.journal.faults import because, code_of, disk_error
from posdesk.journal.file_watch import FileWatch
from posdesk.journal.jobs import Jobs, NotTogether, Queued, run_all, stretch
from posdesk.journal.transaction import Chain, Job, Mark, Transaction
from posdesk.journal.write_back import WriteBack
from posdesk.records import dataclass

log = logging.getLogger(__name__)
T = TypeVar("T")
COMMITS = "commits"
_BUGS = frozenset(
    {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_MISUSE,
        sqlite3.SQLITE_RANGE,
        sqlite3.SQLITE_TOOBIG,
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a commit changed; a hole in `number` means: load again. `topics` are table names.

    `is_of_others`: another process committed, too, and nobody knows what.
    """

    number: int
    keys: frozenset[OrderKey]
    topics: frozenset[str]
    is_of_others: bool = False

    def touches(self, topics: Set[str]) -> bool:
        """Whether one of these may have changed."""
        return self.is_of_others or bool(self.topics & topics)


class Writer:
    """The writer thread. `submit` from any thread; the future holds what the job returned, after COMMIT."""

    def __init__(
        self, path: Path, clock: Clock, counter: str, notify: Callable[[Notice], None], *, saves: bool = True
    ) -> None:
        """Open the journal at `path`; `notify` is called in the writer's thread after each commit.

        `saves` is as `FileWatch` has it.
        """
        self._db = schema.connect(path, is_beside=not saves)
        schema.version_of(self._db)
        self._file = FileWatch(path, saves=saves)
        self._clock = clock
        self._counter = counter
        self._notify = notify
        self.plan = NO_PLAN
        self.number = 0
        """Of the newest commit of ours, from just before it is done: no other process can have it by then."""
        self._undone = 0  # rows of the transaction under way that were changed and rolled back
        self._jobs = Jobs()
        self._write_back = WriteBack(self._db, path, self._jobs.rest) if saves else None
        self._thread = threading.Thread(target=self._work, name="journal-writer")
        self._thread.start()

    def submit(self, job: Job[T], *, later: bool = False, alone: bool = False) -> "Future[T]":
        """Queue a job. Its future raises what the job did, DiskError if the disk failed, Ours for a bug.

        `later` lets orders, events, presses and heartbeats go first. One that is `alone` goes behind all
        others and begins its own transaction.
        """
        return self.submit_all([job], later=later, alone=alone)[0]

    def submit_all(
        self, jobs: Iterable[Job[T]], *, later: bool = False, alone: bool = False
    ) -> "list[Future[T]]":
        """As `submit`, all at once: no commit begins between two of them."""
        items = [Queued[T](job, Future(), later or alone, alone) for job in jobs]
        if not self._jobs.put(items):
            for item in items:
                item.future.set_exception(DiskError("The journal is closed."))
        return [item.future for item in items]

    def close(self) -> None:
        """Finish what is queued and end the thread. May be called twice."""
        self._jobs.close()
        self._thread.join()
        self._db.close()

    def _work(self) -> None:
        while group := self._jobs.next_group():
            if group[0].alone:
                self._work_alone(group.pop())
            while group:
                group = self._committed(group)

    def _committed(self, group: list[Queued[object]]) -> list[Queued[object]]:
        """The last net: whatever breaks, no future is left hanging and the thread goes on."""
        try:
            return self._commit(group)
        except BaseException as error:  # noqa: BLE001 - a dead writer would hang all that wait for it
            self._roll_back()
            return _fail([item for item in group if not item.future.done()], error)

    def _work_alone(self, item: Queued[object]) -> None:
        unchanged = self._db.total_changes
        try:
            now = self._clock.now()
            self._file.check(self._db, now)
            item.run(Transaction(self._db, now, self._counter, Chain.read(self._db)))
        except Exception as error:  # noqa: BLE001 - whatever a job raises belongs to its future
            self._roll_back()
            item.future.set_exception(_translated(error))
            return
        item.deliver()
        self._behind_a_commit(unchanged)

    def _commit(self, group: list[Queued[object]]) -> list[Queued[object]]:
        """Run a group in one transaction. Returns the jobs left over when the transaction was lost."""
        try:
            transaction = self._begin()
        except (sqlite3.Error, DiskError) as error:
            return _fail(group, error)
        unchanged, self._undone = self._db.total_changes, 0
        done: list[Queued[object]] = []
        index = 0
        while index < len(group):
            if self._ends_before(group, index):
                self._jobs.put_back(group[index:])
                del group[index:]
                break
            items = stretch(group, index)
            index += len(items)
            lost = self._run(items, transaction, done)
            if lost is not None:
                _fail([*done, *items], lost)
                return group[index:]
        before = self.number
        try:
            transaction.chain.keep(self._db)
            number = self._next_number() if transaction.topics else 0
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self.number = before
            self._roll_back()
            return _fail(done, error)
        self._tell(transaction, done, number)
        self._behind_a_commit(unchanged + self._undone)
        return []

    def _behind_a_commit(self, unchanged: int) -> None:
        """`unchanged` is what the connection's count of changed rows would be if it had written nothing."""
        if self._write_back is not None and self._db.total_changes > unchanged:
            self._write_back.behind_a_commit()

    def _ends_before(self, group: list[Queued[object]], index: int) -> bool:
        """Whether the commit ends here: somebody stands in the first row, and a later one had its turn."""
        return self._jobs.has_first and index > 0 and group[index - 1].later

    def _next_number(self) -> int:
        """The notice's number, from the journal: other processes' commits leave a hole in ours."""
        self.number = meta.count_up(self._db, COMMITS)
        return self.number

    def _begin(self) -> Transaction:
        now = self._clock.now()
        self._file.check(self._db, now)
        self._db.execute("BEGIN IMMEDIATE")
        try:
            chain = Chain.read(self._db, is_gathering=True)
        except sqlite3.Error:
            self._roll_back()
            raise
        return Transaction(self._db, now, self._counter, chain, plan=self.plan)

    def _run(
        self, items: list[Queued[object]], transaction: Transaction, done: list[Queued[object]]
    ) -> sqlite3.Error | None:
        """One job in its savepoint, or some together. Returns the error when all of it is gone."""
        mark, before = transaction.mark(), self._db.total_changes
        try:
            self._db.execute("SAVEPOINT job")
            run_all(items, transaction)
            self._db.execute("RELEASE job")
        except Exception as error:  # noqa: BLE001 - whatever a job raises belongs to its future
            if not self._db.in_transaction:
                return error if isinstance(error, sqlite3.Error) else sqlite3.OperationalError(str(error))
            lost = self._undo(transaction, mark)
            self._undone += self._db.total_changes - before
            return lost if lost is not None else self._after(items, error, transaction, done)
        done.extend(items)
        return None

    def _undo(self, transaction: Transaction, mark: Mark) -> sqlite3.Error | None:
        try:
            self._db.execute("ROLLBACK TO job")
            self._db.execute("RELEASE job")
        except sqlite3.Error as lost:
            self._roll_back()
            return lost
        transaction.go_back(mark)
        return None

    def _after(
        self,
        items: list[Queued[object]],
        error: Exception,
        transaction: Transaction,
        done: list[Queued[object]],
    ) -> sqlite3.Error | None:
        """What becomes of jobs that were undone: one has failed, of several each is done by itself."""
        if len(items) == 1:
            items[0].future.set_exception(_translated(error))
            return None
        if not isinstance(error, NotTogether):
            log.warning("journal: %d jobs go one by one: %s", len(items), error)
        for item in items:
            lost = self._run([item], transaction, done)
            if lost is not None:
                return lost
        return None

    def _roll_back(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # the transaction may be gone already
            self._db.execute("ROLLBACK")

    def _tell(self, transaction: Transaction, done: list[Queued[object]], number: int) -> None:
        for item in done:
            item.deliver()
        if transaction.topics:
            notice = Notice(number, frozenset(transaction.keys), frozenset(transaction.topics))
            self._notify(notice)


def _fail(group: list[Queued[object]], error: BaseException) -> list[Queued[object]]:
    log.error("journal: %d jobs lost with their transaction: %s", len(group), error)
    for item in group:
        if not item.future.done():
            item.future.set_exception(_disk_error(error))
    return []


def _translated(error: Exception) -> Exception:
    """Above the journal nobody knows sqlite3's exceptions."""
    if isinstance(error, PosdeskError):
        return error
    if isinstance(error, sqlite3.Error) and code_of(error) not in _BUGS:
        return _disk_error(error)
    log.error("journal: a job failed", exc_info=error)
    is_bug = isinstance(error, sqlite3.Error)
    return because(Ours(f"A bug in a journal job: {error}"), error) if is_bug else error


def _disk_error(error: BaseException) -> DiskError:
    return disk_error(error, "The journal can't be written")
