"""Is this sure? What a journal that lost rows, by damage or for a backup, can't answer for any more.

Each mark says how far it lost them; all stand in one table, `meta`, and none goes back. Who reports, sends or
numbers something asks here first.
"""

import sqlite3
from datetime import timedelta
from enum import StrEnum

from posdesk.domain.books.posting import Book
from posdesk.domain.clock import from_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.order import OrderKey
from posdesk.journal import codec
from posdesk.journal.orders import history
from posdesk.journal.orders.order_rows import KEY
from posdesk.records import dataclass


class Mark(StrEnum):
    """What is kept of a loss, by its name in `meta`."""

    RECEIPTS = "receipts_lost_upto"  # a time: until then receipts are lost, and hours add up to too little
    ORDERS = "restored_at"  # a time: what became of the orders of before is lost
    COMPLETION = "receipts_lost_completion"  # the last one by then: whether it was rung is lost
    POSTING = "receipts_lost_posting"  # the last one by then
    TRAIL = "receipts_lost_no_trail"  # "1": lines that told what was sent are lost, too
    NUMBER = "receipts_numbered_above"  # the highest number that a lost receipt may have had


TIMES = (Mark.RECEIPTS, Mark.ORDERS)
COUNTS = (Mark.COMPLETION, Mark.POSTING, Mark.NUMBER)
IS_OLD_POSTING = (  # of a row `p` of the postings
    f"p.number <= coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = '{Mark.POSTING}'), 0)"
)
_COMPLETED_THEN = (
    "SELECT 1 FROM orders o WHERE partner = ? AND bill = ? AND ordered = ? AND (completion <= ? OR EXISTS"
    " (SELECT 1 FROM intents i WHERE i.partner = o.partner AND i.bill = o.bill AND i.ordered = o.ordered"
    " AND i.pressed_at < o.received_at))"
)
_COMES_AGAIN = timedelta(days=2)  # after this nobody sends an order of before once more


@dataclass(frozen=True, slots=True)
class Lost:
    """How far a journal lost rows: times as journal text, empty where it lost none."""

    receipts: str = ""
    orders: str = ""
    completion: int = -1
    has_no_trail: bool = False
    number: int | None = None

    def hour_may_lack(self, hour: str) -> bool:
        """Whether receipts of an hour, or of a receipt's time, may be missing."""
        return bool(self.receipts) and hour <= self.receipts


def lost(db: sqlite3.Connection) -> Lost:
    """The marks as they stand."""
    rows = db.execute("SELECT key, value FROM meta WHERE key IN (?,?,?,?,?,?)", tuple(Mark))
    marks = {Mark(key): str(value) for key, value in rows}
    return Lost(
        marks.get(Mark.RECEIPTS, ""),
        marks.get(Mark.ORDERS, ""),
        int(marks.get(Mark.COMPLETION) or -1),
        bool(marks.get(Mark.TRAIL)),
        int(marks[Mark.NUMBER]) if marks.get(Mark.NUMBER) else None,
    )


def is_receipt_unsent(db: sqlite3.Connection, number: int) -> bool:
    """Whether a receipt that is to be queued was surely never sent, and lost since.

    The audit tells by the receipt's name; of an order the receipt may have had another one.
    """
    known = lost(db)
    if known.number is None:
        return True
    *key, traded_at, partner, bill, ordered = db.execute(
        "SELECT store_id, pos_no, serial_num, traded_at, partner, bill, ordered FROM receipts"
        " WHERE number = ?",
        (number,),
    ).fetchone()
    name = "/".join(key)
    if _was_sent(db, name) or _was_sent(db, compared(name)):
        return False
    if known.has_no_trail and known.hour_may_lack(traded_at or ""):
        return False
    return partner is None or _was_never_rung(db, known, OrderKey(partner, bill, ordered))


def _was_sent(db: sqlite3.Connection, name: str) -> bool:
    question = "SELECT 1 FROM audit WHERE partner = ? AND tbillno = ? AND what = 'posting.sending' LIMIT 1"
    return db.execute(question, (Book.RECEIPT.platform, name)).fetchone() is not None


def is_from_before(db: sqlite3.Connection, key: OrderKey) -> bool:
    """Whether an order is older than a loss or a restore: what became of it since may be lost with it."""
    known = lost(db)
    return _is_until(db, max(known.orders, known.receipts), key)


def _was_never_rung(db: sqlite3.Connection, known: Lost, key: OrderKey) -> bool:
    """Not an order that had been completed when receipts were lost, or was lost itself and came again.

    Of one that is older than a restore nobody knows whether it was completed after the backup.
    """
    if _is_until(db, known.orders, key):
        return False
    row = db.execute(_COMPLETED_THEN, (*key, known.completion)).fetchone()
    return row is None and not history.came_before(db, key)


def _is_until(db: sqlite3.Connection, upto: str, key: OrderKey) -> bool:
    row = db.execute(f"SELECT received_at, content FROM orders WHERE {KEY}", key).fetchone()
    if not upto or row is None:
        return False
    try:
        ordered_at = codec.content_of(row[1]).ordered_at
    except ValueError:
        return True  # nobody can say
    received_at = from_text(row[0])
    return min(received_at, ordered_at or received_at - _COMES_AGAIN) <= from_text(upto)
