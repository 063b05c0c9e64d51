"""What stands in the card's place when there is no order: nothing at hand, or a question under way."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent

from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import Sign, paint_card, paint_sign, paint_text
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import FontRole


class QuietCard(Painted):
    """A sign, a title and a line, in the middle."""

    _sign = Sign.BARCODE
    _title = _line = ""

    def show_words(self, sign: Sign, title: str, line: str) -> None:
        """Show these."""
        self._sign, self._title, self._line = sign, title, line
        self.setAccessibleName(f"{title} {line}".strip())
        self.update()

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._title} {self._line}".strip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints them."""
        painter, rect, color = self._painter(), self._rect(), self.theme.color
        paint_card(painter, rect, self.theme)
        middle = rect.center()
        paint_sign(painter, QRectF(middle.x() - 28, middle.y() - 84, 56, 56), self._sign, color.muted)
        wide = rect.adjusted(24, 0, -24, 0)
        title = QRectF(wide.x(), middle.y() - 14, wide.width(), 30)
        line = QRectF(wide.x(), middle.y() + 20, wide.width(), 24)
        paint_text(painter, title, self._title, self.theme.font(FontRole.TITLE), color.text, align=CENTER)
        paint_text(painter, line, self._line, self.theme.font(FontRole.BODY), color.muted, align=CENTER)
        painter.end()
