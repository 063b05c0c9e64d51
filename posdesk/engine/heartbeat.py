"""The heartbeat: when could our listener answer, and when could it not (product row 11)?"""

import asyncio
import logging
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from posdesk.domain.clock import Clock
from posdesk.domain.status import EngineStatus, Gap, Trouble
from posdesk.engine.journal_watch import MaybeChanged
from posdesk.engine.listening.listener_socket import SocketProof
from posdesk.engine.loop import until_look_s
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError
from posdesk.journal import Database, Journal, Transaction, heartbeats
from posdesk.journal.orders import call_proofs, parked
from posdesk.journal.relay import instance
from posdesk.records import dataclass, replace

log = logging.getLogger(__name__)
BEAT_S = 10.0
LOOK_S = 1.0
STALL = timedelta(seconds=12)  # a beat and a look: no look for so long is no busy machine, it stood still
UNPROVEN = timedelta(
    seconds=25
)  # two beats and a half without a proof, though nothing else says that we can't answer
CALLED_WITHIN = timedelta(days=7)  # a platform that calls the listener beside a relay did so lately
SET = timedelta(seconds=1)  # the two clocks never part so far by themselves between two looks


class GapReason(StrEnum):
    """Why no order could be taken, where no trouble says it; stored in these words."""

    NOT_RUNNING = "not_running"
    ASLEEP = "asleep"
    NOT_ANSWERING = "not_answering"
    NOT_LISTENING = "not_listening"


@dataclass(slots=True)
class _Since:
    """The present gap: from when on, and why; `end` where it is over already, and only has to be told.

    It lasts until a proof at `proven_at` or later, by the monotonic clock.
    """

    start: datetime
    reason: GapReason | Trouble
    end: datetime | None = None
    proven_at: float = -math.inf


