"""The daily sheet's head: which day, and how it leaves the screen."""

from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QRectF, Signal, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind, paint_text, text_width
from posdesk.desk.theme import SIZE, FontRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.day_switch import DaySwitch
from posdesk.desk.widgets.painted import Painted

translate = QCoreApplication.translate

HEAD_PX = 76
_PAD = 20
_GAP = SIZE.card_gap
_NAMED_FROM_PX = 680


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
        self.switch = switch
        switch.setParent(self)
        self.export, self.paper = self._made(self._choose), self._made(self._print)
        self.forms = {form: self._made(self._form) for form in Form}

    def show_day(self, day: date) -> None:
        """Show this day."""
        self._day = day
        self._label()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._label()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Places the buttons."""
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the title where there is room."""
        painter = self._painter()
        title = QRectF(_PAD, 0, self.switch.x() - _PAD - 8, HEAD_PX)
        font = self.theme.font(FontRole.TITLE)
        paint_text(painter, title, _title(), font, self.theme.color.text)
        painter.end()

    def _made(self, run: object) -> DeskButton:
        button = DeskButton(self.theme, ButtonFace(""), self)
        button.clicked.connect(run)
        return button

    def _label(self) -> None:
        self.switch.show_day(self._day)
        self.export.set_face(ButtonFace(translate("sheet", "Export")))
        self.paper.set_face(ButtonFace(translate("sheet", "Print")))
        self.export.setVisible(not self._choosing)
        self.paper.setVisible(not self._choosing)
        for form, button in self.forms.items():
            button.set_face(ButtonFace(form.value.upper(), kind=ButtonKind.OUTLINED))
            button.setVisible(self._choosing)
        self._place()

    def _place(self) -> None:
        top = (HEAD_PX - SIZE.control_height) // 2
        x = round(_PAD + text_width(_title(), self.theme.font(FontRole.TITLE)) + 16)
        self.switch.set_named(named=self.width() >= _NAMED_FROM_PX)
        self.switch.setGeometry(x, top, self.switch.sizeHint().width(), SIZE.control_height)
        x = self.width() - _PAD
        for button in (self.paper, self.export) if not self._choosing else reversed(self.forms.values()):
            wide = button.sizeHint().width()
            x -= wide
            button.setGeometry(x, top, wide, SIZE.control_height)
            x -= _GAP
        self.update()

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


def _title() -> str:
    return translate("sheet", "Daily sheet")
