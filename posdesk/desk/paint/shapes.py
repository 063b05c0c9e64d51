"""Cards, lines and small bars."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from posdesk.desk.theme import Theme


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    border: QColor | None = None,
    *,
    width: float = 1.0,
) -> None:
    """Paint a rounded rect; the border lies wholly inside the rect."""
    painter.setPen(QPen(border, width) if border is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = width / 2 if border is not None else 0.0
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)


def paint_card(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    *,
    selected: bool = False,
    border: QColor | None = None,
    fill: QColor | None = None,
) -> None:
    """Paint a card's ground; a selected one has a border of 3 px in the focus colour."""
    line = theme.color.focus if selected else border or theme.color.line
    rounded(
        painter, rect, theme.radius.card, fill or theme.color.raised, line, width=3.0 if selected else 1.0
    )


def paint_line(painter: QPainter, left: QPointF, right_x: float, color: QColor, width: float = 1.0) -> None:
    """Paint a horizontal line from a point to an x."""
    painter.fillRect(QRectF(left.x(), left.y(), right_x - left.x(), width), color)


def paint_logo(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Paint posdesk's own sign, a slip with three lines, into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = rect.width()
    rounded(painter, rect, side * 0.24, theme.color.accent)
    for row, share in enumerate((0.54, 0.54, 0.32)):
        line = QRectF(rect.x() + side * 0.23, rect.y() + side * (0.26 + row * 0.2), side * share, side * 0.09)
        rounded(painter, line, side * 0.045, theme.color.on_accent)
    painter.restore()
