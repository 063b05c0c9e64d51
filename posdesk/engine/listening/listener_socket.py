"""Our socket: bound by ourselves, said in <home>/listener.json, and proven to take calls from outside.

Handed a port to bind, uvicorn raises SystemExit(3) when it is taken, which a thread swallows. Nothing heavy
is imported here: the demo and the window need it before the listener itself.
"""

import asyncio
import contextlib
import errno
import json
import logging
import os
import socket
import ssl
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posdesk.domain.clock import Clock
from posdesk.domain.status import Trouble
from posdesk.engine.listening.connection_limit import ConnectionLimit
from posdesk.errors import AddressGone, PortTaken
from posdesk.host import disk, private
from posdesk.host.sockets import LOOPBACK_OF, listening_socket, stream_socket
from posdesk.settings.settings import Listener as ListenerSettings

if TYPE_CHECKING:
    from posdesk.engine.status import StatusBoard


log = logging.getLogger(__name__)
FILE_NAME = "listener.json"
GATEWAY_PATH = "/center/gateway"
RECEIPTS_PATH = "/receipts"


def bind(settings: ListenerSettings) -> socket.socket:
    """The listening socket of the settings. Raises PortTaken with a sentence."""
    return bind_at(settings.host, settings.port)


def bind_at(host: str, port: int) -> socket.socket:
    """A listening socket there. Raises PortTaken with a sentence."""
    try:
        return listening_socket(host, port)
    except (OSError, UnicodeError) as error:
        where = f"{host}:{port}"
        said = f"{where} can't be listened on: {getattr(error, 'strerror', None) or error}."
        if _is_nowhere(error):
            raise AddressGone(f"{said} Connect the network, or set another listener.host.") from error
        todo = "End the program that uses it, or set another listener.port or listener.host."
        raise PortTaken(f"{said} {todo}") from error


def _is_nowhere(error: OSError | UnicodeError) -> bool:
    if isinstance(error, UnicodeError | socket.gaierror):
        return True
    return error.errno == errno.EADDRNOTAVAIL


def say_unbound(status: "StatusBoard", error: PortTaken) -> None:
    """Why nothing listens: one reason at a time."""
    gone = isinstance(error, AddressGone)
    now, other = Trouble.ADDRESS_GONE, Trouble.PORT_TAKEN
    if not gone:
        now, other = other, now
    status.mended(other)
    status.trouble(now, str(error))


def address_of(bound: socket.socket) -> str:
    """host:port as bound."""
    return name_of(bound.getsockname())


def name_of(address: tuple[Any, ...]) -> str:
    """host:port of an address as `getsockname` gives it."""
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def write_address(home: Path, address: tuple[Any, ...], *, again: bool = False) -> bool:
    """Leave port and process number in <home>/listener.json, whole or not at all. Whether it could be done.

    A full disk is no reason not to listen: the platforms are then told that nothing can be stored. It never
    waits, since the event loop calls it, but may be called `again`, which is not logged.
    """
    host, port = address[:2]
    text = json.dumps({"host": host, "port": port, "pid": os.getpid()})
    whole = private.whole(home / FILE_NAME, pauses_s=disk.AT_ONCE)
    try:
        with whole as draft, private.create(draft) as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        if not again:
            log.warning("listener: %s can't be written: %s", home / FILE_NAME, error)
        return False
    return True


def forget_address(home: Path) -> None:
    """Take listener.json away when nothing listens any more, if it is ours."""
    path = home / FILE_NAME
    with contextlib.suppress(OSError, ValueError):
        if json.loads(path.read_text(encoding="utf-8")).get("pid") == os.getpid():
            disk.remove(path, pauses_s=disk.AT_ONCE)


_GONE = frozenset(
    {errno.ECONNREFUSED, errno.EADDRNOTAVAIL}
)  # nobody listens there; the address is not ours now
_CALL = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


class OwnCallEnd(Enum):
    """What became of a call of our own."""

    ANSWERED = 1  # by any HTTP status
    REFUSED = 2
    NOTHING = 3  # connected, or not even that, and no HTTP came back


@dataclass(frozen=True, slots=True)
class SocketLoss:
    """Calls get no answer: found out `at` that moment, since some moment after `last_proof`."""

    last_proof: float
    at: float


@dataclass(slots=True)
class SocketProof:
    """When our listener was last proven to take calls: by a connection that came in, or by a call of our own.

    Times are the clock's monotonic seconds. `loss` is one that no gap tells of yet.
    """

    clock: Clock
    last: float | None = None
    is_lost: bool = False
    is_doubted: bool = False
    loss: SocketLoss | None = None

    def proven(self) -> None:
        """A call gets an answer, now."""
        self.last, self.is_lost, self.is_doubted = self.clock.monotonic(), False, False

    def lose(self) -> None:
        """No call gets one any more."""
        here = self.clock.monotonic()
        if not self.is_lost:
            first = self.loss.last_proof if self.loss is not None else self.last
            self.loss = SocketLoss(here if first is None else first, here)
        self.is_lost = True

    def doubt(self) -> None:
        """Time was lost: ask at the next occasion, however young the last proof is."""
        self.is_doubted = True

    def age_s(self) -> float:
        """Seconds since the last proof; 0 before the first one."""
        return 0.0 if self.last is None else self.clock.monotonic() - self.last

    def is_after(self, moment: float) -> bool:
        """Whether the last proof was at that moment or later."""
        return self.last is not None and self.last >= moment


class OwnCall:
    """Asks our /healthz as a platform would reach it, through the real socket."""

    def __init__(self, connections: ConnectionLimit, *, tls: bool) -> None:
        """`tls` is whether the listener speaks it; whose certificate it is, is no question here."""
        self._connections = connections
        self._context = unverified() if tls else None

    async def ask(self, address: tuple[Any, ...]) -> OwnCallEnd:
        """One call to that address as `getsockname` gives it; waits as long as it takes.

        Bound before it is connected: so its other end is known there as ours. Raises only cancellation.
        """
        host = LOOPBACK_OF.get(address[0], address[0])
        try:
            with stream_socket(host) as caller:
                caller.setblocking(False)  # noqa: FBT003 - the socket's own signature
                caller.bind((host, 0, *address[2:]))
                with self._connections.own_call(caller.getsockname()[:2]):
                    return await self._answer(caller, (host, *address[1:]))
        except OSError as error:  # no file is to be had for it, too
            return OwnCallEnd.REFUSED if error.errno in _GONE else OwnCallEnd.NOTHING

    async def _answer(self, caller: socket.socket, address: tuple[Any, ...]) -> OwnCallEnd:
        """Raises OSError."""
        await asyncio.get_running_loop().sock_connect(caller, address)
        name = address[0] if self._context is not None else None
        reader, writer = await asyncio.open_connection(sock=caller, ssl=self._context, server_hostname=name)
        try:
            writer.write(_CALL)
            return OwnCallEnd.ANSWERED if await reader.readexactly(5) == b"HTTP/" else OwnCallEnd.NOTHING
        except asyncio.IncompleteReadError:
            return OwnCallEnd.NOTHING
        finally:
            writer.transport.abort()


def unverified() -> ssl.SSLContext:
    """For calls to our own socket: whose certificate it shows is no question there."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
