"""What a key is entered with: a line, or a choice of a few; the base of all of them."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import paint_wrapped, rounded, wrapped_height
from posdesk.desk.settings.specs import Field, Kind
from posdesk.desk.theme import FontRole, Theme

translate = QCoreApplication.translate

_INDENT = 40
_NUMBER_PX = 220
TEXT_PX = 640  # a field is no wider, however wide the screen


class Editor(Painted):
    """Holds a value; `edited` says that a person changed it. `first` is where the keyboard goes."""

    edited = Signal()

    @property
    def first(self) -> QWidget:
        """The part that takes the keyboard."""
        return self

    def value(self) -> object:
        """What is entered. Raises ValueError where it is nothing of its kind."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show this; `edited` is not said."""
        raise NotImplementedError

    def set_name(self, name: str, help_text: str) -> None:
        """What a screen reader calls it."""
        self.first.setAccessibleName(name)
        self.first.setAccessibleDescription(help_text)


def new_line(theme: Theme, text: str = "") -> QLineEdit:
    """A line in the desk's font: under a style sheet a field does not inherit the window's."""
    line = QLineEdit(text)
    line.setFont(theme.font(FontRole.BODY))
    return line


class LineEditor(Editor):
    """A line for text, a whole number or minutes."""

    def __init__(self, theme: Theme, kind: Kind, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(theme, parent)
        self._kind = kind
        self.line = new_line(theme)
        self.line.textEdited.connect(self.edited)
        self.line.setMaximumWidth(TEXT_PX if kind is Kind.TEXT else _NUMBER_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)

    @property
    def first(self) -> QWidget:
        """The line."""
        return self.line

    def value(self) -> object:
        """Text without blanks around it; numbers as such, None for no number. Raises ValueError."""
        text = self.line.text().strip()
        if self._kind is Kind.TEXT:
            return text
        if self._kind is Kind.WHOLE:
            return int(text) if text else None
        minutes = float(text)
        return int(minutes) if minutes.is_integer() else minutes

    def set_value(self, value: object) -> None:
        """Show this."""
        shown = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
        self.line.setText(shown)


class Place(NamedTuple):
    """Where an option stands, logical px from the top."""

    top: float
    height: float


class ChoiceEditor(Editor):
    """One of a few, each with its own row to touch; up and down choose, Tab goes on."""

    def __init__(self, theme: Theme, field: Field, parent: QWidget | None = None) -> None:
        """The first is chosen."""
        super().__init__(theme, parent)
        self._options, self._at, self._name = field.options, 0, ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def labels(self) -> tuple[str, ...]:
        """The options' words, in the language on screen."""
        return tuple(translate("settings", option.label) for option in self._options)

    def value(self) -> object:
        """The chosen one's."""
        return self._options[self._at].value

    def set_value(self, value: object) -> None:
        """Choose that one; an unknown value chooses the first."""
        places = [n for n, option in enumerate(self._options) if option.value == value]
        self._show(places[0] if places else 0)

    def set_name(self, name: str, help_text: str) -> None:
        """What a screen reader calls it, with what is chosen."""
        self._name = name
        self.setAccessibleName(f"{name}: {self.labels[self._at]}")
        self.setAccessibleDescription(help_text)

    def choose(self, place: int) -> None:
        """A person chose that one."""
        if 0 <= place < len(self._options) and place != self._at:
            self._show(place)
            self.edited.emit()

    def place_of(self, option: int) -> QRectF:
        """Where an option is touched."""
        place = self._places(self.width())[option]
        return QRectF(0, place.top, self.width(), place.height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down; every other key goes on to the page."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        else:
            self.choose(self._at + step)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touch chooses the row under it."""
        rows = (n for n in range(len(self._options)) if self.place_of(n).contains(event.position()))
        self.choose(next(rows, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Paints the ring."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paints without the ring."""
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Its words are broken to the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """So high that each option is a target of its own."""
        last = self._places(width)[-1]
        return round(last.top + last.height)

    def sizeHint(self) -> QSize:
        """As high as its words."""
        return QSize(400, self.heightForWidth(400))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the options, a ring around the chosen one while the keyboard is here."""
        painter = self._painter()
        for number in range(len(self._options)):
            self._paint_option(painter, number)
        painter.end()

    def _paint_option(self, painter: QPainter, number: int) -> None:
        color, place, chosen = self.theme.color, self.place_of(number), number == self._at
        if chosen and self.hasFocus():
            rounded(painter, place, self.theme.radius.control, None, color.focus, width=2)
        middle = place.center().y()
        circle = QRectF(10, middle - 10, 20, 20)
        rounded(painter, circle, 10, color.raised, color.accent if chosen else color.line_strong, width=2)
        if chosen:
            rounded(painter, circle.adjusted(5, 5, -5, -5), 5, color.accent)
        words, font = self.labels[number], self._font()
        height = wrapped_height(words, font, place.width() - _INDENT - 8)
        room = QRectF(_INDENT, middle - height / 2, place.width() - _INDENT - 8, height + 2)
        paint_wrapped(painter, room, words, font, color.text)

    def _places(self, width: int) -> list[Place]:
        places, top = [], 0.0
        for words in self.labels:
            height = max(44.0, wrapped_height(words, self._font(), width - _INDENT - 8) + 12)
            places.append(Place(top, height))
            top += height
        return places

    def _font(self) -> QFont:
        return self.theme.font(FontRole.BODY)

    def _show(self, place: int) -> None:
        self._at = place
        self.setAccessibleName(f"{self._name}: {self.labels[place]}")
        self.update()

    def retranslate(self) -> None:
        """The words may be broken elsewhere now."""
        self.updateGeometry()
        super().retranslate()