class Heartbeat:
    """Beats while orders are proven to come in; where they are not, a gap runs from the last proof."""

    def __init__(
        self,
        journal: Journal,
        status: StatusBoard,
        clock: Clock,
        proof: SocketProof,
        *,
        has_relay: bool = False,
    ) -> None:
        """No heartbeat is written before `run`. With a relay platforms call the chain's gateway."""
        self._journal, self._status, self._clock, self._proof = journal, status, clock, proof
        self._has_relay, self._is_called = has_relay, not has_relay
        self._gap: _Since | None = None
        self._last_now, self._last_monotonic = clock.now(), clock.monotonic()
        self._last_beat = clock.monotonic() - BEAT_S
        self._last_proof = clock.monotonic()  # as known at the last look: after sleep there may be another
        self._silent = timedelta(0)
        self._began = clock.monotonic()
        self._ahead: datetime | None = None
        self._noted: dict[str, float] = {}
        self._begun = self._ended = False
        self._stored: tuple[Gap, ...] = ()  # on disk, as last read
        self._changed = MaybeChanged(journal, {"gaps"})
        self.beside: Callable[[Transaction], None] | None = None
        """Written along with each beat: a commit of its own would cost the disk as much again."""
        self._was_open = False  # whether an order could ever come in here: before that nobody missed one

    def adopt(self, *, has_relay: bool) -> None:
        """The settings have a relay now, or none."""
        self._has_relay = has_relay

    async def run(self) -> None:
        """Look each second, beat every ten, until `end` or cancelled."""
        if not self._begun:  # started again after a failure, the listener was there meanwhile
            await self._begin()
            self._begun = True
        while not self._ended:
            await self.look()
            await asyncio.sleep(until_look_s(LOOK_S))

    def end(self) -> None:
        """The listener is about to stop: a last beat makes a clean end exact."""
        self._ended = True
        if self._gap is None and self._status.receives:
            self._journal.write(heartbeats.beat)

    async def _begin(self) -> None:
        """What lies between the last beat on disk and now was a gap, whatever caused it."""
        last = await asyncio.to_thread(
            self._journal.read, lambda db: heartbeats.last_beat(db, self._journal.counter)
        )
        self._is_called = await asyncio.to_thread(
            self._journal.read, lambda db: self._is_gap(db, last or self._clock.now())
        )
        received = await asyncio.to_thread(self._journal.read, heartbeats.last_received)
        for partner, at in received.items():
            self._status.received(partner, at)
        self._last_now, self._last_monotonic = self._clock.now(), self._clock.monotonic()
        self._began = self._last_monotonic
        self._was_open = last is not None
        if last is not None and last < self._last_now:
            self._gap = _Since(last, GapReason.NOT_RUNNING)
        elif last is not None:
            self._ahead = last  # the clock is behind what it was: how long we were away, nobody knows yet

    async def look(self) -> None:
        """One look: has time been lost, does the listener answer, is a beat due?"""
        now = self._clock.now()
        passed = self._passed(now)
        self._status.renew_skews()
        if passed > STALL:
            self._proof.doubt()
        self._silent = self._silence(passed)
        lost = self._lost(passed)
        if lost:
            self._gap = self._unproven(now, lost)
        if lost is GapReason.NOT_ANSWERING:
            self._status.trouble(Trouble.LISTENER_LOST)  # until the next proof: no light is green over a gap
        if self._status.has(Trouble.DISK) and self._gap is None:
            self._gap = _Since(now - passed, Trouble.DISK)  # since the last look an order was turned away
        if self._status.reaches_listener:
            self._was_open = True
            await self._beat_or_close(now)
        elif self._gap is None and self._was_open and self._status.status.partners:
            self._gap = _Since(now, reason_of(self._status.status))
        self._last_proof = self._last_monotonic if self._proof.last is None else self._proof.last
        await self._show()

    def _silence(self, passed: timedelta) -> timedelta:
        """How long no proof came, standing still not counted: after it nothing could come yet."""
        is_new = self._proof.last is not None and self._proof.last != self._last_proof
        if is_new or passed > STALL or not self._status.status.address:
            return timedelta(0)
        return self._silent + passed

    def _lost(self, passed: timedelta) -> GapReason | Trouble | None:
        """Why no call was proven to get an answer for too long, None where it was."""
        if self._proof.loss is not None:
            return Trouble.LISTENER_LOST
        if passed > STALL:
            return GapReason.ASLEEP
        return GapReason.NOT_ANSWERING if self._silent > UNPROVEN else None

    def _unproven(self, now: datetime, reason: GapReason | Trouble) -> _Since:
        """A gap since the last proof, until there is one again; a gap that is there already grows to it."""
        here, loss = self._clock.monotonic(), self._proof.loss
        last, at = (loss.last_proof, loss.at) if loss is not None else (self._last_proof, here)
        self._proof.loss = None
        start, gap = now - timedelta(seconds=here - last), self._gap
        if gap is None:
            return _Since(start, reason, proven_at=at)
        return replace(gap, start=min(start, gap.start), proven_at=at)

    def _passed(self, now: datetime) -> timedelta:
        """The time since the last look by the clock that counts sleep too and is never set.

        What the wall clock moved beyond that is no outage: somebody, or a time service, set it.
        """
        wall, self._last_now = now - self._last_now, now
        monotonic = self._clock.monotonic()
        steady = timedelta(seconds=monotonic - self._last_monotonic)
        self._last_monotonic = monotonic
        if abs(wall - steady) > SET:
            self._clock_was_set(wall - steady, now)
        return steady

    def _clock_was_set(self, by: timedelta, now: datetime) -> None:
        """The present gap keeps its length; the one before the start ends when we really started."""
        gap = self._gap
        if gap is not None:
            gap.start = min(gap.start, now) if gap.reason is GapReason.NOT_RUNNING else gap.start + by
        started = now - timedelta(seconds=self._clock.monotonic() - self._began)
        if gap is None and self._ahead is not None and started > self._ahead:
            self._gap, self._ahead = _Since(self._ahead, GapReason.NOT_RUNNING, started), None

    async def _beat_or_close(self, now: datetime) -> None:
        gap, due = self._gap, self._clock.monotonic() - self._last_beat >= BEAT_S
        if (gap is None and not due) or not self._proof.is_after(gap.proven_at if gap else self._last_beat):
            return
        measured = self._skews()
        skews = {name: skew for name, skew in measured.items() if self._noted.get(name) != skew}

        def job(tx: Transaction) -> None:
            self._is_called = self._is_gap(tx.db, gap.start if gap else now)
            if gap is not None and self._is_called:
                heartbeats.add_gap(tx, gap.start, gap.end or now, gap.reason)
            self._beat(tx)
            heartbeats.note_skews(tx, skews)
            if tx.instance and not self._has_relay:
                instance.end(tx)  # the settings have no relay any more: nothing is told to other counters
            parked.close_old(tx)

        try:
            await asyncio.wrap_future(self._journal.write(job))
        except DiskError as error:
            self._status.trouble(Trouble.DISK, error.fault)
            self._gap = gap or _Since(now, Trouble.DISK)
            return
        self._status.mended(Trouble.DISK)
        if gap is not None:
            self._changed.again()  # it is on disk; the notice may come a moment later
        self._gap, self._last_beat, self._noted = None, self._clock.monotonic(), measured

    def _beat(self, tx: Transaction) -> None:
        heartbeats.beat(tx)
        if self.beside is not None:
            self.beside(tx)

    def _is_gap(self, db: Database, start: datetime) -> bool:
        """Whether orders could be missed since then: where the gateway takes them they wait in its stream.

        Unless a platform calls here as well: then one did in the week before.
        """
        if not self._has_relay:
            return True
        calls = call_proofs.outside_calls(db).values()
        return any(call.at > start - CALLED_WITHIN for call in calls)

    def _skews(self) -> dict[str, float]:
        """How far the clock is ahead of each platform's, in seconds, where that was measured."""
        status = self._status.status
        of_partners = {each.name: each.skew_s for each in status.partners}
        measured = of_partners | {each.name: each.skew_s for each in status.books}
        return {name: skew for name, skew in measured.items() if skew is not None}

    async def _read_gaps(self) -> None:
        """The gaps on disk that nobody has checked, where they may have changed. Raises DiskError."""
        if not self._changed.taken():
            return
        try:
            self._stored = await asyncio.to_thread(
                self._journal.read, lambda db: heartbeats.open_gaps(db, self._journal.counter)
            )
        except DiskError:
            self._changed.again()
            raise

    async def _show(self) -> None:
        await self._read_gaps()
        is_told = self._gap is not None and (self._is_called or not self._has_relay)
        present = (Gap(0, self._gap.start, None, self._gap.reason),) if self._gap and is_told else ()
        gaps = (*self._stored, *present)
        if gaps != self._status.status.gaps:
            self._status.gaps(gaps)


def reason_of(status: EngineStatus) -> GapReason | Trouble:
    """Why no order can be taken now."""
    if status.trouble is not Trouble.NONE:
        return status.trouble
    troubles = (p.trouble for p in status.partners if p.trouble is not Trouble.NONE)
    return next(troubles, GapReason.NOT_LISTENING)
