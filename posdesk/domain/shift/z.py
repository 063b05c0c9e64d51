"""A Z: what ends a shift. It is written once, as values and as the text that was printed."""

import hashlib
from datetime import datetime

from posdesk.domain.shift.figures import ShiftFigures
from posdesk.domain.shift.shift import ShiftNumber
from posdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Handed:
    """A line of the checklist that went to somebody by name: how many things."""

    line: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ZFigures:
    """The values of a Z; money in fen.

    `missing` are the first and the last number that were given and are not in this journal: it was restored.
    `expected_fen` None: not computed, for so many payments as `cash.unmapped` says.
    """

    number: int
    store: str
    counter: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime
    closed_by: str
    figures: ShiftFigures
    counted_fen: int
    counted_by: str
    expected_fen: int | None
    handed: tuple[Handed, ...] = ()
    missing: tuple[int, int] | None = None

    @property
    def difference_fen(self) -> int | None:
        """Above 0 where there is too much in the drawer; None where what should be there is not computed."""
        return None if self.expected_fen is None else self.counted_fen - self.expected_fen


@dataclass(frozen=True, slots=True)
class Z:
    """A Z as it stands in the journal; `words` is its text, `layout` the language of it."""

    number: int
    shift: ShiftNumber
    at: datetime
    first: int
    last: int
    receipt: int
    figures: str
    words: str
    layout: str
    digest: str


def digest_of(*texts: str) -> str:
    """The hash that the audit trail holds of a Z: of its values and its text, and of its slip."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
