"""Acts that are read from the beginning: what the stream lost is told once more, and no more than that."""

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.orders.intent import Kind
from posdesk.domain.relay.position import Position
from posdesk.engine.relay.acts_in import ActIntake
from posdesk.engine.relay.acts_out import ActsOut
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.stream_reader import Anew
from posdesk.journal.relay import position
from tests.engine.making import settings
from tests.journal.making import START, SetClock, opened
from tests.journal.relay.making import STORE_KEY, RelayedCounter

STOOD = Position("", 7, START)


@pytest.fixture
def counter(tmp_path: Path, clock: SetClock) -> Iterator[RelayedCounter]:
    """What it told came back."""
    with opened(tmp_path, clock) as journal:
        counter = RelayedCounter(journal)
        counter.begin_relay()
        counter.stream_add()
        counter.done(Kind.ACCEPT)
        counter.hears(counter.sends())
        counter.write(partial(position.put, stream=position.ACTS, position=STOOD))
        yield counter


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def _read_anew(counter: RelayedCounter, clock: SetClock, why: Anew) -> int:
    """How many it tells once more, of a stream in which nothing of its own stands any more."""
    intake = ActIntake(
        settings,
        counter.journal,
        clock,
        out=ActsOut(counter.journal, clock),
        offset=ClockOffset(),
        store_key=STORE_KEY,
    )

    async def story() -> None:
        await intake.caught_up()  # a moment ago nothing lacked
        clock.walk(1)
        await intake.anew(why, STOOD, "")
        await intake.caught_up()

    asyncio.run(story())
    return len(counter.unsent())


def test_of_a_stream_that_was_made_anew_what_lacks_is_told_at_once(
    counter: RelayedCounter, clock: SetClock
) -> None:
    assert _read_anew(counter, clock, Anew.OTHER_MESSAGE) == 1


def test_of_a_stream_that_was_full_nothing_is_told_again(counter: RelayedCounter, clock: SetClock) -> None:
    assert _read_anew(counter, clock, Anew.DISCARDED) == 0
    assert counter.journal.read(lambda db: position.get(db, position.ACTS)) is None
