"""What is known of the store's other counters, and which of their acts lack here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.orders.intent import Kind
from posdesk.domain.relay.here import Here
from posdesk.journal.relay import counters
from posdesk.journal.relay.counters import CounterRow
from tests.journal.making import KEY, SetClock
from tests.journal.relay.making import RelayedCounter, two_counters


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def both(tmp_path: Path, clock: SetClock) -> Iterator[tuple[RelayedCounter, RelayedCounter]]:
    with two_counters(tmp_path, clock) as counters:
        yield counters


def _known(counter: RelayedCounter) -> CounterRow:
    (found,) = counter.journal.read(counters.every)
    return found


def test_a_missing_number_is_told_until_it_comes(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    for bill in "ABCD":
        for each in both:
            each.stream_add(bill)
        first.done(Kind.ACCEPT, KEY._replace(bill=bill))
    told = first.sends()
    second.hears([told[0], told[3]])
    assert _known(second).missing == (2, 3)
    assert _known(second).lacking == 2
    second.hears([told[2]])
    assert _known(second).missing == (2,)
    second.hears([told[1]])
    assert _known(second).lacking == 0


def test_what_the_stream_let_go_before_the_first_one_is_not_missing(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    first.stream_add()
    first.done(Kind.ACCEPT)
    (act,) = first.sends()
    second.hears([replace(act, n=4711)])
    assert _known(second).lacking == 0


def test_a_counter_says_how_many_acts_it_told(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    first, second = both
    first.stream_add()
    first.done(Kind.ACCEPT)
    second.hears(first.sends())
    clock.walk(60)
    here = Here("1", first.instance, 3, 17, clock.now())
    second.write(partial(counters.heard, here=here))
    known = _known(second)
    assert (known.lacking, known.heard_at, known.position) == (2, clock.now(), 17)


def test_an_hour_waits_for_a_counter_that_was_not_seen_since_its_end(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    first, second = both
    end = clock.now() + timedelta(minutes=10)
    second.write(partial(counters.heard, here=Here("1", first.instance, 0, 0, clock.now())))
    waits = partial(counters.hour_waits_for, end=end)
    assert second.journal.read(waits) == ("1",)
    clock.walk(601)
    second.write(partial(counters.heard, here=Here("1", first.instance, 0, 0, clock.now())))
    assert second.journal.read(waits) == ()
    second.write(partial(counters.heard, here=Here("1", first.instance, 1, 0, clock.now())))
    assert second.journal.read(waits) == ("1",)


def test_a_counter_that_was_restored_counts_by_its_new_journal(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    _, second = both
    second.write(partial(counters.heard, here=Here("1", "old", 9, 0, clock.now())))
    clock.walk(20)
    second.write(partial(counters.heard, here=Here("1", "new", 0, 0, clock.now())))
    assert _known(second).instance == "new"
    assert _known(second).lacking == 0


def test_a_counter_that_was_taken_away_is_asked_about_by_nobody_after_a_week(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    _, second = both
    second.write(partial(counters.heard, here=Here("3", "three", 0, 0, clock.now())))
    clock.walk(8 * 86_400)
    second.write(partial(counters.heard, here=Here("1", "one", 0, 0, clock.now())))
    second.write(partial(counters.forget_old, before=clock.now() - counters.FORGOTTEN_AFTER))
    assert _known(second).counter == "1"
