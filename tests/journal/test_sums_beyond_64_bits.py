"""Receipts of any size add up exactly; an hour whose sum nobody can keep hides no other."""

from datetime import timedelta
from decimal import Decimal

import pytest

from posdesk.domain.books.hour import Ask, Policy, Step, business_day, step_of
from posdesk.domain.books.posting import Book, HourFigures
from posdesk.domain.clock import in_china
from posdesk.errors import BadReceipt, NotAllowed
from posdesk.journal import export_rows
from posdesk.journal.books import books, sheet
from tests.journal.takings import CONFIRMED, HOUR, LOST, Store, till
from tests.support.every_hour import hour_books

MOST = 10**18 - 1
NEXT = HOUR + timedelta(hours=1)
LATER = HOUR + timedelta(hours=3)


@pytest.fixture
def crowded(store: Store) -> Store:
    """Ten receipts of an absurd size in one hour, a plain one in the next."""
    store.take(*(till(str(number), MOST) for number in range(10)))
    store.take(till("plain", 990, NEXT))
    return store


def test_an_hour_beyond_64_bits_adds_up_exactly_and_hides_no_other(crowded: Store) -> None:
    found = {book.hour: book for book in crowded.journal.read(hour_books)}
    assert found[in_china(HOUR)].now == HourFigures(10 * MOST, 10, 10)
    assert found[in_china(NEXT)].now == HourFigures(990, 1, 1)
    assert step_of(found[in_china(NEXT)], Policy(), LATER) == Step(report=True)


def test_such_an_hour_asks_a_manager_and_is_never_reported(crowded: Store) -> None:
    assert step_of(crowded.book(), Policy(), LATER) == Step(ask=Ask.TOO_LARGE)
    assert not crowded.book().now.fits
    report = crowded.report()
    assert crowded.begin(report.seq) is None
    assert crowded.book().last is not None
    with pytest.raises(NotAllowed) as refused:
        crowded.leave()
    assert refused.value.reason == "too_large"


def test_a_report_of_it_that_may_have_landed_waits_for_a_person(store: Store) -> None:
    store.take(till("0", 990))
    report = store.report()
    store.attempt(report.seq, LOST)
    store.take(*(till(str(number), MOST) for number in range(1, 11)))
    assert store.begin(report.seq) is None
    assert store.posting(report.seq).needs_person


def test_its_returns_make_it_reportable_again(crowded: Store) -> None:
    crowded.take(*(till(f"R{number}", MOST, takes_back=str(number)) for number in range(10)))
    assert crowded.book().now == HourFigures(0, 10, 0)
    assert step_of(crowded.book(), Policy(), LATER).report
    crowded.attempt(crowded.report().seq, CONFIRMED)
    assert crowded.book().reported == HourFigures(0, 10, 0)


def test_the_day_the_sheet_and_the_export_show_it(crowded: Store) -> None:
    day = business_day(HOUR, "04:00")
    view = crowded.journal.read(
        lambda db: books.day_view(db, day, day_starts="04:00", policy=Policy(), now=LATER, reporting=True)
    )
    assert view.total.net_fen == 10 * MOST + 990
    found = crowded.journal.read(
        lambda db: sheet.of_day(db, day, day_starts="04:00", now=LATER, from_orders=False, sending=True)
    )
    assert [(row.hours_fen or 0) + row.open_fen for row in found.rows] == [10 * MOST + 990]
    rows = crowded.journal.read(lambda db: list(export_rows.select(db, "hours", ("", "9999"), LATER)))
    assert [row[1] for row in rows] == [Decimal("99999999999999999.90"), Decimal("9.90")]


def test_the_tick_reports_the_other_hours(crowded: Store) -> None:
    waiting = crowded.journal.read(
        lambda db: books.waiting(db, policy=Policy(), now=LATER, day_starts="04:00", served=set(Book))
    )
    assert [row.ask for row in waiting.asks] == [Ask.TOO_LARGE]
    crowded.attempt(crowded.report(NEXT).seq, CONFIRMED)
    assert crowded.book(NEXT).reported == HourFigures(990, 1, 1)


def test_negative_figures_add_up_in_halves_too(store: Store) -> None:
    store.take(till("1", -1), till("2", -(10**9)), till("3", 10**9 + 5), till("4", -7, takes_back="1"))
    assert store.book().now == HourFigures(-3, 3, 2)


def test_a_receipt_that_no_row_can_hold_is_refused_by_name(store: Store) -> None:
    with pytest.raises(BadReceipt, match="gross_fen is beyond reason"):
        store.take(till("1", MOST, discount_fen=4 * 10**18))
    assert store.book().now == HourFigures(0, 0, 0)
