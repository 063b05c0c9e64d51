"""The daily sheet as a pane: its day, the table, what differs under it, export and print."""

from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.questions import read_sheet
from posdesk.desk.frame.page import Gathering
from posdesk.desk.output.output import Output
from posdesk.desk.sync.sheet.differences import DifferenceList
from posdesk.desk.sync.sheet.head import SheetHead
from posdesk.desk.sync.sheet.paper import document_of
from posdesk.desk.sync.sheet.table import SheetTable
from posdesk.desk.sync.sheet.words import Remedy, notes_of, remedy_of
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SyncKey
from posdesk.desk.widgets.day_switch import DayKeys, DaySwitch
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card, Ruled, within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.domain.books.day_starts import shown_on
from posdesk.domain.books.hour import hour_of
from posdesk.domain.books.ledger import Difference, Sheet
from posdesk.engine.actions import BookActions

translate = QCoreApplication.translate

GATHER_MS = 500  # a burst of receipts is one reading
_PAD = 20


class DailySheet(Card):
    """Orders, hours and receipts of one business day beside each other (product row 42)."""

    hour_wanted = Signal(object)  # datetime
    day_wanted = Signal(object)  # date
    order_wanted = Signal(object)  # OrderKey
    settings_wanted = Signal(str)
    shown = Signal()  # another sheet is on screen
    acted = Signal()

    def __init__(self, books: Books, theme: Theme, parent: QWidget | None = None) -> None:
        """Asks for today's sheet when it is shown."""
        super().__init__(theme, parent)
        self._books = books
        self._day: date | None = None
        self._follows = True
        self.sheet: Sheet | None = None
        self._note = ""
        self.output = Output(document_of(lambda: self.sheet, self._day_shown, books), books, self)
        self._build(theme)
        self._connect()

    @property
    def day(self) -> date:
        """The business day on screen; it goes with the clock until somebody turns to another."""
        return self._books.today() if self._day is None or self._follows else self._day

    @property
    def note(self) -> str:
        """What stands above the foot: why orders aren't compared, where a file went."""
        return self._note or self._standing_note()

    @Slot(object)
    def show_day(self, day: date) -> None:
        """Show that business day."""
        self.close_calendar()
        self._day, self._follows = day, day == self._books.today()
        self._note = ""
        self._take(None)
        self._read()

    def turn(self, step: int) -> bool:
        """Go so many days on or back; whether it went. There is none after today."""
        return self.head.switch.turn(step)

    def close_calendar(self) -> bool:
        """Put the month away; whether it was open."""
        return self.head.switch.close_calendar()

    def open_hours(self) -> None:
        """The hours that the numbers of the day come from."""
        self.day_wanted.emit(self._day_shown())

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._take(self.sheet)

    def showEvent(self, event: QShowEvent) -> None:
        """Reads what changed while it was not on screen."""
        super().showEvent(event)
        self._read()

    @Slot()
    def refresh(self) -> None:
        """Ask for the day on screen again."""
        self._gathering.stop()
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self.head.show_day(self.day)
        self._books.ask(self._sheet_read, read_sheet, self.day)

    def _sheet_read(self, sheet: Sheet, day: date) -> None:
        if day == self.day:
            self._take(sheet)

    def _take(self, sheet: Sheet | None) -> None:
        self.sheet = sheet
        self.head.show_day(self.day)
        self.table.show_sheet(sheet)
        self.differences.show_differences(sheet.differences if sheet else ())
        self._foot.say(self._foot_words())
        self.shown.emit()

    def _day_shown(self) -> date:
        return self.sheet.day if self.sheet else self.day

    def _foot_words(self) -> str:
        words = translate(
            "sheet",
            "Business day from {time}, China time, in yuan. Receipts count those still in the queue."
            " All three books go by the same rule of hours. A number, or {key}, opens its hours.",
        )
        starts = shown_on(self._day_shown(), self._books.settings.store.days)
        rule = words.format(time=starts, key=SyncKey.HOURS)
        return "\n".join(filter(None, (self.note, rule)))

    def _standing_note(self) -> str:
        sheet = self.sheet
        if sheet is None:
            return translate("sheet", "The sheet is being read.")
        if not sheet.rows:
            return translate("sheet", "Nothing was sold on this day.")
        told = notes_of(sheet)
        if sheet.from_orders or told:
            return told
        return translate(
            "sheet", "The tills ring the orders themselves, so orders aren't compared one by one."
        )

    @Slot(object)
    def _mend(self, difference: Difference) -> None:
        """A difference's one button."""
        remedy = remedy_of(difference)
        posting = difference.posting
        if remedy is Remedy.ORDER:
            self.order_wanted.emit(difference.order)
        elif remedy in {Remedy.HOUR, Remedy.RECEIPT}:
            self.hour_wanted.emit(difference.hour or hour_of(difference.at))
        elif remedy is Remedy.SETTINGS:
            self.settings_wanted.emit("wdk")
        elif posting is not None and remedy is Remedy.SEND_AGAIN:
            self._books.act(partial(BookActions.retry, seq=posting.seq))
        elif posting is not None and remedy is Remedy.ASK_AGAIN:
            self._books.act(partial(BookActions.ask_again, seq=posting.seq))
        self.acted.emit()

    @Slot(str)
    def _say(self, words: str) -> None:
        self._note = words
        self._foot.say(self._foot_words())

    def _build(self, theme: Theme) -> None:
        self._gathering = Gathering(self, GATHER_MS)
        self.head = SheetHead(theme, self._days(theme))
        self.table, self.differences = SheetTable(theme), DifferenceList(theme)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(_PAD, 0, _PAD, 8)
        column.setSpacing(0)
        column.addWidget(self.table)
        column.addSpacing(14)
        column.addWidget(self.differences)
        column.addStretch(1)
        self._foot, line = Words(theme, FontRole.CAPTION, Color.MUTED), Ruled(theme)
        self._foot.setContentsMargins(_PAD - 1, 9, _PAD - 1, 9)
        line.setFixedHeight(1)
        whole = within(self, 1, 1, 1, 1)
        whole.addWidget(self.head)
        whole.addWidget(scrolled(inner), 1)
        whole.addWidget(line)
        whole.addWidget(self._foot)
        self.table.show_sheet(None)

    def _days(self, theme: Theme) -> DaySwitch:
        return DaySwitch(theme, self, self._books.today, DayKeys(SyncKey.MONTH, SyncKey.TODAY))

    def _connect(self) -> None:
        self._books.signals.changed.connect(self._gathering.begin)
        self.output.said.connect(self._say)
        self._gathering.timeout.connect(self.refresh)
        self.head.switch.chosen.connect(self.show_day)
        self.head.export_wanted.connect(self.output.save)
        self.head.print_wanted.connect(self.output.print_out)
        self.table.day_wanted.connect(self.day_wanted)
        self.differences.pressed.connect(self._mend)
