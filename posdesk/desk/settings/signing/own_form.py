"""A form that a person writes: what is joined, by what it is hashed, in which case."""

from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.settings.fields import Field
from posdesk.desk.settings.form import FieldRow
from posdesk.desk.settings.signing.words import HASH_NAMES, case_name
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted, within
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.platforms.o2o.forms import HASHES
from posdesk.settings.settings import SignatureRecipe

translate = QCoreApplication.translate

_TEXT = Field(
    "text",
    QT_TRANSLATE_NOOP("settings", "What is joined"),
    QT_TRANSLATE_NOOP(
        "settings",
        "{appid} {appkey} {body} {cmd} {seq} in the platform's order, with what it puts between them.",
    ),
    rule=QT_TRANSLATE_NOOP("settings", "Only {appid} {appkey} {body} {cmd} {seq} may stand in braces."),
)


class OwnForm(Painted):
    """`edited` says that a person changed something."""

    edited = Signal()

    def __init__(self, theme: Theme, hash_key: str, case_key: str, parent: QWidget | None = None) -> None:
        """The default form until `show_form`; the keys step through hash and case."""
        super().__init__(theme, parent)
        self._form = SignatureRecipe()
        self.text = FieldRow(theme, _TEXT)
        self.text.editor.first.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hash_button = DeskButton(theme, ButtonFace("", hash_key))
        self.case_button = DeskButton(theme, ButtonFace("", case_key))
        self.text.edited.connect(self._typed)
        self.hash_button.clicked.connect(self._next_hash)
        self.case_button.clicked.connect(self._next_case)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.hash_button, self.case_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = within(self, 14, 10, 14, 12)
        column.setSpacing(10)
        column.addWidget(self.text)
        column.addLayout(buttons)
        self.show_form(self._form)

    @property
    def form(self) -> SignatureRecipe | None:
        """As it is written; None where it can't be one, which is then said."""
        try:
            return SignatureRecipe(hash=self._form.hash, case=self._form.case, text=self._text())
        except ValidationError:
            return None

    def show_form(self, form: SignatureRecipe) -> None:
        """Begin with this one."""
        self._form = form
        self.text.editor.set_value(form.text)
        self.text.say_wrong("")
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.text.retranslate()
        self.hash_button.set_label(HASH_NAMES[self._form.hash])
        self.case_button.set_label(case_name(self._form.case))

    def _text(self) -> str:
        return str(self.text.editor.value())

    @Slot()
    def _typed(self) -> None:
        self.text.say_wrong("" if self.form is not None else self.text.rule())
        self.edited.emit()

    @Slot()
    def _next_hash(self) -> None:
        after = HASHES[(HASHES.index(self._form.hash) + 1) % len(HASHES)]
        self._changed(hash=after)

    @Slot()
    def _next_case(self) -> None:
        self._changed(case="upper" if self._form.case == "lower" else "lower")

    def _changed(self, **values: str) -> None:
        self._form = self._form.model_copy(update=values)
        self.retranslate()
        self.edited.emit()
