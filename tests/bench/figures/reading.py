"""What the pages ask the journal: a day's hours, the daily sheet, what waits, the search."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from posdesk.domain.books.hour import Policy, business_day
from posdesk.domain.books.ledger import DayView, Sheet, Waiting
from posdesk.domain.books.posting import Book
from posdesk.domain.clock import SystemClock, from_text
from posdesk.journal import Database, Journal
from posdesk.journal.books import books, sheet, unsettled
from posdesk.journal.books.waiting_hours import WaitingHours
from posdesk.journal.orders import views
from tests.bench import seeds
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.trade import LAST_FOUR, NAME, SHOW_NO, label_of

DAY_STARTS = "04:00"
_SURNAME = NAME[:2]
_AT_ONCE = 50
_TIMES = 3  # each is asked so often, and the fastest counts: another process's turn is none of ours


@contextmanager
def _books(bench: Bench) -> Iterator[Sequence[Side]]:
    with _opened(seeds.kept(bench, seeds.YEAR)) as many, _opened(seeds.kept(bench, seeds.THOUSAND)) as few:
        yield (Side("1,000,000 receipts", partial(_of_books, many)), Side("10,000", partial(_of_books, few)))


@contextmanager
def _orders(bench: Bench) -> Iterator[Sequence[Side]]:
    with _opened(seeds.kept(bench, seeds.YEAR)) as many, _opened(seeds.kept(bench, seeds.THOUSAND)) as few:
        yield (Side("100,000 orders", partial(_of_search, many)), Side("1,000", partial(_of_search, few)))


@contextmanager
def _opened(home: Path) -> Iterator[Journal]:
    with closing(Journal(home, SystemClock(), "1", is_beside=True)) as journal:
        yield journal


def _settle(journal: Journal) -> None:
    """As an engine has done it with each hour since its report was confirmed."""
    hours = [from_text(hour) for hour in journal.read(unsettled.hours)]
    for at in range(0, len(hours), _AT_ONCE):
        journal.write(partial(unsettled.settle, of=hours[at : at + _AT_ONCE])).result()


def _of_books(journal: Journal) -> Values:
    _settle(journal)
    now, kept = datetime.now(UTC), WaitingHours()
    while not kept.is_whole:
        journal.read(lambda db: _waiting(db, now, kept))
    yesterday = now - timedelta(days=1)
    return {
        "day view": _took(journal, lambda db: _day_view(db, now)),
        "daily sheet": _took(journal, lambda db: _sheet(db, yesterday, now)),
        "what waits": _took(journal, lambda db: _waiting(db, now, kept)),
        "what waits, every hour": _took(journal, lambda db: _waiting(db, now, None)),
    }


def _day_view(db: Database, now: datetime) -> DayView:
    day = business_day(now, DAY_STARTS)
    return books.day_view(db, day, day_starts=DAY_STARTS, policy=Policy(), now=now, reporting=True)


def _sheet(db: Database, at: datetime, now: datetime) -> Sheet:
    day = business_day(at, DAY_STARTS)
    return sheet.of_day(db, day, day_starts=DAY_STARTS, now=now, from_orders=False, sending=True)


def _waiting(db: Database, now: datetime, asks: WaitingHours | None) -> Waiting:
    return books.waiting(db, policy=Policy(), now=now, day_starts=DAY_STARTS, served=set(Book), asks=asks)


def _of_search(journal: Journal) -> Values:
    prefix = label_of(datetime.now(UTC) - timedelta(days=1))
    asked = {"show number": SHOW_NO, "last four": LAST_FOUR, "part of a name": _SURNAME, "bill": prefix}
    return {name: _took(journal, partial(views.search, text=text)) for name, text in asked.items()}


def _took(journal: Journal, question: Callable[[Database], object]) -> float:
    """Milliseconds until it is answered."""
    return min(_once(journal, question) for _ in range(_TIMES)) * 1000


def _once(journal: Journal, question: Callable[[Database], object]) -> float:
    begun_s = time.perf_counter()
    journal.read(question)
    return time.perf_counter() - begun_s


BOOKS = Figure(
    "reading.books",
    "what the Hours page, the daily sheet and Sync ask: 1,000,000 ÷ 10,000 receipts",
    dict.fromkeys(("day view", "daily sheet", "what waits", "what waits, every hour"), "ms"),
    _books,
)
SEARCH = Figure(
    "reading.search",
    f"search for {SHOW_NO}, {LAST_FOUR}, {_SURNAME} and a day's bills: 100,000 ÷ 1,000 orders",
    dict.fromkeys(("show number", "last four", "part of a name", "bill"), "ms"),
    _orders,
)
