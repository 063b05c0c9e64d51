"""The outbox works off the intents that the journal holds: in order per order, all orders at once.

Waiting is monotonic inside the process; times on disk are hints for a restart, and how another process
says that a person wants an intent asked now.
"""

import asyncio
import contextlib
import logging
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from posdesk.credentials import Credentials
from posdesk.domain.answer import Answer, Fault, Verdict, decide
from posdesk.domain.clock import Clock
from posdesk.domain.intent import Intent, Outcome, Seq
from posdesk.domain.order import OrderKey
from posdesk.engine.schedule import LONGEST_WAIT_S, Breaker, back_off_s
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError
from posdesk.journal import Journal, Notice, Transaction, intent_rows, intents
from posdesk.journal.intents import Sendable
from posdesk.platforms.o2o import writing
from posdesk.platforms.o2o.client import PartnerClient
from posdesk.settings import Partner, Settings

log = logging.getLogger(__name__)
T = TypeVar("T")
LOOK_EVERY_S = 1.0  # other processes' commits send no notice
PARK_S = 3.0
AT_ONCE = 75  # attempts a platform: five a second even where each takes the client's whole 15 s
NEVER = float("inf")


@dataclass(slots=True)
class _Wait:
    """Until when an intent waits, in monotonic seconds, and the row (`attempts`, `hint`) it was told by."""

    attempts: int
    hint: datetime | None
    due: float
    expires: float


