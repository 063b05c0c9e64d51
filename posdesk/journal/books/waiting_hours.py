"""Which hours wait for a manager, kept from reading to reading: of years of hours few do, and none is missed.

Each reading looks at the recent hours, at a piece of the older ones, and at each older one that asked before,
had a report on its way or refused, or got a receipt or a report since. The pieces go back to the first hour
and begin anew.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from posdesk.domain.books.hour import HOUR, HourBook, Policy, hour_of, step_of
from posdesk.domain.clock import from_text, to_text
from posdesk.journal import sure
from posdesk.journal.books import hour_totals, posting_rows

RECENT = timedelta(days=8)
PIECE = timedelta(days=31)
SECOND_PIECE = timedelta(days=4)  # once all is known, going through it again is for what nobody thought of
MOST = 500  # older hours looked at one by one: further ones wait for their piece
_FOR_EVER = "9999"
_BEFORE = (
    "SELECT max(hour) FROM receipts WHERE hour < ?",
    "SELECT max(hour) FROM postings WHERE book = 'hour' AND hour < ?",
)
_LAST = ("SELECT coalesce(max(number), 0) FROM receipts", "SELECT coalesce(max(number), 0) FROM postings")
_SINCE = (
    "SELECT DISTINCT hour FROM receipts NOT INDEXED WHERE number > ? AND hour < ? LIMIT ?",
    "SELECT DISTINCT hour FROM postings NOT INDEXED WHERE number > ? AND hour < ? AND book = 'hour' LIMIT ?",
)
_WAITING = (
    f"SELECT hour FROM postings WHERE {posting_rows.OPEN} AND book = 'hour' AND hour < ? LIMIT ?",
    "SELECT hour FROM postings WHERE needs_person = 1 AND book = 'hour' AND hour < ? LIMIT ?",
)


@dataclass(slots=True)
class WaitingHours:
    """What is known of the hours that ask. For one thread."""

    is_whole: bool = False  # whether every hour was looked at since the rules are these
    _known: set[str] = field(default_factory=set)  # those that ask, or may when what is under way has ended
    _swept: str | None = None  # back to here, in this sweep
    _last: tuple[int, ...] = ()  # the last receipt and the last posting that were looked at
    _rules: tuple[object, ...] = ()

    def read(self, db: sqlite3.Connection, policy: Policy, now: datetime) -> tuple[HourBook, ...]:
        """The hours that ask, as far as is known, in order."""
        self._begin_anew_under((policy, sure.lost(db).receipts))
        recent = to_text(hour_of(now) - RECENT)
        waiting = _hours(db, _WAITING, recent)
        single = self._known | waiting | self._changed(db, recent)
        first, end = self._piece(db, recent)
        alone = sorted(hour for hour in single if hour < recent and not first <= hour < end)[:MOST]
        found = [
            *_asking(hour_totals.books_before(db, first, end), policy, now),
            *_asking((hour_totals.hour_book(db, from_text(hour)) for hour in alone), policy, now),
            *_asking(hour_totals.books_before(db, recent, _FOR_EVER), policy, now),
        ]
        self._known = {to_text(book.hour) for book in found} | waiting
        return tuple(sorted(found, key=lambda book: book.hour))

    def read_all(self, db: sqlite3.Connection, policy: Policy, now: datetime) -> tuple[HourBook, ...]:
        """As `read`, as often as it takes."""
        found = self.read(db, policy, now)
        while not self.is_whole:
            found = self.read(db, policy, now)
        return found

    def _begin_anew_under(self, rules: tuple[object, ...]) -> None:
        if rules != self._rules:
            self.is_whole, self._known, self._swept, self._rules = False, set(), None, rules

    def _changed(self, db: sqlite3.Connection, recent: str) -> set[str]:
        """The older hours of what came since the last reading."""
        known = self._last
        self._last = tuple(int(db.execute(question).fetchone()[0]) for question in _LAST)
        found = (db.execute(sql, (last, recent, MOST)) for sql, last in zip(_SINCE, known, strict=False))
        return {hour for rows in found for (hour,) in rows}

    def _piece(self, db: sqlite3.Connection, recent: str) -> tuple[str, str]:
        """From when until when the older hours are looked at now; nothing where the sweep is at its end."""
        before = (db.execute(question, (self._swept or recent,)).fetchone()[0] for question in _BEFORE)
        last = max(filter(None, before), default=None)
        if last is None:
            self._swept, self.is_whole = None, True
            return "", ""
        moment, piece = from_text(last), SECOND_PIECE if self.is_whole else PIECE
        self._swept = to_text(moment - piece) if moment.year > 1 else ""
        return self._swept, to_text(moment + HOUR)


def _asking(books: Iterable[HourBook], policy: Policy, now: datetime) -> list[HourBook]:
    return [book for book in books if step_of(book, policy, now).ask]


def _hours(db: sqlite3.Connection, questions: Iterable[str], before: str) -> set[str]:
    return {hour for question in questions for (hour,) in db.execute(question, (before, MOST))}
