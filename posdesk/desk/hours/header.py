"""The head of the Hours page: title, day, the one rule, files and paper, and the last word about them."""

from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.hours.words import rule_words
from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import HoursKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.day_switch import DaySwitch
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted, within
from posdesk.domain.books.day_starts import shown_on

translate = QCoreApplication.translate


class HeadButton(StrEnum):
    """A button at the right of the head."""

    SIDE = "side"  # where the window is narrow: chart and hour in the grid's place
    EXPORT = "export"  # the forms of a file, in its place
    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"
    PRINT = "print"


_FORMS = (HeadButton.XLSX, HeadButton.CSV, HeadButton.PDF)


class Header(Painted):
    """`export_wanted` carries the form of a file."""

    export_wanted = Signal(str)
    print_wanted = Signal()
    side_wanted = Signal()  # the other of grid and side

    def __init__(self, theme: Theme, day_starts: str, days: DaySwitch) -> None:
        """`day_starts` as in the settings; `days` chooses the day."""
        super().__init__(theme)
        self.day_starts = day_starts
        self.days = days
        self._day = date(2000, 1, 1)
        self._narrow, self._side, self.note = False, False, ""
        self._choosing = False
        self._build()

    @property
    def rule(self) -> str:
        """The rule as it stands on screen."""
        return self._beside.text() or self._under.text()

    def button(self, button: HeadButton) -> DeskButton:
        """One of its buttons."""
        return self._buttons[button]

    def show_day(self, day: date) -> None:
        """This day is shown."""
        self._day = day
        self._read()

    @Slot(str)
    def show_note(self, words: str) -> None:
        """Say what came of a file, in the rule's place until the next press; "" says the rule again."""
        self.note = words
        self._read()

    def fold(self) -> bool:
        """Put the forms of a file away; whether they were there."""
        was, self._choosing = self._choosing, False
        self._read()
        return was

    def set_narrow(self, narrow: bool, *, side: bool) -> None:
        """Whether the window is narrow, and what the button that changes sides leads away from."""
        self._narrow, self._side = narrow, side
        self._place_acts()
        self._read()

    def retranslate(self) -> None:
        """Every word anew."""
        self._read()
        super().retranslate()

    def _read(self) -> None:
        for button in HeadButton:
            self._buttons[button].set_face(self._face(button))
        self.days.set_named(named=not self._narrow)
        self.days.show_day(self._day)
        self._buttons[HeadButton.SIDE].setVisible(self._narrow)
        for button in (HeadButton.EXPORT, HeadButton.PRINT, *_FORMS):
            self._buttons[button].setVisible(self._choosing is (button in _FORMS))
        self._title.say(translate("hours", "Sales by hour"))
        words = self.note or rule_words(shown_on(self._day, self.day_starts))
        self._beside.say("" if self._narrow else words)
        self._under.say(words if self._narrow else "")

    def _face(self, button: HeadButton) -> ButtonFace:
        labels = {
            HeadButton.SIDE: translate("hours", "Table") if self._side else translate("hours", "Chart"),
            HeadButton.EXPORT: translate("hours", "Export"),
            HeadButton.PRINT: translate("hours", "Print"),
        }
        return ButtonFace(labels.get(button, button.value.upper()), HoursKey[button.name])

    def _build(self) -> None:
        self._title = Words(self.theme, FontRole.TITLE, wraps=False)
        self._beside, self._under = (Words(self.theme, FontRole.CAPTION, Color.MUTED) for _ in range(2))
        self._buttons: dict[HeadButton, DeskButton] = {}
        self._row, self._low, acts = QHBoxLayout(), QHBoxLayout(), QWidget()
        for row in (self._row, self._low):
            row.setSpacing(8)
        self._row.addWidget(self._title)
        self._row.addSpacing(4)
        self._row.addWidget(self.days)
        self._row.addSpacing(4)
        self._row.addStretch(0)
        self._row.addWidget(self._beside, 1)
        self._low.addWidget(self._under, 1)
        row = QHBoxLayout(acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in HeadButton:
            row.addWidget(self._make(button))
        self._acts = acts
        self._place_acts()
        column = within(self, 0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._row)
        column.addLayout(self._low)

    def _place_acts(self) -> None:
        """Files and paper stand beside the rule, which is under the day where the window is narrow."""
        self._row.removeWidget(self._acts)
        self._low.removeWidget(self._acts)
        (self._low if self._narrow else self._row).addWidget(self._acts)

    def _make(self, button: HeadButton) -> DeskButton:
        made = self._buttons[button] = DeskButton(self.theme, ButtonFace(""))
        made.setProperty("button", button.value)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.on_click(self._press)
        return made

    @Slot()
    def _press(self) -> None:
        button = HeadButton(self.sender().property("button"))
        self._choosing = button is HeadButton.EXPORT
        self.show_note("")
        if button is HeadButton.SIDE:
            self.side_wanted.emit()
        elif button is HeadButton.PRINT:
            self.print_wanted.emit()
        elif button in _FORMS:
            self.export_wanted.emit(button.value)
