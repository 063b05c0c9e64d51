"""What a cashier and a manager do to the orders of a long day: by the journal, or first by real keys."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Protocol

from posdesk.domain.orders.board import Action, OrderView, actions_of
from posdesk.domain.orders.intent import Kind, Outcome, Wish
from posdesk.domain.orders.order import OrderKey, OrderState, Payment
from posdesk.domain.orders.sums import sums_of
from posdesk.errors import NotAllowed
from posdesk.journal import Journal, Transaction, heartbeats
from posdesk.journal.books import posting_acts, posting_rows
from posdesk.journal.orders import intent_rows, intents, order_moves, views
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.memory import BillState
from posdesk.simulator.o2o.site import Status
from tests.faults import invariants
from tests.support.simulator import RunningSimulator, key_at_counter

CASHIER, MANAGER = "李敏", "王经理"
UNDO_S = 2.0
PATIENCE = timedelta(minutes=10)  # after which a person looks for himself what became of an unknown one
WRITTEN_WITHIN_S = 20.0
_AT_LEAST = {
    Kind.ACCEPT: frozenset({BillState.ACCEPTED, BillState.READY, BillState.COMPLETED}),
    Kind.READY: frozenset({BillState.READY, BillState.COMPLETED}),
    Kind.REFUSE: frozenset({BillState.REFUSED}),
    Kind.VERIFY: frozenset({BillState.COMPLETED}),
}


class Keys(Protocol):
    """Real keys at the desk, where there is one. What they reach is the desk's choice, not ours."""

    def accept(self) -> None:
        """Accept the most urgent one."""
        ...

    def ready(self) -> None:
        """Say of some order that it is ready."""
        ...

    def scan(self, code: str) -> None:
        """Scan a pickup code and hand out."""
        ...


