"""The laws of an order and its intents as a plain model with no database: what must be so after each step."""

from dataclasses import dataclass, field

from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderState
from posdesk.journal.orders.order_moves import PlatformStatus

OPEN = {Outcome.QUEUED, Outcome.SENDING, Outcome.UNKNOWN}
DONE = {Outcome.CONFIRMED, Outcome.SETTLED_DONE}
FINAL = {OrderState.COMPLETED, OrderState.REFUSED, OrderState.CANCELLED}
ROAD = [OrderState.NEW, OrderState.ACCEPTED, OrderState.READY, OrderState.COMPLETED]
VERDICTS = {Kind.ACCEPT, Kind.REFUSE}
AFTER = {
    Kind.ACCEPT: OrderState.ACCEPTED,
    Kind.REFUSE: OrderState.REFUSED,
    Kind.READY: OrderState.READY,
    Kind.VERIFY: OrderState.COMPLETED,
}


@dataclass
class Wanted:
    """An intent as the laws have it."""

    kind: Kind
    outcome: Outcome = Outcome.QUEUED
    attempts: int = 0
    ever_unknown: bool = False
    needs_person: bool = False
    denials: int = 0


def wanted_of(intent: Intent) -> Wanted:
    """What the journal says of an intent, as the laws put it."""
    told = (intent.attempts, intent.ever_unknown, intent.needs_person, intent.denials)
    return Wanted(intent.kind, intent.outcome, *told)


