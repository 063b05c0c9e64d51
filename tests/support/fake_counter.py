"""A counter of the real shape that records what was asked of it and says what a test tells it to say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from posdesk.desk.counter import Act, CounterSignals
from posdesk.domain.board import OrderView
from posdesk.domain.clock import Clock
from posdesk.domain.history import HistoryLine
from posdesk.domain.intent import Kind, Seq
from posdesk.domain.lookup import CodeFrom, Lookup, ScanRow
from posdesk.domain.order import OrderKey, Payment
from posdesk.domain.rights import Right, Role, asked_role, holds
from posdesk.domain.status import EngineStatus
from posdesk.settings import Settings, Staff

NOON = datetime(2026, 11, 21, 4, 41, 30, tzinfo=UTC)
"""12:41:30 in China, the moment of the design's pictures."""


@dataclass
class FakeClock:
    """A clock that goes when it is told to; both its clocks go together unless a jump is wanted."""

    at: datetime = NOON
    steady_s: float = 1000.0

    def now(self) -> datetime:
        """The wall clock, aware."""
        return self.at

    def monotonic(self) -> float:
        """The steady clock, in seconds."""
        return self.steady_s

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass on both clocks."""
        self.at += timedelta(seconds=seconds)
        self.steady_s += seconds

    def jump(self, seconds: float) -> None:
        """Set the wall clock by so many seconds; the steady one knows nothing of it."""
        self.at += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Asked:
    """One call: its name and what it was given."""

    name: str
    what: tuple[object, ...] = ()


@dataclass
class FakePeople:
    """See `posdesk.desk.counter.AtCounter`: everybody that is set up has a PIN, and `give` is somebody's."""

    counter: "FakeCounter"
    wanted: Right | None = None
    can_read_pins: bool = True
    wait_s: float = 0.0
    _act: Act = field(default=lambda: None)
    _dropped: Act = field(default=lambda: None)

    @property
    def held(self) -> frozenset[Role]:
        """The roles that there are."""
        return frozenset(person.rank for person in self.counter.settings.staff)

    def asks(self, right: Right) -> Role | None:
        """By the table of rights."""
        staff = self.counter.staff_now
        may = holds(staff.rank if staff else None, right, self.held)
        return None if may else asked_role(right, self.held)

    def with_right(self, right: Right, act: Act, dropped: Act) -> None:
        """At once, or after `give`."""
        if self.asks(right) is None:
            act()
            return
        self.wanted, self._act, self._dropped = right, act, dropped
        self.counter.signals.right_wanted.emit(right)

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
class FakeCounter:
    """See `posdesk.desk.counter.Counter`; `asked` holds every wish in order, `time` moves the clock."""

    settings: Settings = field(default_factory=Settings)
    time: FakeClock = field(default_factory=FakeClock)
    clock: Clock = field(init=False)
    signals: CounterSignals = field(default_factory=CounterSignals)
    asked: list[Asked] = field(default_factory=list)
    staff_now: Staff | None = None
    status_now: EngineStatus = field(default_factory=EngineStatus)
    scan_rows: tuple[ScanRow, ...] = ()
    undo_at: dict[Seq, float] = field(default_factory=dict)
    accept_at: dict[OrderKey, float] = field(default_factory=dict)
    people: FakePeople = field(init=False)
    _views: dict[OrderKey, OrderView] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The clock that the desk sees is the one that a test moves."""
        self.people = FakePeople(self)
        self.clock = self.time

    def calls(self, name: str) -> list[tuple[object, ...]]:
        """What every call of that name was given, in order."""
        return [asked.what for asked in self.asked if asked.name == name]

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
        self.signals.found.emit(text, views)

    def show_history(self, key: OrderKey, *lines: HistoryLine) -> None:
        """An order's history was read."""
        self.signals.history_read.emit(key, lines)

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
    ) -> None:
        """Recorded as (key, kind, reason, code, payments, without_answer)."""
        self._note("wish", key, kind, reason, code, payments, without_answer)

    def undo(self, seq: Seq) -> None:
        """Recorded."""
        self._note("undo", seq)

    def ask_again(self, seq: Seq) -> None:
        """Recorded."""
        self._note("ask_again", seq)

    def settle(self, seq: Seq, *, done: bool) -> None:
        """Recorded as (seq, done)."""
        self._note("settle", seq, done)

    def hand_over(self, key: OrderKey) -> None:
        """Recorded."""
        self._note("hand_over", key)

    def cancel_this(self, key: OrderKey) -> None:
        """Recorded."""
        self._note("cancel_this", key)

    def acknowledge_stop(self, key: OrderKey) -> None:
        """Recorded."""
        self._note("acknowledge_stop", key)

    def acknowledge_gap(self, number: int) -> None:
        """Recorded."""
        self._note("acknowledge_gap", number)

    def acknowledge_losses(self) -> None:
        """Recorded."""
        self._note("acknowledge_losses")

    def acknowledge_wrong_signs(self) -> None:
        """Recorded."""
        self._note("acknowledge_wrong_signs")

    def look_up(self, code: str, origin: CodeFrom) -> None:
        """Recorded as (code, origin)."""
        self._note("look_up", code, origin)

    def close_lookup(self, number: int) -> None:
        """Recorded."""
        self._note("close_lookup", number)

    def search(self, text: str) -> None:
        """Recorded."""
        self._note("search", text)

    def read_history(self, key: OrderKey) -> None:
        """Recorded."""
        self._note("read_history", key)

    def snoozed(self) -> None:
        """Recorded."""
        self._note("snoozed")

    def revealed(self, key: OrderKey) -> None:
        """Recorded."""
        self._note("revealed", key)

    def _note(self, name: str, *what: object) -> None:
        self.asked.append(Asked(name, what))
