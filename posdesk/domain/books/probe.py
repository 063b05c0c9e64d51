"""What came of 'test the connection': a signed call that changes nothing, and the platform's own words."""

from enum import StrEnum

from posdesk.domain.orders.answer import CallFault
from posdesk.records import dataclass


class Proof(StrEnum):
    """What the answer proves."""

    ACCEPTED = "accepted"  # the platform took key and signature
    REFUSED = "refused"  # the platform answered that it did not
    UNCLEAR = "unclear"  # it answered something else: a person must judge
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Probe:
    """The end of a test call. `raw` is the reply as it came, cut at 4,000 characters, for a person to read.

    `clock_off_s` is how far the PC's clock is ahead of the platform's, seconds, None where it said no time.
    """

    platform: str
    proof: Proof
    code: str = ""
    words: str = ""
    raw: str = ""
    fault: CallFault = CallFault.NONE
    http_status: int | None = None
    clock_off_s: float | None = None
