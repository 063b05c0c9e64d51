"""Lines of a step on one card: what it is, how it stands, and at the right what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.label import Ink, Mark, Words
from posdesk.desk.widgets.painted import Card, Ruled, paint_chosen

_WHAT_PX, _MARK_PX = 150, 22
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class StepLine(Ruled):
    """`touched`: somebody touched it. The keys of its buttons are drawn while it is the chosen one."""

    touched = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, chooses: bool = True) -> None:
        """Says nothing until `say`; `chooses`: whether it can be the chosen one."""
        super().__init__(theme, parent)
        self.is_chosen = False
        self._chooses = chooses
        self._mark, self._what = Mark(theme, _MARK_PX), Words(theme, FontRole.BODY_BOLD)
        self._said = Words(theme, FontRole.BODY)
        self._what.setFixedWidth(_WHAT_PX)
        self.side = QHBoxLayout()  # what else stands in it, from the left
        self.side.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addWidget(self._what)
        row.addWidget(self._said, 1)
        row.addLayout(self.side)
        self.setMinimumHeight(theme.size.target_min + 14)

    @property
    def said(self) -> str:
        """How it stands, in words."""
        return self._said.text()

    def say(self, what: str, said: str, ink: Ink = Color.TEXT) -> None:
        """What it is, and how it stands."""
        self._what.say(what)
        self._said.say(said, ink)
        self._said.setVisible(True)
        self.setAccessibleName(f"{what}: {said}")

    def show_sign(self, sign: Sign, ink: Ink) -> None:
        """The sign before it."""
        self._mark.show_sign(sign, ink)

    def set_chosen(self, *, chosen: bool) -> None:
        """Whether its buttons show their keys now; subclasses show them."""
        self.is_chosen = chosen
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It becomes the chosen one."""
        self.touched.emit()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line under it, and the frame of the chosen one."""
        super().paintEvent(event)
        if self.is_chosen and self._chooses:
            paint_chosen(self)


class LineList(Card):
    """Lines of which one is chosen, by arrows or touch. `chosen_changed` follows."""

    chosen_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(theme, parent)
        self.lines: tuple[StepLine, ...] = ()
        self._at = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)

    @property
    def chosen(self) -> StepLine | None:
        """The line at hand, None where there is none."""
        return self.lines[self._at] if self.lines else None

    def show_lines(self, lines: Sequence[StepLine]) -> None:
        """These instead; the place that was chosen stays."""
        for gone in self.lines:
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.lines = tuple(lines)
        for line in self.lines:
            self._column.addWidget(line)
            line.touched.connect(self._touched)
        self.setVisible(bool(self.lines))
        self.choose(min(self._at, max(0, len(self.lines) - 1)))

    def choose(self, at: int) -> None:
        """That one is at hand."""
        self._at = at
        for number, line in enumerate(self.lines):
            line.set_chosen(chosen=number == at)
        self.chosen_changed.emit()

    def take_key(self, event: QKeyEvent) -> bool:
        """Up and down, without Alt or Ctrl."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if not step or held != Qt.KeyboardModifier.NoModifier or not self.lines:
            return False
        self.choose(min(max(0, self._at + step), len(self.lines) - 1))
        return True

    @Slot()
    def _touched(self) -> None:
        line = self.sender()
        if isinstance(line, StepLine) and line in self.lines:
            self.choose(self.lines.index(line))
