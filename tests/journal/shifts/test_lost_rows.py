"""A journal that lost rows with a damaged page: no number of a shift or of a Z is given a second time."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from posdesk.domain.shift.shift import MoveKind
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.shifts import z_mark
from tests.journal.shifts.making import FLOAT_FEN, at_till

LOST = {
    "the last shift": "shifts WHERE number = (SELECT max(number) FROM shifts)",
    "all shifts": "shifts",
    "the last Z": "zs WHERE number = (SELECT max(number) FROM zs)",
    "all Zs": "zs",
    "all slips": "z_slips",
}


def lose(home: Path, what: str) -> None:
    """As a salvage leaves it that could not read these rows."""
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        db.execute("DROP TRIGGER zs_stay")
        db.execute(f"DELETE FROM {what}")
        db.commit()


@pytest.mark.parametrize("has_mark", [True, False])
@pytest.mark.parametrize("what", LOST.values(), ids=LOST)
def test_after_lost_rows_the_next_shift_is_its_own_and_can_be_closed(
    tmp_path: Path, what: str, *, has_mark: bool
) -> None:
    with at_till(tmp_path) as at:
        at.shift()
        at.open()
        at.move(MoveKind.PAY_IN, 300)
        before = at.end()
    lose(tmp_path, what)
    if not has_mark:
        (tmp_path / z_mark.FILE_NAME).unlink()
    with at_till(tmp_path) as at:
        at.open()
        assert at.now.moves == (), "those of the shift before"
        assert at.now.figures.cash.expected_fen == FLOAT_FEN
        after = at.end()
        assert after.number > before.number
        assert after.shift > before.shift
