"""The outbox works off the intents that the journal holds: in order per order, all orders at once.

Waiting is monotonic inside the process; times on disk are hints for a restart.
"""

import asyncio
import contextlib
import logging
import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from posdesk.credentials import Credentials
from posdesk.domain.answer import Answer, Fault, Verdict, decide
from posdesk.domain.clock import Clock
from posdesk.domain.intent import Intent, Outcome, Seq
from posdesk.domain.order import OrderKey
from posdesk.engine.schedule import LONGEST_WAIT_S, Breaker, back_off_s
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError
from posdesk.journal import Journal, Notice, intent_rows, intents
from posdesk.journal.intents import Sendable
from posdesk.platforms.o2o import writing
from posdesk.platforms.o2o.client import PartnerClient
from posdesk.settings import Partner, Settings

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0  # other processes' commits send no notice
PARK_S = 3.0


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
        self._due: dict[Seq, float] = {}
        self._expires: dict[Seq, float] = {}
        self._running: dict[Seq, asyncio.Task[None]] = {}
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
            while True:
                wait = self._start_due(await asyncio.to_thread(self._journal.read, intent_rows.open_ones))
                await self._sleep(wait)
        finally:
            unsubscribe()
            await self._park()

    def hurry(self, seq: Seq) -> None:
        """Forget the wait of an intent: a person wants it asked now. In the engine's loop."""
        self._due[seq] = self._clock.monotonic()
        self._wake.set()

    async def _sleep(self, wait_s: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), min(wait_s, LOOK_EVERY_S))
        except TimeoutError:
            return
        finally:
            self._wake.clear()

    async def _park(self) -> None:
        """Let attempts under way end; one that is cut off reads as unknown at the next start."""
        if self._running:
            await asyncio.wait(self._running.values(), timeout=PARK_S)
        for task in self._running.values():
            task.cancel()

    def _start_due(self, open_ones: tuple[Intent, ...]) -> float:
        """Start every attempt that is due. Returns seconds until the next is."""
        now = self._clock.monotonic()
        self._forget_ended({intent.seq for intent in open_ones})
        for intent in open_ones:
            self._note(intent, now)
        waits = [self._start(intent, now) for intent in [*heads(open_ones), *self._overdue(open_ones, now)]]
        return max(0.0, min(waits, default=LOOK_EVERY_S))

    def _forget_ended(self, alive: set[Seq]) -> None:
        for times in (self._due, self._expires):
            for seq in [seq for seq in times if seq not in alive]:
                del times[seq]

    def _note(self, intent: Intent, now: float) -> None:
        """At first sight times on disk become monotonic ones, no longer than a wait may be."""
        if intent.seq not in self._due:
            first = intent.leaves_at if intent.attempts == 0 else intent.next_at
            self._due[intent.seq] = now + self._left_s(first, LONGEST_WAIT_S)
        if intent.expires_at is not None and intent.seq not in self._expires:
            self._expires[intent.seq] = now + self._left_s(intent.expires_at, float("inf"))

    def _left_s(self, moment: datetime | None, longest: float) -> float:
        if moment is None:
            return 0.0
        return min(longest, max(0.0, (moment - self._clock.now()).total_seconds()))

    def _overdue(self, open_ones: tuple[Intent, ...], now: float) -> Iterable[Intent]:
        """Queued intents whose last moment has passed, also behind others of their order."""
        return (i for i in open_ones if i.outcome is Outcome.QUEUED and self._is_expired(i, now))

    def _is_expired(self, intent: Intent, now: float) -> bool:
        return not intent.ever_unknown and self._expires.get(intent.seq, float("inf")) <= now

    def _start(self, intent: Intent, now: float) -> float:
        """Start an attempt if it is due; otherwise the seconds until it is."""
        if intent.seq in self._running or intent.outcome is Outcome.SENDING:
            return LOOK_EVERY_S
        expires = self._expires.get(intent.seq)
        at = max(self._due[intent.seq], self._breakers[intent.key.partner].held_until(intent, now, expires))
        expired = self._is_expired(intent, now)
        if at > now and not expired:
            return min(at, expires or at) - now
        task = asyncio.get_running_loop().create_task(self._attempt(intent, expired=expired))
        self._running[intent.seq] = task
        task.add_done_callback(lambda _: self._ended(intent.seq))
        return LOOK_EVERY_S

    def _ended(self, seq: Seq) -> None:
        task = self._running.pop(seq, None)
        if task is not None and not task.cancelled() and task.exception() is not None:
            log.error("outbox: the attempt at %s failed", seq, exc_info=task.exception())
            self._due[seq] = self._clock.monotonic() + LONGEST_WAIT_S
        self._wake.set()

    async def _attempt(self, intent: Intent, *, expired: bool) -> None:
        """Mark as sending, send, write down the end."""
        try:
            sendable = await asyncio.wrap_future(
                self._journal.write(lambda tx: intents.begin(tx, intent.seq, expired=expired))
            )
        except DiskError as error:
            log.warning("outbox: %s waits, the journal can't be written: %s", intent.seq, error)
            self._due[intent.seq] = self._clock.monotonic() + 1.0
            return
        if sendable is not None:
            answer = await self._send(sendable)
            await self._finish(sendable, answer)

    async def _send(self, sendable: Sendable) -> Answer:
        intent = sendable.intent
        partner = self._settings.partner_named(intent.key.partner)
        appkey = self._appkey(partner)
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
        self._status.answered(partner.name, answer)
        reached = answer.verdict is not Verdict.NOT_SENT and answer.fault is not Fault.TIMED_OUT
        self._breakers[partner.name].record(reached=reached, now=self._clock.monotonic())
        return answer

    def _appkey(self, partner: Partner | None) -> str | None:
        if partner is None:
            return None
        return "" if partner.signature == "none" else self._secrets.get(partner.secret_name)

    async def _finish(self, sendable: Sendable, answer: Answer) -> None:
        """Write the end down, as often as it takes: until then the row says sending, which is true."""
        intent = sendable.intent
        partner = self._settings.partner_named(intent.key.partner)
        decision = decide(intent, answer, seq_dedup=partner is not None and partner.seq_dedup)
        wait_s = back_off_s(intent.attempts + 1, self._jitter)
        while True:
            next_at = self._clock.now() + timedelta(seconds=wait_s) if decision.again else None
            self._due[intent.seq] = self._clock.monotonic() + wait_s
            try:
                await asyncio.wrap_future(
                    self._journal.write(
                        lambda tx, at=next_at: intents.finish(tx, intent.seq, answer, decision, at)  # type: ignore[misc]
                    )
                )
            except DiskError as error:
                log.error("outbox: the end of %s can't be written yet: %s", intent.seq, error)
                await asyncio.sleep(1.0)
            else:
                return


def heads(open_ones: Iterable[Intent]) -> tuple[Intent, ...]:
    """The first open intent of each order; one that waits for a person holds nothing back."""
    first: dict[OrderKey, Intent] = {}
    for intent in open_ones:
        if not intent.needs_person:
            first.setdefault(intent.key, intent)
    return tuple(first.values())
