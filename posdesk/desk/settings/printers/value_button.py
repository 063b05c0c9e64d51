"""A field as a button: what it says now; pressed, it says the next, or takes what is typed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, paint_key, paint_text, rounded
from posdesk.desk.paint.key import key_width
from posdesk.desk.settings.editors import new_line
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted

_HIGH, _PAD = 44, 12


class ValueButton(DeskButton):
    """Its words at the left, its key at the right while it is the chosen field."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing until `say`."""
        super().__init__(theme, ButtonFace(""), parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, words: str, name: str, *, chosen: bool) -> None:
        """Say this; `name` is the field's."""
        self.set_face(ButtonFace(words, SettingsKey.CHANGE if chosen else ""))
        self.setAccessibleName(f"{name}: {words} {self.face.key}".strip())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground, words and key."""
        painter, color, rect = QPainter(self), self._theme.color, QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(self.face.key)
        line, width = (color.focus, 3.0) if chosen else (color.line_strong, 1.0)
        rounded(painter, rect, self._theme.radius.control, color.raised, line, width=width)
        key = key_width(self.face.key, self._theme) + 8 if chosen else 0.0
        words = rect.adjusted(_PAD, 0, -_PAD - key, 0)
        paint_text(painter, words, self.face.label, self._theme.font(FontRole.BODY), color.text)
        if chosen:
            x = rect.right() - key - _PAD + 6
            ink = color.muted
            paint_key(painter, x, rect.center().y(), self.face.key, self._theme, ink=ink, frame=ink)
        painter.end()


class FieldBox(Painted):
    """A field with its name above it. `wanted`: it is chosen and to be changed."""

    wanted = Signal()
    typed = Signal(str)  # what was typed, once the keyboard leaves it

    def __init__(self, theme: Theme, *, is_typed: bool = False, parent: QWidget | None = None) -> None:
        """`is_typed`: a line takes its value; else the next value is told by whoever owns it."""
        super().__init__(theme, parent)
        self._label = Words(theme, FontRole.CAPTION, Color.MUTED)
        self.button = ValueButton(theme)
        self.line: QLineEdit | None = new_line(theme) if is_typed else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._label)
        column.addWidget(self.button)
        if self.line is not None:
            self.line.setFixedHeight(_HIGH)
            self.line.hide()
            self.line.editingFinished.connect(self._left)
            column.addWidget(self.line)
        self.button.clicked.connect(self._pressed)

    def say(self, name: str, words: str, *, chosen: bool, is_named: bool = True) -> None:
        """Say this; without its name over it where it stands in a table's further row."""
        self._label.say(name if is_named else "")
        self.button.say(words, name, chosen=chosen)
        if self.line is not None and self.line.isHidden():
            self.line.setText(words)
            self.line.setAccessibleName(name)

    @Slot()
    def _pressed(self) -> None:
        self.wanted.emit()
        if self.line is not None:
            self.button.hide()
            self.line.show()
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.selectAll()

    @Slot()
    def _left(self) -> None:
        """Enter, Tab, or the keyboard went elsewhere."""
        if self.line is None or self.line.isHidden():
            return
        if self.line.hasFocus():
            self.window().setFocus()  # else the arrows would go on in whatever field comes next
        self.line.hide()
        self.button.show()
        self.typed.emit(self.line.text().strip())


@dataclass(frozen=True, slots=True)
class Cell:
    """A field that the arrows reach, and what pressing it does beside opening its line."""

    box: FieldBox
    change: Callable[[], object]
