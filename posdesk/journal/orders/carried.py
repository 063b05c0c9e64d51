"""What of the settings the journal carries already: whose orders are there, and what of them is open."""

import sqlite3

from posdesk.journal import sent_rows
from posdesk.journal.orders.order_rows import OPEN
from posdesk.records import dataclass

_REAL = "origin IN ('pushed', 'captured')"


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What of a partner is open: orders, presses that are not answered, STOPs that nobody has ended."""

    orders: int = 0
    presses: int = 0
    stops: int = 0

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.orders or self.presses or self.stops)


def is_anything_kept(db: sqlite3.Connection) -> bool:
    """Whether an order, a receipt or a shift stands under this store's code and this counter's number."""
    tables = (f"orders WHERE {_REAL}", "receipts", "shifts")
    return any(db.execute(f"SELECT 1 FROM {each} LIMIT 1").fetchone() for each in tables)


def has_orders(db: sqlite3.Connection, partner: str) -> bool:
    """Whether an order ever came from this partner."""
    row = db.execute(f"SELECT 1 FROM orders WHERE partner = ? AND {_REAL} LIMIT 1", (partner,)).fetchone()
    return row is not None


def open_work(db: sqlite3.Connection, partner: str) -> OpenWork:
    """What of this partner is not at its end; what was only looked up waits for nothing."""
    asked = (
        f"FROM orders INDEXED BY orders_open_number WHERE partner = ? AND {OPEN} AND origin = 'pushed'",
        f"FROM intents INDEXED BY intents_open WHERE partner = ? AND {sent_rows.OPEN}",
        "FROM orders INDEXED BY orders_stop WHERE partner = ? AND stop_open > 0",
    )
    return OpenWork(*(db.execute(f"SELECT count(*) {each}", (partner,)).fetchone()[0] for each in asked))
