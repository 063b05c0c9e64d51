"""The topic of printers: the printers at the left, the chosen one's fields, which slip prints where below."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.printers import words
from posdesk.desk.settings.printers.draft import CHOICES, Draft, TableRow
from posdesk.desk.settings.printers.preview import Preview
from posdesk.desk.settings.printers.value_button import FieldBox
from posdesk.desk.theme import Color, FontRole, StateRole, Theme, WidthClass
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Chip, Words
from posdesk.desk.widgets.painted import Card, Painted, within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.prints import ended_words, printer_trouble, slip_name
from posdesk.desk.words.say import same_day_time
from posdesk.domain.clock import Clock
from posdesk.domain.printing.board import PrinterStatus
from posdesk.domain.printing.slip import SlipKind
from posdesk.engine.sending.printer_trial import Trial
from posdesk.settings.printers import Printer
from posdesk.settings.settings import PRINTERS, Settings

translate = QCoreApplication.translate

_FIELDS = ("name", "transport", "address", "width", "charset", "language", "baud")
_TYPED = frozenset({"name", "address"})
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
_ANSWERS = {True: StateRole.DONE, False: StateRole.USED}
_NAMES_PX, _NARROW_PX = 190, 170
_CELLS = ("printer", "copies", "only")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A field that the arrows reach: what it is of, how it is changed."""

    box: FieldBox
    change: Callable[[], object]


