"""What the keys and buttons of the Orders page do, and which of them are offered now."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.frame.page import BarState, Key, KeyAction
from posdesk.desk.orders.model import BoardModel, Row
from posdesk.desk.orders.pay import Paying, paying
from posdesk.desk.orders.refuse import Refusing, reasons
from posdesk.desk.orders.selection import Selection
from posdesk.desk.words.states import Sentence, lane_name
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.intent import Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions

RowOf = Callable[[OrderKey], Row | None]


class OrderActions(QObject):
    """One-step actions go to the counter at once; refuse and pay are held here until their second step."""

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
        run = self._by_action().get(action)
        if row is not None and run is not None and action in row.facts.actions:
            run(key)

    def accept(self, key: OrderKey) -> None:
        """Accept, and go on to the next new order."""
        self._wish(key, Kind.ACCEPT)

    def ready(self, key: OrderKey) -> None:
        """It is ready."""
        self._wish(key, Kind.READY)

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

    def _by_action(self) -> dict[Action, Callable[[OrderKey], None]]:
        return {
            Action.ACCEPT: self.accept,
            Action.REFUSE: self.refuse,
            Action.READY: self.ready,
            Action.PAY: self.pay,
            Action.VERIFY: self.fetch,
            Action.HAND_OVER: self.fetch,
            Action.UNDO: self.undo,
            Action.ASK_AGAIN: self.ask_again,
            Action.SETTLE: self.settle,
        }

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


Run = Callable[[], None]


@dataclass(frozen=True, slots=True)
class BarInput:
    """What the bar goes by: the selected row, the countdown in words, what the page itself offers.

    `show`: the selected order is not on screen; a key shows it first and does nothing with it. `why` is said
    where no order is at hand although there is one behind.
    """

    row: Row | None
    left: str
    detail: Run | None
    snooze: Run | None
    find: Run
    show: Run | None = None
    why: str = ""


def bar_of(given: BarInput, actions: OrderActions) -> BarState:
    """The bar; while a panel is open only its own key and the page's live."""
    panel = actions.refusing is not None or actions.paying is not None
    keys = _panel_keys(actions) if panel else _order_keys(given.row, actions)
    keys = (*_shown_first(keys, given), *_page_keys(given))
    if given.row is None:
        return BarState(keys=keys)
    facts = given.row.facts
    return BarState(facts.source, facts.number, f"{lane_name(facts.lane)} {given.left}".strip(), keys)


def _shown_first(keys: tuple[KeyAction, ...], given: BarInput) -> tuple[KeyAction, ...]:
    """Nothing is done with an order that nobody sees."""
    if given.show is not None:
        return tuple(replace(key, run=given.show, acts=False) if key.run else key for key in keys)
    return tuple(replace(key, why=given.why) for key in keys)


def _order_keys(row: Row | None, actions: OrderActions) -> tuple[KeyAction, ...]:
    def run(start: Callable[[OrderKey], None], *kinds: Action) -> Run | None:
        if row is None or not row.facts.actions & frozenset(kinds):
            return None
        key = row.key
        return lambda: start(key)

    words = _words()
    fetch = words["verify"]
    if row is not None and Action.HAND_OVER in row.facts.actions:
        fetch = QCoreApplication.translate("Orders", "Hand over")
    return (
        KeyAction(Key.Key_F2, words["accept"], run(actions.accept, Action.ACCEPT), primary=True),
        KeyAction(Key.Key_F3, words["refuse"], run(actions.refuse, Action.REFUSE), acts=False),
        KeyAction(Key.Key_F4, words["ready"], run(actions.ready, Action.READY)),
        KeyAction(Key.Key_F6, words["pay"], run(actions.pay, Action.PAY), acts=False),
        KeyAction(Key.Key_F8, fetch, run(actions.fetch, Action.VERIFY, Action.HAND_OVER), acts=False),
    )


def _panel_keys(actions: OrderActions) -> tuple[KeyAction, ...]:
    words = _words()
    refuse = actions.send_refusal if actions.refusing is not None and actions.refusing.chosen else None
    pay = actions.send_payment if actions.paying is not None and actions.paying.possible else None
    return (
        KeyAction(Key.Key_F2, words["accept"]),
        KeyAction(Key.Key_F3, words["refuse"], refuse, danger=True),
        KeyAction(Key.Key_F4, words["ready"]),
        KeyAction(Key.Key_F6, words["pay"], pay, primary=True),
        KeyAction(Key.Key_F8, words["verify"]),
    )


def _page_keys(given: BarInput) -> tuple[KeyAction, ...]:
    snooze = QCoreApplication.translate("Orders", "Snooze 60 s")
    short = QCoreApplication.translate("Orders", "Snooze")
    return (
        KeyAction(Key.Key_F5, QCoreApplication.translate("Orders", "Detail"), given.detail, acts=False),
        KeyAction(Key.Key_F9, snooze, given.snooze, short=short, acts=False),
        KeyAction(Key.Key_F10, QCoreApplication.translate("Orders", "Find"), given.find, acts=False),
    )


def _words() -> dict[str, str]:
    return {
        "accept": QCoreApplication.translate("Orders", "Accept"),
        "refuse": QCoreApplication.translate("Orders", "Refuse"),
        "ready": QCoreApplication.translate("Orders", "Ready"),
        "pay": QCoreApplication.translate("Orders", "Pay"),
        "verify": QCoreApplication.translate("Orders", "Verify"),
    }


def shown_first_words(number: str) -> Sentence:
    """Why a key did nothing: the order that it was meant for was not on screen."""
    what = QCoreApplication.translate("Orders", "Nothing was done: {number} was not on the screen.")
    todo = QCoreApplication.translate("Orders", "Here it is now. Press the key again.")
    return Sentence(what.format(number=number), todo)


def find_first_words() -> str:
    """Why a key does nothing while a search covers the lanes and no row of it is chosen."""
    return QCoreApplication.translate(
        "Orders", "Find is open. Choose one with the arrow keys, or close it with Esc."
    )


def no_room_words() -> Sentence:
    """Why a key did nothing: what it would act on does not fit on the screen."""
    what = QCoreApplication.translate("Orders", "Nothing was done: the window is too small to show it whole.")
    todo = QCoreApplication.translate("Orders", "End the STOPs above with F11, or make the window larger.")
    return Sentence(what, todo)
