"""Key caps: the small framed F2 beside a label."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from posdesk.desk.paint.shapes import rounded
from posdesk.desk.paint.text import CENTER, paint_text, text_width
from posdesk.desk.theme import FontRole, Theme

KEY_HEIGHT = 22.0
_PAD = 6.0


def key_width(key: str, theme: Theme) -> float:
    """The width of a key cap, in logical px."""
    return text_width(key, theme.font(FontRole.CAPTION_BOLD)) + 2 * _PAD


def paint_key(
    painter: QPainter, x: float, center_y: float, key: str, theme: Theme, *, ink: QColor, frame: QColor
) -> float:
    """Paint a key cap from x on, centred on a height; returns its width."""
    width = key_width(key, theme)
    rect = QRectF(x, center_y - KEY_HEIGHT / 2, width, KEY_HEIGHT)
    rounded(painter, rect, theme.radius.key, None, frame)
    paint_text(painter, rect.adjusted(-2, 0, 2, 0), key, theme.font(FontRole.CAPTION_BOLD), ink, align=CENTER)
    return width
