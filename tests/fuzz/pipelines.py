"""Several calls on one connection, each with heads that change nothing, cut anywhere: all are answered."""

import asyncio
import re

import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import ServerState

from posdesk.engine.listening.connection_limit import ConnectionLimit, Stage
from posdesk.engine.listening.http_connection import HttpConnection
from tests.fuzz.calls import Call
from tests.fuzz.shapes import Chance

_OFFERS = (b"h2c", b"websocket", b"TLS/1.0", b"h2c, foo/2", b"HTTP/2.0, SHTTP/1.3")
_CONNECTIONS = (b"Upgrade", b"upgrade, HTTP2-Settings", b"keep-alive, UPGRADE", b"Upgrade,HTTP2-Settings")
_CHARSETS = (b"UTF-8", b"utf8", b"gbk", b"GB18030", b"identity", b"us-ascii", b"iso-8859-1", b"charset=utf-8")
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
SLASHED = {
    "/center/gateway": ("/center/gateway", "/center/gateway/", "//center/gateway", "/center//gateway"),
    "/receipts": ("/receipts", "/receipts/", "//receipts", "/receipts//"),
}
MOST, LOOK_S = 40, 0.001


def pipeline_of(call: Call, chance: Chance) -> tuple[bytes, int]:
    """The same call so many times, as HTTP/1.1 that asks for no connection's end."""
    count = chance.choice((1, 2, 3, 8, 12, MOST)) if len(call.body) < 10_000 else 2
    return b"".join(_one(call, chance) for _ in range(count)), count


def _one(call: Call, chance: Chance) -> bytes:
    path = chance.choice(SLASHED[call.path]).encode()
    heads = [name + b": " + value for name, value in call.headers]
    if chance.random() < 0.6:
        heads += [b"Upgrade: " + chance.choice(_OFFERS), b"Connection: " + chance.choice(_CONNECTIONS)]
    if chance.random() < 0.4:
        heads.append(b"Content-Encoding: " + chance.choice(_CHARSETS))
    chunks = chance.random() < 0.4
    heads.append(b"Transfer-Encoding: chunked" if chunks else b"Content-Length: %d" % len(call.body))
    chance.shuffle(heads)
    first = b"POST " + path + b"?" + call.query + b" HTTP/1.1"
    body = _chunked(call.body, chance) if chunks else call.body
    return b"\r\n".join([first, b"Host: x", *heads, b"", b""]) + body


def _chunked(body: bytes, chance: Chance) -> bytes:
    at = chance.randrange(len(body) + 1)
    pieces = [piece for piece in (body[:at], body[at:]) if piece]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))


class Peer(asyncio.Transport):
    """A connection into memory, which keeps what is written."""

    def __init__(self) -> None:
        super().__init__({"peername": ("fuzz", 1), "sockname": ("x", 80)})
        self.written, self.closed, self.paused = b"", False, False

    def write(self, data: object) -> None:
        self.written += bytes(data)  # type: ignore[call-overload]

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def can_write_eof(self) -> bool:
        return False

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False


async def conversed(app: ASGIApp, sent: bytes, chance: Chance) -> bytes:
    """All that is written to a connection on which these bytes come in pieces, as it takes them."""
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, ws="none")
    state, peer = ServerState(), Peer()
    line = HttpConnection(connections=ConnectionLimit(), config=config, server_state=state, app_state={})
    line.connection_made(peer)
    ends = sorted({chance.randrange(len(sent)) for _ in range(chance.randrange(9))} | {len(sent)})
    for start, end in zip([0, *ends], ends, strict=False):
        line.data_received(sent[start:end])
        while peer.paused and not peer.closed:
            await asyncio.sleep(LOOK_S)
    while line.stage is Stage.ANSWERING and not peer.closed:
        await asyncio.sleep(LOOK_S)
    line.connection_lost(None)
    return peer.written


def statuses(told: bytes) -> list[int]:
    """Of each answer."""
    return [int(status) for status in _STATUS.findall(told)]
