"""Text as it was sent: never read as markup, cut with an ellipsis where it doesn't fit."""

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from posdesk.desk.theme import FontRole, Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
_TURNS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))  # what follows them would stand backwards
_CONTROL = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029, *_TURNS), " ")
_IN_LINES = {code: " " for code in _CONTROL if code != ord("\n")}


def text_width(text: str, font: QFont) -> float:
    """The width of one line of text, in logical px."""
    return QFontMetricsF(font).horizontalAdvance(_one_line(text))


def elided(text: str, font: QFont, width: float) -> str:
    """The text as one line that fits the width, cut with an ellipsis if it must be."""
    return _fitted(text, font, width)[0]


def _fitted(text: str, font: QFont, width: float) -> tuple[str, float]:
    """What is shown of it in that width, and the width that it takes."""
    metrics, line = QFontMetricsF(font), _one_line(text)
    needed = metrics.horizontalAdvance(line)
    if needed <= width:
        return line, needed
    cut = metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(0.0, width))
    over = metrics.horizontalAdvance(cut) - width  # Qt cuts before joined letters are put together
    if over > 0:
        cut = metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(0.0, width - over - 1))
    return cut, metrics.horizontalAdvance(cut)


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    *,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Paint one line into the rect, cut where it must be; returns the width it took."""
    shown, width = _fitted(text, font, rect.width() + 0.5)
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, _in_one_line(align), shown)
    return width


@cache
def _in_one_line(align: Qt.AlignmentFlag) -> int:
    return int(align.value | Qt.TextFlag.TextSingleLine.value | Qt.TextFlag.TextDontClip.value)


def paint_number(
    painter: QPainter,
    rect: QRectF,
    text: str,
    role: FontRole,
    theme: Theme,
    *,
    color: QColor | None = None,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Paint a big number, shifted so that its digits stand in the middle; returns the width it took."""
    font = theme.font(role)
    shifted = rect.translated(0, font.pixelSize() * theme.optical_shift)
    return paint_text(painter, shifted, text, font, color or theme.color.text, align=align)


def wrapped_height(text: str, font: QFont, width: float, most_lines: int = 0) -> float:
    """The height of a text broken to the width, in logical px; at most so many lines unless 0."""
    metrics, lines = QFontMetricsF(font), in_lines(text)
    height = metrics.boundingRect(QRectF(0, 0, width, 1e5), _wrap_flags(), lines).height()
    return min(height, metrics.lineSpacing() * most_lines) if most_lines else height


def paint_wrapped(painter: QPainter, rect: QRectF, text: str, font: QFont, color: QColor) -> None:
    """Paint a text broken to the rect's width, from its top; what doesn't fit is clipped."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, _wrap_flags(), in_lines(text))
    painter.restore()


def in_lines(text: str) -> str:
    """The text without control characters, which would turn or break its lines; its own line ends stay."""
    return text.translate(_IN_LINES)


def _wrap_flags() -> int:
    return int(
        Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value | Qt.TextFlag.TextWordWrap.value
    )


def _one_line(text: str) -> str:
    return text.translate(_CONTROL)
