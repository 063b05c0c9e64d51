"""A print as the journal keeps it: which slip of which order, on which printer, and what is known of it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from posdesk.domain.orders.intent import Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.printing.outcome import Trouble
from posdesk.domain.printing.slip import SlipKind
from posdesk.records import dataclass

TOO_LATE = timedelta(minutes=15)
"""What was wanted longer ago is listed for a person, not spat out (product row 49)."""


Cause: TypeAlias = OrderKey | int
"""What a paper is of: an order, or the Z of that number."""


class PrintState(StrEnum):
    """Where a print stands; the words are the journal's. Four of them are `outcome.Outcome`'s."""

    QUEUED = "queued"
    SENDING = "sending"
    NOT_SENT = "not_sent"  # tried, no byte has left; tried again unless a person must say so
    PRINTED = "printed"
    HANDED_OVER = "handed_over"
    DOUBTFUL = "doubtful"  # a person says what became of it
    CAME_OUT = "came_out"  # a person found the paper
    REPEATED = "repeated"  # a person wanted one more instead, which says that it may be a second copy
    DROPPED = "dropped"  # nobody wants it any more


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper. Its key is cause, version, slip and copy: whatever repeats, the same paper prints once.

    `number` counts all prints; `layout` is the slip's language. Times are aware: `made_at` is when what
    caused it was committed, `wanted_at` when it was last wanted. `is_second`: the one before may have come
    out. `again_by` asked for one more. `is_masked`: without phone and address, whatever the slip.
    """

    number: int
    seq: Seq
    cause: Cause
    version: int
    slip: SlipKind
    copy: int
    printer: str
    layout: str
    made_at: datetime
    wanted_at: datetime
    outcome: PrintState = PrintState.QUEUED
    trouble: Trouble | None = None
    is_second: bool = False
    is_masked: bool = False
    again_by: str = ""
    next_at: datetime | None = None
    ended_at: datetime | None = None
    attempts: int = 0
    needs_person: bool = False
    settled_by: str = ""

    @property
    def order(self) -> OrderKey | None:
        """The order that it is of; None for a Z."""
        return None if isinstance(self.cause, int) else self.cause

    @property
    def is_perhaps_there(self) -> bool:
        """Whether its paper may lie there, and nobody can say."""
        return self.outcome in {PrintState.DOUBTFUL, PrintState.HANDED_OVER}

    @property
    def is_stop(self) -> bool:
        """Whether it goes before all others of its printer."""
        return self.slip is SlipKind.STOP
