"""What the keys and buttons of the Orders page do, and which of them are offered now."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.frame.page import ORDER_KEYS, BarState, Key, KeyAction
from posdesk.desk.orders.closing_steps import ClosingSteps
from posdesk.desk.orders.key_words import show_words, sort_words
from posdesk.desk.orders.model import BoardModel, Row
from posdesk.desk.orders.pay import Paying, paying, taken_words
from posdesk.desk.orders.refuse import Refusing, reasons
from posdesk.desk.orders.selection import Selection
from posdesk.desk.orders.taking_over import TakingOver, asked_first, asks_still
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.words.states import kind_name, lane_name, put_away_words
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.intent import Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions
from posdesk.records import dataclass, replace

RowOf = Callable[[OrderKey], Row | None]


class OrderActions(QObject):
    """One-step actions go to the counter at once; refuse and pay are held here until their second step."""

    panel_changed = Signal()
    acted = Signal()  # something was wished: F2 is deaf for a moment
    said = Signal(object)  # Sentence
    open_pickup = Signal(object)  # OrderKey
    detail_wanted = Signal(object)  # OrderKey: a person must say how it ended

    def __init__(
        self,
        counter: Counter,
        model: BoardModel,
        selection: Selection,
        row_of: RowOf,
        *,
        closing: ClosingSteps,
        parent: QObject,
    ) -> None:
        """`row_of` finds an order on the board or among what was found."""
        super().__init__(parent)
        self._counter, self._selection, self._row_of = counter, selection, row_of
        self.refusing: Refusing | None = None
        self.paying: Paying | None = None
        self.asking: TakingOver | None = None  # before a payment that another counter began
        self.closing = closing
        closing.changed.connect(self._closing_changed)
        closing.done.connect(self._closed)
        closing.undone.connect(selection.came_to_nothing)
        model.applied.connect(self._applied)

    def do(self, key: OrderKey, action: Action) -> None:
        """What a card's button does."""
        row = self._row_of(key)
        if row is not None and action in row.facts.actions:
            self.run_of(action)(key)

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
            now = paying(row.facts, content, self._counter.settings.tender)
            asking = asked_first(now, row.view) if now is not None else None
            self._panel(paying=None if asking else now, asking=asking)

    def take_over(self) -> None:
        """The answer is yes: the payment goes on here."""
        if self.asking is not None:
            self._panel(paying=self.asking.agreed())

    def change_payment(self, now: Paying | None) -> None:
        """Another way to pay, or another amount received."""
        if self.paying is not None and now is not None:
            self._panel(paying=now)

    def send_payment(self) -> None:
        """The second step: record the payment and push it."""
        now = self.paying
        row = self._row_of(now.facts.key) if now is not None else None
        if now is not None and row is not None and now.possible:
            asking = asked_first(now, row.view)  # its holder may have fallen silent meanwhile
            self._panel(asking=asking)
            if asking is not None:
                return
            over = now.over is not None
            self._counter.wish(now.facts.key, Kind.PAY, payments=(now.payment(),), takes_over=over)
            self.said.emit(taken_words(now))
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
        """Ask the unknown one again now, under its own number; a payment that waits for the relay leaves."""
        seq = self._latest(key, Outcome.UNKNOWN) or self._waiting(key)
        if seq is not None:
            self._counter.act(partial(Actions.ask_again, seq=seq))
            self.acted.emit()

    def put_away(self, key: OrderKey) -> None:
        """An own order has proven what it can."""
        self._counter.act(partial(Actions.put_away, key=key))
        self._selection.go_on(key)
        self.acted.emit()

    def settle(self, key: OrderKey) -> None:
        """A person's word is given in the detail, in two steps."""
        self._selection.choose(key)
        self.detail_wanted.emit(key)

    def close_panel(self) -> bool:
        """Back out of the first step; whether there was one."""
        if self.closing.close():
            return True
        if not self._has_panel:
            return False
        self._panel()
        return True

    @property
    def panel_open(self) -> bool:
        """Whether an action of two steps is under way."""
        return self._has_panel or self.closing.now is not None

    @property
    def _has_panel(self) -> bool:
        return self.refusing is not None or self.paying is not None or self.asking is not None

    @Slot()
    def _closing_changed(self) -> None:
        if self.closing.now is not None:
            self.refusing = self.paying = self.asking = None
        self.panel_changed.emit()

    @Slot(object)
    def _closed(self, key: OrderKey) -> None:
        self._selection.go_on(key)
        self.acted.emit()

    def run_of(self, action: Action) -> Callable[[OrderKey], None]:
        """What it does with an order: its own steps, else the wish is written down at once."""
        own: dict[Action, Callable[[OrderKey], None]] = {
            Action.REFUSE: self.refuse,
            Action.PAY: self.pay,
            Action.VERIFY: self.fetch,
            Action.HAND_OVER: self.fetch,
            Action.UNDO: self.undo,
            Action.ASK_AGAIN: self.ask_again,
            Action.SETTLE: self.settle,
            Action.PUT_AWAY: self.put_away,
        }
        return own[action] if action in own else partial(self._wish, kind=Kind(action))

    def _wish(self, key: OrderKey, kind: Kind, reason: str = "") -> None:
        """Write it down. After a new order the next most urgent one is selected; any other stays selected."""
        undone = partial(self._selection.came_to_nothing, key)
        self._counter.wish(key, kind, reason=reason, undone=undone)
        if kind in _OF_NEW:
            self._selection.go_on(key)
        self.acted.emit()

    def _waiting(self, key: OrderKey) -> Seq | None:
        row = self._row_of(key)
        intents = reversed(row.view.intents) if row else ()
        return next((intent.seq for intent in intents if intent.waits_for_relay), None)

    def _latest(self, key: OrderKey, outcome: Outcome) -> Seq | None:
        row = self._row_of(key)
        intents = reversed(row.view.intents) if row else ()
        return next((intent.seq for intent in intents if intent.outcome is outcome), None)

    def _panel(
        self,
        *,
        refusing: Refusing | None = None,
        paying: Paying | None = None,
        asking: TakingOver | None = None,
    ) -> None:
        self.refusing, self.paying, self.asking = refusing, paying, asking
        if self._has_panel:
            self.closing.close()
        self.panel_changed.emit()

    @Slot(object)
    def _applied(self, keys: frozenset[OrderKey]) -> None:
        """A panel whose order can no longer be refused or paid closes by itself.

        A question whose holder is silent no more is answered: what comes is the payment again.
        """
        asked = self.asking
        if asked is not None and asked.paying.facts.key in keys:
            row = self._row_of(asked.paying.facts.key)
            if row is None or Action.PAY not in row.facts.actions:
                self._panel()
            elif not asks_still(asked, row.view):
                self._panel(paying=asked.paying)
        for now, action in ((self.refusing, Action.REFUSE), (self.paying, Action.PAY)):
            if now is not None and now.facts.key in keys and not self._still(now.facts.key, action):
                self._panel()

    def _still(self, key: OrderKey, action: Action) -> bool:
        row = self._row_of(key)
        return row is not None and action in row.facts.actions


