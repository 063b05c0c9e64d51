"""Books of the real shape that record what was asked of them and say what a test tells them to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from posdesk.desk.books import BooksSignals
from posdesk.domain.clock import Clock
from posdesk.domain.hour import business_day
from posdesk.domain.intent import Seq
from posdesk.domain.ledger import DayView, HourStory, Misdated, ReceiptRow, Sheet, Waiting
from posdesk.domain.posting import HourFigures
from posdesk.settings import Settings
from tests.support.fake_counter import Asked, FakeClock

EVENING = datetime(2026, 11, 21, 12, 12, tzinfo=UTC)
"""20:12 in China, the moment of the manager's pictures."""


@dataclass
class FakeBooks:
    """See `posdesk.desk.books.Books`; `asked` holds every call in order, `time` moves the clock.

    What `put_day` and its neighbours left is answered at once; while `silent`, or where nothing was left,
    a question stays open until the test says `signals.….emit`.
    """

    settings: Settings = field(default_factory=Settings)
    time: FakeClock = field(default_factory=lambda: FakeClock(EVENING))
    clock: Clock = field(init=False)
    signals: BooksSignals = field(default_factory=BooksSignals)
    asked: list[Asked] = field(default_factory=list)
    waiting_now: Waiting = field(default_factory=lambda: Waiting((), (), ()))
    silent: bool = False
    secrets_there: frozenset[str] = frozenset()
    _days: dict[date, DayView] = field(default_factory=dict)
    _receipts: dict[tuple[datetime, str], tuple[ReceiptRow, ...]] = field(default_factory=dict)
    _stories: dict[datetime, HourStory] = field(default_factory=dict)
    _sheets: dict[date, Sheet] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The clock that the desk sees is the one that a test moves."""
        self.clock = self.time

    def calls(self, name: str) -> list[tuple[object, ...]]:
        """What every call of that name was given, in order."""
        return [asked.what for asked in self.asked if asked.name == name]

    def put_day(self, *days: DayView) -> None:
        """Hold these days and tell the pages that something changed."""
        self._days |= {view.day: view for view in days}
        self.signals.changed.emit()

    def put_receipts(self, *rows: ReceiptRow) -> None:
        """Hold exactly these receipts and tell the pages that something changed."""
        self._receipts.clear()
        for row in rows:
            for source in ("", row.source):
                self._receipts[row.hour, source] = (*self._receipts.get((row.hour, source), ()), row)
        self.signals.changed.emit()

    def put_story(self, *stories: HourStory) -> None:
        """Hold these stories and tell the pages that something changed."""
        self._stories |= {story.hour: story for story in stories}
        self.signals.changed.emit()

    def put_sheet(self, *sheets: Sheet) -> None:
        """Hold these sheets and tell the pages that something changed."""
        self._sheets |= {sheet.day: sheet for sheet in sheets}
        self.signals.changed.emit()

    def set_waiting(self, waiting: Waiting) -> None:
        """Say that this waits from now on."""
        self.waiting_now = waiting
        self.signals.waiting_changed.emit(waiting)

    def waiting(self) -> Waiting:
        """What `set_waiting` said last."""
        return self.waiting_now

    def today(self) -> date:
        """The business day of the clock."""
        return business_day(self.time.now(), self.settings.store.day_starts)

    def read_day(self, day: date) -> None:
        """Recorded; answered with what `put_day` left."""
        self._note("read_day", day)
        if not self.silent and day in self._days:
            self.signals.day_read.emit(self._days[day])

    def read_receipts(self, hour: datetime, source: str = "") -> None:
        """Recorded as (hour, source); answered with what `put_receipts` left of that hour, maybe nothing."""
        self._note("read_receipts", hour, source)
        if not self.silent:
            self.signals.receipts_read.emit(hour, source, self._receipts.get((hour, source), ()))

    def read_story(self, hour: datetime) -> None:
        """Recorded; answered with what `put_story` left, else with an empty story."""
        self._note("read_story", hour)
        if not self.silent:
            self.signals.story_read.emit(self._stories.get(hour, HourStory(hour, (), ())))

    def read_sheet(self, day: date) -> None:
        """Recorded; answered with what `put_sheet` left."""
        self._note("read_sheet", day)
        if not self.silent and day in self._sheets:
            self.signals.sheet_read.emit(self._sheets[day])

    def report_hour(self, hour: datetime, *, cover: bool, reason: str) -> None:
        """Recorded as (hour, cover, reason)."""
        self._note("report_hour", hour, cover, reason)

    def leave_hour(self, hour: datetime, seen: HourFigures) -> None:
        """Recorded as (hour, seen)."""
        self._note("leave_hour", hour, seen)

    def ask_again(self, seq: Seq) -> None:
        """Recorded."""
        self._note("ask_again", seq)

    def retry(self, seq: Seq, *, all_alike: bool = False) -> None:
        """Recorded as (seq, all_alike)."""
        self._note("retry", seq, all_alike)

    def withdraw(self, seq: Seq) -> None:
        """Recorded."""
        self._note("withdraw", seq)

    def settle(self, seq: Seq, *, done: bool) -> None:
        """Recorded as (seq, done)."""
        self._note("settle", seq, done)

    def acknowledge_trouble(self, number: int) -> None:
        """Recorded."""
        self._note("acknowledge_trouble", number)

    def acknowledge_remark(self, number: int) -> None:
        """Recorded."""
        self._note("acknowledge_remark", number)

    def acknowledge_misdated(self, seen: Misdated) -> None:
        """Recorded."""
        self._note("acknowledge_misdated", seen)

    def acknowledge_refused(self, number: int) -> None:
        """Recorded."""
        self._note("acknowledge_refused", number)

    def acknowledge_beyond(self, partner: str) -> None:
        """Recorded."""
        self._note("acknowledge_beyond", partner)

    def export_hours(self, day: date, form: str, target: Path) -> None:
        """Recorded as (day, form, target); the test says what comes of it."""
        self._note("export_hours", day, form, target)

    def export_sheet(self, day: date, form: str, target: Path) -> None:
        """Recorded as (day, form, target); the test says what comes of it."""
        self._note("export_sheet", day, form, target)

    def note_export(self, what: str, day: date, form: str) -> None:
        """Recorded as (what, day, form)."""
        self._note("note_export", what, day, form)

    def has_secret(self, name: str) -> bool:
        """Whether `secrets_there` names it."""
        return name in self.secrets_there

    def test(self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        """Recorded as (platform, values, secrets); the test says what comes of it."""
        self._note("test", platform, dict(values), dict(secrets))

    def save(self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        """Recorded as (platform, values, secrets); the test says what comes of it."""
        self._note("save", platform, dict(values), dict(secrets))

    def _note(self, name: str, *what: object) -> None:
        self.asked.append(Asked(name, what))
