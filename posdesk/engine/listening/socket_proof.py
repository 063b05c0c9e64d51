"""The proof that a call from outside gets an answer: the moment of the last one, and one call of our own."""

import asyncio
import errno
import socket
import ssl
from dataclasses import dataclass
from enum import Enum
from typing import Any

from posdesk.domain.clock import Clock
from posdesk.engine.listening.connection_limit import ConnectionLimit
from posdesk.host.sockets import LOOPBACK_OF, stream_socket

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
        """Whether it was proven at that moment or later."""
        return self.last is not None and self.last >= moment


class OwnCall:
    """Asks our /healthz as a platform would reach it, through the real socket."""

    def __init__(self, doorkeeper: ConnectionLimit, *, tls: bool) -> None:
        """`tls` is whether the listener speaks it; whose certificate it is, is no question here."""
        self._doorkeeper = doorkeeper
        self._context = _unverified() if tls else None

    async def ask(self, address: tuple[Any, ...]) -> OwnCallEnd:
        """One call to that address as `getsockname` gives it; waits as long as it takes.

        Bound before it is connected: so its other end is known there as ours. Raises only cancellation.
        """
        host = LOOPBACK_OF.get(address[0], address[0])
        try:
            with stream_socket(host) as caller:
                caller.setblocking(False)  # noqa: FBT003 - the socket's own signature
                caller.bind((host, 0, *address[2:]))
                with self._doorkeeper.own_call(caller.getsockname()[:2]):
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


def _unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
