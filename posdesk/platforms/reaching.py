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
        port = _PORTS[url.scheme] if url.port is None else url.port
        return cls(url.raw_host.decode("ascii"), port, url.scheme == "https")


async def places_of(address: Address) -> list[_Place]:
    """Where that host is, best first; of a number nobody is asked. Raises OSError."""
    where = (address.host.encode("ascii"), address.port)  # in text an empty label is no OSError
    try:
        return socket.getaddrinfo(*where, flags=socket.AI_NUMERICHOST, **_TCP)
    except socket.gaierror:
        return await asyncio.get_running_loop().getaddrinfo(*where, **_TCP)


async def connected(places: Sequence[_Place]) -> socket.socket:
    """A socket that is connected to the first of these places that answers; each has a moment to itself.

    asyncio's own way with several leaves a socket open where it is cancelled in the wrong moment. Raises
    OSError, the first one's where none answers.
    """
    loop, sockets = asyncio.get_running_loop(), _sockets_for(places)
    trying: dict[asyncio.Task[None], socket.socket] = {}
    chosen: socket.socket | None = None
    try:
        for each, where in sockets:
            trying[loop.create_task(loop.sock_connect(each, where))] = each
            chosen = await _first(trying, _NEXT_ADDRESS_S if len(trying) < len(sockets) else None)
            if chosen is not None:
                return chosen
        raise next(error for error in map(asyncio.Task.exception, trying) if error is not None)
    finally:
        for each, _ in sockets[len(trying) :]:
            each.close()
        for task, each in trying.items():
            task.cancel()
            if each is not chosen:  # not before the loop has forgotten it: its number may be another's then
                task.add_done_callback(lambda _, each=each: each.close())  # type: ignore[misc]


def _sockets_for(places: Sequence[_Place]) -> list[tuple[socket.socket, Any]]:
    """A socket for each place of a family that this PC has. Raises OSError where it has none of them."""
    made: list[tuple[socket.socket, Any]] = []
    errors: list[OSError] = []
    for family, kind, proto, _, where in places:
        try:
            each = socket.socket(family, kind, proto)
        except OSError as error:  # IPv6 is switched off, say: the others may answer
            errors.append(error)
            continue
        each.setblocking(False)  # noqa: FBT003 - the socket's own word
        made.append((each, where))
    if errors and not made:
        raise errors[0]
    return made


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
