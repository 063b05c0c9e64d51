"""Which hours wait for a manager: among those that are unsettled, a few of years of hours.

Where thousands are, since nothing was ever reported or a journal just came to this schema, each reading looks
at the newest, at a piece of the others, and at each that asked before, had a report on its way or refused, or
got a receipt or a report since. The pieces go back to the first hour and begin anew.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from posdesk.domain.books.hour import HourBook, Policy, step_of
from posdesk.domain.clock import from_text, to_text
from posdesk.journal import sure
from posdesk.journal.books import hour_totals, posting_rows, unsettled

NEWEST = 48
PIECE = 50
MOST = 100  # hours that a reading looks at without choosing; and of those that it knows
_LAST = ("SELECT coalesce(max(number), 0) FROM receipts", "SELECT coalesce(max(number), 0) FROM postings")
_SINCE = (
    "SELECT DISTINCT hour FROM receipts NOT INDEXED WHERE number > ? LIMIT ?",
    "SELECT DISTINCT hour FROM postings NOT INDEXED WHERE number > ? AND book = 'hour' LIMIT ?",
)
_WAITING = (
    f"SELECT hour FROM postings WHERE {posting_rows.OPEN} AND book = 'hour' LIMIT ?",
    "SELECT hour FROM postings WHERE needs_person = 1 AND book = 'hour' LIMIT ?",
)


@dataclass(slots=True)
class WaitingHours:
    """Remembers which hours wait for a manager. For one thread."""

    is_whole: bool = False  # whether every hour was looked at since the rules are these
    _known: set[str] = field(default_factory=set)  # those that ask
    _swept: str | None = None  # back to here, in this sweep
    _last: tuple[int, ...] = ()  # the last receipt and the last posting that were looked at
    _rules: tuple[object, ...] = ()

    def read(self, db: sqlite3.Connection, policy: Policy, now: datetime) -> tuple[HourBook, ...]:
        """The hours that ask, as far as is known, in order."""
        self._begin_anew_under((policy, sure.lost(db).receipts))
        hours, changed = unsettled.hours(db), self._changed(db)
        chosen = self._chosen(hours, changed | _hours(db, _WAITING)) if len(hours) > MOST else hours
        self.is_whole = self.is_whole or len(hours) <= MOST
        books = (hour_totals.hour_book(db, from_text(hour)) for hour in chosen)
        found = tuple(book for book in books if step_of(book, policy, now).ask)
        self._known = {to_text(book.hour) for book in found}
        return found

    def read_all(self, db: sqlite3.Connection, policy: Policy, now: datetime) -> tuple[HourBook, ...]:
        """As `read`, as often as it takes."""
        found = self.read(db, policy, now)
        while not self.is_whole:
            found = self.read(db, policy, now)
        return found

    def _begin_anew_under(self, rules: tuple[object, ...]) -> None:
        if rules != self._rules:
            self.is_whole, self._known, self._swept, self._rules = False, set(), None, rules

    def _changed(self, db: sqlite3.Connection) -> set[str]:
        """The hours of what came since the last reading."""
        known = self._last
        self._last = tuple(int(db.execute(question).fetchone()[0]) for question in _LAST)
        found = (db.execute(sql, (last, MOST)) for sql, last in zip(_SINCE, known, strict=False))
        return {hour for rows in found for (hour,) in rows}

    def _chosen(self, hours: list[str], single: set[str]) -> list[str]:
        """Of too many those to look at now."""
        older = [hour for hour in hours[:-NEWEST] if self._swept is None or hour < self._swept]
        self._swept = older[-PIECE:][0] if older else None
        self.is_whole = self.is_whole or len(older) <= PIECE
        alone = sorted((self._known | single).intersection(hours), reverse=True)[: 5 * MOST]
        return sorted({*hours[-NEWEST:], *older[-PIECE:], *alone})


def _hours(db: sqlite3.Connection, questions: Iterable[str]) -> set[str]:
    return {hour for question in questions for (hour,) in db.execute(question, (MOST,))}
