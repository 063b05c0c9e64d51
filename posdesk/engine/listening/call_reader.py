"""uvicorn's HTTP protocol as a platform needs it: every body is read, every pipelined call answered.

- Whoever offers an upgrade (Java's HttpClient does: `Upgrade: h2c`) has sent a plain HTTP/1.1 call as well,
  and RFC 9110 lets a server ignore the offer. httptools does not: it takes what follows the head for another
  protocol and drops the body. The head is then parsed once more, by a new parser and without that header, and
  what follows is read as the body that it is.
- Pipelined calls beyond a few wait unread, and so does the other side.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import httptools
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from posdesk.engine.listening.connection_limit import Stage

MOST_WAITING = 8  # pipelined calls in memory: further ones are not read before an answer has left
PIECE_BYTES = 512  # parsed at once: so small a piece holds few heads
_NOTHING = memoryview(b"")
_CONTINUE = b"HTTP/1.1 100 "


class _Flow(FlowControl):
    """Reads on only where nothing lies unread: the most is what one read of the socket gave."""

    def __init__(self, transport: asyncio.Transport, may_read: Callable[[], bool]) -> None:
        super().__init__(transport)
        self._may_read = may_read

    def resume_reading(self) -> None:
        """See uvicorn."""
        if self._may_read():
            super().resume_reading()


class _Answer:
    """Where a call's answer is written: head and body leave as one piece, and are one system call."""

    __slots__ = ("_head", "_to")

    def __init__(self, to: asyncio.Transport) -> None:
        self._to = to
        self._head: bytes | None = b""  # None once it has left

    def write(self, data: bytes) -> None:
        """See asyncio."""
        if self._head is None or data.startswith(_CONTINUE):
            self._to.write(data)
        elif not self._head:
            self._head = data
        else:
            whole, self._head = self._head + data, None
            self._to.write(whole)

    def close(self) -> None:
        """See asyncio; where the answer broke off behind its head, that is sent."""
        if self._head:
            self._to.write(self._head)
        self._to.close()

    def is_closing(self) -> bool:
        """See asyncio."""
        return self._to.is_closing()


class CallReader(HttpToolsProtocol):
    """One connection; see the module."""

    def __init__(self, **uvicorns: Any) -> None:
        """`uvicorns` is what uvicorn hands its protocols. Nothing is open yet."""
        super().__init__(**uvicorns)
        self._unread = _NOTHING
        self._offers_upgrade = self._said_all = False

    @property
    def stage(self) -> Stage:
        """How far its last call is."""
        if self.cycle is None or self.cycle.response_complete:
            return Stage.WAITING
        return Stage.READING if self.cycle.more_body else Stage.ANSWERING

    @property
    def is_listening(self) -> bool:
        """Whether what still comes would be read."""
        return not self.transport.is_closing()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio."""
        super().connection_made(transport)
        self.flow = _Flow(transport, lambda: not self._unread)

    def data_received(self, data: bytes) -> None:
        """A piece of a call, or several calls."""
        self._unset_keepalive_if_required()
        self._unread = memoryview(bytes(self._unread) + data if self._unread else data)
        self._read_on()

    def eof_received(self) -> bool:  # type: ignore[override]
        """The caller sends no more, but may still read: its calls are answered first. Not under TLS."""
        self._said_all = True
        return self.scheme == "http" and self.stage is Stage.ANSWERING

    def piece_was_read(self, size_bytes: int) -> None:
        """For what keeps bounds."""

    def on_headers_complete(self) -> None:
        """The parser's call-back. Raises ValueError for a CONNECT: that is no call and has no body."""
        self._offers_upgrade = self.parser.should_upgrade()
        if not self._offers_upgrade:
            super().on_headers_complete()
            if self.parser.get_method() != b"HEAD":  # whose answer is a head alone
                self.cycle.transport = _Answer(self.transport)  # type: ignore[assignment]
        elif self.parser.get_method() == b"CONNECT":
            raise ValueError("this is no proxy")

    def on_message_complete(self) -> None:
        """The parser's call-back."""
        if not self._offers_upgrade:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """The call was answered: there is room for what lies unread."""
        super().on_response_complete()
        if not self.is_listening:
            self._unread = _NOTHING
            return
        self._read_on()
        if not self._unread:
            self.flow.resume_reading()
        if self._said_all and self.stage is Stage.WAITING:
            self.transport.close()

    def _read_on(self) -> None:
        while self._unread and len(self.pipeline) < MOST_WAITING and self.is_listening:
            piece, self._unread = self._unread[:PIECE_BYTES], self._unread[PIECE_BYTES:]
            self._parse(piece)
            self.piece_was_read(len(piece))
        if self._unread:
            self.flow.pause_reading()

    def _parse(self, piece: bytes | memoryview) -> None:
        while piece:
            try:
                self.parser.feed_data(piece)
                return
            except httptools.HttpParserUpgrade as offered:
                piece = self._plain_head() + bytes(piece[offered.args[0] :])
                self.parser = _new_parser(self)
            except httptools.HttpParserError:
                self.send_400_response("")
                return

    def _plain_head(self) -> bytes:
        """The head that was just parsed, without its offer of an upgrade."""
        version = self.parser.get_http_version().encode()
        lines = [self.parser.get_method() + b" " + self.url + b" HTTP/" + version]
        lines += [name + b": " + value for name, value in self.headers if name != b"upgrade"]
        return b"\r\n".join([*lines, b"", b""])


def _new_parser(of: CallReader) -> httptools.HttpRequestParser:
    """As uvicorn makes one: a call after one that wants the connection closed is no error."""
    parser = httptools.HttpRequestParser(of)
    parser.set_dangerous_leniencies(lenient_data_after_close=True)
    return parser
