"""Chips (sign and words of a state), count badges, remarks."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from posdesk.desk.paint.shapes import rounded
from posdesk.desk.paint.signs import paint_sign
from posdesk.desk.paint.text import CENTER, paint_text, text_width
from posdesk.desk.theme import ROLE_SIGN, FontRole, Sign, StateRole, Theme

_PAD = 10.0
_GAP = 6.0


def chip_width(text: str, theme: Theme, *, signed: bool = True) -> float:
    """The width of a chip with these words, and a sign or none, in logical px."""
    sign_room = theme.size.icon_chip + _GAP if signed else 0.0
    return text_width(text, theme.font(FontRole.CAPTION_BOLD)) + 2 * _PAD + sign_room


def paint_chip(
    painter: QPainter,
    rect: QRectF,
    role: StateRole,
    text: str,
    theme: Theme,
    *,
    sign: Sign | None = None,
    signed: bool = True,
) -> QRectF:
    """Paint a state's chip from the rect's left, no wider than the rect; returns the rect it took.

    Without a `sign` it is the state's usual one; not `signed`: none.
    """
    colors = theme.state(role)
    shown = (sign or ROLE_SIGN[role]) if signed else None
    width = min(rect.width(), chip_width(text, theme, signed=shown is not None))
    chip = QRectF(rect.x(), rect.center().y() - theme.size.chip / 2, width, theme.size.chip)
    rounded(painter, chip, theme.radius.chip, colors.soft)
    inner = chip.adjusted(_PAD, 0, -_PAD, 0)
    if shown is not None:
        side = float(theme.size.icon_chip)
        paint_sign(painter, QRectF(inner.x(), chip.center().y() - side / 2, side, side), shown, colors.ink)
        inner.setLeft(inner.x() + side + _GAP)
    paint_text(painter, inner, text, theme.font(FontRole.CAPTION_BOLD), colors.ink)
    return chip


def paint_badge(painter: QPainter, center: QPointF, count: int, role: StateRole, theme: Theme) -> None:
    """Paint a round count badge; over 99 it says 99+."""
    words = str(count) if count <= 99 else "99+"
    font = theme.font(FontRole.CAPTION_BOLD)
    width = max(20.0, text_width(words, font) + 10)
    rect = QRectF(center.x() - width / 2, center.y() - 10, width, 20)
    rounded(painter, rect, 10, theme.state(role).fill)
    paint_text(painter, rect, words, font, theme.state(role).text, align=CENTER)
