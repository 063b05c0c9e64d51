"""What a slip consists of, before anybody knows how wide the paper is (design.md, 'Slips').

小票 is a receipt to WDK, 单子 a printed slip: a slip never leaves the store.
"""

from enum import StrEnum
from typing import NamedTuple

from posdesk.records import dataclass


class SlipKind(StrEnum):
    """The slips; the words are those of settings and journal."""

    KITCHEN = "kitchen"
    PACKING = "packing"
    COURIER = "courier"
    CUSTOMER = "customer"
    STOP = "stop"
    Z = "z"


class Scale(NamedTuple):
    """How many times a character is widened and heightened, 1 to 8 each."""

    wide: int = 1
    high: int = 1


PLAIN = Scale()


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one size. Control characters in them are set as blanks."""

    text: str
    scale: Scale = PLAIN
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Words from the left, wrapped where the line ends, and words that end at the right on the last line.

    `indent` and `hanging` are in cells of plain half-width characters: before the first line, and before
    every further one.
    """

    left: tuple[Text, ...]
    right: tuple[Text, ...] = ()
    indent: int = 0
    hanging: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """White words in the middle of a black bar as wide as the paper; wrapped where they don't fit."""

    text: Text


@dataclass(frozen=True, slots=True)
class Mark:
    """White words on black at the left, no wider than they are: what stands over a remark."""

    text: Text


@dataclass(frozen=True, slots=True)
class Centred:
    """Words in the middle of the paper."""

    text: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper, doubled where a new part begins."""

    double: bool = False


Block = Row | Bar | Mark | Centred | Rule
Slip = tuple[Block, ...]
