"""Marks: since when something has been so, whatever the clock says later."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from posdesk.journal import meta
from tests.journal.making import PATIENCE_S, Counter, SetClock, opened


def test_a_setting_is_on_since_it_was_first_seen_on_and_forgotten_while_it_is_off(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:

        def seen(*, on: bool) -> object:
            return journal.write(partial(meta.since, name="x", on=on)).result(PATIENCE_S)

        first = clock.now()
        assert seen(on=True) == first
        clock.walk(100)
        assert seen(on=True) == first
        assert seen(on=False) is None
        assert seen(on=True) == clock.now()


def test_whether_a_mark_stands_is_known_without_a_write(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:

        def stands(*, on: bool) -> bool:
            return journal.read(partial(meta.stands, name="x", now=clock.now(), on=on))

        assert (stands(on=True), stands(on=False)) == (False, True)
        first = journal.write(lambda tx: meta.since(tx, "x", on=True)).result(PATIENCE_S)
        assert (stands(on=True), stands(on=False)) == (True, False)
        assert journal.read(partial(meta.marked_at, name="x")) == first
        clock.wall -= timedelta(hours=1)
        assert not stands(on=True), "a clock that was ahead made it"


@pytest.mark.parametrize("ahead", [timedelta(minutes=1), timedelta(hours=3), timedelta(days=700)])
def test_a_mark_made_by_a_clock_that_was_ahead_holds_nothing_back_till_then(
    tmp_path: Path, ahead: timedelta
) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:

        def seen_on() -> datetime | None:
            return journal.write(lambda tx: meta.since(tx, "x", on=True)).result(PATIENCE_S)

        Counter(journal).add()
        clock.wall += ahead
        assert seen_on() == clock.wall
        clock.wall -= ahead
        right = clock.wall
        assert seen_on() == right
        clock.walk(60)
        assert seen_on() == right


def test_a_pc_that_forgot_the_date_moves_no_mark(tmp_path: Path) -> None:
    """Else all the years until today would count, once its clock is right again."""
    clock = SetClock()
    with opened(tmp_path, clock) as journal:

        def seen_on() -> datetime | None:
            return journal.write(lambda tx: meta.since(tx, "x", on=True)).result(PATIENCE_S)

        Counter(journal).add()
        clock.walk(60)
        first = clock.wall
        assert seen_on() == first
        clock.wall = datetime(2010, 1, 1, tzinfo=UTC)
        assert seen_on() == first
