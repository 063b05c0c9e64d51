"""The books' bridge: what the manager's pages ask goes to journal and engine, what changes comes back."""

import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar, TypeVar

from PySide6.QtCore import QTimer, Slot

from posdesk.desk.bridge.book_files import BookFiles, Saved
from posdesk.desk.bridge.books import BooksSignals, Done, Entered, Exported, Unkept, Words
from posdesk.desk.bridge.calls import AtCounter, CallBack, Calls, Go, RightOf, Why
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.questions import Given, read_waiting
from posdesk.desk.words.reasons import reason_words
from posdesk.desk.words.states import Sentence
from posdesk.domain.books.folder_trial import FolderTrial
from posdesk.domain.books.hour import business_day
from posdesk.domain.books.ledger import Waiting
from posdesk.domain.books.probe import Probe, Proof
from posdesk.domain.judgement import mark_of
from posdesk.domain.orders.answer import CallFault
from posdesk.domain.rights import Right
from posdesk.engine.actions import BookActions
from posdesk.engine.engine import Engine
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.errors import Reason, SettingsError
from posdesk.export import Table
from posdesk.journal import Journal
from posdesk.journal.books.waiting_hours import WaitingHours
from posdesk.settings.credentials import Credentials, known_names
from posdesk.settings.entered import section_of
from posdesk.settings.settings import PEOPLE, Settings, SignatureRecipe

log = logging.getLogger(__name__)
T = TypeVar("T")
GATHER_MS = 150  # many commits are one change on screen
REST = 10  # times as long as reading takes is not read: others read the journal, too
MINUTE_MS = 60_000  # an hour ends, a grace runs out, an age grows: nothing is committed then


