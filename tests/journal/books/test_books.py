"""The manager's day: which hours are shown, where they stand, what waits and for whom."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from posdesk.domain.books.hour import Ask, HourState, Policy
from posdesk.domain.books.ledger import DayView, IntakeFault, Waiting
from posdesk.domain.books.posting import Book, HourFigures
from posdesk.domain.books.receipt import Door, Figures
from posdesk.domain.clock import CHINA
from posdesk.domain.orders.intent import Outcome
from posdesk.journal.books import books, receipts
from tests.journal.making import START, SetClock
from tests.journal.takings import CONFIRMED, DUPLICATE, HOUR, LOST, REFUSED, Store, till

DAY = date(2026, 5, 3)
ONE = timedelta(hours=1)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


def day_of(store: Store, now: datetime, day: date = DAY, **how: Any) -> DayView:
    asked = {"day_starts": "04:00", "policy": Policy(), "now": now, "reporting": True, **how}
    return store.journal.read(lambda db: books.day_view(db, day, **asked))


def waiting(store: Store, now: datetime = HOUR + 2 * ONE, **how: Any) -> Waiting:
    asked = {"day_starts": "04:00", "policy": Policy(), "served": set(Book), **how}
    return store.journal.read(lambda db: books.waiting(db, now=now, **asked))


def hours(view: DayView) -> list[int]:
    return [row.hour.hour for row in view.rows]


def test_a_day_is_shown_from_its_first_hour_to_the_present_one(store: Store) -> None:
    store.take(till("1", at=at(9, 30)), till("2", at=at(11, 5)))
    assert hours(day_of(store, at(13, 59))) == [9, 10, 11, 12, 13]
    assert hours(day_of(store, at(12, 0, DAY + timedelta(days=1)))) == [9, 10, 11]


def test_a_day_with_nothing_in_it_shows_the_present_hour_or_none(store: Store) -> None:
    assert hours(day_of(store, at(9, 30))) == [9]
    assert day_of(store, at(9, 30), DAY - timedelta(days=1)).rows == ()
    assert day_of(store, at(3, 59)).rows == (), "before four it is still the day before"


def test_a_sale_after_midnight_belongs_to_the_business_day_before(store: Store) -> None:
    store.take(till("1", at=at(3, 59, DAY + timedelta(days=1))), till("2", at=at(4)))
    seen = day_of(store, at(12, 0, DAY + timedelta(days=1)))
    assert hours(seen) == [*range(4, 24), 0, 1, 2, 3]
    assert seen.total.receipts == 2
    assert day_of(store, at(5, 0, DAY + timedelta(days=1)), DAY + timedelta(days=1)).total == Figures()


def test_a_cell_an_hour_a_source_and_the_day_add_up(store: Store) -> None:
    store.take(
        till("1", 500, at(9)), till("2", 700, at(9), source="4"), till("3", 200, at(9), takes_back="1")
    )
    store.take(till("4", 900, at(10), source="20"), till("5", 100, at(10), source="99"))
    seen = day_of(store, at(12))
    assert seen.sources == ("4", "20", "99", "till")
    assert seen.rows[0].by_source == {
        "till": Figures(1, 1, 0, 500, 0, 200),
        "4": Figures(1, 0, 1, 700, 0, 0),
    }
    assert seen.rows[0].total == Figures(2, 1, 1, 1200, 0, 200)
    assert seen.total == sum((row.total for row in seen.rows), Figures())
    assert seen.total == sum(seen.by_source.values(), Figures())
    assert seen.total.net_fen == 2000


def test_the_chart_has_yesterday_and_the_same_weekday_hour_by_hour(store: Store) -> None:
    store.take(till("1", 500, at(9, 0, DAY - timedelta(days=1))), till("2", 700, at(4, 0, date(2026, 4, 26))))
    seen = day_of(store, at(12))
    assert (len(seen.yesterday), len(seen.last_week)) == (24, 24)
    assert (seen.yesterday[5], sum(seen.yesterday)) == (500, 500)
    assert (seen.last_week[0], sum(seen.last_week)) == (700, 700)


def test_an_hour_goes_from_open_to_closed_to_sent_to_confirmed_to_differing(store: Store) -> None:
    def state(now: datetime) -> HourState:
        return next(row.state for row in day_of(store, now).rows if row.hour == HOUR)

    store.take(till("1"))
    assert state(HOUR + ONE - timedelta(seconds=1)) is HourState.OPEN
    assert state(HOUR + ONE) is HourState.CLOSED
    report = store.report()
    assert state(HOUR + ONE) is HourState.CLOSED, "it has not left yet"
    sent = store.begin(report.seq)
    assert state(HOUR + ONE) is HourState.SENT
    assert sent is not None
    store.finish(sent, CONFIRMED)
    assert state(HOUR + ONE) is HourState.CONFIRMED
    store.take(till("2"))
    row = day_of(store, HOUR + ONE).rows[0]
    assert (row.state, row.reported) == (HourState.DIFFERS, HourFigures(1000, 1, 1))
    assert [late.serial_num for late in row.late] == ["2"]


def test_a_closed_hour_says_when_its_report_leaves(store: Store) -> None:
    store.take(till("1"))
    due = HOUR + ONE + timedelta(minutes=5)
    grace = day_of(store, HOUR + ONE).rows[0]
    assert grace.due_at == due
    assert day_of(store, due).rows[0].due_at is None
    assert day_of(store, HOUR + ONE, reporting=False).rows[0].due_at is None


def test_an_hour_asks_only_where_hours_are_reported(store: Store) -> None:
    store.take(till("1", takes_back="0"))
    later = HOUR + 2 * ONE
    assert day_of(store, later).rows[0].ask is Ask.NEGATIVE
    assert day_of(store, later, reporting=False).rows[0].ask is Ask.NONE
    assert [row.ask for row in waiting(store).asks] == [Ask.NEGATIVE]
    assert waiting(store, served={Book.RECEIPT}).asks == ()


def test_what_waits_is_what_is_open_or_needs_a_person(store: Store) -> None:
    one, two, three, _ = store.queued(till("1"), till("2"), till("3"), till("4"))
    store.attempt(one.seq, CONFIRMED)
    store.attempt(two.seq, REFUSED)
    store.attempt(three.seq, LOST)
    store.take(till("5"), till("6", lacks="pay_type 11"))
    seen = waiting(store)
    assert [p.receipt.serial_num for p in seen.postings if p.receipt] == ["2", "3", "4"]
    assert [p.outcome for p in seen.postings] == [Outcome.REFUSED, Outcome.UNKNOWN, Outcome.QUEUED]
    assert (seen.unqueued, [row.lacks for row in seen.lacking]) == (1, ["pay_type 11"])
    quiet = waiting(store, served={Book.HOUR})
    assert (quiet.postings, quiet.unqueued, quiet.lacking) == ((), 0, ())


def test_an_hour_that_stands_confirmed_counts_once(store: Store, clock: SetClock) -> None:
    (posting,) = store.queued(till("1"))
    store.attempt(posting.seq, CONFIRMED)
    for _ in range(2):
        store.attempt(store.report(cover=True).seq, CONFIRMED)
    seen = waiting(store)
    assert seen.confirmed == {Book.RECEIPT: 1, Book.HOUR: 1}
    tomorrow = waiting(store, clock.wall + timedelta(days=1))
    assert tomorrow.confirmed == {Book.RECEIPT: 0, Book.HOUR: 0}


def test_a_duplicate_asks_as_an_hour_and_as_a_posting(store: Store) -> None:
    store.take(till("1", source="4"))
    report = store.report()
    store.attempt(report.seq, DUPLICATE)
    seen = waiting(store)
    (row,) = seen.asks
    assert (row.ask, row.hour, row.last and row.last.seq) == (Ask.DUPLICATE, HOUR, report.seq)
    assert row.by_source == {"4": row.total}
    assert [p.seq for p in seen.postings] == [report.seq]


def test_an_hours_story_is_told_from_the_first_attempt(store: Store, clock: SetClock) -> None:
    store.take(till("1"))
    report = store.report()
    store.attempt(report.seq, LOST)
    clock.walk(30)
    store.attempt(report.seq, CONFIRMED)
    story = store.journal.read(lambda db: books.story(db, HOUR))
    assert [p.seq for p in story.postings] == [report.seq]
    assert [(a.outcome, a.code) for a in story.attempts] == [
        (Outcome.UNKNOWN, ""),
        (Outcome.CONFIRMED, "0"),
    ]
    assert story.attempts[1].at == START + timedelta(seconds=30)


def test_what_was_not_taken_waits_too(store: Store) -> None:
    store.write(lambda tx: receipts.note_trouble(tx, Door.FOLDER, IntakeFault.REFUSED, "a.csv", "line 3"))
    for on in (True, False):
        seen = waiting(store, served=set(Book) if on else ())
        assert [trouble.name for trouble in seen.troubles] == ["a.csv"]


@pytest.mark.parametrize("day_starts", ["00:00", "04:00", "04:30", "23:00"])
def test_every_receipt_is_on_exactly_one_day(store: Store, day_starts: str) -> None:
    store.take(*(till(str(n), 100 + n, START + timedelta(minutes=37 * n)) for n in range(120)))
    days = [DAY + timedelta(days=n) for n in range(-1, 6)]
    seen = [day_of(store, START, day, day_starts=day_starts).total for day in days]
    assert sum(seen, Figures()).net_fen == sum(100 + n for n in range(120))
