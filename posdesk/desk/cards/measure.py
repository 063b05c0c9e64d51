"""How wide texts are in the desk's own fonts, and where they break."""

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextLayout, QTextOption

from posdesk.desk.paint import text_width
from posdesk.desk.theme import FontRole, Theme

_MOST_LINES = 40


class ThemeMeasure:
    """A `Measure` by a theme's fonts; answers are kept, since boards measure the same texts again."""

    def __init__(self, theme: Theme) -> None:
        """The fonts are the theme's."""
        self._theme = theme
        self._width = lru_cache(maxsize=4096)(self._measure)
        self._lines = lru_cache(maxsize=1024)(self._break)

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
