"""What waits for the writer, in two rows: nobody at the counter waits for a month of receipts.

Orders, platforms' events, presses and heartbeats stand in the first row; receipts and the books in the later
one. Within a row it is first in, first out. A commit takes all of the first row and then one of the later
one, so that neither waits for ever; while the first row is empty it takes many, and ends as soon as somebody
stands there. What begins its own transaction stands in the later row and goes alone, behind one commit of the
first row at most.
"""

import threading
from abc import abstractmethod
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from posdesk.journal.transaction import Job, Transaction
from posdesk.records import dataclass

T = TypeVar("T")
GROUP_LIMIT = 256


class JointJob(Generic[T]):
    """A job that may be done together with others of its class, by fewer statements than one by one."""

    __slots__ = ()

    @abstractmethod
    def __call__(self, tx: Transaction) -> T:
        """By itself, as any job."""

    @classmethod
    @abstractmethod
    def together(cls, tx: Transaction, jobs: Sequence[Any]) -> list[T] | None:
        """All of them, in their order; None where they have to go one by one: what was written is undone."""


class NotTogether(Exception):  # noqa: N818 - no error
    """Jobs of one class can't be done together this time."""


@dataclass(slots=True)
class Queued(Generic[T]):
    """A job and its future; `later` is its row. One that is `alone` runs in no transaction."""

    job: Job[T]
    future: "Future[T]"
    later: bool = False
    alone: bool = False
    result: T | None = None
    _is_begun: bool = False

    def begin(self) -> bool:
        """Begin the job: it can't be cancelled any more. False where it was."""
        self._is_begun = self._is_begun or self.future.set_running_or_notify_cancel()
        return self._is_begun

    def run(self, transaction: Transaction) -> None:
        """Do it, and keep what it returned."""
        self.result = self.job(transaction)

    def deliver(self) -> None:
        """The future is done."""
        self.future.set_result(self.result)  # type: ignore[arg-type]  # None only where T allows it


class Jobs:
    """The two rows. Any thread puts, one takes."""

    def __init__(self) -> None:
        """No job waits."""
        self._first: deque[Queued[object]] = deque()
        self._later: deque[Queued[object]] = deque()
        self._closed = False
        self._was_passed_over = False  # what goes alone; the receipts behind it wait as well
        self._change = threading.Condition()

    def put(self, items: Sequence[Queued[T]]) -> bool:
        """Stand at their rows' ends, all at once; False once closed."""
        with self._change:
            if not self._closed:
                for item in items:
                    self._row_of(item).append(item)  # type: ignore[arg-type]  # one row for all T
            self._change.notify()
            return not self._closed

    def close(self) -> None:
        """Take no more; what waits is still given out."""
        with self._change:
            self._closed = True
            self._change.notify()

    def next_group(self) -> list[Queued[object]]:
        """Wait for jobs; those of the next commit, in order. Empty once closed and all given out."""
        group: list[Queued[object]] = []
        with self._change:
            while not group and not (self._closed and not self._is_waiting()):
                self._change.wait_for(lambda: self._closed or self._is_waiting())
                group = self._next()
        return group

    def _next(self) -> list[Queued[object]]:
        group = [] if self._was_passed_over else _taken(self._first, GROUP_LIMIT - 1)
        is_first = not group
        group += _taken(self._later, GROUP_LIMIT if is_first else 1, may_go_alone=is_first)
        self._was_passed_over = not is_first and bool(self._later) and self._later[0].alone
        return group

    def rest(self, seconds: float) -> bool:
        """Whether nobody comes for so long; False at once where one does, or none is taken any more."""
        with self._change:
            return not self._change.wait_for(lambda: self._closed or self._is_waiting(), seconds)

    def put_back(self, items: list[Queued[object]]) -> None:
        """These of the later row stand at its head again, in their order."""
        with self._change:
            self._later.extendleft(reversed(items))

    @property
    def has_first(self) -> bool:
        """Whether anybody stands in the first row."""
        return bool(self._first)

    def _row_of(self, item: Queued[T]) -> "deque[Queued[object]]":
        return self._later if item.later else self._first

    def _is_waiting(self) -> bool:
        return bool(self._first or self._later)


def _taken(row: "deque[Queued[object]]", most: int, *, may_go_alone: bool = False) -> list[Queued[object]]:
    """So many off the head of a row, without those that were cancelled; or the one that goes alone."""
    taken: list[Queued[object]] = []
    while row and len(taken) < most and (not row[0].alone or (may_go_alone and not taken)):
        item = row.popleft()
        if item.begin():
            taken.append(item)
            if item.alone:
                break
    return taken


def stretch(group: Sequence[Queued[object]], index: int) -> list[Queued[object]]:
    """The job there, with those behind it that may be done together with it."""
    first = group[index].job
    end = index + 1
    if isinstance(first, JointJob):
        while end < len(group) and type(group[end].job) is type(first):
            end += 1
    return list(group[index:end])


def run_all(items: Sequence[Queued[object]], transaction: Transaction) -> None:
    """Do one job, or those of a stretch together, and keep what they returned. Raises NotTogether."""
    first = items[0].job
    if len(items) == 1 or not isinstance(first, JointJob):
        items[0].run(transaction)
        return
    results = first.together(transaction, [item.job for item in items])
    if results is None:
        raise NotTogether
    for item, result in zip(items, results, strict=True):
        item.result = result
