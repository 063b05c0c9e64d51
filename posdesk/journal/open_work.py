"""What is under way, so that the program should not be changed now."""

import sqlite3

from posdesk.journal.orders import print_rows
from posdesk.journal.sent_rows import OPEN
from posdesk.journal.shifts import checklist_rows
from posdesk.records import dataclass

MOST = 300  # that are counted of each
_SHIFTS = "SELECT count(*) FROM shifts WHERE closed_at IS NULL"
_CALLS = (
    f"SELECT count(*) FROM (SELECT 1 FROM intents WHERE {OPEN} AND needs_person = 0 LIMIT {MOST})",
    f"SELECT count(*) FROM (SELECT 1 FROM postings WHERE {OPEN} AND needs_person = 0 LIMIT {MOST})",
)
_PRINTS = (
    f"SELECT count(*) FROM (SELECT 1 FROM prints INDEXED BY prints_open WHERE {print_rows.OPEN}"
    f" AND needs_person = 0 LIMIT {MOST})"
)


@dataclass(frozen=True, slots=True)
class OpenNow:
    """How many of each are open; a call or print that waits for a person is under way no more."""

    shifts: int = 0
    orders: int = 0
    calls: int = 0
    prints: int = 0

    def __bool__(self) -> bool:
        return bool(self.shifts or self.orders or self.calls or self.prints)


def read(db: sqlite3.Connection) -> OpenNow:
    """What is open at this moment."""
    calls = sum(_one(db, question) for question in _CALLS)
    return OpenNow(_one(db, _SHIFTS), checklist_rows.orders_open(db), calls, _one(db, _PRINTS))


def _one(db: sqlite3.Connection, question: str) -> int:
    return int(db.execute(question).fetchone()[0])
