"""Where this PC's clock is set, what was heard and what came goes along: all of it is told by that clock."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.orders.order import Origin
from posdesk.domain.relay.here import Here
from posdesk.journal import Transaction
from posdesk.journal.orders import order_rows, orders
from posdesk.journal.relay import away, counters, own_clock, position
from tests.journal.making import START, TERMS, SetClock, opened, received
from tests.journal.relay.making import RelayedCounter

RIGHT = timedelta()
FAST = timedelta(days=30)
SINCE = START - timedelta(minutes=20)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def counter(tmp_path: Path, clock: SetClock) -> Iterator[RelayedCounter]:
    """It heard another one, and an order came while it was away."""
    with opened(tmp_path, clock) as journal:
        found = RelayedCounter(journal)
        found.begin_relay()
        found.write(partial(own_clock.keep_in_step, ahead=RIGHT))
        found.write(partial(counters.heard, here=Here("2", "two", 0, 0, clock.now())))
        comes(found, "A")
        found.write(position.heard)
        yield found


def comes(counter: RelayedCounter, bill: str) -> None:
    def job(tx: Transaction) -> None:
        before = order_rows.last_number(tx.db)
        with tx.by_stream(tx.now):
            orders.add_all(tx, TERMS, (received(bill),), Origin.PUSHED)
        away.came(tx, before, SINCE)

    counter.write(job)


def said(counter: RelayedCounter) -> tuple[timedelta, ...]:
    """How long ago each was, by the clock as it stands."""
    (row,) = counter.journal.read(counters.every)
    told, heard = counter.journal.read(away.of), counter.journal.read(position.last_heard)
    assert told is not None
    assert heard is not None
    now = counter.journal.now()
    return now - row.heard_at, now - told.start, now - told.end, now - heard


@pytest.mark.parametrize("by", [FAST, -FAST])
def test_a_clock_that_is_set_says_the_same_ages_as_before(
    counter: RelayedCounter, clock: SetClock, by: timedelta
) -> None:
    before = said(counter)
    clock.wall += by
    counter.write(partial(own_clock.keep_in_step, ahead=RIGHT + by))
    assert said(counter) == before


def test_what_nobody_has_read_is_not_a_week_old_because_the_clock_was_set(
    counter: RelayedCounter, clock: SetClock
) -> None:
    clock.wall += FAST
    counter.write(partial(own_clock.keep_in_step, ahead=FAST))
    comes(counter, "B")
    told = counter.journal.read(away.of)
    assert told is not None
    assert told.count == 2


@pytest.mark.parametrize("ahead", [None, timedelta(seconds=59)])
def test_what_nobody_knows_or_is_less_than_a_minute_changes_nothing(
    counter: RelayedCounter, clock: SetClock, ahead: timedelta | None
) -> None:
    clock.walk(59)
    before = said(counter)
    counter.write(partial(own_clock.keep_in_step, ahead=ahead))
    assert said(counter) == before


def test_the_first_measure_moves_nothing(tmp_path: Path, clock: SetClock) -> None:
    """What was written before may have been written by the same wrong clock."""
    with opened(tmp_path, clock) as journal:
        counter = RelayedCounter(journal)
        counter.write(position.heard)
        counter.write(partial(own_clock.keep_in_step, ahead=FAST))
        assert journal.read(position.last_heard) == clock.now()
