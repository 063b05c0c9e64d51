"""What stands beside the grid: chart and hour, or the receipts behind a number."""

from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from posdesk.desk.hours.chart import Chart
from posdesk.desk.hours.columns import Column, Kind
from posdesk.desk.hours.cursor import Cursor
from posdesk.desk.hours.hour_card import HourCard
from posdesk.desk.hours.reader import Reader
from posdesk.desk.hours.receipts import ReceiptsPanel
from posdesk.desk.hours.words import column_name, hour_words
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.day_switch import day_words
from posdesk.domain.books.ledger import DayView
from posdesk.domain.clock import Clock
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate


class Side(QStackedWidget):
    """Shows one of the two; `closed` says that a person put the receipts away."""

    closed = Signal()

    def __init__(self, theme: Theme, settings: Settings, clock: Clock, parent: QWidget | None = None) -> None:
        """Chart and hour first."""
        super().__init__(parent)
        self.chart = Chart(theme, settings.store.day_starts)
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

    def show_receipts(self, reader: Reader, cursor: Cursor) -> None:
        """The receipts that the reader has, and whose they are."""
        title = receipts_title(reader, cursor)
        if reader.receipts_whole:
            self.receipts.show_rows(title, reader.receipts)
        else:
            self.receipts.show_asking(title)
        self.setCurrentWidget(self.receipts)

    def show_overview(self) -> None:
        """Chart and hour again."""
        self.receipts.model.show_rows(())
        self.setCurrentWidget(self._overview)


def receipts_title(reader: Reader, cursor: Cursor) -> str:
    """Whose receipts: 13:00, Meituan."""
    when = hour_words(cursor.hour) if cursor.hour is not None else day_words(reader.day)
    source = reader.wanted.source if reader.wanted is not None else ""
    whose = column_name(source) if source else translate("hours", "all sources")
    return translate("hours", "{when}: {whose}").format(when=when, whose=whose)


def source_of_column(column: Column) -> str:
    """The source whose receipts are behind a column's numbers; "" for all."""
    return column.source if column.kind is Kind.SOURCE else ""