class Till:
    """The counter's own acts."""

    def __init__(self, journal: Journal, simulator: RunningSimulator, keys: Keys | None = None) -> None:
        """`keys` press before we write anything down ourselves."""
        self._journal, self._simulator, self._keys = journal, simulator, keys

    def view(self, order: OrderSeen) -> OrderView | None:
        """The order as the journal has it."""
        key = key_at_counter(order)
        return self._journal.read(lambda db: views.view(db, key))

    def waiting(self, held: Mapping[str, OrderSeen]) -> list[str]:
        """What the journal still has to do by itself."""
        return invariants.waiting(self._journal, held)

    def _write(self, job: Callable[[Transaction], Any]) -> bool:
        """Whether it was allowed."""
        try:
            self._journal.write(job).result(WRITTEN_WITHIN_S)
        except NotAllowed:
            return False
        return True

    def press(self, view: OrderView, kind: Kind, code: str = "") -> bool:
        """Whether the press was taken."""
        owed = sums_of(view.order.content).unpaid_amount
        payments = (Payment("cash", "现金", owed, owed),) if kind is Kind.PAY else ()
        wish = Wish(view.order.key, kind, CASHIER, UNDO_S, code=code, payments=payments)
        return self._write(lambda tx: intents.press(tx, wish))

    def undo(self, view: OrderView) -> bool:
        """Take back what has not left."""
        waiting = next((i for i in view.intents if i.outcome is Outcome.QUEUED), None)
        return waiting is not None and self._write(lambda tx: intents.withdraw(tx, waiting.seq, CASHIER))

    # Each step says whether it is over: done, or never to be done.

    def accept(self, order: OrderSeen, tries: int) -> bool:
        """Accept it; the first try is the desk's."""
        view = self.view(order)
        if view is None or Action.ACCEPT not in actions_of(view):
            return view is not None and view.order.state is not OrderState.NEW
        if tries == 0 and self._keys:
            self._keys.accept()
        else:
            self.press(view, Kind.ACCEPT)
        return False  # looked at once more: it may be refused or lost

    def refuse(self, order: OrderSeen, _tries: int) -> bool:
        """Refuse it."""
        view = self.view(order)
        if view is None or Action.REFUSE not in actions_of(view):
            return view is not None and view.order.state is not OrderState.NEW
        self.press(view, Kind.REFUSE)
        return False

    def regret(self, order: OrderSeen, _tries: int) -> bool:
        """Accept and take it back at once."""
        view = self.view(order)
        if view is not None and Action.ACCEPT in actions_of(view) and self.press(view, Kind.ACCEPT):
            pressed = self.view(order)
            return pressed is not None and self.undo(pressed)
        return True

    def ready(self, order: OrderSeen, tries: int) -> bool:
        """Say that it is ready, and take the money where some is owed."""
        view = self.view(order)
        if view is None or view.order.is_final:
            return view is not None
        if Action.PAY in actions_of(view):
            self.press(view, Kind.PAY)
        if Action.READY not in actions_of(view):
            return view.order.state is OrderState.READY
        if tries == 0 and self._keys:
            self._keys.ready()
        else:
            self.press(view, Kind.READY)
        return False

    def hand_out(self, order: OrderSeen, tries: int) -> bool:
        """Hand it out: by its code where it wants one, else the rider's platform says so."""
        view = self.view(order)
        if view is None or view.order.is_final:
            return view is not None
        if not view.order.content.is_verification:
            return self._collected(view, order)
        if Action.VERIFY in actions_of(view):
            if tries == 0 and self._keys:
                self._keys.scan(order.code)
            else:
                self.press(view, Kind.VERIFY, order.code)
        return False

    def _collected(self, view: OrderView, order: OrderSeen) -> bool:
        if view.order.state in {OrderState.ACCEPTED, OrderState.READY}:
            self._simulator.status(order.tbillno, Status.COMPLETED)
            return True
        return False

    # The manager's round

    def look_round(self) -> None:
        """What waits for a person gets its word; the platforms' own pages are looked at for the truth."""
        held = {order.tbillno: order for order in self._simulator.orders()}
        long_ago = self._journal.now() - PATIENCE
        for intent in self._journal.read(intent_rows.open_ones):
            order = held.get(intent.key.bill)
            waits = intent.needs_person or intent.pressed_at < long_ago
            if not waits or order is None or intent.outcome is not Outcome.UNKNOWN:
                continue
            done = self._is_done(intent.kind, intent.seq, order)
            seq = intent.seq
            self._write(lambda tx, seq=seq, done=done: intents.settle(tx, seq, MANAGER, done=done))  # type: ignore[misc]
        for key in self._journal.read(_stops):
            self._write(lambda tx, key=key: order_moves.acknowledge_stop(tx, key, CASHIER))  # type: ignore[misc]
        for gap in self._journal.read(lambda db: heartbeats.open_gaps(db, self._journal.counter)):
            self._write(lambda tx, gap=gap: heartbeats.check_gap(tx, gap.number, MANAGER))  # type: ignore[misc]
        self._mend_books()

    def _is_done(self, kind: Kind, seq: str, order: OrderSeen) -> bool:
        if kind is Kind.PAY:
            return any(effect.seq == seq for effect in self._simulator.tally().took_effect)
        return order.state in _AT_LEAST[kind]

    def _mend_books(self) -> None:
        for platform in self._journal.read(posting_rows.halted):
            self._write(lambda tx, platform=platform: posting_acts.lift(tx, platform, MANAGER))  # type: ignore[misc]
        waiting = self._journal.read(lambda db: posting_rows.select(db, "p.needs_person = 1"))
        for posting in waiting:
            act = posting_acts.retry if posting.outcome is Outcome.REFUSED else posting_acts.ask_again
            self._write(lambda tx, act=act, seq=posting.seq: act(tx, seq, MANAGER))  # type: ignore[misc]


def _stops(db: Any) -> list[OrderKey]:
    rows = db.execute("SELECT partner, bill, ordered FROM orders WHERE stop_open = 1").fetchall()
    return [OrderKey(*row) for row in rows]
