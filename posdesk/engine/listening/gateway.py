"""A platform's call at the counter: what does it say, is it on disk; only then code 0."""

import asyncio
import logging
from functools import partial

from posdesk.domain.clock import Clock
from posdesk.domain.status import Trouble
from posdesk.engine.commits import Commits
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.listening.call_effects import apply_call, terms_of
from posdesk.engine.listening.call_proofs import CallProofs
from posdesk.engine.listening.own_calls import OwnCalls
from posdesk.engine.listening.platform_calls import PlatformCalls
from posdesk.engine.listening.sender_proof import ClaimedSender, SenderProof
from posdesk.engine.listening.turned_away import TurnedAwayCalls
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError, DiskFault, TooManyParked
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import arrivals, order_moves, refused_calls
from posdesk.journal.transaction import Job
from posdesk.platforms.o2o import reading, refused
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused, answer, cancelled_items
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Partner, Settings

log = logging.getLogger(__name__)
PATIENCE_S = 8.0  # the platform waits too; what is committed later is a repeat when it comes again
NOTE_PATIENCE_S = 2.0  # for keeping what was refused: the answer says nothing of it


class Gateway(PlatformCalls):
    """Answers the calls of every partner by what the journal holds."""

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        secrets: Credentials,
        status: StatusBoard,
        clock: Clock,
        *,
        turned_away: TurnedAwayCalls | None = None,
        proofs: CallProofs | None = None,
    ) -> None:
        """Nothing is opened here. `turned_away` counts wrongly signed calls, and tells while it runs.

        `proofs` hears of rightly signed ones.
        """
        self._settings, self._journal, self._commits = settings, journal, Commits(journal)
        self._status, self._clock = status, clock
        slots = WorkSlots()
        counted = turned_away or TurnedAwayCalls(settings.partner, journal, status, clock)
        self.leaving: frozenset[str] = frozenset()
        """Partners that are about to be switched off: what they send now is theirs to send again."""
        self.own_calls = OwnCalls(journal, slots, settings.store)
        proof = SenderProof(settings, secrets, clock, slots=slots, turned_away=counted, proofs=proofs)
        super().__init__(settings, proof, slots)

    def adopt(self, settings: Settings) -> None:
        """Go by these settings from now on. In the engine's loop."""
        self._settings = self._callers = settings
        self.proof.adopt(settings)
        self.own_calls.adopt(settings.store)

    @property
    def body_limit_bytes(self) -> int:
        """See `PlatformCalls`."""
        return self._settings.listener.body_limit_bytes

    def stranger(self, caller: ClaimedSender) -> bytes | None:
        """The reply to a call that can't be right, before its body is read: never to our own.

        A gateway program or simulator of this PC may have called wrongly from the same address.
        """
        if self.own_calls.is_own(caller.appid, caller.address):
            return None
        return super().stranger(caller)

    async def _answered(self, caller: ClaimedSender, body: bytes) -> bytes:
        """See `PlatformCalls`; one of our own comes first."""
        if self.own_calls.is_own(caller.appid, caller.address):
            return await self.own_calls.take(caller.appid, caller.sign, body)
        return await super()._answered(caller, body)

    async def _taken(self, partner: Partner, caller: ClaimedSender, body: bytes) -> bytes:
        """See `PlatformCalls`: code 0 once all of it is on disk."""
        call, events = await self._slots.run(body, self._read)
        return await self._store(partner, call, events)

    def _read(self, body: bytes) -> tuple[reading.GatewayCall, tuple[reading.Event, ...]]:
        """What a call says. Raises Refusal."""
        call = reading.read_call(body)
        return call, reading.read_events(call, self._settings.store)

    async def _keep(self, partner: Partner, body: bytes, refusal: CallRefused) -> None:
        """Write a refused call down; where that fails the answer is the same, and the log has it."""
        self._status.received(partner.name, self._clock.now())
        told = await self._slots.run(body, lambda whole: refused.told_of(whole, refusal))

        def job(tx: Transaction) -> None:
            order_moves.proven(tx, partner.name)
            refused_calls.note(tx, partner.name, told)

        written = asyncio.wrap_future(self._journal.write(job))
        written.add_done_callback(partial(_say_unkept, partner.name))
        await asyncio.wait({written}, timeout=NOTE_PATIENCE_S)  # behind much else it is written later

    async def _store(
        self, partner: Partner, call: reading.GatewayCall, events: tuple[reading.Event, ...]
    ) -> bytes:
        def job(tx: Transaction) -> list[tuple[str, str]]:
            if not self._is_welcome(partner.name):
                raise CallRefused(AnswerCode.NOT_STORED, seq=call.echo)
            return apply_call(tx, self._settings, partner, call, events)

        try:
            arrival = self._arrival(partner, call, events, job)
            bills = await self._commits.written(arrival or job, PATIENCE_S)
        except TooManyParked as error:
            log.warning("gateway: %s", error)
            raise CallRefused(AnswerCode.NOT_STORED, seq=call.echo) from error
        except (DiskError, TimeoutError) as error:
            fault = error.fault if isinstance(error, DiskError) else DiskFault.LOCKED  # or as slow as that
            self._status.trouble(Trouble.DISK, fault)
            raise CallRefused(AnswerCode.NOT_STORED, seq=call.echo) from error
        self._status.mended(Trouble.DISK)
        self._status.received(partner.name, self._clock.now())
        return answer(AnswerCode.OK, call.echo, items=cancelled_items(bills) if bills else None)

    def _arrival(
        self,
        partner: Partner,
        call: reading.GatewayCall,
        events: tuple[reading.Event, ...],
        alone: Job[arrivals.Bills],
    ) -> arrivals.Arrival | None:
        """Of a call that brings one order: it may be stored together with others that wait."""
        event = events[0]
        if not isinstance(event, reading.AddOrders) or len(event.orders) != 1:
            return None
        is_welcome, terms = partial(self._is_welcome, partner.name), terms_of(self._settings.store, partner)
        return arrivals.Arrival(terms, event.orders[0], call.seq, is_welcome, alone)

    def _is_welcome(self, partner: str) -> bool:
        return partner not in self.leaving


def _say_unkept(partner: str, written: "asyncio.Future[None]") -> None:
    """A refused call that could not be written down is told in the log alone."""
    error = None if written.cancelled() else written.exception()
    if error is not None:
        ours = None if isinstance(error, DiskError) else error
        log.warning("gateway: a refused call of %s could not be kept: %s", partner, error, exc_info=ours)
