"""The outbox works off the intents that the journal holds: in order per order, all orders at once."""

import logging
import random
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from posdesk.domain.clock import Clock
from posdesk.domain.orders.answer import Answer, CallFault, Verdict, decide
from posdesk.domain.orders.intent import Intent, Outcome
from posdesk.domain.orders.order import OrderKey
from posdesk.engine.loop import Second
from posdesk.engine.sending import sender
from posdesk.engine.sending.schedule import LONGEST_WAIT_S, Breaker, back_off_s
from posdesk.engine.sending.sender import NEVER, Sender, Wait
from posdesk.engine.status import StatusBoard
from posdesk.journal import Database, Journal
from posdesk.journal.orders import intent_rows, intents
from posdesk.journal.orders.intents import SendingIntent
from posdesk.platforms.o2o import writing
from posdesk.platforms.o2o.client import PartnerClient
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Partner, Settings

if TYPE_CHECKING:
    from posdesk.engine.relay.claims import Claims

log = logging.getLogger(__name__)
AT_ONCE = 75  # attempts a platform: five a second even where each takes the client's whole 15 s


class Outbox(Sender[tuple[Intent, ...]]):
    """Sends the intents that are due."""

    name, second = "outbox", Second.OUTBOX
    reads = frozenset({"intents"})

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
        super().__init__(journal, clock)
        self._settings, self._secrets, self._status, self._clients = settings, secrets, status, clients
        self._claims: Claims | None = None
        self._breakers: defaultdict[str, Breaker] = defaultdict(Breaker)
        self._jitter = random.Random()  # noqa: S311 - spreads retries, keeps no secret

    def adopt(self, settings: Settings) -> None:
        """Send by these settings from now on; another address is tried at once. In the engine's loop."""
        before = {each.name: each.url for each in self._settings.partner}
        for each in settings.partner:
            if before.get(each.name) != each.url:
                self._breakers.pop(each.name, None)
        self._settings = settings
        self._wake.set()

    def claim_by(self, claims: "Claims | None") -> None:
        """Ask the store's other counters before anything leaves for the first time. In the engine's loop."""
        self._claims = claims

    async def _recover(self) -> None:
        dedup = {p.name: p.seq_dedup for p in self._settings.partner}
        count = await self._surely(lambda tx: intents.recover(tx, dedup), "what was left as sending")
        if count:
            log.warning("outbox: %d intents were being sent when the last run ended: unknown", count)

    def _look(self, db: Database) -> tuple[Intent, ...]:
        return intent_rows.open_ones(db)

    def _start_due(self, open_ones: tuple[Intent, ...]) -> float:
        now = self._clock.monotonic()
        self._forget_all_but({intent.seq for intent in open_ones})
        for intent in open_ones:
            self._note(intent, now)
        first = sorted(heads(open_ones), key=self._turn)
        waits = [self._start(intent, now) for intent in [*first, *self._overdue(open_ones, now)]]
        return max(0.0, min(waits, default=sender.SLOW_LOOK_S))

    def _note(self, intent: Intent, now: float) -> None:
        """Times on disk, at first sight or changed by others, become monotonic ones no longer than a wait."""
        hint = intent.leaves_at if intent.attempts == 0 else intent.next_at
        if intent.seq in self._waits:
            self._heed(intent, hint, now)
            return
        due = now + self._left_s(hint, _longest_s(intent))
        self._waits[intent.seq] = Wait(intent.attempts, hint, due, self._expiry(intent, now))

    def _expiry(self, intent: Intent, now: float) -> float:
        if intent.expires_at is None:
            return NEVER
        length = (intent.expires_at - intent.pressed_at).total_seconds()
        return now + self._left_s(intent.expires_at, length)

    def _overdue(self, open_ones: tuple[Intent, ...], now: float) -> Iterable[Intent]:
        """Queued intents whose last moment has passed, also behind others of their order."""
        return (i for i in open_ones if i.outcome is Outcome.QUEUED and self._last_moment(i) <= now)

    def _turn(self, intent: Intent) -> tuple[float, int]:
        """Where not all can go: what expires first, and what keeps failing behind what was tried less."""
        return self._last_moment(intent), intent.attempts

    def _last_moment(self, intent: Intent) -> float:
        """When it expires; what was unknown once never does."""
        wait = self._waits[intent.seq]
        return NEVER if intent.ever_unknown or intent.outcome is Outcome.UNKNOWN else wait.expires

    def _start(self, intent: Intent, now: float) -> float:
        """Start an attempt if it is due; otherwise the seconds until it is."""
        if self._is_under_way(intent):
            return sender.LOOK_EVERY_S
        last = self._last_moment(intent)
        at = now if last <= now else self._earliest(intent, now)
        if at > now:
            return min(at, last) - now
        if last > now and intent.key.partner in self._clients:
            self._clients[intent.key.partner].prepare()
        self._launch(intent.seq, intent.key.partner, self._attempt(intent, expired=last <= now))
        return sender.LOOK_EVERY_S

    def _earliest(self, intent: Intent, now: float) -> float:
        """When it may leave; infinite where something must happen first, which wakes us or is looked at."""
        wait, partner = self._waits[intent.seq], intent.key.partner
        keyless = intent.last_answer == CallFault.NO_SECRET and self._appkey(partner) is None
        if keyless or self._busy[partner] >= AT_ONCE:
            return NEVER
        return max(wait.due, self._breakers[partner].held_until(intent, now, wait.expires))

    async def _attempt(self, intent: Intent, *, expired: bool) -> None:
        """Mark as sending, send, write down the end."""
        if self._claims is not None and needs_claim(intent) and not expired:
            sendable = await self._claimed(intent, self._claims)
        else:
            sendable = await self._begun(
                intent.seq, lambda tx: intents.begin(tx, intent.seq, expired=expired)
            )
        if sendable is not None:
            await self._finish(sendable, await self._send(sendable))

    async def _claimed(self, intent: Intent, claims: "Claims") -> SendingIntent | None:
        """The same, once no other counter is at it; a claim that is of no use is given back."""
        async with claims.turn(intent):
            taken = await claims.cleared(intent)
            if taken is None:
                self._put_off(intent.seq, sender.LOOK_EVERY_S)
                return None
            begun = await self._begun(
                intent.seq, lambda tx: intents.begin(tx, intent.seq, expired=False, taken=taken)
            )
            if begun is None:
                claims.unused(intent.key, taken, intent.actor)
            return begun

    async def _send(self, sendable: SendingIntent) -> Answer:
        intent = sendable.intent
        partner = self._settings.partner_named(intent.key.partner)
        appkey = self._appkey(intent.key.partner)
        if partner is None or appkey is None:
            return Answer(Verdict.UNABLE, fault=CallFault.NO_SECRET)
        try:
            cmd, body = writing.request(
                intent, billno=sendable.order.billno, content=sendable.order.content, partner=partner
            )
        except Exception:
            log.exception("outbox: %s of %s can't be written", intent.kind, intent.key)
            return Answer(Verdict.UNABLE, fault=CallFault.NOT_FORMED)
        try:
            answer = await self._clients[partner.name].send(cmd, body, intent.seq, appkey)
        except Exception:
            log.exception("outbox: sending %s of %s failed", intent.kind, intent.key)
            return Answer(Verdict.UNKNOWN, fault=CallFault.OURS)
        self._record(partner, answer)
        return answer

    def _record(self, partner: Partner, answer: Answer) -> None:
        self._status.answered(partner.name, answer)
        if answer.verdict is Verdict.UNABLE:
            return
        reached = answer.verdict is not Verdict.NOT_SENT and answer.fault is not CallFault.TIMED_OUT
        self._breakers[partner.name].record(reached=reached, now=self._clock.monotonic())

    def _appkey(self, name: str) -> str | None:
        partner = self._settings.partner_named(name)
        if partner is None:
            return None
        return "" if partner.signature == "none" else self._secrets.get(partner.secret_name)

    async def _finish(self, sendable: SendingIntent, answer: Answer) -> None:
        """Write the end down, as often as it takes: until then the row says sending, which is true."""
        intent = sendable.intent
        partner = self._settings.partner_named(intent.key.partner)
        decision = decide(intent, answer, seq_dedup=partner is not None and partner.seq_dedup)
        wait_s = back_off_s(intent.attempts + 1, self._jitter)
        await self._end(
            intent.seq,
            intent.attempts + 1,
            wait_s if decision.again else None,
            lambda tx, next_at: intents.finish(tx, intent.seq, answer, decision, next_at),
        )


def _longest_s(intent: Intent) -> float:
    """A wait is never longer than its own length, whatever became of the wall clock meanwhile."""
    undo = (intent.leaves_at - intent.pressed_at).total_seconds()
    return undo if intent.attempts == 0 else LONGEST_WAIT_S


def needs_claim(intent: Intent) -> bool:
    """Whether the other counters are asked before this leaves.

    What left once is asked about under its own number; what was handed out by hand was claimed before.
    """
    return intent.outcome is Outcome.QUEUED and not intent.without_answer


def heads(open_ones: Iterable[Intent]) -> tuple[Intent, ...]:
    """The first open intent of each order; one that waits for a person holds nothing back."""
    first: dict[OrderKey, Intent] = {}
    for intent in open_ones:
        if not intent.needs_person:
            first.setdefault(intent.key, intent)
    return tuple(first.values())
