"""What the pages may ask and do: the bridge has this shape, tests bring their own.

Every call returns at once. What changes is told by `CounterSignals`, always in the GUI thread.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import Signal

from posdesk.desk.calls import Caller, Notices
from posdesk.domain.board import OrderView
from posdesk.domain.intent import Kind, Seq
from posdesk.domain.lookup import CodeFrom, ScanRow
from posdesk.domain.order import OrderKey, Payment
from posdesk.domain.rights import Right, Role
from posdesk.domain.status import EngineStatus
from posdesk.settings import Staff

Go = Callable[[], object]


class CounterSignals(Notices):
    """What changes, for all pages."""

    orders_changed = Signal(object)  # tuple[OrderKey, ...]; an empty one: load everything again
    status_changed = Signal(object)  # EngineStatus
    lookup_changed = Signal(object)  # domain.lookup.Lookup
    scans_changed = Signal()
    wished = Signal(object, object)  # OrderKey, Kind: somebody pressed; it is not on disk yet
    unwished = Signal(object)  # OrderKey: what was pressed came to nothing
    books_committed = Signal()  # receipts, postings and the like, by whatever process
    staff_changed = Signal(object)  # Staff | None: who is signed in
    sign_in_failed = Signal()  # nobody's PIN, or none is taken now
    right_wanted = Signal(object)  # Right: somebody's PIN is asked for first
    right_ended = Signal()  # it was given, and the act goes on
    right_lacking = Signal(object)  # Staff: it was their PIN, but they may not


class AtCounter(Protocol):
    """Who is at the counter and what they may do (desk.people)."""

    @property
    def wanted(self) -> Right | None:
        """What the PIN pad is open for, None where for signing in."""
        ...

    @property
    def can_read_pins(self) -> bool:
        """Whether it is known who has a PIN; while the keyring is locked it is not."""
        ...

    @property
    def wait_s(self) -> float:
        """Seconds until a PIN is taken again, 0 where one is taken now."""
        ...

    def asks(self, right: Right) -> Role | None:
        """Whose PIN a right would ask for now, the lowest role that will do; None where it asks nothing."""
        ...

    def with_right(self, right: Right, act: Go, dropped: Go | None = None) -> None:
        """Do it if who is at the counter may, else once a right PIN is typed.

        Where none is, `dropped` is called; without it the window says so.
        """
        ...

    def drop(self) -> None:
        """The PIN pad was closed without a right PIN: nothing is done, and whoever asked hears it."""
        ...


class Counter(Caller, Protocol):
    """What a page may ask and do; its acts are functions of `engine.actions`."""

    signals: CounterSignals

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
        undone: Callable[[], object] | None = None,
    ) -> None:
        """Write an intent down; the card shows it within 100 ms (row 13).

        Where it can't be, the window says why, and `undone` takes back what was shown ahead.
        """
        ...

    def look_up(self, code: str, origin: CodeFrom) -> None:
        """Ask whose pickup code this is; `lookup_changed` follows, at once and with each answer."""
        ...

    def close_lookup(self, number: int) -> None:
        """'Not this one', or the card was put away."""
        ...
