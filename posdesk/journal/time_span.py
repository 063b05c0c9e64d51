"""How far in time a journal reaches, whatever its PC's clock said: batteries die, years are set wrong."""

import sqlite3
from datetime import timedelta

from posdesk.domain.books.receipt import AHEAD
from posdesk.domain.clock import from_text, to_text
from posdesk.journal import sure

_LAST = "SELECT {name} FROM {table} ORDER BY number DESC LIMIT 1"
_BUSY = (  # the day with five lines and more that was written last: one line may be of a wrong clock
    "SELECT max({name}) FROM {table} GROUP BY substr({name}, 1, 10) HAVING count(*) >= 5"
    " ORDER BY max(number) DESC LIMIT 1"
)
_UNTIL = "SELECT max({name}) FROM {table} WHERE {name} <= ?"
_TRADED = "SELECT max(traded_at) FROM receipts WHERE traded_at <= ?"
_MARK = "SELECT value FROM meta WHERE key = ?"
_DAYS_OFF = timedelta(days=2)
_CLOSED_FOR = timedelta(days=31)


def latest_in(db: sqlite3.Connection) -> str:
    """The latest time in a journal that can be believed, as journal text; empty where it has none.

    A sale by a till whose clock runs ahead counts, and so does how far an earlier loss reached. What can't be
    read tells nothing.
    """
    written = max(_written(db, "audit", "at"), _written(db, "receipts", "received_at"))
    traded = _one(db, _TRADED, to_text(from_text(written) + AHEAD)) if written else ""
    return max(written, traded, *(_one(db, _MARK, name) for name in sure.TIMES))


def _written(db: sqlite3.Connection, table: str, name: str) -> str:
    last, busy = (_one(db, question.format(table=table, name=name)) for question in (_LAST, _BUSY))
    if not busy:
        return last
    until = _one(db, _UNTIL.format(table=table, name=name), to_text(from_text(busy) + _DAYS_OFF))
    return max(until, last) if last <= to_text(from_text(busy) + _CLOSED_FOR) else until


def _one(db: sqlite3.Connection, question: str, *values: str) -> str:
    try:
        row = db.execute(question, values).fetchone()
    except sqlite3.Error:
        return ""
    return str(row[0]) if row and row[0] is not None else ""
