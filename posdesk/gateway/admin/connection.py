"""The administrator's connection to the chain's servers, for as long as one command works."""

import asyncio
import base64
import contextlib
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Final

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import NoRespondersError

from posdesk.gateway.admin.chain_folder import ChainError, ChainPlan
from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.creds import UserCredentials
from posdesk.platforms.relay.private_client import PrivateClient
from posdesk.platforms.relay.streams import Config

_WAIT_S: Final = 10.0
_STREAM_IS_OTHER: Final = 10058
_NO_MESSAGE: Final = 10037
_EXPECTED: Final = "Nats-Expected-Last-Subject-Sequence"


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands in a subject: its revision, 0 and empty where nothing ever stood there."""

    revision: int
    data: bytes


class AdminConnection:
    """What the admin's commands ask of JetStream; each raises ChainError."""

    def __init__(self, client: Client) -> None:
        """The client is connected."""
        self._client = client

    async def make_stream(self, config: Config) -> Mapping[str, object]:
        """Make a stream, or give it these settings; its answer says when it was created."""
        name = config["name"]
        answer = await self._ask(f"STREAM.CREATE.{name}", config)
        if _code(answer) == _STREAM_IS_OTHER:
            answer = await self._ask(f"STREAM.UPDATE.{name}", config)
        return _right(answer)

    async def has_stream(self, name: str) -> bool:
        """Whether it is there."""
        return "error" not in await self._ask(f"STREAM.INFO.{name}")

    async def subjects_in(self, stream: str, wanted: str) -> tuple[str, ...]:
        """All subjects of a stream that match, sorted."""
        found: set[str] = set()
        while True:
            page = {"subjects_filter": wanted, "offset": len(found)}
            answer = _right(await self._ask(f"STREAM.INFO.{stream}", page))
            state = answer["state"]
            more = state.get("subjects") or {} if isinstance(state, dict) else {}
            if not set(more) - found:
                return tuple(sorted(found))
            found |= set(more)

    async def read(self, stream: str, subject: str) -> Kept:
        """What stands in a subject, as the stream's leader has it."""
        answer = await self._ask(f"STREAM.MSG.GET.{stream}", {"last_by_subj": subject})
        if _code(answer) == _NO_MESSAGE:
            return Kept(0, b"")
        message = _right(answer)["message"]
        assert isinstance(message, dict)
        return Kept(int(message["seq"]), base64.b64decode(message.get("data", "")))

    async def write(self, subject: str, data: bytes, revision: int) -> None:
        """Write it, if nobody wrote meanwhile what stands there."""
        reply = await self._request(subject, data, {_EXPECTED: str(revision)})
        answer: dict[str, object] = json.loads(reply.data)
        if "error" in answer:
            raise ChainError("Somebody else changed the same store at this moment. Try again.")

    async def hand_over(self, token: str) -> None:
        """Give the servers an account's new JWT; who is revoked in it is put out at once."""
        reply = await self._request("$SYS.REQ.CLAIMS.UPDATE", token.encode("ascii"))
        answer: dict[str, object] = json.loads(reply.data)
        if "error" in answer:
            raise ChainError(f"The servers didn't take the revocation: {answer['error']}. Try again.")

    async def _ask(self, what: str, value: Mapping[str, object] | None = None) -> dict[str, object]:
        data = b"" if value is None else json.dumps(value).encode()
        answer: dict[str, object] = json.loads((await self._request(f"{subjects.API}.{what}", data)).data)
        return answer

    async def _request(self, subject: str, data: bytes, headers: dict[str, str] | None = None) -> Msg:
        try:
            return await self._client.request(subject, data, timeout=_WAIT_S, headers=headers)
        except NoRespondersError as error:
            raise ChainError(
                "No JetStream answers at these servers: look into a server's log whether it is enabled,"
                " and whether most of the servers run."
            ) from error
        except (TimeoutError, OSError, nats.errors.Error) as error:
            raise ChainError(f"The servers didn't answer ({type(error).__name__}). Try again.") from error


@contextlib.asynccontextmanager
async def connected(plan: ChainPlan, credentials: UserCredentials) -> AsyncIterator[AdminConnection]:
    """A connection until the end of the block. Raises ChainError that says why there is none."""
    client = await _client(plan, credentials)
    try:
        yield AdminConnection(client)
    finally:
        await client.close()


async def _client(plan: ChainPlan, credentials: UserCredentials) -> Client:
    words: list[str] = []

    async def said(error: Exception) -> None:
        words.append(str(error) or type(error).__name__)

    client = PrivateClient()
    try:
        await asyncio.wait_for(
            client.connect(
                list(plan.reached_here),
                user_jwt_cb=credentials.jwt_callback,
                signature_cb=credentials.sign,
                inbox_prefix=subjects.ADMIN_INBOX,
                tls=trust(plan),
                error_cb=said,
                allow_reconnect=False,
            ),
            _WAIT_S,
        )
        return client
    except (TimeoutError, OSError, nats.errors.Error) as error:
        await client.close()  # it leaves its socket open where a server said no
        why = words[-1] if words else str(error) or "no answer"
        raise ChainError(f"{', '.join(plan.reached_here)} can't be reached: {why}.") from error


def trust(plan: ChainPlan) -> ssl.SSLContext | None:
    """By what the servers are known; None where their address has no TLS: loopback, or a trial."""
    if not any(each.startswith("tls:") for each in plan.reached_here):
        return None
    context = ssl.create_default_context(cadata=plan.ca or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _code(answer: Mapping[str, object]) -> int:
    error = answer.get("error")
    return int(error.get("err_code", 0)) if isinstance(error, dict) else 0


def _right(answer: Mapping[str, object]) -> Mapping[str, object]:
    error = answer.get("error")
    if isinstance(error, dict):
        raise ChainError(f"JetStream refused: {error.get('description', error)}.")
    return answer
