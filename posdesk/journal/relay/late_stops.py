"""An order that was cancelled, and turns out to be made at some counter, is a STOP at all of them (relay.md).

Whose word came last is chance: a cancel, an accept and a closing end alike wherever they are read.
"""

from datetime import datetime, timedelta

from posdesk.domain.clock import from_text
from posdesk.domain.orders.closing import ClosedHere, CloseReason
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.relay.act import ActKind
from posdesk.journal.orders import order_moves, order_rows
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.relay import acts
from posdesk.journal.transaction import Transaction

STOPS = timedelta(hours=2)
"""A cancel, or an accept behind it, that is older stops nobody any more."""
_BEGINS = frozenset({ActKind.ACCEPT, ActKind.READY})
_MAY_BE = frozenset({Outcome.UNKNOWN, Outcome.CONFIRMED, Outcome.SETTLED_DONE})


def is_begun_by(kind: ActKind, outcome: str) -> bool:
    """Whether an act of that kind says that somebody may be making its order."""
    return kind in _BEGINS and outcome in _MAY_BE


def stop(tx: Transaction, key: OrderKey, done_at: datetime) -> None:
    """The cancel came first: an order that is being made somewhere is a STOP, here as there.

    `done_at` is when that was done, by our clock.
    """
    last = closed(tx, key)
    is_late = is_cancelled(tx, key) and tx.now - done_at < STOPS and not acts.stop_told(tx.db, key)
    if is_late and order_moves.is_being_made_anywhere(tx, key, last.at if last is not None else None):
        order_moves.stop(tx, key)


def is_cancelled(tx: Transaction, key: OrderKey) -> bool:
    """Whether it stands so here."""
    order = order_rows.standing(tx.db, key)
    return order is not None and order.state is OrderState.CANCELLED


def closed(tx: Transaction, key: OrderKey) -> ClosedHere | None:
    """The last word of all counters on whether anybody works on it, by the clocks of who said it."""
    row = tx.db.execute(
        f"SELECT kind, at, actor, outcome, content FROM acts WHERE {KEY} AND kind IN ('closed', 'reopened')"
        " AND standing <> 'waiting' ORDER BY at DESC, instance DESC, n DESC LIMIT 1",
        key,
    ).fetchone()
    if row is None or row[0] == ActKind.REOPENED:
        return None
    _, at, actor, reason, content = row
    return ClosedHere(from_text(at), actor, CloseReason(reason), acts.note_of(content))
