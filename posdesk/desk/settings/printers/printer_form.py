"""The chosen printer: how it is connected, what it prints on, what a test slip proved."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from posdesk.desk.settings.printers import words
from posdesk.desk.settings.printers.draft import CHOICES, Draft
from posdesk.desk.settings.printers.value_button import Cell, FieldBox
from posdesk.desk.theme import Color, FontRole, StateRole, Theme
from posdesk.desk.widgets.label import Chip, Words
from posdesk.desk.widgets.painted import Card, within
from posdesk.desk.words.prints import printer_trouble
from posdesk.desk.words.say import same_day_time
from posdesk.domain.clock import Clock
from posdesk.domain.printing.board import PrinterStatus

translate = QCoreApplication.translate

_FIELDS = ("name", "transport", "address", "width", "charset", "language", "baud")
_TYPED = frozenset({"name", "address"})
_ANSWERS = {True: StateRole.DONE, False: StateRole.USED}


class PrinterForm(Card):
    """`changed` carries the draft that a field makes of the one shown."""

    changed = Signal(object)  # Draft
    wanted = Signal(object)  # FieldBox: it was pressed

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        """Empty until `cells`."""
        super().__init__(theme, parent)
        self._clock = clock
        self._draft, self._at = Draft(), 0
        self._none, self._facts = Words(theme), Words(theme, FontRole.CAPTION)
        self._help = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._chips = {known: Chip(theme, role) for known, role in _ANSWERS.items()}
        self._boxes = {key: FieldBox(theme, is_typed=key in _TYPED) for key in _FIELDS}
        form, chips = QGridLayout(), QHBoxLayout()
        form.setSpacing(8)
        for place, (key, box) in enumerate(self._boxes.items()):
            box.setProperty("key", key)
            box.wanted.connect(self._pressed)
            box.typed.connect(self._typed)
            form.addWidget(box, place // 2, place % 2)
        for chip in self._chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        inside = within(self, 14, 12, 14, 12)
        inside.setSpacing(8)
        inside.addWidget(self._none)
        inside.addLayout(form)
        inside.addLayout(chips)
        inside.addWidget(self._facts)
        inside.addWidget(self._help)

    def cells(self, draft: Draft, at: int) -> Iterator[Cell]:
        """Take this printer of this draft; its fields that can be reached."""
        self._draft, self._at = draft, at
        is_there = at < len(draft.printers)
        is_serial = is_there and draft.value(at, "transport") == "serial"
        for key, box in self._boxes.items():
            box.setVisible(is_there and (key != "baud" or is_serial))
            if not box.isHidden():
                yield Cell(box, partial(self._step, key))

    def say(self, chosen: FieldBox | None, state: PrinterStatus | None) -> None:
        """Say what the draft says; the chosen field's key is painted."""
        is_there = self._at < len(self._draft.printers)
        none = translate("settings", "No printer yet. Add one: slips print on it once they are saved.")
        self._none.say("" if is_there else none)
        for part in (self._facts, self._help, *self._chips.values()):
            part.setVisible(is_there)
        if not is_there:
            return
        for key, box in self._boxes.items():
            value = words.value_words(key, self._draft.value(self._at, key))
            box.say(words.field_name(key), value, chosen=box is chosen)
        self._say_known(state)

    def _say_known(self, state: PrinterStatus | None) -> None:
        answers, proved = (self._draft.value(self._at, key) for key in ("answers", "proved"))
        for known, chip in self._chips.items():
            chip.say(words.answers_words(answers) if known is (answers != "none") else "")
        when = translate("settings", "Proved by a test slip {time}.")
        self._facts.say(when.format(time=same_day_time(proved, self._clock.now())) if proved else "")
        wrong = printer_trouble(state.name, state.trouble) if state and state.trouble else None
        way = words.address_words(self._draft.value(self._at, "transport"))
        self._help.say(str(wrong) if wrong else way)

    def _step(self, key: str) -> None:
        if key in CHOICES:
            self.changed.emit(self._draft.stepped(self._at, key))

    @Slot()
    def _pressed(self) -> None:
        self.wanted.emit(self.sender())

    @Slot(str)
    def _typed(self, text: str) -> None:
        key = str(self.sender().property("key"))
        is_there = self._at < len(self._draft.printers)
        if is_there and text != str(self._draft.value(self._at, key) or ""):
            self.changed.emit(self._draft.with_value(self._at, key, text))
