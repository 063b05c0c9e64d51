"""What the manager's pages ask: a business day, an hour's story, what waits, the daily sheet."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from posdesk.domain.books.hour import (
    HOUR,
    Ask,
    HourBook,
    HourState,
    Policy,
    business_day,
    hour_of,
    hours_of_day,
    is_closed,
    state_of,
    step_of,
)
from posdesk.domain.books.ledger import DayView, HourRow, HourStory, Waiting
from posdesk.domain.books.posting import Book
from posdesk.domain.books.receipt import Figures
from posdesk.journal.books import hour_totals, misdated, posting_rows, receipts
from posdesk.journal.books.sheet import in_order
from posdesk.journal.books.waiting_hours import WaitingHours
from posdesk.journal.orders import refused_calls, remarks

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_Sources = Mapping[datetime, Mapping[str, Figures]]


@dataclass(frozen=True, slots=True)
class _Rules:
    """By what an hour's row is judged."""

    policy: Policy
    now: datetime
    reporting: bool


def day_view(
    db: sqlite3.Connection, day: date, *, day_starts: str, policy: Policy, now: datetime, reporting: bool
) -> DayView:
    """A business day: the hours from the first that has anything to the last, or to the present one."""
    hours, rules = hours_of_day(day, day_starts), _Rules(policy, now, reporting)
    books = {book.hour: book for book in hour_totals.books_of(db, hours)}
    sources = hour_totals.by_source(db, hours)
    rows = tuple(
        _row(books.get(hour) or hour_totals.empty_book(db, hour), sources, rules)
        for hour in _shown(hours, books, now)
    )
    by_source = _summed(row.by_source for row in rows)
    return DayView(
        day=day,
        rows=rows,
        sources=in_order(by_source),
        total=sum((row.total for row in rows), Figures()),
        by_source=by_source,
        yesterday=_net_of(db, [hour - _DAY for hour in hours]),
        last_week=_net_of(db, [hour - _WEEK for hour in hours]),
    )


def _shown(
    hours: Sequence[datetime], books: Mapping[datetime, HourBook], now: datetime
) -> tuple[datetime, ...]:
    filled = books.keys() | ({hour_of(now)} & set(hours))
    return tuple(hour for hour in hours if filled and min(filled) <= hour <= max(filled))


def _row(book: HourBook, sources: _Sources, rules: _Rules) -> HourRow:
    state = state_of(book, rules.now)
    step = step_of(book, rules.policy, rules.now) if rules.reporting else None
    return HourRow(
        hour=book.hour,
        state=state,
        by_source=dict(sources.get(book.hour, {})),
        total=book.figures,
        reported=book.reported,
        ask=step.ask if step else Ask.NONE,
        last=book.last,
        late=book.late,
        due_at=_due_at(book, state, rules),
        may_lack=book.may_lack,
        unseen=book.unseen,
    )


def _due_at(book: HourBook, state: HourState, rules: _Rules) -> datetime | None:
    """When the first report of an hour leaves by itself, while its grace runs."""
    gathering = not is_closed(book.hour, rules.now, rules.policy.grace)
    sold = rules.policy.zero_hours or book.figures != Figures()
    waits = rules.reporting and state is HourState.CLOSED and gathering and sold and not book.may_lack
    return book.hour + HOUR + rules.policy.grace if waits else None


def _summed(parts: Iterable[Mapping[str, Figures]]) -> dict[str, Figures]:
    total: dict[str, Figures] = {}
    for part in parts:
        for source, figures in part.items():
            total[source] = total.get(source, Figures()) + figures
    return total


def _net_of(db: sqlite3.Connection, hours: Sequence[datetime]) -> tuple[int, ...]:
    """The net sales hour by hour, in fen."""
    sources = hour_totals.by_source(db, hours)
    return tuple(sum(each.net_fen for each in sources.get(hour, {}).values()) for hour in hours)


def story(db: sqlite3.Connection, hour: datetime) -> HourStory:
    """All that was sent and answered for an hour."""
    book = hour_totals.hour_book(db, hour)
    return HourStory(book.hour, book.postings, posting_rows.attempts_at(db, hour))


def waiting(
    db: sqlite3.Connection,
    *,
    policy: Policy,
    now: datetime,
    day_starts: str,
    served: Collection[Book],
    asks: WaitingHours | None = None,
) -> Waiting:
    """All that waits of the books that are `served`; of another, whose platform isn't set, nothing waits.

    What was confirmed is counted since the business day began. Whoever asks again and again has `asks`, by
    which a reading looks at little; without it every hour is looked at.
    """
    reporting, sending = Book.HOUR in served, Book.RECEIPT in served
    start = hours_of_day(business_day(now, day_starts), day_starts)[0]
    return Waiting(
        postings=tuple(p for p in posting_rows.waiting(db) if p.book in served),
        asks=_asks(db, _Rules(policy, now, reporting), asks) if reporting else (),
        troubles=receipts.troubles(db),
        unqueued=receipts.unqueued(db) if sending else 0,
        confirmed={book: posting_rows.confirmed_since(db, book, start) for book in Book},
        lacking=receipts.lacking(db) if sending else (),
        misdated=misdated.dated_wrongly(db, now),
        remarks=remarks.open_ones(db),
        refused=refused_calls.open_ones(db),
        beyond=refused_calls.beyond(db),
    )


def _asks(db: sqlite3.Connection, rules: _Rules, asks: WaitingHours | None) -> tuple[HourRow, ...]:
    read = WaitingHours().read_all if asks is None else asks.read
    asking = read(db, rules.policy, rules.now)
    return tuple(_row(book, hour_totals.by_source(db, (book.hour,)), rules) for book in asking)
