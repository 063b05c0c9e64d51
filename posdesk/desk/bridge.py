"""The bridge: what the pages ask, carried to journal and engine; what changes there, carried back."""

import logging
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from posdesk.credentials import Credentials
from posdesk.desk.counter import CounterSignals, with_right
from posdesk.desk.people import People, kept_tries
from posdesk.desk.post import Post
from posdesk.desk.shelf import Shelf
from posdesk.desk.words import unsaved_reason
from posdesk.domain.board import OrderView
from posdesk.domain.clock import Clock
from posdesk.domain.engine_state import EngineState, Signs, Silence, Wait, engine_state
from posdesk.domain.intent import Kind, Outcome, Seq, Wish
from posdesk.domain.lookup import CodeFrom, Found, Lookup, ScanRow
from posdesk.domain.order import Order, OrderKey, Payment
from posdesk.domain.rights import Right, right_of
from posdesk.domain.status import EngineStatus, Trouble
from posdesk.engine.actions import Actions
from posdesk.engine.engine import Engine
from posdesk.errors import DiskFault, NotAllowed
from posdesk.journal import Journal, history, scans, views
from posdesk.settings import Settings, Staff

log = logging.getLogger(__name__)
LOOK_MS = 1000
RELOAD_EVERY = 600  # looks; orders that ended over a day ago leave the shelf
SLOW_S = 2.0  # a press that is not on disk by then is said to wait for it
SCANS_SHOWN = timedelta(hours=20)


