"""What the detail of an order shows, and what can be pressed in it."""

from enum import StrEnum

from posdesk.desk.cards.facts import Facts
from posdesk.desk.orders.changes import Change
from posdesk.desk.orders.own_actions import PackingList
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.history import HistoryLine
from posdesk.domain.orders.intent import Seq
from posdesk.records import dataclass


class DetailAct(StrEnum):
    """What can be pressed in the detail."""

    REVEAL = "reveal"
    CLOSE = "close"
    UNDO = "undo"
    ASK_AGAIN = "ask_again"
    DONE = "done"
    NOT_DONE = "not_done"
    SURE = "sure"
    BACK = "back"
    CLOSE_HERE = "close_here"  # or open again


@dataclass(frozen=True, slots=True)
class DetailContent:
    """What to show: `settling` is the intent being settled and how, `actor` who would say so.

    `packing` is the packing list where this order's is open. `keys`: whether letters are painted, and act.
    """

    view: OrderView
    facts: Facts
    changes: tuple[Change, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    revealed: bool = False
    closable: bool = False
    actor: str = ""
    settling: tuple[Seq, bool] | None = None
    packing: PackingList | None = None
    keys: bool = True
