"""Marks in the journal: since when something has been so."""

import sqlite3
from datetime import datetime, timedelta

from posdesk.domain.clock import from_text, to_text
from posdesk.journal.transaction import Transaction

ZERO_HOURS = "zero_hours_since"
DAY = timedelta(days=1)


def since(tx: Transaction, name: str, *, on: bool) -> datetime | None:
    """Since when a setting has been seen on; None, and forgotten, while it is off.

    A mark of tomorrow or later was made by a wrong clock, and would hold everything back until then: it
    counts from now on.
    """
    if not on:
        tx.db.execute("DELETE FROM meta WHERE key = ?", (name,))
        return None
    tx.db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING", (name, to_text(tx.now)))
    tx.db.execute(
        "UPDATE meta SET value = ? WHERE key = ? AND value > ?",
        (to_text(tx.now), name, to_text(tx.now + DAY)),
    )
    row = tx.db.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
    return from_text(row[0])


def first_hour(db: sqlite3.Connection) -> datetime | None:
    """The earliest hour that has receipts, None where there are none."""
    first = db.execute("SELECT min(hour) FROM receipts").fetchone()[0]
    return from_text(first) if first is not None else None
