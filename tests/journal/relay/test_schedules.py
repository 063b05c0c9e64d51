"""Two counters, a line with every fault: no order is lost, and both boards end alike (relay.md, 'State')."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journal.relay import schedules

A_PIECE = 10
IN_MEMORY = Path("/dev/shm")  # a disk's own faults are tried elsewhere, and its syncs take most of the time


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where the system has such a place."""
    if not os.access(IN_MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as name:
        yield Path(name)


@pytest.mark.parametrize("first", range(0, 40, A_PIECE))
def test_whatever_comes_first_both_boards_end_alike(folder: Path, first: int) -> None:
    """Some of the seeds; ten thousand by hand (schedules.py)."""
    assert list(schedules.run(first, first + A_PIECE, folder)) == []
