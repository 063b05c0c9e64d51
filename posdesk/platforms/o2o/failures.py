"""The failure table of O2O: what each end of an attempt means. Nothing else decides it.

| what happened                                              | verdict  | fault          |
|------------------------------------------------------------|----------|----------------|
| the platform's own JSON at HTTP 200, code 0                | DONE     |                |
| the platform's own JSON at HTTP 200, another code          | REFUSED  |                |
| no connection, refused, no address, no free connection     | NOT_SENT | NO_CONNECTION  |
| the TLS handshake failed: wrong certificate, no TLS there  | NOT_SENT | NO_TLS         |
| connected, and no answer within the limit                  | UNKNOWN  | TIMED_OUT      |
| connected, and cut off before the answer's end             | UNKNOWN  | CUT_OFF        |
| another HTTP status: 5xx, 4xx, a redirect                  | UNKNOWN  | HTTP_STATUS    |
| HTTP 200 with anything else: HTML, cut or foreign JSON     | UNKNOWN  | NOT_ITS_JSON   |
"""

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from posdesk.domain.answer import Answer, Fault, Verdict
from posdesk.platforms.o2o.jsontext import BadJson, read_json

REPLY_LIMIT_BYTES = 1024 * 1024
_LONGEST_WORDS = 500  # characters of a platform's msg that are kept
_INT = re.compile(r"[+-]?[0-9]{1,18}")
_INT64 = 2**63
_OWN = frozenset({"seq", "msg"})  # every reply in the document has both

_TABLE: tuple[tuple[type[Exception], Verdict, Fault], ...] = (
    (httpx.ConnectTimeout, Verdict.NOT_SENT, Fault.NO_CONNECTION),
    (httpx.PoolTimeout, Verdict.NOT_SENT, Fault.NO_CONNECTION),
    (httpx.ConnectError, Verdict.NOT_SENT, Fault.NO_CONNECTION),
    (httpx.UnsupportedProtocol, Verdict.NOT_SENT, Fault.NO_CONNECTION),
    (httpx.InvalidURL, Verdict.NOT_SENT, Fault.NO_CONNECTION),
    (httpx.TimeoutException, Verdict.UNKNOWN, Fault.TIMED_OUT),
    (TimeoutError, Verdict.UNKNOWN, Fault.TIMED_OUT),
    (httpx.HTTPError, Verdict.UNKNOWN, Fault.CUT_OFF),
    (OSError, Verdict.UNKNOWN, Fault.CUT_OFF),
)
ERRORS = tuple(kind for kind, _, _ in _TABLE)  # what an attempt may raise; anything else is a bug


@dataclass(frozen=True, slots=True)
class Reply:
    """A platform's own JSON: its code, its words, the seq it names and its `items` as they came."""

    code: int
    words: str
    seq: str
    items: object


def answer_of_error(error: Exception) -> Answer:
    """The end of an attempt that raised one of ERRORS."""
    for kind, verdict, fault in _TABLE:
        if isinstance(error, kind):
            return Answer(verdict, fault=Fault.NO_TLS if _is_tls(error) else fault)
    return Answer(Verdict.UNKNOWN, fault=Fault.CUT_OFF)


def answer_of_response(status: int, reply: Reply | None, server_time: datetime | None) -> Answer:
    """The end of an attempt that got a response; `reply` is None where it is not the platform's own JSON."""
    known = Answer(Verdict.UNKNOWN, http_status=status, server_time=server_time)
    if status != httpx.codes.OK:
        return replace(known, fault=Fault.HTTP_STATUS)
    if reply is None:
        return replace(known, fault=Fault.NOT_ITS_JSON)
    verdict = Verdict.REFUSED if reply.code else Verdict.DONE
    return replace(known, verdict=verdict, words=reply.words, code=reply.code)


def reply_of(body: bytes) -> Reply | None:
    """The platform's own JSON: an object with an integer `code` (quoted or not) and a `seq` or a `msg`.

    None for anything else: many a proxy answers with a `code` of its own, which neither does nor refuses.
    """
    try:
        value = read_json(body)
    except BadJson:
        return None
    code = _code(value.get("code")) if isinstance(value, dict) else None
    if code is None or not isinstance(value, dict) or not _OWN & value.keys():
        return None
    return Reply(
        code, _words(value.get("msg"))[:_LONGEST_WORDS], _words(value.get("seq")), value.get("items")
    )


def server_time_of(date: str | None) -> datetime | None:
    """The moment of a Date header, aware and exact to 1 s; None where there is none to be read."""
    if not date:
        return None
    try:
        moment = parsedate_to_datetime(date)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _code(value: object) -> int | None:
    if isinstance(value, str) and _INT.fullmatch(value.strip()):
        return int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if -_INT64 <= value < _INT64 else None


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _is_tls(error: Exception) -> bool:
    """Whether the handshake failed; one that only took too long is no connection."""
    failed = isinstance(error, httpx.ConnectError)
    return failed and any(isinstance(cause, ssl.SSLError) for cause in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
