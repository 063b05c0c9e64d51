"""By which clocks age may be told: a wrong one wipes nothing, until a platform's time agrees with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.clock import AHEAD, FAR, ClockDoubt, ClockMeasure, doubt_left, doubt_of_step

NOON = datetime(2026, 5, 3, 4, tzinfo=UTC)
DAY = timedelta(days=1)

walks = st.builds(lambda hours: ("walk", timedelta(hours=hours)), st.floats(0, 24 * 100))
sets = st.builds(lambda days: ("set", timedelta(days=days)), st.floats(-400, 400))
measures = st.sampled_from([("measure", timedelta(0))])
stories = st.lists(walks | sets | measures, max_size=30)


@dataclass
class Shop:
    """A true time, a clock that was set, what the journal keeps, and what a platform told last."""

    true: datetime = NOON
    off: timedelta = timedelta(0)
    seen: datetime | None = None
    standing: ClockDoubt = ClockDoubt.NONE
    told: list[ClockMeasure] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.true + self.off

    @property
    def steady(self) -> float:
        return (self.true - NOON).total_seconds()

    def live(self, what: str, by: timedelta) -> None:
        """One thing happens, then the journal takes a step."""
        if what == "walk":
            self.true += by
        elif what == "set":
            self.off += by
        else:
            self.told = [ClockMeasure(self.off.total_seconds(), self.now, self.steady)]
        self.standing = doubt_of_step(self.seen, self.now) or self.standing
        self.seen = self.now
        self.standing = doubt_left(
            self.standing, [each.skew_now(self.now, self.steady) for each in self.told]
        )


@given(stories)
def test_a_clock_that_a_platform_told_is_believed_just_while_it_is_within_a_day(
    story: Iterable[tuple[str, timedelta]],
) -> None:
    shop = Shop()
    for what, by in story:
        shop.live(what, by)
        if shop.told and abs(abs(shop.off) - FAR) > timedelta(seconds=1):
            assert (shop.standing is ClockDoubt.NONE) == (abs(shop.off) <= FAR), "however it was set since"


@given(st.lists(walks | sets, max_size=30))
def test_without_a_platform_a_clock_that_leapt_or_went_back_is_never_believed_again(
    story: Iterable[tuple[str, timedelta]],
) -> None:
    shop, suspicious = Shop(), False
    for what, by in story:
        seen = shop.seen
        shop.live(what, by)
        if seen is not None:
            suspicious |= shop.now < seen - timedelta(minutes=1) or shop.now > seen + AHEAD
        assert (shop.standing is not ClockDoubt.NONE) == suspicious


@given(st.sampled_from(ClockDoubt), st.lists(st.timedeltas(-2 * DAY, 2 * DAY), min_size=1))
def test_one_platform_that_is_a_day_away_is_enough_for_a_doubt(
    standing: ClockDoubt, skews: list[timedelta]
) -> None:
    is_far = any(abs(skew) > FAR for skew in skews)
    assert doubt_left(standing, skews) is (ClockDoubt.FAR if is_far else ClockDoubt.NONE)


@given(st.sampled_from(ClockDoubt))
def test_a_doubt_stays_while_no_platform_says_anything(standing: ClockDoubt) -> None:
    assert doubt_left(standing, ()) is standing


@pytest.mark.parametrize(
    ("step", "doubt"),
    [
        (timedelta(0), ClockDoubt.NONE),
        (AHEAD, ClockDoubt.NONE),
        (AHEAD + timedelta(seconds=1), ClockDoubt.AHEAD),
        (timedelta(days=-365 * 26), ClockDoubt.BACK),
        (-DAY, ClockDoubt.BACK),
        (timedelta(minutes=-2), ClockDoubt.BACK),
        (timedelta(seconds=-5), ClockDoubt.NONE),
    ],
)
def test_a_dead_battery_is_seen_and_a_time_service_is_none(step: timedelta, doubt: ClockDoubt) -> None:
    assert doubt_of_step(NOON, NOON + step) is doubt


def test_a_first_start_has_nothing_to_go_by() -> None:
    assert doubt_of_step(None, NOON) is ClockDoubt.NONE
