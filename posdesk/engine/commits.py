"""Waiting for the journal in the engine's loop: one wake-up a commit, however many wait for it."""

import asyncio
import contextlib
from collections import deque
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from posdesk.journal import Journal
from posdesk.journal.transaction import Job
from posdesk.records import dataclass

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Awaited:
    """A job, who waits for it, and its future at the writer, once it was handed in."""

    job: Job[Any]
    waiting: "asyncio.Future[Any]"
    future: "Future[Any] | None" = None


class Commits:
    """The jobs of one loop that are awaited.

    What comes up in one turn of the loop is handed in at its end: a writer that began with the first would
    sync that one alone, and take the lock that all the others still need to come in. The writer's thread says
    what has ended, and the loop tells all.
    """

    def __init__(self, journal: Journal) -> None:
        """Nothing is awaited."""
        self._journal = journal
        self._coming: list[_Awaited] = []
        self._ended: deque[_Awaited] = deque()
        self._is_told = False  # the loop: it has not looked yet

    async def written(self, job: Job[T], patience_s: float) -> T:
        """What the job returned, once it is on disk. Raises what it did, DiskError, and TimeoutError.

        A job that has not begun when the patience ends, or whoever waits goes, is not done any more.
        """
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[T] = loop.create_future()
        awaited = _Awaited(job, waiting)
        if not self._coming:
            loop.call_soon(self._hand_in, loop)
        self._coming.append(awaited)
        patience = loop.call_later(patience_s, _late, waiting)
        try:
            return await waiting
        finally:
            patience.cancel()
            if awaited.future is not None:
                awaited.future.cancel()

    def _hand_in(self, loop: asyncio.AbstractEventLoop) -> None:
        coming, self._coming = self._coming, []
        for each in coming:
            if not each.waiting.done():  # whoever waited is gone
                each.future = self._journal.write(each.job)
                each.future.add_done_callback(partial(self._end, loop, each))

    def _end(self, loop: asyncio.AbstractEventLoop, awaited: _Awaited, _future: "Future[Any]") -> None:
        """In the writer's thread, for each job of a commit."""
        self._ended.append(awaited)
        if not self._is_told:
            self._is_told = True
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        self._is_told = False
        while self._ended:
            _hand_on(self._ended.popleft())


def _hand_on(awaited: _Awaited) -> None:
    waiting, future = awaited.waiting, awaited.future
    if future is None or waiting.done() or future.cancelled():
        return
    error = future.exception()
    if error is None:
        waiting.set_result(future.result())
    else:
        waiting.set_exception(error)


def _late(waiting: "asyncio.Future[Any]") -> None:
    if not waiting.done():
        waiting.set_exception(TimeoutError())
