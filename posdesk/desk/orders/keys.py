"""The action bar of the Orders page: which keys do what now, and what they are called."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QCoreApplication

from posdesk.desk.frame.page import ORDER_KEYS, BarState, Key, KeyAction
from posdesk.desk.orders.deeds import Deeds
from posdesk.desk.orders.model import Row
from posdesk.desk.words.states import kind_name, lane_name
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.intent import Kind

Run = Callable[[], None]
_IN_TWO_STEPS = frozenset({Kind.REFUSE, Kind.PAY, Kind.VERIFY})


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
    actions = row.facts.actions if row is not None else frozenset()

    def of(kind: Kind, at: Key) -> KeyAction:
        action, words = Action(kind), kind_name(kind)
        if kind is Kind.VERIFY and Action.HAND_OVER in actions:
            action, words = Action.HAND_OVER, QCoreApplication.translate("Orders", "Hand over")
        run = partial(deeds.deed_of(action), row.key) if row is not None and action in actions else None
        return KeyAction(at, words, run, primary=kind is Kind.ACCEPT, acts=kind not in _IN_TWO_STEPS)

    return tuple(of(kind, at) for kind, at in ORDER_KEYS.items())


def _panel_keys(deeds: Deeds) -> tuple[KeyAction, ...]:
    runs: dict[Kind, Run | None] = {
        Kind.REFUSE: deeds.send_refusal if deeds.refusing is not None and deeds.refusing.chosen else None,
        Kind.PAY: deeds.send_payment if deeds.paying is not None and deeds.paying.possible else None,
    }
    return tuple(
        KeyAction(at, kind_name(kind), runs.get(kind), danger=kind is Kind.REFUSE, primary=kind is Kind.PAY)
        for kind, at in ORDER_KEYS.items()
    )


def _page_keys(wish: BarWish) -> tuple[KeyAction, ...]:
    snooze = QCoreApplication.translate("Orders", "Snooze 60 s")
    short = QCoreApplication.translate("Orders", "Snooze")
    return (
        KeyAction(Key.Key_F5, QCoreApplication.translate("Orders", "Detail"), wish.detail, acts=False),
        KeyAction(Key.Key_F9, snooze, wish.snooze, short=short, acts=False),
        KeyAction(Key.Key_F10, QCoreApplication.translate("Orders", "Find"), wish.find, acts=False),
    )
