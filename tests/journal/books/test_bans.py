"""How long a platform is left alone after a restart, whatever the clock and the journal say."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.books.posting import LONGEST_BAN_S
from posdesk.journal import Journal, Transaction
from posdesk.journal.books import bans
from tests.journal.making import PATIENCE_S, SetClock

START = datetime(2026, 11, 28, 8, tzinfo=UTC)
EARLIEST, LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def kept(home: Path, clock: SetClock) -> Journal:
    Journal.migrate(home)
    return Journal(home, clock, "1")


def test_what_is_left_is_never_more_than_the_ban_was_and_never_below_nothing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    clock = SetClock(START)
    journal = kept(tmp_path_factory.mktemp("home"), clock)

    @given(
        length_s=st.floats(0.001, LONGEST_BAN_S),
        moves=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=4),
    )
    def holds(length_s: float, moves: list[int]) -> None:
        clock.wall = START
        journal.write(lambda tx: bans.keep(tx, "wdk", length_s)).result(PATIENCE_S)
        before = length_s
        for move in moves:
            clock.wall = min(max(clock.wall + timedelta(seconds=move), EARLIEST), LATEST)
            left = journal.write(partial(bans.left_s, platform="wdk")).result(PATIENCE_S)
            assert 0 <= left <= before + 0.001
            before = length_s

    try:
        holds()
    finally:
        journal.close()


def test_a_clock_that_stays_set_back_counts_the_ban_once(tmp_path: Path) -> None:
    clock = SetClock(START)
    journal = kept(tmp_path, clock)
    left = partial(bans.left_s, platform="wdk")
    try:
        journal.write(lambda tx: bans.keep(tx, "wdk", 90)).result(PATIENCE_S)
        clock.wall = datetime(2000, 1, 1, tzinfo=UTC)
        assert journal.write(left).result(PATIENCE_S) == 90
        clock.wall += timedelta(seconds=60)
        assert journal.write(left).result(PATIENCE_S) == 30
    finally:
        journal.close()


@pytest.mark.parametrize(
    "value",
    ["", "x", "2026-11-28T08:00:00", "2026-11-28T08:00:00+00:00 nan", "2026-11-28T08:00:00+00:00 1e400"],
)
def test_what_cant_be_read_holds_nothing_back_for_longer_than_a_day(tmp_path: Path, value: str) -> None:
    journal = kept(tmp_path, SetClock(START))

    def put(tx: Transaction) -> float:
        tx.db.execute("INSERT INTO meta VALUES ('ban/wdk', ?)", (value,))
        return bans.left_s(tx, "wdk")

    try:
        assert 0 <= journal.write(put).result(PATIENCE_S) <= LONGEST_BAN_S
    finally:
        journal.close()
