"""Claims (relay.md): a counter says before it acts that it will; who comes second hears who was first.

Taken after the undo time and before the first send, or before a person is told to hand out. A claim is no
lock: a silent holder loses it. Without the relay all but a payment leaves unclaimed, and is marked.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

from posdesk.domain.clock import Clock
from posdesk.domain.orders.intent import Intent, Kind, LostTo, Outcome, Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.claim import GROUP_OF, Claim, ClaimGroup
from posdesk.domain.relay.seen_claim import SILENT_AFTER, ClaimState, Lost, SeenClaim, Taken
from posdesk.engine.relay.claim_turns import ClaimTurns
from posdesk.engine.relay.claim_wire import ClaimWire, Stored, Unreached
from posdesk.engine.relay.last_message import WrongRevision
from posdesk.errors import DiskError, NotAllowed, OrderReason
from posdesk.journal import Database, Journal, Transaction
from posdesk.journal.orders import intent_rows, intents
from posdesk.journal.relay import acts, claims, instance

log = logging.getLogger(__name__)
T = TypeVar("T")
PATIENCE_S: Final = 3.0
"""After so long without an answer the relay counts as away."""
PAY_WAITS_S: Final = 60.0
"""So long a payment waits for the relay before a person decides."""
READ_AGAIN_S: Final = 0.05  # a server that is behind the one which refused has the claim in a moment
_BY_HAND: Final = "by hand"  # in place of an intent's number
_AT_A_PRESS = frozenset({ClaimGroup.VERDICT, ClaimGroup.READY})


@dataclass(slots=True)
class _Asker:
    """What a claim is asked for: an intent's number, and what its presser knew and was asked about.

    `gone_from` are the journals that gave the order out already (`OrderReason.OUT_ELSEWHERE`). `has_sent`:
    something left for the relay, and may come there whatever is said of it.
    """

    seq: str
    gone_from: frozenset[str] = frozenset()
    has_sent: bool = False


class Claims:
    """Asked by the outbox and by who hands out; in the engine's loop."""

    def __init__(
        self,
        wire: ClaimWire,
        journal: Journal,
        clock: Clock,
        *,
        is_seen: Callable[[str], bool] = lambda _instance: True,
        ahead: Callable[[], timedelta | None] = lambda: None,
    ) -> None:
        """`is_seen` is whether another journal's counter was heard lately.

        `ahead` is how far our clock is ahead of the relay's, None while nobody knows.
        """
        self._wire, self._journal, self._clock = wire, journal, clock
        self._is_seen, self._ahead = is_seen, ahead
        self.turns = ClaimTurns()
        self._alone_since: dict[Seq, float] = {}  # payments that wait for the relay, on the steady clock

    def turn(self, intent: Intent) -> asyncio.Lock:
        """Whoever asks by `cleared` holds it until what came of that is written down."""
        return self.turns.of(intent.key, GROUP_OF[intent.kind])

    async def cleared(self, intent: Intent) -> Taken | None:
        """Ask for what this intent needs before it leaves.

        None where it must not leave now: lost to another counter, which is written down, or a payment that
        waits for the relay.
        """
        try:
            known, own = await self._known(intent.key, GROUP_OF[intent.kind])
            mine = known if known is not None and known.is_ours and known.seq == intent.seq else None
            at = mine.at if mine is not None else self._clock.now()
            wanted = Claim(GROUP_OF[intent.kind], intent.key, self._journal.counter, own, intent.actor, at)
            if mine is not None and mine.state is ClaimState.UNCLAIMED and intent.kind is Kind.PAY:
                return self._unclaimed(wanted)  # a person said so; any other asks once more
            asker = await self._asker_of(intent, own)
            answer = await self._taken(wanted, known, asker)
            if answer is None and asker.has_sent:
                asked = self._unclaimed(wanted)
                note = partial(claims.asked_for, key=intent.key, taken=asked, actor=intent.actor)
                await self._write(partial(note, seq=intent.seq))
            return await self._heed(intent, wanted, answer)
        except DiskError as error:
            log.warning("claims: %s of %s waits: %s", intent.kind, intent.key, error)
            return None

    async def take_out(self, key: OrderKey, actor: str, *, takes_over: bool) -> Taken:
        """Ask before a person is told to hand out. Raises NotAllowed with who was first, DiskError."""
        async with self.turns.of(key, ClaimGroup.OUT):
            known, own = await self._known(key, ClaimGroup.OUT)
            asker = _Asker(_BY_HAND)
            if takes_over:  # the question was answered
                silent = known is not None and known.state is ClaimState.SILENT
                known = replace(known, seq=_BY_HAND) if known is not None and silent else known
                asker.gone_from = frozenset(await self._gone_from(key, own))
            wanted = Claim(ClaimGroup.OUT, key, self._journal.counter, own, actor, self._clock.now())
            answer = await self._taken(wanted, known, asker)
            if isinstance(answer, Lost):
                await self._write(lambda tx: claims.lost(tx, key, answer))
                raise _not_allowed(answer)
            taken = answer or self._unclaimed(wanted)
            if asker.has_sent:
                await self._write(partial(claims.asked_by_hand, key=key, taken=taken, actor=actor))
            return taken

    def unused(self, key: OrderKey, taken: Taken, actor: str) -> None:
        """It was taken, or may have been, and nothing was done: it is given back."""
        self._journal.write(partial(claims.unused, key=key, taken=taken, actor=actor))

    def _unclaimed(self, wanted: Claim) -> Taken:
        return Taken(wanted.group, wanted.instance, wanted.at, self._clock.now())

    async def _known(self, key: OrderKey, group: ClaimGroup) -> tuple[SeenClaim | None, str]:
        """What is known of that claim, and this journal's instance."""

        def question(db: Database) -> tuple[SeenClaim | None, str]:
            return claims.get(db, key, group), instance.of(db)

        return await asyncio.to_thread(self._journal.read, question)

    async def _asker_of(self, intent: Intent, own: str) -> _Asker:
        """What was pressed after it was heard that another gave it out was pressed by one who was asked."""
        if intent.kind is not Kind.VERIFY:
            return _Asker(intent.seq)
        gone = await self._gone_from(intent.key, own)
        return _Asker(intent.seq, frozenset(each for each, at in gone.items() if at < intent.pressed_at))

    async def _gone_from(self, key: OrderKey, own: str) -> Mapping[str, datetime]:
        return await asyncio.to_thread(self._journal.read, partial(acts.given_out_by, key=key, own=own))

    async def _write(self, job: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self._journal.write(job))

    async def _heed(self, intent: Intent, wanted: Claim, answer: Taken | Lost | None) -> Taken | None:
        if isinstance(answer, Lost):
            to = LostTo(answer.claim.counter, answer.claim.actor)
            log.info("claims: %s of %s: counter %s was first", intent.kind, intent.key.bill, to.counter)
            await self._write(partial(_lose, intent=intent, lost=answer, to=to))
            return None
        if answer is None and intent.kind is Kind.PAY:
            await self._wait_for_relay(intent)
            return None
        self._alone_since.pop(intent.seq, None)
        return answer or self._unclaimed(wanted)

    async def _wait_for_relay(self, intent: Intent) -> None:
        """Money is not sent twice by two counters that can't see each other."""
        now = self._clock.monotonic()
        if now - self._alone_since.setdefault(intent.seq, now) >= PAY_WAITS_S:
            await self._write(partial(intents.leave_to_person, seq=intent.seq))
            del self._alone_since[intent.seq]

    async def _taken(self, wanted: Claim, known: SeenClaim | None, asker: _Asker) -> Taken | Lost | None:
        """What the relay says within its time; None where it says nothing."""
        if not self._wire.is_connected:
            return None
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._asked(wanted, known, asker)
        except TimeoutError:
            return None
        except Unreached as error:
            log.warning("claims: nobody can be asked for %s of %s: %s", wanted.group, wanted.key.bill, error)
            return None

    async def _asked(self, wanted: Claim, known: SeenClaim | None, asker: _Asker) -> Taken | Lost:
        """Compare and set, as often as others come in between. Raises Unreached."""
        if known is None or known.is_ours:
            revision = max(0, known.revision) if known is not None else 0
        else:
            stood = await self._stored(wanted, known.revision)
            revision = stood.revision if stood is not None else 0
            if stood is not None and (lost := self._lost(wanted, stood, known, asker)) is not None:
                return lost
        while True:
            asked_at, last = self._clock.now(), revision
            asker.has_sent = True
            try:
                revision = await self._wire.put(wanted, revision)
            except WrongRevision as wrong:
                last = wrong.last if wrong.last is not None else revision + 1
            except Unreached:
                await self._pause()
            else:
                return Taken(wanted.group, wanted.instance, wanted.at, asked_at, revision)
            stood = await self._stored(wanted, last)
            revision = stood.revision if stood is not None else 0
            if stood is not None and (lost := self._lost(wanted, stood, known, asker)) is not None:
                return lost

    async def _stored(self, wanted: Claim, at_least: int) -> Stored | None:
        """What stands there, as new as the server said that it is. Raises Unreached."""
        while True:
            with contextlib.suppress(Unreached):
                stored = await self._wire.get(wanted.key, wanted.group)
                if (stored.revision if stored is not None else 0) >= at_least:
                    return stored
            await self._pause()

    async def _pause(self) -> None:
        """A new leader of the stream may be chosen just now. Raises Unreached once we are cut off."""
        if not self._wire.is_connected:
            raise Unreached("not connected")
        await asyncio.sleep(READ_AGAIN_S)

    def _lost(self, wanted: Claim, stored: Stored, known: SeenClaim | None, asker: _Asker) -> Lost | None:
        """Whether what stands there keeps us from it; what can't be read, or is ours, keeps nobody."""
        claim = stored.claim
        if claim is None or claim.free or claim.is_of(wanted.instance):
            return None
        same = known if known is not None and known.is_same_hold(claim) else None
        if same is not None and same.gives_way_to(asker.seq):
            return None
        since = self._since(stored)
        is_old = since is not None and self._clock.now() - since >= SILENT_AFTER
        has_told = same is not None and same.state is ClaimState.TOLD
        is_silent = not self._is_seen(claim.instance) or (is_old and not has_told)
        if is_silent and (claim.group in _AT_A_PRESS or claim.instance in asker.gone_from):
            return None
        return Lost(claim, stored.revision, is_silent, since)

    def _since(self, stored: Stored) -> datetime | None:
        """When the relay had it, by our clock: what its holder did not do since counts from then."""
        ahead = self._ahead()
        return stored.at + ahead if ahead is not None and stored.at is not None else None


def _lose(tx: Transaction, intent: Intent, lost: Lost, to: LostTo) -> None:
    """What is noted of the other's is newer than what this intent may have asked for."""
    current = intent_rows.get(tx.db, intent.seq)
    if current is not None and current.outcome is Outcome.QUEUED:
        claims.lost(tx, intent.key, lost)
        intents.lose(tx, current, to)


def _not_allowed(lost: Lost) -> NotAllowed:
    reason = OrderReason.OTHER_COUNTER_SILENT if lost.is_silent else OrderReason.OTHER_COUNTER
    return NotAllowed(reason, str(LostTo(lost.claim.counter, lost.claim.actor)))
