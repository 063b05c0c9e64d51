"""The form of a topic: its groups of fields, what of them is changed, and what is wrong with it."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.editors import ChoiceEditor, Editor, LineEditor, SecretEditor
from posdesk.desk.settings.fields import Field, FieldGroup, FieldKind, SecretField, Topic
from posdesk.desk.settings.pairs import PairsEditor
from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted
from posdesk.settings.model import Model

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
        self._help = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._wrong = Words(theme, FontRole.BODY_BOLD, Color.BAD)
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
    if field.kind is FieldKind.CHOICE:
        return ChoiceEditor(theme, field)
    return PairsEditor(theme) if field.kind is FieldKind.PAIRS else LineEditor(theme, field.kind)


_BETWEEN_FIELDS = 18


class GroupBox(Painted):
    """Fields under a heading; a folded one opens and closes by its button."""

    def __init__(self, theme: Theme, group: FieldGroup, parent: QWidget | None = None) -> None:
        """Closed where the group is folded."""
        super().__init__(theme, parent)
        self._group = group
        self.rows = {_name_of(field): FieldRow(theme, field) for field in group.fields}
        self._head = Words(theme, FontRole.TITLE)
        face = ButtonFace("", SettingsKey.FOLD, ButtonKind.QUIET, Sign.DOWN)
        self.fold_button = DeskButton(theme, face) if group.folded else None
        self._build()
        self.retranslate()

    @property
    def is_open(self) -> bool:
        """Whether its fields are there to see."""
        return not self._inner.isHidden()

    def open(self, *, wanted: bool = True) -> None:
        """Show the fields, or put them away where they can be."""
        self._inner.setVisible(wanted or self.fold_button is None)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        title = translate("settings", self._group.title)
        if self.fold_button is None:
            self._head.setText(title)
        else:
            self.fold_button.set_label(title)

    def _build(self) -> None:
        self._inner = Painted(self.theme)
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(_BETWEEN_FIELDS)
        for row in self.rows.values():
            inner.addWidget(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        if self.fold_button is None:
            column.addWidget(self._head)
        else:
            column.addWidget(self.fold_button, 0, Qt.AlignmentFlag.AlignLeft)
            self.fold_button.clicked.connect(self._fold)
        column.addWidget(self._inner)
        self.open(wanted=False)

    def _fold(self) -> None:
        self.open(wanted=not self.is_open)


class TopicForm(Painted):
    """Keeps what is kept beside what is entered; `edited` says that a person changed something."""

    edited = Signal()

    def __init__(self, theme: Theme, topic: Topic, parent: QWidget | None = None) -> None:
        """Shows the defaults until `show_section`."""
        super().__init__(theme, parent)
        self._topic, self.kept = topic, topic.default
        self.groups = tuple(GroupBox(theme, group) for group in topic.groups)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 20)
        column.setSpacing(26)
        for box in self.groups:
            column.addWidget(box)
        column.addStretch(1)
        for row in self.rows.values():
            row.edited.connect(self.edited)
        self.show_section(topic.default)

    @property
    def rows(self) -> dict[str, FieldRow]:
        """Every row by its key, or by its secret's name."""
        return {name: row for box in self.groups for name, row in box.rows.items()}

    @property
    def is_changed(self) -> bool:
        """Whether anything is entered that is not kept."""
        return bool(self.typed_secrets()) or any(
            entered_in(self.rows[field.key]) != getattr(self.kept, field.key) for field in self._topic.fields
        )

    def show_section(self, section: Model) -> None:
        """Show what is kept; whatever was entered is forgotten, secrets too."""
        self.kept = section  # the settings as they are kept
        for field in self._topic.fields:
            self.rows[field.key].editor.set_value(getattr(section, field.key))
        for secret in self.secret_editors.values():
            secret.clear()
        self.clear_wrong()

    def keep(self, section: Model, secrets: Mapping[str, str]) -> None:
        """This section and these secrets are saved; what was typed since stays."""
        self.kept = section
        for name, editor in self.secret_editors.items():
            if editor.value() == secrets.get(name):
                editor.clear()

    @property
    def secret_editors(self) -> dict[str, SecretEditor]:
        """The secrets' editors by their names."""
        rows = ((s.name, self.rows[s.name].editor) for s in self._topic.secrets)
        return {name: editor for name, editor in rows if isinstance(editor, SecretEditor)}

    def typed_secrets(self) -> dict[str, str]:
        """The secrets that were typed and not saved yet."""
        typed = ((name, editor.value()) for name, editor in self.secret_editors.items())
        return {name: secret for name, secret in typed if secret}

    def checked(self) -> Model | None:
        """The settings as entered; None where something is wrong, which is then said at its field."""
        self.clear_wrong()
        values = {f.key: entered_in(self.rows[f.key]) for f in self._topic.fields}
        bad = [key for key, value in values.items() if value is WRONG]
        sound = {key: value for key, value in values.items() if value is not WRONG}
        try:
            entered = type(self._topic.default).model_validate(sound)
        except ValidationError as error:
            bad += [str(one["loc"][0]) for one in error.errors()]
        for key in bad:
            self.say_wrong(key, self.rows[key].rule())
        return None if bad else entered

    def changes(self, entered: Model) -> dict[str, object]:
        """What is to be written: keys that differ from what is kept, None where the default counts again."""
        return dict(self._changes(entered))

    def say_wrong(self, key: str, words: str) -> bool:
        """Say at a field what is wrong with it and open its group; whether there is such a field."""
        boxes = [box for box in self.groups if key in box.rows]
        for box in boxes:
            box.open()
            box.rows[key].say_wrong(words)
        return bool(boxes)

    def first_wrong(self) -> FieldRow | None:
        """The first row that says that something is wrong."""
        return next((row for row in self.rows.values() if row.wrong), None)

    def clear_wrong(self) -> None:
        """Nothing is said to be wrong any more."""
        for row in self.rows.values():
            row.say_wrong("")

    def missing(self, held: Mapping[str, bool]) -> tuple[str, ...]:
        """The names of what the platform can't do without and has not; `held` says which secrets are kept."""
        keys = [self.rows[key].label for key in getattr(self.kept, "missing", ())]
        needed = [s for s in self._topic.secrets if s.name == f"{self._topic.platform}/secret"]
        return (*keys, *(self.rows[s.name].label for s in needed if not held[s.name]))

    def _changes(self, entered: Model) -> Iterator[tuple[str, object]]:
        for key in (field.key for field in self._topic.fields):
            value = getattr(entered, key)
            if value != getattr(self.kept, key):
                yield key, None if value == getattr(self._topic.default, key) else value


WRONG = object()


def entered_in(row: FieldRow) -> object:
    """What is entered, WRONG where it is nothing of its kind."""
    try:
        return row.editor.value()
    except ValueError:
        return WRONG


def _name_of(field: Field | SecretField) -> str:
    return field.key if isinstance(field, Field) else field.name