Run = Callable[[], None]
_F7_AT = list(ORDER_KEYS.values()).index(Key.Key_F8)
_OF_NEW = frozenset({Kind.ACCEPT, Kind.REFUSE})
_IN_TWO_STEPS = frozenset({Kind.REFUSE, Kind.PAY, Kind.VERIFY})


@dataclass(frozen=True, slots=True)
class BarInput:
    """What the bar goes by: the selected row, the countdown in words, what the page itself offers.

    `reveal` shows the detail's phone and address, `sort` sorts the lane of the selected order; `show_detail`
    where the detail doesn't show it.

    `show`: the selected order is not on screen; a key shows it first and does nothing with it. `why` is said
    where no order is at hand although there is one behind; `no_reprint` where F7 has no slip.
    """

    row: Row | None
    left: str
    detail: Run | None
    snooze: Run | None
    snoozed: bool
    find: Run
    reveal: Run | None
    sort: Run | None
    show: Run | None = None
    show_detail: Run | None = None
    why: str = ""
    reprint: Run | None = None
    no_reprint: str = ""
    catch_up: Run | None = None  # the way into that view, while there is something to catch up with


def bar_of(given: BarInput, actions: OrderActions) -> BarState:
    """The bar; while a panel is open only its own key and the page's live."""
    panel = actions.panel_open
    keys = _panel_keys(actions) if panel else _order_keys(given.row, actions)
    again = _reprint_key(given if not panel else replace(given, reprint=None, no_reprint=""))
    keys = (*_shown_first((*keys[:_F7_AT], again, *keys[_F7_AT:]), given), *_page_keys(given))
    keys = (*keys, *_closing_keys(given, actions), *_catch_up_key(given))
    if given.row is None:
        return BarState(keys=keys)
    facts = given.row.facts
    return BarState(facts.source, facts.number, f"{lane_name(facts.lane)} {given.left}".strip(), keys)


def _reprint_key(given: BarInput) -> KeyAction:
    words = QCoreApplication.translate("Orders", "Reprint")
    return KeyAction(Key.Key_F7, words, given.reprint, acts=False, why=given.no_reprint)


def _catch_up_key(given: BarInput) -> tuple[KeyAction, ...]:
    words = QCoreApplication.translate("Orders", "Catch up")
    return (KeyAction(OrdersKey.CATCH_UP, words, given.catch_up, acts=False),) if given.catch_up else ()


