"""Books of the real shape that record what was asked of them and say what a test tells them to say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar, NamedTuple, TypeVar, TypeVarTuple

from posdesk.desk.bridge.books import BooksSignals, Done, Entered, Exported, Unkept, Words
from posdesk.desk.bridge.calls import CallBack, Go, Notices, Why
from posdesk.desk.bridge.questions import Given
from posdesk.domain.books.folder_trial import FolderTrial
from posdesk.domain.books.hour import business_day
from posdesk.domain.books.ledger import DayView, HourStory, ReceiptRow, Sheet, Waiting
from posdesk.domain.books.probe import Probe
from posdesk.engine.actions import BookActions
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.errors import Reason
from posdesk.settings.settings import SignatureRecipe
from tests.support.fake_calls import FakeCalls, FakeClock

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
EVENING = datetime(2026, 11, 21, 12, 12, tzinfo=UTC)
"""20:12 in China, the moment of the manager's pictures."""


class _Saving(NamedTuple):
    saved: CallBack
    failed: CallBack
    refused: CallBack


@dataclass
class FakeBooks(FakeCalls):
    """See `posdesk.desk.bridge.books.Books`.

    What `put_day` and its neighbours left is answered at once; while `silent`, or where nothing was left,
    a question stays open until the test says `tell`.
    """

    time: FakeClock = field(default_factory=lambda: FakeClock(EVENING))
    signals: BooksSignals = field(default_factory=BooksSignals)
    actions: ClassVar[type] = BookActions
    waiting_now: Waiting = field(default_factory=lambda: Waiting((), (), ()))
    silent: bool = False
    later: tuple[str, ...] = ()
    secrets_there: frozenset[str] = frozenset()
    marks: dict[str, str] = field(default_factory=dict)
    _folder_told: CallBack = field(default_factory=lambda: CallBack(None))
    tried: dict[str, tuple[TriedCall, ...]] = field(default_factory=dict)
    _days: dict[date, DayView] = field(default_factory=dict)
    _receipts: dict[tuple[datetime, str], tuple[ReceiptRow, ...]] = field(default_factory=dict)
    _stories: dict[datetime, HourStory] = field(default_factory=dict)
    _sheets: dict[date, Sheet] = field(default_factory=dict)
    _exports: list[tuple[Path, CallBack, CallBack]] = field(default_factory=list)
    _tests: list[tuple[str, CallBack]] = field(default_factory=list)
    _savings: list[_Saving] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The real ones have the counter's notices."""
        super().__post_init__()
        self.notices = Notices()

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

    def mark_of(self, platform: str) -> str:
        """What a test put into `marks`."""
        return self.marks.get(platform, "")

    def try_folder(self, told: Callable[[FolderTrial | None], object]) -> None:
        """Recorded; `finish_folder` says how it ended."""
        self._note("try_folder")
        self._folder_told = CallBack(told)

    def finish_folder(self, trial: FolderTrial | None) -> None:
        """The try of the folder ended so."""
        self._folder_told(trial)

    def ask(
        self,
        told: Callable[[T, *Ts], object],
        question: Callable[[Given, *Ts], T],
        *what: *Ts,
        failed: Why | None = None,
    ) -> None:
        """Recorded; answered with what was left here, an hour's receipts and story maybe with nothing."""
        super().ask(told, question, *what, failed=failed)
        name = question.__name__
        answers: dict[str, Callable[..., object]] = {
            "read_day": self._days.get,
            "read_sheet": self._sheets.get,
            "read_story": lambda hour: self._stories.get(hour, HourStory(hour, (), ())),
            "read_receipts": lambda hour, source: self._receipts.get((hour, source), ()),
        }
        answer = answers[name](*what)
        if not self.silent and answer is not None:
            self.tell(name, answer, *what)

    def export(
        self, what: Exported[T], day: date, form: str, target: Path, *, written: Done, failed: Words
    ) -> None:
        """Recorded as `export_hours` or `export_sheet` with (day, form, target)."""
        self._note(f"export_{what.name}", day, form, target)
        self._exports.append((target, CallBack(written), CallBack(failed)))

    def finish_export(self, why: str = "") -> None:
        """The last file was written, or could not be."""
        target, written, failed = self._exports.pop()
        if why:
            failed(why)
        else:
            written(target)

    def has_secret(self, name: str) -> bool:
        """Whether `secrets_there` names it."""
        return name in self.secrets_there

    def test(self, entered: Entered, *, told: Callable[[Probe], object], refused: Why) -> None:
        """Recorded as (platform, values, secrets); `finish_test` says what comes of it."""
        self._note("test", entered.platform, dict(entered.values), dict(entered.secrets))
        self._tests.append((entered.platform, CallBack(told)))

    def finish_test(self, probe: Probe) -> None:
        """The call of that platform came to this end."""
        for platform, told in self._tests:
            if platform == probe.platform:
                told(probe)

    def refused_calls(
        self,
        partner: str,
        also: tuple[SignatureRecipe, ...],
        *,
        told: Callable[[tuple[TriedCall, ...]], object],
        refused: Why,
    ) -> None:
        """Recorded as (partner, also) and answered with what `tried` holds."""
        self._note("refused_calls", partner, also)
        told(self.tried.get(partner, ()))

    def save(self, entered: Entered, *, saved: Go, failed: Unkept, refused: Why) -> None:
        """Recorded as (platform, values, secrets); one of the three below says what comes of it."""
        self._note("save", entered.platform, dict(entered.values), dict(entered.secrets))
        self._savings.append(_Saving(CallBack(saved), CallBack(failed), CallBack(refused)))

    def keep(self, entered: Entered, actor: str, *, saved: Go, failed: Unkept) -> None:
        """Recorded as (platform, values, secrets, actor)."""
        self._note("keep", entered.platform, dict(entered.values), dict(entered.secrets), actor)
        self._savings.append(_Saving(CallBack(saved), CallBack(failed), CallBack(None)))

    def finish_save(self) -> None:
        """What was saved last is kept."""
        self._savings.pop().saved()

    def fail_save(self, why: str, key: str = "") -> None:
        """It could not be kept; `key` is the setting or the secret that it is about."""
        self._savings.pop().failed(why, key)

    def refuse_save(self, reason: Reason) -> None:
        """Who is signed in may not."""
        self._savings.pop().refused(reason)
