"""Whether a journal was worked in: what would be lost if another one took its place."""

import sqlite3

_TABLES = ("receipts", "shifts")


def is_worked_in(db: sqlite3.Connection) -> bool:
    """Whether it holds orders, receipts or shifts; own orders of the set-up's tries count for nothing."""
    orders = "SELECT 1 FROM orders WHERE origin <> 'training' LIMIT 1"
    return any(
        db.execute(query).fetchone() is not None
        for query in (orders, *(f"SELECT 1 FROM {table} LIMIT 1" for table in _TABLES))
    )
