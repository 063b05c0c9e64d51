"""Waiting for the journal in the engine's loop: one wake-up a commit, however many wait for it."""

import asyncio
import contextlib
from collections import deque
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from posdesk.journal import Journal
from posdesk.journal.transaction import Job

T = TypeVar("T")
_Ended = tuple["asyncio.Future[Any]", "Future[Any]"]


class Commits:
    """The jobs of one loop that are awaited. The writer's thread says what has ended, the loop tells all."""

    def __init__(self, journal: Journal) -> None:
        """Nothing is awaited."""
        self._journal = journal
        self._ended: deque[_Ended] = deque()
        self._is_told = False  # the loop: it has not looked yet

    async def written(self, job: Job[T], patience_s: float) -> T:
        """What the job returned, once it is on disk. Raises what it did, DiskError, and TimeoutError.

        A job that has not begun when the patience ends, or whoever waits goes, is not done any more.
        """
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[T] = loop.create_future()
        future = self._journal.write(job)
        future.add_done_callback(partial(self._end, loop, waiting))
        patience = loop.call_later(patience_s, _late, waiting)
        try:
            return await waiting
        finally:
            patience.cancel()
            future.cancel()

    def _end(
        self, loop: asyncio.AbstractEventLoop, waiting: "asyncio.Future[Any]", future: "Future[Any]"
    ) -> None:
        """In the writer's thread, for each job of a commit."""
        self._ended.append((waiting, future))
        if not self._is_told:
            self._is_told = True
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        self._is_told = False
        while self._ended:
            _hand_on(*self._ended.popleft())


def _hand_on(waiting: "asyncio.Future[Any]", future: "Future[Any]") -> None:
    if waiting.done() or future.cancelled():
        return
    error = future.exception()
    if error is None:
        waiting.set_result(future.result())
    else:
        waiting.set_exception(error)


def _late(waiting: "asyncio.Future[Any]") -> None:
    if not waiting.done():
        waiting.set_exception(TimeoutError())
