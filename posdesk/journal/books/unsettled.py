"""Hours about which something may be to do: all others were found settled since they changed last."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from posdesk.domain.books.hour import is_settled
from posdesk.domain.clock import from_text, to_text
from posdesk.journal.books import hour_totals
from posdesk.journal.transaction import Transaction

_NEXT = (
    "SELECT min(hour) FROM receipts WHERE hour > ?",
    "SELECT min(hour) FROM foreign_receipts WHERE hour > ?",
    "SELECT min(hour) FROM postings WHERE book = 'hour' AND hour > ?",
)


def hours(db: sqlite3.Connection) -> list[str]:
    """Each, the oldest first, as the journal writes times: a few, but where nothing was ever reported."""
    return [hour for (hour,) in db.execute("SELECT hour FROM unsettled_hours ORDER BY hour")]


def settle(tx: Transaction, of: Iterable[datetime]) -> None:
    """Those of these hours about which nothing is to be done are looked at again when they change."""
    for hour in of:
        if is_settled(hour_totals.hour_book(tx.db, hour)):
            tx.db.execute("DELETE FROM unsettled_hours WHERE hour = ?", (to_text(hour),))


def known_between(db: sqlite3.Connection, start: datetime, end: datetime) -> set[datetime]:
    """The hours that have receipts or reports, the end not included; each costs a step of two indexes."""
    found, last = set[datetime](), to_text(end)
    for question in _NEXT:
        hour = _before(start)
        while (hour := db.execute(question, (hour,)).fetchone()[0]) is not None and hour < last:
            found.add(from_text(hour))
    return found


def _before(start: datetime) -> str:
    return to_text(start - datetime.resolution)
