"""Connections to platforms: each carries one call, and may have been opened ahead of it.

On one that is kept, what is left over of an answer (a gateway that answers twice) is read as the next call's,
and of the books' answers none says whose it is; one that the platform closes just then turns "never sent"
into "unknown". So what a call leaves behind goes with its connection.

One that was opened ahead has carried nothing: not our bytes and, or it is thrown away, none of theirs. It is
thrown away, too, when it is old or the platform has closed it: then the call opens its own.
"""

import asyncio
import contextlib
import select
import socket
import ssl
import sys
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import h11
import httpx

CONNECT_S = 3.0  # without TLS, and once more for its handshake
SILENCE_S = 10.0  # between two pieces of an answer
AHEAD_S = 3.0  # so long one that waits for its call is young: no server closes a new connection sooner
AHEAD_AT_MOST = 8
_NEXT_ADDRESS_S = 0.25  # a host's other addresses are tried meanwhile
_HEAD_BYTES = 100 * 1024
_TCP: dict[str, Any] = {"type": socket.SOCK_STREAM, "proto": socket.IPPROTO_TCP}
_Place = tuple[Any, ...]  # as getaddrinfo says it
_PORTS = {"http": 80, "https": 443}


class Address(NamedTuple):
    """Where a connection leads; the host as it stands in a certificate."""

    host: str
    port: int
    is_tls: bool

    @classmethod
    def of(cls, url: httpx.URL) -> "Address":
        """Raises httpx.UnsupportedProtocol, httpx.ConnectError for a URL that leads nowhere."""
        if url.scheme not in _PORTS:
            raise httpx.UnsupportedProtocol(f"{url.scheme!r} is neither http nor https")
        if not url.host:
            raise httpx.ConnectError("the URL names no host")
        return cls(url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme], url.scheme == "https")


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


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A connection that is being opened, or waits; `since` by the loop's time, in seconds."""

    opening: "asyncio.Task[Connection]"
    since: float

    def is_of_use(self, now: float) -> bool:
        """Whether a call may take it."""
        if now - self.since >= AHEAD_S:
            return False
        if not self.opening.done():
            return True
        return self._has_opened and self.opening.result().has_carried_nothing

    def drop(self) -> None:
        """Nobody takes it."""
        if not self.opening.done():
            self.opening.cancel()
        elif self._has_opened:
            self.opening.result().drop()

    @property
    def _has_opened(self) -> bool:
        return not self.opening.cancelled() and self.opening.exception() is None


