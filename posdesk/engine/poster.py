"""The poster works off the postings that the journal holds: hours to ovopark, receipts to WDK."""

import logging
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from posdesk.domain.answer import Fault, Verdict
from posdesk.domain.clock import Clock
from posdesk.domain.hour import catching_up
from posdesk.domain.intent import Seq
from posdesk.domain.posting import Book, Posting, PostingAnswer, decide_posting
from posdesk.engine import sender
from posdesk.engine.routes import Route
from posdesk.engine.schedule import LONGEST_WAIT_S, Breaker, back_off_s
from posdesk.engine.sender import NEVER, Sender, Wait
from posdesk.engine.status import StatusBoard
from posdesk.journal import Database, Journal, postings
from posdesk.journal.postings import Sendable
from posdesk.platforms.wdk.writing import payload_of
from posdesk.settings import Settings

log = logging.getLogger(__name__)
ACTOR = "posdesk"
AT_ONCE = 8  # attempts under way at a platform
HOUR_EVERY_S = 0.2  # reports leave so far apart: days of catching up are no flood
BAN_SAID_S = 60.0  # a shorter ban is over before anybody has read of it


@dataclass(frozen=True, slots=True)
class Look:
    """What may leave, which refunds wait for their sale, and which platforms wait for a person."""

    open_ones: tuple[Posting, ...]
    held: frozenset[Seq]
    halted: frozenset[str]


@dataclass(slots=True)
class _Gate:
    """What holds all of one platform, monotonic; with `lifted_for` as its key it was last tried anew."""

    breaker: Breaker = field(default_factory=Breaker)
    banned_until: float = 0.0
    paced_until: float = 0.0
    lifted_for: tuple[str, ...] | None = None

    def opens(self, posting: Posting, now: float) -> float:
        """When an attempt at this posting may begin, at the earliest."""
        paced = self.paced_until if posting.book is Book.HOUR else now
        return max(self.breaker.rest_ends(now), self.banned_until, paced)


