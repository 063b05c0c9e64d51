"""What must be clear, or somebody's by name, before a shift is closed (rows 33 and 45)."""

from datetime import datetime
from enum import StrEnum

from posdesk.records import dataclass


class LineKind(StrEnum):
    """The lines, in their order on the page; the words of the journal."""

    ORDERS = "orders"  # nobody has finished
    UNKNOWN = "unknown"  # actions of which nobody knows how they ended
    HOURS = "hours"  # over, and not reported
    RECEIPTS = "receipts"  # not at WDK
    PRINTS = "prints"  # that did not come out, or of which nobody knows
    SIGNATURES = "signatures"  # hand-outs against signature whose verification is not through
    STOPS = "stops"  # that nobody has acknowledged
    CASH = "cash"  # not counted, or moved since


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is not done: its key in the journal, and what a person knows it by."""

    key: str
    source: str = ""
    number: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Who takes over a line; `items` are the keys of what it held then."""

    line: LineKind
    name: str
    words: str
    items: frozenset[str]
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what is not done. `count` is how many, also beyond the items that were read."""

    kind: LineKind
    items: tuple[Item, ...] = ()
    count: int = 0
    handed: HandOver | None = None
    note: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left to do."""
        return self.count == 0

    @property
    def is_handed(self) -> bool:
        """Whether all that is left was handed over: what came since is nobody's yet."""
        if self.is_clear or self.handed is None or self.count > len(self.handed.items):
            return False
        return {item.key for item in self.items} <= self.handed.items

    @property
    def is_open(self) -> bool:
        """Whether it holds the closing up."""
        return not (self.is_clear or self.is_handed)

    @property
    def can_be_handed(self) -> bool:
        """Whether another person can take it over: nobody else counts this drawer."""
        return not self.is_clear and self.kind is not LineKind.CASH


@dataclass(frozen=True, slots=True)
class Checklist:
    """All lines."""

    lines: tuple[Line, ...] = ()

    @property
    def open(self) -> tuple[Line, ...]:
        """The lines that hold the closing up."""
        return tuple(line for line in self.lines if line.is_open)

    @property
    def handed(self) -> tuple[Line, ...]:
        """The lines that somebody takes over."""
        return tuple(line for line in self.lines if line.is_handed)

    def line(self, kind: LineKind) -> Line:
        """The line of that kind; a clear one where there is none."""
        return next((line for line in self.lines if line.kind is kind), Line(kind))
