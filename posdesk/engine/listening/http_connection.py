"""A connection to the listener: uvicorn's HTTP protocol with bounds on time and size of a call's head.

uvicorn itself gives a connection that never finishes its head as long as it likes, takes heads of any size,
lets trailers add to the head and waits for ever for one who reads no answer. No platform does any of that.
"""

import asyncio
import json
import ssl
from http import HTTPStatus
from typing import Any

from posdesk.engine.listening.call_reader import CallReader
from posdesk.engine.listening.connection_limit import ConnectionLimit, Stage
from posdesk.host.sockets import answer_at_once, read_in_pieces, reset

HEAD_PATIENCE_S = 10.0  # from the first byte, or from the connection, until the head is whole
HANDSHAKE_PATIENCE_S = 5.0
GOODBYE_S = 2.0  # for the other side to read our last words and close, too
MOST_HEAD_BYTES = 64 * 1024
MOST_HEADERS = 100
UNREAD_PATIENCE_S = 10.0  # for one who lets his answers pile up

_LATE = (408, "请求头未在规定时间内发完", "the head of the call did not come in time")
_FULL = (503, "连接数已满，请稍后重连", "too many connections, come again")
_LARGE = (431, "请求头过大", "the head of the call is too large")
_TRAILER = (400, "不接收 trailer", "trailers are not taken")
_NO_HTTP = (400, "不是有效的 HTTP 请求", "not a valid HTTP call")
_Words = tuple[int, str, str]


class HttpConnection(CallReader):
    """One connection; counted by the `ConnectionLimit`."""

    def __init__(self, *, connections: ConnectionLimit, **uvicorns: Any) -> None:
        """`uvicorns` is what uvicorn hands its protocols. Nothing is open yet."""
        super().__init__(**uvicorns)
        self._connections = connections
        self._timer: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None
        self._early, self._head_bytes, self._head_whole = b"", 0, False
        self._lost = self._deaf = False
        self._why = _NO_HTTP

    @property
    def address(self) -> str:
        """See `OpenConnection`."""
        return self.client[0] if self.client else ""

    @property
    def is_listening(self) -> bool:
        """Whether what still comes would be read."""
        return super().is_listening and not self._deaf

    def dismiss(self) -> None:
        """See `OpenConnection`."""
        begun = self._head_bytes or self.stage is not Stage.WAITING
        self._end(_FULL if begun and not self._deaf else None)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let in, or told to come again."""
        if self._lost:
            transport.close()
            return
        super().connection_made(transport)
        answer_at_once(transport)
        read_in_pieces(transport)
        if not (self._connections.is_own(self.client) or self._connections.admit(self)):
            self._end(_FULL)
            return
        self._expect_head()
        if self._early:
            early, self._early = self._early, b""
            self.data_received(early)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is closed."""
        self._lost = True
        self._forget_timer()
        if self._stuck is not None:
            self._stuck.cancel()
        if self.transport is not None:
            self._connections.leave(self)
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A piece of a call."""
        if self.transport is None:  # between the TLS handshake's end and connection_made
            self._early += data
        elif self.is_listening:
            super().data_received(data)

    def piece_was_read(self, size_bytes: int) -> None:
        """The bounds of a head that is not whole."""
        if not self.is_listening or self.stage is not Stage.WAITING:
            return
        self._head_bytes += size_bytes
        if self._head_bytes > MOST_HEAD_BYTES and not self._head_whole:
            self._turn_away(_LARGE)
        else:
            self._expect_head()

    def _expect_head(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(HEAD_PATIENCE_S, self._end, _LATE)

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def on_message_begin(self) -> None:
        """The parser's call-back."""
        super().on_message_begin()
        self._head_bytes, self._head_whole = 0, False

    def on_url(self, url: bytes) -> None:
        """The parser's call-back, for a piece of it."""
        super().on_url(url)
        self._check(len(self.url) <= MOST_HEAD_BYTES, _LARGE)

    def on_header(self, name: bytes, value: bytes) -> None:
        """The parser's call-back; after the head it is a trailer's."""
        self._check(not self._head_whole, _TRAILER)
        self._head_bytes += len(name) + len(value)
        fits = self._head_bytes <= MOST_HEAD_BYTES and len(self.headers) < MOST_HEADERS
        self._check(fits, _LARGE)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The parser's call-back."""
        super().on_headers_complete()
        self._head_whole, self._head_bytes = True, 0
        self._forget_timer()

    def on_response_complete(self) -> None:
        """The call was answered."""
        super().on_response_complete()
        self._connections.served(self)

    def pause_writing(self) -> None:
        """Unread answers pile up: the connection is reset if they stay unread."""
        super().pause_writing()
        self._stuck = self.loop.call_later(UNREAD_PATIENCE_S, reset, self.transport)

    def resume_writing(self) -> None:
        """The caller reads its answers again."""
        super().resume_writing()
        if self._stuck is not None:
            self._stuck.cancel()

    def _check(self, fine: bool, why: _Words) -> None:
        """Raises ValueError, which the parser turns into the end of the connection."""
        if not fine:
            self._why = why
            raise ValueError(why[2])

    def send_400_response(self, msg: str) -> None:
        """What uvicorn says to a call that its parser can't read, in our words."""
        self._turn_away(self._why)

    def _turn_away(self, why: _Words) -> None:
        """The end of one that may be talking still: closed at once, it would not get to read why."""
        self._forget_timer()
        if self.stage is Stage.ANSWERING:  # what was asked before is answered first
            self._deaf, self.cycle.keep_alive = True, False
            return
        if self._deaf or not self.transport.can_write_eof():
            self._end(why)
            return
        self._deaf = True
        self.transport.write(_answer(*why))
        self.transport.write_eof()
        self._timer = self.loop.call_later(GOODBYE_S, self.transport.close)

    def _end(self, why: _Words | None) -> None:
        self._forget_timer()
        if self.transport.is_closing():
            return
        if why is not None and self.stage is not Stage.ANSWERING:
            self.transport.write(_answer(*why))
        self.transport.close()


