"""One POST over HTTP, as every platform's client makes it; its table says how each end counts.

| what happened                                              | verdict  | fault          |
|------------------------------------------------------------|----------|----------------|
| no connection, refused, no address, no free connection     | NOT_SENT | NO_CONNECTION  |
| the TLS handshake failed: wrong certificate, no TLS there  | NOT_SENT | NO_TLS         |
| the call can't be put together                             | UNABLE   | NOT_FORMED     |
| connected, and no answer within the limit                  | UNKNOWN  | TIMED_OUT      |
| connected, and cut off before the answer's end             | UNKNOWN  | CUT_OFF        |
| another HTTP status: 5xx, 4xx, a redirect                  | UNKNOWN  | HTTP_STATUS    |
| HTTP 200                                                   | UNKNOWN  | NOT_ITS_JSON   |

The last line holds until the platform's own reading finds its JSON in the body (contracts.md, rule 0).
"""

import asyncio
import contextlib
import ssl
import sys
from collections.abc import Callable, Iterator
from dataclasses import field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache
from pathlib import Path

import httpx

from posdesk.domain.clock import Clock
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.platforms.clock_offset import is_time
from posdesk.platforms.connections import OwnConnections
from posdesk.records import dataclass, replace

TOTAL_S = 15.0  # a whole attempt: an answer that drips in a byte a second must end
REPLY_LIMIT_BYTES = 1024 * 1024
JSON = "application/json; charset=utf-8"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
_HEADERS = {
    "user-agent": f"python-httpx/{httpx.__version__}",
    "accept": "application/json",
    "accept-encoding": "identity",  # so that the limit on a reply's size holds for what is unpacked too
}

