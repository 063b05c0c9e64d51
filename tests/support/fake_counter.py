"""A counter of the real shape that records what was asked of it and says what a test tells it to say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from posdesk.desk.bridge.calls import CallBack, Go
from posdesk.desk.bridge.counter import CounterSignals
from posdesk.desk.words.reasons import reason_words
from posdesk.domain.hearing import Hearing
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.history import HistoryLine
from posdesk.domain.orders.intent import Kind, Seq
from posdesk.domain.orders.order import OrderKey, Payment
from posdesk.domain.orders.own_order import OwnPut
from posdesk.domain.pickup.lookup import CodeFrom, Lookup, ScanRow
from posdesk.domain.rights import Right, Role, asked_role, holds, said_actor
from posdesk.domain.status import EngineStatus
from posdesk.engine.actions import Actions
from posdesk.errors import NotDone
from posdesk.settings.settings import Settings, Staff
from tests.support.fake_calls import NOON, Asked, FakeCalls, FakeClock

__all__ = ["NOON", "Asked", "FakeClock", "FakeCounter"]


@dataclass
class FakePeople:
    """See `desk.bridge.counter.AtCounter`: everybody that is set up has a PIN, and `give` is somebody's."""

    counter: "FakeCounter"
    wanted: Right | None = None
    can_read_pins: bool = True
    wait_s: float = 0.0
    pins: dict[str, str] = field(default_factory=dict)  # by name
    signed: list[str] = field(default_factory=list)  # under which said names something was done
    _act: Go = field(default=lambda: None)
    _dropped: Go = field(default=lambda: None)

    @property
    def held(self) -> frozenset[Role]:
        """The roles that there are."""
        return frozenset(person.role for person in self.counter.settings.staff)

    def asks(self, right: Right) -> Role | None:
        """By the table of rights."""
        staff = self.counter.staff_now
        may = holds(staff.role if staff else None, right, self.held)
        return None if may else asked_role(right, self.held)

    def with_right(self, right: Right, act: Go, dropped: Go | None = None, *, of: object = None) -> None:
        """At once, or after `give`."""
        if self.asks(right) is None:
            act()
            return
        self.wanted, self._act, self._dropped = right, act, dropped or self._say_no_pin
        self.counter.signals.right_wanted.emit(right)

    def needs_name(self, right: Right) -> bool:
        """Whether nobody is signed in and nobody has a PIN."""
        return self.counter.staff_now is None and self.asks(right) is None

    def under_name(self, name: str, act: Go) -> None:
        """The act's actor is said, not proven."""
        self.signed.append(said_actor(self.counter.actor(), name))
        act()

    def whose(self, pin: str) -> tuple[str, ...]:
        """By `pins`."""
        return tuple(name for name, kept in self.pins.items() if kept == pin)

    def _say_no_pin(self) -> None:
        self.counter.signals.notice.emit(reason_words(NotDone.NO_PIN))

    def give(self) -> None:
        """A right PIN was typed: what was wanted goes on."""
        self.wanted = None
        self.counter.signals.right_ended.emit()
        self._act()

    def drop(self) -> None:
        """The pad was closed."""
        wanted, self.wanted = self.wanted, None
        if wanted is not None:
            self._dropped()


