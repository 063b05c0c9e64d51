"""What the store's counters did, out of the stream: each act applied once, its position in one transaction.

Our own come back as well. By that we know that they stand there for the others, and by a hello how far our
clock is from the relay's.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

from posdesk.domain.clock import Clock, from_text
from posdesk.domain.orders.refused import Refused
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.position import Position
from posdesk.engine.relay import sure_writes, told_orders
from posdesk.engine.relay.acts_out import ActsOut
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.consumer import Streamed
from posdesk.engine.relay.stream_reader import Anew
from posdesk.journal import Journal, Transaction
from posdesk.journal.relay import acts, applying, position, stray_calls
from posdesk.journal.relay.applying import Became
from posdesk.journal.transaction import Job
from posdesk.platforms.relay import acts as wire
from posdesk.settings.settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")
LOST_AFTER: Final = timedelta(seconds=60)
"""What was acknowledged longer ago and has not come back is not in the stream any more."""


class ActIntake:
    """Keeps what the stream of acts brings (stream_reader.Keeper)."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        journal: Journal,
        clock: Clock,
        *,
        out: ActsOut,
        offset: ClockOffset,
        store_key: str,
    ) -> None:
        """`settings` are those of the moment."""
        self._settings, self._journal, self._clock = settings, journal, clock
        self._out, self._offset, self._store_key = out, offset, store_key
        self._compared = -LOST_AFTER.total_seconds()
        self._is_read_anew = False

    async def position(self) -> Position | None:
        """See `Keeper`."""
        return await asyncio.to_thread(self._journal.read, lambda db: position.get(db, position.ACTS))

    async def anew(self, why: Anew, known: Position, epoch: str) -> None:
        """See `Keeper`: what we told may be gone with the stream; what doesn't come back is told once more.

        Of a stream that was full the oldest have gone by right: told again they would push out others.
        """
        log.warning("relay: the acts are read from the beginning: %s, position %d", why, known.sequence)
        self._is_read_anew = why is not Anew.DISCARDED

        def job(tx: Transaction) -> None:
            position.forget(tx, position.ACTS)
            if self._is_read_anew:
                acts.doubt_all(tx)

        await self._written(job)

    async def take(self, message: Streamed, epoch: str) -> None:
        """See `Keeper`."""
        here = Position(epoch, message.sequence, message.time)
        try:
            act = wire.read(message.data, message.headers, self._store_key)
        except wire.BadAct as error:
            log.warning("relay: message %d of the acts is passed over: %s", message.sequence, error.en)
            await self._written(lambda tx: position.put(tx, position.ACTS, here))
            return
        if act.kind is ActKind.HELLO:
            self._measure(act, message.time)
        try:
            await self._written(self._job(act, here))
        except Exception:  # a bug of ours holds up none of those behind it
            log.exception("relay: %s of counter %s can't be applied", act.kind, act.counter)
            await self._passed_over(act, here)

    async def _passed_over(self, act: Act, here: Position) -> None:
        """Noted as one that was not applied, if it can be kept at all."""
        try:
            await self._written(partial(_pass_over, act=act, here=here))
        except Exception:
            log.exception("relay: %s of counter %s can't be kept", act.kind, act.counter)
            await self._written(lambda tx: position.put(tx, position.ACTS, here))

    def _measure(self, act: Act, at: datetime) -> None:
        sent_at = self._out.hello_sent_at(act.id)
        if sent_at is not None:
            self._offset.measured(sent_at - at)

    def _job(self, act: Act, here: Position) -> Callable[[Transaction], None]:
        stored = here.message_time + self._offset.ahead
        done_at = _done_at(act, stored)
        act = replace(act, content={name: said for name, said in act.content.items() if name != wire.SENT})
        told = told_orders.read(self._settings(), act)

        def job(tx: Transaction) -> None:
            if isinstance(told, told_orders.Told) and acts.standing_of(tx.db, act.id) is None:
                told_orders.store(tx, act, told, stored)
            became = applying.apply(tx, act, done_at, here.message_time)
            if became is Became.WAITS and isinstance(told, Refused) and act.key is not None:
                stray_calls.note_act(tx, act.id, act.key.partner, stored, told)
            position.put(tx, position.ACTS, here)

        return job

    async def caught_up(self) -> None:
        """See `Keeper`: what we told and did not find there is sent once more."""
        is_read_anew, self._is_read_anew = self._is_read_anew, False
        if not is_read_anew and self._clock.monotonic() - self._compared < LOST_AFTER.total_seconds():
            return
        self._compared, now = self._clock.monotonic(), self._clock.now()
        before = now if is_read_anew else now - LOST_AFTER
        again = await self._written(partial(acts.send_again, before=before))
        if again:
            log.warning("relay: %d acts are not in the stream any more, they are sent once more", again)

    async def _written(self, job: Job[T]) -> T:
        return await sure_writes.written(self._journal, job)


def _pass_over(tx: Transaction, act: Act, here: Position) -> None:
    if acts.standing_of(tx.db, act.id) is None:
        acts.put(tx, act, acts.Standing.PASSED)
    position.put(tx, position.ACTS, here)


def _done_at(act: Act, stored: datetime) -> datetime:
    """When it was done, by our clock: that of its own PC says only how long that was before it was sent."""
    try:
        sent = from_text(str(act.content[wire.SENT]))
    except (KeyError, ValueError):
        return act.at
    return stored - max(timedelta(), sent - act.at)
