"""The running part of our bill numbers, after a journal lost some of its orders: none is given twice."""

import sqlite3

from posdesk.domain.bills import running_of

SKIPPED = 10_000
"""More orders than a counter takes between a backup and its restoring, or in the rows of a few torn pages."""


def skip_bills(db: sqlite3.Connection) -> None:
    """Go on far behind the last number that is known, for each counter that ever took an order.

    A bill number that was given to a lost order may stand with a platform, and with WDK as a serial.
    """
    for counter in _counters(db):
        key = f"running/{counter}"
        row = db.execute("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?", (key,)).fetchone()
        known = max(row[0] if row else 0, _last(db, counter))
        db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, str(known + SKIPPED)))


def _counters(db: sqlite3.Connection) -> set[str]:
    kept = db.execute("SELECT substr(key, 9) FROM meta WHERE key LIKE 'running/%'")
    took = db.execute("SELECT DISTINCT counter FROM orders")
    return {*(row[0] for row in kept), *(row[0].zfill(2) for row in took)}


def _last(db: sqlite3.Connection, counter: str) -> int:
    rows = db.execute("SELECT billno FROM orders WHERE counter IN (?, ?)", (counter, counter.lstrip("0")))
    return max((running_of(row[0]) for row in rows), default=0)
