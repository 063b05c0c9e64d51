"""What the bench concludes from what it sees: debts of a window, writing on a screen."""

import pytest

from tests.bench.debt import owed
from tests.bench.sight import Sight


def test_a_window_that_answers_within_16_ms_owes_nothing() -> None:
    debt = owed([(0.0, 0.010), (0.004, 0.012), (0.5, 0.516)])
    assert debt.share == 0
    assert debt.longest_s == pytest.approx(0.016)


def test_what_two_late_answers_share_is_owed_once() -> None:
    debt = owed([(0.0, 0.116), (0.004, 0.116), (0.990, 1.0)])
    assert debt.share == pytest.approx(0.1)
    assert debt.longest_s == pytest.approx(0.116)


def test_debts_apart_are_added() -> None:
    debt = owed([(0.0, 0.066), (0.5, 0.566), (0.999, 1.0)])
    assert debt.share == pytest.approx(0.1)


def test_a_sight_stands_on_the_lines_that_gained_most() -> None:
    before, after = [5] * 20, [5] * 19 + [205]
    seen = Sight.told(before, after)
    assert 19 * 12 in seen.lines
    assert sum(5 for _ in seen.lines) < seen.least < 5 * len(seen.lines) + 200


def test_what_changes_nothing_on_the_screen_can_not_be_waited_for() -> None:
    with pytest.raises(LookupError, match="nothing came"):
        Sight.told([5] * 20, [6] * 20)


def test_a_sight_all_over_the_screen_stands_wherever_a_band_moves_it_to() -> None:
    empty, board = [5] * 64, [5] * 10 + [90] * 50 + [5] * 4
    seen = Sight.spread(empty, board)
    moved = [*board[:10], *[5] * 4, *board[10:60]]
    assert sum(moved[y // 12] for y in seen.lines) >= seen.least
    assert sum(empty[y // 12] for y in seen.lines) < seen.least


def test_an_empty_screen_is_no_sight() -> None:
    with pytest.raises(LookupError, match="nothing came"):
        Sight.spread([5] * 64, [5] * 64)
