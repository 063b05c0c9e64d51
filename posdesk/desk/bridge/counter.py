"""What the pages may ask and do: the bridge has this shape, tests bring their own.

Every call returns at once. What changes is told by `CounterSignals`, always in the GUI thread.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import Signal

from posdesk.desk.bridge.calls import AtCounter, Caller, Go, Notices
from posdesk.domain.hearing import Hearing
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Seq
from posdesk.domain.orders.order import OrderKey, Payment
from posdesk.domain.orders.own_order import OwnPut
from posdesk.domain.pickup.lookup import CodeFrom, ScanRow
from posdesk.domain.status import EngineStatus
from posdesk.settings.settings import Settings, Staff


class CounterSignals(Notices):
    """What changes, for all pages."""

    orders_changed = Signal(object)  # tuple[OrderKey, ...]; an empty one: load everything again
    status_changed = Signal(object)  # EngineStatus
    lookup_changed = Signal(object)  # domain.lookup.Lookup
    scans_changed = Signal()
    wished = Signal(object, object)  # OrderKey, Kind: somebody pressed; it is not on disk yet
    unwished = Signal(object)  # OrderKey: what was pressed came to nothing
    books_committed = Signal()  # receipts, postings and the like, by whatever process
    prints_committed = Signal()  # by whatever process
    rang = Signal(object)  # frozenset[OrderKey]: the alarm rang for these new orders just now
    shifts_committed = Signal()  # something of a shift, by whatever process
    staff_changed = Signal(object)  # Staff | None: who is signed in
    sign_in_failed = Signal()  # nobody's PIN, or none is taken now
    right_wanted = Signal(object)  # Right: somebody's PIN is asked for first
    right_ended = Signal()  # it was given, and the act goes on
    right_lacking = Signal(object)  # Staff: it was their PIN, but they may not


class Counter(Caller, Protocol):
    """What a page may ask and do; its acts are functions of `engine.actions`."""

    signals: CounterSignals

    def adopt(self, settings: Settings) -> None:
        """Go by these settings from now on; who is signed in and is no more of the people is signed out."""
        ...

    @property
    def people(self) -> AtCounter:
        """Who may do what; what takes a right that nobody at the counter holds asks for a PIN first."""
        ...

    def views(self) -> Iterable[OrderView]:
        """Every order that is open, has an open intent or an open STOP, or ended within the last day."""
        ...

    def view(self, key: OrderKey) -> OrderView | None:
        """One order as last read."""
        ...

    def accept_left_s(self, key: OrderKey) -> float | None:
        """Seconds to the accept deadline by the monotonic clock, negative once overdue; None without one."""
        ...

    def undo_left_s(self, seq: Seq) -> float:
        """Seconds until a queued intent leaves, 0 once it may."""
        ...

    def status(self) -> EngineStatus:
        """The engine's last word about itself; a dead engine is said as such."""
        ...

    def tell_hearing(self, hearing: Hearing) -> None:
        """Put into the engine's status whether the alarm is heard."""
        ...

    def scans(self) -> tuple[ScanRow, ...]:
        """Today's last scans, newest first."""
        ...

    def staff(self) -> Staff | None:
        """Who is signed in."""
        ...

    def actor(self) -> str:
        """The name that goes into the record: who is signed in, or 'counter 1'."""
        ...

    def sign_in(self, pin: str) -> None:
        """Sign in by PIN, or go on with what waits for one; `staff_changed` or `sign_in_failed` follows."""
        ...

    def sign_out(self) -> None:
        """Nobody is signed in any more; nothing else changes (row 46)."""
        ...

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
        """Write an intent down; the card shows it within 100 ms (row 13).

        `takes_over`: see `Wish`. Where it can't be, the window says why, and `undone` takes back what was
        shown ahead.
        """
        ...

    def look_up(self, code: str, origin: CodeFrom) -> None:
        """Ask whose pickup code this is; `lookup_changed` follows, at once and with each answer."""
        ...

    def put_own_order(self, dish: str, remark: str, told: Callable[[OwnPut | None], object]) -> None:
        """Bring an own order through our own port; `told` is how that ended, None where no engine runs."""
        ...

    def close_lookup(self, number: int) -> None:
        """'Not this one', or the card was put away."""
        ...
