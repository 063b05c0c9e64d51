"""Waiting for the journal in the engine's loop: one wake-up a commit, however many wait for it."""

import asyncio
import contextlib
from collections import deque
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from posdesk.engine.loop import EngineLoop
from posdesk.journal import Journal
from posdesk.journal.transaction import Job
from posdesk.records import dataclass

T = TypeVar("T")
GATHERED_S = 0.02  # at most, while call after call comes in


@dataclass(slots=True, eq=False)
class _Awaited:
    """A job, who waits for it, and its future at the writer, once it was handed in."""

    job: Job[Any]
    waiting: "asyncio.Future[Any]"
    future: "Future[Any] | None" = None


class Commits:
    """The jobs of one loop that are awaited.

    Loop and writer share Python's lock, and a commit costs as much as ten of its orders (it writes 30
    pages of one order, 60 of sixteen): so they work by turns. What comes in is handed over once the loop has
    nothing else to do; what comes while a commit is made waits for its end, and is the next one. The writer's
    thread says what has ended, and the loop tells all.
    """

    def __init__(self, journal: Journal) -> None:
        """Nothing is awaited."""
        self._journal = journal
        self._coming: list[_Awaited] = []
        self._ended: deque[_Awaited] = deque()
        self._is_told = False  # the loop: it has not looked yet
        self._is_due = False  # `_hand_in`: it comes by itself
        self._handed: Future[Any] | None = None  # the first of those that were handed in last

    async def written(self, job: Job[T], patience_s: float) -> T:
        """What the job returned, once it is on disk. Raises what it did, DiskError, and TimeoutError.

        A job that has not begun when the patience ends, or whoever waits goes, is not done any more.
        """
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[T] = loop.create_future()
        awaited = _Awaited(job, waiting)
        self._coming.append(awaited)
        self._soon(loop)
        patience = loop.call_later(patience_s, _late, waiting)
        try:
            return await waiting
        finally:
            patience.cancel()
            if awaited.future is not None:
                awaited.future.cancel()

    def _soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._is_due:
            self._is_due = True
            loop.call_soon(self._hand_in, loop, loop.time() + GATHERED_S)

    def _hand_in(self, loop: asyncio.AbstractEventLoop, latest: float) -> None:
        if isinstance(loop, EngineLoop) and not loop.is_at_rest and loop.time() < latest:
            loop.call_soon(self._hand_in, loop, latest)
            return
        self._is_due = False
        if self._handed is not None and self._handed.running():  # `_tell` comes back to it
            return
        coming = [each for each in self._coming if not each.waiting.done()]  # whoever waited may be gone
        self._coming = []
        futures = self._journal.write_all(each.job for each in coming)
        self._handed = next(iter(futures), None)
        for each, future in zip(coming, futures, strict=True):
            each.future = future
            future.add_done_callback(partial(self._end, loop, each))

    def _end(self, loop: asyncio.AbstractEventLoop, awaited: _Awaited, _future: "Future[Any]") -> None:
        """In the writer's thread, for each job of a commit."""
        self._ended.append(awaited)
        if not self._is_told:
            self._is_told = True
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._tell, loop)

    def _tell(self, loop: asyncio.AbstractEventLoop) -> None:
        self._is_told = False
        while self._ended:
            _hand_on(self._ended.popleft())
        if self._coming:
            self._soon(loop)


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
