"""What a journal still knows of rows that it lost, by damage or for a backup: whether they left, how far."""

import sqlite3
from datetime import timedelta

from posdesk.domain.books.posting import Book
from posdesk.domain.clock import from_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.intent import STATE_AFTER, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.journal import codec
from posdesk.journal.books import receipt_rows
from posdesk.journal.orders import intent_rows
from posdesk.journal.orders.order_rows import KEY

LOST_UPTO = "receipts_lost_upto"
LOST_COMPLETION = "receipts_lost_completion"
LOST_POSTING = "receipts_lost_posting"
NO_TRAIL = "receipts_lost_no_trail"
RESTORED_AT = "restored_at"
_DONE = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE})
_COMPLETED_THEN = (
    "SELECT 1 FROM orders o WHERE partner = ? AND bill = ? AND ordered = ? AND (completion <= ? OR EXISTS"
    " (SELECT 1 FROM intents i WHERE i.partner = o.partner AND i.bill = o.bill AND i.ordered = o.ordered"
    " AND i.pressed_at < o.received_at))"
)
# An order's lines of the trail. Those that name no `ordertime` are of a time when no two orders had a number:
# they tell of this one unless they were written before it was placed, or the order that they are of is here.
_TOLD_OF = (
    "partner = ? AND tbillno = ? AND CASE WHEN json_valid(detail) AND detail ->> '$.ordered' IS NOT NULL"
    " THEN detail ->> '$.ordered' = ? ELSE at >= ? AND NOT EXISTS (SELECT 1 FROM orders o"
    " WHERE o.partner = audit.partner AND o.bill = audit.tbillno AND o.ordered <> ?"
    " AND o.received_at <= audit.at) END"
)
_COMES_AGAIN = timedelta(days=2)  # after this nobody sends an order of before once more
_STATE = "order.is_"


def value_of(db: sqlite3.Connection, name: str) -> str:
    """A mark that a loss left behind; empty where there is none."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def may_have_left(db: sqlite3.Connection, number: int) -> bool:
    """Whether a receipt that is to be queued may be one that was sent, and lost since.

    The audit tells by the receipt's name; of an order the receipt may have had another one.
    """
    if not value_of(db, receipt_rows.NUMBERS_ABOVE):
        return False
    *key, traded_at, partner, bill, ordered = db.execute(
        "SELECT store_id, pos_no, serial_num, traded_at, partner, bill, ordered FROM receipts"
        " WHERE number = ?",
        (number,),
    ).fetchone()
    name = "/".join(key)
    if _was_sent(db, name) or _was_sent(db, compared(name)):
        return True
    upto = value_of(db, LOST_UPTO)
    is_older = bool(upto) and (traded_at is None or traded_at <= upto)
    if is_older and value_of(db, NO_TRAIL):
        return True
    return partner is not None and _may_have_been_rung(db, OrderKey(partner, bill, ordered))


def _was_sent(db: sqlite3.Connection, name: str) -> bool:
    question = "SELECT 1 FROM audit WHERE partner = ? AND tbillno = ? AND what = 'posting.sending' LIMIT 1"
    return db.execute(question, (Book.RECEIPT.platform, name)).fetchone() is not None


def _may_have_been_rung(db: sqlite3.Connection, key: OrderKey) -> bool:
    """An order that had been completed when receipts were lost, or was lost itself and came again.

    Of one that is older than a restore nobody knows whether it was completed after the backup.
    """
    if _is_older_than_a_restore(db, key):
        return True
    upto = value_of(db, LOST_COMPLETION)
    row = db.execute(_COMPLETED_THEN, (*key, int(upto) if upto else -1)).fetchone()
    return row is not None or _came_before(db, key)


def _is_older_than_a_restore(db: sqlite3.Connection, key: OrderKey) -> bool:
    restored = value_of(db, RESTORED_AT)
    question = f"SELECT received_at, content FROM orders WHERE {KEY}"
    row = db.execute(question, key).fetchone()
    if not restored or row is None:
        return False
    try:
        ordered_at = codec.content_of(row[1]).ordered_at
    except ValueError:
        return True  # nobody can say
    received_at = from_text(row[0])
    return min(received_at, ordered_at or received_at - _COMES_AGAIN) <= from_text(restored)


def _told_of(key: OrderKey) -> tuple[str, ...]:
    return (*key, key.ordered, key.ordered)


def _came_before(db: sqlite3.Connection, key: OrderKey) -> bool:
    came = "what IN ('order.received', 'order.captured')"
    question = f"SELECT count(*) FROM audit WHERE {_TOLD_OF} AND {came}"
    return int(db.execute(question, _told_of(key)).fetchone()[0]) > 1


def states_told(db: sqlite3.Connection, key: OrderKey) -> list[OrderState]:
    """Where an order has been, by the audit trail and by its intents; empty for one that never was here."""
    rows = db.execute(
        f"SELECT what FROM audit WHERE {_TOLD_OF} AND what LIKE ? ORDER BY number",
        (*_told_of(key), f"{_STATE}%"),
    )
    told = [OrderState(what.removeprefix(_STATE)) for (what,) in rows]
    ended = (STATE_AFTER[i.kind] for i in intent_rows.of_order(db, key) if i.outcome in _DONE)
    return [*told, *(state for state in ended if state is not None)]
