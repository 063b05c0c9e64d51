"""What a shift counts: an X shows it at any time, a Z keeps it for ever."""

from collections.abc import Mapping
from dataclasses import field

from posdesk.domain.books.receipt import Figures
from posdesk.domain.shift.cash import Cash
from posdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken at the counter in one way, or by one person: how often, and how much in fen."""

    name: str
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class After:
    """What came after the Z before this shift and belongs before it: in no figure of this shift."""

    z: int = 0
    receipts: int = 0
    returns: int = 0
    net_fen: int = 0
    settled: int = 0


NO_SALES, EMPTY, NOTHING = Figures(), Cash(), After()


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """The figures between two lines of the audit trail, `last` being 0 while the shift is open.

    Orders as they moved in it; sales as receipts say them, by source and by hour (in China, "05-03 12");
    what was taken at the counter by tender and by cashier; the drawer. `before_opening` is what was taken
    since the Z before while no shift was open: its cash lies in the float.
    """

    first: int
    last: int
    accepted: int = 0
    refused: int = 0
    cancelled: int = 0
    stops: int = 0
    verified: int = 0
    total: Figures = NO_SALES
    by_source: Mapping[str, Figures] = field(default_factory=dict)
    by_hour: Mapping[str, int] = field(default_factory=dict)
    by_tender: tuple[Taken, ...] = ()
    by_cashier: tuple[Taken, ...] = ()
    before_opening: tuple[Taken, ...] = ()
    cash: Cash = EMPTY
    after: After = NOTHING