@dataclass
class FakeCounter(FakeCalls):
    """See `posdesk.desk.bridge.counter.Counter`."""

    signals: CounterSignals = field(default_factory=CounterSignals)
    actions: ClassVar[type] = Actions
    staff_now: Staff | None = None
    status_now: EngineStatus = field(default_factory=EngineStatus)
    scan_rows: tuple[ScanRow, ...] = ()
    undo_at: dict[Seq, float] = field(default_factory=dict)
    accept_at: dict[OrderKey, float] = field(default_factory=dict)
    people: FakePeople = field(init=False)
    own_order_told: CallBack = field(default_factory=lambda: CallBack(None))
    _views: dict[OrderKey, OrderView] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What nobody hears is said by its own signals."""
        super().__post_init__()
        self.notices, self.people = self.signals, FakePeople(self)

    def adopt(self, settings: Settings) -> None:
        """These settings count."""
        self.settings = settings

    def set_views(self, *views: OrderView) -> None:
        """Hold exactly these orders and tell the desk to load all again."""
        self._views = {view.order.key: view for view in views}
        self.signals.orders_changed.emit(())

    def put(self, *views: OrderView) -> None:
        """Add or replace these orders and tell the desk which they are."""
        self._views |= {view.order.key: view for view in views}
        self.signals.orders_changed.emit(tuple(view.order.key for view in views))

    def set_status(self, status: EngineStatus) -> None:
        """Say this about the engine from now on."""
        self.status_now = status
        self.signals.status_changed.emit(status)

    def set_staff(self, staff: Staff | None) -> None:
        """Somebody signed in, or nobody is any more."""
        self.staff_now = staff
        self.signals.staff_changed.emit(staff)

    def set_scans(self, *rows: ScanRow) -> None:
        """Hold these as today's scans, newest first."""
        self.scan_rows = rows
        self.signals.scans_changed.emit()

    def show_lookup(self, lookup: Lookup) -> None:
        """An answer about a code came in."""
        self.signals.lookup_changed.emit(lookup)

    def show_found(self, text: str, *views: OrderView) -> None:
        """A search ended with these."""
        self.tell("search", views, text)

    def show_history(self, key: OrderKey, *lines: HistoryLine) -> None:
        """An order's history was read."""
        self.tell("read_history", lines, key)

    def undo_within(self, seq: Seq, seconds: float) -> None:
        """That intent leaves in so many seconds."""
        self.undo_at[seq] = self.time.monotonic() + seconds

    def accept_within(self, key: OrderKey, seconds: float) -> None:
        """That order's deadline is in so many seconds by the steady clock."""
        self.accept_at[key] = self.time.monotonic() + seconds

    def views(self) -> Iterable[OrderView]:
        """What `set_views` and `put` left."""
        return tuple(self._views.values())

    def view(self, key: OrderKey) -> OrderView | None:
        """One of them."""
        return self._views.get(key)

    def accept_left_s(self, key: OrderKey) -> float | None:
        """By `accept_within`, else by the order's own deadline on the wall clock."""
        if key in self.accept_at:
            return self.accept_at[key] - self.time.monotonic()
        view = self._views.get(key)
        by = view.order.accept_by if view else None
        return (by - self.time.now()).total_seconds() if by else None

    def undo_left_s(self, seq: Seq) -> float:
        """By `undo_within`; 0 for all others."""
        return max(0.0, self.undo_at.get(seq, 0.0) - self.time.monotonic())

    def status(self) -> EngineStatus:
        """What `set_status` said last."""
        return self.status_now

    def tell_hearing(self, hearing: Hearing) -> None:
        """From now on the status says so."""
        self.status_now = replace(self.status_now, hearing=hearing)

    def scans(self) -> tuple[ScanRow, ...]:
        """What `set_scans` said last."""
        return self.scan_rows

    def staff(self) -> Staff | None:
        """Who `set_staff` signed in."""
        return self.staff_now

    def actor(self) -> str:
        """The name for the record."""
        return self.staff_now.name if self.staff_now else f"counter {self.settings.store.counter}"

    def sign_in(self, pin: str) -> None:
        """Recorded; the test says what comes of it."""
        self._note("sign_in", pin)

    def sign_out(self) -> None:
        """Nobody is signed in any more."""
        self._note("sign_out")
        self.set_staff(None)

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
        """Recorded as (key, kind, reason, code, payments, without_answer), and True where it takes over."""
        over = (True,) if takes_over else ()
        self._note("wish", key, kind, reason, code, payments, without_answer, *over)
        self._want(None, undone)

    def look_up(self, code: str, origin: CodeFrom) -> None:
        """Recorded as (code, origin)."""
        self._note("look_up", code, origin)

    def put_own_order(self, dish: str, remark: str, told: Callable[[OwnPut | None], object]) -> None:
        """Recorded as (dish, remark); `end_own_order` says what came of it."""
        self._note("put_own_order", dish, remark)
        self.own_order_told = CallBack(told)

    def end_own_order(self, put: OwnPut | None) -> None:
        """The call to our own port ended so."""
        self.own_order_told(put)

    def close_lookup(self, number: int) -> None:
        """Recorded."""
        self._note("close_lookup", number)
