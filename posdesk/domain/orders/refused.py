"""Calls that were turned away and that somebody must hear of: what stood in them, or how they were signed."""

from collections import Counter
from datetime import datetime
from enum import StrEnum

from posdesk.records import dataclass


class RefusedKind(StrEnum):
    """What the call wanted, as far as it could be read."""

    ORDER = "order"
    CANCEL = "cancel"
    STATUS = "status"
    OTHER = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a call that proved its sender was not taken; masked already, each text bounded.

    `field` is its path within the entry, `code` is what we answered, `words` are both languages' as
    "zh / en", `others` are the numbers of other orders in the call, `raw` is the call's text. Nothing
    personal stands in any of it.
    """

    kind: RefusedKind
    tbillno: str
    show_no: str
    field: str
    code: int
    words: str
    others: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class RefusedCall:
    """One that is kept, until a person has seen to it or the order was taken; both times aware.

    `count` is how often the same call came. `raw` is left out where many are listed.
    """

    number: int
    partner: str
    what: Refused
    first_at: datetime
    last_at: datetime
    count: int = 1


@dataclass(frozen=True, slots=True)
class CountedCalls:
    """Calls that claim to be one partner's, of which only the number is kept; both times aware."""

    partner: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class WrongSigns:
    """Wrongly signed ones. `since`: from when on there were too many to be chance, until somebody knows."""

    partner: str
    count: int
    first_at: datetime
    last_at: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Turned-away calls that are open: those kept, those only counted, and the wrongly signed ones."""

    calls: tuple[RefusedCall, ...] = ()
    beyond: tuple[CountedCalls, ...] = ()
    wrong_signs: tuple[WrongSigns, ...] = ()

    @property
    def refused_by_partner(self) -> dict[str, int]:
        """How many refused calls are open, kept or only counted."""
        counts = Counter(call.partner for call in self.calls)
        for counted in self.beyond:
            counts[counted.partner] += counted.count
        return dict(counts)


NOTHING = TurnedAway()
