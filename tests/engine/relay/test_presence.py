"""Who is there: a line that comes and goes makes nobody seen who says nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from posdesk.domain.relay.here import Here
from posdesk.domain.relay.status import OtherCounter
from posdesk.engine.relay import here
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.here import Presence
from posdesk.engine.relay.line import Message
from posdesk.journal.relay import counters
from posdesk.platforms.relay import here_words
from posdesk.platforms.relay.subjects import StoreSubjects
from tests.journal.making import SetClock
from tests.journal.relay.making import STORE_KEY, RelayedCounter

NAMES = StoreSubjects("s1", "001")


class SilentLine:
    """A line over which only those speak whom a test lets speak."""

    def __init__(self) -> None:
        self.identity = SimpleNamespace(store_key=STORE_KEY, subjects=NAMES, counter="1")
        self.hear: Callable[[Message], Awaitable[None]] | None = None

    async def subscribe(self, _subject: str, take: Any) -> Any:
        self.hear = take

        async def end() -> None:
            self.hear = None

        return end

    async def publish(self, *_words: object) -> None:
        pass


async def connected_for(presence: Presence, clock: SetClock, seconds: float, says: bytes = b"") -> None:
    """A connection that lasts so long; another counter says something at its beginning, or nothing."""
    line: Any = SilentLine()
    work = asyncio.create_task(presence.run(line))
    while line.hear is None:
        await asyncio.sleep(0)
    if says:
        said = Here("2", "theirs", 1, 0, clock.now())
        await line.hear(Message(NAMES.here, *here_words.write(said, STORE_KEY)))
    clock.walk(seconds)
    work.cancel()
    await asyncio.wait({work})


def test_one_that_says_nothing_is_not_seen_however_often_the_line_begins_anew(
    counter: RelayedCounter, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "LOOK_EVERY_S", 0.01)
    presence = Presence(counter.journal, clock, lambda _others: None)

    async def story() -> None:
        await connected_for(presence, clock, 20, b"here")
        for _ in range(2):
            clock.walk(5)
            await connected_for(presence, clock, 20)
            assert presence.is_seen("theirs")
        await connected_for(presence, clock, 20)
        assert not presence.is_seen("theirs")
        await connected_for(presence, clock, 20, b"here")
        assert presence.is_seen("theirs")

    asyncio.run(story())


def test_one_that_was_never_heard_has_its_minute_after_a_reconnect_too(
    counter: RelayedCounter, clock: SetClock
) -> None:
    """A PC that was restored while we were away claims before it says for the first time that it is there."""
    presence = Presence(counter.journal, clock, lambda _others: None)

    async def story() -> None:
        await connected_for(presence, clock, 3600)
        await connected_for(presence, clock, 10)
        assert presence.is_seen("new")
        await connected_for(presence, clock, 55)
        assert presence.is_seen("new")
        await connected_for(presence, clock, 10)
        assert not presence.is_seen("new")

    asyncio.run(story())


WEEK_S = 7 * 86_400


def known(counter: RelayedCounter) -> list[str]:
    return [row.counter for row in counter.journal.read(counters.every)]


def heard(counter: RelayedCounter, name: str, clock: SetClock) -> None:
    counter.write(partial(counters.heard, here=Here(name, f"journal {name}", 1, 0, clock.now())))


def test_the_last_other_counter_is_forgotten_after_a_week_though_nobody_speaks(
    counter: RelayedCounter, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "LOOK_EVERY_S", 0.001)
    told: list[tuple[OtherCounter, ...]] = []
    presence = Presence(counter.journal, clock, told.append, timedelta)

    async def story() -> None:
        heard(counter, "2", clock)
        line: Any = SilentLine()
        work = asyncio.create_task(presence.run(line))
        while line.hear is None or not told:
            await asyncio.sleep(0)
        clock.walk(WEEK_S + 1)
        while told[-1]:
            await asyncio.sleep(0)
        work.cancel()

    asyncio.run(story())
    assert known(counter) == []


def test_after_a_week_without_us_all_may_speak_before_any_is_forgotten(
    counter: RelayedCounter, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lacks of a counter that is at work would be forgotten with it."""
    monkeypatch.setattr(here, "LOOK_EVERY_S", 0.001)
    presence = Presence(counter.journal, clock, lambda _others: None, timedelta)
    heard(counter, "2", clock)
    heard(counter, "3", clock)
    clock.walk(WEEK_S + 1)
    asyncio.run(connected_for(presence, clock, 30))
    assert known(counter) == ["2", "3"]


def test_a_clock_that_is_set_by_days_has_nobody_forgotten_and_says_no_other_day(
    counter: RelayedCounter, clock: SetClock
) -> None:
    """As one that had forgotten the date, and is told it by a time service while we are connected."""
    offset = ClockOffset(clock)
    presence = Presence(counter.journal, clock, lambda _others: None, lambda: offset.measured_ahead)
    offset.measured(timedelta(days=-30))
    asyncio.run(connected_for(presence, clock, 10, b"here"))
    heard(counter, "3", clock)
    clock.wall += timedelta(days=30)
    clock.walk(60)
    asyncio.run(connected_for(presence, clock, 70, b"here"))
    rows = counter.journal.read(counters.every)
    assert [(row.counter, clock.now() - row.heard_at) for row in rows] == [
        ("2", timedelta(seconds=70)),
        ("3", timedelta(seconds=130)),
    ]


def test_without_a_line_nobody_is_seen_for_more_than_a_minute(
    counter: RelayedCounter, clock: SetClock
) -> None:
    presence = Presence(counter.journal, clock, lambda _others: None)
    asyncio.run(connected_for(presence, clock, 10, b"here"))
    clock.walk(49)
    assert presence.is_seen("theirs")
    clock.walk(2)
    assert not presence.is_seen("theirs")