class OwnConnections(httpx.AsyncBaseTransport):
    """Gives each call a connection of its own."""

    def __init__(self, trust: ssl.SSLContext) -> None:
        """None is opened yet; `trust` says whose certificates are right."""
        self._trust = trust
        self._ahead: dict[Address, deque[_Ahead]] = {}
        self._closing: asyncio.TimerHandle | None = None

    def prepare(self, url: httpx.URL, count: int) -> None:
        """See to it that so many calls, AHEAD_AT_MOST, find a connection that is open or being opened."""
        try:
            address = Address.of(url)
        except httpx.HTTPError:
            return  # the call itself says so
        loop = asyncio.get_running_loop()
        waiting = self._ahead.setdefault(address, deque())
        self._throw_away_useless(waiting, loop.time())
        for _ in range(min(count, AHEAD_AT_MOST) - len(waiting)):
            waiting.append(_Ahead(loop.create_task(self._opened(address)), loop.time()))
        if waiting and self._closing is None:
            self._closing = loop.call_later(AHEAD_S, self._throw_away_old)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """See httpx; the connection ends with the response, or with what went wrong."""
        address, talk = Address.of(request.url), _Talk()
        said = await talk.said(request)
        connection = await self._taken(address)
        try:
            connection.write(said)
            head = await talk.head(connection)
        except BaseException:
            connection.drop()
            raise
        return httpx.Response(
            head.status_code, headers=head.headers.raw_items(), stream=_Body(connection, talk)
        )

    async def aclose(self) -> None:
        """See httpx: what was opened ahead is closed."""
        openings = [each.opening for waiting in self._ahead.values() for each in waiting]
        for waiting in self._ahead.values():
            for each in waiting:
                each.drop()
        self._ahead.clear()
        if self._closing is not None:
            self._closing.cancel()
        await asyncio.gather(*openings, return_exceptions=True)

    async def _taken(self, address: Address) -> Connection:
        """One that was opened ahead, or one of its own."""
        waiting = self._ahead.get(address)
        if waiting:
            self._throw_away_useless(waiting, asyncio.get_running_loop().time())
        if not waiting:
            return await self._opened(address)
        chosen = waiting.popleft()
        try:
            return await chosen.opening
        except BaseException:
            chosen.drop()
            raise

    async def _opened(self, address: Address) -> Connection:
        """Raises httpx.ConnectTimeout, httpx.ConnectError."""
        try:
            return await self._open(address)
        except TimeoutError as error:
            raise httpx.ConnectTimeout(f"no connection within {CONNECT_S:.0f} s") from error
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error

    async def _open(self, address: Address) -> Connection:
        loop, connection = asyncio.get_running_loop(), Connection()
        try:
            async with asyncio.timeout(CONNECT_S * (1 + address.is_tls)):
                await loop.create_connection(
                    lambda: connection,
                    sock=await connected(await _found(address)),
                    ssl=self._trust if address.is_tls else None,
                    server_hostname=address.host if address.is_tls else None,
                )
        except BaseException:
            connection.drop()
            raise
        return connection

    def _throw_away_useless(self, waiting: deque[_Ahead], now: float) -> None:
        useless = [each for each in waiting if not each.is_of_use(now)]
        for each in useless:
            waiting.remove(each)
            each.drop()

    def _throw_away_old(self) -> None:
        loop = asyncio.get_running_loop()
        for waiting in self._ahead.values():
            self._throw_away_useless(waiting, loop.time())
        left = [each.since for waiting in self._ahead.values() for each in waiting]
        self._closing = loop.call_at(min(left) + AHEAD_S, self._throw_away_old) if left else None


async def _found(address: Address) -> list[_Place]:
    """Where that host is, best first; of a number nobody is asked. Raises OSError."""
    where = (address.host, address.port)
    try:
        return socket.getaddrinfo(*where, flags=socket.AI_NUMERICHOST, **_TCP)
    except socket.gaierror:
        return await asyncio.get_running_loop().getaddrinfo(*where, **_TCP)


async def connected(places: Sequence[_Place]) -> socket.socket:
    """A socket that is connected to the first of these places that answers; each has a moment to itself.

    asyncio's own way with several leaves a socket open where it is cancelled in the wrong moment. Raises
    OSError, the first one's where none answers.
    """
    loop = asyncio.get_running_loop()
    sockets: list[socket.socket] = []
    trying: dict[asyncio.Task[None], socket.socket] = {}
    chosen: socket.socket | None = None
    try:
        for family, kind, proto, _, where in places:
            sockets.append(socket.socket(family, kind, proto))
            sockets[-1].setblocking(False)  # noqa: FBT003 - the socket's own word
            trying[loop.create_task(loop.sock_connect(sockets[-1], where))] = sockets[-1]
            chosen = await _first(trying, _NEXT_ADDRESS_S if len(sockets) < len(places) else None)
            if chosen is not None:
                return chosen
        raise next(error for error in map(asyncio.Task.exception, trying) if error is not None)
    finally:
        for task, each in trying.items():
            task.cancel()
            if each is not chosen:  # not before the loop has forgotten it: its number may be another's then
                task.add_done_callback(lambda _, each=each: each.close())  # type: ignore[misc]


async def _first(
    trying: "dict[asyncio.Task[None], socket.socket]", within_s: float | None
) -> socket.socket | None:
    """The first of them that is connected; None where time is over, or none is left."""
    left = {task for task in trying if not task.done()}
    while left:
        done, left = await asyncio.wait(left, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            if task.exception() is None:
                return trying[task]
        if not done:
            break
    return None


class _Talk:
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


class _Body(httpx.AsyncByteStream):
    """A response's body, and behind it the end of its connection."""

    def __init__(self, connection: Connection, talk: _Talk) -> None:
        self._connection, self._talk = connection, talk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._talk.body(self._connection):
            yield piece

    async def aclose(self) -> None:
        """See httpx."""
        self._connection.drop()
