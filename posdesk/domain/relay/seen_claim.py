"""What a counter knows of a claim: its own, or another's, which keeps it silent for a while (relay.md)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.records import dataclass

SILENT_AFTER: Final = timedelta(seconds=10)
"""A holder who has done nothing by then is silent: a claim is no lock."""
SILENT_SOON: Final = timedelta(seconds=5)
"""The same where the deadline is near."""
NEAR_DEADLINE: Final = timedelta(minutes=1)
UNHEARD: Final = -1
"""In place of a revision: it was asked for, and no answer came: ours may stand there, or come yet."""

_OVER_AT_A_PRESS = frozenset({ClaimGroup.VERDICT, ClaimGroup.READY})


class ClaimState(StrEnum):
    """Where a claim stands, as this counter knows it."""

    OURS = "ours"
    UNCLAIMED = "unclaimed"  # ours, and sent without the relay: no other counter was asked
    ENDING = "ending"  # ours, ended without effect: to be given back
    THEIRS = "theirs"  # another counter is at it
    TOLD = "told"  # the same, and it told of an attempt whose outcome is unknown
    SILENT = "silent"  # another counter's, which has done nothing


@dataclass(frozen=True, slots=True)
class SeenClaim:
    """A claim as this counter saw it last; times aware.

    `revision` is the relay's number of it, 0 of one that nobody was asked for, or UNHEARD; `at` is the
    holder's own clock, `seen_at` ours when we heard of it, or since when the relay has it. `seq` is the
    intent that it was taken for, or, of another's, the one whose presser answered that he takes it over.
    """

    group: ClaimGroup
    state: ClaimState
    counter: str
    instance: str
    actor: str
    at: datetime
    revision: int
    seen_at: datetime
    seq: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether this counter has it."""
        return self.state in {ClaimState.OURS, ClaimState.UNCLAIMED, ClaimState.ENDING}

    @property
    def is_unheard(self) -> bool:
        """Whether this counter asked for it and does not know whether it has it."""
        return self.is_ours and self.revision == UNHEARD

    @property
    def keeps_quiet(self) -> bool:
        """Whether this counter need not ring: another one is at it."""
        return self.state in {ClaimState.THEIRS, ClaimState.TOLD}

    def is_same_hold(self, claim: Claim) -> bool:
        """Whether that is the same taking; its holder writes it anew before another attempt."""
        return (self.instance, self.at) == (claim.instance, claim.at)

    def gives_way_to(self, seq: str) -> bool:
        """Whether a press takes it from its silent holder: money and goods only after a question."""
        return self.state is ClaimState.SILENT and (self.group in _OVER_AT_A_PRESS or self.seq == seq)


def silent_after(deadline: datetime | None, now: datetime) -> timedelta:
    """How long a holder may be silent at an order, which is to be accepted by then, before it rings again."""
    is_near = deadline is not None and deadline - now < NEAR_DEADLINE
    return SILENT_SOON if is_near else SILENT_AFTER


@dataclass(frozen=True, slots=True)
class Taken:
    """That an attempt may begin: the claim is ours at `revision`, or nobody could be asked (0).

    `at` is our clock when it was taken first, `asked_at` when the relay was asked last.
    """

    group: ClaimGroup
    instance: str
    at: datetime
    asked_at: datetime
    revision: int = 0

    @property
    def is_unclaimed(self) -> bool:
        """Whether nobody could be asked."""
        return self.revision == 0

    def is_fresh(self, now: datetime) -> bool:
        """Whether no holder of it could be called silent yet; a PC that slept meanwhile asks again."""
        return timedelta() <= now - self.asked_at < SILENT_SOON


@dataclass(frozen=True, slots=True)
class Lost:
    """Another counter has it; `is_silent` where it has done nothing, and a person may take it over.

    `since` is when the relay had it, by our clock; None where nobody knows how these differ.
    """

    claim: Claim
    revision: int
    is_silent: bool = False
    since: datetime | None = None
