"""How lanes stack their cards: whole ones only, and nothing moves above the selected one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from posdesk.desk.cards.marks import Box, Card, Fill
from posdesk.desk.orders.lane_layout import LaneArranger, LaneLayout, LaneSpec
from posdesk.desk.theme import Color

FULL, FOLDED = 220, 110


def card(height: int) -> Card:
    return Card(300, height, (Fill(Box(0, 0, 300, height), Color.RAISED),))


def make(at: int, *, full: bool) -> Card:
    return card(FULL + 10 * (at % 3) if full else FOLDED)


def folding(count: int, height: int, first: int = 0, selected: int | None = None) -> LaneLayout:
    spec = LaneSpec(1, 8, FOLDED, folds=True)
    return LaneArranger(spec, count, first, 300, height, make, selected).layout()


@given(
    count=st.integers(0, 60),
    height=st.integers(320, 1400),
    first=st.integers(0, 59),
    columns=st.integers(1, 2),
    folds=st.booleans(),
)
def test_nothing_is_cut_and_every_hidden_card_is_counted(
    count: int, height: int, first: int, columns: int, folds: bool
) -> None:
    first = min(first, max(0, count - 1)) // columns * columns
    spec = LaneSpec(columns, 8, FOLDED, folds=folds and columns == 1)
    shown = LaneArranger(spec, count, first, 300, height, make, None).layout()
    assert shown.above + len(shown.placed) + shown.below == count
    assert all(p.box.bottom <= height for p in shown.placed)
    assert shown.below == 0 or (shown.below_box is not None and shown.below_box.bottom <= height)
    assert shown.above == 0 or shown.above_box is not None


@given(count=st.integers(2, 30), height=st.integers(320, 1400))
def test_cards_never_overlap(count: int, height: int) -> None:
    shown = folding(count, height, selected=1)
    boxes = [p.box for p in shown.placed]
    assert all(a.bottom <= b.y for a, b in pairwise(boxes))


@given(height=st.integers(320, 1400), count=st.integers(3, 12), more=st.integers(1, 20))
def test_more_orders_never_move_the_selected_card(height: int, count: int, more: int) -> None:
    before = folding(count, height, selected=1)
    kept = {p.at: p.full for p in before.placed}
    spec = LaneSpec(1, 8, FOLDED, folds=True)
    after = LaneArranger(spec, count + more, 0, 300, height, make, 1, lambda at: kept.get(at, False)).layout()
    assert [p.box for p in before.placed[:2]] == [p.box for p in after.placed[:2]]


def test_the_first_and_the_selected_card_are_full_and_others_fold_when_they_do_not_all_fit() -> None:
    shown = folding(4, 2 * 230 + 2 * FOLDED + 40, selected=1)
    assert [p.full for p in shown.placed] == [True, True, False, False]


def test_all_are_full_where_all_fit() -> None:
    assert all(p.full for p in folding(3, 900).placed)


def test_two_cards_beside_each_other_end_together() -> None:
    spec = LaneSpec(2, 8, FOLDED)
    shown = LaneArranger(spec, 4, 0, 608, 900, make, None).layout()
    assert shown.placed[0].box.h == shown.placed[1].box.h
    assert shown.placed[1].box.x == 308
