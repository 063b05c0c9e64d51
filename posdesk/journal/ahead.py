"""Receipts dated ahead: kept like all others, shown until somebody has seen them or their hour has come.

It is asked each minute: till by till, over an index of those that were dated ahead when they came.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from posdesk.domain.clock import from_text, in_china, to_text
from posdesk.domain.hour import HOUR, hour_of
from posdesk.domain.ledger import Ahead
from posdesk.domain.receipt import ReceiptKey
from posdesk.journal import audit
from posdesk.journal.transaction import Transaction

SEEN = "ahead_seen/"
MOST = 1000  # of a till's are counted, and tills; the last ones
_AHEAD = "FROM receipts INDEXED BY receipts_ahead WHERE hour > received_at"
_NEXT_TILL = (
    f"SELECT store_id, pos_no {_AHEAD} AND (store_id, pos_no) > (?, ?) ORDER BY store_id, pos_no LIMIT 1"
)
_OF_TILL = (
    "SELECT serial_num, traded_at, hour, received_at, count(*), max(number) FROM"  # the last one's row
    f" (SELECT serial_num, traded_at, hour, received_at, number {_AHEAD} AND store_id = ? AND pos_no = ?"
    " AND number > ? ORDER BY number DESC LIMIT ?) WHERE hour > ? AND traded_at IS NOT NULL"
)


def dated_ahead(db: sqlite3.Connection, now: datetime) -> tuple[Ahead, ...]:
    """What every till has handed in for hours that begin an hour from now or later; the oldest first.

    That it was ahead of its arrival, too, says that it is the till's clock, not one of ours that was set
    back. The count is MOST at the most.
    """
    after = to_text(hour_of(now) + HOUR)
    found = (_of_till(db, *till, after) for till in _tills(db))
    return tuple(sorted(filter(None, found), key=lambda each: each.number))


def _tills(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Each till that ever handed one in, one step of the index each."""
    till = ("", "")
    for _ in range(MOST):
        row = db.execute(_NEXT_TILL, till).fetchone()
        if row is None:
            return
        till = (row[0], row[1])
        yield till


def _of_till(db: sqlite3.Connection, store_id: str, pos_no: str, after: str) -> Ahead | None:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (f"{SEEN}{store_id}/{pos_no}",)).fetchone()
    seen = int(row[0]) if row else 0
    serial, traded, hour, received, count, number = db.execute(
        _OF_TILL, (store_id, pos_no, seen, MOST, after)
    ).fetchone()
    if not count:
        return None
    key = ReceiptKey(store_id, pos_no, serial)
    return Ahead(key, from_text(traded), in_china(from_text(hour)), from_text(received), count, number)


def acknowledge(tx: Transaction, store_id: str, pos_no: str, number: int, actor: str) -> None:
    """Somebody has seen what this till had handed in up to there."""
    tx.db.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (f"{SEEN}{store_id}/{pos_no}", str(number)),
    )
    audit.write(tx, "receipt.ahead_seen", actor=actor, store=store_id, pos=pos_no, upto=number)
    tx.touch("receipts")
