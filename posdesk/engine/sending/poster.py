"""The poster works off the postings that the journal holds, each line out by its route."""

import logging
import random
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial

from posdesk.domain.books.hour import is_behind
from posdesk.domain.books.posting import Posting, PostingAnswer, decide_posting
from posdesk.domain.clock import Clock
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.domain.orders.intent import Seq
from posdesk.engine.loop import Second
from posdesk.engine.sending import sender
from posdesk.engine.sending.hold_backs import HoldBacks
from posdesk.engine.sending.routes import Route
from posdesk.engine.sending.schedule import LONGEST_WAIT_S, back_off_s
from posdesk.engine.sending.sender import NEVER, Sender, Wait
from posdesk.engine.status import StatusBoard
from posdesk.journal import Database, Journal, Transaction
from posdesk.journal.books import bans, posting_acts, posting_rows, postings
from posdesk.journal.books.postings import SendingPosting
from posdesk.records import dataclass
from posdesk.settings.settings import Settings

log = logging.getLogger(__name__)
ACTOR = "posdesk"
AT_ONCE = 8  # attempts under way at a platform
FRESH_S = 0.5  # so long a look says who is next, where there are more than can be under way
BAN_SAID_S = 60.0  # a shorter ban is over before anybody has read of it


@dataclass(frozen=True, slots=True)
class Look:
    """What may leave, which refunds wait for their sale, and which platforms wait for a person."""

    open_ones: tuple[Posting, ...]
    held: frozenset[Seq]
    halted: frozenset[str]


