"""Step 6: who works at this counter, what they may, and a PIN for each."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posdesk.desk.bridge.books import Entered
from posdesk.desk.first_start.lines import LineList, StepLine
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.person_editor import NewPerson, PersonEditor
from posdesk.desk.first_start.step import ReportLine, Standing, Step, StepState
from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.alt_keys import PeopleStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.reasons import here_words
from posdesk.desk.words.rights import role_name
from posdesk.desk.words.say import listed
from posdesk.domain.rights import Right, Role
from posdesk.errors import NotDone, Reason
from posdesk.settings.settings import PEOPLE, Staff

translate = QCoreApplication.translate


class PersonLine(StepLine):
    """`change_wanted`: another PIN is wanted for this person."""

    change_wanted = Signal()

    def __init__(self, theme: Theme, person: Staff, *, has_pin: bool, proved: bool) -> None:
        """`proved`: the PIN was typed twice here and read back."""
        super().__init__(theme)
        self.person, self.has_pin, self.proved = person, has_pin, proved
        self.act = DeskButton(theme, ButtonFace(""))
        self.side.addWidget(self.act)
        self.act.clicked.connect(self._wanted)
        self.read()

    def set_chosen(self, *, chosen: bool) -> None:
        """Its button shows the key that presses it now."""
        super().set_chosen(chosen=chosen)
        self.read()

    def read(self) -> None:
        """Words, sign and button."""
        role, ink = role_name(self.person.role), Color.GOOD if self.has_pin else Color.WARN
        said = translate("first_start", "no PIN yet: can't sign in")
        if self.has_pin:
            said = translate("first_start", "PIN is set")
        if self.proved:
            said = translate("first_start", "PIN is set: typed twice, tried once")
        self.say(
            self.person.name, translate("first_start", "{role}. {said}").format(role=role, said=said), ink
        )
        self.show_sign(Sign.PERSON, Color.ACCENT)
        label = (
            translate("first_start", "Change PIN") if self.has_pin else translate("first_start", "Set PIN")
        )
        self.act.set_face(ButtonFace(label, PeopleStepKey.CHANGE if self.is_chosen else ""))

    @Slot()
    def _wanted(self) -> None:
        self.touched.emit()
        self.change_wanted.emit()


class PeopleStep(Step):
    """Once an administrator has a PIN, whatever follows asks for it, as Settings does."""

    key = topic = "people"

    def __init__(self, parts: StepParts) -> None:
        """Shows who is set up."""
        super().__init__(parts.theme)
        self._books, self._counter = parts.books, parts.counter
        self._proved: set[str] = set()
        self._chosen = Staff(name="-")  # whose PIN is to be changed
        self._saving: NewPerson | None = None
        self.list, self.editor = LineList(parts.theme), PersonEditor(parts.theme)
        self.add = DeskButton(parts.theme, ButtonFace(""))
        self._help = Words(parts.theme, FontRole.BODY, Color.MUTED)
        self._lay_out()
        self.add.clicked.connect(self._add)
        self.editor.entered.connect(self._save)
        self.editor.ended.connect(self._show)
        for news in (self._books.signals.settings_changed, self._books.signals.secrets_changed):
            news.connect(self._show)
        self._show()

    @property
    def rows(self) -> tuple[PersonLine, ...]:
        """One a person."""
        return tuple(line for line in self.list.lines if isinstance(line, PersonLine))

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Staff, PINs")

    def title(self) -> str:
        """The question."""
        return translate("first_start", "Who works at this counter?")

    def lead(self) -> str:
        """What it is for."""
        return translate(
            "first_start",
            "With people set up every act stands under a name, and what is not allowed asks for a PIN. "
            "Without them a name is written each time.",
        )

    def state(self) -> StepState:
        """Done once there is an administrator, and everybody has a PIN."""
        staff = self._books.settings.staff
        mend = self.mend()
        if not staff:
            return StepState(Standing.OPEN, translate("first_start", "Nobody is set up."), mend)
        without = [person.name for person in staff if not self._has_pin(person)]
        if without:
            words = translate("first_start", "No PIN: {names}.").format(names=listed(without))
            return StepState(Standing.OPEN, words, mend)
        if not any(person.role is Role.ADMINISTRATOR for person in staff):
            nobody = translate("first_start", "There is no administrator: anybody can change the settings.")
            return StepState(Standing.OPEN, nobody, mend)
        count = translate("first_start", "{count} people, each with a PIN")
        return StepState(Standing.DONE, count.format(count=len(staff)))

    def lines(self) -> tuple[ReportLine, ...]:
        """One for all of them: the report names nobody who is all right."""
        return (ReportLine(translate("first_start", "People"), self.state()),)

    def begin(self) -> None:
        """Who is set up now."""
        self._show()

    def leave(self) -> None:
        """Nothing that was typed stays."""
        self.editor.close_up()

    def take_key(self, event: QKeyEvent) -> bool:
        """Up and down choose a person."""
        return not self.editor.isVisible() and self.list.take_key(event)

    def lacks(self) -> str:
        """What stands open."""
        return f"{self.state().said} {super().lacks()}"

    def finish(self) -> None:
        """A person who is being entered is not forgotten by going on."""
        if self.editor.isVisible():
            self.say(translate("first_start", "Not saved yet: Alt+S saves it, Alt+X drops it."))
        else:
            super().finish()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._show()

    def _has_pin(self, person: Staff) -> bool:
        return self._books.has_secret(person.secret_name)

    @Slot()
    def _show(self) -> None:
        staff = self._books.settings.staff
        rows = [
            PersonLine(self.theme, p, has_pin=self._has_pin(p), proved=p.name in self._proved) for p in staff
        ]
        for row in rows:
            row.change_wanted.connect(self._change)
        self.list.show_lines(rows)
        self._read_add()
        self.changed.emit()

    def _read_add(self) -> None:
        first = translate("first_start", "Add the administrator")
        label = translate("first_start", "Add a person") if self.rows else first
        self.add.set_face(ButtonFace(label, PeopleStepKey.ADD))
        shown = not self.editor.isVisible()
        self.add.setVisible(shown)
        for row in self.rows:
            row.act.setVisible(shown)
        self._help.say(
            translate(
                "first_start",
                "A PIN has six digits and is kept in the keyring. A manager may refuse, cover and see "
                "phones; an administrator may change the settings.",
            )
        )

    @Slot()
    def _add(self) -> None:
        self._counter.people.with_right(Right.PEOPLE, self._open_new)

    def _open_new(self) -> None:
        staff = self._books.settings.staff
        has_admin = any(person.role is Role.ADMINISTRATOR for person in staff)
        role = Role.CASHIER if has_admin else Role.ADMINISTRATOR
        self.editor.open_new([person.name for person in staff], role)
        self._read_add()

    @Slot()
    def _change(self) -> None:
        row = self.sender()
        if isinstance(row, PersonLine):
            self._chosen = row.person
            self._counter.people.with_right(Right.PEOPLE, self._open_chosen)

    def _open_chosen(self) -> None:
        self.editor.open_for(self._chosen)
        self._read_add()

    @Slot(object)
    def _save(self, new: NewPerson) -> None:
        """Whose PIN is whose is told to nobody who may not set them: the editor may have been left open."""
        self._counter.people.with_right(
            Right.PEOPLE, partial(self._keep, new), partial(self._refused, NotDone.NO_PIN)
        )

    def _keep(self, new: NewPerson) -> None:
        """Two people with one PIN could neither of them sign in."""
        if set(self._counter.people.whose(new.pin)) - {new.person.name}:
            self.editor.refuse(translate("first_start", "Somebody has this PIN: choose another one."))
            return
        staff = (*self._books.settings.staff, *((new.person,) if new.is_new else ()))
        rows = [{"name": person.name, "role": person.role.value} for person in staff]
        self._saving = new
        entered = Entered(PEOPLE, {PEOPLE: rows}, {new.person.secret_name: new.pin})
        self._books.save(entered, saved=self._saved, failed=self._failed, refused=self._refused)
        self.acted.emit()

    def _saved(self) -> None:
        """Tried: the PIN pad's own look-up finds this person by it, and nobody else."""
        new, self._saving = self._saving, None
        if new is not None and self._counter.people.whose(new.pin) == (new.person.name,):
            self._proved.add(new.person.name)
        self.editor.close_up()
        self._show()

    def _failed(self, why: str, _key: str) -> None:
        self._saving = None
        self.editor.refuse(why)

    def _refused(self, reason: Reason) -> None:
        self._failed(str(here_words(reason)), "")

    def _lay_out(self) -> None:
        foot, column = QHBoxLayout(), QVBoxLayout(self)
        foot.setSpacing(12)
        foot.addWidget(self.add)
        foot.addWidget(self._help, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.list)
        column.addWidget(self.editor)
        column.addLayout(foot)
        column.addStretch(1)
