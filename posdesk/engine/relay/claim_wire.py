"""Claims at the relay's server: compare and set by revision, and reading back (relay.md, 'The engine')."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.platforms.relay import claims, subjects
from posdesk.platforms.relay.claims import BadClaim
from posdesk.platforms.relay.subjects import StoreSubjects

EXPECTED: Final = "Nats-Expected-Last-Subject-Sequence"
REVISION: Final = "Nats-Sequence"
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
    """What stands at the relay: None where it can't be read, which holds nobody up."""

    claim: Claim | None
    revision: int


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


class Reply(Protocol):
    """A message of nats-py, as far as it is used here."""

    @property
    def data(self) -> bytes:
        """Its text."""
        ...

    @property
    def headers(self) -> dict[str, str] | None:
        """Its headers."""
        ...


class Line(Protocol):
    """The relay's connection, as far as it is used here. `request` raises OSError, or nats-py's errors."""

    @property
    def is_connected(self) -> bool:
        """Whether what is sent now leaves now."""
        ...

    async def request(
        self, subject: str, payload: bytes, timeout: float, headers: dict[str, str] | None = None
    ) -> Reply:
        """Ask, and wait so many seconds for the answer."""
        ...


class NatsClaims:
    """`ClaimWire` over the relay's connection; while away nothing is published (nats-py would keep it)."""

    def __init__(self, line: Callable[[], Line | None], names: StoreSubjects, store_key: str) -> None:
        """`line` is the connection of the moment, None while there is none."""
        self._line, self._names, self._store_key = line, names, store_key

    @property
    def is_connected(self) -> bool:
        """See ClaimWire."""
        line = self._line()
        return line is not None and line.is_connected

    async def put(self, claim: Claim, expected: int) -> int:
        """See ClaimWire."""
        data, headers = claims.write(claim, self._store_key)
        subject = self._names.claim_of(claim.key, claim.group)
        return _revision(await self._ask(subject, data, {**headers, EXPECTED: str(expected)}))

    async def get(self, key: OrderKey, group: ClaimGroup) -> Stored | None:
        """See ClaimWire. One that isn't of the order and group that were asked for is nobody's word."""
        stream = subjects.claims_stream(self._names.shard)
        reply = await self._ask(subjects.direct_get(stream, self._names.claim_of(key, group)), b"", None)
        headers = reply.headers or {}
        if REVISION not in headers:
            _check_none(headers)
            return None
        try:
            claim: Claim | None = claims.read(reply.data, headers, self._store_key)
        except BadClaim:
            claim = None
        is_meant = claim is not None and (claim.key, claim.group) == (key, group)
        return Stored(claim if is_meant else None, int(headers[REVISION]))

    async def _ask(self, subject: str, data: bytes, headers: dict[str, str] | None) -> Reply:
        line = self._line()
        if line is None or not line.is_connected:
            raise Unreached("not connected")
        from nats.errors import Error  # noqa: PLC0415 - of a store with a relay

        try:
            return await line.request(subject, data, timeout=ANSWER_WITHIN_S, headers=headers)
        except (Error, OSError) as error:  # a time-out is an OSError, too
            raise Unreached(f"{type(error).__name__}: {error}") from error


def _check_none(headers: Mapping[str, str]) -> None:
    """404: nothing stands there. Raises Unreached for any other answer without a message."""
    if headers.get("Status") != "404":
        raise Unreached(f"no message: {headers.get('Status')} {headers.get('Description', '')}")


def _revision(reply: Reply) -> int:
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
