"""Receipts dated ahead: kept like all others, shown until somebody has seen them or their hour has come."""

import sqlite3
from datetime import datetime

from posdesk.domain.clock import from_text, in_china, to_text
from posdesk.domain.hour import HOUR, hour_of
from posdesk.domain.ledger import Ahead
from posdesk.domain.receipt import ReceiptKey
from posdesk.journal import audit
from posdesk.journal.transaction import Transaction

SEEN = "ahead_seen/"
_SELECT = (
    "SELECT r.store_id, r.pos_no, r.serial_num, r.traded_at, r.hour, r.received_at, count(*), max(r.number)"
    " FROM receipts r LEFT JOIN meta m ON m.key = ? || r.store_id || '/' || r.pos_no"
    " WHERE r.hour > ? AND r.traded_at IS NOT NULL AND r.number > CAST(coalesce(m.value, '0') AS INTEGER)"
    " GROUP BY r.store_id, r.pos_no ORDER BY max(r.number)"  # the bare columns are of the last one's row
)


def dated_ahead(db: sqlite3.Connection, now: datetime) -> tuple[Ahead, ...]:
    """What every till has handed in for hours that begin an hour from now or later; the oldest first."""
    rows = db.execute(_SELECT, (SEEN, to_text(hour_of(now) + HOUR))).fetchall()
    return tuple(
        Ahead(
            ReceiptKey(*key), from_text(traded), in_china(from_text(hour)), from_text(received), count, number
        )
        for *key, traded, hour, received, count, number in rows
    )


def acknowledge(tx: Transaction, store_id: str, pos_no: str, number: int, actor: str) -> None:
    """Somebody has seen what this till had handed in up to there."""
    tx.db.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (f"{SEEN}{store_id}/{pos_no}", str(number)),
    )
    audit.write(tx, "receipt.ahead_seen", actor=actor, store=store_id, pos=pos_no, upto=number)
    tx.touch("receipts")
