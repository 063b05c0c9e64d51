"""A sheet to lay marks on, and the measure of texts it needs."""

from dataclasses import dataclass, field
from typing import Protocol

from posdesk.desk.cards.marks import Align, Box, Card, Fill, Mark, Text
from posdesk.desk.theme import Color, FontRole


class Measure(Protocol):
    """How wide a text will be; the desk asks Qt."""

    def width(self, text: str, font: FontRole) -> int:
        """The advance of a text in logical px."""
        ...

    def wrap(self, text: str, font: FontRole, width: int) -> tuple[str, ...]:
        """The text in lines no wider than `width` px, breaking between Chinese characters or words."""
        ...


@dataclass(slots=True)
class Sheet:
    """Marks as they are laid, back to front."""

    measure: Measure
    width: int
    marks: list[Mark] = field(default_factory=list)

    def put(self, *marks: Mark) -> None:
        """Lay marks on top."""
        self.marks.extend(marks)

    def text(self, at: Box, text: str, font: FontRole, role: Color = Color.TEXT) -> int:
        """A text from the left of `at`, elided if it is too long for it; returns where it ends."""
        wide = min(self.measure.width(text, font), at.w)
        if text:
            self.put(Text(at._replace(w=wide), text, font, role))
        return at.x + wide

    def right(self, at: Box, text: str, font: FontRole, role: Color = Color.TEXT) -> int:
        """A text that ends at the right of `at`; returns where it begins."""
        wide = min(self.measure.width(text, font), at.w)
        if text:
            self.put(Text(at._replace(x=at.right - wide, w=wide), text, font, role, Align.RIGHT))
        return at.right - wide

    def card(self, height: int, *under: Fill) -> Card:
        """The finished card, with its frame under everything."""
        return Card(self.width, height, (*under, *self.marks))
