"""Which business day a page shows: a day back, the day itself with its month, a day on, back to today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import SIZE, Sign, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.calendar import Calendar
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.say import date_words
from posdesk.domain.clock import CHINA

translate = QCoreApplication.translate

GAP_PX = SIZE.card_gap


def day_words(day: date) -> str:
    """A business day by its date: 11月21日 周六, Sat 21 Nov."""
    return date_words(datetime.combine(day, time(12), CHINA))


@dataclass(frozen=True, slots=True)
class DayKeys:
    """The page's keys for the four buttons; without those for a day back and on, the arrows do it."""

    month: str
    today: str
    earlier: str = ""
    later: str = ""


class DaySwitch(Painted):
    """`chosen` carries the business day that a person wants; days after today can't be chosen."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, page: QWidget, today: Callable[[], date], keys: DayKeys) -> None:
        """Without a day until `show_day`; the month opens over `page`, `today` is the last day there is."""
        super().__init__(theme, page)
        self._page, self._today_is, self._keys = page, today, keys
        self._day = self._today = date(2000, 1, 1)
        self._named = True
        self.calendar = Calendar(theme, page, key=keys.month)
        self.calendar.chosen.connect(self._choose)
        self.earlier, self.day, self.later, self.today = (
            self._made(run) for run in (self._back, self._open, self._on, self._to_today)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        for button in (self.earlier, self.day, self.later, self.today):
            row.addWidget(button)
        if not keys.earlier:
            for button in (self.earlier, self.later):
                button.setFixedWidth(SIZE.target_min)

    def show_day(self, day: date) -> None:
        """Show this day; the buttons that lead past today are away."""
        self._day, self._today = day, self._today_is()
        self.retranslate()

    def turn(self, step: int) -> bool:
        """Go so many days on or back; whether it went. There is none after today."""
        day = self._day + timedelta(days=step)
        if day > self._today_is():
            return False
        self._choose(day)
        return True

    def take_key(self, key: Qt.Key) -> bool:
        """A key for the month while it is open; whether it is."""
        return self.calendar.isVisible() and self.calendar.take_key(key)

    def close_calendar(self) -> bool:
        """Put the month away; whether it was open."""
        was = self.calendar.isVisible()
        self.calendar.hide()
        return was

    def set_named(self, *, named: bool) -> None:
        """Whether today and yesterday are called so beside their date; safe while a layout is at work."""
        if named != self._named:
            self._named = named
            self.day.set_face(ButtonFace(self._label(), self._keys.month))

    def retranslate(self) -> None:
        """Words in the language on screen."""
        for button, key, sign, arrow in (
            (self.earlier, self._keys.earlier, Sign.BACK, "←"),
            (self.later, self._keys.later, Sign.FORWARD, "→"),
        ):
            button.set_face(ButtonFace("", key or arrow, sign=sign if key else None))
        self.earlier.setAccessibleName(translate("day", "Day before"))
        self.later.setAccessibleName(translate("day", "Day after"))
        self.day.set_face(ButtonFace(self._label(), self._keys.month))
        self.today.set_face(ButtonFace(translate("day", "Today"), self._keys.today))
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

    @Slot(object)
    def _choose(self, day: date) -> None:
        self.close_calendar()
        self.chosen.emit(day)

    @Slot()
    def _back(self) -> None:
        self.turn(-1)

    @Slot()
    def _on(self) -> None:
        self.turn(1)

    @Slot()
    def _open(self) -> None:
        if self.calendar.isVisible():
            self.calendar.choose()
        else:
            corner = self.day.mapTo(self._page, self.day.rect().bottomLeft())
            self.calendar.move(corner + QPoint(0, 4))
            self.calendar.open_at(self._day, self._today_is())

    @Slot()
    def _to_today(self) -> None:
        self._choose(self._today_is())
