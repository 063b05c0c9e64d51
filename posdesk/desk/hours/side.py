"""What stands beside the grid: chart and hour, or the receipts behind a number."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posdesk.desk.hours.chart import Chart
from posdesk.desk.hours.data import HoursData, WantedReceipts
from posdesk.desk.hours.hour_card import HourCard
from posdesk.desk.hours.model import Cursor
from posdesk.desk.hours.receipts import ReceiptsPanel
from posdesk.desk.hours.words import column_name, hour_words
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.day_switch import day_words
from posdesk.domain.books.ledger import DayView, HourRow
from posdesk.domain.clock import Clock
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate


class Side(QStackedWidget):
    """Shows one of the two; `closed` says that a person put the receipts away."""

    closed = Signal()

    def __init__(
        self, theme: Theme, settings: Settings, data: HoursData, clock: Clock, parent: QWidget | None = None
    ) -> None:
        """Chart and hour first."""
        super().__init__(parent)
        self._data = data
        self.chart = Chart(theme, settings.store.days)
        self.card = HourCard(theme, settings, clock)
        self.receipts = ReceiptsPanel(theme)
        self._overview = QWidget()
        self._across = QHBoxLayout()
        column = QVBoxLayout(self._overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.chart, 0)
        column.addWidget(self.card, 1)
        self.addWidget(self._overview)
        self.addWidget(self.receipts)
        self.receipts.closed.connect(self.closed)
        data.receipts_changed.connect(self._show_receipts)

    @property
    def shows_receipts(self) -> bool:
        """Whether the receipts are in front."""
        return self.currentWidget() is self.receipts

    def set_room(self, height: int) -> None:
        """The chart gets a third of this height, logical px, within bounds."""
        self.chart.setFixedHeight(max(180, min(300, round(height * 0.37))))

    def show_day(self, view: DayView, today: date) -> None:
        """The chart of this day."""
        self.chart.show_day(view, today)

    def open_receipts(self, rows: Sequence[HourRow], cursor: Cursor) -> None:
        """The receipts behind a cell of these hours; of them all for the totals."""
        hours = (cursor.hour,) if cursor.hour is not None else tuple(row.hour for row in rows)
        self._data.open_receipts(WantedReceipts(cursor.hour, hours, cursor.column.source))
        self._show_receipts()
        self.setCurrentWidget(self.receipts)

    def show_overview(self) -> None:
        """Chart and hour again."""
        self._data.close_receipts()
        self.receipts.model.show_rows(())
        self.setCurrentWidget(self._overview)

    def retranslate(self) -> None:
        """Receipts that are open, in the language on screen."""
        self._show_receipts()

    @Slot()
    def _show_receipts(self) -> None:
        data = self._data
        if data.wanted is None:
            return
        title = _title(data.wanted, data.day)
        if data.receipts_whole:
            self.receipts.show_rows(title, data.receipts)
        else:
            self.receipts.show_asking(title)


def _title(wanted: WantedReceipts, day: date) -> str:
    """Whose receipts: 13:00, Meituan."""
    when = hour_words(wanted.hour) if wanted.hour is not None else day_words(day)
    whose = column_name(wanted.source) if wanted.source else translate("hours", "all sources")
    return translate("hours", "{when}: {whose}").format(when=when, whose=whose)
