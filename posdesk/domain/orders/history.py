"""What happened to an order, line by line, and the notes of the sync page."""

from dataclasses import dataclass
from datetime import datetime

from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.stored_word import StoredWord


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


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line: when (aware), what, who; `kind` and `outcome` where an intent is meant."""

    at: datetime
    happening: Happening
    actor: str = ""
    kind: Kind | None = None
    outcome: Outcome | None = None
    detail: str = ""
