"""A month to choose a business day from: by touch, or by arrows, PgUp, PgDn and the key that opened it."""

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind, paint_card, paint_key, paint_text, rounded
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import SIZE, FontRole, Sign, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.language import is_chinese

translate = QCoreApplication.translate

_CELL = 46
_PAD = 12
_HEAD_PX = 52
_NAMES_PX = 26
_WEEKS = 6
_TURN_PX = 92
_FOOT_PX = 34
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS_ON = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Calendar(Painted):
    """`chosen` carries the date that was pressed; days to come can't be. The arrows frame one."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, key: str) -> None:
        """Hidden until `open_at`; `key` opens it and takes the framed day: it is painted at the foot."""
        super().__init__(theme, parent)
        self._key = key
        self._month = date(2000, 1, 1)
        self._day = self._today = self.framed = self._month
        self._build()
        self.setFixedSize(self.sizeHint())
        self.hide()

    def open_at(self, day: date, today: date) -> None:
        """Show the month of this day; `today` is the last one to choose."""
        self._day, self._today, self._month, self.framed = day, today, day.replace(day=1), day
        self.setAccessibleName(self._title())
        self._show_buttons()
        self.raise_()
        self.show()

    def take_key(self, key: Qt.Key) -> bool:
        """An arrow frames another day, PgUp and PgDn turn the month; whether it was one of them."""
        if key in _MONTHS_ON:
            first = self._month + timedelta(days=31 if _MONTHS_ON[key] > 0 else -1)
            self._frame(min(first.replace(day=1), self._today))
        elif key in _STEPS:
            self._frame(min(self.framed + timedelta(days=_STEPS[key]), self._today))
        return key in _MONTHS_ON or key in _STEPS

    def choose(self) -> None:
        """The framed day is the one."""
        self.chosen.emit(self.framed)

    def _frame(self, day: date) -> None:
        self.framed, self._month = day, day.replace(day=1)
        self._show_buttons()

    def rect_of(self, day: date) -> QRectF:
        """Where a day stands in the month that is shown."""
        at = (day - self._first()).days
        x, y = _PAD + at % 7 * _CELL, _HEAD_PX + _NAMES_PX + at // 7 * _CELL
        return QRectF(x, y, _CELL, _CELL)

    def retranslate(self) -> None:
        """The names of month and days."""
        self.setAccessibleName(self._title())
        super().retranslate()

    def sizeHint(self) -> QSize:
        """Six weeks."""
        return QSize(7 * _CELL + 2 * _PAD, _HEAD_PX + _NAMES_PX + _WEEKS * _CELL + _FOOT_PX)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on a day chooses it."""
        days = (self._first() + timedelta(days=n) for n in range(7 * _WEEKS))
        for day in days:
            if day <= self._today and self.rect_of(day).contains(event.position()):
                self.chosen.emit(day)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints month, names of days, days."""
        painter, color = self._painter(), self.theme.color
        paint_card(painter, self._rect(), self.theme, border=color.line_strong)
        head = QRectF(0, 4, self.width(), _HEAD_PX)
        paint_text(painter, head, self._title(), self.theme.font(FontRole.STRONG), color.text, align=CENTER)
        for at, name in enumerate(_DAYS_ZH if is_chinese() else _DAYS_EN):
            rect = QRectF(_PAD + at * _CELL, _HEAD_PX, _CELL, _NAMES_PX)
            paint_text(painter, rect, name, self.theme.font(FontRole.CAPTION), color.muted, align=CENTER)
        for n in range(7 * _WEEKS):
            self._paint_day(painter, self._first() + timedelta(days=n))
        self._paint_foot(painter)
        painter.end()

    def _paint_foot(self, painter: QPainter) -> None:
        """Which keys do what here."""
        color, font = self.theme.color, self.theme.font(FontRole.CAPTION)
        words, middle = translate("day", "Arrows, then this key"), self.height() - _FOOT_PX / 2
        x = _PAD + paint_text(painter, QRectF(_PAD, middle - 12, self.width(), 24), words, font, color.muted)
        paint_key(painter, x + 8, middle, self._key, self.theme, ink=color.text, frame=color.line_strong)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        color, rect = self.theme.color, self.rect_of(day)
        here = day == self._day
        if here:
            rounded(painter, rect.adjusted(3, 3, -3, -3), self.theme.radius.control, color.accent)
        elif day == self._today:
            rounded(painter, rect.adjusted(3, 3, -3, -3), self.theme.radius.control, None, color.line_strong)
        if day == self.framed:
            rounded(
                painter, rect.adjusted(1, 1, -1, -1), self.theme.radius.control, None, color.focus, width=3.0
            )
        plain = day <= self._today and day.month == self._month.month
        ink = color.on_accent if here else color.text if plain else color.muted
        font = self.theme.font(FontRole.BODY_BOLD if plain else FontRole.BODY)
        if day <= self._today:
            paint_text(painter, rect, str(day.day), font, ink, align=CENTER)

    def _first(self) -> date:
        """The Monday with which the month's first week begins."""
        return self._month - timedelta(days=self._month.weekday())

    def _title(self) -> str:
        if is_chinese():
            return f"{self._month.year}年{self._month.month}月"
        return f"{_MONTHS[self._month.month - 1]} {self._month.year}"

    def _show_buttons(self) -> None:
        self._next.setVisible(self._month < self._today.replace(day=1))
        self._earlier.set_face(ButtonFace("", "PgUp", ButtonKind.QUIET, Sign.BACK))
        self._earlier.setAccessibleName(translate("day", "Month before"))
        self._next.set_face(ButtonFace("", "PgDn", ButtonKind.QUIET, Sign.FORWARD))
        self._next.setAccessibleName(translate("day", "Month after"))
        self.update()

    def _build(self) -> None:
        self._earlier, self._next = (DeskButton(self.theme, ButtonFace(""), self) for _ in range(2))
        self._earlier.setGeometry(_PAD, 6, _TURN_PX, SIZE.target_min)
        self._next.setGeometry(7 * _CELL + _PAD - _TURN_PX, 6, _TURN_PX, SIZE.target_min)
        self._earlier.on_click(self._go_back)
        self._next.on_click(self._go_on)

    @Slot()
    def _go_back(self) -> None:
        self.take_key(Qt.Key.Key_PageUp)

    @Slot()
    def _go_on(self) -> None:
        self.take_key(Qt.Key.Key_PageDown)
