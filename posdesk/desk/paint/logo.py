"""posdesk's own sign: a slip with three lines."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from posdesk.desk.paint.shapes import rounded
from posdesk.desk.theme import Theme


def paint_logo(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Paint the sign into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = rect.width()
    rounded(painter, rect, side * 0.24, theme.color.accent)
    for row, share in enumerate((0.54, 0.54, 0.32)):
        line = QRectF(rect.x() + side * 0.23, rect.y() + side * (0.26 + row * 0.2), side * share, side * 0.09)
        rounded(painter, line, side * 0.045, theme.color.on_accent)
    painter.restore()
