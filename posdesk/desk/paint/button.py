"""Button faces. What can't be pressed is plain muted text with its key, never a dead button."""

from enum import StrEnum

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from posdesk.desk.paint.key import key_width, paint_key
from posdesk.desk.paint.shapes import rounded
from posdesk.desk.paint.signs import paint_sign
from posdesk.desk.paint.text import CENTER, paint_text, text_width
from posdesk.desk.theme import FontRole, Sign, Theme
from posdesk.records import dataclass


class ButtonKind(StrEnum):
    """How a button looks."""

    PRIMARY = "primary"
    OUTLINED = "outlined"
    QUIET = "quiet"  # words only
    DANGER = "danger"
    ON_STOP = "on_stop"  # white on the STOP card


@dataclass(frozen=True, slots=True)
class ButtonFace:
    """What is painted: words, key, sign and state. `large` is Pickup's 64 px button.

    `stacked` puts the sign above the words. Not `applies`: plain muted text with its key.
    """

    label: str
    key: str = ""
    kind: ButtonKind = ButtonKind.OUTLINED
    sign: Sign | None = None
    applies: bool = True
    pressed: bool = False
    hovered: bool = False
    focused: bool = False
    chosen: bool = False
    large: bool = False
    stacked: bool = False


def button_width(face: ButtonFace, theme: Theme) -> float:
    """The width that shows a face whole, in logical px."""
    pad = 28.0 if face.large else 16.0
    if face.stacked:
        return max(50.0, text_width(face.label, theme.font(FontRole.CAPTION_BOLD)) + 16)
    return _content_width(face, theme) + 2 * pad


def paint_button(painter: QPainter, rect: QRectF, face: ButtonFace, theme: Theme) -> None:
    """Paint a button's face into the rect."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = _paint_ground(painter, rect, face, theme)
    if face.stacked:
        _paint_stacked(painter, rect, face, ink, theme)
    else:
        _paint_row(painter, rect, face, ink, theme)
    if face.focused:
        paint_focus_ring(painter, rect, theme)
    painter.restore()


def paint_focus_ring(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Paint the ring of 3 px, 2 px outside the rect."""
    outer = rect.adjusted(-5, -5, 5, 5)
    rounded(painter, outer, theme.radius.control + 4, None, theme.color.focus, width=3.0)


def _paint_ground(painter: QPainter, rect: QRectF, face: ButtonFace, theme: Theme) -> QColor:
    """Paint what is behind the words; returns the colour to write in."""
    if not face.applies:
        return theme.color.muted
    fill, border, ink = _colors(face, theme)
    if face.chosen:
        rounded(painter, rect, theme.radius.control, fill, theme.color.focus, width=3.0)
    elif fill is not None or border is not None:
        rounded(painter, rect, theme.radius.control, fill, border)
    if face.pressed or face.hovered:
        shade = QColor(ink)
        shade.setAlpha(46 if face.pressed else 18)
        rounded(painter, rect, theme.radius.control, shade)
    return ink


def _colors(face: ButtonFace, theme: Theme) -> tuple[QColor | None, QColor | None, QColor]:
    c = theme.color
    kinds: dict[ButtonKind, tuple[QColor | None, QColor | None, QColor]] = {
        ButtonKind.PRIMARY: (c.accent, None, c.on_accent),
        ButtonKind.OUTLINED: (c.raised, c.line_strong, c.text),
        ButtonKind.QUIET: (None, None, c.text),
        ButtonKind.DANGER: (c.bad_fill, None, c.on_bad_fill),
        ButtonKind.ON_STOP: (QColor("#FFFFFF"), None, QColor("#A81E17")),
    }
    return kinds[face.kind]


def _font(face: ButtonFace, theme: Theme) -> QFont:
    if face.large:
        return theme.font(FontRole.TITLE)
    plain = face.kind is ButtonKind.QUIET or not face.applies
    return theme.font(FontRole.BODY if plain else FontRole.BODY_BOLD)


def _content_width(face: ButtonFace, theme: Theme) -> float:
    width = text_width(face.label, _font(face, theme))
    width += key_width(face.key, theme, large=face.large) + 8 if face.key else 0.0
    return width + (theme.size.icon_inline + 8 if face.sign else 0.0)


def _paint_row(painter: QPainter, rect: QRectF, face: ButtonFace, ink: QColor, theme: Theme) -> None:
    width = min(rect.width() - 8, _content_width(face, theme))
    x, middle = rect.center().x() - width / 2, rect.center().y()
    end = x + width
    if face.key:
        frame = ink if face.applies else theme.color.line
        x += 8 + paint_key(painter, x, middle, face.key, theme, ink=ink, frame=frame, large=face.large)
    if face.sign:
        side = float(theme.size.icon_inline)
        paint_sign(painter, QRectF(x, middle - side / 2, side, side), face.sign, ink)
        x += side + 8
    paint_text(painter, QRectF(x, rect.y(), end - x, rect.height()), face.label, _font(face, theme), ink)


def _paint_stacked(painter: QPainter, rect: QRectF, face: ButtonFace, ink: QColor, theme: Theme) -> None:
    top = QRectF(rect.x(), rect.y() + 5, rect.width(), rect.height() / 2 - 3)
    low = QRectF(rect.x(), rect.center().y() + 1, rect.width(), rect.height() / 2 - 5)
    if face.sign:
        paint_sign(painter, top, face.sign, ink, 1.8)
    font = theme.font(FontRole.CAPTION_BOLD)
    paint_text(painter, low, face.label, font, ink, align=CENTER)
