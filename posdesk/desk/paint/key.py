"""Key caps: the small framed F2 beside a label."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from posdesk.desk.paint.shapes import rounded
from posdesk.desk.paint.text import CENTER, paint_text, text_width
from posdesk.desk.theme import FontRole, Theme

KEY_HEIGHT = 22.0
LARGE_HEIGHT = 28.0
_PAD = 6.0


def key_width(key: str, theme: Theme, *, large: bool = False) -> float:
    """The width of a key cap, in logical px; `large` for the cap on a 64 px button."""
    return text_width(key, _font(theme, large)) + 2 * _PAD


def paint_key(
    painter: QPainter,
    x: float,
    center_y: float,
    key: str,
    theme: Theme,
    *,
    ink: QColor,
    frame: QColor,
    large: bool = False,
) -> float:
    """Paint a key cap from x on, centred on a height; returns its width."""
    width, height = key_width(key, theme, large=large), LARGE_HEIGHT if large else KEY_HEIGHT
    rect = QRectF(x, center_y - height / 2, width, height)
    rounded(painter, rect, theme.radius.key, None, frame)
    paint_text(painter, rect.adjusted(-2, 0, 2, 0), key, _font(theme, large), ink, align=CENTER)
    return width


def _font(theme: Theme, large: bool) -> QFont:
    return theme.font(FontRole.STRONG if large else FontRole.CAPTION_BOLD)
