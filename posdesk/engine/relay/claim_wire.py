"""Claims at the relay's server: compare and set by revision, and reading back (relay.md, 'The engine')."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.engine.relay import last_message
from posdesk.engine.relay.line import Line, LineLost, NobodyAnswers
from posdesk.platforms.relay import claims
from posdesk.platforms.relay.claims import BadClaim
from posdesk.platforms.relay.subjects import claims_stream

ANSWER_WITHIN_S: Final = 1.0
"""So long the server has for one answer; a claim is asked for again within its own patience."""


class Unreached(Exception):  # noqa: N818 - said as a person would
    """The relay gave no answer: nobody knows whether it took what was sent."""


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
        with _unreached():
            return await last_message.write(line, subject, data, headers, expected, ANSWER_WITHIN_S)

    async def get(self, key: OrderKey, group: ClaimGroup) -> Stored | None:
        """See ClaimWire. One that isn't of the order and group that were asked for is nobody's word."""
        line = self._open()
        names = line.identity.subjects
        stream, subject = claims_stream(names.shard), names.claim_of(key, group)
        with _unreached():
            stood = await last_message.read(line, stream, subject, ANSWER_WITHIN_S)
        if stood is None:
            return None
        try:
            claim: Claim | None = claims.read(stood.data, stood.headers, line.identity.store_key)
        except BadClaim:
            claim = None
        is_meant = claim is not None and (claim.key, claim.group) == (key, group)
        return Stored(claim if is_meant else None, stood.revision, stood.at)

    def _open(self) -> Line:
        line = self._line()
        if line is None or not line.is_open:
            raise Unreached("not connected")
        return line


@contextlib.contextmanager
def _unreached() -> Iterator[None]:
    try:
        yield
    except (LineLost, NobodyAnswers) as error:
        raise Unreached(str(error)) from error
