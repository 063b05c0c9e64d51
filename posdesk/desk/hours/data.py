"""What the page has read of the books: day, story of the chosen hour, receipts behind a number."""

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.questions import read_day, read_receipts, read_story
from posdesk.domain.books.ledger import DayView, HourStory, ReceiptRow


@dataclass(frozen=True, slots=True)
class WantedReceipts:
    """The receipts of these hours, of one source or of all (""); `hour` is None for a whole day's."""

    hour: datetime | None
    hours: tuple[datetime, ...]
    source: str = ""


class HoursData(QObject):
    """Asks, and keeps only what answers the last question; an answer to an older one is dropped."""

    day_changed = Signal()
    story_changed = Signal()
    receipts_changed = Signal()

    def __init__(self, books: Books, parent: QObject | None = None) -> None:
        """Asks nothing by itself."""
        super().__init__(parent)
        self._books = books
        self._day: date | None = None
        self._hour: datetime | None = None
        self.wanted: WantedReceipts | None = None
        self._receipts: dict[datetime, tuple[ReceiptRow, ...]] = {}
        self.view: DayView | None = None
        self.story: HourStory | None = None

    @property
    def day(self) -> date:
        """The business day that is looked at; today while nobody chose another."""
        return self._day or self._books.today()

    @property
    def receipts(self) -> tuple[ReceiptRow, ...]:
        """Those read so far, in the order of the hours."""
        hours = self.wanted.hours if self.wanted is not None else ()
        return tuple(row for hour in hours for row in self._receipts.get(hour, ()))

    @property
    def receipts_whole(self) -> bool:
        """Whether every hour that was asked for is there."""
        return self.wanted is not None and all(hour in self._receipts for hour in self.wanted.hours)

    def choose_day(self, day: date) -> None:
        """Look at this day from now on; today follows the clock over the day's end."""
        self._day = None if day == self._books.today() else day
        self.view, self.story, self._hour = None, None, None
        self.close_receipts()
        self.read()

    def choose_hour(self, hour: datetime | None) -> None:
        """Look at this hour's story."""
        if hour != self._hour:
            self._hour, self.story = hour, None
            self._ask_story()

    def open_receipts(self, wanted: WantedReceipts) -> None:
        """Look at these receipts."""
        self.wanted, self._receipts = wanted, {}
        self._ask_receipts()

    def close_receipts(self) -> None:
        """Look at none."""
        self.wanted, self._receipts = None, {}

    def put_down(self) -> None:
        """Keep the questions and none of the receipts: a day's are thousands of lines."""
        self._receipts = {}
        self.receipts_changed.emit()

    def read(self) -> None:
        """Ask for all that is looked at once more."""
        self._books.ask(self._hear_day, read_day, self.day)
        self._ask_story()
        self._ask_receipts()

    def _ask_story(self) -> None:
        if self._hour is not None:
            self._books.ask(self._hear_story, read_story, self._hour)

    def _ask_receipts(self) -> None:
        if self.wanted is not None:
            for hour in self.wanted.hours:
                self._books.ask(self._hear_receipts, read_receipts, hour, self.wanted.source)

    def _hear_day(self, view: DayView, day: date) -> None:
        if day == self.day:
            self.view = view
            self.day_changed.emit()

    def _hear_story(self, story: HourStory, hour: datetime) -> None:
        if hour == self._hour:
            self.story = story
            self.story_changed.emit()

    def _hear_receipts(self, rows: tuple[ReceiptRow, ...], hour: datetime, source: str) -> None:
        wanted = self.wanted
        if wanted is not None and source == wanted.source and hour in wanted.hours:
            self._receipts[hour] = rows
            self.receipts_changed.emit()