class BooksBridge(Calls):
    """The real `Books`."""

    rights: ClassVar[RightOf] = {
        BookActions.report_hour: Right.COVER,
        BookActions.leave_hour: Right.COVER,
        BookActions.retry: Right.SEND_AGAIN,
        BookActions.retry_alike: Right.SEND_AGAIN,
        BookActions.withdraw: Right.WITHDRAW,
        BookActions.settle: Right.SETTLE,
    }

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
        """`counter` knows who is signed in and what is committed. The engine may be started any time."""
        notices = counter.signals
        super().__init__(
            counter.settings, journal, counter.clock, thread="books-reader", actions=actions, notices=notices
        )
        self.signals = BooksSignals()
        self._engine, self._book_actions = engine, actions
        self._counter, self._secrets = counter, secrets
        self._waiting, self._asks = Waiting((), (), ()), WaitingHours()
        self.later: tuple[str, ...] = ()
        self._files = BookFiles(home, secrets, self._post, counter.settings, engine)
        self._gather = QTimer(self, singleShot=True)
        self._gather.timeout.connect(self._refresh)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._refresh)
        self._minute.start()
        notices.books_committed.connect(self._refresh_soon)
        self._known_secrets: frozenset[str] = frozenset()
        notices.status_changed.connect(self._look_for_secrets)
        self.ask(self._show_waiting, self._read_waiting)

    def waiting(self) -> Waiting:
        """What waits, as last read."""
        return self._waiting

    def today(self) -> date:
        """The business day of now."""
        return business_day(self.clock.now(), self.settings.store.days)

    def has_secret(self, name: str) -> bool:
        """Whether a secret of that name is there."""
        return self._secrets.get(name) is not None

    def actor(self) -> str:
        """The name that goes into the record."""
        return self._counter.actor()

    @property
    def people(self) -> AtCounter:
        """Who may do what: the counter knows."""
        return self._counter.people

    # files, settings, a test of the connection

    def export(
        self, what: Exported[T], day: date, form: str, target: Path, *, written: Done, failed: Words
    ) -> None:
        """Write a day's table to a file; it is noted under the name of who asked for it."""
        backs = CallBack(written), CallBack(failed)
        note = partial(self._book_actions.exported, what.name, day, form, self.actor())
        put = partial(self._files.write, form=form, target=target)
        write = partial(self._write, what.table_of, put, note, *backs)
        self.ask(write, what.question, day, failed=partial(self._not_read, backs[1]))

    def _write(  # noqa: PLR0917 - what is to be written where, and who hears of it
        self,
        table_of: Callable[[T], Table],
        put: Callable[..., None],
        note: Callable[[], "Future[None]"],
        written: CallBack,
        failed: CallBack,
        read: T,
        _day: date,
    ) -> None:
        def done(path: Path) -> None:
            self.follow(note())
            written(path)

        put(table_of(read), done=done, failed=partial(self._not_written, failed))

    def _not_read(self, failed: CallBack, reason: Reason) -> None:
        self._not_written(failed, str(reason_words(reason)))

    def _not_written(self, failed: CallBack, why: str) -> None:
        if not failed(why):
            self._notices.notice.emit(Sentence(why))

    def mark_of(self, platform: str) -> str:
        """A short mark of a section and its secrets as they are now."""
        section = self.settings.books.get(platform)
        names = (f"{platform}/secret", f"{platform}/session")
        kept = (self._secrets.get(name) or "" for name in names)
        return mark_of(section.model_dump_json() if section is not None else "", *kept)

    def try_folder(self, told: Callable[[FolderTrial | None], object]) -> None:
        """Try the till's folder out."""
        back, asked = CallBack(told), self._engine.try_folder(self.settings)
        if asked is None:
            back(None)
        else:
            asked.add_done_callback(lambda done: self._post.hand_in(lambda: back(_trial_of(done))))

    def test(self, entered: Entered, *, told: Callable[[Probe], object], refused: Why) -> None:
        """A signed, harmless call with these settings. It takes the secrets along: so it takes the right."""
        back = CallBack(told)
        self.with_right(
            Right.SETTINGS, lambda: self._test(entered, back), CallBack(refused), of=("test", entered)
        )

    def _test(self, entered: Entered, told: CallBack) -> None:
        platform, typed = entered.platform, entered.secrets
        untested = partial(Probe, platform, Proof.NO_ANSWER)
        section = None
        with contextlib.suppress(SettingsError):  # what is wrong with them is said at the field
            section = section_of(platform, entered.values)
        if section is None or {"akey", "app_key"} & set(section.missing):
            told(untested(fault=CallFault.NO_SETTINGS))
            return
        names = (f"{platform}/secret", f"{platform}/session")
        secret, session = (typed.get(name) or self._secrets.get(name) or "" for name in names)
        asked, failed = self._engine.probe(section, secret, session), untested(fault=CallFault.OURS)
        if asked is None:
            told(failed)
        else:
            asked.add_done_callback(lambda done: self._post.hand_in(lambda: told(_probe_of(done, failed))))

    def refused_calls(
        self,
        partner: str,
        also: tuple[SignatureRecipe, ...],
        *,
        told: Callable[[tuple[TriedCall, ...]], object],
        refused: Why,
    ) -> None:
        """The last calls whose signature did not fit, each with the forms that would have."""
        back = CallBack(told)
        look = partial(self._refused_calls, partner, also, back)
        self.with_right(Right.SETTINGS, look, CallBack(refused), of=("refused calls", partner))

    def _refused_calls(self, partner: str, also: tuple[SignatureRecipe, ...], told: CallBack) -> None:
        known = self.settings.partner_named(partner)
        appkey = self._secrets.get(known.secret_name) if known is not None else None
        asked = self._engine.refused_calls(partner, appkey or "", also)
        if asked is None:
            told(())
            return
        asked.add_done_callback(lambda done: self._post.hand_in(lambda: told(_tried_of(done))))

    def save(self, entered: Entered, *, saved: Go, failed: Unkept, refused: Why) -> None:
        """Keep settings in posdesk.toml and secrets in the keyring."""
        backs = CallBack(saved), CallBack(failed)
        right = Right.PEOPLE if entered.platform == PEOPLE else Right.SETTINGS
        self.with_right(right, lambda: self._save(entered, *backs), CallBack(refused), of=("save", entered))

    def keep(self, entered: Entered, actor: str, *, saved: Go, failed: Unkept) -> None:
        """As `save`, in the name of `actor`, who gave the right for it before."""
        self._save(entered, CallBack(saved), CallBack(failed), actor)

    def _save(self, entered: Entered, saved: CallBack, failed: CallBack, by: str = "") -> None:
        names, actor = (*entered.values, *entered.secrets), by or self.actor()

        def done(kept: Saved) -> None:
            self._take(kept.settings)
            self.later = kept.later
            self.follow(self._book_actions.settings_saved(entered.platform, names, actor, kept.changed))
            saved()
            self._refresh_soon()

        self._files.save(entered, now=self.clock.now(), done=done, refused=failed, read_anew=self._take)

    def _take(self, chosen: Settings) -> None:
        """The desk goes by them, too."""
        if chosen != self.settings:
            self.settings = chosen
            self._counter.adopt(chosen)
            self.signals.settings_changed.emit()

    def close(self) -> None:
        """End timers and threads; nothing is shown any more."""
        self._gather.stop()
        self._minute.stop()
        super().close()
        self._files.close()

    # what comes back

    def _read_waiting(self, given: Given) -> Waiting:
        """In the reader's thread."""
        return read_waiting(given, self._asks)

    def _show_waiting(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self.signals.waiting_changed.emit(waiting)
        if self.settings.ovopark is not None and not self._asks.is_whole:
            self.ask(self._show_waiting, self._read_waiting)  # older hours that nobody has looked at yet

    @Slot()
    def _look_for_secrets(self) -> None:
        """The keyring answers some time after the window is there; until then nobody knows what it holds."""
        known = frozenset(filter(self.has_secret, known_names(self.settings)))
        if known != self._known_secrets:
            self._known_secrets = known
            self.signals.secrets_changed.emit()

    @Slot()
    def _refresh_soon(self) -> None:
        if not self._gather.isActive():
            self._gather.start(max(GATHER_MS, round(self._took_s * 1000 * REST)))

    @Slot()
    def _refresh(self) -> None:
        self.signals.changed.emit()
        self.ask(self._show_waiting, self._read_waiting)


def _tried_of(done: "Future[tuple[TriedCall, ...]]") -> tuple[TriedCall, ...]:
    error = None if done.cancelled() else done.exception()
    if done.cancelled() or error is not None:
        log.error("books: refused calls could not be looked at", exc_info=error)
        return ()
    return done.result()


def _probe_of(done: "Future[Probe]", failed: Probe) -> Probe:
    error = None if done.cancelled() else done.exception()
    if done.cancelled() or error is not None:
        log.error("books: the test of %s failed", failed.platform, exc_info=error)
        return failed
    return done.result()


def _trial_of(done: "Future[FolderTrial]") -> FolderTrial | None:
    if done.cancelled() or done.exception() is not None:
        log.error("desk: the till's folder could not be tried out", exc_info=done.exception())
        return None
    return done.result()
