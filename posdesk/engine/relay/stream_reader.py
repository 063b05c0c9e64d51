"""One message of a stream after another, from where the journal stands, if the stream is still that one.

The reading begins *at* the position, not behind it: only the message itself proves that the stream is the one
that was read. A start beyond the end of a stream is silently nothing, and would skip what comes until then.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from enum import StrEnum
from typing import Final, NoReturn, Protocol

from posdesk.domain.clock import Clock
from posdesk.domain.relay.position import Position
from posdesk.engine.relay.consumer import Consumer, ConsumerLost, Source, Streamed
from posdesk.engine.relay.line import Line

log = logging.getLogger(__name__)
KEPT: Final = timedelta(days=7)  # streams keep their messages so long
CLOCKS_APART: Final = timedelta(hours=2)  # a message this near the end of its time may be gone by right
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 10.0
MOST_PATIENCE: Final = 8  # times the usual


class Anew(StrEnum):
    """Why a stream is read from its beginning though there is a position."""

    OTHER_STREAM = "other_stream"  # it was made anew, or the store moved
    OTHER_MESSAGE = "other_message"  # another message has that number
    MISSING = "missing"  # the message is gone before its time, and all behind it
    DISCARDED = "discarded"  # the same, and what came later is there: the stream was full


class Keeper(Protocol):
    """Who keeps what was read: each message's effect and position in one transaction."""

    async def position(self) -> Position | None:
        """Where the journal stands; None before the first message."""
        ...

    async def anew(self, why: Anew, stood: Position, epoch: str) -> None:
        """The reading begins anew: forget the position, and tell whom it concerns."""
        ...

    async def take(self, message: Streamed, epoch: str) -> None:
        """Bring a message's effect to disk with its position; returns after the commit."""
        ...

    async def caught_up(self) -> None:
        """Nothing lies behind what was taken last."""
        ...


class StreamReader:
    """Reads until its line is lost; a consumer that is gone is made again from the journal."""

    def __init__(
        self,
        line: Line,
        source: Source,
        keeper: Keeper,
        clock: Clock,
        epoch: Callable[[], Awaitable[str]],
    ) -> None:
        """`epoch` asks for the stream's, empty where nobody knows it."""
        self._line, self._source, self._keeper, self._clock = line, source, keeper, clock
        self._epoch = epoch
        self.lag: int | None = None
        """How many messages lie behind what was taken last; None where nobody could tell."""
        self._word_s = clock.monotonic()
        self._in_vain = 0  # consumers one after the other that could not be made, or said nothing

    @property
    def silent_s(self) -> float:
        """Seconds since the stream's server said anything; a sleep of the PC counts."""
        return self._clock.monotonic() - self._word_s

    async def run(self) -> None:
        """Read on and on. Raises LineLost.

        A server with too much to do gets more time, and less to do: what gives up what it has asked for, and
        asks again at once, is what keeps it busy.
        """
        pause_s = FIRST_PAUSE_S
        while True:
            began = self._clock.monotonic()
            self._in_vain += 1
            try:
                await self._read()
            except ConsumerLost as error:
                log.info("relay: %s, it is made again", error)
            self.lag = None
            if not self._in_vain and self._clock.monotonic() - began > LONGEST_PAUSE_S:
                pause_s = FIRST_PAUSE_S
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.5))  # noqa: S311 - a spread, no secret
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    async def _read(self) -> None:
        """From the journal's position on. Raises ConsumerLost, LineLost."""
        epoch, position = await self._epoch(), await self._keeper.position()
        if position is not None and epoch and position.epoch != epoch:
            await self._keeper.anew(Anew.OTHER_STREAM, position, epoch)
            position = None
        epoch = epoch or (position.epoch if position is not None else "")
        if position is not None:
            await self._read_at(position, epoch)
        async with self._opened(None) as consumer:
            await self._found(consumer.pending)
            await self._take_all(consumer, epoch)

    @contextlib.asynccontextmanager
    async def _opened(self, start: int | None) -> AsyncIterator[Consumer]:
        """The first that is made in vain may have met a server that dies: the next is as quick."""
        patience = min(MOST_PATIENCE, 2 ** max(0, self._in_vain - 2))
        async with Consumer.opened(self._line, self._source, start, patience) as consumer:
            consumer.on_word = self._heard_word
            yield consumer

    async def _read_at(self, position: Position, epoch: str) -> None:
        """Read from a position on; returns where that can't be. Raises ConsumerLost, LineLost."""
        async with self._opened(position.sequence) as consumer:
            first = await consumer.next() if consumer.pending else None  # none: it is beyond the end
            why = self._doubt(position, first)
            if first is not None and why is None:
                if first.sequence != position.sequence:
                    await self._keeper.take(first, epoch)
                await self._found(first.pending)
                await self._take_all(consumer, epoch)
        if why is not None:
            await self._keeper.anew(why, position, epoch)

    def _doubt(self, position: Position, first: Streamed | None) -> Anew | None:
        """Why the stream that begins so at the position isn't the one that was read; None where it may be."""
        if first is None or first.sequence != position.sequence:
            return self._missing(position, Anew.MISSING if first is None else Anew.DISCARDED)
        return None if first.time == position.message_time else Anew.OTHER_MESSAGE

    def _missing(self, position: Position, why: Anew) -> Anew | None:
        """A message that was there has gone: by its age, or with the stream."""
        age = self._clock.now() - position.message_time
        return why if age < KEPT - CLOCKS_APART else None

    async def _take_all(self, consumer: Consumer, epoch: str) -> NoReturn:
        """Raises ConsumerLost, LineLost."""
        while True:
            message = await consumer.next()
            await self._keeper.take(message, epoch)
            await self._found(message.pending)

    def _heard_word(self) -> None:
        self._word_s, self._in_vain = self._clock.monotonic(), 0

    async def _found(self, behind: int) -> None:
        self.lag = behind
        if behind == 0:
            await self._keeper.caught_up()
