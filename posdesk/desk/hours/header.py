"""The head of the Hours page: title, day, the one rule, files and paper, and the last word about them."""

from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from posdesk.desk.hours.words import rule_words
from posdesk.desk.paint import ButtonFace, paint_text, paint_wrapped, text_width, wrapped_height
from posdesk.desk.theme import SIZE, FontRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.day_switch import DaySwitch
from posdesk.desk.widgets.painted import Painted

translate = QCoreApplication.translate

_CONTROL_PX = SIZE.control_height


class Press(StrEnum):
    """A button at the right of the head."""

    SIDE = "side"  # where the window is narrow: chart and hour in the grid's place
    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"
    PRINT = "print"


class _Title(Painted):
    """The page's name."""

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        width = text_width(self._words(), self.theme.font(FontRole.TITLE))
        return QSize(round(width) + 4, _CONTROL_PX)

    def retranslate(self) -> None:
        """Its words may be wider."""
        self.setFixedWidth(self.sizeHint().width())
        super().retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints it."""
        painter = self._painter()
        font = self.theme.font(FontRole.TITLE)
        paint_text(painter, self._rect(), self._words(), font, self.theme.color.text)
        painter.end()

    def _words(self) -> str:
        return translate("hours", "Sales by hour")


class Caption(Painted):
    """A small text of at most two lines in the room that is left."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_words`."""
        super().__init__(theme, parent)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_CONTROL_PX)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def show_words(self, words: str) -> None:
        """Say this."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints it in the middle of its height."""
        painter, font = self._painter(), self.theme.font(FontRole.CAPTION)
        height = min(self.height(), wrapped_height(self._words, font, self.width()))
        rect = self._rect().adjusted(0, (self.height() - height) / 2, 0, 0)
        paint_wrapped(painter, rect, self._words, font, self.theme.color.muted)
        painter.end()


class Header(Painted):
    """`pressed` carries a Press."""

    pressed = Signal(object)

    def __init__(self, theme: Theme, day_starts: str, days: DaySwitch) -> None:
        """`day_starts` as in the settings; `days` chooses the day."""
        super().__init__(theme)
        self._day_starts = day_starts
        self.days = days
        self._day = date(2000, 1, 1)
        self._narrow, self._side, self._note = False, False, ""
        self._build()

    @property
    def rule(self) -> str:
        """The rule as it stands on screen."""
        return self._beside.words if self._beside.isVisible() else self._under.words

    @property
    def note(self) -> str:
        """The last word about a file."""
        return self._note

    def button(self, press: Press) -> DeskButton:
        """One of its buttons."""
        return self._buttons[press]

    def show_day(self, day: date) -> None:
        """This day is shown."""
        self._day = day
        self._read()

    @Slot(str)
    def show_note(self, words: str) -> None:
        """Say what came of a file, in the rule's place until the next press; "" says the rule again."""
        self._note = words
        self._read()

    def set_narrow(self, narrow: bool, *, side: bool) -> None:
        """Whether the window is narrow, and what the button that changes sides leads away from."""
        self._narrow, self._side = narrow, side
        self._read()

    def retranslate(self) -> None:
        """Every word anew."""
        self._read()
        super().retranslate()

    def _read(self) -> None:
        for press in Press:
            self._buttons[press].set_face(self._face(press))
        self.days.set_named(named=not self._narrow)
        self.days.show_day(self._day)
        self._buttons[Press.SIDE].setVisible(self._narrow)
        words = self._note or rule_words(self._day_starts)
        for caption in (self._beside, self._under):
            caption.show_words(words)
        self._beside.setVisible(not self._narrow)
        self._under.setVisible(self._narrow)
        self._gap.setVisible(self._narrow)

    def _face(self, press: Press) -> ButtonFace:
        labels = {
            Press.SIDE: translate("hours", "Table") if self._side else translate("hours", "Chart"),
            Press.CSV: "CSV",
            Press.XLSX: "XLSX",
            Press.PDF: "PDF",
            Press.PRINT: translate("hours", "Print"),
        }
        return ButtonFace(labels[press])

    def _build(self) -> None:
        self._title = _Title(self.theme)
        self._beside, self._under = Caption(self.theme), Caption(self.theme)
        self._under.setFixedHeight(24)
        self._gap = QWidget()
        self._buttons: dict[Press, DeskButton] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addSpacing(4)
        row.addWidget(self.days)
        row.addSpacing(4)
        row.addWidget(self._beside, 1)
        row.addWidget(self._gap, 1)
        for press in Press:
            row.addWidget(self._make(press))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._under)

    def _make(self, press: Press) -> DeskButton:
        button = DeskButton(self.theme, ButtonFace(""))
        button.setProperty("press", press.value)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.on_click(self._press)
        self._buttons[press] = button
        return button

    @Slot()
    def _press(self) -> None:
        self.pressed.emit(Press(self.sender().property("press")))
