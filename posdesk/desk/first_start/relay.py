"""The step of the chain's relay: the enrolment line, for a store of a chain; every other one goes on."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout

from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.step import Standing, Step, StepState
from posdesk.desk.paint import ButtonFace
from posdesk.desk.settings.relay.line_box import LineBox, LineKeys
from posdesk.desk.theme import Color, FontRole
from posdesk.desk.widgets.alt_keys import RelayStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import within

translate = QCoreApplication.translate


class RelayStep(Step):
    """Nothing of it lacks in a store that is in no chain: it says so, and goes on."""

    key = topic = "relay"

    def __init__(self, parts: StepParts) -> None:
        """As it is kept."""
        super().__init__(parts.theme)
        self._books = parts.books
        self.box = LineBox(parts.theme, LineKeys(RelayStepKey.TAKE, RelayStepKey.FILE))
        self.fields = DeskButton(parts.theme, ButtonFace("", RelayStepKey.FIELDS))
        self._note = Words(parts.theme, FontRole.BODY, Color.MUTED)
        column = within(self, 0, 0, 0, 0)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self.fields)
        row.addStretch(1)
        column.addWidget(self.box)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addStretch(1)
        self.fields.clicked.connect(self.box.begin_typing)
        self.box.taken.connect(self._taken)
        self.retranslate()

    def name(self) -> str:
        """In the list."""
        return translate("settings", "Chain's relay")

    def title(self) -> str:
        """The question."""
        return translate("first_start", "Did the chain give you an enrolment line?")

    def lead(self) -> str:
        """For whom it is."""
        return translate(
            "first_start",
            "With it platforms reach this counter behind any router, and a second counter sees the same "
            "orders. Without one go on: nothing lacks.",
        )

    def state(self) -> StepState:
        """Enrolled, or not of a chain."""
        relay, store = self._books.settings.relay, self._books.settings.store
        if relay is None:
            return StepState(Standing.NOTE, translate("first_start", "No line: this counter works by itself"))
        said = translate("first_start", "Enrolled as counter {n} of store {store}")
        return StepState(Standing.DONE, said.format(n=store.counter, store=store.code))

    def finish(self) -> None:
        """A line that is entered is taken first."""
        if self.box.field.text().strip():
            self.box.enrol()
            return
        super().finish()

    def leave(self) -> None:
        """Nothing of a line stays in the field."""
        self.box.forget()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.fields.set_label(translate("first_start", "Into the field"))
        self._note.say(
            translate("first_start", "Store code and counter of step 2 must be those of the line.")
        )

    def _taken(self) -> None:
        self.acted.emit()
        self.changed.emit()