_TABLE: tuple[tuple[type[Exception], Verdict, CallFault], ...] = (
    (httpx.ConnectTimeout, Verdict.NOT_SENT, CallFault.NO_CONNECTION),
    (httpx.PoolTimeout, Verdict.NOT_SENT, CallFault.NO_CONNECTION),
    (httpx.ConnectError, Verdict.NOT_SENT, CallFault.NO_CONNECTION),
    (httpx.UnsupportedProtocol, Verdict.NOT_SENT, CallFault.NO_CONNECTION),
    (httpx.InvalidURL, Verdict.NOT_SENT, CallFault.NO_CONNECTION),
    (httpx.TimeoutException, Verdict.UNKNOWN, CallFault.TIMED_OUT),
    (TimeoutError, Verdict.UNKNOWN, CallFault.TIMED_OUT),
    (httpx.HTTPError, Verdict.UNKNOWN, CallFault.CUT_OFF),
    (OSError, Verdict.UNKNOWN, CallFault.CUT_OFF),
)
ERRORS = tuple(kind for kind, _, _ in _TABLE)  # what an attempt may raise; anything else is a bug


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be posted; `query` joins what the URL has already."""

    url: str
    content: bytes = field(repr=False)  # the form of a call may hold a session
    content_type: str
    query: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """The end of one POST, before anybody has read the body.

    `body` is empty where it is over REPLY_LIMIT_BYTES; of another status it is the beginning only.
    `server_time` is the HTTP Date header (± 1 s), aware; `round_trip_s` in seconds; `cause` is for the log.
    """

    verdict: Verdict
    fault: CallFault
    status: int | None = None
    body: bytes = b""
    server_time: datetime | None = None
    round_trip_s: float = 0.0
    cause: str = ""

    @property
    def is_ok(self) -> bool:
        """Whether the body may hold an answer: it came whole, at HTTP 200."""
        return self.status == httpx.codes.OK


class Http(httpx.AsyncClient):
    """A client to be kept: HTTP/1.1, no retries, no redirects, TLS by the system's trust store.

    The environment is not asked: a stray HTTP_PROXY would see the customers' data and turn "never
    connected" into "unknown", and a .netrc would add a password. Each call has a connection of its own.
    """

    def __init__(self, trust: ssl.SSLContext | None = None) -> None:
        """It is connected to nobody; another `trust` is for calls to our own socket."""
        self._connections = OwnConnections(trust or _shared(system_trust))
        super().__init__(transport=self._connections, follow_redirects=False, trust_env=False)

    def prepare(self, url: str, count: int = 1) -> None:
        """So many calls to this URL are about to come: have connections opened for them, in this loop."""
        with contextlib.suppress(httpx.InvalidURL):  # the call itself says so
            self._connections.prepare(_url(url), count)

    async def ask(self, request: httpx.Request) -> httpx.Response:
        """The answer to a call as it comes, whatever it says: nothing is followed, no cookie is kept."""
        return await self._connections.handle_async_request(request)


@cache
def _shared(trust: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """One context for all that is sent: a hundred authorities are read once, and kept once."""
    context = trust()
    context.set_alpn_protocols(["http/1.1"])
    return context


def new_http() -> Http:
    """See `Http`."""
    return Http()


async def post(http: Http, call: Call, clock: Clock, limit_s: float = TOTAL_S) -> Exchange:
    """One attempt within `limit_s` seconds; whatever comes of it is an Exchange, never an exception.

    A cancelled one closes its connection; one cut off within the TLS handshake is left to the collector.
    """
    start = clock.monotonic()
    try:
        async with asyncio.timeout(limit_s):
            exchange = await _exchange(http, call)
    except ERRORS as error:
        exchange = exchange_of_error(error)
    return replace(exchange, round_trip_s=clock.monotonic() - start)


def exchange_of_error(error: Exception) -> Exchange:
    """The end of an attempt that raised one of ERRORS."""
    cause = _cause_of(error)
    for kind, verdict, fault in _TABLE:
        if isinstance(error, kind):
            return Exchange(verdict, CallFault.NO_TLS if _is_tls(error) else fault, cause=cause)
    return Exchange(Verdict.UNKNOWN, CallFault.CUT_OFF, cause=cause)


def exchange_of_response(status: int, body: bytes, date: str | None = None) -> Exchange:
    """The end of an attempt that got a response; `date` is its Date header."""
    fault = CallFault.NOT_ITS_JSON if status == httpx.codes.OK else CallFault.HTTP_STATUS
    return Exchange(Verdict.UNKNOWN, fault, status, body, server_time_of(date))


def server_time_of(date: str | None) -> datetime | None:
    """The moment of a Date header, aware and exact to 1 s; None where it names none that can be."""
    if not date:
        return None
    try:
        moment = parsedate_to_datetime(date)
        told = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return told if is_time(told) else None


async def _exchange(http: Http, call: Call) -> Exchange:
    try:
        request = _request(call)
    except ERRORS:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing has left
        return not_formed(error)
    response = await http.ask(request)
    try:
        right = response.status_code == httpx.codes.OK
        body = await (_limited_body(response) if right else _beginning(response))
        return exchange_of_response(response.status_code, body, response.headers.get("date"))
    finally:
        await response.aclose()


def _request(call: Call) -> httpx.Request:
    url = _url(call.url)
    url = url.copy_merge_params(call.query) if call.query else url
    headers = {**_HEADERS, "content-type": call.content_type}
    request = httpx.Request("POST", url, content=call.content, headers=headers)
    return next(httpx.BasicAuth(url.username, url.password).auth_flow(request)) if url.userinfo else request


@lru_cache(maxsize=16)
def _url(url: str) -> httpx.URL:
    """Read once: the settings' few are called a thousand times. Raises httpx.InvalidURL."""
    return httpx.URL(url)


def not_formed(error: Exception) -> Exchange:
    """The end of an attempt whose call can't be put together, signed or stamped: nothing has left."""
    return Exchange(Verdict.UNABLE, CallFault.NOT_FORMED, cause=_cause_of(error))


def _cause_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


async def _limited_body(response: httpx.Response) -> bytes:
    """The body, or nothing where it is over the limit: no part of it is an answer."""
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > REPLY_LIMIT_BYTES:
            return b""
    return bytes(body)


async def _beginning(response: httpx.Response) -> bytes:
    """The first piece of an error page: enough to read what it is."""
    return await anext(response.aiter_raw(), b"")


def _is_tls(error: Exception) -> bool:
    """Whether the handshake failed; one that only took too long is no connection."""
    failed = isinstance(error, httpx.ConnectError)
    return failed and any(isinstance(cause, ssl.SSLError) for cause in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def system_trust() -> ssl.SSLContext:
    """A client's context that checks certificate and name against the system's authorities, always."""
    if sys.platform == "win32":
        import truststore  # noqa: PLC0415 - only Windows has it

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # CERT_REQUIRED, and the host name checked
        _load_openssl_store(context)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _load_openssl_store(context: ssl.SSLContext) -> None:
    """Where OpenSSL was built to look, not where the environment points; nothing there trusts nobody."""
    built_in = ssl.get_default_verify_paths()
    file, folder = Path(built_in.openssl_cafile), Path(built_in.openssl_capath)
    if file.is_file():
        context.load_verify_locations(cafile=file)
    if folder.is_dir():
        context.load_verify_locations(capath=folder)
