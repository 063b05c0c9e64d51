"""When a touch on the corner card counts, and when the card may appear."""

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.corner import DEAF_S, REST_S, Point, PointerRest, TouchGuard

times = st.floats(min_value=0, max_value=5, allow_nan=False)


@given(st.lists(times, min_size=1, max_size=6), times, times)
def test_a_touch_counts_only_where_nothing_changed_from_700_ms_before_it_until_its_end(
    changes: list[float], down_s: float, held_s: float
) -> None:
    guard, lifted_s = TouchGuard(), down_s + held_s
    events = [(at_s, "change") for at_s in changes] + [(down_s, "press"), (lifted_s, "lift")]
    counted = None
    for at_s, what in sorted(events, key=lambda event: (event[0], event[1] == "lift", event[1] == "press")):
        if what == "lift":
            counted = guard.lift()
        else:
            getattr(guard, what)(at_s)
    clear = all(at_s > lifted_s or (at_s <= down_s and down_s - at_s >= DEAF_S) for at_s in changes)
    assert counted is clear


def test_a_release_without_a_press_of_its_own_counts_for_nothing() -> None:
    guard = TouchGuard()
    guard.press(10)
    assert guard.lift()
    assert not guard.lift()


def test_a_pointer_rests_a_second_after_its_last_move_and_not_before_it_was_watched() -> None:
    rest = PointerRest(5.0)
    assert not rest.rests(5.0 + REST_S / 2)
    rest.look(Point(1, 1), 6.5)
    assert not rest.rests(6.5 + REST_S / 2)
    rest.look(Point(1, 1), 7.6)
    assert rest.rests(7.6)
    rest.look(Point(1, 2), 8.0)
    assert not rest.rests(8.9)
    assert rest.rests(8.0 + REST_S)
