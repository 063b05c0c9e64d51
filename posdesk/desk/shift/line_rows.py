"""A line of the checklist, painted: sign, title, what to do, who has it; the chosen one has its button."""

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter

from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    button_width,
    chip_width,
    paint_button,
    paint_chip,
    paint_sign,
    paint_text,
    paint_wrapped,
    rounded,
    text_width,
    wrapped_height,
)
from posdesk.desk.shift.words import line_sign, line_title, line_words
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.alt_keys import ShiftKey
from posdesk.desk.words.say import actor_name
from posdesk.domain.shift.checklist import Line, LineKind

_LEFT, _PAD, _TITLE_H = 54, 8, 24
_BUTTON_H, _LOWEST = 44, 60


class LineRows:
    """How lines of the checklist look in a `RowList`; `chosen` is the line that has its button."""

    def __init__(self) -> None:
        """None is chosen."""
        self.chosen: LineKind | None = None

    def paint(self, painter: QPainter, rect: QRectF, row: Line, theme: Theme, *, chosen: bool) -> None:
        """Paint a line into its rect."""
        color = theme.color
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), color.line)
        if chosen:
            frame = rect.adjusted(2, 2, -2, -3)
            rounded(painter, frame, theme.radius.control, None, color.accent, width=3.0)
        sign, role = line_sign(row)
        middle = rect.center().y()
        paint_sign(painter, QRectF(rect.x() + 16, middle - 12, 24, 24), sign, theme.state(role).ink)
        inner = rect.adjusted(_LEFT, _PAD, -16, -_PAD)
        if chosen and row.can_be_handed:
            inner.setRight(inner.right() - self._paint_button(painter, rect, row, theme))
        title = QRectF(inner.x(), inner.y(), inner.width(), _TITLE_H)
        head = _head_height(row, inner.width(), theme)
        if handed := handed_words(row):
            wide, alone = chip_width(handed, theme), head > _TITLE_H
            left, top = (title.x(), title.bottom() + 4) if alone else (title.right() - wide, title.y())
            box = QRectF(left, top, wide, _TITLE_H)
            paint_chip(painter, box, StateRole.NEW, handed, theme, sign=Sign.PERSON)
        paint_text(painter, title, line_title(row), theme.font(FontRole.STRONG), color.text)
        below = inner.adjusted(0, head + 2, 0, 4)
        paint_wrapped(painter, below, line_words(row), theme.font(FontRole.CAPTION), color.muted)

    def height(self, row: Line, width: int, theme: Theme) -> int:
        """Title, and as many lines as its words need beside what stands at the right."""
        room = width - _LEFT - 16
        if row.kind is self.chosen and row.can_be_handed:
            room -= round(button_width(self._face(row), theme)) + 12
        words = wrapped_height(line_words(row), theme.font(FontRole.CAPTION), max(80, room))
        return round(max(_LOWEST, 2 * _PAD + _head_height(row, room, theme) + 2 + words))

    def words(self, row: Line) -> str:
        """What a screen reader says of it."""
        handed = handed_words(row)
        return ". ".join(filter(None, (line_title(row), handed, line_words(row))))

    def _face(self, row: Line) -> ButtonFace:
        if row.is_handed:
            label = QCoreApplication.translate("shift", "Change")
            return ButtonFace(label, ShiftKey.HAND_OVER, ButtonKind.QUIET)
        label = QCoreApplication.translate("shift", "Hand it over")
        return ButtonFace(label, ShiftKey.HAND_OVER, ButtonKind.PRIMARY)

    def _paint_button(self, painter: QPainter, rect: QRectF, row: Line, theme: Theme) -> float:
        """The chosen line's button; returns how much room it takes."""
        wide = button_width(self._face(row), theme)
        box = QRectF(rect.right() - 12 - wide, rect.center().y() - _BUTTON_H / 2, wide, _BUTTON_H)
        paint_button(painter, box, self._face(row), theme)
        return wide + 12


def _head_height(row: Line, room: float, theme: Theme) -> float:
    """Of the title and whom it was handed to: below it where both don't fit in a line."""
    handed = handed_words(row)
    title = text_width(line_title(row), theme.font(FontRole.STRONG))
    if not handed or title + 8 + chip_width(handed, theme) <= room:
        return _TITLE_H
    return 2 * _TITLE_H + 4


def handed_words(row: Line) -> str:
    """To whom it went; empty where it is nobody's."""
    if not row.is_handed or row.handed is None:
        return ""
    return QCoreApplication.translate("shift", "With {name}").format(name=actor_name(row.handed.name))
