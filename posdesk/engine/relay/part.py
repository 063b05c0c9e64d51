"""The relay: a part of the engine where the settings have [relay], and nothing of it where they don't.

It only calls out. Each connection is a session: identity, place, records, then all that works over it side by
side until the connection ends; then again from the journal. What is wrong is said in words, and the counter's
own work goes on.
"""

import asyncio
import logging
import random
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from posdesk.domain.clock import Clock
from posdesk.domain.relay.status import Away, RelayFault, RelayStatus
from posdesk.engine.journal_watch import MaybeChanged
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.listening.sender_proof import SenderProof
from posdesk.engine.loop import until_look_s, wait_at_most
from posdesk.engine.relay import identity
from posdesk.engine.relay.acts_in import ActIntake
from posdesk.engine.relay.acts_out import ActsOut
from posdesk.engine.relay.claim_watch import ClaimWatch
from posdesk.engine.relay.claim_wire import NatsClaims
from posdesk.engine.relay.claims import Claims
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.consumer import Source
from posdesk.engine.relay.here import Presence
from posdesk.engine.relay.identity import Identity, NoIdentity
from posdesk.engine.relay.known import KnownOrders
from posdesk.engine.relay.line import Line, LineLost, NobodyAnswers, NotConnected, context_of
from posdesk.engine.relay.order_intake import OrderIntake
from posdesk.engine.relay.relayed_call import CallReader
from posdesk.engine.relay.renewal import Renewal
from posdesk.engine.relay.store_records import StoreRecords
from posdesk.engine.relay.stray_reading import StrayReading
from posdesk.engine.relay.stream_reader import StreamReader
from posdesk.engine.relay.told_orders import WaitingOrders
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError
from posdesk.host.logs import OnceLog
from posdesk.host.machine_id import machine_id
from posdesk.journal import Database, Journal, Transaction
from posdesk.journal.relay import away, instance, own_clock, position, stray_calls
from posdesk.platforms.relay.records import StoreRecord
from posdesk.platforms.relay.subjects import acts_stream, consumer, stream_of
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings

log = logging.getLogger(__name__)
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 15.0
CANCEL_AGAIN_S: Final = 0.2
TAKEN_PAUSE_S: Final = 60.0  # what a person must mend is looked at no more often
_FOR_A_PERSON: Final = frozenset({RelayFault.TAKEN, RelayFault.REVOKED, RelayFault.EXPIRED})
Session = Callable[[Line], Awaitable[None]]
"""What works over one connection until that is gone; one that returns has it begun anew."""


