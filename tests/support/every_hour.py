"""The whole book of hours, as a test looks at it."""

import sqlite3

from posdesk.domain.books.hour import HourBook
from posdesk.journal.books.hour_totals import books_before


def hour_books(db: sqlite3.Connection) -> tuple[HourBook, ...]:
    """Every hour that has receipts or reports, in order."""
    return books_before(db, "", "9999")
