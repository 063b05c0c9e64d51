"""One connection to the chain's servers, from its first word to its end (relay.md, "The engine").

nats-py would reconnect by itself, and keep what is published meanwhile for later. Here nothing is published
unless connected: a line ends with its connection, whoever works over it hears LineLost, and the journal says
what is to be done over the next one.
"""

import asyncio
import contextlib
import json
import logging
import ssl
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import nats.errors
from nats.aio.msg import Msg

from posdesk.domain.relay.status import RelayFault
from posdesk.engine.relay.identity import Identity
from posdesk.errors import PosdeskError
from posdesk.platforms.relay.private_client import PrivateClient
from posdesk.platforms.relay.subjects import inbox_prefix

log = logging.getLogger(__name__)
CONNECT_S = 5.0
ANSWER_S = 5.0
PING_S = 10.0  # twice without an answer: the connection is dead
ENDS_SOON = timedelta(hours=2)  # clocks may be so far apart: a server counts by its own
_NOT_YET_VALID = 9  # OpenSSL's number: a certificate of tomorrow


class LineLost(PosdeskError):  # noqa: N818 - said as it is
    """The connection is gone: what was asked may have been done or not."""


class NotConnected(PosdeskError):  # noqa: N818 - said as it is
    """A server can't be worked with; `fault` and `detail` as RelayStatus has them."""

    def __init__(self, fault: RelayFault, detail: str = "") -> None:
        """`detail` names the server, and what it said."""
        super().__init__(f"relay: {fault}: {detail}")
        self.fault, self.detail = fault, detail


class NobodyAnswers(PosdeskError):  # noqa: N818 - said as it is
    """Connected, but who should answer isn't there now (503), or said nothing in time.

    What was asked may have been done or not. A stream whose leader is gone is no reason to end a connection
    over which the others are read.
    """


@dataclass(frozen=True, slots=True)
class Message:
    """What came: `status` is of a server's own word (100, 404, 408, 409, 503), empty of a real message."""

    subject: str
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    reply: str = ""

    @property
    def status(self) -> str:
        """See the class."""
        return self.headers.get("Status", "")

    def json(self) -> dict[str, Any]:
        """An answer of JetStream's API. Raises LineLost for what is none."""
        try:
            value = json.loads(self.data)
        except ValueError as error:
            raise LineLost("the server's answer is no JSON") from error
        if not isinstance(value, dict):
            raise LineLost("the server's answer is no object")
        return value


