"""A stray call: the gateway took it and this counter can't (relay.md, "The counter's rules")."""

from dataclasses import dataclass
from datetime import datetime

from posdesk.domain.orders.refused import Refused


@dataclass(frozen=True, slots=True)
class CallByRelay:
    """A call as the gateway handed it on: the partner it says, the query, the body as it came.

    `received` is when the gateway took it, aware, by the gateway's clock.
    """

    partner: str
    query: str
    body: bytes
    received: datetime


@dataclass(frozen=True, slots=True)
class StrayCall:
    """One that nobody has dealt with: `received` by the gateway, `at` when it came here, both aware.

    `what` is why, in words without anything personal.
    """

    number: int
    partner: str
    received: datetime
    at: datetime
    what: Refused
