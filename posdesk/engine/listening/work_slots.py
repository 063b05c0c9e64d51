"""Two places for work on calls' bodies: a large one keeps neither the loop nor a small one waiting."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from posdesk.errors import PosdeskError
from posdesk.platforms.o2o import scanner

T = TypeVar("T")
SMALL_BYTES = 64 * 1024  # far more than an order has
MOST_WAITING = 16  # large bodies of strangers, which lie in memory meanwhile


class Busy(PosdeskError):  # noqa: N818 - said as it is
    """Too many large bodies wait already."""


class WorkSlots:
    """At most two threads: one for large bodies, one for small ones, which wait for no large one."""

    def __init__(self) -> None:
        """Both are free."""
        self._small, self._large = asyncio.Semaphore(1), asyncio.Semaphore(1)
        self._waiting = 0

    async def run(self, body: bytes, work: Callable[[bytes], T]) -> T:
        """What `work` makes of the body of a caller who is known: at once of a small one."""
        return work(body) if len(body) <= SMALL_BYTES else await self._in_turn(body, work)

    async def scan(self, body: bytes) -> scanner.Named:
        """A stranger's `cmd` and `seq`. Raises Busy for a large body, where many of them wait."""
        if len(body) > SMALL_BYTES and self._waiting >= MOST_WAITING:
            raise Busy("too many large bodies wait to be looked at")
        return await self._in_turn(body, scanner.scan)

    async def _in_turn(self, body: bytes, work: Callable[[bytes], T]) -> T:
        if len(body) <= SMALL_BYTES:
            async with self._small:
                return await asyncio.to_thread(work, body)
        self._waiting += 1
        try:
            async with self._large:
                return await asyncio.to_thread(work, body)
        finally:
            self._waiting -= 1
