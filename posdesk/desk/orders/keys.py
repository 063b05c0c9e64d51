"""The action bar of the Orders page: which keys do what now, and what they are called."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from posdesk.desk.frame.page import BarState, Key, KeyAction
from posdesk.desk.orders.actions import OrderActions
from posdesk.desk.orders.model import Row
from posdesk.desk.words.states import Sentence, lane_name
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.order import OrderKey

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
