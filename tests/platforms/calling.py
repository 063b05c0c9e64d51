"""What the tests of both books' clients need: a clock that stands, answers in turn, the form that came."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from posdesk.domain.orders.answer import CallFault
from posdesk.platforms.http import REPLY_LIMIT_BYTES
from tests.platforms.o2o.server import Behaviour, Server, answers, drips, hangs_up_after, response


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


def no_answers_of_its_own(ok: bytes) -> list[tuple[Behaviour, CallFault]]:
    """What may come instead of a platform's own answer `ok`, and what each is called."""
    return [
        (answers(b"<html>gateway</html>"), CallFault.NOT_ITS_JSON),
        (answers(ok[:-9]), CallFault.NOT_ITS_JSON),
        (answers(b'{"code":0}'), CallFault.NOT_ITS_JSON),
        (answers(ok, "302 Found", "location: /elsewhere"), CallFault.HTTP_STATUS),
        (answers(ok, "500 Internal Server Error"), CallFault.HTTP_STATUS),
        (hangs_up_after(b""), CallFault.CUT_OFF),
        (hangs_up_after(response(ok[:-9], length=len(ok))), CallFault.CUT_OFF),
        (drips(response(b" " * (REPLY_LIMIT_BYTES + 1), length=10**12)), CallFault.NOT_ITS_JSON),
    ]


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
