"""How the call that brings an own order ended (row 63): made here, it proves this PC and no platform."""

from datetime import datetime
from enum import StrEnum

from posdesk.domain.orders.order import OrderKey
from posdesk.records import dataclass


class PutEnd(StrEnum):
    """What became of the call to our own port."""

    TAKEN = "taken"  # our listener answered 0: signed, read and on disk
    NO_PORT = "no_port"  # nothing listens
    NO_ANSWER = "no_answer"  # connected, or not even that, and no answer of ours came back
    REFUSED = "refused"  # our listener said why


@dataclass(frozen=True, slots=True)
class OwnPut:
    """The end of one call: when it ended (aware), how long it took in seconds, which order it brought.

    `words` are the listener's own where it refused; `address` is the port that was called.
    """

    end: PutEnd
    at: datetime
    took_s: float = 0.0
    key: OrderKey | None = None
    address: str = ""
    words: str = ""
