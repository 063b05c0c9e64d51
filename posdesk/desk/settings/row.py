"""One key or secret of the form: its name, the editor, one line of help, and what is wrong with it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.settings.editors import ChoiceEditor, Editor, LineEditor
from posdesk.desk.settings.pairs import PairsEditor
from posdesk.desk.settings.secret import SecretEditor
from posdesk.desk.settings.specs import Field, Kind, SecretField
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted

translate = QCoreApplication.translate


class FieldRow(Painted):
    """`edited` says that a person changed it; what was wrong with it is then forgotten."""

    edited = Signal()

    def __init__(self, theme: Theme, field: Field | SecretField, parent: QWidget | None = None) -> None:
        """`field` says what is entered, and how."""
        super().__init__(theme, parent)
        self._field = field
        self.editor = _editor(theme, field)
        self._label = Words(theme, FontRole.BODY_BOLD)
        self._help = Words(theme, FontRole.CAPTION, "muted")
        self._wrong = Words(theme, FontRole.BODY_BOLD, "bad")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._label, self.editor, self._wrong, self._help):
            column.addWidget(part)
        self.editor.edited.connect(self._edited)
        self.say_wrong("")
        self.retranslate()

    @property
    def label(self) -> str:
        """Its name, in the language on screen."""
        return translate("settings", self._field.label)

    @property
    def wrong(self) -> str:
        """What is said to be wrong with it."""
        return self._wrong.text()

    def say_wrong(self, words: str) -> None:
        """Say at the field what is wrong with it; nothing with empty words."""
        self._wrong.say(words)
        self._name()

    def rule(self) -> str:
        """What it must be, in the language on screen."""
        rule = self._field.rule if isinstance(self._field, Field) else ""
        return translate("settings", rule) if rule else translate("settings", "posdesk can't use this.")

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._label.setText(self.label)
        self._help.setText(translate("settings", self._field.help))
        self._name()

    def _name(self) -> None:
        parts = (self._wrong.text(), self._help.text())
        self.editor.set_name(self.label, " ".join(part for part in parts if part))

    def _edited(self) -> None:
        self.say_wrong("")
        self.edited.emit()


def _editor(theme: Theme, field: Field | SecretField) -> Editor:
    if isinstance(field, SecretField):
        return SecretEditor(theme, field)
    if field.kind is Kind.CHOICE:
        return ChoiceEditor(theme, field)
    return PairsEditor(theme) if field.kind is Kind.PAIRS else LineEditor(theme, field.kind)
