"""The books' bridge: what the manager's pages ask goes to journal and engine, what changes comes back."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

from posdesk.credentials import Credentials
from posdesk.desk.book_files import BookFiles
from posdesk.desk.book_tables import Table, hours_table, sheet_table
from posdesk.desk.books import BooksSignals
from posdesk.desk.counter import Act, Counter
from posdesk.desk.post import Post
from posdesk.desk.reader import Reader
from posdesk.desk.words import unsaved_reason
from posdesk.domain.answer import Fault
from posdesk.domain.hour import business_day
from posdesk.domain.intent import Seq
from posdesk.domain.ledger import DayView, HourStory, Misdated, Sheet, Waiting
from posdesk.domain.posting import HourFigures
from posdesk.domain.probe import Probe, Proof
from posdesk.domain.rights import NO_PIN, Right
from posdesk.engine.book_actions import BookActions
from posdesk.engine.engine import Engine
from posdesk.engine.hours import policy_of
from posdesk.errors import NotAllowed, SettingsError
from posdesk.journal import Database, Journal, Notice, books, receipts, refused_calls
from posdesk.settings import Settings, section_of

log = logging.getLogger(__name__)
T = TypeVar("T")
GATHER_MS = 150  # many commits are one change on screen
REST = 10  # times as long as reading takes is not read: others read the journal, too
LOOK_MS = 5000  # for what other processes committed
MINUTE_MS = 60_000  # an hour ends, a grace runs out, an age grows: nothing is committed then
_TOPICS = frozenset({"receipts", "postings", "remarks", refused_calls.TOPIC})


class BooksBridge(QObject):
    """The real `Books`. Lives in the GUI thread; nothing here waits."""

    def __init__(
        self,
        home: Path,
        journal: Journal,
        engine: Engine,
        actions: BookActions,
        *,
        counter: Counter,
        secrets: Credentials,
    ) -> None:
        """`counter` knows who is signed in. The engine may be started before or after."""
        super().__init__()
        self.signals = BooksSignals()
        self.settings, self.clock = counter.settings, counter.clock
        self._journal, self._engine, self._actions = journal, engine, actions
        self._counter, self._secrets = counter, secrets
        self._waiting, self._asks = Waiting((), (), ()), books.Asks()
        self._asked: set[tuple[object, ...]] = set()
        self._last_number, self._took_s = 0, 0.0
        self._post, self._reader = Post(), Reader("books-reader")
        self._files = BookFiles(home, secrets, self._post)
        self._unsubscribe = journal.subscribe(self._noticed)
        self._begin()

    def _begin(self) -> None:
        self._gather = QTimer(self, singleShot=True)
        self._gather.timeout.connect(self._refresh)
        self._looker, self._minute = QTimer(self, interval=LOOK_MS), QTimer(self, interval=MINUTE_MS)
        self._looker.timeout.connect(self._look)
        self._minute.timeout.connect(self._refresh)
        self._looker.start()
        self._minute.start()
        self._read_waiting()

    # what the pages read

    def waiting(self) -> Waiting:
        """What waits, as last read."""
        return self._waiting

    def today(self) -> date:
        """The business day of now."""
        return business_day(self.clock.now(), self.settings.store.day_starts)

    def read_day(self, day: date) -> None:
        """Ask for a business day."""
        self._ask(("day", day), lambda db: self._day(db, day), self.signals.day_read.emit)

    def read_receipts(self, hour: datetime, source: str = "") -> None:
        """Ask for an hour's receipts, of one source or all."""

        def told(rows: object) -> None:
            self.signals.receipts_read.emit(hour, source, rows)

        self._ask(("receipts", hour, source), lambda db: receipts.rows_of_hour(db, hour, source), told)

    def read_story(self, hour: datetime) -> None:
        """Ask what was sent and answered for an hour."""

        def question(db: Database) -> HourStory:
            return books.story(db, hour)

        self._ask(("story", hour), question, self.signals.story_read.emit)

    def read_sheet(self, day: date) -> None:
        """Ask for the daily sheet of a business day."""
        self._ask(("sheet", day), lambda db: self._sheet(db, day), self.signals.sheet_read.emit)

    def has_secret(self, name: str) -> bool:
        """Whether a secret of that name is there."""
        return self._secrets.get(name) is not None

    # what a manager wants

    def report_hour(self, hour: datetime, *, cover: bool, reason: str) -> None:
        """Report this hour's present totals."""

        def act() -> None:
            self._follow(self._actions.report_hour(hour, self._actor(), cover=cover, reason=reason))

        self._with_right(Right.COVER, act)

    def leave_hour(self, hour: datetime, seen: HourFigures) -> None:
        """What the platform holds is right."""
        self._with_right(
            Right.COVER, lambda: self._follow(self._actions.leave_hour(hour, seen, self._actor()))
        )

    def ask_again(self, seq: Seq) -> None:
        """Send a waiting or unknown posting now."""
        self._follow(self._actions.ask_again(seq, self._actor()))

    def retry(self, seq: Seq, *, all_alike: bool = False) -> None:
        """Send again after a refusal."""
        retry = self._actions.retry_alike if all_alike else self._actions.retry
        self._with_right(Right.SEND_AGAIN, lambda: self._follow(retry(seq, self._actor())))

    def withdraw(self, seq: Seq) -> None:
        """A receipt shall not go to WDK."""
        self._with_right(Right.WITHDRAW, lambda: self._follow(self._actions.withdraw(seq, self._actor())))

    def settle(self, seq: Seq, *, done: bool) -> None:
        """A person's word on an unknown posting."""

        def act() -> None:
            self._follow(self._actions.settle(seq, self._actor(), done=done))

        self._with_right(Right.SETTLE, act)

    def acknowledge_trouble(self, number: int) -> None:
        """Somebody has seen what was not taken."""
        self._follow(self._actions.acknowledge_trouble(number, self._actor()))

    def acknowledge_remark(self, number: int) -> None:
        """Somebody has read a remark."""
        self._follow(self._actions.acknowledge_remark(number, self._actor()))

    def acknowledge_misdated(self, seen: Misdated) -> None:
        """Somebody has seen that a till's receipts are dated wrongly."""
        self._follow(self._actions.acknowledge_misdated(seen, self._actor()))

    def acknowledge_refused(self, number: int) -> None:
        """Somebody has seen to a platform's call that was refused."""
        self._follow(self._actions.acknowledge_refused(number, self._actor()))

    def acknowledge_beyond(self, partner: str) -> None:
        """Somebody knows that more of a platform's calls were refused than are listed."""
        self._follow(self._actions.acknowledge_beyond(partner, self._actor()))

    def _actor(self) -> str:
        return self._counter.actor()

    def _with_right(self, right: Right, act: Act) -> None:
        """At once, or after a PIN; without one nothing is done, and that is said."""
        self._counter.people.with_right(right, act, lambda: self.signals.not_allowed.emit(NO_PIN))

    # files, settings, a test of the connection

    def export_hours(self, day: date, form: str, target: Path) -> None:
        """Write the day's hours to a file."""

        def told(view: DayView) -> None:
            self._export(hours_table(view), form, target, lambda: self.note_export("hours", day, form))

        self._ask(("export", day, form, target), lambda db: self._day(db, day), told)

    def export_sheet(self, day: date, form: str, target: Path) -> None:
        """Write the daily sheet to a file."""

        def told(sheet: Sheet) -> None:
            self._export(sheet_table(sheet), form, target, lambda: self.note_export("sheet", day, form))

        self._ask(("export sheet", day, form, target), lambda db: self._sheet(db, day), told)

    def note_export(self, what: str, day: date, form: str) -> None:
        """Log that somebody wrote or printed it."""
        self._follow(self._actions.exported(what, day, form, self._actor()))

    def _export(self, table: Table, form: str, target: Path, note: Callable[[], None]) -> None:
        def done(path: Path) -> None:
            note()
            self.signals.exported.emit(path)

        self._files.write(table, form, target, done=done, failed=self.signals.export_failed.emit)

    def test(self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        """A signed, harmless call with these settings. It takes the secrets along: so it takes the right."""
        self._with_right(Right.SETTINGS, lambda: self._test(platform, values, secrets))

    def _test(self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        try:
            section = section_of(platform, values)
        except SettingsError as error:
            self._say_untested(platform, Fault.NO_SETTINGS, str(error))
            return
        if {"akey", "app_key"} & set(section.missing):
            self._say_untested(platform, Fault.NO_SETTINGS)
            return
        names = (f"{platform}/secret", f"{platform}/session")
        secret, session = (secrets.get(name) or self._secrets.get(name) or "" for name in names)
        asked = self._engine.probe(section, secret, session)
        if asked is None:
            self._say_untested(platform, Fault.OURS)
            return
        asked.add_done_callback(lambda done: self._post.hand_in(lambda: self._show_probe(platform, done)))

    def _show_probe(self, platform: str, done: "Future[Probe]") -> None:
        if done.cancelled() or done.exception() is not None:
            log.error("books: the test of %s failed", platform, exc_info=_error_of(done))
            self._say_untested(platform, Fault.OURS)
            return
        self.signals.tested.emit(done.result())

    def _say_untested(self, platform: str, fault: Fault, words: str = "") -> None:
        self.signals.tested.emit(Probe(platform, Proof.NO_ANSWER, words=words, fault=fault))

    def save(self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        """Keep settings in posdesk.toml and secrets in the keyring."""
        self._with_right(Right.SETTINGS, lambda: self._save(platform, values, secrets))

    def _save(self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        names, actor = (*values, *secrets), self._actor()

        def done(chosen: Settings) -> None:
            if chosen != self.settings:
                self.settings = chosen
                self._engine.adopt_books(chosen)
            self._follow(self._actions.settings_saved(platform, names, actor))
            self.signals.settings_saved.emit()
            self._refresh_soon()

        refused = self.signals.settings_refused.emit
        self._files.save(self.settings, platform, values, secrets, done=done, refused=refused)

    def close(self) -> None:
        """End timers and threads; nothing is shown any more."""
        for timer in (self._gather, self._looker, self._minute):
            timer.stop()
        self._unsubscribe()
        self._post.close()
        self._reader.close()
        self._files.close()

    # what comes back

    def _ask(
        self, key: tuple[object, ...], question: Callable[[Database], T], told: Callable[[T], object]
    ) -> None:
        """Read in the reader's thread, tell in this one; a question that is waiting is not asked twice."""
        if key in self._asked:
            return
        self._asked.add(key)

        def work() -> None:
            self._asked.discard(key)  # what changes from here on is worth another question
            began = self.clock.monotonic()
            answer = self._journal.read(question)
            self._took_s = self.clock.monotonic() - began
            self._post.hand_in(lambda: told(answer))

        self._reader.ask(work)

    def _day(self, db: Database, day: date) -> DayView:
        return books.day_view(
            db,
            day,
            day_starts=self.settings.store.day_starts,
            policy=policy_of(self.settings),
            now=self.clock.now(),
            reporting=self.settings.ovopark is not None,
        )

    def _sheet(self, db: Database, day: date) -> Sheet:
        wdk = self.settings.wdk
        return books.sheet(
            db,
            day,
            day_starts=self.settings.store.day_starts,
            now=self.clock.now(),
            from_orders=wdk is not None and wdk.from_orders,
            sending=wdk is not None,
            reporting=self.settings.ovopark is not None,
        )

    def _read_waiting(self) -> None:
        def question(db: Database) -> Waiting:
            return books.waiting(
                db,
                policy=policy_of(self.settings),
                now=self.clock.now(),
                day_starts=self.settings.store.day_starts,
                reporting=self.settings.ovopark is not None,
                sending=self.settings.wdk is not None,
                asks=self._asks,
            )

        self._ask(("waiting",), question, self._show_waiting)

    def _show_waiting(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self.signals.waiting_changed.emit(waiting)
        if self.settings.ovopark is not None and not self._asks.is_whole:
            self._read_waiting()  # there are older hours that nobody has looked at yet

    def _follow(self, future: "Future[Any]") -> None:
        future.add_done_callback(lambda done: self._post.hand_in(lambda: self._say_failure(done)))

    def _say_failure(self, done: "Future[Any]") -> None:
        error = done.exception()
        if isinstance(error, NotAllowed):
            self.signals.not_allowed.emit(error.reason)
        elif error is not None:
            log.error("books: it could not be written down: %s", error)
            self.signals.not_saved.emit(unsaved_reason(error))

    def _noticed(self, notice: Notice) -> None:
        """In the writer's thread."""
        self._last_number = max(self._last_number, notice.number)
        if notice.topics & _TOPICS:
            self._post.hand_in(self._refresh_soon)

    @Slot()
    def _look(self) -> None:
        """Has another process committed? It sends no notice, but it takes a number."""
        self._reader.ask(self._look_for_others)

    def _look_for_others(self) -> None:
        """In the reader's thread."""
        number = self._journal.last_number()
        if number > self._last_number:
            self._last_number = number
            self._post.hand_in(self._refresh_soon)

    def _refresh_soon(self) -> None:
        if not self._gather.isActive():
            self._gather.start(max(GATHER_MS, round(self._took_s * 1000 * REST)))

    @Slot()
    def _refresh(self) -> None:
        self.signals.changed.emit()
        self._read_waiting()


def _error_of(done: "Future[Any]") -> BaseException | None:
    return None if done.cancelled() else done.exception()
