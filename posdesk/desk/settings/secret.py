"""A secret's field: what is kept is never shown, what is typed is hidden, and nothing stays after saving."""

import secrets

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.scan.repair import mark_secret
from posdesk.desk.settings.editors import TEXT_PX, Editor, new_line
from posdesk.desk.settings.specs import SecretField
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.domain.key_text import trimmed

translate = QCoreApplication.translate

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
        self._made = Words(theme, FontRole.BODY_BOLD, "warn")
        self._make = DeskButton(theme, ButtonFace(""))
        self._copy = DeskButton(theme, ButtonFace(""))
        self._build()
        self.clear()

    @property
    def first(self) -> QWidget:
        """The line."""
        return self.line

    @property
    def make_button(self) -> DeskButton:
        """Makes a new token; hidden where secrets are given by the platform."""
        return self._make

    @property
    def copy_button(self) -> DeskButton:
        """Copies the token that was made; hidden when there is none."""
        return self._copy

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
        self._make.set_label(translate("settings", "Make a new one"))
        self._copy.set_label(translate("settings", "Copy"))
        self._say_made()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self._copy)
        row.addWidget(self._make)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._made)
        self._make.setVisible(self._makes)
        self._make.clicked.connect(self._make_one)
        self._copy.clicked.connect(self._copy_it)
        self.line.textEdited.connect(self._typed)

    @Slot()
    def _make_one(self) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal)
        self.line.setText(secrets.token_urlsafe(_TOKEN_BYTES))
        self._copy.show()
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
        self._copy.hide()
        self.retranslate()

    def _say_made(self) -> None:
        words = translate("settings", "Enter it at the tills now: after saving it is never shown again.")
        self._made.say(words if self.line.echoMode() is QLineEdit.EchoMode.Normal else "")
