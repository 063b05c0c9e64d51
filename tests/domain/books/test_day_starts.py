"""Another start of the business day holds from the next one on: what was counted stays where it is."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.books.day_starts import from_next_day, shown_on, written
from posdesk.domain.books.hour import business_day, day_of, hours_of_day
from posdesk.domain.clock import CHINA

TIMES = st.times().map(lambda time: f"{time:%H:%M}")
TODAY = date(2026, 11, 28)
NOON = datetime(2026, 11, 28, 12, tzinfo=CHINA)


@given(TIMES, st.lists(st.tuples(st.integers(0, 3), TIMES), max_size=4))
def test_days_follow_each_other_without_a_gap_however_often_their_start_is_changed(
    first: str, changes: list[tuple[int, str]]
) -> None:
    now, before, today = first, dict[str, str](), TODAY
    for later, new in changes:
        today += timedelta(days=later)
        old = written(now, before)
        before = from_next_day(now, before, today, new)
        now = new
        hours = [hour for back in range(5) for hour in hours_of_day(today - timedelta(days=back), old)]
        starts = {business_day(hour, old): day_of(hour, old)[0] for hour in hours}
        for day, start in starts.items():
            assert hours_of_day(day, written(now, before))[0] == start, "a day keeps its start"
    days = written(now, before)
    through = [hour for n in range(-3, 20) for hour in hours_of_day(TODAY + timedelta(days=n), days)]
    assert through == [through[0] + timedelta(hours=n) for n in range(len(through))]
    for n in range(-3, 20):
        day = TODAY + timedelta(days=n)
        assert {business_day(hour, days) for hour in hours_of_day(day, days)} == {day}


def test_the_present_day_goes_on_to_the_new_start() -> None:
    before = from_next_day("04:00", {}, TODAY, "06:00")
    days = written("06:00", before)
    assert (before, shown_on(TODAY, days)) == ({"2026-11-29": "04:00"}, "04:00")
    start, end = day_of(NOON, days)
    assert (start.hour, end - start) == (4, timedelta(hours=26))
    assert business_day(datetime(2026, 11, 29, 5, tzinfo=CHINA), days) == TODAY


def test_a_change_of_mind_on_the_same_day_leaves_no_trace() -> None:
    before = from_next_day("04:00", {}, TODAY, "06:00")
    assert from_next_day("06:00", before, TODAY, "04:00") == {}
    assert from_next_day("06:00", before, TODAY, "05:00") == {"2026-11-29": "04:00"}
