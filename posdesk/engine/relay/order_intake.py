"""The store's calls out of the stream: each one's effect, and the position behind it, in one transaction.

One after another, the next after the commit. Where the disk fails it is the same again. What can't be taken
is a stray call, and the position goes on: no message of whatever bytes stops the reading.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from posdesk.domain.clock import Clock
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.relay.position import Position
from posdesk.domain.relay.status import RELAY_GAP
from posdesk.domain.relay.stray import CallByRelay
from posdesk.domain.status import Trouble, Way
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.relay import sure_writes
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.consumer import Streamed
from posdesk.engine.relay.relayed_call import CallReader, Understood
from posdesk.engine.relay.stream_reader import CLOCKS_APART, KEPT, Anew
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError, TooManyParked
from posdesk.journal import Database, Journal, Transaction, heartbeats
from posdesk.journal.orders import order_rows
from posdesk.journal.relay import away, known, own_clock, position, stray_calls
from posdesk.journal.transaction import Job
from posdesk.platforms.o2o import refused
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused, both
from posdesk.platforms.relay import order_message
from posdesk.settings.credentials import Credentials

log = logging.getLogger(__name__)
AWAY_TOO_LONG: Final = timedelta(days=6)
"""After so long some of it may have gone from the stream, which keeps seven days."""
NOT_AWAY: Final = timedelta(seconds=60)
"""A shorter absence is a restart: nobody is told what came meanwhile."""
HEARD_EVERY_S: Final = 600.0
OFFSET_PATIENCE_S: Final = 3.0
GATEWAY_WITHIN: Final = timedelta(seconds=60)
"""So far the gateway's word on when it took a call is believed: the servers had it within seconds of that."""
T = TypeVar("T")


