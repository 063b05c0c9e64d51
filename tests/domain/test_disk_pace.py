"""A disk that will be full within a month is foreseen by what went on most days, not by one large file."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.disk_pace import KEPT_DAYS, LEAST_DAYS, DayRoom, days_left

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
GIB = 1024**3


def days(*free: float) -> list[DayRoom]:
    """A day each, the last one today."""
    first = NOW - timedelta(days=len(free) - 1)
    return [DayRoom(first + timedelta(days=n), int(each)) for n, each in enumerate(free)]


@pytest.mark.parametrize(
    ("free", "left"),
    [
        ((), None),
        ((30 * GIB, 29 * GIB, 28 * GIB), None),  # too few
        ((30 * GIB, 29 * GIB, 28 * GIB, 27 * GIB), 27),
        ((30 * GIB, 30 * GIB, 30 * GIB, 30 * GIB), None),
        ((30 * GIB, 31 * GIB, 32 * GIB, 33 * GIB), None),
        ((100 * GIB, 20 * GIB, 19 * GIB, 18 * GIB, 17 * GIB), 17),  # one large file besides
        ((20 * GIB, 19 * GIB, 80 * GIB, 79 * GIB, 78 * GIB), 78),  # somebody cleared away once
    ],
)
def test_the_days_that_are_left(free: tuple[float, ...], left: int | None) -> None:
    assert days_left(days(*free), int(free[-1]) if free else 10 * GIB, NOW) == left


@given(
    a_day=st.integers(1_000_000, 5 * GIB),
    left=st.integers(1, 400),
    jump=st.integers(-50 * GIB, 50 * GIB),
    at=st.integers(1, KEPT_DAYS - 2),
    count=st.integers(LEAST_DAYS, KEPT_DAYS - 1),
)
def test_one_day_that_is_no_pace_changes_nothing(
    a_day: int, left: int, jump: int, at: int, count: int
) -> None:
    free = a_day * left + a_day // 2
    gone = [a_day + (jump if n == at % (count - 1) else 0) for n in range(count - 1)]
    rooms = [free + sum(gone) - each for each in accumulate([0, *gone])]
    assert days_left(days(*rooms), free, NOW) == left


def test_days_of_a_clock_that_was_wrong_and_looks_of_the_same_hour_make_no_pace() -> None:
    far = [DayRoom(NOW + timedelta(days=n), (30 - n) * GIB) for n in range(1, 9)]
    old = [DayRoom(NOW - timedelta(days=400 + n), n * GIB) for n in range(9)]
    soon = [DayRoom(NOW - timedelta(minutes=n), (30 + n) * GIB) for n in range(9)]
    for wrong in (far, old, soon):
        assert days_left(wrong, 10 * GIB, NOW) is None
