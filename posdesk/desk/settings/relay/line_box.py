"""Where an enrolment line is entered, for the first start and for Settings: pasted, or read from a file."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.scan.repair import mark_secret
from posdesk.desk.settings.editors import TEXT_PX, new_line
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card
from posdesk.desk.words.enrolment import no_file_words
from posdesk.desk.words.states import Sentence

translate = QCoreApplication.translate


class LineKeys(NamedTuple):
    """The letters of the box's buttons, where it stands."""

    take: str
    file: str


class LineBox(Card):
    """A field that shows nothing of what is in it: the line holds this counter's keys."""

    enrol_wanted = Signal(str)  # the line; `show_told` says what came of it
    file_wanted = Signal()  # `show_found` is given what lies somewhere
    taken = Signal()  # a line was taken

    def __init__(self, theme: Theme, keys: LineKeys, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(theme, parent)
        self._sentence = Sentence("")
        self._title, self._lead = Words(theme, FontRole.STRONG), Words(theme, FontRole.BODY, Color.MUTED)
        self._label, self._said = Words(theme, wraps=False), Words(theme, FontRole.BODY_BOLD)
        self._todo = Words(theme, FontRole.BODY)
        self.field = new_line(theme)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaximumWidth(TEXT_PX)
        mark_secret(self.field)
        self.take = DeskButton(theme, ButtonFace("", keys.take, ButtonKind.PRIMARY))
        self.file = DeskButton(theme, ButtonFace("", keys.file))
        self._lay_out()
        self.take.clicked.connect(self.enrol)
        self.file.clicked.connect(self.file_wanted)
        self.retranslate()

    @property
    def said(self) -> Sentence:
        """What came of the last line."""
        return self._sentence

    @Slot()
    def enrol(self) -> None:
        """Take what is in the field."""
        text = self.field.text().strip()
        if not text:
            self.say(Sentence(translate("enrolment", "Paste the line first.")))
            return
        self.say(Sentence(translate("enrolment", "Asking the chain's server")), plain=True)
        self.enrol_wanted.emit(text)

    @Slot()
    def begin_typing(self) -> None:
        """The keyboard goes into the field, and the field comes into sight."""
        self.field.setFocus()
        self._bring_up(self.field)

    @Slot()
    def forget(self) -> None:
        """Nothing is entered, nothing is said."""
        self.field.clear()
        self.say(Sentence(""))

    def say(self, said: Sentence, *, plain: bool = False) -> None:
        """Say this; red unless it is done or `plain`."""
        self._sentence = said
        self._said.say(said.what, Color.TEXT if plain or said.is_done else Color.BAD)
        self._todo.say(said.todo)
        for words in (self._said, self._todo):
            words.setVisible(bool(words.text()))
        if said.what:
            QTimer.singleShot(0, self, self._bring_up_said)  # once it is laid out

    @Slot()
    def _bring_up_said(self) -> None:
        for words in (self._said, self._todo):
            if words.text():
                self._bring_up(words)

    def _bring_up(self, part: QWidget) -> None:
        """On a small screen the box is longer than what is in sight."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(part, 0, 14)

    def show_told(self, said: Sentence) -> None:
        """What came of the line; one that was taken is of no use any more."""
        if said.is_done:
            self.field.clear()
        self.say(said)
        if said.is_done:
            self.taken.emit()

    def show_found(self, text: str) -> None:
        """The text of a file with a line; empty where none lies anywhere."""
        if not text:
            self.say(Sentence(no_file_words()))
            return
        self.field.setText(" ".join(text.split()))
        self.enrol()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.say(translate("enrolment", "Enrolment line"))
        self._lead.say(
            translate(
                "enrolment",
                "The chain's administrator makes one for each counter. It is good for 24 hours and for one"
                " PC, and it holds keys: send it to nobody else.",
            )
        )
        name = translate("enrolment", "Paste the whole line here")
        self._label.say(name)
        self.field.setAccessibleName(name)
        self.take.set_label(translate("enrolment", "Enrol this PC"))
        self.file.set_label(translate("enrolment", "Read it from a file"))
        super().retranslate()

    def _lay_out(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        row.setSpacing(8)
        row.addWidget(self.take)
        row.addWidget(self.file)
        row.addStretch(1)
        for part in (self._title, self._lead, self._label, self.field):
            column.addWidget(part)
        column.addLayout(row)
        for words in (self._said, self._todo):
            column.addWidget(words)
            words.hide()
