"""The action bar of the Orders page: which keys do what now, and what they are called."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from posdesk.desk.frame.page import BarState, Key, KeyAction
from posdesk.desk.orders.deeds import Deeds
from posdesk.desk.orders.model import Row
from posdesk.desk.words.states import lane_name
from posdesk.domain.orders.board import Action

Run = Callable[[], None]


@dataclass(frozen=True, slots=True)
class BarWish:
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


def bar_of(wish: BarWish, deeds: Deeds) -> BarState:
    """The bar; while a panel is open only its own key and the page's live."""
    panel = deeds.refusing is not None or deeds.paying is not None
    keys = _panel_keys(deeds) if panel else _order_keys(wish.row, deeds)
    keys = (*_shown_first(keys, wish), *_page_keys(wish))
    if wish.row is None:
        return BarState(keys=keys)
    facts = wish.row.facts
    return BarState(facts.source, facts.number, f"{lane_name(facts.lane)} {wish.left}".strip(), keys)


def _shown_first(keys: tuple[KeyAction, ...], wish: BarWish) -> tuple[KeyAction, ...]:
    """Nothing is done with an order that nobody sees."""
    if wish.show is not None:
        return tuple(replace(key, run=wish.show, acts=False) if key.run else key for key in keys)
    return tuple(replace(key, why=wish.why) for key in keys)


def _order_keys(row: Row | None, deeds: Deeds) -> tuple[KeyAction, ...]:
    def run(deed: Callable[..., None], *actions: Action) -> Run | None:
        if row is None or not row.facts.actions & frozenset(actions):
            return None
        key = row.key
        return lambda: deed(key)

    words = _words()
    fetch = words["verify"]
    if row is not None and Action.HAND_OVER in row.facts.actions:
        fetch = QCoreApplication.translate("Orders", "Hand over")
    return (
        KeyAction(Key.Key_F2, words["accept"], run(deeds.accept, Action.ACCEPT), primary=True),
        KeyAction(Key.Key_F3, words["refuse"], run(deeds.refuse, Action.REFUSE), acts=False),
        KeyAction(Key.Key_F4, words["ready"], run(deeds.ready, Action.READY)),
        KeyAction(Key.Key_F6, words["pay"], run(deeds.pay, Action.PAY), acts=False),
        KeyAction(Key.Key_F8, fetch, run(deeds.fetch, Action.VERIFY, Action.HAND_OVER), acts=False),
    )


def _panel_keys(deeds: Deeds) -> tuple[KeyAction, ...]:
    words = _words()
    refuse = deeds.send_refusal if deeds.refusing is not None and deeds.refusing.chosen else None
    pay = deeds.send_payment if deeds.paying is not None and deeds.paying.possible else None
    return (
        KeyAction(Key.Key_F2, words["accept"]),
        KeyAction(Key.Key_F3, words["refuse"], refuse, danger=True),
        KeyAction(Key.Key_F4, words["ready"]),
        KeyAction(Key.Key_F6, words["pay"], pay, primary=True),
        KeyAction(Key.Key_F8, words["verify"]),
    )


def _page_keys(wish: BarWish) -> tuple[KeyAction, ...]:
    snooze = QCoreApplication.translate("Orders", "Snooze 60 s")
    short = QCoreApplication.translate("Orders", "Snooze")
    return (
        KeyAction(Key.Key_F5, QCoreApplication.translate("Orders", "Detail"), wish.detail, acts=False),
        KeyAction(Key.Key_F9, snooze, wish.snooze, short=short, acts=False),
        KeyAction(Key.Key_F10, QCoreApplication.translate("Orders", "Find"), wish.find, acts=False),
    )


def _words() -> dict[str, str]:
    return {
        "accept": QCoreApplication.translate("Orders", "Accept"),
        "refuse": QCoreApplication.translate("Orders", "Refuse"),
        "ready": QCoreApplication.translate("Orders", "Ready"),
        "pay": QCoreApplication.translate("Orders", "Pay"),
        "verify": QCoreApplication.translate("Orders", "Verify"),
    }
