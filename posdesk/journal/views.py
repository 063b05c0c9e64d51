"""What the desk and the outbox read: orders with their intents, and the search over all orders."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from posdesk.domain.board import OrderView
from posdesk.domain.clock import to_text
from posdesk.domain.intent import Intent
from posdesk.domain.order import Order, OrderKey
from posdesk.journal import intent_rows, orders

ENDED_LIMIT = 1000
FOUND_LIMIT = 50
_LAST = "\U0010ffff"


def view(db: sqlite3.Connection, key: OrderKey) -> OrderView | None:
    """One order with its intents."""
    order = orders.get(db, key)
    return OrderView(order, intent_rows.of_order(db, key)) if order else None


def board(db: sqlite3.Connection, now: datetime) -> tuple[OrderView, ...]:
    """All that is open in any way, and what ended within a day (the latest thousand)."""
    wanted = "(partner, tbillno) IN (SELECT partner, tbillno FROM wanted)"
    rows = db.execute(
        "WITH wanted AS ("
        " SELECT partner, tbillno FROM orders WHERE state IN ('new', 'accepted', 'ready')"
        " UNION SELECT partner, tbillno FROM orders WHERE stop_open = 1"
        " UNION SELECT partner, tbillno FROM intents WHERE outcome IN ('queued', 'sending', 'unknown')"
        " UNION SELECT partner, tbillno FROM (SELECT partner, tbillno FROM orders"
        "   WHERE state_at >= ? ORDER BY state_at DESC LIMIT ?))"
        f" SELECT {orders.COLUMNS} FROM orders WHERE {wanted}",
        (orders.ended_since(now), ENDED_LIMIT),
    ).fetchall()
    return with_intents(db, [orders.order_of(row) for row in rows])


def with_intents(db: sqlite3.Connection, found: Iterable[Order]) -> tuple[OrderView, ...]:
    """Orders with their intents; in one query for many."""
    several = tuple(found)
    if len(several) < 20:
        return tuple(OrderView(order, intent_rows.of_order(db, order.key)) for order in several)
    earliest = min(order.received_at for order in several)
    by_key: defaultdict[OrderKey, list[Intent]] = defaultdict(list)
    for intent in intent_rows.select(db, "pressed_at >= ?", (to_text(earliest),)):
        by_key[intent.key].append(intent)
    return tuple(OrderView(order, tuple(by_key[order.key])) for order in several)


def search(db: sqlite3.Connection, text: str) -> tuple[OrderView, ...]:
    """Orders by show number, last four digits, our or the platform's bill number, or part of a name."""
    text = text.strip()
    if not text:
        return ()
    start, end = text, text + _LAST
    rows = db.execute(
        f"SELECT {orders.COLUMNS} FROM orders WHERE rowid IN ("
        " SELECT rowid FROM (SELECT rowid FROM orders WHERE show_no IN (?, '#' || ?) LIMIT 50)"
        " UNION SELECT rowid FROM (SELECT rowid FROM orders WHERE phone_last4 = ? LIMIT 50)"
        " UNION SELECT rowid FROM (SELECT rowid FROM orders WHERE tbillno BETWEEN ? AND ? LIMIT 50)"
        " UNION SELECT rowid FROM (SELECT rowid FROM orders WHERE billno BETWEEN ? AND ? LIMIT 50)"
        " UNION SELECT rowid FROM (SELECT rowid FROM orders WHERE instr(customer, ?) LIMIT 50))"
        " ORDER BY received_at DESC LIMIT ?",
        (text, text, text, start, end, start, end, text, FOUND_LIMIT),
    ).fetchall()
    found = [orders.order_of(row) for row in rows]
    return tuple(OrderView(order, intent_rows.of_order(db, order.key)) for order in found)
