"""What the journal keeps by a name: single values, and since when, or after which number, something is so."""

import sqlite3
from datetime import datetime, timedelta

from posdesk.domain.clock import from_text, to_text
from posdesk.journal.transaction import Transaction

ZERO_HOURS = "zero_hours_since"
DAY = timedelta(days=1)


def value(db: sqlite3.Connection, name: str) -> str:
    """The value that is kept under a name; empty where none is."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def put(db: sqlite3.Connection, name: str, value: str) -> None:
    """Keep it under that name, in place of what was there."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def forget(db: sqlite3.Connection, name: str) -> None:
    """Keep nothing under that name any more."""
    db.execute("DELETE FROM meta WHERE key = ?", (name,))


def count_up(db: sqlite3.Connection, name: str, *, by: int = 1) -> int:
    """The next number of a count, from 1 on; `by` many are taken, the last of them is told."""
    row = db.execute(
        "INSERT INTO meta VALUES (?1, CAST(?2 AS TEXT)) ON CONFLICT (key)"
        " DO UPDATE SET value = CAST(value AS INTEGER) + ?2 RETURNING value",
        (name, by),
    ).fetchone()
    return int(row[0])


def after(tx: Transaction, name: str, last: int, *, on: bool) -> int | None:
    """After which running number a setting has been seen on; None, and forgotten, while it is off.

    `last` is the last number given so far: where nothing was marked yet, the mark. One beyond it is of rows
    that a damaged journal lost, and would hold back those that have their numbers now.
    """
    if not on:
        forget(tx.db, name)
        return None
    marked = min(int(value(tx.db, name) or last), last)
    _mark(tx, name, str(marked))
    return marked


def since(tx: Transaction, name: str, *, on: bool) -> datetime | None:
    """Since when a setting has been seen on; None, and forgotten, while it is off.

    A mark later than now was made by a clock that was ahead, and would hold everything back until then: it
    counts from now on. Where it is this clock that is wrong, since the journal is older, the mark stays.
    """
    if not on:
        forget(tx.db, name)
        return None
    now = to_text(tx.now)
    marked = value(tx.db, name) or now
    if marked > now and not _is_before_the_journal(tx):
        marked = now
    _mark(tx, name, marked)
    return from_text(marked)


def stands(db: sqlite3.Connection, name: str, now: datetime, *, on: bool) -> bool:
    """Whether `since` would change nothing now, and `marked_at` says the same."""
    marked = value(db, name)
    return "" < marked <= to_text(now) if on else not marked


def marked_at(db: sqlite3.Connection, name: str) -> datetime | None:
    """Since when a setting has been seen on, as last noted."""
    marked = value(db, name)
    return from_text(marked) if marked else None


def _is_before_the_journal(tx: Transaction) -> bool:
    """Whether it is more than a day before the first line of the audit: a PC that forgot the date."""
    first = tx.db.execute("SELECT at FROM audit ORDER BY number LIMIT 1").fetchone()
    return first is not None and to_text(tx.now + DAY) < first[0]


def _mark(tx: Transaction, name: str, marked: str) -> None:
    """A mark that stands already is not written again: a transaction that changes nothing is none."""
    if value(tx.db, name) != marked:
        put(tx.db, name, marked)
