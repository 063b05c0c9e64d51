"""Who is there: a line that comes and goes makes nobody seen who says nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest

from posdesk.domain.relay.here import Here
from posdesk.engine.relay import here
from posdesk.engine.relay.here import Presence
from posdesk.engine.relay.line import Message
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


def test_without_a_line_nobody_is_seen_for_more_than_a_minute(
    counter: RelayedCounter, clock: SetClock
) -> None:
    presence = Presence(counter.journal, clock, lambda _others: None)
    asyncio.run(connected_for(presence, clock, 10, b"here"))
    clock.walk(49)
    assert presence.is_seen("theirs")
    clock.walk(2)
    assert not presence.is_seen("theirs")