def _answer(status: int, zh: str, en: str) -> bytes:
    body = json.dumps({"error": f"{zh} / {en}"}, ensure_ascii=False).encode()
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: application/json; charset=utf-8\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body


class TlsHandshake(asyncio.Protocol):
    """A connection until its TLS handshake is done; then an `HttpConnection` takes its place."""

    def __init__(
        self, connection: HttpConnection, context: ssl.SSLContext, connections: ConnectionLimit
    ) -> None:
        """Nothing is open yet."""
        self._connection, self._context, self._connections = connection, context, connections
        self._transport: asyncio.Transport | None = None
        self._shaking: asyncio.Task[None] | None = None
        self.address = ""

    @property
    def stage(self) -> Stage:
        """See `OpenConnection`."""
        return Stage.WAITING

    def dismiss(self) -> None:
        """See `OpenConnection`; one that has not shaken hands can't be told anything."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Counted from the first moment on."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer = transport.get_extra_info("peername") or ("", 0)
        self.address = str(peer[0])
        transport.pause_reading()  # every byte is the handshake's
        if self._connections.is_own((self.address, peer[1])) or self._connections.admit(self):
            self._shaking = asyncio.get_running_loop().create_task(self._shake(transport))
        else:
            transport.abort()

    async def _shake(self, transport: asyncio.Transport) -> None:
        try:
            secure = await asyncio.get_running_loop().start_tls(
                transport,
                self._connection,
                self._context,
                server_side=True,
                ssl_handshake_timeout=HANDSHAKE_PATIENCE_S,
                ssl_shutdown_timeout=GOODBYE_S,
            )
        except OSError:  # no TLS, no cipher in common, too slow, gone: nobody can be told
            transport.abort()
            return
        finally:
            self._connections.leave(self)
        if secure is not None:
            self._connection.connection_made(secure)
