"""A consumer that says nothing: a question tells whether it is there; a busy server gets time to make it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.relay.position import Position
from posdesk.engine.relay import consumer, stream_reader
from posdesk.engine.relay.consumer import Consumer, ConsumerLost, Source
from posdesk.engine.relay.line import Line, LineLost, Message, NobodyAnswers
from posdesk.engine.relay.stream_reader import Anew, StreamReader
from posdesk.gateway.trial import nats_program
from posdesk.platforms.relay import subjects
from tests.engine.relay.making import Shop
from tests.engine.relay.racer import identity_of, read_identity
from tests.journal.making import SetClock
from tests.support import nats_server
from tests.support.nats_server import SHARD, NatsServer, ask

STREAM = subjects.stream_of(SHARD)
PATIENCE_S = 20.0


@pytest.fixture
def unheard_pulls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pull of which the server has nothing: it went to the one before."""

    async def pull(self: Consumer) -> None:
        self._left = consumer.BATCH

    monkeypatch.setattr(Consumer, "_pull", pull)
    monkeypatch.setattr(consumer, "QUESTION_S", 0.01)
    monkeypatch.setattr(consumer, "SILENCE_S", 10 * PATIENCE_S)


def read(shop: Shop, before: Callable[[], object]) -> None:
    """One message, by a consumer that was made when `before` is called."""
    me = read_identity(identity_of(shop.server, shop.code, "1"))
    source = Source(STREAM, subjects.consumer(shop.code, "1"), shop.subjects.orders)

    async def reading() -> None:
        line = await Line.opened(me.servers[0], me, None, datetime.now(UTC))
        try:
            async with asyncio.timeout(PATIENCE_S), Consumer.opened(line, source, None) as opened:
                await asyncio.to_thread(before)
                await opened.next()
        finally:
            await line.close()

    asyncio.run(reading())


@pytest.mark.own_nats_server
@pytest.mark.usefixtures("unheard_pulls")
def test_a_question_that_nobody_takes_says_that_the_consumer_is_gone(
    server: NatsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop(server, tmp_path)
    subject = f"{subjects.API}.CONSUMER.DELETE.{STREAM}.{subjects.consumer(shop.code, '1')}"
    says_so = nats_program.knows_always(nats_program.version_of(nats_server.program()))
    if not says_so:  # 2.9.10 tells nobody of another account
        monkeypatch.setattr(consumer, "SILENCE_S", 1.0)
    with pytest.raises(ConsumerLost, match="503" if says_so else "says nothing"):
        read(shop, lambda: server.run(lambda client: ask(client, subject)))


@pytest.mark.own_nats_server
@pytest.mark.usefixtures("unheard_pulls")
def test_a_question_tells_of_a_message_that_no_pull_brings(server: NatsServer, tmp_path: Path) -> None:
    shop = Shop(server, tmp_path)
    with pytest.raises(ConsumerLost, match="409"):
        read(shop, lambda: shop.add("A"))


@pytest.mark.own_nats_server
@pytest.mark.usefixtures("unheard_pulls")
def test_that_nothing_waits_is_no_word_about_the_pull(
    server: NatsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "SILENCE_S", 0.5)
    with pytest.raises(ConsumerLost, match="says nothing"):
        read(Shop(server, tmp_path), lambda: None)


class SlowLine:
    """Nobody answers the first requests; then so many are answered, a pull by `words`; then it ends."""

    def __init__(self, unanswered: int, answered: int = 0, words: Sequence[Message] = ()) -> None:
        self._unanswered, self._lasts, self._words = unanswered, unanswered + answered, words
        self.waited_s: list[float] = []

    def inbox(self) -> str:
        return "_INBOX.001.1.nuid"

    async def subscribe(
        self, _subject: str, take: Callable[[Message], Awaitable[None]]
    ) -> Callable[[], Awaitable[None]]:
        self._take = take
        return self._nothing

    async def _nothing(self) -> None:
        """The end of it."""

    async def request(self, *_: object, timeout_s: float) -> Message:
        self.waited_s.append(timeout_s)
        if len(self.waited_s) <= self._unanswered:
            raise NobodyAnswers
        if len(self.waited_s) > self._lasts:
            raise LineLost
        return Message("", json.dumps({"num_pending": 0}).encode())

    async def publish(self, *_: object, **_named: object) -> None:
        words, self._words = self._words, ()
        for word in words:
            await self._take(word)


class Nowhere:
    """Keeps nothing."""

    async def position(self) -> Position | None:
        return None

    async def anew(self, _why: Anew, _stood: Position, _epoch: str) -> None:
        raise AssertionError

    async def take(self, _message: object, _epoch: str) -> None:
        raise AssertionError

    async def caught_up(self) -> None:
        """Nothing lies behind it."""


async def _no_epoch() -> str:
    return ""


def waited(line: Any, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the reader was ready to wait for each answer, until its line was lost."""
    monkeypatch.setattr(stream_reader, "FIRST_PAUSE_S", 0.001)
    monkeypatch.setattr(stream_reader, "LONGEST_PAUSE_S", 0.001)
    source = Source(STREAM, "c-001-1", "posdesk.s1.001.orders")
    reader = StreamReader(line, source, Nowhere(), SetClock(), _no_epoch)
    with pytest.raises(LineLost):
        asyncio.run(reader.run())
    found: list[float] = line.waited_s
    return found


def test_who_is_not_answered_waits_longer_the_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    assert waited(SlowLine(10), monkeypatch) == [3, 3, 3, 3, 3, 6, 3, 12, 3, 24, 3]


def test_after_a_word_it_is_as_quick_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat = Message("_INBOX.001.1.nuid", b"", {"Status": "100"})
    gone = Message("_INBOX.001.1.nuid", b"", {"Status": "409"})
    assert waited(SlowLine(8, 3, (heartbeat, gone)), monkeypatch) == [3, 3, 3, 3, 3, 6, 3, 12, 3, 24, 3, 3]