class PrintersPane(Painted):
    """Asks by `save_wanted` and `test_wanted`; the page answers by what it calls."""

    changed = Signal()
    save_wanted = Signal()
    test_wanted = Signal(object)  # Printer, as it is entered

    platform = PRINTERS

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        """Empty until `show_kept`."""
        super().__init__(theme, parent)
        self._clock = clock
        self._kept = self.draft = Draft()
        self._states: dict[str, PrinterStatus] = {}
        self._at = self._field = 0
        self._said, self._bad = "", False
        self._cells: list[_Cell] = []
        self._asked: Printer | None = None  # whose test slip is under way
        self._build()
        self._show()

    @property
    def said(self) -> str:
        """What the foot says."""
        return self._foot.text()

    @property
    def is_changed(self) -> bool:
        """Whether something in it is not saved."""
        return self.draft != self._kept

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("settings", "Printers")

    def show_kept(self, settings: Settings) -> None:
        """Show what is kept; what was entered is forgotten."""
        self._kept = self.draft = Draft.of(settings.printer, settings.slip)
        self._at = min(self._at, max(0, len(self.draft.printers) - 1))
        self._show()

    def show_states(self, states: tuple[PrinterStatus, ...]) -> None:
        """How the printers are now."""
        self._states = {each.name: each for each in states}
        self._show()

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say this at the foot until something is changed."""
        self._said, self._bad = text, bad
        self._show_foot()

    def show_trial(self, trial: Trial | None) -> None:
        """A test slip ended: what the printer answers is entered, with the time."""
        asked, self._asked = self._asked, None
        if asked is None or trial is None:
            self.say(translate("settings", "Not tried out: posdesk's engine does not run."), bad=True)
            return
        if self._is_still(asked) and trial.slips:
            when = self._clock.now().replace(microsecond=0)
            self._change(self.draft.with_value(self._at, "answers", trial.answers.value))
            self._change(self.draft.with_value(self._at, "proved", when))
        self.say(str(ended_words(asked.name, trial.ended)), bad=not trial.slips)

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a field; whether they did."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if not step or not self._cells:
            return False
        self._choose((self._field + step) % len(self._cells))
        return True

    def set_window_width(self, width: int) -> None:
        """The preview stands beside the fields where there is room."""
        self.preview.setVisible(width >= WidthClass.MEDIUM)
        self._list_place.setFixedWidth(_NAMES_PX if width >= WidthClass.MEDIUM else _NARROW_PX)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._said = ""
        self._show()

    # what a person does

    def _choose(self, field: int) -> None:
        self._field = field
        self._show()
        self._area.ensureWidgetVisible(self._cells[field].box)

    def _change(self, draft: Draft) -> None:
        self._said = ""
        self.draft = draft
        self._show()
        self.changed.emit()

    @Slot()
    def _add(self) -> None:
        number = len(self.draft.printers) + 1
        name = translate("settings", "Printer {n}").format(n=number)
        while name in self.draft.names:
            number += 1
            name = translate("settings", "Printer {n}").format(n=number)
        self._at, self._field = len(self.draft.printers), 0
        self._change(self.draft.added(name))

    @Slot()
    def _remove(self) -> None:
        if self.draft.printers:
            draft = self.draft.removed(self._at)
            self._at = max(0, self._at - 1)
            self._change(draft)

    @Slot()
    def _test(self) -> None:
        try:
            asked = Printer.model_validate(dict(self.draft.printers[self._at]))
        except (ValidationError, IndexError):
            self.say(translate("settings", "First enter a name and an address."), bad=True)
            return
        self._asked = asked
        self.say(translate("settings", "A test slip is on its way to {printer}.").format(printer=asked.name))
        self.test_wanted.emit(asked)

    def _is_still(self, asked: Printer) -> bool:
        return self._at < len(self.draft.printers) and self.draft.names[self._at] == asked.name

    @Slot()
    def _discard(self) -> None:
        self._change(self._kept)

    @Slot()
    def _pick(self) -> None:
        self._at, self._field = int(self.sender().property("at")), 0
        self._show()

    # what it shows

    def _show(self) -> None:
        self._title.say(self.title())
        self._lead.say(translate("settings", "Print a test slip first, then save."))
        self._show_list()
        self._cells = [*self._printer_cells(), *self._table_cells()]
        self._field = min(self._field, max(0, len(self._cells) - 1))
        for place, cell in enumerate(self._cells):
            cell.box.button.setProperty("place", place)
        self._say_printer()
        self._say_table()
        self._show_foot()

    def _show_list(self) -> None:
        while len(self._list) < len(self.draft.printers):
            button = DeskButton(self.theme, ButtonFace(""))
            button.clicked.connect(self._pick)
            self._list.append(button)
            self._names.addWidget(button)
        for at, button in enumerate(self._list):
            there = at < len(self.draft.printers)
            button.setVisible(there)
            if there:
                button.setProperty("at", at)
                name, width = self.draft.value(at, "name"), self.draft.value(at, "width")
                chosen, is_next = at == self._at, at == (self._at + 1) % len(self.draft.printers)
                key = SettingsKey.NEXT_PRINTER if is_next and not chosen else ""
                kind = ButtonKind.OUTLINED if chosen else ButtonKind.QUIET
                button.set_face(ButtonFace(f"{name}  {width} mm", key, kind, chosen=chosen))

    def _printer_cells(self) -> Iterator[_Cell]:
        is_serial = bool(self.draft.printers) and self.draft.value(self._at, "transport") == "serial"
        for key, box in self._boxes.items():
            shown = bool(self.draft.printers) and (key != "baud" or is_serial)
            box.setVisible(shown)
            if shown:
                yield _Cell(box, partial(self._step, key))

    def _step(self, key: str) -> None:
        if key in CHOICES:
            self._change(self.draft.stepped(self._at, key))

    def _table_cells(self) -> Iterator[_Cell]:
        rows = self.draft.table
        while len(self._rows) < len(rows):
            self._rows.append(self._new_row(len(self._rows)))
        for at, boxes in enumerate(self._rows):
            for box in (*boxes.values(), *self._plain[at]):
                box.setVisible(at < len(rows))
            if at < len(rows):
                row = rows[at]
                for key, box in boxes.items():
                    acts = {
                        "printer": self.draft.with_next_printer,
                        "copies": self.draft.with_next_copies,
                        "only": self.draft.with_next_sources,
                    }
                    if key == "printer" or row.place is not None:
                        yield _Cell(box, partial(self._act, acts[key], row))
                    else:
                        box.hide()

    def _act(self, act: Callable[[TableRow], Draft], row: TableRow) -> None:
        self._change(act(row))

    def _new_row(self, at: int) -> dict[str, FieldBox]:
        boxes = {key: FieldBox(self.theme) for key in _CELLS}
        plain = (Words(self.theme, FontRole.BODY_BOLD), Words(self.theme, FontRole.CAPTION, Color.MUTED))
        more = DeskButton(self.theme, ButtonFace("+", kind=ButtonKind.QUIET))
        more.setProperty("row", at)
        more.clicked.connect(self._one_more)
        self._plain.append((*plain, more))
        place = QVBoxLayout()
        place.setSpacing(0)
        place.addStretch(1)
        place.addWidget(plain[0])
        place.addWidget(plain[1])
        self._grid.addLayout(place, at + 1, 0)
        for column, box in enumerate(boxes.values(), 1):
            box.wanted.connect(self._wanted)
            self._grid.addWidget(box, at + 1, column, Qt.AlignmentFlag.AlignBottom)
        self._grid.addWidget(more, at + 1, 4, Qt.AlignmentFlag.AlignBottom)
        return boxes

    @Slot()
    def _one_more(self) -> None:
        rows, at = self.draft.table, int(self.sender().property("row"))
        if at < len(rows):
            self._change(self.draft.one_more_line(rows[at]))

    @Slot()
    def _wanted(self) -> None:
        """A field was touched, or Alt+V pressed on the chosen one."""
        box = self.sender()
        for place, cell in enumerate(self._cells):
            if cell.box is box:
                self._field = place
                cell.change()
                break
        self._show()

    @Slot(str)
    def _typed(self, text: str) -> None:
        key = str(self.sender().property("key"))
        if self.draft.printers and text != str(self.draft.value(self._at, key) or ""):
            self._change(self.draft.with_value(self._at, key, text))

    def _say_printer(self) -> None:
        there = bool(self.draft.printers)
        for part in (self._facts, self._help, *self._chips.values()):
            part.setVisible(there)
        none = translate("settings", "No printer yet. Add one: slips print on it once they are saved.")
        self._none.say("" if there else none)
        if not there:
            return
        for key, box in self._boxes.items():
            value = self.draft.value(self._at, key)
            box.say(words.field_name(key), words.value_words(key, value), chosen=self._is_chosen(box))
        answers, proved = self.draft.value(self._at, "answers"), self.draft.value(self._at, "proved")
        for known, chip in self._chips.items():
            chip.say(words.answers_words(answers) if known is (answers != "none") else "")
        now = self._clock.now()
        when = translate("settings", "Proved by a test slip {time}.")
        self._facts.say(when.format(time=same_day_time(proved, now)) if proved else "")
        state = self._states.get(self.draft.names[self._at])
        wrong = printer_trouble(state.name, state.trouble) if state and state.trouble else None
        self._help.say(str(wrong) if wrong else words.address_words(self.draft.value(self._at, "transport")))

    def _say_table(self) -> None:
        self._head.say(translate("settings", "Which slip prints when, and where"))
        for at, row in enumerate(self.draft.table):
            boxes, plain = self._rows[at], self._plain[at]
            line = self.draft.line(row)
            plain[0].say(slip_name(SlipKind(row.kind)))
            plain[1].say(f"{words.when_words(row.kind)}; {words.shows_words(row.kind)}")
            key = SettingsKey.ALSO_ON if self._chosen_box in boxes.values() else ""
            plain[2].set_face(ButtonFace(translate("settings", "Also on"), key, ButtonKind.QUIET))
            plain[2].setVisible(row.place is not None and len(self.draft.printers) > 1)
            names = (
                translate("settings", "Printer"),
                translate("settings", "Copies"),
                translate("settings", "Only"),
            )
            nowhere = translate("settings", "nowhere")
            said = (str(line.get("printer", nowhere)), str(line.get("copies", 1)), words.only_words(line))
            for box, name, text in zip(boxes.values(), names, said, strict=True):
                box.say(name, text, chosen=self._is_chosen(box), is_named=at == 0)
        self._show_preview()

    def _show_preview(self) -> None:
        rows = self.draft.table
        at = next((n for n, boxes in enumerate(self._rows) if self._chosen_box in boxes.values()), 0)
        row = rows[min(at, len(rows) - 1)]
        name = self.draft.line(row).get("printer")
        place = self.draft.names.index(name) if name in self.draft.names else None
        width = self.draft.value(place, "width") if place is not None else 80
        language = self.draft.value(place, "language") if place is not None else "zh_CN"
        self.preview.show_slip(row.kind, width, language)

    @property
    def _chosen_box(self) -> FieldBox | None:
        return self._cells[self._field].box if self._cells else None

    def _is_chosen(self, box: FieldBox) -> bool:
        return box is self._chosen_box

    def _show_foot(self) -> None:
        changed = self.is_changed
        not_saved = translate("settings", "Not saved yet.") if changed else ""
        color = Color.BAD if self._said and self._bad else Color.WARN if changed else Color.TEXT
        self._foot.say(self._said or not_saved, color)
        faces = (
            (self.add_button, translate("settings", "Add one"), SettingsKey.ADD, True),
            (
                self.remove_button,
                translate("settings", "Remove it"),
                SettingsKey.REMOVE,
                bool(self.draft.printers),
            ),
            (self.discard_button, translate("settings", "Discard changes"), SettingsKey.DISCARD, changed),
            (
                self.test_button,
                translate("settings", "Test slip"),
                SettingsKey.TEST,
                bool(self.draft.printers),
            ),
        )
        for button, label, key, applies in faces:
            button.set_face(ButtonFace(label, key, applies=applies))
        save = translate("settings", "Save")
        self.save_button.set_face(ButtonFace(save, SettingsKey.SAVE, ButtonKind.PRIMARY, applies=changed))

    # how it is laid out

    def _build(self) -> None:
        theme = self.theme
        self._title, self._lead = Words(theme, FontRole.HEADING), Words(theme, FontRole.BODY, Color.MUTED)
        self._none, self._foot = Words(theme), Words(theme, FontRole.BODY_BOLD)
        self._help, self._facts = Words(theme, FontRole.CAPTION, Color.MUTED), Words(theme, FontRole.CAPTION)
        self._head = Words(theme, FontRole.STRONG)
        self._chips = {known: Chip(theme, role) for known, role in _ANSWERS.items()}
        self._list: list[DeskButton] = []
        self._rows: list[dict[str, FieldBox]] = []
        self._plain: list[tuple[Words, Words, DeskButton]] = []
        self._boxes = {key: FieldBox(theme, is_typed=key in _TYPED) for key in _FIELDS}
        self.add_button, self.remove_button, self.discard_button, self.test_button, self.save_button = (
            DeskButton(theme, ButtonFace("")) for _ in range(5)
        )
        self.preview = Preview(theme, self._clock)
        self._connect()
        whole = within(self, 0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._title)
        whole.addWidget(self._lead)
        body = QHBoxLayout()
        body.setSpacing(12)
        self._area = scrolled(self._inner())
        body.addWidget(self._area, 1)
        body.addWidget(self.preview)
        whole.addLayout(body, 1)
        whole.addLayout(self._buttons())

    def _connect(self) -> None:
        for key, box in self._boxes.items():
            box.setProperty("key", key)
            box.wanted.connect(self._wanted)
            box.typed.connect(self._typed)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.discard_button.clicked.connect(self._discard)
        self.test_button.clicked.connect(self._test)
        self.save_button.clicked.connect(self.save_wanted)

    def _inner(self) -> QWidget:
        inner, top = QWidget(), QHBoxLayout()
        self._names = QVBoxLayout()
        self._names.setSpacing(6)
        names = self._list_place = QWidget()
        names.setLayout(self._names)
        names.setFixedWidth(_NAMES_PX)
        form, card = QGridLayout(), Card(self.theme)
        form.setSpacing(8)
        for place, box in enumerate(self._boxes.values()):
            form.addWidget(box, place // 2, place % 2)
        chips = QHBoxLayout()
        for chip in self._chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        inside = within(card, 14, 12, 14, 12)
        inside.setSpacing(8)
        inside.addWidget(self._none)
        inside.addLayout(form)
        inside.addLayout(chips)
        inside.addWidget(self._facts)
        inside.addWidget(self._help)
        top.setSpacing(12)
        top.addWidget(names, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(card, 1)
        table = Card(self.theme)
        below = within(table, 14, 12, 14, 12)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        for column, stretch in enumerate((3, 3, 1, 3, 0)):
            self._grid.setColumnStretch(column, stretch)
        below.addWidget(self._head)
        below.addLayout(self._grid)
        column = within(inner, 0, 0, 8, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(table)
        column.addStretch(1)
        return inner

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._foot, 1)
        for button in (self.discard_button, self.remove_button, self.add_button, self.test_button):
            row.addWidget(button)
        row.addWidget(self.save_button)
        return row