class Bridge(QObject):
    """The real `Counter`. Lives in the GUI thread; nothing here waits."""

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        engine: Engine,
        actions: Actions,
        *,
        secrets: Credentials,
        clock: Clock,
    ) -> None:
        """The engine may be started before or after."""
        super().__init__()
        self.signals = CounterSignals()
        self.settings, self.clock = settings, clock
        self._journal, self._engine, self._actions = journal, engine, actions
        self._post = Post()
        self._silence = self._start = Silence(clock.monotonic())
        self._status = self._shown = engine.status.status
        self.people = People(
            settings,
            secrets,
            actions,
            clock,
            signals=self.signals,
            follow=partial(self._follow, None),
            kept=kept_tries(journal),
        )
        self._scans: tuple[ScanRow, ...] = ()
        self._deadlines: dict[OrderKey, float] = {}
        self._leaves: dict[Seq, float] = {}
        self._lookups = 0
        self._open_lookups: set[int] = set()
        self._looks = 0
        self._unwritten: dict[Future[Any], float] = {}
        engine.status.subscribe(self._status_told)
        self._shelf = Shelf(journal, self._post, self._orders_read, self._topics_changed)
        self._read_scans()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    # what the pages read

    def views(self) -> Iterable[OrderView]:
        """Every order on the shelf."""
        return tuple(self._shelf.views.values())

    def view(self, key: OrderKey) -> OrderView | None:
        """One order as last read."""
        return self._shelf.views.get(key)

    def accept_left_s(self, key: OrderKey) -> float | None:
        """Seconds to the accept deadline, monotonic."""
        deadline = self._deadlines.get(key)
        return None if deadline is None else deadline - self.clock.monotonic()

    def undo_left_s(self, seq: Seq) -> float:
        """Seconds until a queued intent leaves."""
        return max(0.0, self._leaves.get(seq, 0.0) - self.clock.monotonic())

    def status(self) -> EngineStatus:
        """The engine's last word, while it is at work; else how it is."""
        signs = self._signs()
        state = engine_state(signs)
        if state is EngineState.WORKING:
            return self._with_slow_disk()
        dead = state is EngineState.DEAD
        return replace(
            self._status,
            alive=False,
            trouble=Trouble.ENGINE_DEAD if dead else Trouble.NONE,
            state=state,
            waits_for=signs.waits_for,
            silent_s=int(signs.silence_s) if state is EngineState.SILENT else 0,
        )

    def _signs(self) -> Signs:
        """What is seen of the engine. A trouble that it names itself says more than that it still waits."""
        engine, said = self._engine, self._status
        told = said.alive and said.trouble is not Trouble.NONE
        return Signs(
            started=self._silence.pulse is not None,
            waited_s=self._start.seconds,
            silence_s=self._silence.seconds,
            ended=not engine.is_starting and not engine.is_alive,
            waits_for=Wait.NOTHING if told else engine.waits_for,
        )

    def _look_at_engine(self) -> None:
        """What counts is what was seen of it, not what the clock says: this thread may have stood still."""
        now_s = self.clock.monotonic()
        self._silence = self._silence.after(self._engine.pulse, now_s)
        self._start = self._start.after(None, now_s)

    def scans(self) -> tuple[ScanRow, ...]:
        """The last scans, newest first."""
        return self._scans

    def staff(self) -> Staff | None:
        """Who is signed in."""
        return self.people.staff

    def actor(self) -> str:
        """The name that goes into the record."""
        return self.people.actor

    # what a person wants

    def sign_in(self, pin: str) -> None:
        """Take a PIN."""
        self.people.sign_in(pin)

    def sign_out(self) -> None:
        """Nobody is signed in."""
        self.people.sign_out()

    def wish(
        self,
        key: OrderKey,
        kind: Kind,
        *,
        reason: str = "",
        code: str = "",
        payments: tuple[Payment, ...] = (),
        without_answer: bool = False,
    ) -> None:
        """Write an intent down."""

        def act() -> None:
            wish = Wish(
                key,
                kind,
                self.actor(),
                leaves_after_s=self.settings.store.undo_s,
                code=code,
                reason=reason,
                payments=payments,
                without_answer=without_answer,
            )
            self._follow(key, self._actions.wish(wish))
            self.signals.wished.emit(key, kind)

        right = right_of(kind, without_answer=without_answer)
        if right is None:
            act()
        else:
            with_right(self, right, key, act)

    def undo(self, seq: Seq) -> None:
        """Withdraw what has not left."""
        self._follow(self._order_of(seq), self._actions.undo(seq, self.actor()))

    def ask_again(self, seq: Seq) -> None:
        """Ask an unknown intent again now."""
        self._follow(self._order_of(seq), self._actions.ask_again(seq, self.actor()))

    def settle(self, seq: Seq, *, done: bool) -> None:
        """A person's word on an unknown intent."""
        key = self._order_of(seq)

        def act() -> None:
            self._follow(key, self._actions.settle(seq, self.actor(), done=done))

        with_right(self, Right.SETTLE, key, act)

    def hand_over(self, key: OrderKey) -> None:
        """Mark an order as handed over, here only."""
        self._follow(key, self._actions.hand_over(key, self.actor()))

    def cancel_this(self, key: OrderKey) -> None:
        """Of the orders that a cancel may be for it is this one."""
        self._follow(key, self._actions.cancel_this(key, self.actor()))

    def acknowledge_stop(self, key: OrderKey) -> None:
        """End a STOP by name."""

        def act() -> None:
            self._follow(key, self._actions.acknowledge_stop(key, self.actor()))

        with_right(self, Right.END_STOP, key, act)

    def acknowledge_gap(self, number: int) -> None:
        """Somebody compared with the platforms' own pages."""
        self._follow(None, self._actions.acknowledge_gap(number, self.actor()))

    def acknowledge_losses(self) -> None:
        """Somebody has read what a damaged journal has cost."""
        self._follow(None, self._actions.acknowledge_losses(self.actor()))

    def acknowledge_wrong_signs(self) -> None:
        """Somebody has read that many calls are wrongly signed."""
        self._follow(None, self._actions.acknowledge_wrong_signs(self.actor()))

    def revealed(self, key: OrderKey) -> None:
        """Log that somebody looked at personal data."""

        def act() -> None:
            self._follow(key, self._actions.revealed(key, self.actor()))

        with_right(self, Right.REVEAL, key, act)

    def snoozed(self) -> None:
        """Log that somebody silenced the alarm."""
        self._follow(None, self._actions.snoozed(self.actor()))

    def look_up(self, code: str, origin: CodeFrom) -> None:
        """Ask whose pickup code this is."""
        self._lookups += 1
        self._open_lookups.add(self._lookups)
        lookup = Lookup(self._lookups, code, self.clock.now(), origin)
        asked = self._engine.look_up(lookup, self.actor(), self._lookup_told)
        if asked is None:
            self._show_lookup(replace(lookup, found=Found.CANNOT))

    def close_lookup(self, number: int) -> None:
        """The card was put away: later answers to it are not shown."""
        self._open_lookups.discard(number)

    def search(self, text: str) -> None:
        """Find orders; `found` follows."""

        def ask() -> None:
            found = self._journal.read(lambda db: views.search(db, text))
            self._post.hand_in(lambda: self.signals.found.emit(text, found))

        self._shelf.ask(ask)

    def read_history(self, key: OrderKey) -> None:
        """Read an order's history; `history_read` follows."""

        def ask() -> None:
            lines = self._journal.read(lambda db: history.read(db, key))
            self._post.hand_in(lambda: self.signals.history_read.emit(key, lines))

        self._shelf.ask(ask)

    def close(self) -> None:
        """End the timer and the reader; nothing is shown any more."""
        self._timer.stop()
        self._post.close()
        self._shelf.close()

    # what comes back

    def _with_slow_disk(self) -> EngineStatus:
        """What somebody pressed waits for the disk and nobody sees anything of it: said meanwhile."""
        oldest = next(iter(self._unwritten.values()), None)
        waits = oldest is not None and self.clock.monotonic() - oldest > SLOW_S
        if not waits or self._status.trouble is not Trouble.NONE:
            return self._status
        return replace(self._status, trouble=Trouble.DISK, detail=DiskFault.LOCKED)

    def _follow(self, key: OrderKey | None, future: "Future[Any]") -> None:
        self._unwritten[future] = self.clock.monotonic()
        future.add_done_callback(lambda done: self._post.hand_in(lambda: self._say_failure(key, done)))

    def _say_failure(self, key: OrderKey | None, done: "Future[Any]") -> None:
        self._unwritten.pop(done, None)
        error = done.exception()
        if isinstance(error, NotAllowed):
            self.signals.not_allowed.emit(key, error.reason)
        elif error is not None:
            log.error("desk: a wish for %s could not be written down: %s", key, error)
            self.signals.not_saved.emit(key, unsaved_reason(error))

    def _order_of(self, seq: Seq) -> OrderKey | None:
        fitting = (v.order.key for v in self._shelf.views.values() for i in v.intents if i.seq == seq)
        return next(fitting, None)

    def _orders_read(self, keys: tuple[OrderKey, ...]) -> None:
        """Note deadlines at first sight, so that a jump of the wall clock changes none."""
        seen = [self._shelf.views[key] for key in keys] if keys else self._shelf.views.values()
        now, monotonic = self.clock.now(), self.clock.monotonic()
        for view in seen:
            order = view.order
            if order.accept_by is not None and order.key not in self._deadlines:
                self._deadlines[order.key] = monotonic + self._left_s(order, now)
            for intent in view.intents:
                if intent.outcome is not Outcome.QUEUED:
                    self._leaves.pop(intent.seq, None)
                elif intent.seq not in self._leaves:
                    self._leaves[intent.seq] = monotonic + (intent.leaves_at - now).total_seconds()
        self._forget()
        self.signals.orders_changed.emit(keys)

    def _left_s(self, order: Order, now: datetime) -> float:
        """Seconds to accept in, by the wall clock at first sight; a clock that was set back gives no more."""
        assert order.accept_by is not None
        whole = (order.accept_by - order.received_at).total_seconds()
        return min(whole, (order.accept_by - now).total_seconds())

    def _forget(self) -> None:
        for key in [key for key in self._deadlines if key not in self._shelf.views]:
            del self._deadlines[key]

    def _topics_changed(self, topics: frozenset[str]) -> None:
        if "scans" in topics:
            self._read_scans()

    def _read_scans(self) -> None:
        start = self.clock.now() - SCANS_SHOWN

        def ask() -> None:
            rows = self._journal.read(lambda db: scans.since(db, start))
            self._post.hand_in(lambda: self._show_scans(rows))

        self._shelf.ask(ask)

    def _show_scans(self, rows: tuple[ScanRow, ...]) -> None:
        self._scans = rows
        self.signals.scans_changed.emit()

    def _status_told(self, status: EngineStatus) -> None:
        """In the engine's thread."""
        self._post.hand_in(lambda: self._show_status(status))

    def _show_status(self, status: EngineStatus) -> None:
        self._status = status
        self._look_at_engine()
        self._say_status()

    def _lookup_told(self, lookup: Lookup) -> None:
        """In the engine's thread."""
        self._post.hand_in(lambda: self._show_lookup(lookup))

    def _show_lookup(self, lookup: Lookup) -> None:
        if lookup.number in self._open_lookups:
            self.signals.lookup_changed.emit(lookup)

    @Slot()
    def look(self) -> None:
        """Each second: other processes' commits, an engine that fell silent, orders that grew old."""
        self._looks += 1
        self._look_at_engine()
        self.people.look()
        self._shelf.look_for_others()
        if self._looks % RELOAD_EVERY == 0:
            self._shelf.load()
        self._say_status()

    def _say_status(self) -> None:
        """Tell the pages what is new: that the engine fell silent, and that it came back."""
        now = self.status()
        if now != self._shown:
            self._shown = now
            self.signals.status_changed.emit(now)
