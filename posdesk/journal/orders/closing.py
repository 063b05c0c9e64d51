"""Closing an order here and opening it again: a person's word beside its state (domain/orders/closing.py)."""

import json
from typing import TYPE_CHECKING

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.closing import NOTE_LENGTH, ClosedHere, CloseReason
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.order import Order, OrderKey
from posdesk.errors import NotAllowed, OrderReason
from posdesk.host.late import late
from posdesk.journal.audit import audit
from posdesk.journal.orders import history, intent_rows, order_rows, prints, said_names
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.transaction import Transaction

if TYPE_CHECKING:
    from posdesk.journal.relay import own_acts
else:
    own_acts = late("posdesk.journal.relay.own_acts")

CLOSED, OPENED = "order.closed_here", "order.opened_again"
_SET = f"UPDATE orders SET closed_at = ?, closed_by = ?, close_reason = ?, close_note = ? WHERE {KEY}"


def close(tx: Transaction, key: OrderKey, reason: CloseReason, actor: str, note: str = "") -> None:
    """Nobody works on it any more. What has not left is withdrawn, what is unknown waits for a person.

    Raises NotAllowed for one that ended, is closed already, or that a cancel may be meant for.
    """
    order = _order(tx, key)
    if order.is_training:
        raise NotAllowed(OrderReason.STATE, "an own order is put away")
    if order.is_over:
        raise NotAllowed(OrderReason.CLOSED_HERE if order.is_closed_here else OrderReason.STATE, "it is over")
    if order.is_unclear:
        raise NotAllowed(OrderReason.SAY_WHICH, "a cancel may be for it")
    _put(tx, key, ClosedHere(tx.now, actor, reason, note.strip()[:NOTE_LENGTH]))
    intent_rows.leave_to_person(tx, key, actor)
    prints.closed(tx, key)
    history.note(tx, key, Happening.CLOSED_HERE, actor=actor, detail=reason)
    audit.write(tx, CLOSED, actor=actor, key=key, state=order.state, reason=reason)
    said_names.keep(tx, actor)
    if tx.instance:
        own_acts.closed(tx, key, actor, reason, note.strip()[:NOTE_LENGTH])


def open_again(tx: Transaction, key: OrderKey, actor: str) -> None:
    """It is worked on again, from where its state is by now. Raises NotAllowed for one that is not closed."""
    order = _order(tx, key)
    if not order.is_closed_here:
        raise NotAllowed(OrderReason.NOT_CLOSED, "it is not closed here")
    _put(tx, key, None)
    prints.opened_again(tx, key, order.state)
    history.note(tx, key, Happening.OPENED_AGAIN, actor=actor)
    audit.write(tx, OPENED, actor=actor, key=key, state=order.state)
    said_names.keep(tx, actor)
    if tx.instance:
        own_acts.reopened(tx, key, actor)


def hear(tx: Transaction, key: OrderKey, closed: ClosedHere | None) -> None:
    """What another counter of the store said last of it; of one that ended it says nothing any more."""
    order = _order(tx, key)
    if order.is_final or order.closed == closed:
        return
    _put(tx, key, closed)
    if closed is not None:
        intent_rows.leave_to_person(tx, key, closed.by)
        prints.closed(tx, key)
    else:
        prints.opened_again(tx, key, order.state)


def go_on(tx: Transaction, key: OrderKey) -> None:
    """An order that was lost with a damaged journal is closed or open as the trail told last."""
    told = history.closing_told(tx.db, key, (CLOSED, OPENED))
    order = order_rows.get(tx.db, key)
    if told is None or order is None or order.is_final:
        return
    what, at, actor, detail = told
    if what == OPENED:
        _put(tx, key, None)
    elif order.closed is None:
        _put(tx, key, ClosedHere(from_text(at), actor, CloseReason(json.loads(detail)["reason"])))


def _order(tx: Transaction, key: OrderKey) -> Order:
    order = order_rows.get(tx.db, key)
    if order is None:
        raise NotAllowed(OrderReason.UNKNOWN_ORDER, f"no order {key}")
    return order


def _put(tx: Transaction, key: OrderKey, closed: ClosedHere | None) -> None:
    """Told to the others of its number, too: how many of it are open stands on their cards."""
    at = to_text(closed.at) if closed else None
    words = (closed.by, closed.reason, closed.note) if closed else ("", "", "")
    tx.db.execute(_SET, (at, *words, *key))
    for each in {key, *order_rows.open_ones(tx.db, key.number)}:
        tx.touch("orders", each)