class Relay:
    """Everything runs in the engine's loop."""

    def __init__(  # noqa: PLR0917 - the house, as each part has it
        self,
        home: Path,
        settings: Settings,
        journal: Journal,
        secrets: Credentials,
        status: StatusBoard,
        clock: Clock,
        *,
        proof: SenderProof,
        machine: str = "",
    ) -> None:
        """`proof` is the listener's. `machine` is this PC's own id, where it isn't to be asked for."""
        self._home, self.settings, self._journal, self._secrets = home, settings, journal, secrets
        self._status, self._clock, self._machine = status, clock, machine
        self._told, self._once = RelayStatus(), OnceLog(log)
        self._changed = asyncio.Event()
        self._on_disk = MaybeChanged(journal, {stray_calls.TOPIC, away.TOPIC})
        self.line: Line | None = None
        """The connection of now; None while there is none."""
        self.offset, slots = ClockOffset(clock), WorkSlots()
        self.reader = CallReader(settings, proof, slots)
        self.intake = OrderIntake(
            journal, self.reader, secrets, status, clock, slots=slots, offset=self.offset
        )
        self.acts_out = ActsOut(journal, clock, self._acts_are)
        self.presence = Presence(journal, clock, lambda others: self.tell(counters=others), self._ahead)
        told = WaitingOrders(journal, lambda: self.settings)
        self.strays = StrayReading(journal, self.reader, secrets, slots=slots, offset=self.offset, told=told)
        self._orders: StreamReader | None = None
        self._acts: StreamReader | None = None
        self._unread_s = 0.0
        self._is_off, self._acts_fault = False, RelayFault.NONE
        wire = NatsClaims(lambda: self.line)
        seen = self.presence.is_seen
        self.claims = Claims(wire, journal, clock, is_seen=seen, ahead=self._ahead)
        self._claim_watch = ClaimWatch(wire, journal, clock, turns=self.claims.turns, is_seen=seen)

    def adopt(self, settings: Settings) -> None:
        """Go by these settings from now on. In the engine's loop."""
        before, self.settings = self.settings, settings
        self.reader.adopt(settings)
        self.strays.again()
        if (before.relay, before.store) != (settings.relay, settings.store):
            self._changed.set()

    async def run(self) -> None:
        """Connect on and on until cancelled; what the settings take away is told no more.

        A bug of ours ends it, and whoever runs it begins it anew: until then it is told as failed.
        """
        if not self._machine:
            self._machine = await asyncio.to_thread(machine_id, self._home)
        try:
            await _first_end(self._connect_on(), self._tell_on(), self.strays.run(), self._claim_watch.run())
        except asyncio.CancelledError:
            self._status.relay(None)
            raise
        except Exception as error:
            self.tell(connected=False, fault=RelayFault.FAILED, detail=type(error).__name__, lag=None)
            raise
        finally:
            self.line = None

    def tell(self, **changes: Any) -> None:
        """Say what is another of the relay; `connected` brings its moment."""
        if "connected" in changes and changes["connected"] != self._told.connected:
            changes["since"] = self._clock.now()
        self._told = replace(self._told, **changes)
        self._status.relay(self._told if self.settings.relay is not None else None)

    async def _connect_on(self) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            self._changed.clear()
            if self.settings.relay is None:
                self._status.relay(None)
                await self._changed.wait()
                continue
            await self._begin()
            began = self._clock.monotonic()
            fault = await self._one_connection()
            if self._clock.monotonic() - began > LONGEST_PAUSE_S or fault is RelayFault.NONE:
                pause_s = FIRST_PAUSE_S
            for_a_person = TAKEN_PAUSE_S if fault in _FOR_A_PERSON else 0.0
            spread = random.uniform(0.5, 1.5)  # noqa: S311 - after a restart not all come at once
            await wait_at_most(self._changed, max(for_a_person, pause_s) * spread)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    async def _begin(self) -> None:
        """What is done here is told from now on, whether anybody can be reached yet or not."""
        try:
            await asyncio.wrap_future(self._journal.write(instance.begin))
        except DiskError as error:
            log.warning("relay: %s", error)

    async def _one_connection(self) -> RelayFault:
        """Connect, and work until that ends. Returns why it ended, as it is told."""
        try:
            me = await self._identity()
            line = await self._connected(me)
        except (NoIdentity, NotConnected) as error:
            self._once.warn_alone(str(error))
            self.tell(connected=False, fault=error.fault, detail=error.detail, lag=None)
            return error.fault
        try:
            await self._session(line)
            fault, detail = RelayFault.NONE, ""
        except NotConnected as error:
            self._once.warn_alone(str(error))
            fault, detail = error.fault, error.detail
        except (LineLost, NobodyAnswers) as error:
            log.info("relay: %s", error)
            fault, detail = line.ended_by, ""
        finally:
            self.line = None
            await line.close()
        shown = RelayFault.CONNECTING if fault is RelayFault.NONE else fault
        self.tell(connected=False, fault=shown, detail=detail, lag=None)
        return fault

    async def _identity(self) -> Identity:
        """Raises NoIdentity."""
        return await asyncio.to_thread(identity.read, self._home, self.settings, self._secrets)

    async def _connected(self, me: Identity) -> Line:
        """A line to whichever server answers. Raises NotConnected: the last one's fault."""
        context = await asyncio.to_thread(self._context)
        servers, failed = list(me.servers), NotConnected(RelayFault.UNREACHED)
        random.shuffle(servers)
        for server in servers:
            try:
                return await Line.opened(server, me, context, self._clock.now())
            except NotConnected as error:
                failed = error
        raise failed

    def _context(self) -> ssl.SSLContext:
        """Raises NotConnected where the file of the settings is no authority."""
        assert self.settings.relay is not None
        ca = self.settings.relay.ca
        try:
            return context_of(str(self._home / ca) if ca else "")
        except (OSError, ssl.SSLError) as error:
            raise NotConnected(RelayFault.NOT_TRUSTED, f"{ca}: {error.strerror or error}") from error

    async def _session(self, line: Line) -> None:
        """Work over a connection until it ends. Raises LineLost, NobodyAnswers, NotConnected."""
        records = StoreRecords(line)
        holder = await records.take_place(self._machine, socket.gethostname(), self._clock.now())
        if holder is not None:
            raise NotConnected(RelayFault.TAKEN, holder.name)
        self._store_is(await records.store())
        self.line = line
        self._once.warn_alone("")
        log.info("relay: connected as %s/%s", line.identity.store, line.identity.counter)
        self.offset.forget()
        self.tell(connected=True, detail="", jwt_until=line.identity.until)
        work = (each(line) for each in self._sessions(records).values())
        await _first_end(_until_closed(line), self._changed.wait(), *work)

    def _sessions(self, records: StoreRecords) -> Mapping[str, Session]:
        """All that works over a connection, by name."""
        return {
            "orders": lambda line: self._read_orders(line, records),
            "renewal": lambda line: self._renew(line, records),
            "known": lambda line: KnownOrders(self._journal, line).run(),
            "heard": lambda _line: self.intake.keep_hearing(self._lag),
            "acts_out": self.acts_out.run,
            "acts_in": self._read_acts,
            "here": self.presence.run,
        }

    async def _read_orders(self, line: Line, records: StoreRecords) -> None:
        me = line.identity
        source = Source(stream_of(me.shard), consumer(me.store, me.counter), me.subjects.orders)

        async def epoch() -> str:
            try:
                record = await records.store()
            except NobodyAnswers:
                return ""
            if record is None or record.shard != me.shard:  # it moves: that is the other shard's
                return ""
            return record.epoch

        await self.intake.begin()
        self._orders = StreamReader(line, source, self.intake, self._clock, epoch)
        try:
            await self._orders.run()
        finally:
            self._orders = None

    async def _renew(self, line: Line, records: StoreRecords) -> None:
        """Until the chain changed something; what was read by then is read."""
        renewal = Renewal(
            self._home,
            line,
            records,
            lag=self.unread,
            told=self._store_is,
            unread=self._unread,
            leave=self.intake.leave_unread,
        )
        await renewal.run()
        await self.intake.note_heard(self._lag())

    async def _read_acts(self, line: Line) -> None:
        """What the store's counters did; no record says when that stream was made."""
        me = line.identity
        source = Source(acts_stream(me.shard), consumer(me.store, me.counter), me.subjects.acts)
        keeper = ActIntake(
            lambda: self.settings,
            self._journal,
            self._clock,
            out=self.acts_out,
            offset=self.offset,
            store_key=me.store_key,
        )

        async def epoch() -> str:
            return ""

        self._acts = StreamReader(line, source, keeper, self._clock, epoch)
        try:
            await self._acts.run()
        finally:
            self._acts = None

    def heard(self, tx: Transaction) -> None:
        """Note until when all is here: what comes after it, once nobody is here, came while we were away."""
        if self._orders is not None and self._orders.lag == 0:
            own_clock.keep_in_step(tx, self._ahead())
            position.heard(tx, tx.now - timedelta(seconds=self._orders.silent_s))

    def _ahead(self) -> timedelta | None:
        """How far our clock is ahead of the relay's."""
        return self.offset.measured_ahead

    def _lag(self) -> int | None:
        return self._orders.lag if self._orders is not None else None

    def unread(self) -> int | None:
        """How much of the store's orders and acts lies in the shard, None while nobody can tell.

        An order that another counter told of in a shard that is left is told nowhere else.
        """
        acts = self._acts.lag if self._acts is not None else None
        orders = self._lag()
        return orders + acts if orders is not None and acts is not None else None

    def _unread(self, more_s: float) -> float:
        """See Renewal. A connection that reads has none."""
        self._unread_s = self._unread_s + more_s if self.unread() is None else 0.0
        return self._unread_s

    def _store_is(self, record: StoreRecord | None) -> None:
        """The chain may have switched the store off: events still come, and own work goes on."""
        self._is_off = record is not None and record.disabled
        self._tell_fault()

    def _acts_are(self, fault: RelayFault) -> None:
        """The servers take nothing of what is done here, or take it again."""
        if fault is not self._acts_fault:
            self._acts_fault = fault
            self._tell_fault()

    def _tell_fault(self) -> None:
        """What is wrong though it is connected."""
        self.tell(fault=RelayFault.DISABLED if self._is_off else self._acts_fault)

    async def _tell_on(self) -> None:
        """How far the reading is, and what waits for a person, once a second."""
        while True:
            if self._on_disk.taken():
                try:
                    found, missed = await asyncio.to_thread(self._journal.read, _waiting)
                    self.tell(strays=found, away=missed)
                except DiskError:
                    self._on_disk.again()
            at = self.intake.at
            ahead = self.intake.gateway_ahead
            read = at.sequence if at is not None else None
            self.tell(sequence=read, lag=self._lag(), gateway_ahead=ahead)
            await asyncio.sleep(until_look_s())


def _waiting(db: Database) -> tuple[int, Away | None]:
    return stray_calls.count(db), away.of(db)


async def _until_closed(line: Line) -> None:
    await line.closed()
    raise LineLost("the connection ended")


async def _first_end(*work: Awaitable[Any]) -> None:
    """Run all until the first ends; the others are cancelled. Raises what that one raised."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _ended(tasks)
    for each in done:
        each.result()


async def _ended(tasks: Sequence["asyncio.Future[Any]"]) -> None:
    """Cancel them until they have ended: nats-py waits by `wait_for`, which can swallow a cancel in 3.11."""
    while running := [each for each in tasks if not each.done()]:
        for each in running:
            each.cancel()
        await asyncio.wait(running, timeout=CANCEL_AGAIN_S)
    for each in tasks:
        if not each.cancelled():
            each.exception()  # it is said by whoever ended first
