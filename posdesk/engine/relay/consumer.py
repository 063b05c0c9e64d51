"""A consumer made by hand: a counter reads one subject of a stream, nothing else (relay.md, "The engine").

Neither nats-py's ordered consumer nor its pull subscription is used: those name the filter in the body only,
where no permission looks. What comes counts only under the own subject and for the own consumer.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from posdesk.engine.relay.line import Line, Message, NobodyAnswers
from posdesk.errors import PosdeskError
from posdesk.platforms.relay.subjects import create_consumer, delete_consumer, next_messages

log = logging.getLogger(__name__)
BATCH: Final = 100
EXPIRES_S: Final = 20
HEARTBEAT_S: Final = 5
ANSWER_S: Final = 3.0  # of a server that lives and is not busy
QUESTION_S: Final = 6.0  # a heartbeat has not come: is anybody there?
SILENCE_S: Final = 12.0
INACTIVE_S: Final = 300
_SECOND_NS: Final = 1_000_000_000
_NOT_THERE: Final = 10014  # a consumer
_QUESTION: Final = b'{"batch":1,"no_wait":true,"max_bytes":1}'
"""A pull that no message fits into. 404: nothing waits; 409: something does, and our pull had not got it;
503: the consumer's server is gone."""
_NOTHING_WAITS: Final = "404"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WITH_DOMAIN: Final = 11  # parts of $JS.ACK.<domain>.<account>.<stream>.<consumer>.…; older servers have nine


class ConsumerLost(PosdeskError):  # noqa: N818 - said as it is
    """The server has the consumer no more, or says nothing: it is made again from the journal."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is read: of a stream one subject, under the counter's own name."""

    stream: str
    name: str
    subject: str


@dataclass(frozen=True, slots=True)
class Streamed:
    """A message of the stream: its number, when the server took it (aware), how many lie behind it."""

    sequence: int
    time: datetime
    pending: int
    data: bytes
    headers: Mapping[str, str]


