"""One connection, and one call over it by HTTP/1.1."""

import asyncio
import contextlib
import select
import socket
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator

import h11
import httpx

SILENCE_S = 10.0  # between two pieces of an answer
_HEAD_BYTES = 100 * 1024


class Connection(asyncio.Protocol):
    """One connection, for one call."""

    def __init__(self) -> None:
        """It is not open yet."""
        self._transport: asyncio.Transport | None = None
        self._pieces: deque[bytes] = deque()
        self._is_ended = False
        self._error: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """See asyncio; who reads slower than they send is waited for."""
        self._pieces.append(data)
        if self._transport is not None and len(self._pieces) > 1:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """See asyncio."""
        self._is_ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        self._is_ended, self._error = True, exc
        self._wake()

    @property
    def has_carried_nothing(self) -> bool:
        """Whether it stands open and nothing came on it."""
        if self._transport is None or self._is_ended or self._pieces or self._transport.is_closing():
            return False
        return not _can_be_read(self._transport.get_extra_info("socket"))

    def write(self, data: bytes) -> None:
        """Send it; that this failed is told by `read`."""
        assert self._transport is not None
        self._transport.write(data)

    async def read(self) -> bytes:
        """What came next; empty at the end. Raises OSError, and TimeoutError after SILENCE_S."""
        if not self._pieces and not self._is_ended:
            await self._woken()
        if self._pieces:
            return self._next()
        if self._error is not None:
            raise self._error
        return b""

    def drop(self) -> None:
        """Close it now, whatever it holds."""
        if self._transport is not None:
            self._transport.abort()

    def _next(self) -> bytes:
        piece = self._pieces.popleft()
        if not self._pieces and not self._is_ended and self._transport is not None:
            self._transport.resume_reading()
        return piece

    async def _woken(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(SILENCE_S):
                await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _can_be_read(sock: socket.socket) -> bool:
    """Whether something came, or the other side closed, of which the loop has not heard yet."""
    if sys.platform == "win32":
        return bool(select.select([sock.fileno()], [], [], 0)[0])
    asked = select.poll()
    asked.register(sock.fileno(), select.POLLIN)
    return bool(asked.poll(0))


class Talk:
    """One request and its answer, by HTTP/1.1. Raises httpx's errors."""

    def __init__(self) -> None:
        self._state = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_BYTES)

    async def said(self, request: httpx.Request) -> bytes:
        """The request's bytes. Raises httpx.LocalProtocolError for one that can't be said."""
        head = h11.Request(method=request.method, target=request.url.raw_path, headers=request.headers.raw)
        body = b"".join([piece async for piece in _stream_of(request)])
        try:
            pieces = [self._state.send(each) for each in (head, h11.Data(data=body), h11.EndOfMessage())]
        except h11.LocalProtocolError as error:
            raise httpx.LocalProtocolError(str(error)) from error
        return b"".join(piece for piece in pieces if piece)

    async def head(self, connection: Connection) -> h11.Response:
        """The answer's head; what comes before it says nothing."""
        while True:
            event = await self._event(connection)
            if isinstance(event, h11.Response):
                return event
            if (
                not isinstance(event, h11.InformationalResponse)
                or event.status_code == httpx.codes.SWITCHING_PROTOCOLS
            ):
                raise httpx.RemoteProtocolError("no answer to the call")

    async def body(self, connection: Connection) -> AsyncIterator[bytes]:
        """The pieces of the answer's body."""
        while True:
            event = await self._event(connection)
            if not isinstance(event, h11.Data):
                return
            yield bytes(event.data)

    async def _event(self, connection: Connection) -> object:
        with _translated():
            while (event := self._state.next_event()) is h11.NEED_DATA:
                self._state.receive_data(await connection.read())
        return event


def _stream_of(request: httpx.Request) -> httpx.AsyncByteStream:
    assert isinstance(request.stream, httpx.AsyncByteStream)
    return request.stream


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except h11.RemoteProtocolError as error:
        raise httpx.RemoteProtocolError(str(error)) from error
    except TimeoutError as error:
        raise httpx.ReadTimeout(f"nothing came for {SILENCE_S:.0f} s") from error
    except OSError as error:
        raise httpx.ReadError(str(error)) from error


class Body(httpx.AsyncByteStream):
    """A response's body, and behind it the end of its connection."""

    def __init__(self, connection: Connection, talk: Talk, end: Callable[[], None]) -> None:
        self._connection, self._talk, self._end = connection, talk, end

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._talk.body(self._connection):
            yield piece

    async def aclose(self) -> None:
        """See httpx."""
        self._end()
