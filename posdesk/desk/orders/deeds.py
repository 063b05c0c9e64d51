"""What a key or button of the Orders page does: one function each, on the order it is pressed for."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.orders.model import BoardModel, Row
from posdesk.desk.orders.pay import Paying, paying
from posdesk.desk.orders.refuse import Refusing, reasons
from posdesk.desk.orders.selection import Selection
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.intent import Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions

RowOf = Callable[[OrderKey], Row | None]


class Deeds(QObject):
    """Wishes go to the counter at once; two-step deeds (refuse, pay) are held here until the second step."""

    panel_changed = Signal()
    acted = Signal()  # something was wished: F2 is deaf for a moment
    open_pickup = Signal(object)  # OrderKey
    detail_wanted = Signal(object)  # OrderKey: a person must say how it ended

    def __init__(
        self, counter: Counter, model: BoardModel, selection: Selection, row_of: RowOf, parent: QObject
    ) -> None:
        """`row_of` finds an order on the board or among what was found."""
        super().__init__(parent)
        self._counter, self._model, self._selection, self._row_of = counter, model, selection, row_of
        self.refusing: Refusing | None = None
        self.paying: Paying | None = None
        model.applied.connect(self._applied)

    def do(self, key: OrderKey, action: Action) -> None:
        """What a card's button does."""
        row = self._row_of(key)
        if row is not None and action in row.facts.actions:
            self.deed_of(action)(key)

    def refuse(self, key: OrderKey) -> None:
        """The first step: choose a reason."""
        self._counter.people.with_right(Right.REFUSE, lambda: self._ask_why(key), of=key)

    def _ask_why(self, key: OrderKey) -> None:
        row = self._row_of(key)
        if row is not None and Action.REFUSE in row.facts.actions:
            self._selection.choose(key)
            self._panel(refusing=Refusing(row.facts))

    def choose_reason(self, number: int) -> None:
        """A reason by its digit."""
        if self.refusing is not None and 1 <= number <= len(reasons()):
            self._panel(refusing=replace(self.refusing, chosen=number))

    def send_refusal(self) -> None:
        """The second step: refuse, with the reason for our own record."""
        now = self.refusing
        if now is not None and now.chosen:
            self._panel()
            self._wish(now.facts.key, Kind.REFUSE, reason=reasons()[now.chosen - 1])

    def pay(self, key: OrderKey) -> None:
        """The first step: how it is paid."""
        row = self._row_of(key)
        if row is not None:
            content = row.view.order.content
            self._selection.choose(key)
            self._panel(paying=paying(row.facts, content, self._counter.settings.tender))

    def change_payment(self, now: Paying | None) -> None:
        """Another way to pay, or another amount received."""
        if self.paying is not None and now is not None:
            self._panel(paying=now)

    def send_payment(self) -> None:
        """The second step: record the payment and push it."""
        now = self.paying
        if now is not None and now.possible:
            self._panel()
            self._counter.wish(now.facts.key, Kind.PAY, payments=(now.payment(),))
            self.acted.emit()

    def fetch(self, key: OrderKey) -> None:
        """Verify or hand over: Pickup shows the order first."""
        self.open_pickup.emit(key)

    def undo(self, key: OrderKey) -> None:
        """Take the latest waiting wish for this order back."""
        seq = self._latest(key, Outcome.QUEUED)
        if seq is not None:
            self._counter.act(partial(Actions.undo, seq=seq))
            self.acted.emit()

    def ask_again(self, key: OrderKey) -> None:
        """Ask the unknown one again now, under its own number."""
        seq = self._latest(key, Outcome.UNKNOWN)
        if seq is not None:
            self._counter.act(partial(Actions.ask_again, seq=seq))
            self.acted.emit()

    def settle(self, key: OrderKey) -> None:
        """A person's word is given in the detail, in two steps."""
        self._selection.choose(key)
        self.detail_wanted.emit(key)

    def close_panel(self) -> bool:
        """Back out of the first step; whether there was one."""
        if self.refusing is None and self.paying is None:
            return False
        self._panel()
        return True

    def deed_of(self, action: Action) -> Callable[[OrderKey], None]:
        """What it does with an order: its own steps, else the wish is written down at once."""
        deeds: dict[Action, Callable[[OrderKey], None]] = {
            Action.REFUSE: self.refuse,
            Action.PAY: self.pay,
            Action.VERIFY: self.fetch,
            Action.HAND_OVER: self.fetch,
            Action.UNDO: self.undo,
            Action.ASK_AGAIN: self.ask_again,
            Action.SETTLE: self.settle,
        }
        return deeds[action] if action in deeds else partial(self._wish, kind=Kind(action))

    def _wish(self, key: OrderKey, kind: Kind, reason: str = "") -> None:
        """Write it down, then go on: the most urgent new order is selected."""
        undone = partial(self._selection.came_to_nothing, key)
        self._counter.wish(key, kind, reason=reason, undone=undone)
        self._selection.go_on(key)
        self.acted.emit()

    def _latest(self, key: OrderKey, outcome: Outcome) -> Seq | None:
        row = self._row_of(key)
        intents = reversed(row.view.intents) if row else ()
        return next((intent.seq for intent in intents if intent.outcome is outcome), None)

    def _panel(self, *, refusing: Refusing | None = None, paying: Paying | None = None) -> None:
        self.refusing, self.paying = refusing, paying
        self.panel_changed.emit()

    @Slot(object)
    def _applied(self, keys: frozenset[OrderKey]) -> None:
        """A panel whose order can no longer be refused or paid closes by itself."""
        for now, action in ((self.refusing, Action.REFUSE), (self.paying, Action.PAY)):
            if now is not None and now.facts.key in keys and not self._still(now.facts.key, action):
                self._panel()

    def _still(self, key: OrderKey, action: Action) -> bool:
        row = self._row_of(key)
        return row is not None and action in row.facts.actions
