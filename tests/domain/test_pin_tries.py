"""How long the PIN pad takes none after wrong ones, whatever is typed and whenever."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.pins import FIRST_WAIT_S, FREE, QUIET_S, TOLD_EVERY_S, WAIT_S, PinTries

gaps = st.lists(st.floats(min_value=0, max_value=900, allow_nan=False), max_size=60)


def wrong_ones(count: int, at_s: float = 0.0) -> PinTries:
    """So many, all at once."""
    tries = PinTries()
    for _ in range(count):
        tries = tries.after_wrong(at_s)
    return tries


@pytest.mark.parametrize(("count", "left_s"), [(1, 0), (4, 0), (5, 30), (6, 60), (7, 60), (500, 60)])
def test_after_five_wrong_ones_one_is_taken_per_30_s_and_then_per_60_s_at_most(
    count: int, left_s: float
) -> None:
    tries = wrong_ones(count)
    assert tries.left_s(0) == left_s
    assert tries.left_s(left_s) == 0


def test_a_right_one_ends_it() -> None:
    assert wrong_ones(9).after_right().left_s(0) == 0
    assert wrong_ones(9).after_right().after_wrong(1).wrong == 1


def test_ten_quiet_minutes_end_it() -> None:
    tries = wrong_ones(9)
    assert tries.after_quiet(QUIET_S - 1).wrong == 9
    assert tries.after_quiet(QUIET_S).wrong == 0
    assert tries.after_wrong(QUIET_S).left_s(QUIET_S) == 0


@pytest.mark.parametrize("wrong", [5, 6, 40])
def test_a_restart_begins_with_the_wait(wrong: int) -> None:
    kept = wrong_ones(wrong)
    again = PinTries(kept.wrong, kept.untold, wrong_at_s=7000.0)  # another clock, as after a boot
    assert again.left_s(7000.0) == (FIRST_WAIT_S if wrong == FREE else WAIT_S)


@given(gaps)
def test_whoever_guesses_gets_no_more_than_that(gaps_s: list[float]) -> None:
    """Of all tries, at any pace, as many are taken as the rule lets through."""
    tries, now_s, taken = PinTries(), 0.0, list[float]()
    for gap_s in gaps_s:
        now_s += gap_s
        if not tries.left_s(now_s):
            tries = tries.after_wrong(now_s)
            taken.append(now_s)
    for first, sixth in zip(taken, taken[FREE:], strict=False):
        assert sixth - first >= FIRST_WAIT_S
    assert 0 <= tries.left_s(now_s) <= WAIT_S


@given(gaps)
def test_the_trail_gets_a_line_a_minute_at_most_and_misses_none(gaps_s: list[float]) -> None:
    tries, now_s, told = PinTries(), 0.0, list[tuple[float, int]]()
    for gap_s in gaps_s:
        now_s += gap_s
        tries = tries.after_wrong(now_s)
        if tries.is_to_be_told(now_s):
            told.append((now_s, tries.untold))
            tries = tries.told(now_s)
    assert sum(count for _, count in told) + tries.untold == len(gaps_s)
    assert all(later - sooner >= TOLD_EVERY_S for (sooner, _), (later, _) in pairwise(told))
