"""The source tag: shape, letter and colour together say where an order was placed."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from posdesk.desk.paint.text import CENTER, paint_text
from posdesk.desk.theme import RADIUS, FontRole, Theme
from posdesk.desk.words.language import is_chinese
from posdesk.domain.orders.source import Source


def paint_tag(painter: QPainter, rect: QRectF, source: Source, theme: Theme) -> None:
    """Paint a source's tag into a square, its letter in the language on screen."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colors = theme.source(source)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.fill)
    _SHAPES[source](painter, rect, colors.text)
    _paint_letter(painter, rect, source, theme)
    painter.restore()


def _paint_letter(painter: QPainter, rect: QRectF, source: Source, theme: Theme) -> None:
    font = theme.font(FontRole.BODY_BOLD)
    font.setPixelSize(max(8, round(rect.height() * _LETTER.get(source, 0.56))))
    letter = theme.letter(source, chinese=is_chinese())
    paint_text(painter, rect.adjusted(-4, 0, 4, 0), letter, font, theme.source(source).text, align=CENTER)


def _rounded_square(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    corner = rect.width() * RADIUS.tag_share
    painter.drawRoundedRect(rect, corner, corner)


def _circle(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    painter.drawEllipse(rect)


def _hexagon(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    center, radius = rect.center(), rect.width() / 2
    turns = [pi / 2 + pi / 3 * i for i in range(6)]
    painter.drawPolygon(
        QPolygonF([QPointF(center.x() + radius * cos(t), center.y() - radius * sin(t)) for t in turns])
    )


def _framed_square(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    painter.drawRect(rect)
    inset, line = max(2.0, rect.width() * 0.085), max(1.0, rect.width() * 0.045)
    painter.setPen(QPen(ink, line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(inset, inset, -inset, -inset))


def _dashed_square(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    line = max(1.2, rect.width() / 22)
    pen = QPen(ink, line)
    pen.setDashPattern([2.4, 1.8])
    painter.setPen(pen)
    inner = rect.adjusted(line / 2, line / 2, -line / 2, -line / 2)
    painter.drawRoundedRect(inner, inner.width() * RADIUS.tag_share, inner.width() * RADIUS.tag_share)


_SHAPES = {
    Source.MEITUAN: _rounded_square,
    Source.ELEME: _circle,
    Source.BAIDU: _hexagon,
    Source.QR: _framed_square,
    Source.OTHER: _dashed_square,
}
_LETTER = {Source.QR: 0.48, Source.BAIDU: 0.5, Source.OTHER: 0.52}
"""The letter's size as a share of the side, where its shape leaves less room."""
