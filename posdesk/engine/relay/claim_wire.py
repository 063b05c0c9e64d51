"""Claims at the relay's server: compare and set by revision, and reading back (relay.md, 'The engine')."""

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.engine.relay.line import Line, LineLost, Message, NobodyAnswers
from posdesk.platforms.relay import claims
from posdesk.platforms.relay.claims import BadClaim
from posdesk.platforms.relay.subjects import claims_stream, direct_get

EXPECTED: Final = "Nats-Expected-Last-Subject-Sequence"
REVISION: Final = "Nats-Sequence"
CAME: Final = "Nats-Time-Stamp"
ANSWER_WITHIN_S: Final = 1.0
"""So long the server has for one answer; a claim is asked for again within its own patience."""
_WRONG_LAST = frozenset({10071, 10164})  # the second without saying which is the last
_LAST = re.compile(r"(\d+)\s*$")


class Unreached(Exception):  # noqa: N818 - said as a person would
    """The relay gave no answer: nobody knows whether it took what was sent."""


class WrongRevision(Exception):  # noqa: N818
    """Another was there first; `last` is the revision that stands there, 0 where the server doesn't say."""

    def __init__(self, last: int) -> None:
        """What the server said."""
        super().__init__(f"revision {last} stands there")
        self.last = last


@dataclass(frozen=True, slots=True)
class Stored:
    """What stands at the relay: None where it can't be read, which holds nobody up.

    `at` is the relay's own clock when it came there, aware.
    """

    claim: Claim | None
    revision: int
    at: datetime | None = None


class ClaimWire(Protocol):
    """What `Claims` asks of the relay."""

    @property
    def is_connected(self) -> bool:
        """Whether it can be asked now."""
        ...

    async def put(self, claim: Claim, expected: int) -> int:
        """Write it where `expected` stands (0: nothing). Returns its revision.

        Raises WrongRevision, Unreached.
        """
        ...

    async def get(self, key: OrderKey, group: ClaimGroup) -> Stored | None:
        """What stands there. Raises Unreached."""
        ...


class NatsClaims:
    """`ClaimWire` over the relay's line."""

    def __init__(self, line: Callable[[], Line | None]) -> None:
        """`line` is the connection of the moment, None while there is none."""
        self._line = line

    @property
    def is_connected(self) -> bool:
        """See ClaimWire."""
        line = self._line()
        return line is not None and line.is_open

    async def put(self, claim: Claim, expected: int) -> int:
        """See ClaimWire."""
        line = self._open()
        data, headers = claims.write(claim, line.identity.store_key)
        subject = line.identity.subjects.claim_of(claim.key, claim.group)
        return _revision(await _ask(line, subject, data, {**headers, EXPECTED: str(expected)}))

    async def get(self, key: OrderKey, group: ClaimGroup) -> Stored | None:
        """See ClaimWire. One that isn't of the order and group that were asked for is nobody's word."""
        line = self._open()
        names = line.identity.subjects
        subject = direct_get(claims_stream(names.shard), names.claim_of(key, group))
        reply = await _ask(line, subject, b"", {})
        if REVISION not in reply.headers:
            _check_none(reply)
            return None
        try:
            claim: Claim | None = claims.read(reply.data, reply.headers, line.identity.store_key)
        except BadClaim:
            claim = None
        is_meant = claim is not None and (claim.key, claim.group) == (key, group)
        at = _moment(reply.headers.get(CAME, ""))
        return Stored(claim if is_meant else None, int(reply.headers[REVISION]), at)

    def _open(self) -> Line:
        line = self._line()
        if line is None or not line.is_open:
            raise Unreached("not connected")
        return line


async def _ask(line: Line, subject: str, data: bytes, headers: Mapping[str, str]) -> Message:
    try:
        return await line.request(subject, data, headers, timeout_s=ANSWER_WITHIN_S)
    except (LineLost, NobodyAnswers) as error:
        raise Unreached(str(error)) from error


def _moment(text: str) -> datetime | None:
    """The server's time, which has up to nine digits behind the point; None where it says none."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    with contextlib.suppress(ValueError):
        moment = datetime.fromisoformat(f"{whole}+00:00")
        return moment + timedelta(microseconds=int(fraction[:6].ljust(6, "0")))
    return None


def _check_none(reply: Message) -> None:
    """404: nothing stands there. Raises Unreached for any other answer without a message."""
    if reply.status != "404":
        raise Unreached(f"no message: {reply.status} {reply.headers.get('Description', '')}")


def _revision(reply: Message) -> int:
    """What the server says of a publish. Raises WrongRevision, Unreached."""
    try:
        said = json.loads(reply.data)
        error = said.get("error")
        if error is None:
            return int(said["seq"])
        code, words = int(error.get("err_code", 0)), str(error.get("description", ""))
    except (ValueError, TypeError, KeyError, AttributeError) as bad:
        raise Unreached(f"no answer of a stream: {reply.data[:80]!r}") from bad
    if code in _WRONG_LAST:
        last = _LAST.search(words)
        raise WrongRevision(int(last[1]) if last else 0)
    raise Unreached(f"{code} {words}")
