"""After some months a wiped row loses what only the making of it needed: lines, fees and tenders.

No row leaves the journal: keys, states, amounts, times and hashes stay for ever, since nothing twice, a late
receipt's whole hour and a return's sale go by them. What is thinned is wiped already: no personal data hangs
on this, and a row that waits for a person keeps its content until that has seen to it.

A table is gone through by its numbers, since rows are numbered as they come: no index is kept for it. How far
it came stands in meta, with the few rows that had to wait.
"""

import sqlite3
from datetime import datetime

from posdesk.domain.clock import in_china, to_text
from posdesk.domain.orders.order import ZERO, OrderKey, Thinned
from posdesk.domain.orders.personal import put_away
from posdesk.journal import codec, meta
from posdesk.journal.audit import audit
from posdesk.journal.orders import order_rows
from posdesk.journal.transaction import Transaction
from posdesk.journal.wiping import rewriting, wiped_hashes
from posdesk.records import dataclass

AT_ONCE = 50  # rows a batch
UPTO, LATER = "thinned/", "thin_later/"  # in meta, before the table's name
_MOST_LATER = 200  # rows that waited for a person for over a year; more of them keep their content
_NEIGHBOURS = 1_000  # rows: one whose clock was wrong is judged by those around it
_CAME = {  # by which time and which index the first rows are found that are too young
    "orders": ("received_at", "orders_received"),
    "receipts": ("hour", "receipts_hour"),
}
_IS_RUNG = (  # of a completed one: its receipt is made of its lines
    "(NOT EXISTS (SELECT 1 FROM meta m WHERE m.key = 'ringing_after'"
    "  AND o.completion > CAST(m.value AS INTEGER))"
    " OR EXISTS (SELECT 1 FROM receipts r WHERE r.partner = o.partner AND r.bill = o.bill"
    "  AND r.ordered = o.ordered))"
)
_DUE_ORDER = (
    f"SELECT {order_rows.COLUMNS} FROM orders o WHERE number = ? AND wiped IS NOT NULL AND thinned IS NULL"
    f" AND state IN ('completed', 'refused', 'cancelled') AND state_at < ? AND {_IS_RUNG}"
)
_DUE_RECEIPT = "SELECT content FROM receipts WHERE number = ? AND wiped IS NOT NULL AND thinned IS NULL"


@dataclass(frozen=True, slots=True)
class ThinnedBatch:
    """How many rows one batch looked at and thinned; `more` where another one is to be asked for."""

    looked: int
    thinned: int
    more: bool


def months_before(now: datetime, months: int) -> datetime:
    """So many months earlier: on that day, or the last one of a shorter month; aware, in China."""
    today = in_china(now)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    for day in range(today.day, 0, -1):
        try:
            return today.replace(year=year, month=month + 1, day=day)
        except ValueError:  # of a month that is shorter
            continue
    raise AssertionError("a month has a first day")


def thin(tx: Transaction, ended: datetime, limit: int = AT_ONCE) -> ThinnedBatch:
    """Thin one batch of what ended before that moment. It is audited, numbers only.

    Whoever asks until `more` is False has thinned all that is due. Each batch is a job of its own, behind
    orders; one that was cut off goes on where the last one ended.
    """
    before = to_text(ended)
    for table in _CAME:
        numbers = _next(tx.db, table, _upto(tx.db, table, before), limit)
        if numbers:
            meta.put(tx.db, f"{UPTO}{table}", str(numbers[-1]))
            return ThinnedBatch(len(numbers), _take(tx, table, numbers, before), more=True)
    return ThinnedBatch(0, 0, more=False)


def begin(tx: Transaction, ended: datetime) -> None:
    """Once a day: rows that had to wait are looked at anew."""
    for table in _CAME:
        numbers = _later(tx.db, table)
        if numbers:
            meta.forget(tx.db, f"{LATER}{table}")
            _take(tx, table, numbers, to_text(ended))


def is_due(db: sqlite3.Connection, ended: datetime) -> bool:
    """Whether a batch would look at any row."""
    return any(_next(db, table, _upto(db, table, to_text(ended)), 1) for table in _CAME)


def _upto(db: sqlite3.Connection, table: str, ended: str) -> int:
    """The last row that came before all that came since: a wrong clock may have dated a new one as old."""
    came, index = _CAME[table]
    since = f"SELECT number FROM {table} INDEXED BY {index} WHERE {came} >= ? ORDER BY {came} LIMIT ?"
    first = db.execute(f"SELECT min(number) FROM ({since})", (ended, _NEIGHBOURS)).fetchone()[0]
    if first is not None:
        return int(first) - 1
    return int(db.execute(f"SELECT coalesce(max(number), 0) FROM {table}").fetchone()[0])


def _next(db: sqlite3.Connection, table: str, upto: int, limit: int) -> list[int]:
    begun = int(meta.value(db, f"{UPTO}{table}") or 0)
    question = f"SELECT number FROM {table} WHERE number > ? AND number <= ? ORDER BY number LIMIT ?"
    return [number for (number,) in db.execute(question, (begun, upto, limit))]


def _take(tx: Transaction, table: str, numbers: list[int], before: str) -> int:
    """Thin what may go of these, and note what has to wait."""
    done = [number for number in numbers if _THIN[table](tx, number, before)]
    waits = f"SELECT 1 FROM {table} WHERE number = ? AND thinned IS NULL"
    later = [number for number in numbers if tx.db.execute(waits, (number,)).fetchone()]
    if later:
        kept = (_later(tx.db, table) + later)[:_MOST_LATER]
        meta.put(tx.db, f"{LATER}{table}", " ".join(map(str, kept)))
    if done:
        audit.write(tx, "content.thinned", table=table, rows=len(done))
        rewriting.note(tx, table, done)  # by which pages that are nearly empty are given up
        tx.touch(table)
    return len(done)


def _later(db: sqlite3.Connection, table: str) -> list[int]:
    return [int(each) for each in meta.value(db, f"{LATER}{table}").split()]


def _order(tx: Transaction, number: int, ended: str) -> bool:
    """An order's lines and fees."""
    row = tx.db.execute(_DUE_ORDER, (number, ended)).fetchone()
    if row is None:
        return False
    try:
        order = order_rows.order_of(row)
        content, left = codec.content_text(put_away(order.content)), wiped_hashes.of_lines(tx, order.content)
    except (ValueError, ArithmeticError):  # it is damaged: nobody can read it, and nothing of it stays
        content, left = wiped_hashes.RAW, Thinned(tx.now, ZERO, "-", "-")
    tx.db.execute(
        "UPDATE orders SET content = ?, thinned = ? WHERE number = ?",
        (content, order_rows.thinned_text(left), number),
    )
    tx.touch("orders", OrderKey(*row[:3]))
    return True


def _receipt(tx: Transaction, number: int, _ended: str) -> bool:
    """A receipt's lines and tenders: its figures stand in columns of their own."""
    row = tx.db.execute(_DUE_RECEIPT, (number,)).fetchone()
    if row is None:
        return False
    tx.db.execute(
        "UPDATE receipts SET content = ?, thinned = ? WHERE number = ?",
        (_without_lines(row[0]), to_text(tx.now), number),
    )
    return True


def _without_lines(content: str) -> str:
    try:
        return codec.receipt_text(codec.receipt_of(content).put_away())
    except ValueError:  # it is damaged: nobody can read it
        return wiped_hashes.RAW


_THIN = {"orders": _order, "receipts": _receipt}
