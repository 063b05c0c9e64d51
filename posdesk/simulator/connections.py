"""The open connections, so that one can be dropped in the middle as a bad line drops it."""

import asyncio
from typing import Any

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from posdesk.host.sockets import answer_at_once

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
