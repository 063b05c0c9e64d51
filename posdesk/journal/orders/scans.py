"""Pickup codes that were scanned or typed, and who verified what (product rows 30-33)."""

import sqlite3
from datetime import datetime
from typing import Any

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.order import OrderKey, called_out
from posdesk.domain.orders.source import source_of
from posdesk.domain.pickup.lookup import ScanResult, ScanRow, UsedBefore
from posdesk.domain.privacy import without_phones
from posdesk.journal.transaction import Transaction

SHOWN = 200


def add(tx: Transaction, code: str, result: ScanResult, actor: str, key: OrderKey | None) -> None:
    """One line of the last scans."""
    where = key or (None, None, None)
    tx.db.execute(
        "INSERT INTO scans (at, code, result, actor, counter, partner, bill, ordered)"
        " VALUES (?,?,?,?,?,?,?,?)",
        (to_text(tx.now), code, result, actor, tx.counter, *where),
    )
    tx.touch("scans", key)


def since(db: sqlite3.Connection, start: datetime) -> tuple[ScanRow, ...]:
    """The last scans since `start`, newest first, SHOWN at the most.

    Of the orders' contents SQLite reads the three texts: this is asked after each scan.
    """
    rows = db.execute(
        "SELECT scans.at, scans.code, scans.result, orders.content ->> 'source_code',"
        " orders.content ->> 'show_no', orders.content ->> 'customer',"
        " scans.partner, scans.bill, scans.ordered"
        " FROM scans INDEXED BY scans_at LEFT JOIN orders USING (partner, bill, ordered) WHERE scans.at >= ?"
        " ORDER BY scans.number DESC LIMIT ?",
        (to_text(start), SHOWN),
    )
    return tuple(_row(row) for row in rows)


def _row(row: tuple[Any, ...]) -> ScanRow:
    at, code, result, source_code, show_no, customer, *key = row
    found = ScanResult(result)
    if show_no is None:
        return ScanRow(from_text(at), code, found)
    named = without_phones(customer)
    return ScanRow(
        from_text(at), code, found, source_of(source_code), called_out(show_no), named, OrderKey(*key)
    )


def orders_of_code(db: sqlite3.Connection, code: str) -> tuple[OrderKey, ...]:
    """Orders that this code was used for here before, newest first."""
    rows = db.execute(
        "SELECT partner, bill, ordered FROM intents WHERE kind = 'verify' AND code = ?"
        " GROUP BY partner, bill, ordered ORDER BY max(number) DESC",
        (code,),
    )
    return tuple(OrderKey(*row) for row in rows)


def verified(db: sqlite3.Connection, key: OrderKey) -> UsedBefore | None:
    """Our own record of an order's confirmed verification."""
    row = db.execute(
        "SELECT ended_at, actor, counter FROM intents WHERE partner = ? AND bill = ? AND ordered = ?"
        " AND kind = 'verify' AND outcome = 'confirmed'",
        key,
    ).fetchone()
    return UsedBefore(from_text(row[0]), row[1], row[2]) if row else None
