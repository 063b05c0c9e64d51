"""Whoever answers in a server's name without TLS hears nothing, and is believed nothing."""

import asyncio
import contextlib
import json
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from posdesk.domain.relay.status import RelayFault
from posdesk.engine.relay.enrolling import try_line
from posdesk.gateway.admin.chain_folder import ChainError, ChainPlan
from posdesk.gateway.admin.connection import connected
from posdesk.gateway.line import Line
from posdesk.platforms.relay.creds import UserCredentials
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.nkeys import Role, new_pair
from posdesk.platforms.relay.private_client import PrivateClient
from posdesk.platforms.relay.records import PcRecord
from posdesk.platforms.relay.tokens import user_token

pytestmark = pytest.mark.waits
NOW = datetime.now(UTC)
INFO = {"version": "2.15.0", "proto": 1, "headers": True, "max_payload": 2**20, "nonce": "n"}


class Impostor:
    """Stands between: it says that there is no TLS, and writes down what it hears."""

    def __init__(self) -> None:
        self.heard = bytearray()
        self.called = asyncio.Event()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"INFO " + json.dumps(INFO).encode() + b"\r\n")
        with contextlib.suppress(OSError):
            while said := await reader.read(4096):
                self.heard += said
        self.called.set()
        writer.close()


def credentials() -> UserCredentials:
    pair = new_pair(Role.USER)
    return UserCredentials(user_token(new_pair(Role.ACCOUNT), pair.public, "one", None, NOW), pair.seed)


async def as_gateway(server: str, impostor: Impostor) -> None:
    """It tries on and on."""
    line = Line([server], credentials(), ssl.create_default_context())
    connecting = asyncio.create_task(line.connect())
    await asyncio.wait_for(impostor.called.wait(), 10)
    assert not line.is_connected
    connecting.cancel()
    await asyncio.gather(connecting, return_exceptions=True)
    await line.close()


async def as_admin(server: str, _: Impostor) -> None:
    with pytest.raises(ChainError, match="can't be reached"):
        async with connected(ChainPlan((server,)), credentials()):
            pass


async def as_counter_to_be(server: str, _: Impostor) -> None:
    mine = credentials()
    line = EnrolmentLine((server,), "", "s1", "001", "1", mine.seed, "the store's key", mine.jwt)
    tried = await try_line(line, PcRecord("m" * 32, "PC", NOW))
    assert tried.fault is RelayFault.NOT_TRUSTED


@pytest.mark.parametrize("who", [as_gateway, as_admin, as_counter_to_be])
def test_without_tls_nothing_is_said_where_the_address_wants_it(
    who: Callable[[str, Impostor], Awaitable[None]],
) -> None:
    async def meet() -> bytes:
        impostor = Impostor()
        async with await asyncio.start_server(impostor.answer, "127.0.0.1", 0) as server:
            await who(f"tls://127.0.0.1:{server.sockets[0].getsockname()[1]}", impostor)
            await asyncio.wait_for(impostor.called.wait(), 10)
        return bytes(impostor.heard)

    assert asyncio.run(meet()) == b""


@pytest.mark.parametrize("reply", [b"plain", b"a\x0bb", b"a\x0c7", b"\x1c\x1f", b"\xff\xfe", b"7"])
@pytest.mark.parametrize(
    "head", [b"MSG here.002 1 %b 1\r\nx\r\n", b"HMSG here.002 1 %b 12 13\r\nNATS/1.0\r\n\r\nx\r\n"]
)
def test_a_reply_of_any_bytes_that_servers_hand_on_stops_no_reading(head: bytes, reply: bytes) -> None:
    """Tried: nats-server 2.9.10 hands on each of them."""

    class Reading(PrivateClient):
        """Notes what it is to process."""

        def __init__(self) -> None:
            super().__init__()
            self.came: list[tuple[bytes, bytes, bytes]] = []

        async def _process_msg(
            self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes
        ) -> None:
            self.came.append((subject, reply, data))
            self._build_message(sid, subject, reply, data, await self._process_headers(headers))

    async def reading() -> Reading:
        client = Reading()
        await client._ps.parse(head % reply + head.replace(b" %b", b"", 1))
        return client

    assert asyncio.run(reading()).came == [(b"here.002", reply, b"x"), (b"here.002", b"", b"x")]
