"""A list shows as many rows as fit, never none, and the chosen one is always whole among them."""

from hypothesis import given
from hypothesis import strategies as st

from posdesk.desk.pickup.rows_in_view import RowRoom

rooms = st.builds(
    lambda px, more: RowRoom(px, 44.0, 44.0 + more), px=st.floats(44, 900), more=st.floats(0, 40)
)


@given(rooms, st.integers(1, 60), st.integers(-5, 80), st.none() | st.integers(0, 59))
def test_the_chosen_row_is_whole_in_the_room_and_all_rows_are_counted(
    room: RowRoom, total: int, first: int, chosen: int | None
) -> None:
    chosen = None if chosen is None else min(chosen, total - 1)
    shown = room.view(total, first, chosen)
    assert shown.above + shown.count + shown.below == total
    assert shown.count >= 1
    assert chosen is None or chosen in shown.places
    assert shown.y(shown.first) >= 0
    assert shown.y(shown.first + shown.count) <= room.px + 1e-6
    assert shown.bottom <= room.px + 1e-6


@given(rooms, st.integers(1, 60), st.lists(st.integers(0, 59), max_size=20))
def test_a_list_moves_only_where_the_chosen_row_would_be_hidden(
    room: RowRoom, total: int, walk: list[int]
) -> None:
    first = 0
    for step in walk:
        before = room.view(total, first, None)
        chosen = min(step, total - 1)
        after = room.view(total, before.first, chosen)
        assert (after.first == before.first) == (chosen in before.places)
        first = after.first
