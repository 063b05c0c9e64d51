"""What this store adds to an order by itself: notes, a promised time, what is packed.

No platform hears of it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from types import MappingProxyType

from posdesk.domain.orders.order import Order
from posdesk.records import dataclass

NOTE_LENGTH = 200  # characters
PROMISES_MIN = (5, 10, 20, 30)
"""In so many minutes it can be promised (product row 17)."""
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote to an order, and when (aware)."""

    at: datetime
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class Own:
    """All of it: notes oldest first, the time promised last (aware), pieces packed by the line's place."""

    notes: tuple[Note, ...] = ()
    promised: datetime | None = None
    packed: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))

    def words(self) -> str:
        """All notes in one text, as a slip and a card say them."""
        return "；".join(note.text for note in self.notes if note.text)


NOTHING = Own()


def note_text(typed: str) -> str:
    """A note as it is kept: one line, nothing in it that can't be seen, cut where it is too long."""
    seen = "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c for c in typed)
    return _BLANKS.sub(" ", seen).strip()[:NOTE_LENGTH].rstrip()


def promised_in(minutes: int, now: datetime) -> datetime:
    """The moment that is promised, in so many minutes from now, on a whole minute upwards."""
    exact = now + timedelta(minutes=minutes)
    whole = exact.replace(second=0, microsecond=0)
    return whole if whole == exact else whole + timedelta(minutes=1)


def may_promise(order: Order) -> bool:
    """Whether a time still means something."""
    return not (order.is_final or order.is_closed_here)
