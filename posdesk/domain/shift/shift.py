"""A shift while it is open: its drawer, the counts of its cash, notes, and by which settings it is judged."""

from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from posdesk.domain.books.hour import Policy, business_day
from posdesk.domain.books.posting import Book
from posdesk.domain.shift.cash import Cash
from posdesk.records import dataclass

ShiftNumber = NewType("ShiftNumber", int)
MOST_FEN = 10**10
"""A hundred million yuan: what a drawer, a pay-in or a count may hold at the most."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift as it was opened; times aware, money in fen.

    Its Z counts from the audit line `first`, behind that of the Z before, so that what came in between is in
    it. Cash is counted from `opened_line` on: what was taken before lies in the float. `receipt` and
    `cash_receipt` are the last receipts before those lines.
    """

    number: ShiftNumber
    counter: str
    opened_at: datetime
    opened_by: str
    float_fen: int
    first: int
    opened_line: int
    receipt: int
    cash_receipt: int


class MoveKind(StrEnum):
    """What went into the drawer or out of it by a person's word; the words of the journal."""

    PAY_IN = "pay_in"
    PAY_OUT = "pay_out"


@dataclass(frozen=True, slots=True)
class DrawerMove:
    """Cash put in or taken out, why and by whom."""

    what: MoveKind
    amount_fen: int
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """The cash as somebody counted it, and what the drawer should have held at that moment.

    `pieces` are how many of each note or coin, by its fen; empty where only the sum was typed.
    """

    counted_fen: int
    pieces: Mapping[int, int]
    cash: Cash
    reason: str
    actor: str
    at: datetime

    @property
    def difference_fen(self) -> int | None:
        """Above 0 where there is too much; None where what should be there is not computed."""
        expected = self.cash.expected_fen
        return None if expected is None else self.counted_fen - expected


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody left for the next shift to read."""

    words: str
    actor: str
    at: datetime


NO_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings say about a shift.

    `tenders` are the names of the ways to pay by code, `cash` the codes among them that go into the drawer;
    `pay_types` says of a receipt's pay type whether it is cash. `layout` is the language of the Z.
    """

    tenders: Mapping[str, str] = field(default_factory=dict)
    cash: Collection[str] = ()
    pay_types: Mapping[str, bool] = field(default_factory=dict)
    policy: Policy = NO_POLICY
    day_starts: str = "04:00"
    served: frozenset[Book] = frozenset()
    layout: str = "zh_CN"


def is_over_the_day(shift: Shift, now: datetime, day_starts: str) -> bool:
    """Whether it was left open over the business day's cut-off: said, never closed by itself."""
    return business_day(shift.opened_at, day_starts) < business_day(now, day_starts)
