"""The daily sheet's head: which day, and how it leaves the screen."""

from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import SIZE, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SyncKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.day_switch import DaySwitch
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted

translate = QCoreApplication.translate

HEAD_PX = 76
_PAD = 20
_NAMED_FROM_PX = 900
_TITLED_FROM_PX = 820  # the tab above says the same


class Form(StrEnum):
    """In which form the sheet is saved."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


class SheetHead(Painted):
    """Title and day at the left, Export and Print at the right; Export shows the forms in its place."""

    export_wanted = Signal(str)  # a Form
    print_wanted = Signal()

    def __init__(self, theme: Theme, switch: DaySwitch, parent: QWidget | None = None) -> None:
        """Without a day until `show_day`; `switch` chooses it."""
        super().__init__(theme, parent)
        self.setFixedHeight(HEAD_PX)
        self._day = date.min
        self._choosing = False
        self._title = Words(theme, FontRole.TITLE, wraps=False)
        self.switch = switch
        self.export, self.paper = self._made(self._choose), self._made(self._print)
        self.forms = {form: self._made(self._form) for form in Form}
        row = QHBoxLayout(self)
        row.setContentsMargins(_PAD, 0, _PAD, 0)
        row.setSpacing(SIZE.card_gap)
        row.addWidget(self._title)
        row.addWidget(switch)
        row.addStretch(1)
        for button in (*self.forms.values(), self.export, self.paper):
            row.addWidget(button)

    def show_day(self, day: date) -> None:
        """Show this day."""
        self._day = day
        self._label()

    def fold(self) -> bool:
        """Put the forms away; whether they were there."""
        was, self._choosing = self._choosing, False
        self._label()
        return was

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._label()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Title, and the day's name, where there is room."""
        self.switch.set_named(named=self.width() >= _NAMED_FROM_PX)
        self._title.setVisible(self.width() >= _TITLED_FROM_PX)

    def _made(self, run: object) -> DeskButton:
        button = DeskButton(self.theme, ButtonFace(""), self)
        button.clicked.connect(run)
        return button

    def _label(self) -> None:
        self._title.say(translate("sheet", "Daily sheet"))
        self.switch.show_day(self._day)
        self.export.set_face(ButtonFace(translate("sheet", "Export"), SyncKey.EXPORT))
        self.paper.set_face(ButtonFace(translate("sheet", "Print"), SyncKey.PRINT))
        self.export.setVisible(not self._choosing)
        self.paper.setVisible(not self._choosing)
        for form, button in self.forms.items():
            button.set_face(ButtonFace(form.value.upper(), SyncKey[form.name]))
            button.setVisible(self._choosing)

    @Slot()
    def _choose(self) -> None:
        self._choosing = True
        self._label()

    @Slot()
    def _form(self) -> None:
        pressed = self.sender()
        self._choosing = False
        self._label()
        self.export_wanted.emit(next(form for form, button in self.forms.items() if button is pressed))

    @Slot()
    def _print(self) -> None:
        self.print_wanted.emit()
