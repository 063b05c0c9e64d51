"""The line that says how many rows of a list are hidden above or below those on screen."""

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter

from posdesk.desk.paint import paint_text
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import FontRole, Theme


def paint_more(painter: QPainter, rect: QRectF, count: int, theme: Theme) -> None:
    """Say that so many more are below, above where negative; nothing for none."""
    if not count or rect.isEmpty():
        return
    words = QCoreApplication.translate("pickup", "{n} more below")
    if count < 0:
        words = QCoreApplication.translate("pickup", "{n} more above")
    font = theme.font(FontRole.CAPTION_BOLD)
    paint_text(painter, rect, words.format(n=abs(count)), font, theme.color.muted, align=CENTER)
