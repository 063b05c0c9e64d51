"""A card while its marks are laid, and the measure of texts that it needs."""

from dataclasses import field
from functools import lru_cache
from math import ceil
from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextLayout, QTextOption

from posdesk.desk.cards.marks import Align, Box, Card, Fill, Mark, Text
from posdesk.desk.paint import text_width
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.records import dataclass


class Measure(Protocol):
    """How wide a text will be; the desk asks Qt."""

    def width(self, text: str, font: FontRole) -> int:
        """The advance of a text in logical px."""
        ...

    def wrap(self, text: str, font: FontRole, width: int) -> tuple[str, ...]:
        """The text in lines no wider than `width` px, breaking between Chinese characters or words."""
        ...


@dataclass(slots=True)
class CardDraft:
    """Marks as they are laid, back to front."""

    measure: Measure
    width: int
    marks: list[Mark] = field(default_factory=list)
    keyed: bool = False  # the card that the keys act on: its buttons show theirs

    def key(self, key: str) -> str:
        """The key on a button of this card; none where the card is not the chosen one."""
        return key if self.keyed else ""

    def room_of(self, key: str) -> int:
        """How much wider a button is for its key, in px."""
        return self.measure.width(key, FontRole.CAPTION_BOLD) + 20 if key else 0

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

    def lines(self, at: Box, text: str, font: FontRole, role: Color = Color.TEXT) -> int:
        """A text broken to the width of `at`, each line as high as `at`; returns where they end."""
        y = at.y
        for line in self.measure.wrap(text, font, at.w):
            self.text(at._replace(y=y), line, font, role)
            y += at.h
        return y

    def card(self, height: int, *under: Fill) -> Card:
        """The finished card, with its frame under everything."""
        return Card(self.width, height, (*under, *self.marks))


_MOST_LINES = 40
_WIDTHS, _BROKEN = 8192, 2048  # answers kept: some of each order of a long day's board


class ThemeMeasure:
    """A `Measure` by a theme's fonts; answers are kept, since boards measure the same texts again.

    `measure_of` gives the one that the whole desk shares.
    """

    def __init__(self, theme: Theme) -> None:
        """The fonts are the theme's."""
        self._theme = theme
        self._width = lru_cache(maxsize=_WIDTHS)(self._measure)
        self._lines = lru_cache(maxsize=_BROKEN)(self._break)

    def width(self, text: str, font: FontRole) -> int:
        """The advance of a text in logical px, rounded up."""
        return self._width(text, font)

    def wrap(self, text: str, font: FontRole, width: int) -> tuple[str, ...]:
        """The text in lines no wider than `width` px; at least one line, at most forty."""
        return self._lines(text, font, width)

    def _measure(self, text: str, font: FontRole) -> int:
        return ceil(text_width(text, self._theme.font(font)))

    def _break(self, text: str, font: FontRole, width: int) -> tuple[str, ...]:
        flat = " ".join(text.split())
        layout = QTextLayout(flat, self._theme.font(font))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines: list[str] = []
        while len(lines) < _MOST_LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(max(20, width))
            line.setPosition(QPointF(0, 0))
            lines.append(flat[line.textStart() : line.textStart() + line.textLength()].strip())
        layout.endLayout()
        return tuple(lines) or ("",)


@lru_cache(maxsize=2)
def measure_of(theme: Theme) -> ThemeMeasure:
    """The measure of a theme that all of the desk asks: what one part measured no other measures again."""
    return ThemeMeasure(theme)
