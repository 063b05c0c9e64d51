"""What a person should read once: something that changed nothing by itself and must not pass unseen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
