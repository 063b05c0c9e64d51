"""What a card consists of, as plain values: marks with their boxes in the card's own coordinates."""

from dataclasses import field
from enum import StrEnum
from typing import NamedTuple

from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import Color, FontRole, Sign
from posdesk.domain.orders.source import Source
from posdesk.records import dataclass, replace


class Box(NamedTuple):
    """A rectangle in logical px."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The first column that is no longer inside."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The first row that is no longer inside."""
        return self.y + self.h

    def contains(self, x: int, y: int) -> bool:
        """Whether the point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def moved(self, dx: int, dy: int) -> "Box":
        """The same box elsewhere."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)


class Align(StrEnum):
    """Where a text stands in its box, always centred vertically."""

    LEFT = "left"
    RIGHT = "right"
    CENTER = "center"


class Tick(StrEnum):
    """Texts that change with time alone; resolved when painted, repainted by the one timer."""

    COUNTDOWN = "countdown"
    BAR = "bar"
    MINUTES = "minutes"
    WAITING = "waiting"
    UNDO = "undo"
    OVERDUE = "overdue"  # in a filled box of its own


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text in a colour role, elided at the right when it is too long."""

    box: Box
    text: str
    font: FontRole
    role: Color = Color.TEXT
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Ticking:
    """A place whose text or length follows the clock."""

    box: Box
    tick: Tick
    font: FontRole = FontRole.CAPTION
    align: Align = Align.RIGHT
    role: Color = Color.TEXT


@dataclass(frozen=True, slots=True)
class Tag:
    """A source's tag: shape, letter, colour."""

    box: Box
    source: Source


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled, perhaps framed, rounded box; without a role nothing of that kind is drawn."""

    box: Box
    role: Color | None = None
    radius: int = 0
    border: Color | None = None
    border_w: int = 1


@dataclass(frozen=True, slots=True)
class Hatch:
    """The hatched band of what nobody knows."""

    box: Box


@dataclass(frozen=True, slots=True)
class Glyph:
    """A painted sign (the font lacks them)."""

    box: Box
    sign: Sign
    role: Color


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: its box is painted and is where a press counts."""

    box: Box
    act: StrEnum
    label: str
    key: str = ""
    kind: ButtonKind = ButtonKind.OUTLINED
    sign: Sign | None = None
    stacked: bool = True  # the sign stands above the word, else before it
    arg: str = ""  # what it is about, where a card has several of its kind
    chosen: bool = False
    applies: bool = True


Mark = Text | Ticking | Tag | Fill | Hatch | Glyph | Button


@dataclass(frozen=True, slots=True)
class Card:
    """A laid-out card: its size and its marks, back to front."""

    width: int
    height: int
    marks: tuple[Mark, ...] = field(default=())

    def button_at(self, x: int, y: int) -> Button | None:
        """The button painted at that point of the card, or None."""
        return next((b for b in self.buttons() if b.box.contains(x, y)), None)

    def stretched(self, height: int) -> "Card":
        """The same card with a taller frame, so that two beside each other end together."""
        ground = self.marks[0]
        assert isinstance(ground, Fill)
        taller = replace(ground, box=ground.box._replace(h=height))
        return Card(self.width, height, (taller, *self.marks[1:]))

    def buttons(self) -> tuple[Button, ...]:
        """All that can be pressed."""
        return tuple(m for m in self.marks if isinstance(m, Button))

    def ticking(self) -> tuple[Box, ...]:
        """The boxes that the 1 s timer repaints."""
        return tuple(m.box for m in self.marks if isinstance(m, Ticking))
