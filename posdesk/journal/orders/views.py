"""What the desk and the outbox read: orders with their intents, and the search over all orders."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from posdesk.domain.key_text import compared
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import Order, OrderKey
from posdesk.journal.orders import intent_rows, order_moves, order_rows, own_rows

ENDED_LIMIT = 1000
FOUND_LIMIT = 50
OPEN_LIMIT = 200
_LAST = "\U0010ffff"


def view(db: sqlite3.Connection, key: OrderKey) -> OrderView | None:
    """One order with its intents."""
    order = order_rows.get(db, key)
    return _view(db, order) if order else None


def _view(db: sqlite3.Connection, order: Order) -> OrderView:
    others = set() if order.is_final else {*order_rows.open_ones(db, order.key.number)} - {order.key}
    own = own_rows.of_order(db, order.key)
    return OrderView(order, intent_rows.of_order(db, order.key), twins=len(others), own=own)


def each_on_board(db: sqlite3.Connection, now: datetime) -> Iterator[OrderView]:
    """All that is open in any way, and what ended within a day (the latest thousand), one by one."""
    wanted = "(partner, bill, ordered) IN (SELECT partner, bill, ordered FROM wanted)"
    rows = db.execute(
        "WITH wanted AS ("
        " SELECT partner, bill, ordered FROM orders WHERE state IN ('new', 'accepted', 'ready')"
        " UNION SELECT partner, bill, ordered FROM orders WHERE stop_open > 0"
        " UNION SELECT partner, bill, ordered FROM intents WHERE outcome IN ('queued', 'sending', 'unknown')"
        " UNION SELECT partner, bill, ordered FROM (SELECT partner, bill, ordered FROM orders"
        "   WHERE state_at >= ? ORDER BY state_at DESC LIMIT ?))"
        f" SELECT {order_rows.COLUMNS} FROM orders WHERE {wanted}",
        (order_moves.ended_since(now), ENDED_LIMIT),
    )
    return _with_intents(db, order_rows.readable(rows))


def _with_intents(db: sqlite3.Connection, found: Iterable[Order]) -> Iterator[OrderView]:
    """Orders with their intents."""
    return (_view(db, order) for order in found)


def newest_open(db: sqlite3.Connection) -> Iterator[Order]:
    """The orders that have not ended, the latest first, a few hundred at the most; read one by one."""
    rows = db.execute(
        f"SELECT {order_rows.COLUMNS} FROM orders INDEXED BY orders_open"
        " WHERE state IN ('new', 'accepted', 'ready') ORDER BY number DESC LIMIT ?",
        (OPEN_LIMIT,),
    )
    return order_rows.readable(rows)


def search(db: sqlite3.Connection, text: str) -> tuple[OrderView, ...]:
    """Orders by show number, last four digits, our or the platform's bill number, or part of a name.

    Show numbers come again each day: the latest are found. Only the name needs a walk, over its index.
    """
    text = text.strip()
    bill = compared(text)
    show_no = "".join(text.split()).lstrip("#")
    if not show_no:
        return ()
    rows = db.execute(
        f"SELECT {order_rows.COLUMNS} FROM orders WHERE number IN ({_FOUND}) ORDER BY number DESC LIMIT ?",
        (show_no, show_no, text, bill, bill + _LAST, text.upper(), text.upper() + _LAST, text, FOUND_LIMIT),
    ).fetchall()
    return tuple(_with_intents(db, order_rows.readable(rows)))


def _latest(condition: str, index: str, first: str = "number") -> str:
    where = f"INDEXED BY {index} WHERE {condition} ORDER BY {first} DESC LIMIT {FOUND_LIMIT}"
    return f"SELECT number FROM (SELECT number FROM orders {where})"


_FOUND = " UNION ".join(
    (
        _latest("show_no IN (?, '#' || ?)", "orders_show_no"),
        _latest("phone_last4 = ?", "orders_last4"),
        _latest("bill BETWEEN ? AND ?", "orders_bill", "bill"),
        _latest("billno BETWEEN ? AND ?", "orders_billno", "billno"),
        _latest("instr(lower(customer), lower(?))", "orders_customer"),
    )
)
