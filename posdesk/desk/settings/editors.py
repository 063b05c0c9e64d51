"""What a key is entered with: a line, or a choice of a few; the base of all of them."""

import secrets

from PySide6.QtCore import QCoreApplication, QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.scan.repair import mark_secret
from posdesk.desk.settings.fields import Field, FieldKind, SecretField
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted, within
from posdesk.domain.key_text import trimmed

translate = QCoreApplication.translate

_INDENT = 40
_NUMBER_PX = 220
_LISTS = frozenset({FieldKind.NUMBERS, FieldKind.WORDS})
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

    def __init__(self, theme: Theme, kind: FieldKind, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(theme, parent)
        self._kind = kind
        self.line = new_line(theme)
        self.line.textEdited.connect(self.edited)
        is_long = kind is FieldKind.TEXT or kind in _LISTS
        self.line.setMaximumWidth(TEXT_PX if is_long else _NUMBER_PX)
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
        if self._kind is FieldKind.TEXT:
            return text
        if self._kind in _LISTS:
            parts = tuple(part.strip() for part in text.replace("，", ",").split(",") if part.strip())
            return tuple(map(int, parts)) if self._kind is FieldKind.NUMBERS else parts
        if self._kind is FieldKind.WHOLE:
            return int(text) if text else None
        minutes = float(text)
        return int(minutes) if minutes.is_integer() else minutes

    def set_value(self, value: object) -> None:
        """Show this."""
        if isinstance(value, tuple):
            value = ", ".join(map(str, value))
        shown = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
        self.line.setText(shown)


class OptionButton(QRadioButton):
    """One of a few, with its words beside the circle, as high as they need."""

    def __init__(self, theme: Theme) -> None:
        """Says nothing until `say`."""
        super().__init__()
        self._words = Words(theme)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        within(self, _INDENT, 6, 8, 6).addWidget(self._words)
        self.setMinimumHeight(theme.size.target_min)

    def say(self, words: str, name: str, help_text: str) -> None:
        """Say this; a screen reader hears the key's name before it."""
        self._words.say(words)
        self.setAccessibleName(f"{name}: {words}")
        self.setAccessibleDescription(help_text)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._words.set_theme(theme)

    def hitButton(self, pos: QPoint) -> bool:
        """A touch counts anywhere on it."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down, which Qt takes for the group; every other key goes on to the page."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            super().keyPressEvent(event)
        else:
            event.ignore()


class ChoiceEditor(Editor):
    """One of a few, each with its own row to touch; up and down choose, Tab goes on."""

    def __init__(self, theme: Theme, field: Field, parent: QWidget | None = None) -> None:
        """The first is chosen."""
        super().__init__(theme, parent)
        self._options, self._name = field.options, ("", "")
        self._group, column = QButtonGroup(self), within(self, 0, 0, 0, 0)
        self.buttons = tuple(OptionButton(theme) for _ in self._options)
        for number, button in enumerate(self.buttons):
            self._group.addButton(button, number)
            column.addWidget(button)
        self._show(0)
        self.retranslate()
        self._group.idToggled.connect(self._toggled)

    @property
    def first(self) -> QWidget:
        """The chosen one."""
        return self.buttons[self._group.checkedId()]

    @property
    def labels(self) -> tuple[str, ...]:
        """The options' words, in the language on screen."""
        return tuple(translate("settings", option.label) for option in self._options)

    def value(self) -> object:
        """The chosen one's."""
        return self._options[self._group.checkedId()].value

    def set_value(self, value: object) -> None:
        """Choose that one; an unknown value chooses the first."""
        self._show(next((n for n, option in enumerate(self._options) if option.value == value), 0))

    def set_name(self, name: str, help_text: str) -> None:
        """What a screen reader calls it."""
        self._name = name, help_text
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        for button, words in zip(self.buttons, self.labels, strict=True):
            button.say(words, *self._name)

    def _show(self, number: int) -> None:
        with QSignalBlocker(self._group):
            self.buttons[number].setChecked(True)

    @Slot(int, bool)
    def _toggled(self, _number: int, chosen: bool) -> None:
        if chosen:
            self.edited.emit()


_TOKEN_BYTES = 24


class SecretEditor(Editor):
    """Empty means: leave what is kept. A new token is readable until it is saved, since the till needs it."""

    def __init__(self, theme: Theme, field: SecretField, parent: QWidget | None = None) -> None:
        """Nothing is typed, and nothing is known of what is kept."""
        super().__init__(theme, parent)
        self._kept, self._makes = False, field.makes
        self.line = new_line(theme)
        mark_secret(self.line)  # also while a new token can be read in it
        self.setMaximumWidth(TEXT_PX)
        self._made = Words(theme, FontRole.BODY_BOLD, Color.WARN)
        self.make_button = DeskButton(theme, ButtonFace("", SettingsKey.MAKE))
        self.copy_button = DeskButton(theme, ButtonFace("", SettingsKey.COPY))
        self._build()
        self.clear()

    @property
    def first(self) -> QWidget:
        """The line."""
        return self.line

    def value(self) -> str:
        """What was typed, without blanks and invisible marks around it."""
        return trimmed(self.line.text())

    def set_value(self, value: object) -> None:
        """A secret is never shown."""
        self.clear()

    def set_kept(self, *, kept: bool) -> None:
        """Whether the keyring holds one."""
        self._kept = kept
        self.retranslate()

    def clear(self) -> None:
        """Forget what was typed, the field's undo memory too."""
        self.line.setText("")
        self._hide()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        kept, none = (
            translate("settings", "Saved in this PC's keyring"),
            translate("settings", "Not there yet"),
        )
        self.line.setPlaceholderText(kept if self._kept else none)
        self.make_button.set_label(translate("settings", "Make a new one"))
        self.copy_button.set_label(translate("settings", "Copy"))
        self._say_made()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.copy_button)
        row.addWidget(self.make_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._made)
        self.make_button.setVisible(self._makes)
        self.make_button.clicked.connect(self._make_one)
        self.copy_button.clicked.connect(self._copy_it)
        self.line.textEdited.connect(self._typed)

    @Slot()
    def _make_one(self) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal)
        self.line.setText(secrets.token_urlsafe(_TOKEN_BYTES))
        self.copy_button.show()
        self._say_made()
        self.edited.emit()

    @Slot()
    def _copy_it(self) -> None:
        QGuiApplication.clipboard().setText(self.value())

    @Slot()
    def _typed(self) -> None:
        self._hide()
        self.edited.emit()

    def _hide(self) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.copy_button.hide()
        self.retranslate()

    def _say_made(self) -> None:
        words = translate("settings", "Enter it at the tills now: after saving it is never shown again.")
        self._made.say(words if self.line.echoMode() is QLineEdit.EchoMode.Normal else "")
