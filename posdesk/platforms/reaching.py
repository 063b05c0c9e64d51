"""A platform's address, and the way to it: a host's places are tried one after the other, then at once."""

import asyncio
import socket
from collections.abc import Sequence
from typing import Any, NamedTuple

import httpx

_NEXT_ADDRESS_S = 0.25  # a host's other addresses are tried meanwhile
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


async def places_of(address: Address) -> list[_Place]:
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
