"""How long this counter was away is told by the relay's clock, whatever its own was set to meanwhile."""

import asyncio
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from posdesk.domain.relay.status import RELAY_GAP
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.order_intake import OrderIntake
from posdesk.journal import heartbeats
from posdesk.journal.relay import own_clock, position
from tests.journal.making import SetClock
from tests.journal.relay.making import RelayedCounter

DAYS = timedelta(days=10)


def gaps(counter: RelayedCounter, clock: SetClock, ahead: timedelta) -> list[timedelta]:
    """It comes back, its clock so far ahead of the relay's, and reads to the end: how long each gap is."""
    nothing: Any = None
    status: Any = SimpleNamespace(mended=lambda _: None)
    offset = ClockOffset(clock)
    offset.measured(ahead)
    intake = OrderIntake(counter.journal, nothing, nothing, status, clock, slots=nothing, offset=offset)

    async def story() -> None:
        await intake.begin()
        await intake.caught_up()

    asyncio.run(story())
    found = counter.journal.read(lambda db: heartbeats.open_gaps(db, "1"))
    return [gap.end - gap.start for gap in found if gap.reason == RELAY_GAP and gap.end is not None]


@pytest.fixture
def at_work(counter: RelayedCounter) -> RelayedCounter:
    """All was here a moment ago, and the clock was right."""
    counter.write(partial(own_clock.keep_in_step, ahead=timedelta()))
    counter.write(position.heard)
    return counter


def test_an_hour_with_a_clock_set_ten_days_ahead_is_no_gap(at_work: RelayedCounter, clock: SetClock) -> None:
    clock.walk(3600)
    clock.wall += DAYS
    assert gaps(at_work, clock, DAYS) == []


def test_ten_days_with_a_clock_that_stood_still_are_one(at_work: RelayedCounter, clock: SetClock) -> None:
    """An empty battery: the PC believes that it is the day on which it was switched off."""
    clock.walk(3600)
    (gap,) = gaps(at_work, clock, -DAYS)
    assert timedelta(days=3) < gap < timedelta(days=4), "what the stream kept no more"
