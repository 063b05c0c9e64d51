"""What happened to an order, line by line, and the remarks that a person should read once."""

from datetime import datetime
from enum import StrEnum

from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.stored_word import StoredWord
from posdesk.records import dataclass


class Happening(StoredWord):
    """One line of an order's history; the desk has the words."""

    RECEIVED = "received"
    CAPTURED = "captured"
    REPEATED = "repeated"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    PLATFORM_STATUS = "platform_status"
    CONFLICT = "conflict"
    STOP_ACKNOWLEDGED = "stop_acknowledged"
    PRESSED = "pressed"
    OUTCOME = "outcome"
    HANDED_OVER = "handed_over"
    OTHER_STORE_UID = "other_store_uid"
    REVEALED = "revealed"
    OLDER_PUSH = "older_push"  # it came again as it was before: nothing changed
    PASSED_OVER = "passed_over"  # an event of an earlier day for its number; detail: the state told, and when
    STOP_UNCLEAR = "stop_unclear"  # a cancel for its number, which another open order has, too
    CLOSED_HERE = "closed_here"  # detail: the CloseReason
    OPENED_AGAIN = "opened_again"
    NOTED = "noted"  # what was noted stands with the order
    PROMISED = "promised"  # detail: the time, as the journal writes it
    PACKED = "packed"  # every piece lay in the bag


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line: when (aware), what, who; `kind` and `outcome` where an intent is meant."""

    at: datetime
    happening: Happening
    actor: str = ""
    kind: Kind | None = None
    outcome: Outcome | None = None
    detail: str = ""


class RemarkKind(StrEnum):
    """What a remark is of; the desk has the words."""

    ALIKE_ORDERS = "alike_orders"  # `detail`: the numbers as they were written, a line each, newest first
    ALIKE_RECEIPTS = "alike_receipts"  # the same of serial numbers
    PARKED_CLOSED = "parked_closed"  # `detail`: the state a platform told, and when, as the journal writes it


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark; `at` aware, `source` and `name` say whose and which number it is about."""

    number: int
    at: datetime
    what: RemarkKind
    source: str
    name: str
    detail: str
