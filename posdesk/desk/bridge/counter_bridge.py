"""The bridge: what the pages ask, carried to journal and engine; what changes there, carried back."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot

from posdesk.desk.bridge.calls import NOBODY, CallBack, Calls, Go, RightOf
from posdesk.desk.bridge.counter import CounterSignals
from posdesk.desk.bridge.deadlines import Deadlines
from posdesk.desk.bridge.engine_watch import EngineWatch
from posdesk.desk.bridge.live_orders import BOOK_TOPICS, PRINTS, LiveOrders
from posdesk.desk.bridge.people import People, kept_tries
from posdesk.desk.bridge.questions import read_scans
from posdesk.desk.bridge.threads import Pace
from posdesk.desk.bridge.ticker import Ticker
from posdesk.domain.clock import Clock
from posdesk.domain.hearing import Hearing
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Seq, Wish
from posdesk.domain.orders.order import OrderKey, Payment
from posdesk.domain.orders.own_order import OwnPut
from posdesk.domain.pickup.lookup import CodeFrom, Found, Lookup, ScanRow
from posdesk.domain.rights import Right, right_of
from posdesk.domain.status import EngineStatus, Trouble
from posdesk.engine.actions import Actions
from posdesk.engine.engine import Engine
from posdesk.errors import DiskFault
from posdesk.journal import Journal
from posdesk.journal.shifts.topic import TOPIC as SHIFTS
from posdesk.records import replace
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings, Staff

log = logging.getLogger(__name__)

LOOK_MS = 1000
STATUS_MS = 100  # each order changes the engine's status: it says when the last one came
RELOAD_EVERY = 600  # looks; orders that ended over a day ago leave the shelf
SLOW_S = 2.0  # a press that is not on disk by then is said to wait for it


class CounterBridge(Calls):
    """The real `Counter`."""

    rights: ClassVar[RightOf] = {
        Actions.settle: Right.SETTLE,
        Actions.acknowledge_stop: Right.END_STOP,
        Actions.cancel_this: Right.END_STOP,  # it ends those of the other orders of its number
        Actions.revealed: Right.REVEAL,
        Actions.close_here: Right.CLOSE_HERE,
        Actions.open_again: Right.CLOSE_HERE,
    }

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
        signals = CounterSignals()
        super().__init__(settings, journal, clock, thread="desk-reader", actions=actions, notices=signals)
        self.signals = signals
        self._engine, self._orders = engine, actions
        self._watch, self._deadlines = EngineWatch(engine, clock), Deadlines(clock)
        self._shown = self._watch.said
        self._people = People(
            settings,
            secrets,
            actions,
            clock,
            signals=signals,
            follow=self.follow,
            kept=kept_tries(journal),
        )
        self._scans: tuple[ScanRow, ...] = ()
        self._lookups = 0
        self._open_lookups: set[int] = set()
        self._looks = 0
        self._status_pace = Pace(self._post, self._show_status, STATUS_MS)
        engine.status.subscribe(lambda _: self._status_pace.want())
        self._shelf = LiveOrders(journal, self._post, self._reader, self._orders_read, self._topics_changed)
        self.ask(self._show_scans, read_scans)
        self._timer = Ticker(self, LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.begin()

    def adopt(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        self.settings = settings
        self._people.adopt(settings)

    @property
    def people(self) -> People:
        """Who is at the counter, and what they may do."""
        return self._people

    # what the pages read

    def views(self) -> Iterable[OrderView]:
        """Every order on the shelf."""
        return tuple(self._shelf.views.values())

    def view(self, key: OrderKey) -> OrderView | None:
        """One order as last read."""
        return self._shelf.views.get(key)

    def accept_left_s(self, key: OrderKey) -> float | None:
        """Seconds to the accept deadline, monotonic."""
        return self._deadlines.accept_left_s(key)

    def undo_left_s(self, seq: Seq) -> float:
        """Seconds until a queued intent leaves."""
        return self._deadlines.undo_left_s(seq)

    def status(self) -> EngineStatus:
        """The engine's last word, while it is at work; else how it is.

        What somebody pressed waits for the disk and nobody sees anything of it: said meanwhile.
        """
        now = self._watch.status
        oldest = next(iter(self._unwritten.values()), None)
        waits = oldest is not None and self.clock.monotonic() - oldest > SLOW_S
        if not waits or now is not self._watch.said or now.trouble is not Trouble.NONE:
            return now
        return replace(now, trouble=Trouble.DISK, detail=DiskFault.LOCKED)

    def tell_hearing(self, hearing: Hearing) -> None:
        """Onto the engine's status board, where auto-accept asks it."""
        if hearing != self._engine.status.status.hearing:
            self._engine.status.hearing(hearing)

    def scans(self) -> tuple[ScanRow, ...]:
        """The last scans, newest first."""
        return self._scans

    def staff(self) -> Staff | None:
        """Who is signed in."""
        return self._people.staff

    def actor(self) -> str:
        """The name that goes into the record."""
        return self._people.actor

    # what a person wants

    def sign_in(self, pin: str) -> None:
        """Take a PIN."""
        self._people.sign_in(pin)

    def sign_out(self) -> None:
        """Nobody is signed in."""
        self._people.sign_out()

    def wish(
        self,
        key: OrderKey,
        kind: Kind,
        *,
        reason: str = "",
        code: str = "",
        payments: tuple[Payment, ...] = (),
        without_answer: bool = False,
        takes_over: bool = False,
        undone: Go | None = None,
    ) -> None:
        """Write an intent down."""
        back = CallBack(undone)

        def press() -> None:
            wish = Wish(
                key,
                kind,
                self.actor(),
                leaves_after_s=self.settings.store.undo_s,
                code=code,
                reason=reason,
                payments=payments,
                without_answer=without_answer,
                takes_over=takes_over,
            )
            self.follow(self._orders.wish(wish), undone=CallBack(partial(self._unwish, key, back)))
            self.signals.wished.emit(key, kind)

        right = right_of(kind, without_answer=without_answer)
        self.with_right(right, press, NOBODY, back, of=(key, kind, reason, code))

    def look_up(self, code: str, origin: CodeFrom) -> None:
        """Ask whose pickup code this is."""
        self._lookups += 1
        self._open_lookups.add(self._lookups)
        lookup = Lookup(self._lookups, code, self.clock.now(), origin)
        asked = self._engine.look_up(
            lookup, self.actor(), lambda told: self._post.hand_in(lambda: self._show_lookup(told))
        )
        if asked is None:
            self._show_lookup(replace(lookup, found=Found.CANNOT))

    def put_own_order(self, dish: str, remark: str, told: Callable[[OwnPut | None], object]) -> None:
        """Bring an own order through our own port."""
        back, asked = CallBack(told), self._engine.put_own_order(dish, remark)
        if asked is None:
            back(None)
        else:
            asked.add_done_callback(lambda done: self._post.hand_in(lambda: back(_put_of(done))))

    def close_lookup(self, number: int) -> None:
        """The card was put away: later answers to it are not shown."""
        self._open_lookups.discard(number)

    def close(self) -> None:
        """End the timer and the reader; nothing is shown any more."""
        self._timer.stop()
        self._status_pace.close()
        self._post.close()
        self._shelf.close()

    # what comes back

    def _unwish(self, key: OrderKey, back: CallBack) -> None:
        """What was pressed is not on disk, and never will be."""
        self.signals.unwished.emit(key)
        back()

    def _orders_read(self, keys: tuple[OrderKey, ...]) -> None:
        views = self._shelf.views
        self._deadlines.see([views[key] for key in keys] if keys else views.values())
        if not keys:
            self._deadlines.forget_but(views)
        self.signals.orders_changed.emit(keys)

    def _topics_changed(self, topics: frozenset[str]) -> None:
        if "scans" in topics:
            self.ask(self._show_scans, read_scans)
        if topics & BOOK_TOPICS:
            self.signals.books_committed.emit()
        if PRINTS in topics:
            self.signals.prints_committed.emit()
        if SHIFTS in topics:
            self.signals.shifts_committed.emit()

    def _show_scans(self, rows: tuple[ScanRow, ...]) -> None:
        self._scans = rows
        self.signals.scans_changed.emit()

    def _show_status(self) -> None:
        self._watch.said = self._engine.status.status
        self._watch.look()
        self._say_status()

    def _show_lookup(self, lookup: Lookup) -> None:
        if lookup.number in self._open_lookups:
            self.signals.lookup_changed.emit(lookup)

    @Slot()
    def look(self) -> None:
        """Each second: an engine that fell silent, and what it does meanwhile; orders that grew old."""
        self._looks += 1
        self._watch.look()
        self._people.look()
        if self._shelf.lacks or not self._watch.status.alive:
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


def _put_of(done: "Future[OwnPut]") -> OwnPut | None:
    if done.cancelled() or done.exception() is not None:
        log.error("desk: an own order could not be made", exc_info=done.exception())
        return None
    return done.result()
