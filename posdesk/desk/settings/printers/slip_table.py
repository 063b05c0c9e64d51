"""Which slip prints when, where, in how many copies, of which orders: a row a line of the table."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.printers import words
from posdesk.desk.settings.printers.draft import Draft, TableRow
from posdesk.desk.settings.printers.value_button import Cell, FieldBox
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card, within
from posdesk.desk.words.prints import slip_name
from posdesk.domain.printing.slip import SlipKind

translate = QCoreApplication.translate

_CELLS = ("printer", "copies", "only")


class SlipTable(Card):
    """`changed` carries the draft that a row's field or button makes of the one shown."""

    changed = Signal(object)  # Draft
    wanted = Signal(object)  # FieldBox: it was pressed

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_draft`."""
        super().__init__(theme, parent)
        self._draft = Draft()
        self._rows: list[dict[str, FieldBox]] = []
        self._plain: list[tuple[Words, Words, DeskButton]] = []
        self._head, self._grid = Words(theme, FontRole.STRONG), QGridLayout()
        self._grid.setSpacing(8)
        for column, stretch in enumerate((3, 3, 1, 3, 0)):
            self._grid.setColumnStretch(column, stretch)
        below = within(self, 14, 12, 14, 12)
        below.addWidget(self._head)
        below.addLayout(self._grid)

    def cells(self, draft: Draft) -> Iterator[Cell]:
        """Take this draft; its fields that can be reached."""
        self._draft, rows = draft, draft.table
        while len(self._rows) < len(rows):
            self._rows.append(self._new_row(len(self._rows)))
        for at, boxes in enumerate(self._rows):
            for part in (*boxes.values(), *self._plain[at]):
                part.setVisible(at < len(rows))
            if at < len(rows):
                yield from self._cells_of(boxes, rows[at])

    def _cells_of(self, boxes: dict[str, FieldBox], row: TableRow) -> Iterator[Cell]:
        acts: dict[str, Callable[[TableRow], Draft]] = {
            "printer": self._draft.with_next_printer,
            "copies": self._draft.with_next_copies,
            "only": self._draft.with_next_sources,
        }
        for key, box in boxes.items():
            box.setVisible(key == "printer" or row.place is not None)
            if not box.isHidden():
                yield Cell(box, partial(self._act, acts[key], row))

    def say(self, chosen: FieldBox | None) -> None:
        """Say what the draft says; the chosen field's key is painted."""
        self._head.say(translate("settings", "Which slip prints when, and where"))
        printer, copies = translate("settings", "Printer"), translate("settings", "Copies")
        names = (printer, copies, translate("settings", "Only"))
        nowhere = translate("settings", "nowhere")
        for at, row in enumerate(self._draft.table):
            line, boxes = self._draft.line(row), self._rows[at]
            self._say_plain(at, row, is_chosen=chosen in boxes.values())
            said = (str(line.get("printer", nowhere)), str(line.get("copies", 1)), words.only_words(line))
            for box, name, text in zip(boxes.values(), names, said, strict=True):
                box.say(name, text, chosen=box is chosen, is_named=at == 0)

    def row_of(self, chosen: FieldBox | None) -> TableRow:
        """The row of that field; the first where it is in none."""
        rows = self._draft.table
        at = next((n for n, boxes in enumerate(self._rows) if chosen in boxes.values()), 0)
        return rows[min(at, len(rows) - 1)]

    def _say_plain(self, at: int, row: TableRow, *, is_chosen: bool) -> None:
        name, more, also = self._plain[at]
        name.say(slip_name(SlipKind(row.kind)))
        more.say(f"{words.when_words(row.kind)}; {words.shows_words(row.kind)}")
        key = SettingsKey.ALSO_ON if is_chosen else ""
        also.set_face(ButtonFace(translate("settings", "Also on"), key, ButtonKind.QUIET))
        also.setVisible(row.place is not None and len(self._draft.printers) > 1)

    def _act(self, act: Callable[[TableRow], Draft], row: TableRow) -> None:
        self.changed.emit(act(row))

    def _new_row(self, at: int) -> dict[str, FieldBox]:
        boxes = {key: FieldBox(self.theme) for key in _CELLS}
        name = Words(self.theme, FontRole.BODY_BOLD)
        more = Words(self.theme, FontRole.CAPTION, Color.MUTED)
        also = DeskButton(self.theme, ButtonFace("", kind=ButtonKind.QUIET))
        also.setProperty("row", at)
        also.clicked.connect(self._one_more)
        self._plain.append((name, more, also))
        place = QVBoxLayout()
        place.setSpacing(0)
        place.addStretch(1)
        place.addWidget(name)
        place.addWidget(more)
        self._grid.addLayout(place, at + 1, 0)
        for column, box in enumerate(boxes.values(), 1):
            box.wanted.connect(self._pressed)
            self._grid.addWidget(box, at + 1, column, Qt.AlignmentFlag.AlignBottom)
        self._grid.addWidget(also, at + 1, 4, Qt.AlignmentFlag.AlignBottom)
        return boxes

    @Slot()
    def _pressed(self) -> None:
        self.wanted.emit(self.sender())

    @Slot()
    def _one_more(self) -> None:
        rows, at = self._draft.table, int(self.sender().property("row"))
        if at < len(rows):
            self.changed.emit(self._draft.one_more_line(rows[at]))
