"""Own orders (row 63): made by ourselves to prove port, card, alarm and printer, and no platform.

They stand among the orders, since only there they prove anything, and count nowhere. Whoever counts orders
asks with `order_rows.OF_TRADE`; the file itself (training_step.py) lets none be sent, sold or completed.
"""

import sqlite3
from datetime import timedelta

from posdesk.domain.orders.board import Action, OrderView, actions_of
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import TRAINING, Order, OrderKey, OrderState, Origin, Received, key_of
from posdesk.domain.printing.print_job import PrintState
from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal.audit import audit
from posdesk.journal.orders import history, order_moves, order_rows, print_rows, prints
from posdesk.journal.orders.order_rows import OPEN
from posdesk.journal.transaction import Transaction

ACCEPT_WITHIN = timedelta(minutes=5)
_AT_MOST = 100


def put(tx: Transaction, received: Received) -> OrderKey:
    """Store one that came by our own call; the ones before it are put away.

    Its bill number is none of ours: those are counted.
    """
    for key in open_ones(tx.db):
        _put_away(tx, key, "")
    key = key_of(TRAINING, received.content)
    billno = f"OWN{received.content.tbillno}"
    order_rows.insert_all(
        tx,
        [order_rows.NewOrder(key, billno, received, Origin.TRAINING, tx.now, tx.now + ACCEPT_WITHIN)],
    )
    history.note(tx, key, Happening.RECEIVED)
    audit.write(tx, "training.received", key=key)
    tx.touch("orders", key)
    return key


def open_ones(db: sqlite3.Connection) -> tuple[OrderKey, ...]:
    """Those that nobody has put away; seldom more than one."""
    rows = db.execute(
        f"SELECT partner, bill, ordered FROM orders INDEXED BY orders_open WHERE {OPEN}"
        f" AND origin = '{Origin.TRAINING}' LIMIT {_AT_MOST}"
    )
    return tuple(OrderKey(*row) for row in rows)


def accept(tx: Transaction, wish: Wish) -> None:
    """A person accepts it: its card and its slips go on as any other's, and no call leaves.

    Whatever else could be wanted of an order is not wanted of this one. Raises NotAllowed.
    """
    order = _own(tx, wish.key)
    if wish.kind is not Kind.ACCEPT or Action.ACCEPT not in actions_of(OrderView(order)):
        raise NotAllowed(OrderReason.STATE, f"{wish.kind} does not apply to an own order in {order.state}")
    history.note(tx, wish.key, Happening.PRESSED, actor=wish.actor, kind=Kind.ACCEPT)
    audit.write(tx, "training.accepted", actor=wish.actor, key=wish.key)
    order_moves.move(tx, wish.key, OrderState.ACCEPTED)


def put_away(tx: Transaction, key: OrderKey, actor: str) -> None:
    """It has proven what it can: it leaves the board, and nobody is asked about its slips any more.

    Raises NotAllowed for one that is put away already, and for an order of a platform.
    """
    if _own(tx, key).is_final:
        raise NotAllowed(OrderReason.STATE, "it is put away")
    _put_away(tx, key, actor)


def _put_away(tx: Transaction, key: OrderKey, actor: str) -> None:
    audit.write(tx, "training.put_away", actor=actor, key=key)
    order_moves.move(tx, key, OrderState.CANCELLED)
    for job in print_rows.of_order(tx.db, key):
        if job.needs_person:
            prints.settle(tx, job, PrintState.DROPPED)


def _own(tx: Transaction, key: OrderKey) -> Order:
    order = order_rows.get(tx.db, key)
    if order is None or not order.is_training:
        raise NotAllowed(OrderReason.UNKNOWN_ORDER, f"no own order {key}")
    return order
