"""The accept countdown: digits, a bar that drains, the box once it is too late; the band of the unknown."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from posdesk.desk.paint.shapes import rounded
from posdesk.desk.paint.text import CENTER, RIGHT, paint_number, paint_text, text_width
from posdesk.desk.theme import FontRole, Theme
from posdesk.domain.orders.board import Countdown, Phase


def countdown_color(phase: Phase, theme: Theme) -> QColor:
    """The digits' colour."""
    colors = {Phase.HALF: theme.color.warn, Phase.LATE: theme.color.bad, Phase.OVERDUE: theme.color.bad}
    return colors.get(phase, theme.color.text)


def paint_countdown(
    painter: QPainter,
    rect: QRectF,
    digits: str,
    phase: Phase,
    theme: Theme,
    *,
    align: Qt.AlignmentFlag = RIGHT,
) -> None:
    """Paint the digits."""
    color = countdown_color(phase, theme)
    paint_number(painter, rect, digits, FontRole.COUNTDOWN, theme, color=color, align=align)


def paint_bar(painter: QPainter, rect: QRectF, countdown: Countdown, theme: Theme) -> None:
    """Paint the bar: full at the start, empty at the deadline."""
    fills = {Phase.HALF: theme.color.warn_fill, Phase.LATE: theme.color.bad_fill}
    painter.fillRect(rect, theme.color.sunken)
    left = QRectF(rect.x(), rect.y(), rect.width() * countdown.share_left, rect.height())
    painter.fillRect(left, fills.get(countdown.phase, theme.color.slate))


def paint_overdue(painter: QPainter, rect: QRectF, words: str, theme: Theme) -> QRectF:
    """Paint the red box with its words at the rect's right; returns the box."""
    font = theme.font(FontRole.STRONG)
    width = text_width(words, font) + 20
    box = QRectF(rect.right() - width, rect.center().y() - 15, width, 30)
    rounded(painter, box, 6, theme.color.bad_fill)
    paint_text(painter, box, words, font, theme.color.on_bad_fill, align=CENTER)
    return box


def paint_hatch(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Paint the hatched band that says: nobody knows."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.fillRect(rect, theme.color.unknown_soft)
    pen = QPen(theme.color.unknown_fill, 4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    height, step = rect.height() + 8, 11.0
    x = rect.left() - height
    while x < rect.right() + height:
        painter.drawLine(QLineF(x, rect.bottom() + 4, x + height, rect.top() - 4))
        x += step
    painter.restore()
