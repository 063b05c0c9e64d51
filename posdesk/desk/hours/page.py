"""The Hours page (Ctrl+3): a business day by hour and source, and what each hour asks of a manager."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QRect, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.frame.page import GATHER_MS, BarState, Key, KeyAction, Page
from posdesk.desk.hours.actions import HourRequests
from posdesk.desk.hours.blocks import Para, Title
from posdesk.desk.hours.cases import HourAction
from posdesk.desk.hours.columns import NOTHING
from posdesk.desk.hours.data import HoursData
from posdesk.desk.hours.grid import HoursGrid
from posdesk.desk.hours.header import Header
from posdesk.desk.hours.model import Cursor, cursor_at, first_cursor
from posdesk.desk.hours.paper import document_of
from posdesk.desk.hours.side import Side
from posdesk.desk.output.output import Output
from posdesk.desk.theme import Pane, Sign, Theme, WidthClass, pane_width, width_class
from posdesk.desk.theme.layout import ANY_WIDTH, gutter
from posdesk.desk.widgets.alt_keys import HoursKey
from posdesk.desk.widgets.day_switch import DayKeys, DaySwitch, day_words
from posdesk.desk.words.states import Sentence
from posdesk.domain.books.hour import business_day
from posdesk.domain.books.ledger import HourRow

translate = QCoreApplication.translate

LOOK_MS = 20_000
"""An hour ends without anything being written down: the day is asked for again by itself."""
_STEPS = {Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0), Key.Key_Left: (0, -1), Key.Key_Right: (0, 1)}
_FAR = 99
_LEAPS = {Key.Key_Home: (-_FAR, 0), Key.Key_End: (_FAR, 0)}


class HoursPage(Page):
    """Shows what the books say; every action is a call to them."""

    key = "hours"
    number = 3
    sign = Sign.CHART

    def __init__(self, counter: Counter, books: Books, theme: Theme, parent: QWidget | None = None) -> None:
        """Listens to both from here on; reads when it is shown."""
        super().__init__(parent)
        self._books = books
        self._asked_for: datetime | None = None
        self._narrow = self._side_front = False
        self.data = HoursData(books, self)
        self.requests = HourRequests(counter, books, self)
        self._build(theme)
        self._connect()

    def title(self) -> str:
        """The page's name in the rail."""
        return translate("pages", "Hours")

    def bar(self) -> BarState:
        """F5 opens the receipts of the cell, a letter the field of the reason."""
        label = translate("hours", "Receipts")
        box, reason = self.at_hand(), self.side.card.reason
        run: Callable[[], None] | None = self.open_receipts
        if box is not None and box.isEmpty():
            run = self._show_cell
        if self.header.days.calendar.isVisible():
            run = None  # it lies over the cells
        words, write = translate("hours", "Reason"), reason.setFocus if reason.isVisible() else None
        return BarState(
            keys=(
                KeyAction(Key.Key_F5, label, run, shown=False, acts=False),
                KeyAction(HoursKey.REASON, words, write, shown=False, acts=False),
            )
        )

    def at_hand(self) -> QRect | None:
        """The framed cell; in a narrow window the side, where that is in front."""
        if not self.grid.model.rows:
            return None
        if not self.grid.isVisible():
            return self.side.geometry()
        box = self.grid.box_of_cursor()
        return QRect(self.grid.mapTo(self, box.topLeft()), box.size())

    def _show_cell(self) -> None:
        """The key was meant for a cell that somebody has scrolled away from: it is shown, and no more."""
        self.grid.bring_cursor()
        what = translate("hours", "Nothing was opened: the framed cell was not on the screen.")
        self.said.emit(Sentence(what, translate("hours", "Here it is now. Press the key again.")))

    def escape(self) -> bool:
        """The first of these: calendar, forms of a file, receipts, a narrow window's side, the reason."""
        if self.header.days.close_calendar() or self.header.fold():
            return True
        if self.side.shows_receipts:
            self._close_receipts()
        elif self._narrow and self._side_front:
            self._bring(side=False)
        elif self.side.card.reason.hasFocus():
            self.side.card.reason.clearFocus()
        else:
            return False
        return True

    def handle_key(self, event: QKeyEvent) -> bool:
        """The arrows move from cell to cell, Home and End to the first hour and the totals."""
        key = Key(event.key())
        if self.header.days.take_key(key):
            return True
        step = _STEPS.get(key) or _LEAPS.get(key)
        if step is None or self.side.card.reason.hasFocus() or self.header.days.calendar.isVisible():
            return False
        if self._narrow and self._side_front:
            self.side.receipts.scroll_by(step[0])
            return True
        row, column = self.grid.model.place
        self._move(row + step[0], column + step[1])
        return True

    def set_window_width(self, width: int) -> None:
        """Beside each other from 1280, else one or the other."""
        room = gutter(width)
        self._narrow = width_class(width) < WidthClass.MEDIUM
        self._column.setContentsMargins(room, room, room, room)
        self._column.setSpacing(room)
        self._row.setSpacing(room)
        side_px = pane_width(Pane.HOURS_SIDE, width)
        self.side.setFixedWidth(side_px or ANY_WIDTH)
        self.side.setMinimumWidth(side_px)
        self._bring(side=self._side_front)

    def retranslate(self) -> None:
        """The language on screen changed."""
        self.header.retranslate()
        self.grid.retranslate()
        self.side.retranslate()
        self._show_day()

    @Slot(object)
    def show_day(self, day: date) -> None:
        """Look at this business day."""
        self.header.days.close_calendar()
        self.header.show_note("")
        self.side.show_overview()
        self.requests.forget()
        self.data.choose_day(day)
        if self.data.view is None:
            self._show_day()

    def show_hour(self, hour: datetime) -> None:
        """Look at this hour, on its business day, as soon as the day is read; another page asked for it."""
        self._asked_for = hour
        self.show_day(business_day(hour, self._books.settings.store.days))
        self._bring(side=self._narrow)

    @Slot()
    def open_receipts(self) -> None:
        """Show the receipts behind the cell; of the whole day for the totals."""
        model = self.grid.model
        if model.rows:
            self.side.open_receipts(model.rows, model.cursor)
            self._bring(side=True)

    @Slot()
    def refresh(self) -> None:
        """Ask for everything once more, where the page is on screen."""
        if self.isVisible():
            self.data.read()

    def showEvent(self, event: QShowEvent) -> None:
        """Reads what changed while another page was on screen."""
        super().showEvent(event)
        self._look.start()
        self._show_day()
        self.data.read()

    def hideEvent(self, event: QHideEvent) -> None:
        """Receipts are read again when the page is back."""
        super().hideEvent(event)
        self._look.stop()
        self.data.put_down()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chart takes its share."""
        super().resizeEvent(event)
        self.side.set_room(self.height() - 80)

    @Slot()
    def _show_day(self) -> None:
        view, model = self.data.view, self.grid.model
        self.header.show_day(self.data.day)
        if view is None:
            model.show_day(None)
            self.grid.retranslate()
            self.grid.show_empty(translate("hours", "Reading the day"))
            self._show_card()
            return
        fresh = model.view is None or model.view.day != view.day
        self.grid.show_day(view)
        self.side.show_day(view, self._books.today())
        self.grid.show_empty("" if model.rows else translate("hours", "No receipts on this day yet"))
        if fresh:
            self.grid.show_cursor(-1, -1)
            model.cursor = Cursor(first_cursor(model.rows).hour, model.cursor.column)
        if self._asked_for is not None:
            model.cursor, self._asked_for = Cursor(self._asked_for), None
        self._show_cursor()

    def _move(self, row: int, column: int) -> None:
        model = self.grid.model
        if not model.rows:
            return
        before, model.cursor = model.cursor, cursor_at(row, column, model.rows, model.columns)
        if before.hour != model.cursor.hour:
            self.requests.forget()
        if self.data.wanted is not None and before != model.cursor:
            self._follow.start()
        self._show_cursor()

    def _show_cursor(self) -> None:
        row, column = self.grid.model.place
        self.grid.show_cursor(row, column)
        shown = self.grid.model.row_at_cursor
        self.data.choose_hour(shown.hour if shown is not None else None)
        self._show_card()

    @Slot()
    def _show_card(self) -> None:
        view, row = self.data.view, self.grid.model.row_at_cursor
        if view is None or not self.grid.model.rows:
            self.side.card.clear([Title(day_words(self.data.day)), Para(self.grid.empty_words, small=True)])
        elif row is None:
            self.side.card.show_day(view)
        else:
            note, urgent = self.requests.note, self.requests.urgent
            self.side.card.show_hour(row, self.data.story, note=note, urgent=urgent)

    @Slot()
    def _close_receipts(self) -> None:
        self.side.show_overview()
        self._bring(side=False)

    def _bring(self, *, side: bool) -> None:
        """In a narrow window: the side, or the grid."""
        self._side_front = side
        self.side.setVisible(side or not self._narrow)
        self.grid.setVisible(not (side and self._narrow))
        self.header.set_narrow(self._narrow, side=side)

    @Slot(int, int)
    def _chosen(self, row: int, column: int) -> None:
        """A press on a number opens its receipts; on an hour or a state it is chosen."""
        self._move(row, column)
        model = self.grid.model
        if model.rows and model.columns[column].is_number and model.cells[row][column].text != NOTHING:
            self.open_receipts()
        elif self.data.wanted is not None:
            self._close_receipts()
        elif self._narrow:
            self._bring(side=True)

    @Slot(object, object, str)
    def _done(self, action: HourAction, row: HourRow, reason: str) -> None:
        if action is HourAction.RECEIPTS:
            self.grid.model.cursor = Cursor(row.hour)
            self._show_cursor()
            self.open_receipts()
            return
        self.requests.do(action, row, reason)
        self.acted.emit()

    @Slot()
    def _turn(self) -> None:
        """The head's button of a narrow window: the grid, or what stands in its place."""
        if self.side.shows_receipts:
            self._close_receipts()
        else:
            self._bring(side=not self._side_front)

    def _build(self, theme: Theme) -> None:
        self.setObjectName("page")
        settings = self._books.settings
        self.header = Header(theme, settings.store.days, self._days(theme))
        self.grid = HoursGrid(theme)
        self.side = Side(theme, settings, self.data, self._books.clock)
        self.output = Output(document_of(self.data, self._books), self._books, self)
        self._follow = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._look = QTimer(self, interval=LOOK_MS)
        self._row = QHBoxLayout()
        self._row.addWidget(self.grid, 1)
        self._row.addWidget(self.side)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addLayout(self._row, 1)
        self.set_window_width(WidthClass.MEDIUM)

    @Slot()
    def _adopt(self) -> None:
        """Other settings count: days may begin at another time, the books may go elsewhere."""
        settings = self._books.settings
        self.header.day_starts = self.side.chart.day_starts = settings.store.days
        self.side.card.settings = settings
        self.refresh()

    def _days(self, theme: Theme) -> DaySwitch:
        keys = DayKeys(HoursKey.MONTH, HoursKey.TODAY, HoursKey.EARLIER, HoursKey.LATER)
        return DaySwitch(theme, self, self._books.today, keys)

    def _connect(self) -> None:
        self._books.signals.settings_changed.connect(self._adopt)
        self._books.signals.changed.connect(self.gathering.begin)
        self.output.said.connect(self.header.show_note)
        self.data.day_changed.connect(self._show_day)
        self.data.story_changed.connect(self._show_card)
        self.requests.said_changed.connect(self._show_card)
        self.header.export_wanted.connect(self.output.save)
        self.header.print_wanted.connect(self.output.print_out)
        self.header.side_wanted.connect(self._turn)
        self.grid.chosen.connect(self._chosen)
        self.side.closed.connect(self._close_receipts)
        self.side.card.done.connect(self._done)
        self.header.days.chosen.connect(self.show_day)
        self._look.timeout.connect(self.refresh)
        self._follow.timeout.connect(self.open_receipts)
