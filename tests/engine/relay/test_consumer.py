"""A consumer that is read by hand: what was left out is fetched; only the server has a server's word."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from posdesk.engine.relay.consumer import Consumer, ConsumerLost, Source
from posdesk.engine.relay.line import Message

SOURCE = Source("POSDESK-s1", "c-001-1", "posdesk.s1.001.orders")
INBOX = "_INBOX.001.1.nuid"


class FakeLine:
    """A server that made the consumer, and whatever then comes to its inbox."""

    def inbox(self) -> str:
        return INBOX

    async def subscribe(
        self, _subject: str, take: Callable[[Message], Awaitable[None]]
    ) -> Callable[[], Awaitable[None]]:
        self.take = take
        return self._nothing

    async def _nothing(self) -> None:
        """The end of it."""

    async def request(self, *_: object, **_named: object) -> Message:
        return Message(INBOX, json.dumps({"num_pending": 3}).encode())

    async def publish(self, *_: object, **_named: object) -> None:
        """A pull."""


def message(sequence: int, count: int, headers: Mapping[str, str] | None = None) -> Message:
    reply = f"$JS.ACK.{SOURCE.stream}.{SOURCE.name}.1.{sequence}.{count}.1760000000000000000.0"
    return Message(SOURCE.subject, b"{}", headers or {}, reply)


def read(*came: Message) -> list[int]:
    """The numbers of what is read, until no more comes."""

    async def reading() -> list[int]:
        line: Any = FakeLine()
        found: list[int] = []
        async with Consumer.opened(line, SOURCE, None) as consumer:
            for each in came:
                await line.take(each)
            for _ in came:
                found.append((await consumer.next()).sequence)
        return found

    return asyncio.run(reading())


def test_holes_of_the_stream_are_none_of_the_consumer() -> None:
    assert read(message(3, 1), message(9, 2), message(10, 3)) == [3, 9, 10]


def test_a_message_that_did_not_come_is_noticed_by_the_next() -> None:
    with pytest.raises(ConsumerLost, match="3 came behind 1"):
        read(message(3, 1), message(10, 3))


def test_a_message_with_the_headers_of_a_servers_word_is_a_message() -> None:
    assert read(message(1, 1, {"Status": "409"}), message(2, 2, {"Status": "404"})) == [1, 2]


def test_where_nobody_takes_a_pull_the_consumer_is_lost() -> None:
    with pytest.raises(ConsumerLost, match="503"):
        read(Message(INBOX, b"", {"Status": "503"}))


def test_a_servers_own_word_ends_it() -> None:
    with pytest.raises(ConsumerLost, match="409"):
        read(Message(INBOX, b"", {"Status": "409", "Description": "Consumer Deleted"}))
