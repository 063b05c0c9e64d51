"""Which business day a page shows: a day back, the day itself, a day on, and back to today."""

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.frame.button import DeskButton
from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import ButtonFace, Sign
from posdesk.desk.say import date_words
from posdesk.desk.theme import Theme
from posdesk.domain.clock import CHINA

translate = QCoreApplication.translate

GAP_PX = 8


def day_words(day: date) -> str:
    """A business day by its date: 11月21日 周六, Sat 21 Nov."""
    return date_words(datetime.combine(day, time(12), CHINA))


class DaySwitch(Painted):
    """`turned` carries -1 or 1 day. The buttons that lead past today are away."""

    turned = Signal(int)
    day_pressed = Signal()
    today_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Without a day until `show_day`."""
        super().__init__(theme, parent)
        self._day = self._today = date(2000, 1, 1)
        self._named = True
        self.earlier, self.day, self.later, self.today = (
            self._made(run) for run in (self._back, self._open, self._on, self._to_today)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        for button in (self.earlier, self.day, self.later, self.today):
            row.addWidget(button)
        for button in (self.earlier, self.later):
            button.setFixedWidth(theme.size.target_min)

    def show_day(self, day: date, today: date) -> None:
        """Show this day, of which `today` is the last that can be turned to."""
        self._day, self._today = day, today
        self.retranslate()

    def set_named(self, *, named: bool) -> None:
        """Whether today and yesterday are called so beside their date; safe while a layout is at work."""
        if named != self._named:
            self._named = named
            self.day.set_face(ButtonFace(self._label()))

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.earlier.set_face(ButtonFace("", sign=Sign.BACK))
        self.earlier.setAccessibleName(translate("day", "Day before"))
        self.later.set_face(ButtonFace("", sign=Sign.FORWARD))
        self.later.setAccessibleName(translate("day", "Day after"))
        self.day.set_face(ButtonFace(self._label()))
        self.today.set_face(ButtonFace(translate("day", "Today")))
        past = self._day < self._today
        self.later.setVisible(past)
        self.today.setVisible(past)
        self.updateGeometry()

    def _label(self) -> str:
        words = day_words(self._day)
        known = {
            self._today: translate("day", "Today"),
            self._today - timedelta(days=1): translate("day", "Yesterday"),
        }
        name = known.get(self._day, "")
        return f"{name}    {words}" if name and self._named else words

    def _made(self, run: object) -> DeskButton:
        button = DeskButton(self.theme, ButtonFace(""), self)
        button.clicked.connect(run)
        return button

    @Slot()
    def _back(self) -> None:
        self.turned.emit(-1)

    @Slot()
    def _on(self) -> None:
        self.turned.emit(1)

    @Slot()
    def _open(self) -> None:
        self.day_pressed.emit()

    @Slot()
    def _to_today(self) -> None:
        self.today_wanted.emit()