class OrderIntake:
    """Keeps what the stream of orders brings (`Keeper`)."""

    def __init__(
        self,
        journal: Journal,
        reader: CallReader,
        secrets: Credentials,
        status: StatusBoard,
        clock: Clock,
        *,
        slots: WorkSlots,
        offset: ClockOffset,
    ) -> None:
        """Nothing was read yet."""
        self._journal, self._reader, self._secrets = journal, reader, secrets
        self._status, self._clock, self._slots, self._offset = status, clock, slots, offset
        self.at: Position | None = None
        self.gateway_ahead: timedelta | None = None
        """How far the gateway's clock was from its servers' at the last call, where that was too far."""
        self._is_last = False  # nothing lies behind the message that is being taken
        self._since: datetime | None = None  # the absence that is being caught up with began then
        self._heard = -HEARD_EVERY_S

    async def begin(self) -> None:
        """A new connection: what comes until all is here came while we were away. Raises DiskError."""
        self.at = await self.position()
        await self._offset.known(OFFSET_PATIENCE_S)
        last = await self._last_heard()
        self._since = last if last is not None and self._clock.now() - last > NOT_AWAY else None
        self._heard = self._clock.monotonic() - HEARD_EVERY_S

    async def _last_heard(self) -> datetime | None:
        """By our clock as it stands now, however it was set since. Raises DiskError."""

        def is_due(db: Database) -> bool:
            ahead = self._offset.measured_ahead
            return ahead is not None and own_clock.is_another(db, ahead)

        if await asyncio.to_thread(self._journal.read, is_due):
            await self._written(self._keep_in_step)
        return await asyncio.to_thread(self._journal.read, position.last_heard)

    def _keep_in_step(self, tx: Transaction) -> None:
        own_clock.keep_in_step(tx, self._offset.measured_ahead)

    async def position(self) -> Position | None:
        """See `Keeper`."""
        return await asyncio.to_thread(self._journal.read, lambda db: position.get(db, position.ORDERS))

    async def anew(self, why: Anew, stood: Position, epoch: str) -> None:
        """See `Keeper`: what came behind the position and can't be read any more is a gap."""
        log.warning("relay: the orders are read from the beginning: %s, position %d", why, stood.sequence)
        seen_until = stood.message_time + self._offset.ahead

        def job(tx: Transaction) -> None:
            position.forget(tx, position.ORDERS)
            start = max(seen_until, position.last_heard(tx.db) or seen_until)
            end = tx.now
            if why is Anew.OTHER_STREAM:  # one that was there before is another shard's: nothing is lost
                end = min(end, (_made(epoch) or tx.now) + self._offset.ahead)
            if end > start:
                heartbeats.add_gap(tx, start, end, RELAY_GAP)

        await self._written(job)
        self.at = None

    async def take(self, message: Streamed, epoch: str) -> None:
        """See `Keeper`."""
        here, self._is_last = Position(epoch, message.sequence, message.time), message.pending == 0
        try:
            call = order_message.read(message.headers, message.data)
        except order_message.BadOrderMessage as error:
            relayed = CallByRelay("", "", message.data, message.time)
            await self._stray(relayed, here, CallRefused(AnswerCode.NOT_TAKEN, both(error.zh, error.en)))
            return
        received = self._believed(call.received, message.time)
        relayed = CallByRelay(call.partner, call.query, call.body, received)
        try:
            understood = await self._understood(relayed)
            await self._store(understood, relayed, here)
        except CallRefused as refusal:
            await self._stray(relayed, here, refusal)
        else:
            self._status.received(understood.partner.name, self.moment(relayed), Way.RELAY)

    def _believed(self, received: datetime, stored: datetime) -> datetime:
        """When the gateway took it, by the servers' clock.

        One whose own clock is wrong, or is set so, would decide by it which orders ring.
        """
        ahead = received - stored
        is_near = abs(ahead) <= GATEWAY_WITHIN
        self.gateway_ahead = None if is_near else ahead
        return received if is_near else stored

    def moment(self, relayed: CallByRelay) -> datetime:
        """When the gateway took it, by our clock."""
        return relayed.received + self._offset.ahead

    async def _understood(self, relayed: CallByRelay) -> Understood:
        """Raises CallRefused; waits for a keyring that has not answered yet."""
        while True:
            try:
                return await self._reader.understood(relayed)
            except CallRefused as refusal:
                partner = self._reader.settings.partner_named(relayed.partner)
                is_unknown = partner is not None and not self._secrets.knows(partner.secret_name)
                if refusal.code is not AnswerCode.NO_APPKEY or not is_unknown:
                    raise
                await asyncio.sleep(1)
            except Exception as error:  # a bug of ours costs nobody an order
                log.exception("relay: a call of %s can't be read", relayed.partner)
                raise CallRefused(AnswerCode.OUR_FAULT) from error

    async def _store(self, understood: Understood, relayed: CallByRelay, here: Position) -> None:
        """Raises CallRefused."""

        def job(tx: Transaction) -> None:
            self._keep_in_step(tx)
            if not stray_calls.is_known(tx, relayed):
                before = order_rows.last_number(tx.db)
                with tx.by_stream(self.moment(relayed)):
                    understood.apply(tx)
                known.by_stream(tx, before)
                away.came(tx, before, self._since)
            self._stand(tx, here)

        try:
            await self._written(job)
        except TooManyParked as error:
            raise CallRefused(AnswerCode.NOT_STORED) from error
        except DiskError:
            raise
        except Exception as error:
            log.exception("relay: a call of %s can't be stored", relayed.partner)
            raise CallRefused(AnswerCode.OUR_FAULT) from error
        self.at = here

    def _stand(self, tx: Transaction, here: Position) -> None:
        position.put(tx, position.ORDERS, here)
        position.gateway_clock(tx, self.gateway_ahead)
        if self._is_last:
            position.heard(tx)

    async def _stray(self, relayed: CallByRelay, here: Position, refusal: CallRefused) -> None:
        try:
            why = await self._slots.run(relayed.body, lambda body: refused.told_of(body, refusal))
            is_new = await self._kept(relayed, here, why)
        except Exception:  # a bug of ours: what came is kept all the same, and what comes behind it is read
            log.exception("relay: message %d can't be told of", here.sequence)
            plain = CallByRelay("", "", relayed.body, relayed.received)
            is_new = await self._kept(plain, here, _untold(refusal))
        if is_new:
            log.warning("relay: a call of %s is not taken: %s", relayed.partner or "nobody", refusal.msg)
        self.at = here

    async def _kept(self, relayed: CallByRelay, here: Position, why: Refused) -> bool:
        """Whether it is a stray call that was not known."""
        names = frozenset(each.name for each in self._reader.settings.partner)

        def job(tx: Transaction) -> bool:
            self._stand(tx, here)
            return stray_calls.note(tx, relayed, why, names)

        return await self._written(job)

    async def caught_up(self) -> None:
        """See `Keeper`: all is here as of now; what may have gone meanwhile is a gap."""
        since, self._since = self._since, None
        if since is None and self._clock.monotonic() - self._heard < HEARD_EVERY_S:
            return
        self._heard = self._clock.monotonic()

        def job(tx: Transaction) -> None:
            self._keep_in_step(tx)
            if since is not None and tx.now - since > AWAY_TOO_LONG:
                heartbeats.add_gap(tx, since, max(since, tx.now - (KEPT - CLOCKS_APART)), RELAY_GAP)
            position.heard(tx)

        await self._written(job)

    async def leave_unread(self) -> None:
        """The stream is left without its end: what came since all of it was here is a gap."""

        def job(tx: Transaction) -> None:
            stood = position.get(tx.db, position.ORDERS)
            since = position.last_heard(tx.db) or (stood.message_time + self._offset.ahead if stood else None)
            if since is not None and tx.now > since:
                heartbeats.add_gap(tx, since, tx.now, RELAY_GAP)
            position.heard(tx)  # told: no later look begins before it

        await self._written(job)

    async def keep_hearing(self, lag: Callable[[], int | None]) -> None:
        """Nothing came, and we were here: note it now and then, until cancelled."""
        while True:
            await asyncio.sleep(HEARD_EVERY_S)
            await self.note_heard(lag())

    async def note_heard(self, lag: int | None) -> None:
        """All is here as of now, if nothing lies behind what was read."""
        if lag == 0:
            await self._written(self._note_all_here)

    def _note_all_here(self, tx: Transaction) -> None:
        self._keep_in_step(tx)
        position.heard(tx)

    async def _written(self, job: Job[T]) -> T:
        """What the job returned, once it is on disk; the desk hears of a disk that fails."""
        done = await sure_writes.written(
            self._journal, job, lambda error: self._status.trouble(Trouble.DISK, error.fault)
        )
        self._status.mended(Trouble.DISK)
        return done


def _untold(refusal: CallRefused) -> Refused:
    """That it was refused, and nothing out of it."""
    return Refused(RefusedKind.OTHER, "", "", "", int(refusal.code), both("无法读取", "it can't be read"))


def _made(epoch: str) -> datetime | None:
    """When the stream was made, as its epoch says; None where that says no time."""
    try:
        made = datetime.fromisoformat(epoch)
    except ValueError:
        return None
    return made if made.tzinfo is not None else None
