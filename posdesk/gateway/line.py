"""The gateway's connection to the chain's servers: what is asked there, and the words for why it failed.

Nothing is handed to nats-py while it is not connected: it would keep that and send it at some later time.
"""

import asyncio
import base64
import contextlib
import json
import logging
import re
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import nats
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from posdesk.errors import PosdeskError, SettingsError
from posdesk.host.logs import OnceLog
from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.creds import UserCredentials
from posdesk.platforms.relay.private_client import PrivateClient
from posdesk.platforms.relay.sealed_json import read_moment

log = logging.getLogger(__name__)
ASK_S: Final = 5.0
CONNECT_S: Final = 5
AGAIN_S: Final = 1
_NOT_FOUND: Final = "404"
_WRONG_REVISION: Final = 10071
_NO_MESSAGE: Final = 10037
_SUBJECT_IN_PROCESS: Final = 10164  # another writes it at this moment; which revision will stand nobody says
_OF_MESSAGE: Final = frozenset({10054, _WRONG_REVISION, 10158, _SUBJECT_IN_PROCESS})
"""Too long, not the last, the same one in process: of the stream itself none of it says anything."""
_OF_SUBJECT: Final = "per subject"
_REVISION: Final = re.compile(r"wrong last sequence: (\d+)")
_EXPECTED: Final = "Nats-Expected-Last-Subject-Sequence"
_STREAM: Final = "Nats-Expected-Stream"
Heard = Callable[[Msg], Awaitable[None]]


class LineError(PosdeskError):
    """The servers did not do what was asked; nothing is known of what they may still do."""


class NotConnected(LineError):  # noqa: N818 - said as it is
    """Nothing was sent."""


class NoAnswer(LineError):  # noqa: N818
    """It was sent, and no answer came in time."""


class Refused(LineError):  # noqa: N818
    """A server said no; `code` is JetStream's own, 0 where it has none."""

    def __init__(self, text: str, code: int = 0) -> None:
        """`text` is the server's."""
        super().__init__(text)
        self.code = code

    @property
    def is_of_message(self) -> bool:
        """Whether this message or its subject alone is not taken: the stream takes others."""
        return self.code in _OF_MESSAGE or _OF_SUBJECT in str(self)


class WrongRevision(Refused):
    """Somebody wrote that subject meanwhile; `revision` is the one that stands there, 0 where nobody says."""

    def __init__(self, text: str, revision: int) -> None:
        """`text` is the server's."""
        super().__init__(text, _WRONG_REVISION)
        self.revision = revision


@dataclass(frozen=True, slots=True)
class Stored:
    """A message of a stream: its number, the server's time (aware) and its data."""

    sequence: int
    at: datetime
    data: bytes


@dataclass(frozen=True, slots=True)
class Ack:
    """A replicated acknowledgement; `is_repeat` where the stream had that message already."""

    stream: str
    sequence: int
    is_repeat: bool


