from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.clock_offset import TOLERATED_S, ClockOffset
from tests.platforms.calling import StandingClock

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def _offset(ahead_s: float, round_trip_s: float = 0.0) -> ClockOffset:
    offset = ClockOffset(StandingClock(NOW))
    answered_at = NOW - timedelta(seconds=ahead_s) - timedelta(seconds=round_trip_s / 2)
    offset.measure(answered_at, round_trip_s)
    return offset


def test_nothing_is_known_before_the_first_answer() -> None:
    offset = ClockOffset(StandingClock(NOW))
    assert (offset.seconds, offset.words, offset.now(), offset.now(always=True)) == (None, "", NOW, NOW)


@given(st.integers(-(10**7), 10**7), st.integers(0, 15))
def test_half_the_round_trip_counts_for_the_way_back(ahead_s: int, round_trip_s: int) -> None:
    assert _offset(ahead_s, round_trip_s).seconds == pytest.approx(ahead_s, abs=1e-5)


@given(st.integers(-(10**7), 10**7))
def test_a_call_is_stamped_by_the_platforms_clock_where_ours_is_over_a_minute_off(ahead_s: int) -> None:
    offset = _offset(ahead_s)
    by_platform = NOW - timedelta(seconds=ahead_s)
    assert offset.now() == (by_platform if abs(ahead_s) > TOLERATED_S else NOW)
    assert offset.now(always=True) == by_platform


def test_the_words_name_the_seconds_and_the_direction() -> None:
    assert _offset(732.4).words == "电脑时钟快 732 秒 / the PC's clock is 732 s fast"
    assert _offset(-90).words == "电脑时钟慢 90 秒 / the PC's clock is 90 s slow"
