"""A store that moved away from a shard that can't be read any more: it goes on, and what may lack is told."""

import asyncio
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from posdesk.domain.relay.status import RELAY_GAP
from posdesk.engine.relay import renewal
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.order_intake import OrderIntake
from posdesk.engine.relay.renewal import Renewal
from posdesk.journal import heartbeats
from posdesk.journal.relay import position
from posdesk.platforms.relay.records import JwtRecord
from tests.journal.making import SetClock
from tests.journal.relay.making import RelayedCounter

MOVED = JwtRecord("another", "s2")


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "READ_OUT_S", 0.01)
    monkeypatch.setattr(renewal, "GIVEN_UP_S", 0.05)


def read_out(home: Path, lags: list[int | None]) -> tuple[list[str], list[int | None]]:
    """What was left once the old shard, whose lag is told so, was read out or given up; and unread lags."""
    waited, left = [0.0], list[str]()

    def lag() -> int | None:
        return lags.pop(0) if len(lags) > 1 else lags[0]

    def unread(more_s: float) -> float:
        waited[0] = waited[0] + more_s if lags[0] is None else 0.0
        return waited[0]

    async def leave() -> None:
        left.append("left")

    line: Any = SimpleNamespace(identity=SimpleNamespace(shard="s1"))
    nobody: Any = None
    looks = Renewal(home, line, nobody, lag=lag, told=lambda _: None, unread=unread, leave=leave)
    asyncio.run(asyncio.wait_for(looks._read_out(MOVED), 20))
    return left, lags


def test_one_that_is_never_read_is_left_after_a_while(tmp_path: Path) -> None:
    assert read_out(tmp_path, [None]) == (["left"], [None])


def test_one_that_is_read_slowly_is_read_to_its_end(tmp_path: Path) -> None:
    slowly = [each for behind in range(9, 0, -1) for each in (None, None, behind)]
    assert read_out(tmp_path, [*slowly, 0]) == ([], [0])


def test_what_may_lie_in_it_is_told_as_a_gap(counter: RelayedCounter, clock: SetClock) -> None:
    counter.write(position.heard)
    heard = clock.now()
    clock.walk(3600)
    nothing: Any = None
    status: Any = SimpleNamespace(mended=lambda _: None)
    intake = OrderIntake(
        counter.journal, nothing, nothing, status, clock, slots=nothing, offset=ClockOffset()
    )
    asyncio.run(intake.leave_unread())
    (gap,) = counter.journal.read(lambda db: heartbeats.open_gaps(db, "1"))
    assert (gap.reason, gap.start, gap.end) == (RELAY_GAP, heard, heard + timedelta(hours=1))
    assert counter.journal.read(position.last_heard) == clock.now()
