"""What the PIN pad shows above its keys: what the PIN is for, one dot a digit, and a line of words."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import paint_text, paint_wrapped, rounded, wrapped_height
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.painted import Painted
from posdesk.domain.pins import PIN_LENGTH


class PinDots(Painted):
    """Title, one dot a digit, and a line of words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """No digit yet."""
        super().__init__(theme, parent)
        self._filled, self._title, self._words, self._bad = 0, "", "", False
        self.setFixedHeight(164)

    @property
    def words(self) -> str:
        """The line under the dots."""
        return self._words

    @property
    def title(self) -> str:
        """What the PIN is for."""
        return self._title

    def show_state(self, filled: int, title: str, words: str, *, bad: bool) -> None:
        """So many digits, and these words, red where they are `bad`."""
        self._filled, self._title, self._words, self._bad = filled, title, words, bad
        self.setAccessibleName(f"{title}. {words}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints all three."""
        painter, rect, color = self._painter(), self._rect(), self.theme.color
        head = QRectF(rect.x(), 0, rect.width(), 30)
        paint_text(painter, head, self._title, self.theme.font(FontRole.TITLE), color.text, align=CENTER)
        self._paint_dots(painter, rect.center().x())
        font = self.theme.font(FontRole.CAPTION)
        height = wrapped_height(self._words, font, rect.width())
        place = QRectF(rect.x(), 84, rect.width(), max(height, 40))
        ink = color.bad if self._bad else color.muted
        if height > 20:
            paint_wrapped(painter, place, self._words, font, ink)
        else:
            paint_text(painter, place, self._words, font, ink, align=CENTER)
        painter.end()

    def _paint_dots(self, painter: QPainter, middle: float) -> None:
        color = self.theme.color
        for place in range(PIN_LENGTH):
            x = middle + (place - (PIN_LENGTH - 1) / 2) * 30
            dot = QRectF(QPointF(x - 8, 52), QPointF(x + 8, 68))
            full = place < self._filled
            rounded(painter, dot, 8, color.accent if full else None, None if full else color.line_strong)
