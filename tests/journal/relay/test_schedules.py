"""Two counters, a line with every fault: no order is lost, and both boards end alike (relay.md, 'State')."""

from pathlib import Path

import pytest

from tests.journal.relay import schedules

A_PIECE = 20


@pytest.mark.parametrize("first", range(0, 100, A_PIECE))
def test_whatever_comes_first_both_boards_end_alike(tmp_path: Path, first: int) -> None:
    """Some of the seeds; ten thousand by hand (schedules.py)."""
    assert schedules.run(first, first + A_PIECE, tmp_path) == []
