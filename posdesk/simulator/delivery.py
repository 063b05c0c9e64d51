"""How an answer leaves: as it is, late, cut, as somebody else's, or not at all."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from posdesk.host.sockets import answer_at_once
from posdesk.simulator.faults import Fault, FaultKind

Peer = tuple[str, int]


class Connections:
    """Knows each connection by the address of its other end."""

    def __init__(self) -> None:
        self._open: dict[Peer, asyncio.Transport] = {}

    def opened(self, peer: Peer, transport: asyncio.Transport) -> None:
        """Notes a new connection."""
        self._open[peer] = transport

    def closed(self, peer: Peer) -> None:
        """Forgets one."""
        self._open.pop(peer, None)

    def drop(self, peer: Peer) -> None:
        """Cuts one at once; what was not sent yet is lost."""
        transport = self._open.get(peer)
        if transport is not None:
            transport.abort()

    def drop_others(self, peer: Peer) -> None:
        """Cuts all but one."""
        for other in self._open.keys() - {peer}:
            self.drop(other)

    def drop_all(self) -> None:
        """Cuts all."""
        for peer in list(self._open):
            self.drop(peer)

    def protocol(self) -> type[asyncio.Protocol]:
        """uvicorn's own protocol, with each connection noted here."""
        connections = self

        class NotedProtocol(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                self.noted: Peer = transport.get_extra_info("peername")[:2]
                connections.opened(self.noted, transport)
                super().connection_made(transport)
                answer_at_once(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                connections.closed(self.noted)
                super().connection_lost(exc)

        return NotedProtocol


class HangUp(Response):
    """No answer: the connection is cut instead."""

    def __init__(self, connections: Connections) -> None:
        super().__init__()
        self._connections = connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Cuts the connection of this request and waits until the server has noticed."""
        self._connections.drop(peer_of(scope))
        await gone(receive)


def peer_of(scope: Scope | dict[str, Any]) -> Peer:
    """The other end of a request's connection."""
    host, port = scope["client"]
    return host, port


async def gone(receive: Receive) -> None:
    """Returns when the caller has hung up."""
    message: Message = {"type": "http.request"}
    while message["type"] != "http.disconnect":
        message = await receive()


JSON = "application/json; charset=utf-8"
DROPS = frozenset({FaultKind.LOST_REQUEST, FaultKind.LOST_ANSWER})
"""Faults after which nothing is answered."""
_DELAYS = frozenset({FaultKind.LATE_ANSWER, FaultKind.SLOW})
_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


async def delivered(
    answered: Callable[[], Response], fault: Fault | None, connections: Connections, receive: Receive
) -> Response:
    """The answer as the fault lets it through; it is made once it is to leave, so that its Date is right."""
    if fault is None:
        return answered()
    if fault.kind in DROPS:
        return HangUp(connections)
    if fault.kind in _DELAYS:
        await _delay(fault.seconds, receive)
    spoil = _SPOILERS.get(fault.kind)
    return spoil(answered()) if spoil else answered()


async def _delay(seconds: float, receive: Receive) -> None:
    """Waits that long, or until the caller gives up."""
    waiting = asyncio.create_task(gone(receive))
    await asyncio.wait({waiting}, timeout=seconds)
    waiting.cancel()


def _spoilt(response: Response, body: bytes, status: int = 200, media_type: str = JSON) -> Response:
    return Response(body, status, headers={"Date": response.headers["Date"]}, media_type=media_type)


def _http_500(response: Response) -> Response:
    return _spoilt(response, b"Internal Server Error", 500, "text/plain")


def _html(response: Response) -> Response:
    return _spoilt(response, _PAGE.encode(), 200, "text/html")


def _wrong_json(response: Response) -> Response:
    return _spoilt(response, b'{"status": "ok", "data": {"result": true}}')


def _cut_json(response: Response) -> Response:
    body = bytes(response.body)
    return _spoilt(response, body[: len(body) // 2])


_SPOILERS: Mapping[FaultKind, Callable[[Response], Response]] = {
    FaultKind.HTTP_500: _http_500,
    FaultKind.HTML: _html,
    FaultKind.WRONG_JSON: _wrong_json,
    FaultKind.CUT_JSON: _cut_json,
}
