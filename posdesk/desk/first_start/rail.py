"""The list of steps at the wizard's left: done, left open, at hand, still to come."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.first_start.step import Standing, Step
from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    paint_logo,
    paint_sign,
    paint_text,
    rounded,
    text_width,
)
from posdesk.desk.paint.text import CENTER, RIGHT
from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.scrolled import scrolled

translate = QCoreApplication.translate

_DOT, _PAD, _HEAD_PX, _ROW_PX = 28, 10, 48, 44
_NARROW, _WIDE, _WIDE_FROM = 208, 248, 1280


class Mark(NamedTuple):
    """How a step looks in the list."""

    number: int
    is_done: bool = False
    is_left: bool = False


class StepButton(DeskButton):
    """A step's place; a touch goes there."""

    def __init__(self, theme: Theme, step: Step, number: int, parent: QWidget | None = None) -> None:
        """`number` counts from 1."""
        self._step, self._mark = step, Mark(number)
        super().__init__(theme, ButtonFace(step.name(), kind=ButtonKind.QUIET), parent)
        self.setCheckable(True)

    @property
    def step(self) -> Step:
        """Which it is."""
        return self._step

    def read(self, *, is_left: bool) -> None:
        """Take name and state from the step again."""
        done = self._step.state().standing is Standing.DONE
        self._mark = Mark(self._mark.number, done, is_left and not done)
        self.set_label(self._step.name())
        how = translate("first_start", "done") if done else self._left_words()
        self.setAccessibleName(", ".join(part for part in (self._step.name(), how) if part))

    def sizeHint(self) -> QSize:
        """As wide as the list lets it be."""
        return QSize(self._theme.size.target_min, _ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground, dot and name."""
        painter, color, rect = QPainter(self), self._theme.color, QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            ground = color.accent_soft if self.isChecked() else color.sunken
            rounded(painter, rect, self._theme.radius.control, ground)
        self._paint_dot(painter, QRectF(_PAD, rect.center().y() - _DOT / 2, _DOT, _DOT))
        left, small = self._left_words(), self._theme.font(FontRole.CAPTION)
        words = rect.adjusted(_PAD + _DOT + 10, 0, -_PAD, 0)
        if left:
            paint_text(painter, words, left, small, color.warn, align=RIGHT)
            words.adjust(0, 0, -text_width(left, small) - 6, 0)
        role = FontRole.BODY_BOLD if self.isChecked() else FontRole.BODY
        paint_text(painter, words, self._step.name(), self._theme.font(role), color.text)
        painter.end()

    def _left_words(self) -> str:
        return translate("first_start", "open") if self._mark.is_left else ""

    def _paint_dot(self, painter: QPainter, rect: QRectF) -> None:
        color = self._theme.color
        if self._mark.is_done and not self.isChecked():
            rounded(painter, rect, _DOT / 2, color.good_soft)
            paint_sign(painter, rect.adjusted(6, 6, -6, -6), Sign.CHECK, color.good, 2.4)
            return
        if self.isChecked():
            rounded(painter, rect, _DOT / 2, color.accent)
        elif self._mark.is_left:
            rounded(painter, rect, _DOT / 2, color.raised, color.warn, width=2.5)
        else:
            rounded(painter, rect, _DOT / 2, color.raised, color.line_strong)
        ink = color.on_accent if self.isChecked() else color.warn if self._mark.is_left else color.muted
        font = self._theme.font(FontRole.CAPTION_BOLD if self.isChecked() else FontRole.CAPTION)
        paint_text(painter, rect, str(self._mark.number), font, ink, align=CENTER)


class Brand(Painted):
    """Our sign and name at the top."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """So high as it paints."""
        super().__init__(theme, parent)
        self.setFixedHeight(_HEAD_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints both."""
        painter = self._painter()
        paint_logo(painter, QRectF(_PAD + 2, 12, 24, 24), self.theme)
        words = QRectF(_PAD + 38, 0, self.width() - 48, self.height())
        paint_text(painter, words, "posdesk", self.theme.font(FontRole.STRONG), self.theme.color.text)
        painter.end()


class StepRail(Painted):
    """`chosen` carries the step that was touched."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        """The first is at hand until `show_at`."""
        super().__init__(theme, parent)
        self.buttons = tuple(StepButton(theme, step, at + 1) for at, step in enumerate(steps))
        self._foot = Words(theme, FontRole.CAPTION, Color.MUTED)
        inner = QWidget()
        names = QVBoxLayout(inner)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        for button in self.buttons:
            names.addWidget(button)
            button.clicked.connect(self._pick)
        names.addStretch(1)
        self._area = scrolled(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 9, 8)
        column.setSpacing(4)
        column.addWidget(Brand(theme))
        column.addWidget(self._area, 1)
        column.addWidget(self._foot)
        self.retranslate()

    def show_at(self, step: Step, left: frozenset[str]) -> None:
        """This one is at hand; `left` are those that a person left open."""
        for button in self.buttons:
            button.read(is_left=button.step.key in left)
            button.setChecked(button.step is step)
            if button.step is step:
                self._area.ensureWidgetVisible(button)

    def set_window_width(self, width: int) -> None:
        """Wider where there is room."""
        self.setFixedWidth(_WIDE if width >= _WIDE_FROM else _NARROW)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._foot.say(
            translate("first_start", "PgUp, PgDn: another step.\nYou can stop any time: what is done stays.")
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground and the line at its right."""
        painter = self._painter()
        painter.fillRect(self.rect(), self.theme.color.raised)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self.theme.color.line)
        painter.end()

    @Slot()
    def _pick(self) -> None:
        button = self.sender()
        if isinstance(button, StepButton):
            self.chosen.emit(button.step)