class Consumer:
    """One at the server; see `opened`."""

    def __init__(self, line: Line, source: Source, patience: int = 1) -> None:
        """Nothing is made yet. To make it a server has so many times the usual time."""
        self._line, self._source, self._patience = line, source, patience
        self._came: asyncio.Queue[Message] = asyncio.Queue()
        self._inbox, self._left, self._last = line.inbox(), 0, 0
        self._delivered = 0  # by the consumer's own count, which has no hole
        self.pending = 0
        """How many messages waited when it was made."""
        self.on_word: Callable[[], None] = _nothing
        """Told of each word of the server that the consumer lives: what it has of before that is here."""

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(
        cls, line: Line, source: Source, start: int | None, patience: int = 1
    ) -> AsyncIterator["Consumer"]:
        """One that begins at that number, or at the beginning. Raises ConsumerLost, LineLost."""
        consumer = cls(line, source, patience)
        end = await line.subscribe(consumer._inbox, consumer._came.put)
        try:
            await consumer._make(start)
            yield consumer
        finally:
            await end()

    async def _make(self, start: int | None) -> None:
        """A living one of the name would be in the way with another start (10012): it goes first.

        One on a server that died goes without a word, and a new one may be laid on that server too, as long
        as the others take it for alive: then nobody says that it is made (2.15.1: tried).
        """
        stream, name = self._source.stream, self._source.name
        with contextlib.suppress(ConsumerLost):
            gone = await self._ask(delete_consumer(stream, name), ANSWER_S)
            if "error" in gone and gone["error"].get("err_code") != _NOT_THERE:
                log.warning("relay: consumer %s of %s stays: %s", name, stream, gone["error"])
        wanted = {"stream_name": stream, "config": _config(self._source, start)}
        subject = create_consumer(stream, name, self._source.subject)
        made = await self._ask(subject, ANSWER_S * self._patience, wanted)
        if "error" in made:
            raise ConsumerLost(f"no consumer of {stream}: {made['error'].get('description')}")
        self.pending = int(made.get("num_pending", 0))

    async def _ask(self, subject: str, timeout_s: float, value: object = None) -> dict[str, Any]:
        data = b"" if value is None else json.dumps(value).encode()
        try:
            return (await self._line.request(subject, data, timeout_s=timeout_s)).json()
        except NobodyAnswers as error:
            raise ConsumerLost(f"nobody answers {subject}") from error

    async def next(self) -> Streamed:
        """The next message. Raises ConsumerLost, LineLost."""
        while True:
            if self._left <= 0 and self._came.empty():
                await self._pull()
            word, found = await self._next_word(), None
            if self._is_servers(word):
                self._look_at(word)
            elif (found := self._read(word)) is None:
                continue
            self.on_word()
            if found is not None:
                return found

    def _is_servers(self, word: Message) -> bool:
        """One in the stream may have any headers, but not our inbox for its subject."""
        return bool(word.status) and word.subject == self._inbox

    async def _pull(self) -> None:
        wanted = {
            "batch": BATCH,
            "expires": EXPIRES_S * _SECOND_NS,
            "idle_heartbeat": HEARTBEAT_S * _SECOND_NS,
        }
        await self._send(json.dumps(wanted).encode())
        self._left = BATCH

    async def _send(self, wanted: bytes) -> None:
        subject = next_messages(self._source.stream, self._source.name)
        await self._line.publish(subject, wanted, reply=self._inbox)

    async def _next_word(self) -> Message:
        """A server that was started anew says nothing to a pull of before (2.9.10: tried).

        One that is gone says nothing either, but to a question that nobody takes the next one says so.
        """
        word = await self._word_within(QUESTION_S)
        if word is None:
            await self._send(_QUESTION)
            word = await self._word_within(max(0.0, SILENCE_S - QUESTION_S))
        if word is None:
            raise ConsumerLost(f"{self._source.stream} says nothing")
        return word

    async def _word_within(self, seconds: float) -> Message | None:
        """None where none came. That nothing waits is said to a question: it is no word about our pull."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    word = await self._came.get()
                    if not (self._is_servers(word) and word.status == _NOTHING_WAITS):
                        return word
        except TimeoutError:
            return None

    def _look_at(self, message: Message) -> None:
        """A server's own word: a sign of life, the end of a pull, or of the consumer."""
        words = message.headers.get("Description", "")
        if message.status == "408" or "batch completed" in words.lower():
            self._left = 0
        elif message.status != "100":
            raise ConsumerLost(f"{self._source.stream}: {message.status} {words}")

    def _read(self, message: Message) -> Streamed | None:
        """None for what nobody sent us by this consumer: another counter may write to an inbox it knows.

        Raises ConsumerLost where one before it did not come.
        """
        parts = message.reply.split(".")
        told = parts[4:] if len(parts) >= _WITH_DOMAIN else parts[2:]
        is_ours = message.subject == self._source.subject and parts[:2] == ["$JS", "ACK"]
        if not is_ours or told[:2] != [self._source.stream, self._source.name]:
            log.warning("relay: what came as %.80r is not ours", message.subject)
            return None
        try:
            sequence, count, nanoseconds, pending = (int(told[each]) for each in (3, 4, 5, 6))
        except (ValueError, IndexError):
            return None
        if sequence <= self._last:
            return None
        if count != self._delivered + 1:  # nobody sends what was left out again: there is no ack
            raise ConsumerLost(f"{self._source.stream}: {count} came behind {self._delivered}")
        self._delivered = count
        self._left, self._last = self._left - 1, sequence
        return Streamed(sequence, _moment(nanoseconds), pending, message.data, message.headers)


def _nothing() -> None:
    """Nobody wants to know."""


def _config(source: Source, start: int | None) -> dict[str, object]:
    where: dict[str, object] = {"deliver_policy": "all"}
    if start is not None:
        where = {"deliver_policy": "by_start_sequence", "opt_start_seq": start}
    return {
        **where,
        "name": source.name,
        "ack_policy": "none",
        "replay_policy": "instant",
        "filter_subject": source.subject,
        "mem_storage": True,
        "num_replicas": 1,
        "inactive_threshold": INACTIVE_S * _SECOND_NS,
    }


def _moment(nanoseconds: int) -> datetime:
    """To the microsecond, as the journal keeps it."""
    return _EPOCH + timedelta(microseconds=nanoseconds // 1000)