class Poster(Sender[Look]):
    """Sends the postings that are due."""

    name = "poster"
    later = True

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        status: StatusBoard,
        *,
        clock: Clock,
        routes: Mapping[str, Route],
    ) -> None:
        """A platform without a route gets nothing. Nothing is sent before `run`."""
        super().__init__(journal, clock)
        self._status, self._routes = status, routes
        self._gates = {name: _Gate() for name in routes}
        self._returns = settings.wdk.returns if settings.wdk else "positive"
        self._repeat_unknown = settings.wdk.repeat_unknown if settings.wdk else True
        self._jitter = random.Random()  # noqa: S311 - spreads retries, keeps no secret

    async def _recover(self) -> None:
        count = await self._surely(
            lambda tx: postings.recover(tx, self._repeat_unknown), "what was left as sending"
        )
        if count:
            log.warning("poster: %d postings were being sent when the last run ended: unknown", count)

    def _look(self, db: Database) -> Look:
        return Look(postings.sendable(db), postings.held_refunds(db), postings.halted(db))

    async def _round(self) -> float:
        await self._lift()
        return await super()._round()

    async def _lift(self) -> None:
        """At start and with each new secret: what a platform refused wholesale is tried once more."""
        for name, gate in self._gates.items():
            key = self._routes[name].key()
            if key is None or key == gate.lifted_for or self._routes[name].missing:
                continue
            await self._surely(lambda tx, name=name: postings.lift(tx, name, ACTOR), f"a new try at {name}")  # type: ignore[misc]
            gate.lifted_for = key

    def _start_due(self, look: Look) -> float:
        now = self._clock.monotonic()
        self._forget_all_but({posting.seq for posting in look.open_ones})
        for posting in look.open_ones:
            self._note(posting, now)
        self._tell(look, now)
        turn = _in_turn(look.open_ones, self._clock.now())
        free = [posting for posting in turn if self._is_free(posting, look)]
        waits = [self._start(posting, now) for posting in free]
        return max(0.0, min(waits, default=sender.LOOK_EVERY_S))

    def _note(self, posting: Posting, now: float) -> None:
        """A time on disk, at first sight or changed by others, becomes a monotonic one."""
        if posting.seq in self._waits:
            self._heed(posting, posting.next_at, now)
            return
        due = now + self._left_s(posting.next_at, LONGEST_WAIT_S)
        self._waits[posting.seq] = Wait(posting.attempts, posting.next_at, due)

    def _tell(self, look: Look, now: float) -> None:
        """Say what holds a platform back."""
        for name, gate in self._gates.items():
            self._status.book(name, halted=name in look.halted)
            if gate.banned_until <= now:
                self._status.book(name, banned_until=None)

    def _is_free(self, posting: Posting, look: Look) -> bool:
        """Whether nothing but time stands in its way."""
        platform = posting.book.platform
        able = platform in self._routes and platform not in look.halted
        return able and not posting.needs_person and posting.seq not in look.held

    def _start(self, posting: Posting, now: float) -> float:
        """Start an attempt if it is due; otherwise the seconds until it is."""
        if self._is_under_way(posting):
            return sender.LOOK_EVERY_S
        at = self._earliest(posting, now)
        if at > now:
            return at - now
        platform = posting.book.platform
        if posting.book is Book.HOUR:
            self._gates[platform].paced_until = now + HOUR_EVERY_S
        self._launch(posting.seq, platform, self._attempt(posting))
        return sender.LOOK_EVERY_S

    def _earliest(self, posting: Posting, now: float) -> float:
        """When it may leave; infinite where something must happen first, which wakes us or is looked at."""
        platform = posting.book.platform
        why = self._unable(platform)
        if (why and posting.last_words == why) or self._busy[platform] >= AT_ONCE:
            return NEVER
        return max(self._waits[posting.seq].due, self._gates[platform].opens(posting, now))

    def _unable(self, platform: str) -> Fault:
        """Why nothing can be signed for that platform now."""
        route = self._routes[platform]
        if route.missing:
            return Fault.NO_SETTINGS
        return Fault.NONE if route.key() else Fault.NO_SECRET

    async def _attempt(self, posting: Posting) -> None:
        """Mark as sending, send, write down the end."""
        begun = await self._begun(
            posting.seq,
            lambda tx: postings.begin(tx, posting.seq, lambda raw: payload_of(raw, self._returns)),
        )
        if begun is not None:
            await self._finish(begun, posting.attempts + 1, await self._send(begun))

    async def _send(self, sendable: Sendable) -> PostingAnswer:
        posting = sendable.posting
        platform = posting.book.platform
        why = self._unable(platform)
        if why:
            return PostingAnswer(Verdict.UNABLE, fault=why)
        try:
            answer = await self._routes[platform].send(sendable)
        except Exception:
            log.exception("poster: sending %s failed", posting.seq)
            return PostingAnswer(Verdict.UNKNOWN, fault=Fault.OURS)
        self._record(platform, answer)
        return answer

    def _record(self, platform: str, answer: PostingAnswer) -> None:
        self._status.book_answered(platform, answer)
        if answer.verdict is Verdict.UNABLE:
            return
        gate, now = self._gates[platform], self._clock.monotonic()
        lost = answer.verdict is Verdict.NOT_SENT or answer.fault is Fault.TIMED_OUT
        gate.breaker.record(reached=answer.answered or not lost, now=now)
        if answer.wait_s > 0:
            gate.banned_until = max(gate.banned_until, now + answer.wait_s)
        if answer.wait_s >= BAN_SAID_S:
            until = self._clock.now() + timedelta(seconds=gate.banned_until - now)
            self._status.book(platform, banned_until=until)

    async def _finish(self, sendable: Sendable, attempts: int, answer: PostingAnswer) -> None:
        """Write the end down, as often as it takes: until then the row says sending, which is true."""
        posting = sendable.posting
        decision = decide_posting(
            posting, answer, may_be_there=sendable.may_be_there, repeat_unknown=self._repeat_unknown
        )
        wait_s = 0.0 if decision.at_once else max(answer.wait_s, back_off_s(attempts, self._jitter))
        await self._end(
            posting.seq,
            attempts,
            wait_s if decision.again else None,
            lambda tx, next_at: postings.finish(tx, posting.seq, answer, decision, next_at),
        )


def _in_turn(open_ones: Iterable[Posting], now: datetime) -> list[Posting]:
    """The hour that has just closed, hours from the oldest on, receipts by the time of trade as they come.

    What keeps failing goes behind what was tried less: however much of it there is, the rest passes.
    """
    receipts = [posting for posting in open_ones if posting.book is Book.RECEIPT]
    hours = {posting.hour: posting for posting in open_ones if posting.hour is not None}
    turn = [*(hours[hour] for hour in catching_up(hours, now)), *receipts]
    return sorted(turn, key=lambda posting: posting.attempts)
