"""An order that was closed here: no state of it, but a person's word that nobody works on it any more.

It leaves lanes and alarm, and makes no receipt, no hour and no call. What the platform says of it later still
applies; a person may open it again.
"""

from datetime import datetime
from enum import StrEnum

from posdesk.records import dataclass


class CloseReason(StrEnum):
    """Why an order is closed here; they are chosen by their place, from 1."""

    NO_SHOW = "no_show"  # the customer did not come
    GIVEN_WITHOUT_CODE = "given_without_code"  # the goods are handed out, and there was no code to verify
    REFUNDED_BY_PHONE = "refunded_by_phone"
    DONE_AT_PLATFORM = "done_at_platform"  # on the platform's own page
    DUPLICATE = "duplicate"
    OTHER = "other"  # with a sentence


NOTE_LENGTH = 80
"""Characters of the sentence at most."""


def reason_at(number: int) -> CloseReason:
    """The reason that a digit chooses. Raises IndexError beyond 1 to 6."""
    if number < 1:
        raise IndexError(number)
    return tuple(CloseReason)[number - 1]


@dataclass(frozen=True, slots=True)
class ClosedHere:
    """When an order was closed here (aware), by whom, and why; `note` is a person's own sentence."""

    at: datetime
    by: str
    reason: CloseReason
    note: str = ""
