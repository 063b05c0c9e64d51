"""The signs of an hour's state."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from posdesk.desk.hours.words import Mark
from posdesk.desk.paint import paint_sign
from posdesk.desk.theme import Sign

_SIGNS = {
    Mark.SENT: Sign.ARROW,
    Mark.CONFIRMED: Sign.CHECK,
    Mark.DIFFERS: Sign.DIFFERS,
    Mark.UNKNOWN: Sign.QUESTION,
    Mark.REFUSED: Sign.CROSS,
    Mark.PERSON: Sign.PERSON,
    Mark.RETURN: Sign.BACK,
    Mark.TIME: Sign.CLOCK,
    Mark.WARNING: Sign.WARNING,
}


def paint_mark(painter: QPainter, rect: QRectF, mark: Mark, color: QColor) -> None:
    """Paint a sign into the middle of the rect: the ring, the filled square, or a sign of the desk's."""
    sign = _SIGNS.get(mark)
    if sign is not None:
        paint_sign(painter, rect, sign, color)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height())
    inner = QRectF(0, 0, side * 0.56, side * 0.56)
    inner.moveCenter(rect.center())
    if mark is Mark.OPEN:
        painter.setPen(QPen(color, max(1.4, side / 9)))
        painter.drawEllipse(inner)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(inner, side / 10, side / 10)
    painter.restore()