class Outbox:
    """Sends what is due, one attempt at a time an intent; runs in the engine's loop."""

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        secrets: Credentials,
        status: StatusBoard,
        *,
        clock: Clock,
        clients: dict[str, PartnerClient],
    ) -> None:
        """Nothing is sent before `run`."""
        self._settings, self._journal, self._secrets = settings, journal, secrets
        self._status, self._clock, self._clients = status, clock, clients
        self._waits: dict[Seq, _Wait] = {}
        self._running: dict[Seq, asyncio.Task[None]] = {}
        self._busy: Counter[str] = Counter()
        self._breakers: defaultdict[str, Breaker] = defaultdict(Breaker)
        self._wake = asyncio.Event()
        self._jitter = random.Random()  # noqa: S311 - spreads retries, keeps no secret

    async def run(self) -> None:
        """Work until cancelled; attempts under way get a moment to end."""
        loop = asyncio.get_running_loop()

        def wake(_: Notice) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closing; the next start looks anyway
                loop.call_soon_threadsafe(self._wake.set)

        unsubscribe = self._journal.subscribe(wake)
        try:
            await self._recover()
            while True:
                await self._sleep(await self._round())
        finally:
            unsubscribe()
            await self._park()

    def hurry(self, seq: Seq) -> None:
        """Forget the wait of an intent: a person wants it asked now. In the engine's loop."""
        if seq in self._waits:
            self._waits[seq].due = self._clock.monotonic()
        self._wake.set()

    async def _recover(self) -> None:
        """What a dead process, or this part before it failed, left as sending is unknown now."""
        dedup = {p.name: p.seq_dedup for p in self._settings.partner}
        count = await self._surely(lambda tx: intents.recover(tx, dedup), "what was left as sending")
        if count:
            log.warning("outbox: %d intents were being sent when the last run ended: unknown", count)

    async def _round(self) -> float:
        """One look at the journal. Returns seconds until the next."""
        try:
            open_ones = await asyncio.to_thread(self._journal.read, intent_rows.open_ones)
        except DiskError as error:
            log.warning("outbox: %s", error)
            return LOOK_EVERY_S
        return self._start_due(open_ones)

    async def _sleep(self, wait_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(wait_s, LOOK_EVERY_S)):  # 3.11's wait_for can swallow a cancel
                await self._wake.wait()
        self._wake.clear()

    async def _park(self) -> None:
        """Let attempts under way end; one that is cut off reads as unknown at the next start."""
        if self._running:
            _, late = await asyncio.wait(tuple(self._running.values()), timeout=PARK_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _start_due(self, open_ones: tuple[Intent, ...]) -> float:
        """Start every attempt that is due. Returns seconds until the next is."""
        now = self._clock.monotonic()
        alive = {intent.seq for intent in open_ones}
        for seq in [seq for seq in self._waits if seq not in alive]:
            del self._waits[seq]
        for intent in open_ones:
            self._note(intent, now)
        first = sorted(heads(open_ones), key=self._last_moment)  # where not all can go, what expires first
        waits = [self._start(intent, now) for intent in [*first, *self._overdue(open_ones, now)]]
        return max(0.0, min(waits, default=LOOK_EVERY_S))

    def _note(self, intent: Intent, now: float) -> None:
        """Times on disk, at first sight or changed by others, become monotonic ones no longer than a wait."""
        wait = self._waits.get(intent.seq)
        hint = intent.leaves_at if intent.attempts == 0 else intent.next_at
        if wait is None:
            due = now + self._left_s(hint, _longest_s(intent))
            self._waits[intent.seq] = _Wait(intent.attempts, hint, due, self._expiry(intent, now))
        elif hint != wait.hint and intent.attempts >= wait.attempts and intent.outcome is not Outcome.SENDING:
            wait.attempts, wait.hint = intent.attempts, hint
            wait.due = now + self._left_s(hint, LONGEST_WAIT_S)

    def _expiry(self, intent: Intent, now: float) -> float:
        if intent.expires_at is None:
            return NEVER
        length = (intent.expires_at - intent.pressed_at).total_seconds()
        return now + self._left_s(intent.expires_at, length)

    def _left_s(self, moment: datetime | None, longest: float) -> float:
        if moment is None:
            return 0.0
        return min(longest, max(0.0, (moment - self._clock.now()).total_seconds()))

    def _overdue(self, open_ones: tuple[Intent, ...], now: float) -> Iterable[Intent]:
        """Queued intents whose last moment has passed, also behind others of their order."""
        return (i for i in open_ones if i.outcome is Outcome.QUEUED and self._last_moment(i) <= now)

    def _last_moment(self, intent: Intent) -> float:
        """When it expires; what was unknown once never does."""
        wait = self._waits[intent.seq]
        return NEVER if intent.ever_unknown or intent.outcome is Outcome.UNKNOWN else wait.expires

    def _start(self, intent: Intent, now: float) -> float:
        """Start an attempt if it is due; otherwise the seconds until it is."""
        stale = intent.attempts < self._waits[intent.seq].attempts  # read while its attempt came to an end
        if intent.seq in self._running or intent.outcome is Outcome.SENDING or stale:
            return LOOK_EVERY_S
        last = self._last_moment(intent)
        at = now if last <= now else self._earliest(intent, now)
        if at > now:
            return min(at, last) - now
        self._launch(intent, expired=last <= now)
        return LOOK_EVERY_S

    def _earliest(self, intent: Intent, now: float) -> float:
        """When it may leave; infinite where something must happen first, which wakes us or is looked at."""
        wait, partner = self._waits[intent.seq], intent.key.partner
        keyless = intent.last_answer == Fault.NO_SECRET and self._appkey(partner) is None
        if keyless or self._busy[partner] >= AT_ONCE:
            return NEVER
        return max(wait.due, self._breakers[partner].held_until(intent, now, wait.expires))

    def _launch(self, intent: Intent, *, expired: bool) -> None:
        task = asyncio.get_running_loop().create_task(self._attempt(intent, expired=expired))
        self._running[intent.seq] = task
        self._busy[intent.key.partner] += 1
        task.add_done_callback(lambda ended: self._ended(intent, ended))

    def _ended(self, intent: Intent, task: "asyncio.Task[None]") -> None:
        del self._running[intent.seq]
        self._busy[intent.key.partner] -= 1
        if not task.cancelled() and task.exception() is not None:
            log.error("outbox: the attempt at %s failed", intent.seq, exc_info=task.exception())
            self._put_off(intent.seq, LONGEST_WAIT_S)
        self._wake.set()

    def _put_off(self, seq: Seq, wait_s: float) -> None:
        if seq in self._waits:
            self._waits[seq].due = self._clock.monotonic() + wait_s

    async def _attempt(self, intent: Intent, *, expired: bool) -> None:
        """Mark as sending, send, write down the end."""
        try:
            sendable = await asyncio.wrap_future(
                self._journal.write(lambda tx: intents.begin(tx, intent.seq, expired=expired))
            )
        except DiskError as error:
            log.warning("outbox: %s waits, the journal can't be written: %s", intent.seq, error)
            sendable = None
        if sendable is None:
            self._put_off(intent.seq, LOOK_EVERY_S)
            return
        await self._finish(sendable, await self._send(sendable))

    async def _send(self, sendable: Sendable) -> Answer:
        intent = sendable.intent
        partner = self._settings.partner_named(intent.key.partner)
        appkey = self._appkey(intent.key.partner)
        if partner is None or appkey is None:
            return Answer(Verdict.UNABLE, fault=Fault.NO_SECRET)
        try:
            cmd, body = writing.request(
                intent, billno=sendable.order.billno, content=sendable.order.content, partner=partner
            )
            answer = await self._clients[partner.name].send(cmd, body, intent.seq, appkey)
        except Exception:
            log.exception("outbox: sending %s of %s failed", intent.kind, intent.key)
            return Answer(Verdict.UNKNOWN, fault=Fault.OURS)
        self._record(partner, answer)
        return answer

    def _record(self, partner: Partner, answer: Answer) -> None:
        self._status.answered(partner.name, answer)
        reached = answer.verdict is not Verdict.NOT_SENT and answer.fault is not Fault.TIMED_OUT
        self._breakers[partner.name].record(reached=reached, now=self._clock.monotonic())

    def _appkey(self, name: str) -> str | None:
        partner = self._settings.partner_named(name)
        if partner is None:
            return None
        return "" if partner.signature == "none" else self._secrets.get(partner.secret_name)

    async def _finish(self, sendable: Sendable, answer: Answer) -> None:
        """Write the end down, as often as it takes: until then the row says sending, which is true."""
        intent = sendable.intent
        partner = self._settings.partner_named(intent.key.partner)
        decision = decide(intent, answer, seq_dedup=partner is not None and partner.seq_dedup)
        wait_s = back_off_s(intent.attempts + 1, self._jitter)
        due = self._clock.monotonic() + wait_s

        def job(tx: Transaction) -> datetime | None:
            next_at = tx.now + timedelta(seconds=wait_s) if decision.again else None
            intents.finish(tx, intent.seq, answer, decision, next_at)
            return next_at

        hint = await self._surely(job, f"the end of {intent.seq}")
        if intent.seq in self._waits:
            expires = self._waits[intent.seq].expires
            self._waits[intent.seq] = _Wait(intent.attempts + 1, hint, due, expires)

    async def _surely(self, job: Callable[[Transaction], T], what: str) -> T:
        """Write until it is on disk, also where a fault of ours is in the way."""
        while True:
            try:
                return await asyncio.wrap_future(self._journal.write(job))
            except DiskError as error:
                log.error("outbox: %s can't be written yet: %s", what, error)
                await asyncio.sleep(LOOK_EVERY_S)
            except Exception:
                log.exception("outbox: writing %s failed", what)
                await asyncio.sleep(LONGEST_WAIT_S)


def _longest_s(intent: Intent) -> float:
    """A wait is never longer than its own length, whatever became of the wall clock meanwhile."""
    undo = (intent.leaves_at - intent.pressed_at).total_seconds()
    return undo if intent.attempts == 0 else LONGEST_WAIT_S


def heads(open_ones: Iterable[Intent]) -> tuple[Intent, ...]:
    """The first open intent of each order; one that waits for a person holds nothing back."""
    first: dict[OrderKey, Intent] = {}
    for intent in open_ones:
        if not intent.needs_person:
            first.setdefault(intent.key, intent)
    return tuple(first.values())
