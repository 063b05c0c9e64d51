"""Entering a person: the name, what they are, and a PIN that is typed twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.scan.repair import mark_secret
from posdesk.desk.settings.editors import new_line
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import PeopleStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card
from posdesk.desk.words.rights import role_name
from posdesk.domain.pins import PIN_LENGTH
from posdesk.domain.rights import Role
from posdesk.settings.settings import Staff

translate = QCoreApplication.translate

_ROLES = (Role.CASHIER, Role.MANAGER, Role.ADMINISTRATOR)
_FIELD_PX = 220


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as entered, with the PIN that was typed twice the same."""

    person: Staff
    pin: str
    is_new: bool


class PersonEditor(Card):
    """`entered` carries a NewPerson once the PIN came twice the same; no key but Alt+S takes a PIN in."""

    entered = Signal(object)
    ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Hidden until `open_new` or `open_for`."""
        super().__init__(theme, parent)
        self._person: Staff | None = None
        self._role, self._first = Role.CASHIER, ""
        self._taken: tuple[str, ...] = ()
        self.name, self.pin = new_line(theme), new_line(theme)
        self._labels = tuple(Words(theme, FontRole.BODY_BOLD) for _ in range(3))
        self._said = Words(theme, FontRole.BODY_BOLD)
        self.role, self.fields, self.save, self.cancel = (DeskButton(theme, ButtonFace("")) for _ in range(4))
        self._build()
        self.hide()

    @property
    def said(self) -> str:
        """What it says of the PIN."""
        return self._said.text()

    def open_new(self, taken: Sequence[str], role: Role) -> None:
        """For somebody whose name is none of these."""
        self._person, self._taken, self._role = None, tuple(taken), role
        self.name.setText("")
        self._open(self.name)

    def open_for(self, person: Staff) -> None:
        """Another PIN for somebody who is there."""
        self._person, self._taken, self._role = person, (), person.role
        self.name.setText(person.name)
        self._open(self.pin)

    def close_up(self) -> None:
        """Nothing that was typed stays."""
        self._first = ""
        self.pin.clear()
        self.hide()

    def refuse(self, words: str) -> None:
        """Not taken: why. The PIN is typed anew."""
        self._first = ""
        self.pin.clear()
        self._said.say(words, Color.BAD)
        self._read()

    @Slot()
    def type_on(self) -> None:
        """The keyboard goes from the name to the PIN, and back."""
        to_pin = not self.name.isEnabled() or QApplication.focusWidget() is self.name
        (self.pin if to_pin else self.name).setFocus()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._read()

    def _open(self, first: QLineEdit) -> None:
        self._first = ""
        self.pin.clear()
        self.name.setEnabled(self._person is None)
        self._said.say("")
        self._read()
        self.show()
        first.setFocus()

    def _read(self) -> None:
        name, role = translate("first_start", "Name"), translate("first_start", "Role")
        again = translate("first_start", "PIN, once more")
        pin = again if self._first else translate("first_start", "PIN, six digits")
        for label, words in zip(self._labels, (name, role, pin), strict=True):
            label.say(words)
        self.name.setAccessibleName(name)
        self.pin.setAccessibleName(pin)
        may = self._person is None
        self.role.set_face(ButtonFace(role_name(self._role), PeopleStepKey.ROLE, applies=may))
        fields = translate("first_start", "Next field")
        self.fields.set_face(ButtonFace(fields, PeopleStepKey.FIELDS))
        save = translate("first_start", "Save") if self._first else translate("first_start", "Take this PIN")
        self.save.set_face(ButtonFace(save, PeopleStepKey.SAVE, ButtonKind.PRIMARY))
        cancel = translate("first_start", "Don't add") if may else translate("first_start", "Don't change")
        self.cancel.set_face(ButtonFace(cancel, PeopleStepKey.CANCEL, ButtonKind.QUIET))

    @Slot()
    def _turn_role(self) -> None:
        self._role = _ROLES[(_ROLES.index(self._role) + 1) % len(_ROLES)]
        self._read()

    @Slot()
    def _take(self) -> None:
        name, pin = " ".join(self.name.text().split()), self.pin.text()
        wrong = self._wrong_name(name) if self._person is None else ""
        if wrong:
            self._said.say(wrong, Color.BAD)
            self.name.setFocus()
        elif not (len(pin) == PIN_LENGTH and pin.isascii() and pin.isdecimal()):
            self._said.say(translate("first_start", "A PIN has six digits: type them."), Color.BAD)
            self.pin.setFocus()
        elif not self._first:
            self._first = pin
            self._once_more()
        elif pin != self._first:
            self.refuse(translate("first_start", "The two were not the same. Type the PIN anew."))
            self.pin.setFocus()
        else:
            person = self._person or Staff(name=name, role=self._role)
            self.entered.emit(NewPerson(person, pin, is_new=self._person is None))

    def _once_more(self) -> None:
        self.pin.clear()
        self.pin.setFocus()
        self._said.say(translate("first_start", "Type the same PIN once more."), Color.TEXT)
        self._read()

    def _wrong_name(self, name: str) -> str:
        if name in self._taken:
            return translate("first_start", "This name is there already: write another one.")
        try:
            Staff(name=name)
        except ValueError:
            return translate("first_start", "Write a name of at most 20 characters.")
        return ""

    @Slot()
    def _cancel(self) -> None:
        self.close_up()
        self.ended.emit()

    def _build(self) -> None:
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(PIN_LENGTH)
        mark_secret(self.pin)
        for line in (self.name, self.pin):
            line.setMaximumWidth(_FIELD_PX)
            line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        grid, keys = QGridLayout(), QHBoxLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for at, (label, part) in enumerate(zip(self._labels, (self.name, self.role, self.pin), strict=True)):
            grid.addWidget(label, 0, at)
            grid.addWidget(part, 1, at)
            grid.setColumnStretch(at, 1)
        keys.setSpacing(8)
        for button in (self.save, self.fields, self.cancel):
            keys.addWidget(button)
        keys.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addWidget(self._said)
        column.addLayout(keys)
        self.role.clicked.connect(self._turn_role)
        self.fields.clicked.connect(self.type_on)
        self.save.clicked.connect(self._take)
        self.cancel.clicked.connect(self._cancel)
