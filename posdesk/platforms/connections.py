"""Connections to platforms: each carries one call, and may have been opened ahead of it.

On one that is kept, what is left over of an answer (a gateway that answers twice) is read as the next call's,
and of the books' answers none says whose it is; one that the platform closes just then turns "never sent"
into "unknown". So what a call leaves behind goes with its connection.

One that was opened ahead has carried nothing: not our bytes and, or it is thrown away, none of theirs. It is
thrown away, too, when it is old or the platform has closed it: then the call opens its own.

Each has a whole TLS handshake: one that goes on from the last shows no certificate, so that one which expired
or became another's meanwhile would still be believed.
"""

import asyncio
import ssl
from collections import deque

import httpx

from posdesk.platforms.reaching import Address, connected, places_of
from posdesk.platforms.talking import Body, Connection, Talk
from posdesk.records import dataclass

CONNECT_S = 3.0  # without TLS, and once more for its handshake
AHEAD_S = 3.0  # so long one that waits for its call is young: no server closes a new connection sooner
AHEAD_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A connection that is being opened, or waits; `since` by the loop's time, in seconds."""

    opening: "asyncio.Task[Connection]"
    since: float

    def is_of_use(self, now: float) -> bool:
        """Whether a call may take it."""
        if self.is_old(now):
            return False
        if not self.opening.done():
            return True
        return self._has_opened and self.opening.result().has_carried_nothing

    def is_old(self, now: float) -> bool:
        """Whether it waited too long."""
        return now - self.since >= AHEAD_S

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
        self._passed_over: set[Address] = set()  # what was opened there grew old, and no answer came since
        self._closing: asyncio.TimerHandle | None = None

    def prepare(self, url: httpx.URL, count: int) -> None:
        """See to it that so many calls, AHEAD_AT_MOST, find a connection that is open or being opened.

        A platform that answers nobody is not opened connections again and again.
        """
        try:
            address = Address.of(url)
        except httpx.HTTPError:
            return  # the call itself says so
        loop = asyncio.get_running_loop()
        waiting = self._ahead.setdefault(address, deque())
        self._throw_away_useless(address, loop.time())
        if address in self._passed_over:
            return
        for _ in range(min(count, AHEAD_AT_MOST) - len(waiting)):
            waiting.append(_Ahead(loop.create_task(self._opened(address)), loop.time()))
        if waiting and self._closing is None:
            self._closing = loop.call_later(AHEAD_S, self._throw_away_old)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """See httpx; the connection ends with the response, or with what went wrong."""
        address, talk = Address.of(request.url), Talk()
        said = await talk.said(request)
        connection = await self._taken(address)
        try:
            connection.write(said)
            head = await talk.head(connection)
        except BaseException:
            connection.drop()
            raise
        body = Body(connection, talk, lambda: self._end(address, connection))
        return httpx.Response(head.status_code, headers=head.headers.raw_items(), stream=body)

    def _end(self, address: Address, connection: Connection) -> None:
        """Close it: there an answer came."""
        self._passed_over.discard(address)
        connection.drop()

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
            self._throw_away_useless(address, asyncio.get_running_loop().time())
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
        except OSError as error:
            if isinstance(error, TimeoutError):
                raise httpx.ConnectTimeout(f"no connection within {CONNECT_S:.0f} s") from error
            raise httpx.ConnectError(str(error)) from error

    async def _open(self, address: Address) -> Connection:
        loop, connection = asyncio.get_running_loop(), Connection()
        try:
            async with asyncio.timeout(CONNECT_S * (1 + address.is_tls)):
                await loop.create_connection(
                    lambda: connection,
                    sock=await connected(await places_of(address)),
                    ssl=self._trust if address.is_tls else None,
                    server_hostname=address.host if address.is_tls else None,
                )
        except BaseException:
            connection.drop()
            raise
        return connection

    def _throw_away_useless(self, address: Address, now: float) -> None:
        waiting = self._ahead[address]
        useless = [each for each in waiting if not each.is_of_use(now)]
        for each in useless:
            waiting.remove(each)
            each.drop()
        if any(each.is_old(now) for each in useless):
            self._passed_over.add(address)

    def _throw_away_old(self) -> None:
        loop = asyncio.get_running_loop()
        for address in self._ahead:
            self._throw_away_useless(address, loop.time())
        left = [each.since for waiting in self._ahead.values() for each in waiting]
        self._closing = loop.call_at(min(left) + AHEAD_S, self._throw_away_old) if left else None
