"""A counter's line to the relay: what it asks waits until the schedule says what becomes of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from posdesk.engine.relay.identity import Identity
from posdesk.engine.relay.line import ANSWER_S, Line, LineLost, Message, NobodyAnswers
from posdesk.platforms.relay.creds import UserCredentials
from posdesk.platforms.relay.subjects import StoreSubjects, claims_stream, direct_get
from tests.journal.relay.making import STORE_KEY
from tests.journal.relay.quick_loop import LoopClock, QuickLoop
from tests.support.fake_jetstream import FakeStream

SHARD, STORE = "a", "001"
SUBJECTS = StoreSubjects(SHARD, STORE)
Take = Callable[[Message], Awaitable[None]]


@dataclass(eq=False)
class Asked:
    """A request that is under way."""

    subject: str
    data: bytes
    headers: Mapping[str, str]
    answer: "asyncio.Future[Message]"
    is_delivered: bool = False

    @property
    def is_reading(self) -> bool:
        return ".DIRECT.GET." in self.subject


@dataclass
class Relay:
    """The chain's servers."""

    loop: QuickLoop
    lines: "list[BadLine]" = field(default_factory=list)
    late: list[Asked] = field(default_factory=list)
    """Requests whose asker has given them up, and which may come all the same."""

    def __post_init__(self) -> None:
        self.clock = LoopClock(self.loop)
        self.acts, self.claims = FakeStream(self.clock.now), FakeStream(self.clock.now)

    def take(self, asked: Asked, *, behind: int = 0, says_last: bool = True) -> Message:
        """What the servers do with it, and answer."""
        asked.is_delivered = True
        if asked.is_reading:
            subject = asked.subject.removeprefix(direct_get(claims_stream(SHARD), ""))
            data, headers = self.claims.last_of(subject, behind)
            return Message("_INBOX", data, headers)
        stream = self.acts if asked.subject == SUBJECTS.acts else self.claims
        said = stream.publish(asked.subject, asked.data, asked.headers, says_last=says_last)
        return Message("_INBOX", said)

    def spread(self, message: Message) -> None:
        """A sign of life: whoever is connected hears it now, and nobody later."""
        for line in self.lines:
            for take in line.takers:
                self.loop.create_task(_heard(take, message))


async def _heard(take: Take, message: Message) -> None:
    await take(message)


class BadLine(Line):
    """One connection of a counter's."""

    def __init__(self, relay: Relay, counter: str) -> None:
        credentials = cast("UserCredentials", None)  # nobody signs here
        self.identity = Identity(STORE, counter, SHARD, (), credentials, STORE_KEY)
        self.asked: list[Asked] = []
        self.takers: list[Take] = []
        self.is_deaf = False
        """Whether signs of life are lost just now."""
        self._relay, self._is_open = relay, True
        relay.lines.append(self)

    @property
    def is_open(self) -> bool:
        return self._is_open

    def lose(self, *, comes_late: bool = False) -> None:
        """It is gone; whether what was under way comes to the servers nevertheless."""
        self._is_open = False
        if self in self._relay.lines:
            self._relay.lines.remove(self)
        for asked in self.asked:
            if comes_late and not asked.is_delivered:
                self._relay.late.append(asked)
            if not asked.answer.done():
                asked.answer.set_exception(LineLost("gone"))
                asked.answer.exception()  # whoever asked may be gone, too

    def give_up(self, asked: Asked) -> None:
        """Nobody is there who could answer (503)."""
        if not asked.answer.done():
            asked.answer.set_exception(NobodyAnswers("nobody"))

    async def publish(
        self, subject: str, data: bytes = b"", headers: Mapping[str, str] | None = None, reply: str = ""
    ) -> None:
        self._must_be_open()
        if not self.is_deaf:
            self._relay.spread(Message(subject, data, dict(headers or {})))

    async def request(
        self,
        subject: str,
        data: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = ANSWER_S,
    ) -> Message:
        self._must_be_open()
        asked = Asked(subject, data, dict(headers or {}), self._relay.loop.create_future())
        self.asked.append(asked)
        try:
            async with asyncio.timeout(timeout_s):
                return await asked.answer
        except TimeoutError:
            raise LineLost("no answer") from None
        finally:
            self.asked.remove(asked)

    async def subscribe(self, subject: str, take: Take) -> Callable[[], Awaitable[None]]:
        self._must_be_open()
        self.takers.append(take)

        async def end() -> None:
            if take in self.takers:
                self.takers.remove(take)

        return end

    def _must_be_open(self) -> None:
        if not self._is_open:
            raise LineLost("not connected")