@dataclass
class Laws:
    """One pushed order with a pickup code, unpaid, and all that was wanted of it."""

    dedup: bool
    state: OrderState = OrderState.NEW
    stop: bool = False
    conflicts: int = 0
    was_accepted: bool = False
    closed: bool = False  # by a person, beside the state
    wanted: dict[Seq, Wanted] = field(default_factory=dict)

    @property
    def is_closed_here(self) -> bool:
        return self.closed and self.state not in FINAL

    def close(self) -> None:
        """What has not left is withdrawn, and nothing unknown is asked by itself."""
        self.closed = True
        self._withdraw(set(Kind))
        for intent in self.wanted.values():
            intent.needs_person |= intent.outcome is Outcome.UNKNOWN

    def may_press(self, kind: Kind) -> bool:
        if self.is_closed_here:
            return False
        alive, busy = self.state not in FINAL, {i.kind for i in self.wanted.values() if i.outcome in OPEN}
        had = {i.kind for i in self.wanted.values() if i.outcome in DONE}
        taken = self.state is OrderState.ACCEPTED or Kind.ACCEPT in busy
        return {
            Kind.ACCEPT: self.state is OrderState.NEW and not busy & VERDICTS,
            Kind.REFUSE: self.state is OrderState.NEW and not busy & VERDICTS,
            Kind.READY: alive and taken and not busy & {Kind.READY, Kind.VERIFY} and Kind.READY not in had,
            Kind.PAY: alive and Kind.PAY not in busy | had,
            Kind.VERIFY: alive and not busy & {Kind.VERIFY, Kind.REFUSE} and Kind.VERIFY not in had,
        }[kind]

    def begin(self, seq: Seq, *, expired: bool) -> bool:
        intent = self.wanted[seq]
        if intent.outcome not in {Outcome.QUEUED, Outcome.UNKNOWN} or intent.needs_person:
            return False
        if expired and intent.outcome is Outcome.QUEUED:
            self.end(intent, Outcome.EXPIRED)
            return False
        intent.outcome, intent.attempts = Outcome.SENDING, intent.attempts + 1
        return True

    def answer(self, seq: Seq, verdict: Verdict) -> None:
        intent = self.wanted[seq]
        if intent.outcome is not Outcome.SENDING:
            return
        if verdict is Verdict.DONE:
            self.end(intent, Outcome.CONFIRMED)
        elif verdict is Verdict.REFUSED and not intent.ever_unknown:
            self.end(intent, Outcome.REFUSED)
        elif verdict in {Verdict.NOT_SENT, Verdict.UNABLE} and not intent.ever_unknown:
            self._queue_again(intent)
        elif proven := self._proven(intent.kind):
            self.end(intent, proven)
        else:
            self._is_unknown(intent, verdict)

    def _queue_again(self, intent: Wanted) -> None:
        intent.outcome = Outcome.QUEUED
        self._withdraw_moot()
        if self.is_closed_here:
            intent.outcome = Outcome.WITHDRAWN
        if intent.kind in VERDICTS and self.state is not OrderState.NEW:
            intent.outcome = Outcome.WITHDRAWN

    def _is_unknown(self, intent: Wanted, verdict: Verdict) -> None:
        intent.outcome, intent.ever_unknown = Outcome.UNKNOWN, True
        intent.denials += verdict is Verdict.REFUSED
        often = intent.kind in {Kind.VERIFY, Kind.PAY} or intent.denials >= 5
        told = verdict is Verdict.REFUSED and often
        intent.needs_person = told or (intent.kind is Kind.PAY and not self.dedup) or self.is_closed_here

    def _proven(self, kind: Kind) -> Outcome | None:
        """What the platform's own event said of an accept or refuse whose answer is lost."""
        said = Kind.ACCEPT if self.was_accepted else Kind.REFUSE if self.state is OrderState.REFUSED else None
        if said is None or kind not in VERDICTS:
            return None
        return Outcome.CONFIRMED if kind is said else Outcome.REFUSED

    def end(self, intent: Wanted, outcome: Outcome) -> None:
        """An intent ended by itself or by a person: the order follows, and what waits behind it."""
        intent.outcome, intent.needs_person = outcome, False
        if outcome in DONE and intent.kind in AFTER:
            self._reach(AFTER[intent.kind])
        self._withdraw_moot()
        if intent.kind is Kind.ACCEPT and outcome not in DONE and self.state is OrderState.NEW:
            self._withdraw({Kind.READY})

    def _reach(self, target: OrderState) -> bool:
        """Move, if the order may; a conflict if it contradicts, nothing if it is behind on the same road."""
        known = self.state is target or (
            {self.state, target} <= set(ROAD) and ROAD.index(target) < ROAD.index(self.state)
        )
        refusable = target is not OrderState.REFUSED or self.state is OrderState.NEW
        if known:
            return False
        if self.state in FINAL or not refusable:
            self.conflicts += 1
            return False
        self.state = target
        self.was_accepted |= target is OrderState.ACCEPTED
        return True

    def _withdraw(self, kinds: set[Kind]) -> None:
        for intent in self.wanted.values():
            if intent.outcome is Outcome.QUEUED and intent.kind in kinds:
                intent.outcome = Outcome.WITHDRAWN

    def _withdraw_moot(self) -> None:
        if self.state is OrderState.COMPLETED:
            self._withdraw({Kind.ACCEPT, Kind.REFUSE, Kind.VERIFY})
        elif self.state in FINAL:
            self._withdraw(set(Kind))

    def event(self, status: PlatformStatus) -> None:
        decides = {PlatformStatus.ACCEPTED: Kind.ACCEPT, PlatformStatus.REFUSED: Kind.REFUSE}.get(status)
        for intent in self.wanted.values():
            if decides and intent.kind in VERDICTS and intent.outcome is Outcome.UNKNOWN:
                intent.outcome = Outcome.CONFIRMED if intent.kind is decides else Outcome.REFUSED
                intent.needs_person = False
        if decides:
            self._withdraw(VERDICTS)
        made = not self.is_closed_here and self._is_made()
        moved = self._reach(OrderState(status.value))
        if moved:
            self._withdraw_moot()
            self.stop |= status is PlatformStatus.CANCELLED and made

    def _is_made(self) -> bool:
        return self.state is not OrderState.NEW or self._accept_may_have_left()

    def _accept_may_have_left(self) -> bool:
        left = {Outcome.SENDING, Outcome.UNKNOWN, *DONE}
        return any(i.kind is Kind.ACCEPT and i.outcome in left for i in self.wanted.values())