def resting(bar: BarState) -> BarState:
    """The same while a note, a promise or a reprint is under way: its panel lies over what they act on."""
    orders = {*ORDER_KEYS.values(), Key.Key_F7, *_LETTERS.values()}
    return replace(bar, keys=tuple(replace(k, run=None) if k.key in orders else k for k in bar.keys))


def _shown_first(keys: tuple[KeyAction, ...], given: BarInput) -> tuple[KeyAction, ...]:
    """Nothing is done with an order that nobody sees."""
    if given.show is not None:
        return tuple(replace(key, run=given.show, acts=False) if key.run else key for key in keys)
    return tuple(replace(key, why=key.why or given.why) for key in keys)


def _order_keys(row: Row | None, actions: OrderActions) -> tuple[KeyAction, ...]:
    able = row.facts.actions if row is not None else frozenset()

    def of(kind: Kind, at: Key) -> KeyAction:
        action, words = Action(kind), kind_name(kind)
        if kind is Kind.VERIFY and Action.HAND_OVER in able:
            action, words = Action.HAND_OVER, QCoreApplication.translate("Orders", "Hand over")
        if kind is Kind.REFUSE and Action.PUT_AWAY in able:
            action, words = Action.PUT_AWAY, put_away_words()
        run = partial(actions.run_of(action), row.key) if row is not None and action in able else None
        return KeyAction(at, words, run, primary=kind is Kind.ACCEPT, acts=kind not in _IN_TWO_STEPS)

    return (*(of(kind, at) for kind, at in ORDER_KEYS.items()), *_letters(row, actions))


_LETTERS = {
    Action.UNDO: OrdersKey.TAKE_BACK,
    Action.ASK_AGAIN: OrdersKey.ASK_AGAIN,
    Action.SETTLE: OrdersKey.SETTLE,
}
"""What the selected card's own buttons do."""


def _letters(row: Row | None, actions: OrderActions) -> tuple[KeyAction, ...]:
    if row is None:
        return ()
    able = (action for action in _LETTERS if action in row.facts.actions)
    return tuple(_letter(action, partial(actions.run_of(action), row.key)) for action in able)


def _letter(action: Action, run: Run) -> KeyAction:
    words = {
        Action.UNDO: QCoreApplication.translate("Orders", "Undo"),
        Action.ASK_AGAIN: QCoreApplication.translate("Orders", "Ask now"),
        Action.SETTLE: QCoreApplication.translate("Orders", "Say how it ended"),
    }
    return KeyAction(_LETTERS[action], words[action], run, shown=False)


def _panel_keys(actions: OrderActions) -> tuple[KeyAction, ...]:
    refusing, paying_now = actions.refusing, actions.paying
    runs: dict[Kind, Run | None] = {
        Kind.REFUSE: actions.send_refusal if refusing is not None and refusing.chosen else None,
        Kind.PAY: actions.send_payment if paying_now is not None and paying_now.possible else None,
    }
    return tuple(
        KeyAction(at, kind_name(kind), runs.get(kind), danger=kind is Kind.REFUSE, primary=kind is Kind.PAY)
        for kind, at in ORDER_KEYS.items()
    )


def _closing_keys(given: BarInput, actions: OrderActions) -> tuple[KeyAction, ...]:
    """They stand on buttons of detail and panel; closing begins in the detail, which the key shows first."""
    closing, row = actions.closing, given.row
    run: Run | None = None
    if closing.now is not None:
        run = closing.finish
    elif row is not None and not actions.panel_open and closing.may_begin(row):
        run = given.show or given.show_detail or partial(closing.begin, row.key)
    words = QCoreApplication.translate("Orders", "Close here")
    who = closing.ask_name if closing.now is not None else None
    return (
        KeyAction(OrdersKey.CLOSE_HERE, words, run, shown=False, acts=False),
        KeyAction(OrdersKey.WHO, words, who, shown=False, acts=False),
    )


def _page_keys(given: BarInput) -> tuple[KeyAction, ...]:
    snooze = QCoreApplication.translate("Orders", "Snooze 60 s")
    short = QCoreApplication.translate("Orders", "Snooze")
    if given.snoozed:
        snooze = short = QCoreApplication.translate("Orders", "Silent for 60 s")
    return (
        KeyAction(Key.Key_F5, QCoreApplication.translate("Orders", "Detail"), given.detail, acts=False),
        KeyAction(Key.Key_F9, snooze, given.snooze, short=short, acts=False),
        KeyAction(Key.Key_F10, QCoreApplication.translate("Orders", "Find"), given.find, acts=False),
        KeyAction(OrdersKey.REVEAL, show_words(), given.reveal, shown=False, acts=False),
        KeyAction(OrdersKey.SORT, sort_words(), given.sort, shown=False, acts=False),
    )
