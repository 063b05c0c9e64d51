"""Which counter of a store rings an order up, and hours that wait for another counter (relay.md, 'Books')."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.books.hour import HOUR as AN_HOUR
from posdesk.domain.books.hour import NOTHING, Ask, Policy, step_of
from posdesk.domain.books.posting import CoverReason, HourFigures
from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.relay.here import Here
from posdesk.journal.books import hour_totals, receipts
from posdesk.journal.orders import order_moves
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import counters, ringing
from posdesk.journal.relay.ringing import Ringer
from tests.journal.making import KEY, SetClock, opened
from tests.journal.relay.making import RelayedCounter, two_counters
from tests.journal.takings import CONFIRMED, HOUR, Store, till

Both = tuple[RelayedCounter, RelayedCounter]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def both(tmp_path: Path, clock: SetClock) -> Iterator[Both]:
    with two_counters(tmp_path, clock) as counters:
        for each in counters:
            each.stream_add()
        yield counters


def _tell_each_other(both: Both) -> None:
    told = [each.sends() for each in both]
    both[0].hears(told[1])
    both[1].hears(told[0])


def _see_each_other(both: Both) -> None:
    for teller, hearer in (both, both[::-1]):
        n = max((act.n for act in teller.unsent()), default=0)
        here = Here(teller.journal.counter, teller.instance, n, 0, teller.journal.now())
        hearer.write(partial(counters.heard, here=here))


def _ringer(counter: RelayedCounter, *, reports: bool = False) -> Ringer:
    asked = partial(
        ringing.ringer_of,
        key=KEY,
        counter=counter.journal.counter,
        completed_at=counter.order().state_at,
        now=counter.journal.now(),
        reports=reports,
    )
    return counter.journal.read(asked)


def test_the_counter_that_completed_it_rings(both: Both) -> None:
    first, second = both
    first.done(Kind.ACCEPT)
    _tell_each_other(both)
    second.write(partial(order_moves.hand_over, key=KEY, actor="Li"))
    _tell_each_other(both)
    assert _ringer(second) is Ringer.THIS
    assert _ringer(first, reports=True) is Ringer.OTHER


def test_of_one_that_the_platform_completed_it_is_who_accepted(both: Both, clock: SetClock) -> None:
    first, second = both
    second.done(Kind.ACCEPT)
    _tell_each_other(both)
    clock.walk(1)
    for each in both:
        each.stream_event(PlatformStatus.COMPLETED)
    clock.walk(1)
    _see_each_other(both)
    assert _ringer(second) is Ringer.THIS
    assert _ringer(first, reports=True) is Ringer.OTHER


def test_of_one_that_nobody_accepted_it_is_who_reports_the_hours(both: Both, clock: SetClock) -> None:
    first, second = both
    for each in both:
        each.stream_event(PlatformStatus.COMPLETED)
    clock.walk(1)
    _see_each_other(both)
    assert _ringer(first, reports=True) is Ringer.THIS
    assert _ringer(second) is Ringer.OTHER


def test_what_was_over_before_the_store_had_a_relay_is_rung_where_it_was_done(
    tmp_path: Path, clock: SetClock
) -> None:
    """Nobody was told of it: no other counter would ever ring it."""
    with opened(tmp_path, clock, "2") as journal:
        counter = RelayedCounter(journal)
        counter.add()
        counter.done(Kind.ACCEPT)
        counter.write(partial(order_moves.hand_over, key=KEY, actor="Li"))
        clock.walk(1)
        counter.begin_relay()
        assert _ringer(counter) is Ringer.THIS


def test_nobody_rings_what_another_counter_may_have_done_before_that_is_heard(
    both: Both, clock: SetClock
) -> None:
    first, second = both
    _see_each_other(both)
    clock.walk(1)
    second.done(Kind.ACCEPT)
    for each in both:
        each.stream_event(PlatformStatus.COMPLETED)
    assert _ringer(first, reports=True) is Ringer.LATER
    clock.walk(1)
    first.write(partial(counters.heard, here=Here("2", second.instance, 1, 0, clock.now())))
    assert _ringer(first, reports=True) is Ringer.LATER  # an act of it lacks
    first.hears(second.sends())
    assert _ringer(first, reports=True) is Ringer.OTHER


def test_a_counter_that_never_comes_back_is_waited_for_a_day(both: Both, clock: SetClock) -> None:
    first, _ = both
    _see_each_other(both)
    clock.walk(1)
    first.stream_event(PlatformStatus.COMPLETED)
    assert _ringer(first, reports=True) is Ringer.LATER
    clock.walk(86_401)
    assert _ringer(first, reports=True) is Ringer.THIS


def test_an_hour_that_another_counter_was_not_seen_since_asks_the_manager(
    both: Both, clock: SetClock
) -> None:
    first, _ = both
    first.write(lambda tx: receipts.store(tx, [till("A1", 1000)], Door.HTTP))
    _see_each_other(both)
    clock.walk(2 * 3600)
    now = clock.now()
    book = first.journal.read(lambda db: hour_totals.hour_book(db, HOUR))
    assert book.unseen == ("2",)
    assert step_of(book, Policy(), now).ask is Ask.UNSEEN
    _see_each_other(both)
    book = first.journal.read(lambda db: hour_totals.books_of(db, [HOUR]))[0]
    assert book.unseen == ()
    assert step_of(book, Policy(), now).report


def test_an_hour_of_which_acts_lack_asks_the_manager(both: Both, clock: SetClock) -> None:
    first, second = both
    first.write(lambda tx: receipts.store(tx, [till("A1", 1000)], Door.HTTP))
    clock.walk(2 * 3600)
    first.write(partial(counters.heard, here=Here("2", second.instance, 3, 0, clock.now())))
    book = first.journal.read(lambda db: hour_totals.hour_book(db, HOUR))
    assert step_of(book, Policy(), clock.now()).ask is Ask.UNSEEN


def test_a_closed_hour_without_sales_asks_nobody(both: Both, clock: SetClock) -> None:
    first, _ = both
    _see_each_other(both)
    clock.walk(5 * 3600)
    book = first.journal.read(lambda db: hour_totals.hour_book(db, HOUR + 2 * AN_HOUR))
    assert step_of(book, Policy(timedelta(0)), clock.now()).ask is Ask.NONE


def test_an_hour_sent_without_a_missing_counter_is_covered_once_that_one_comes(
    both: Both, clock: SetClock
) -> None:
    """relay.md, 'Books': the manager is asked; what comes later is sent again, and nobody is asked for it."""
    first, second = both
    books = Store(first.journal)
    _see_each_other(both)
    books.take(till("A1", 1000))
    second.write(lambda tx: receipts.store(tx, [till("B1", 500)], Door.HTTP))
    clock.walk(2 * 3600)
    assert step_of(books.book(), Policy(), clock.now()).ask is Ask.UNSEEN
    sent = books.report(actor="Wang", reason=CoverReason.PERSON, detail="counter 2 is in repair")
    assert books.attempt(sent.seq, CONFIRMED) is Outcome.CONFIRMED
    assert step_of(books.book(), Policy(), clock.now()) == NOTHING
    books.take(till("A2", 200))
    assert step_of(books.book(), Policy(), clock.now()).ask is Ask.UNSEEN, "other figures, another word"
    first.hears(second.sends())
    _see_each_other(both)
    step = step_of(books.book(), Policy(), clock.now())
    assert (step.report, step.cover, step.ask) == (True, True, Ask.NONE)
    assert books.book().now == HourFigures(1700, 3, 3)
