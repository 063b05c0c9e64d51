"""Marks in the journal: since when, or after which number, something has been so."""

import sqlite3
from datetime import datetime, timedelta

from posdesk.domain.clock import from_text, to_text
from posdesk.journal.transaction import Transaction

ZERO_HOURS = "zero_hours_since"
DAY = timedelta(days=1)


def after(tx: Transaction, name: str, last: int, *, on: bool) -> int | None:
    """After which running number a setting has been seen on; None, and forgotten, while it is off.

    `last` is the last number given so far: where nothing was marked yet, the mark. One beyond it is of rows
    that a damaged journal lost, and would hold back those that have their numbers now.
    """
    if not on:
        _forget(tx, name)
        return None
    tx.db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING", (name, str(last)))
    marked = min(int(_value(tx.db, name)), last)
    _put(tx, name, str(marked))
    return marked


def since(tx: Transaction, name: str, *, on: bool) -> datetime | None:
    """Since when a setting has been seen on; None, and forgotten, while it is off.

    A mark later than now was made by a clock that was ahead, and would hold everything back until then: it
    counts from now on. Where it is this clock that is wrong, since the journal is older, the mark stays.
    """
    if not on:
        _forget(tx, name)
        return None
    tx.db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING", (name, to_text(tx.now)))
    if _value(tx.db, name) > to_text(tx.now) and not _is_before_the_journal(tx):
        _put(tx, name, to_text(tx.now))
    return from_text(_value(tx.db, name))


def _is_before_the_journal(tx: Transaction) -> bool:
    """Whether it is more than a day before the first line of the audit: a PC that forgot the date."""
    first = tx.db.execute("SELECT at FROM audit ORDER BY number LIMIT 1").fetchone()
    return first is not None and to_text(tx.now + DAY) < first[0]


def _value(db: sqlite3.Connection, name: str) -> str:
    return str(db.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()[0])


def _put(tx: Transaction, name: str, value: str) -> None:
    tx.db.execute("UPDATE meta SET value = ? WHERE key = ? AND value <> ?", (value, name, value))


def _forget(tx: Transaction, name: str) -> None:
    tx.db.execute("DELETE FROM meta WHERE key = ?", (name,))


def first_hour(db: sqlite3.Connection) -> datetime | None:
    """The earliest hour that has receipts, None where there are none."""
    first = db.execute("SELECT min(hour) FROM receipts").fetchone()[0]
    return from_text(first) if first is not None else None
