"""What a server's answer to a publish proves, and what it says of its stream."""

import asyncio
import contextlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from posdesk.gateway.health import PublishHealth
from posdesk.gateway.line import ASK_S, Ack, Line, LineError, NoAnswer, Refused, WrongRevision
from posdesk.platforms.relay.creds import UserCredentials
from tests.journal.making import SetClock

pytestmark = pytest.mark.waits

STREAM = "POSDESK-s1"


class Servers(Line):
    """Servers that answer whatever is published alike."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__(["nats://127.0.0.1:9"], UserCredentials("", ""), None)
        self._says = json.dumps(answer).encode()

    async def _request(
        self, subject: str, data: bytes, headers: Mapping[str, str] | None = None, timeout_s: float = ASK_S
    ) -> Msg:
        return Msg(Client(), data=self._says)


def published(answer: Mapping[str, Any]) -> Ack:
    async def publish() -> Ack:
        return await Servers(answer).publish(STREAM, "posdesk.s1.001.orders", b"{}")

    return asyncio.run(publish())


def no(code: int, text: str) -> dict[str, Any]:
    return {"error": {"code": 400, "err_code": code, "description": text}, "stream": STREAM, "seq": 0}


def test_a_repeat_of_what_the_servers_keep_is_acknowledged() -> None:
    assert published({"stream": STREAM, "seq": 7, "duplicate": True}) == Ack(STREAM, 7, is_repeat=True)


def test_a_repeat_of_what_is_only_on_its_way_proves_nothing() -> None:
    """The first copy waits for the other servers: with its leader gone it is nowhere (older servers)."""
    with pytest.raises(NoAnswer):
        published({"stream": STREAM, "seq": 0, "duplicate": True})


def test_another_who_writes_at_this_moment_is_another_revision() -> None:
    with pytest.raises(WrongRevision) as refused:
        published(no(10071, "wrong last sequence: 12"))
    assert refused.value.revision == 12
    with pytest.raises(WrongRevision) as refused:
        published(no(10164, "wrong last sequence"))
    assert refused.value.revision == 0


@pytest.mark.parametrize(
    ("error", "fails"),
    [
        (Refused("maximum messages per subject exceeded", 10077), False),
        (Refused("message size exceeds maximum allowed", 10054), False),
        (Refused("duplicate message id is in process", 10158), False),
        (WrongRevision("wrong last sequence: 12", 12), False),
        (Refused("maximum bytes exceeded", 10077), True),
        (Refused("nobody answers"), True),
        (NoAnswer("no answer"), True),
    ],
)
def test_what_is_wrong_with_one_message_is_no_fault_of_its_stream(error: LineError, *, fails: bool) -> None:
    health = PublishHealth(SetClock())
    with contextlib.suppress(LineError), health.publishing(STREAM):
        raise error
    assert health.failing == (frozenset({STREAM}) if fails else frozenset())