class Poster(Sender[Look]):
    """Sends the postings that are due."""

    name, second = "poster", Second.POSTER
    reads = frozenset({"postings", "receipts"})
    later = True
    looks_again = False  # a posting that is held back is not marked as sending

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        status: StatusBoard,
        *,
        clock: Clock,
        routes: Mapping[str, Route],
        gates: HoldBacks | None = None,
    ) -> None:
        """A platform without a route gets nothing. Nothing is sent before `run`.

        `gates` is what an earlier poster of this process knew of the platforms.
        """
        super().__init__(journal, clock)
        self._status, self._routes = status, routes
        known = gates or HoldBacks()
        self._waits = known.waits
        self._gates = {name: known.by_platform[name] for name in routes}
        for name, route in routes.items():
            self._gates[name].leads_to(route.settings.url)
        self._repeat_unknown = settings.wdk.repeat_unknown if settings.wdk else True
        self._jitter = random.Random()  # noqa: S311 - spreads retries, keeps no secret
        self._next: defaultdict[str, deque[Posting]] = defaultdict(deque)  # due, and AT_ONCE are under way
        self._fresh_until = 0.0

    def hurry(self, seq: Seq) -> None:
        """See `Sender`."""
        self._fresh_until = 0.0
        super().hurry(seq)

    async def _recover(self) -> None:
        count = await self._surely(
            lambda tx: postings.recover(tx, self._repeat_unknown), "what was left as sending"
        )
        if count:
            log.warning("poster: %d postings were being sent when the last run ended: unknown", count)
        for name, gate in self._gates.items():
            if not gate.is_read:
                left_s = await self._surely(lambda tx, name=name: bans.left_s(tx, name), f"the ban of {name}")  # type: ignore[misc]
                gate.is_read = True
                gate.ban(self._clock.monotonic(), left_s)
            self._tell_ban(name)

    def _look(self, db: Database) -> Look:
        return Look(posting_rows.sendable(db), posting_rows.held_refunds(db), posting_rows.halted(db))

    @property
    def _waits_for_time(self) -> bool:
        """A new secret lifts what was refused wholesale, and a ban's end is told."""
        now, halted = self._clock.monotonic(), bool(self._seen and self._seen.halted)
        is_banned = any(gate.banned_until > now for gate in self._gates.values())
        return super()._waits_for_time or halted or is_banned

    async def _round(self) -> float:
        await self._lift()
        left_s = self._fresh_until - self._clock.monotonic()
        if left_s > 0 and any(self._next.values()):
            return min(left_s, self._go_on())
        return await super()._round()

    def _go_on(self) -> float:
        """Start those that waited for another's answer only. What has changed meanwhile, `begin` sees."""
        now = self._clock.monotonic()
        waits = [
            self._start(waiting.popleft(), now)
            for platform, waiting in self._next.items()
            for _ in range(min(len(waiting), AT_ONCE - self._busy[platform]))
        ]
        self._prepare()
        return max(0.0, min(waits, default=sender.LOOK_EVERY_S))

    def _prepare(self) -> None:
        """Connections for those that leave next, while the others' answers are waited for."""
        for platform, waiting in self._next.items():
            if waiting:
                self._routes[platform].prepare(min(AT_ONCE, len(waiting)))

    async def _lift(self) -> None:
        """At start, with a new secret, with other settings: what was refused wholesale is tried anew."""
        for name, gate in self._gates.items():
            route = self._routes[name]
            key = route.key()
            tried_with = (route.settings, key)
            if key is None or tried_with == gate.tried_with or route.missing:
                continue
            await self._surely(partial(posting_acts.lift, platform=name, actor=ACTOR), f"a new try at {name}")
            gate.tried_with = tried_with

    def _start_due(self, look: Look) -> float:
        now = self._clock.monotonic()
        self._forget_all_but({posting.seq for posting in look.open_ones})
        for posting in look.open_ones:
            self._note(posting, now)
        self._tell(look, now)
        turn = _in_turn(look.open_ones, self._clock.now())
        free = [posting for posting in turn if self._is_free(posting, look)]
        self._next.clear()
        self._fresh_until = now + FRESH_S
        waits = [self._start(posting, now) for posting in free]
        self._prepare()
        return max(0.0, min(waits, default=sender.SLOW_LOOK_S))

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
        if self._busy[platform] >= AT_ONCE:
            self._next[platform].append(posting)
            return sender.LOOK_EVERY_S
        route = self._routes[platform]
        self._gates[platform].paced_until = now + route.pace_s
        route.prepare(1)
        self._launch(posting.seq, platform, self._attempt(posting))
        return sender.LOOK_EVERY_S

    def _earliest(self, posting: Posting, now: float) -> float:
        """When it may leave; infinite where something must happen first, which wakes us or is looked at."""
        platform = posting.book.platform
        why = self._unable(platform)
        if why and posting.last_words == why:
            return NEVER
        return max(self._waits[posting.seq].due, self._gates[platform].opens(now))

    def _unable(self, platform: str) -> CallFault:
        """Why nothing can be signed for that platform now."""
        route = self._routes[platform]
        if route.missing:
            return CallFault.NO_SETTINGS
        return CallFault.NONE if route.key() else CallFault.NO_SECRET

    async def _attempt(self, posting: Posting) -> None:
        """Mark as sending, send, write down the end."""
        begun = await self._begun(
            posting.seq,
            lambda tx: postings.begin(tx, posting.seq, self._routes[posting.book.platform].freeze),
        )
        if begun is not None:
            answer = await self._send(begun)
            self._is_answered(posting.seq, posting.book.platform)
            await self._finish(begun, posting.attempts + 1, answer)

    async def _send(self, sendable: SendingPosting) -> PostingAnswer:
        posting = sendable.posting
        platform = posting.book.platform
        why = self._unable(platform)
        if why:
            return PostingAnswer(Verdict.UNABLE, fault=why)
        try:
            answer = await self._routes[platform].send(sendable)
        except Exception:
            log.exception("poster: sending %s failed", posting.seq)
            return PostingAnswer(Verdict.UNKNOWN, fault=CallFault.OURS)
        self._record(platform, answer)
        return answer

    def _record(self, platform: str, answer: PostingAnswer) -> None:
        self._status.book_answered(platform, answer)
        if answer.verdict is Verdict.UNABLE:
            return
        gate, now = self._gates[platform], self._clock.monotonic()
        lost = answer.verdict is Verdict.NOT_SENT or answer.fault is CallFault.TIMED_OUT
        gate.breaker.record(reached=answer.answered or not lost, now=now)
        if answer.wait_s > 0:
            gate.ban(now, answer.wait_s)
            self._tell_ban(platform)

    def _tell_ban(self, platform: str) -> None:
        """Say when a ban ends, if it is one that anybody can read of."""
        left_s = self._gates[platform].banned_until - self._clock.monotonic()
        if left_s >= BAN_SAID_S:
            self._status.book(platform, banned_until=self._clock.now() + timedelta(seconds=left_s))

    async def _finish(self, sendable: SendingPosting, attempts: int, answer: PostingAnswer) -> None:
        """Write the end down, as often as it takes: until then the row says sending, which is true."""
        posting = sendable.posting
        decision = decide_posting(
            posting, answer, may_be_there=sendable.may_be_there, repeat_unknown=self._repeat_unknown
        )
        wait_s = 0.0 if decision.at_once else max(answer.wait_s, back_off_s(attempts, self._jitter))

        def write(tx: Transaction, next_at: datetime | None) -> None:
            postings.finish(tx, posting.seq, answer, decision, next_at)
            if answer.wait_s > 0:
                self._keep_ban(tx, posting.book.platform)

        await self._end(posting.seq, attempts, wait_s if decision.again else None, write)

    def _keep_ban(self, tx: Transaction, platform: str) -> None:
        """For the next start, in the transaction of the answer that told it."""
        bans.keep(tx, platform, self._gates[platform].banned_until - self._clock.monotonic())


def _in_turn(open_ones: Iterable[Posting], now: datetime) -> list[Posting]:
    """The hour that has just closed, hours from the oldest on, receipts by the time of trade as they come.

    What keeps failing goes behind what was tried less: however much of it there is, the rest passes.
    """
    return sorted(open_ones, key=lambda one: (one.attempts, one.hour is None or is_behind(one.hour, now)))
