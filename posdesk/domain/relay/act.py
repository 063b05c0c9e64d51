"""An act: what one counter of a store did, as the others hear of it (relay.md, 'Acts')."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.stored_word import StoredWord


class ActKind(StoredWord):
    """What was done; a newer counter's kind is kept as it stands, so that its number is not missed."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    READY = "ready"
    VERIFY = "verify"  # content: the code
    PAY = "pay"  # content: the sums
    OUT = "out"
    STOP = "stop"  # one was acknowledged
    CLOSED = "closed"
    REOPENED = "reopened"
    RECEIPT = "receipt"  # content: the receipt, which others only count
    ORDER = "order"  # content: the raw of one that didn't come by the stream
    HELLO = "hello"  # read back, it measures this PC's clock


JsonValue = object
"""What `write_json` takes: texts, ints, Decimals, booleans, None, lists and dicts of them."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a counter did.

    `id` is the same for ever, and applied once whoever wrote it. `instance` is the writing journal's own,
    `n` counts its acts from 1 without a hole. `key` is None where it is about no order. `outcome` is an
    intent's word where it tells of one; `state` is what the order became by it, None where nothing. `at` is
    the writing PC's clock, aware. `content` is what its kind carries beside.
    """

    id: str
    instance: str
    n: int
    kind: ActKind
    key: OrderKey | None
    counter: str
    actor: str
    at: datetime
    outcome: str = ""
    state: OrderState | None = None
    billno: str = ""
    content: Mapping[str, JsonValue] = field(default_factory=dict)
