"""The rows of an export, named as architecture.md fixes them."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from posdesk.domain.books.hour import HourBook, state_of
from posdesk.domain.clock import to_text
from posdesk.domain.money import yuan_of
from posdesk.journal.books.hour_totals import books_before
from posdesk.journal.orders import raws
from posdesk.journal.orders.order_rows import OF_TRADE

log = logging.getLogger(__name__)
_HOUR: dict[str, Callable[[HourBook, datetime], Any]] = {
    "hour": lambda book, _now: to_text(book.hour),
    "total": lambda book, _now: yuan_of(book.now.net_fen),
    "receipts": lambda book, _now: book.now.receipts,
    "items": lambda book, _now: book.now.items,
    "state": lambda book, now: str(state_of(book, now)),
    "reported_total": lambda book, _now: yuan_of(book.reported.net_fen) if book.reported else "",
}
"""Money in yuan as Decimal; the reported total is empty while nothing is confirmed."""
FIELDS: dict[str, tuple[str, ...]] = {
    "orders": ("partner", "tbillno", "billno", "state", "received_at", "raw", "wiped_at"),
    "intents": ("seq", "platform", "kind", "tbillno", "outcome", "attempts", "last_answer"),
    "receipts": ("store_id", "pos_no", "serial_num", "outcome", "target"),
    "hours": tuple(_HOUR),
    "audit": ("number", "at", "actor", "counter", "what", "partner", "tbillno", "seq", "detail", "hash"),
}
_QUERIES = {
    "orders": f"SELECT partner, tbillno, billno, state, received_at, raw, {raws.COLUMN},"
    " substr(wiped, 1, instr(wiped, ' ') - 1) FROM orders o"
    f" WHERE {OF_TRADE} AND received_at >= :start AND received_at < :end ORDER BY received_at, billno",
    "intents": "SELECT seq, partner, kind, tbillno, outcome, attempts, last_answer FROM ("
    " SELECT i.seq, i.partner, i.kind, coalesce(o.tbillno, i.bill) AS tbillno, i.outcome, i.attempts,"
    "  i.last_answer, i.pressed_at AS at, 1 AS book, i.number"
    "  FROM intents i LEFT JOIN orders o USING (partner, bill, ordered) UNION ALL"
    " SELECT p.seq, p.platform, p.book, coalesce(o.tbillno, r.bill, ''), p.outcome, p.attempts,"
    "  trim(p.last_code || ' ' || p.last_words), p.made_at, 2, p.number"
    "  FROM postings p LEFT JOIN receipts r ON r.number = p.receipt"
    "  LEFT JOIN orders o ON o.partner = r.partner AND o.bill = r.bill AND o.ordered = r.ordered)"
    " WHERE at >= :start AND at < :end ORDER BY at, book, number",
    "receipts": "SELECT r.store_id, r.pos_no, r.serial_num, coalesce(p.outcome, ''), coalesce(p.target, '')"
    " FROM receipts r LEFT JOIN postings p ON p.number ="
    "  (SELECT max(number) FROM postings WHERE book = 'receipt' AND receipt = r.number)"
    " WHERE r.hour >= :start AND r.hour < :end ORDER BY r.hour, r.number",
    "audit": "SELECT number, at, actor, counter, what, partner, tbillno, seq, detail, hash FROM audit"
    " WHERE at >= :start AND at < :end ORDER BY number",
}


def select(
    db: sqlite3.Connection, what: str, span: tuple[str, str], now: datetime
) -> Iterator[tuple[Any, ...]]:
    """The rows of a table between two journal times, the second not included.

    Receipts and hours go by the hour in which they count; where an hour stands is said of `now`.
    """
    if what == "hours":
        for book in books_before(db, *span):
            yield tuple(says(book, now) for says in _HOUR.values())
        return
    start, end = span
    rows = db.execute(_QUERIES[what], {"start": start, "end": end})
    yield from map(_with_text, rows) if what == "orders" else rows


def _with_text(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """One that is damaged is none, as one that was wiped: it keeps no other order from being exported."""
    *before, raw, kept, wiped_at = row
    try:
        text = raws.text_of(raw, kept)
    except ValueError:
        log.warning("export: the text of order %s can't be read", before[2])
        text = raws.NONE
    return (*before, text, wiped_at)
