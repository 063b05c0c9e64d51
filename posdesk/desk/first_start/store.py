"""Step 2: which store this is, and which counter."""

from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout

from posdesk.desk.bridge.books import Entered
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.step import Standing, Step, StepState
from posdesk.desk.paint import ButtonFace
from posdesk.desk.settings.form import WRONG, FieldRow, entered_in
from posdesk.desk.settings.store_fields import CODE, COUNTER, DAY_STARTS, NAME, STORE_FIELDS, UID
from posdesk.desk.theme import FontRole, Sign, StateRole
from posdesk.desk.widgets.alt_keys import StoreStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.painted import Card
from posdesk.desk.words.reasons import here_words
from posdesk.errors import Reason
from posdesk.settings.settings import Store

translate = QCoreApplication.translate

_FIXED = (CODE.key, COUNTER.key)


class StoreStep(Step):
    """Saved by Alt+N, each field checked."""

    key = topic = "store"

    def __init__(self, parts: StepParts) -> None:
        """Shows what is kept."""
        super().__init__(parts.theme)
        self._books, self._counter, self._has_orders = parts.books, parts.counter, parts.has_orders
        self.rows = {field.key: FieldRow(parts.theme, field) for field in STORE_FIELDS}
        self.fields = DeskButton(parts.theme, ButtonFace("", StoreStepKey.FIELDS))
        self._note, self._mark = Words(parts.theme, FontRole.BODY), Mark(parts.theme, 22)
        self._lay_out()
        self.fields.clicked.connect(self.begin_typing)
        for row in self.rows.values():
            row.edited.connect(self._edited)
            row.editor.first.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a slow scanner types into no field
        self._show_kept()
        self.retranslate()

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Store")

    def title(self) -> str:
        """The question."""
        return translate("first_start", "Which store is this?")

    def lead(self) -> str:
        """What goes wrong with a wrong number."""
        return translate(
            "first_start",
            "Platforms send orders by these numbers: with a wrong one they send none. "
            "They stand in the papers of your account.",
        )

    def state(self) -> StepState:
        """Kept once the store has a name."""
        store = self._books.settings.store
        if store.name:
            said = translate("first_start", "{name}, {code}, counter {counter}")
            words = said.format(name=store.name, code=store.code, counter=store.counter)
            return StepState(Standing.DONE, words)
        lacks = translate("first_start", "No name and number of the store yet.")
        return StepState(Standing.OPEN, lacks, self.mend())

    def begin(self) -> None:
        """What is kept, unless something is being entered."""
        if not self.is_changed:
            self._show_kept()

    @property
    def is_changed(self) -> bool:
        """Whether something is entered that is not kept."""
        kept = self._books.settings.store
        return any(entered_in(row) != getattr(kept, key) for key, row in self.rows.items())

    @Slot()
    def begin_typing(self) -> None:
        """The keyboard goes into the first field; from a field, into the next one."""
        rows = [row for row in self.rows.values() if row.editor.first.isEnabled()]
        at = next(
            (n for n, row in enumerate(rows) if row.isAncestorOf(QApplication.focusWidget() or self)), -1
        )
        rows[(at + 1) % len(rows)].editor.first.setFocus()

    def finish(self) -> None:
        """Saves what is entered, where all of it can be; what is wrong is said at its field."""
        entered = self._checked()
        if entered is None:
            self.say(translate("first_start", "Not saved: look at what is marked red."))
            return
        kept = self._books.settings.store
        values = {
            key: getattr(entered, key) for key in self.rows if getattr(entered, key) != getattr(kept, key)
        }
        if not values and self.state().is_done:
            self.finished.emit()
            return
        wanted = Entered("store", values, {})
        self._books.save(wanted, saved=self._saved, failed=self._failed, refused=self._refused)
        self.acted.emit()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        for row in self.rows.values():
            row.retranslate()
        self.fields.set_label(translate("first_start", "Into the fields, then the next one"))
        self._note.say(
            translate("first_start", "An order is here: store code and counter stay as they are.")
            if self._is_fixed()
            else translate("first_start", "After the first order store code and counter can't be changed.")
        )

    def _checked(self) -> Store | None:
        for row in self.rows.values():
            row.say_wrong("")
        values = {key: entered_in(row) for key, row in self.rows.items()}
        bad = [key for key, value in values.items() if value is WRONG]
        if not values[NAME.key]:
            self.rows[NAME.key].say_wrong(translate("first_start", "Write the store's name."))
        try:
            kept = self._books.settings.store.model_dump()
            return self._none_where(bad, Store.model_validate({**kept, **values}))
        except ValidationError as error:
            self._none_where({*bad, *(str(each["loc"][0]) for each in error.errors())}, None)
            return None

    def _none_where(self, bad: "list[str] | set[str]", entered: Store | None) -> Store | None:
        for key in bad:
            self.rows[key].say_wrong(self.rows[key].rule())
        wrong = [row for row in self.rows.values() if row.wrong]
        if wrong:
            wrong[0].editor.first.setFocus()
        return None if wrong else entered

    def _show_kept(self) -> None:
        for key, row in self.rows.items():
            row.editor.set_value(getattr(self._books.settings.store, key))
            row.editor.first.setEnabled(key not in _FIXED or not self._is_fixed())

    def _is_fixed(self) -> bool:
        """Whether an order carries store code and counter already."""
        return self._has_orders or any(not view.order.is_training for view in self._counter.views())

    @Slot()
    def _edited(self) -> None:
        if self.said:
            self.say("")

    def _saved(self) -> None:
        self._show_kept()
        self.say("")
        if self.state().is_done:
            self.finished.emit()

    def _failed(self, why: str, key: str) -> None:
        row = self.rows.get(key.rpartition(".")[2])
        if row is not None:
            row.say_wrong(why)
        self.say(translate("first_start", "Not saved: look at what is marked red.") if row else why)

    def _refused(self, reason: Reason) -> None:
        self.say(str(here_words(reason)))

    def _lay_out(self) -> None:
        box = Card(self.theme)
        grid = QGridLayout(box)
        grid.setContentsMargins(16, 14, 16, 14)
        grid.setSpacing(14)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.rows[NAME.key], 0, 0, 1, 2, top)
        grid.addWidget(self.rows[COUNTER.key], 0, 2, top)
        for at, field in enumerate((CODE, UID, DAY_STARTS)):
            grid.addWidget(self.rows[field.key], 1, at, top)
            grid.setColumnStretch(at, 1)
        note, keys = QHBoxLayout(), QHBoxLayout()
        self._mark.show_sign(Sign.WARNING, StateRole.HALF)
        note.setSpacing(8)
        note.addWidget(self._mark)
        note.addWidget(self._note, 1)
        keys.addWidget(self.fields)
        keys.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(box)
        column.addLayout(keys)
        column.addLayout(note)
        column.addStretch(1)
