"""What the tests of both books' clients need: a clock that stands, answers in turn, the form that came."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from tests.platforms.o2o.server import Behaviour, Server, response


@dataclass
class StandingClock:
    """A PC's clock that shows one moment; nothing takes any time by it."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return 0.0


def in_turn(*replies: bytes, headers: tuple[str, ...] = ()) -> Behaviour:
    """A platform that answers so, one after the other, the last one for ever."""
    left = list(replies)

    async def behave(writer: asyncio.StreamWriter) -> None:
        body = left.pop(0) if len(left) > 1 else left[0]
        writer.write(response(body, "200 OK", *headers))

    return behave


def form_of(server: Server, index: int = -1) -> dict[str, str]:
    """The parameters of a call as they came; one that stands twice fails the test."""
    pairs = parse_qsl(
        server.requests[index][1].decode("ascii"),
        keep_blank_values=True,
        strict_parsing=True,
        encoding="utf-8",
        errors="strict",
    )
    form = dict(pairs)
    assert len(form) == len(pairs)
    return form