class Line:
    """One connection; every method raises LineLost once it is gone."""

    def __init__(self, identity: Identity) -> None:
        """Not connected yet: see `opened`."""
        self.identity = identity
        self._client = PrivateClient()
        self._closed = asyncio.Event()
        self.ended_by = RelayFault.UNREACHED

    @classmethod
    async def opened(
        cls, server: str, identity: Identity, context: ssl.SSLContext | None, now: datetime
    ) -> "Line":
        """Connected to that server. Raises NotConnected."""
        line = cls(identity)
        try:
            await line._connect(server, context)
        except (OSError, nats.errors.Error, TimeoutError, ValueError) as error:
            await line.close()
            raise _not_connected(server, identity, error, now) from error
        except BaseException:
            await line.close()
            raise
        return line

    async def _connect(self, server: str, context: ssl.SSLContext | None) -> None:
        is_private = urlsplit(server).scheme == "tls"
        async with asyncio.timeout(2 * CONNECT_S):
            await self._client.connect(
                [server],
                name=f"posdesk {self.identity.store}/{self.identity.counter}",
                error_cb=self._said,
                closed_cb=self._over,
                allow_reconnect=False,
                max_reconnect_attempts=-1,
                connect_timeout=int(CONNECT_S),
                ping_interval=int(PING_S),
                max_outstanding_pings=2,
                tls=context if is_private else None,
                user_jwt_cb=self.identity.credentials.jwt_callback,
                signature_cb=self.identity.credentials.sign,
                inbox_prefix=inbox_prefix(self.identity.store, self.identity.counter),
            )

    async def _said(self, error: Exception) -> None:
        """What nats-py met. Before the first connection it would go on for ever: here it is raised."""
        if self._client.is_connected or self._client.is_closed:
            log.warning("relay: %s", error)
        else:
            raise error

    async def _over(self) -> None:
        words = str(self._client.last_error or "").lower()
        if "revoked" in words:
            self.ended_by = RelayFault.REVOKED
        elif "expired" in words:
            self.ended_by = RelayFault.EXPIRED
        self._closed.set()

    @property
    def is_open(self) -> bool:
        """Whether anything may be published now."""
        return self._client.is_connected and not self._closed.is_set()

    async def closed(self) -> None:
        """Until the connection is gone; `ended_by` then says why."""
        await self._closed.wait()

    async def close(self) -> None:
        """End it. May be called twice."""
        try:
            with contextlib.suppress(OSError, nats.errors.Error, TimeoutError):
                await self._client.close()
        finally:
            self._client.drop()
            self._closed.set()

    def inbox(self) -> str:
        """A subject of our own that nobody guesses."""
        return self._client.new_inbox()

    async def publish(
        self, subject: str, data: bytes = b"", headers: Mapping[str, str] | None = None, reply: str = ""
    ) -> None:
        """Send, without an answer to wait for."""
        self._check()
        with _translated():
            await self._client.publish(subject, data, reply, dict(headers) if headers else None)

    async def request(
        self,
        subject: str,
        data: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = ANSWER_S,
    ) -> Message:
        """Send, and wait for the answer. Raises NobodyAnswers as well."""
        self._check()
        try:
            with _translated():
                answer = await self._client.request(
                    subject, data, timeout=timeout_s, headers=dict(headers) if headers else None
                )
        except LineLost as error:
            if self.is_open and isinstance(error.__cause__, TimeoutError):
                raise NobodyAnswers(f"no answer within {timeout_s:g} s") from error
            raise
        _heed_cancel()
        return _message(answer)

    async def subscribe(
        self, subject: str, take: Callable[[Message], Awaitable[None]]
    ) -> Callable[[], Awaitable[None]]:
        """Hand each message on, one after another; returns how to end that, any number of times."""

        async def taken(message: Msg) -> None:
            await take(_message(message))

        self._check()
        with _translated():
            subscription = await self._client.subscribe(subject, cb=taken)
            await self._flushed()

        async def end() -> None:
            with contextlib.suppress(nats.errors.Error, OSError):
                await subscription.unsubscribe()

        return end

    async def _flushed(self) -> None:
        """The server heard all so far. Whoever is cancelled leaves nats-py its future: a PONG comes."""
        flushing = asyncio.ensure_future(self._client.flush(int(ANSWER_S)))
        flushing.add_done_callback(lambda done: None if done.cancelled() else done.exception())
        await asyncio.shield(flushing)

    def _check(self) -> None:
        if not self.is_open:
            raise LineLost("not connected")


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Above this module nobody knows nats-py's exceptions."""
    try:
        yield
    except nats.errors.NoRespondersError as error:
        raise NobodyAnswers("nobody answers there now") from error
    except (nats.errors.Error, OSError, TimeoutError) as error:
        raise LineLost(f"the connection is gone: {error}") from error


def _heed_cancel() -> None:
    """nats-py waits by `wait_for`, which in Python 3.11 swallows a cancel that comes with the answer.

    Raises CancelledError.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _message(message: Msg) -> Message:
    return Message(message.subject, message.data, message.headers or {}, message.reply)


def _not_connected(server: str, identity: Identity, error: Exception, now: datetime) -> NotConnected:
    """Which fault it is, and the words behind the server's name."""
    place = urlsplit(server).netloc
    if isinstance(error, ssl.SSLCertVerificationError) and error.verify_code == _NOT_YET_VALID:
        return NotConnected(RelayFault.CLOCK, place)
    if isinstance(error, ssl.SSLError | ssl.CertificateError):
        said = getattr(error, "verify_message", "") or error.reason or str(error)
        return NotConnected(RelayFault.NOT_TRUSTED, f"{place}: {said.rstrip('.')}")
    if isinstance(error, nats.errors.SecureConnWantedError | nats.errors.SecureConnRequiredError):
        return NotConnected(RelayFault.NOT_TRUSTED, place)
    if isinstance(error, nats.errors.AuthorizationError) or "authorization" in str(error).lower():
        until = identity.until
        is_over = until is not None and until - ENDS_SOON < now
        return NotConnected(RelayFault.EXPIRED if is_over else RelayFault.REVOKED, place)
    return NotConnected(RelayFault.UNREACHED, f"{place}: {error}" if str(error) else place)


def context_of(ca: str = "", pem: str = "") -> ssl.SSLContext:
    """What a server must prove: by this PEM file or text, without either by the system's authorities.

    Raises OSError, ssl.SSLError.
    """
    context = ssl.create_default_context(cafile=ca or None, cadata=pem or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
