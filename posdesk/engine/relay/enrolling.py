"""An enrolment line is tried: the server is reached, the place of the counter taken, the long JWT fetched.

All of it before anything is kept (relay.md, 'Enrolment line'): a line that doesn't work changes nothing.
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from posdesk.domain.relay.status import RelayFault
from posdesk.platforms.relay import records, subjects
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.private_client import PrivateClient
from posdesk.platforms.relay.records import BadRecord, PcRecord
from posdesk.platforms.relay.subjects import StoreSubjects

log = logging.getLogger(__name__)
CONNECT_S: Final = 6.0
ANSWER_S: Final = 5.0
_EXPECTED = "Nats-Expected-Last-Subject-Sequence"
_SEQUENCE = "Nats-Sequence"
_UNTRUSTED = (ssl.SSLError, nats.errors.SecureConnWantedError)
_REVOKED = ("revoked", "authorization violation", "permissions violation")


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it: `fault` NONE where the place is ours; `detail` is the server, or the PC that has it.

    `jwt` is the one for 400 days; `servers` and `shard` are where the store is now.
    """

    fault: RelayFault
    detail: str = ""
    jwt: str = ""
    servers: tuple[str, ...] = ()
    shard: str = ""


async def try_line(line: EnrolmentLine, pc: PcRecord) -> Tried:
    """Connect by the line, take the counter's place for this PC, and fetch what it connects with from now on.

    `pc.since` is now. A server says the same of a JWT that ran out and of one that was revoked.
    Raises nothing of the server's: what went wrong is the answer.
    """
    try:
        async with _connected(line) as client:
            return await _enrolled(client, line, pc)
    except _Lost as lost:
        too_old = lost.fault is RelayFault.REVOKED and line.credentials.token.has_expired(pc.since)
        return Tried(RelayFault.EXPIRED if too_old else lost.fault, lost.detail)
    except (TimeoutError, OSError, nats.errors.Error, BadRecord) as error:
        log.warning("relay: the enrolment line could not be tried: %r", error)
        return Tried(RelayFault.UNREACHED, _first(line))


class _Lost(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, fault: RelayFault, detail: str) -> None:
        super().__init__(fault)
        self.fault, self.detail = fault, detail


@contextlib.asynccontextmanager
async def _connected(line: EnrolmentLine) -> AsyncIterator[Client]:
    """Raises _Lost with why none of the servers took us."""
    told: list[Exception] = []
    client = PrivateClient()
    credentials = line.credentials
    how: dict[str, Any] = {"tls": _trust(line.ca)} if line.servers[0].startswith("tls") else {}
    try:
        await asyncio.wait_for(
            client.connect(
                servers=list(line.servers),
                user_jwt_cb=credentials.jwt_callback,
                signature_cb=credentials.sign,
                inbox_prefix=subjects.inbox_prefix(line.store, line.counter).encode(),
                allow_reconnect=False,
                max_reconnect_attempts=1,
                connect_timeout=int(CONNECT_S),
                error_cb=_noting(told),
                **how,
            ),
            CONNECT_S * 2,
        )
    except (TimeoutError, OSError, nats.errors.Error) as error:
        with contextlib.suppress(Exception):
            await client.close()
        raise _lost((*told, error), line) from error
    except BaseException:  # given up: its socket would stay open
        with contextlib.suppress(Exception):
            await client.close()
        raise
    try:
        yield client
    finally:
        await client.close()


def _trust(ca: str) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=ca or None)


def _noting(told: list[Exception]) -> Callable[[Exception], Awaitable[None]]:
    async def note(error: Exception) -> None:
        told.append(error)

    return note


def _lost(told: tuple[BaseException, ...], line: EnrolmentLine) -> _Lost:
    """The worst of what was told: a refusal says more than silence."""
    said = " ".join(f"{error!r} {error.__cause__!r}" for error in told).lower()
    if any(isinstance(e, _UNTRUSTED) or isinstance(e.__cause__, _UNTRUSTED) for e in told):
        return _Lost(RelayFault.NOT_TRUSTED, _first(line))
    if any(word in said for word in _REVOKED):
        return _Lost(RelayFault.REVOKED, _first(line))
    return _Lost(RelayFault.UNREACHED, _first(line))


def _first(line: EnrolmentLine) -> str:
    return line.servers[0].rpartition("/")[2]


async def _enrolled(client: Client, line: EnrolmentLine, pc: PcRecord) -> Tried:
    identity = await _read(client, line, subjects.jwt_record(line.counter))
    record = records.read_jwt(identity.data) if identity is not None else None
    if record is None:
        return Tried(RelayFault.REVOKED, _first(line))
    holder = await _taken_by_other(client, line, pc)
    if holder is not None:
        return Tried(RelayFault.TAKEN, holder.name)
    return Tried(RelayFault.NONE, _first(line), record.jwt, record.servers or line.servers, record.shard)


async def _taken_by_other(client: Client, line: EnrolmentLine, pc: PcRecord) -> PcRecord | None:
    """Take the place where it is free, or ours already; else who has it."""
    kind = subjects.pc_record(line.counter)
    message = await _read(client, line, kind)
    holder = records.read_pc(message.data) if message is not None else None
    if holder is not None:
        return None if holder.machine == pc.machine else holder
    last = (message.headers or {}).get(_SEQUENCE, "0") if message is not None else "0"
    subject = StoreSubjects(line.shard, line.store).record(kind)
    answer = await client.request(subject, pc.write(), timeout=ANSWER_S, headers={_EXPECTED: last})
    if b'"error"' not in answer.data:
        return None
    message = await _read(client, line, kind)  # somebody was faster
    return records.read_pc(message.data) if message is not None else None


async def _read(client: Client, line: EnrolmentLine, kind: str) -> Msg | None:
    """A record of the store; None where it never stood there."""
    subject = StoreSubjects(line.shard, line.store).record(kind)
    message = await client.request(subjects.direct_get(subjects.STORES, subject), timeout=ANSWER_S)
    return message if (message.headers or {}).get(_SEQUENCE) else None
