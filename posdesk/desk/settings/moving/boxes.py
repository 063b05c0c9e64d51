"""The three parts of the topic: the recovery code, packing for a new PC, taking over from an old one."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.editors import new_line
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card
from posdesk.domain.pins import PIN_LENGTH
from posdesk.settings.settings import Staff

translate = QCoreApplication.translate

_MAKE = SettingsKey.MAKE
_NEXT_PERSON = SettingsKey.NEXT_PRINTER  # Alt+H: the next one
_PACK = SettingsKey.COPY
_TAKE_OVER = SettingsKey.TEST
_FIELD_PX = 300


class Box(Card):
    """A card with a title, what it is for, and what came of it; the code that is shown once stands large."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing yet."""
        super().__init__(theme, parent)
        self._title, self._lead = Words(theme, FontRole.STRONG), Words(theme, FontRole.BODY, Color.MUTED)
        self._said, self.code = Words(theme, FontRole.BODY_BOLD), Words(theme, FontRole.TITLE)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 14)
        self._column.setSpacing(8)
        self._column.addWidget(self._title)
        self._column.addWidget(self._lead)

    @property
    def said(self) -> str:
        """What came of it."""
        return self._said.text()

    def say(self, words: str, *, bad: bool = False, code: str = "") -> None:
        """Say this; `code` is to be written down now."""
        self._said.say(words, Color.BAD if bad else Color.TEXT)
        self.code.say(code)

    def head(self, title: str, lead: str) -> None:
        """Its title, and what it is for."""
        self._title.say(title)
        self._lead.say(lead)

    def _add_row(self, *buttons: DeskButton) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)

    def _end(self) -> None:
        self._column.addWidget(self._said)
        self._column.addWidget(self.code)
        self.say("")


class RecoveryBox(Box):
    """`made` asks for a new code; `wanted` carries whose PIN is to be set, the code and the PIN."""

    make_wanted = Signal()
    set_wanted = Signal(object, str, str)  # Staff, code, PIN

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nobody is set up yet."""
        super().__init__(theme, parent)
        self._people: tuple[Staff, ...] = ()
        self._at, self._has_code = 0, False
        self.fields = tuple(new_line(theme) for _ in range(3))
        self._labels = tuple(Words(theme, wraps=False) for _ in range(3))
        self.make_button, self.who_button, self.set_button = (
            DeskButton(theme, ButtonFace("")) for _ in range(3)
        )
        form = QFormLayout()
        for label, field in zip(self._labels, self.fields, strict=True):
            field.setFixedWidth(_FIELD_PX)
            form.addRow(label, field)
        for pin in self.fields[1:]:
            pin.setEchoMode(QLineEdit.EchoMode.Password)
            pin.setMaxLength(PIN_LENGTH)
        self._column.addLayout(form)
        self._add_row(self.who_button, self.set_button)
        self._add_row(self.make_button)
        self._end()
        self.make_button.clicked.connect(self.make_wanted)
        self.who_button.clicked.connect(self._next_person)
        self.set_button.clicked.connect(self._set)
        self.retranslate()

    def show_people(self, people: tuple[Staff, ...], *, has_code: bool) -> None:
        """Whose PIN it may set anew, and whether there is a code at all."""
        self._people, self._has_code = people, has_code
        self._at = min(self._at, max(0, len(people) - 1))
        self.retranslate()

    def show_code(self, code: str, words: str) -> None:
        """A code to write down, now and never again."""
        for field in self.fields:
            field.clear()
        self._has_code = True
        self.retranslate()
        self.say(words, code=code)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.head(
            translate("moving", "An administrator's PIN is forgotten"),
            translate("moving", "With the recovery code an administrator gets a new PIN, for all to see.")
            if self._has_code
            else translate(
                "moving",
                "No recovery code was made yet. Make one now, and keep its paper away from the counter.",
            ),
        )
        names = (
            translate("moving", "Recovery code"),
            translate("moving", "New PIN"),
            translate("moving", "New PIN again"),
        )
        for label, field, name in zip(self._labels, self.fields, names, strict=True):
            label.say(name)
            field.setAccessibleName(name)
        able = self._has_code and bool(self._people)
        for part in (*self.fields, *self._labels, self.set_button):
            part.setVisible(able)
        self.who_button.setVisible(able and len(self._people) > 1)
        who = self._people[self._at].name if self._people else ""
        self.who_button.set_face(
            ButtonFace(translate("moving", "Another one than {name}").format(name=who), _NEXT_PERSON)
        )
        words = translate("moving", "Set the PIN of {name}").format(name=who)
        self.set_button.set_face(ButtonFace(words, SettingsKey.SAVE, ButtonKind.PRIMARY))
        make = translate("moving", "Make a new recovery code")
        self.make_button.set_face(ButtonFace(make, _MAKE, applies=bool(self._people)))
        super().retranslate()

    @Slot()
    def _next_person(self) -> None:
        self._at = (self._at + 1) % max(1, len(self._people))
        self.retranslate()

    @Slot()
    def _set(self) -> None:
        code, pin, again = (field.text() for field in self.fields)
        if self._people:
            self.say("")
            self.set_wanted.emit(self._people[self._at], code, pin if pin == again else "")


class PackBox(Box):
    """`wanted` asks to pack this PC's shop for a new one."""

    wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Not packed yet."""
        super().__init__(theme, parent)
        self._folder = ""
        self.button = DeskButton(theme, ButtonFace(""))
        self._add_row(self.button)
        self._end()
        self.button.clicked.connect(self.wanted)
        self.retranslate()

    def show_folder(self, folder: str) -> None:
        """Where the file will go."""
        self._folder = folder
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.head(
            translate("moving", "This shop moves to a new PC"),
            translate(
                "moving",
                "Orders, receipts, shifts and settings go into one file, with customers' data in it; no key"
                " of a platform and no PIN. What comes in afterwards is not in it: close posdesk here then.",
            ),
        )
        where = self._folder or translate("moving", "Documents")
        words = translate("moving", "Pack it into {folder}").format(folder=where)
        self.button.set_face(ButtonFace(words, _PACK))
        super().retranslate()


class TakeOverBox(Box):
    """`wanted` carries the code for the file that was found."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """No file was found yet."""
        super().__init__(theme, parent)
        self._found = ""
        self.field, self._label = new_line(theme), Words(theme, wraps=False)
        self.field.setFixedWidth(_FIELD_PX)
        self.button = DeskButton(theme, ButtonFace(""))
        form = QFormLayout()
        form.addRow(self._label, self.field)
        self._column.addLayout(form)
        self._add_row(self.button)
        self._end()
        self.button.clicked.connect(self._take)
        self.retranslate()

    def show_found(self, words: str) -> None:
        """Which file there is; empty where there is none."""
        self._found = words
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        lead = self._found or translate(
            "moving", "No packed file lies on a stick, in Documents, in Downloads or on the desktop."
        )
        self.head(translate("moving", "This PC takes over a shop"), lead)
        name = translate("moving", "Code that the old PC showed")
        self._label.say(name)
        self.field.setAccessibleName(name)
        for part in (self.field, self._label, self.button):
            part.setVisible(bool(self._found))
        face = ButtonFace(translate("moving", "Take it over at the next start"), _TAKE_OVER)
        self.button.set_face(face)
        super().retranslate()

    @Slot()
    def _take(self) -> None:
        self.say("")
        self.wanted.emit(self.field.text())
