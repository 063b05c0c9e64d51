"""An event loop whose time goes only where nothing else is to be done, and clocks that go by it.

Two runs of the same schedule do the same: nothing sleeps, and no thread is under way while the loop looks.
"""

import asyncio
import selectors
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar

from posdesk.journal import Journal
from posdesk.journal.jobs import Queued
from posdesk.journal.transaction import Job
from tests.journal.making import START

T = TypeVar("T")
SelectorEvents = list[tuple[selectors.SelectorKey, int]]


class _Selector(selectors.SelectSelector):
    """Never waits: where all are idle the time goes to the next timer, or the loop stops."""

    idle: Callable[[float | None], None]

    def select(self, timeout: float | None = None) -> SelectorEvents:
        found = super().select(0)
        if not found and timeout != 0:
            self.idle(timeout)
        return found


class QuickLoop(asyncio.SelectorEventLoop):
    """`run_for` lets so many seconds pass, at once."""

    def __init__(self) -> None:
        self.seconds, self._until = 0.0, 0.0
        selector = _Selector()
        selector.idle = self._idle
        super().__init__(selector)
        self.set_default_executor(_AtOnce())

    def time(self) -> float:
        return self.seconds

    def _idle(self, timeout: float | None) -> None:
        if timeout is None or self.seconds + timeout > self._until:
            self.seconds = self._until
            self.stop()
        else:
            self.seconds += timeout

    def run_for(self, seconds: float = 0.0) -> None:
        """Whatever is due by then is done."""
        self._until = self.seconds + seconds
        self.run_forever()


class _AtOnce(ThreadPoolExecutor):
    """A thread of its own for nobody."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as an executor does
            done.set_exception(error)
        return done


class PromptJournal(Journal):
    """What was written is on disk before anybody goes on, and no thread need be waited for."""

    def write(self, job: Job[T], *, later: bool = False) -> "Future[T]":
        future: Future[T] = Future()
        group: list[Queued[Any]] = [Queued(job, future, later)]
        self._writer._committed(group)
        return future

    def write_all(self, jobs: Iterable[Job[T]]) -> "list[Future[T]]":
        return [self.write(job) for job in jobs]


class LoopClock:
    """A PC's clock, so far ahead of the relay's."""

    def __init__(self, loop: QuickLoop, ahead: timedelta = timedelta(0)) -> None:
        self._loop, self.ahead = loop, ahead

    def now(self) -> datetime:
        return START + timedelta(hours=1, seconds=self._loop.seconds) + self.ahead

    def monotonic(self) -> float:
        return 1000.0 + self._loop.seconds


class SaidWrong:
    """What the loop was told of a task that broke and that nobody asked."""

    def __init__(self, loop: QuickLoop) -> None:
        self.words: list[str] = []
        loop.set_exception_handler(self._say)

    def _say(self, _loop: asyncio.AbstractEventLoop, said: Mapping[str, Any]) -> None:
        self.words.append(f"{said['message']}: {said.get('exception')!r}")