class Line:
    """One connection, for as long as the gateway runs. Used in its event loop only."""

    def __init__(self, servers: Sequence[str], creds: UserCredentials, tls: ssl.SSLContext | None) -> None:
        """Nothing is open yet."""
        self._servers, self._creds, self._tls = list(servers), creds, tls
        self._client = PrivateClient()
        self._said = OnceLog(log)
        self.closed = asyncio.Event()
        """It will not be connected any more."""
        self.why_closed = ""

    @property
    def is_connected(self) -> bool:
        """Whether something could be sent now."""
        return bool(self._client.is_connected)

    @property
    def most_bytes(self) -> int:
        """How long a message the servers take, headers included; 0 before the first connection."""
        return int(self._client.max_payload) if self.is_connected else 0

    async def stay(self) -> None:
        """Connect, however long it takes, and stay connected until cancelled or closed."""
        await self.connect()
        await self.closed.wait()
        await asyncio.Event().wait()  # whoever runs the gateway ends it

    async def connect(self) -> None:
        """Connect, and come back once that was done; it stays connected by itself."""
        await self._client.connect(
            servers=self._servers,
            name="posdesk gateway",
            user_jwt_cb=self._creds.jwt_callback,
            signature_cb=self._creds.sign,
            tls=self._tls,
            inbox_prefix=subjects.GATEWAY_INBOX,
            connect_timeout=CONNECT_S,
            reconnect_time_wait=AGAIN_S,
            max_reconnect_attempts=-1,
            ping_interval=10,
            max_outstanding_pings=2,
            error_cb=self._failed,
            disconnected_cb=self._lost,
            reconnected_cb=self._again,
            closed_cb=self._closed,
        )
        self._stands()

    async def close(self) -> None:
        """Send what was begun, and end the connection. Raises nothing."""
        try:
            async with asyncio.timeout(ASK_S):
                await self._client.close()
        except (TimeoutError, OSError, nats.errors.Error) as error:
            log.warning("gateway: the connection did not end in order: %s", error)

    async def subscribe(self, subject: str, heard: Heard, *, queue: str = "") -> Subscription:
        """Hear what comes there. Raises NotConnected."""
        self._must_be_connected()
        return await self._client.subscribe(subject, queue=queue, cb=heard)

    async def leave(self, hearing: Subscription) -> None:
        """Hear no more of that, connected or not: else it would be heard again after the next connection."""
        with contextlib.suppress(OSError, nats.errors.Error):
            await hearing.unsubscribe()

    def new_inbox(self) -> str:
        """A subject that nobody else has."""
        return self._client.new_inbox()

    async def reply(self, to: Msg, data: bytes) -> None:
        """Answer who asked. Raises LineError."""
        self._must_be_connected()
        try:
            await self._client.publish(to.reply, data)
        except (OSError, nats.errors.Error) as error:
            raise NotConnected(_words(error)) from error

    async def publish(
        self,
        stream: str,
        subject: str,
        data: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        revision: int | None = None,
        timeout_s: float = ASK_S,
    ) -> Ack:
        """Put it into that stream, and come back with the replicated acknowledgement.

        `revision`: only where that is the subject's last message, 0 for none. Raises LineError.
        """
        wanted = {**(headers or {}), _STREAM: stream}
        if revision is not None:
            wanted[_EXPECTED] = str(revision)
        said = _answer(await self._request(subject, data, wanted, timeout_s))
        ack = Ack(str(said["stream"]), int(str(said["seq"])), bool(said.get("duplicate", False)))
        if ack.sequence == 0:  # so older servers say that its first copy is on the way: it may never be kept
            raise NoAnswer(f"{stream} has the same message in process, and no copy of it yet")
        return ack

    async def last(self, stream: str, subject: str, timeout_s: float = ASK_S) -> Stored | None:
        """The last message of that subject, None where there is none. Raises LineError.

        Any copy of the stream answers: one that lags may not have it yet.
        """
        found = await self._request(f"{subjects.API}.DIRECT.GET.{stream}.{subject}", b"", timeout_s=timeout_s)
        heads = found.headers or {}
        if heads.get("Status") == _NOT_FOUND:
            return None
        if "Nats-Sequence" not in heads:
            raise Refused(f"DIRECT.GET: {heads.get('Description', 'no message')}")
        at = read_moment(heads["Nats-Time-Stamp"].replace("Z", "+00:00"), "Nats-Time-Stamp")
        return Stored(int(heads["Nats-Sequence"]), at, found.data)

    async def last_of_leader(self, stream: str, subject: str) -> Stored | None:
        """The same from the copy that takes what is written: it has all that was acknowledged."""
        try:
            said = await self.ask(f"STREAM.MSG.GET.{stream}", {"last_by_subj": subject})
        except Refused as error:
            if error.code == _NO_MESSAGE:
                return None
            raise
        found = said.get("message")
        if not isinstance(found, dict):
            raise Refused("STREAM.MSG.GET: no message")
        at = read_moment(str(found["time"]).replace("Z", "+00:00"), "time")
        return Stored(int(found["seq"]), at, base64.b64decode(str(found.get("data", ""))))

    async def ask(self, api: str, value: object = None) -> Mapping[str, object]:
        """Ask JetStream's API, `api` behind its prefix. Raises LineError."""
        data = b"" if value is None else json.dumps(value).encode()
        return _answer(await self._request(f"{subjects.API}.{api}", data))

    async def _request(
        self, subject: str, data: bytes, headers: Mapping[str, str] | None = None, timeout_s: float = ASK_S
    ) -> Msg:
        self._must_be_connected()
        try:
            return await self._client.request(
                subject, data, timeout=timeout_s, headers=dict(headers) if headers else None
            )
        except nats.errors.NoRespondersError as error:
            raise Refused(f"nobody answers {subject}") from error
        except (nats.errors.TimeoutError, TimeoutError) as error:
            raise NoAnswer(f"no answer to {subject} within {timeout_s:g} s") from error
        except (OSError, nats.errors.Error) as error:
            raise NotConnected(_words(error)) from error

    def _must_be_connected(self) -> None:
        if not self.is_connected:
            raise NotConnected("not connected to the chain's servers")

    def _stands(self) -> None:
        self._said.keep(lambda _: False)
        self.why_closed = ""
        at = self._client.connected_url
        log.info("gateway: connected to %s", at.netloc.rpartition("@")[2] if at else "")

    async def _closed(self) -> None:
        self.closed.set()

    async def _failed(self, error: Exception) -> None:
        self.why_closed = _words(error)
        self._said.warn(_words(error), f"gateway: the chain's servers: {_words(error)}")

    async def _lost(self) -> None:
        self._said.warn("lost", "gateway: not connected to the chain's servers")

    async def _again(self) -> None:
        self._stands()


def tls_of(servers: Sequence[str], ca: str, folder: Path) -> ssl.SSLContext | None:
    """What a connection is checked by; None where no server's address says tls. Raises SettingsError."""
    if not ca and not any(each.startswith(("tls:", "wss:")) for each in servers):
        return None
    try:
        context = ssl.create_default_context(cafile=str(folder / ca) if ca else None)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"nats.ca: {folder / ca} is no PEM file that can be read: {error}.") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _answer(message: Msg) -> Mapping[str, object]:
    try:
        said = json.loads(message.data)
    except ValueError as error:
        raise Refused("an answer that is no JSON") from error
    if not isinstance(said, dict):
        raise Refused("an answer that is no object")
    fault = said.get("error")
    if not isinstance(fault, dict):
        return said
    text, code = str(fault.get("description", fault)), int(fault.get("err_code", 0))
    found = _REVISION.search(text)
    if found or code == _SUBJECT_IN_PROCESS:
        raise WrongRevision(text, int(found[1]) if found else 0)
    raise Refused(text, code)


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__
