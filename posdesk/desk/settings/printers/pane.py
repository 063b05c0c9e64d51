"""The topic of printers: the printers at the left, the chosen one's fields, which slip prints where below."""

from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.pane_base import Pane
from posdesk.desk.settings.printers.draft import Draft
from posdesk.desk.settings.printers.preview import Preview
from posdesk.desk.settings.printers.printer_form import PrinterForm
from posdesk.desk.settings.printers.printer_list import PrinterList
from posdesk.desk.settings.printers.slip_table import SlipTable
from posdesk.desk.settings.printers.value_button import Cell, FieldBox
from posdesk.desk.theme import Color, FontRole, Theme, WidthClass
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.button_flow import ButtonFlow
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.prints import ended_words
from posdesk.domain.clock import Clock
from posdesk.domain.printing.board import PrinterStatus
from posdesk.engine.sending.printer_trial import Trial
from posdesk.settings.printers import Printer
from posdesk.settings.settings import PRINTERS, Settings

translate = QCoreApplication.translate

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
_NAMES_PX, _NARROW_PX = 190, 170


class PrintersPane(Pane):
    """Asks by `save_wanted` and `test_wanted`; the page answers by what it calls."""

    test_wanted = Signal(object)  # Printer, as it is entered

    key = section = PRINTERS

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        """Empty until `show_kept`."""
        super().__init__(theme, parent)
        self._clock = clock
        self._kept = self.draft = Draft()
        self._states: dict[str, PrinterStatus] = {}
        self._at = self._field = 0
        self._said, self._bad = "", False
        self._cells: list[Cell] = []
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

    def keep_up(self, settings: Settings) -> None:
        """Printers that were saved elsewhere count: what is entered here knows nothing of them."""
        now = Draft.of(settings.printer, settings.slip)
        if now == self._kept:
            return
        is_ours = now == self.draft
        self.show_kept(settings)
        if not is_ours:
            self.say(
                translate("settings", "Printers were saved elsewhere meanwhile: enter it once more."),
                bad=True,
            )
        self.changed.emit()

    def show_saved(self, settings: Settings) -> None:
        """It is kept, and counts from now on."""
        self.show_kept(settings)
        self.say(translate("settings", "Saved. It counts from now on."))

    def refuse(self, words: str, key: str = "") -> None:
        """It was not kept: why."""
        self.say(words, bad=True)

    def show_states(self, states: tuple[PrinterStatus, ...]) -> None:
        """How the printers are now; nothing is laid out anew where they are as they were."""
        now = {each.name: each for each in states}
        if now != self._states:
            self._states = now
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
        if trial.slips and asked.name in self.draft.names:
            at = self.draft.names.index(asked.name)
            when = self._clock.now().replace(microsecond=0)
            self._change(self.draft.with_value(at, "answers", trial.answers.value))
            self._change(self.draft.with_value(at, "proved", when))
        self.say(str(ended_words(asked.name, trial.ended)), bad=not trial.slips)

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a field; whether they did."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if not step or not self._cells:
            return False
        self._field = (self._field + step) % len(self._cells)
        self._show()
        self._area.ensureWidgetVisible(self._cells[self._field].box)
        return True

    def set_window_width(self, width: int) -> None:
        """The preview stands beside the fields where there is room."""
        self.preview.setVisible(width >= WidthClass.MEDIUM)
        self.list.setFixedWidth(_NAMES_PX if width >= WidthClass.MEDIUM else _NARROW_PX)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._said = ""
        self._show()

    # what a person does

    @Slot(object)
    def _change(self, draft: Draft) -> None:
        self._said = ""
        self.draft = draft
        self._show()
        self.changed.emit()

    @Slot()
    def _add(self) -> None:
        number = len(self.draft.printers) + 1
        words = translate("settings", "Printer {n}")
        while words.format(n=number) in self.draft.names:
            number += 1
        self._at, self._field = len(self.draft.printers), 0
        self._change(self.draft.added(words.format(n=number)))

    @Slot()
    def _remove(self) -> None:
        if self.draft.printers:
            draft = self.draft.removed(self._at)
            self._at = max(0, self._at - 1)
            self._change(draft)

    @Slot()
    def _test(self) -> None:
        asked = self._whole(self._at)
        if asked is None:
            return
        self._asked = asked
        self.say(translate("settings", "A test slip is on its way to {printer}.").format(printer=asked.name))
        self.test_wanted.emit(asked)

    def _whole(self, at: int) -> Printer | None:
        """That printer, where it has all it needs; else what lacks is said."""
        try:
            return Printer.model_validate(dict(self.draft.printers[at]))
        except (ValidationError, IndexError):
            self.say(translate("settings", "First enter a name and an address."), bad=True)
            return None

    @Slot()
    def _save(self) -> None:
        for at in range(len(self.draft.printers)):
            if self._whole(at) is None:
                self._pick(at)
                return
        self.say(translate("settings", "Saving"))
        self.save_wanted.emit(self.draft.tables)

    @Slot()
    def _discard(self) -> None:
        self._at = 0
        self._change(self._kept)

    @Slot(int)
    def _pick(self, at: int) -> None:
        self._at, self._field = at, 0
        self._show()

    @Slot(object)
    def _wanted(self, box: FieldBox) -> None:
        """A field was touched, or Alt+V pressed on the chosen one."""
        place = next((place for place, cell in enumerate(self._cells) if cell.box is box), None)
        if place is not None:
            self._field = place
            self._cells[place].change()
        self._show()

    # what it shows

    def _show(self) -> None:
        self._title.say(self.title())
        self._lead.say(translate("settings", "Print a test slip first, then save."))
        self.list.show_draft(self.draft, self._at)
        self._cells = [*self.form.cells(self.draft, self._at), *self.table.cells(self.draft)]
        self._field = min(self._field, max(0, len(self._cells) - 1))
        chosen = self._cells[self._field].box if self._cells else None
        name = self.draft.names[self._at] if self._at < len(self.draft.names) else ""
        self.form.say(chosen, self._states.get(name))
        self.table.say(chosen)
        self._show_preview(chosen)
        self._show_foot()

    def _show_preview(self, chosen: FieldBox | None) -> None:
        row = self.table.row_of(chosen)
        name, names = self.draft.line(row).get("printer"), self.draft.names
        width, language = 80, "zh_CN"
        if name in names:
            width, language = (self.draft.value(names.index(name), key) for key in ("width", "language"))
        self.preview.show_slip(row.kind, width, language)

    def _show_foot(self) -> None:
        changed, is_there = self.is_changed, bool(self.draft.printers)
        not_saved = translate("settings", "Not saved yet.") if changed else ""
        color = Color.BAD if self._said and self._bad else Color.WARN if changed else Color.TEXT
        self._foot.say(self._said or not_saved, color)
        faces = (
            (self.add_button, translate("settings", "Add one"), SettingsKey.ADD, True),
            (self.remove_button, translate("settings", "Remove it"), SettingsKey.REMOVE, is_there),
            (self.discard_button, translate("settings", "Discard changes"), SettingsKey.DISCARD, changed),
            (self.test_button, translate("settings", "Test slip"), SettingsKey.TEST, is_there),
        )
        for button, label, key, applies in faces:
            button.set_face(ButtonFace(label, key, applies=applies))
        save = translate("settings", "Save")
        self.save_button.set_face(ButtonFace(save, SettingsKey.SAVE, ButtonKind.PRIMARY, applies=changed))
        self.discard_button.setVisible(changed)
        self._buttons.lay_out()

    # how it is laid out

    def _build(self) -> None:
        theme = self.theme
        self._title, self._lead = Words(theme, FontRole.HEADING), Words(theme, FontRole.BODY, Color.MUTED)
        self._foot = Words(theme, FontRole.BODY_BOLD)
        self.list = PrinterList(theme)
        self.form, self.table = PrinterForm(theme, self._clock), SlipTable(theme)
        self.add_button, self.remove_button, self.discard_button, self.test_button, self.save_button = (
            DeskButton(theme, ButtonFace("")) for _ in range(5)
        )
        self.preview = Preview(theme, self._clock)
        acts = (self.test_button, self.add_button, self.remove_button, self.discard_button)
        self._buttons = ButtonFlow((self.save_button, *acts))
        self._connect()
        whole, body = within(self, 0, 0, 0, 0), QHBoxLayout()
        whole.setSpacing(8)
        whole.addWidget(self._title)
        whole.addWidget(self._lead)
        body.setSpacing(12)
        self._area = scrolled(self._inner(), keyless=True)
        body.addWidget(self._area, 1)
        body.addWidget(self.preview)
        whole.addLayout(body, 1)
        whole.addWidget(self._foot)
        whole.addWidget(self._buttons)

    def _connect(self) -> None:
        for part in (self.form, self.table):
            part.changed.connect(self._change)
            part.wanted.connect(self._wanted)
        self.list.chosen.connect(self._pick)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.discard_button.clicked.connect(self._discard)
        self.test_button.clicked.connect(self._test)
        self.save_button.clicked.connect(self._save)

    def _inner(self) -> QWidget:
        inner, top = QWidget(), QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.list, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.form, 1)
        column = within(inner, 0, 0, 8, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.table)
        column.addStretch(1)
        return inner
