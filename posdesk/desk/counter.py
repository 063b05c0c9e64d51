"""What the pages may ask and do: the bridge has this shape, tests bring their own.

Every call returns at once. What comes of it arrives by `CounterSignals`, always in the GUI thread.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from posdesk.domain.board import OrderView
from posdesk.domain.clock import Clock
from posdesk.domain.history import HistoryLine
from posdesk.domain.intent import Kind, Seq
from posdesk.domain.lookup import CodeFrom, ScanRow
from posdesk.domain.order import OrderKey, Payment
from posdesk.domain.rights import NO_PIN, Right, Role
from posdesk.domain.status import EngineStatus
from posdesk.settings import Settings, Staff

Act = Callable[[], object]


class CounterSignals(QObject):
    """What the pages listen to."""

    orders_changed = Signal(object)  # tuple[OrderKey, ...]; an empty one: load everything again
    status_changed = Signal(object)  # EngineStatus
    lookup_changed = Signal(object)  # domain.lookup.Lookup
    scans_changed = Signal()
    found = Signal(str, object)  # the text that was searched, tuple[OrderView, ...]
    history_read = Signal(object, object)  # OrderKey, tuple[HistoryLine, ...]
    wished = Signal(object, object)  # OrderKey, Kind: somebody pressed; it is not on disk yet
    not_allowed = Signal(object, str)  # OrderKey, the reason word of errors.NotAllowed
    not_saved = Signal(object, str)  # OrderKey | None: a wish could not be written down; reason word
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

    def with_right(self, right: Right, act: Act, dropped: Act) -> None:
        """Do it if who is at the counter may, else once a right PIN is typed; `dropped` where none is."""
        ...

    def drop(self) -> None:
        """The PIN pad was closed without a right PIN: nothing is done, and whoever asked hears it."""
        ...


class Counter(Protocol):
    """What a page may ask and do."""

    signals: CounterSignals
    settings: Settings
    clock: Clock

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
    ) -> None:
        """Write an intent down; the card shows it within 100 ms (row 13), or `not_allowed` follows."""
        ...

    def undo(self, seq: Seq) -> None:
        """Withdraw an intent that has not left (row 22)."""
        ...

    def ask_again(self, seq: Seq) -> None:
        """Ask an unknown intent again now, under its own GUID."""
        ...

    def settle(self, seq: Seq, *, done: bool) -> None:
        """A person says how an unknown intent ended; recorded with the name, never shown as confirmed."""
        ...

    def hand_over(self, key: OrderKey) -> None:
        """Mark an order without verification as handed over, here only."""
        ...

    def cancel_this(self, key: OrderKey) -> None:
        """Of the open orders of its number this is the one that the customer cancelled."""
        ...

    def acknowledge_stop(self, key: OrderKey) -> None:
        """Somebody stopped making a cancelled order: STOP ends, with the name."""
        ...

    def acknowledge_gap(self, number: int) -> None:
        """Somebody compared with the platforms' own pages."""
        ...

    def acknowledge_losses(self) -> None:
        """Somebody has read what a damaged journal has cost."""
        ...

    def acknowledge_wrong_signs(self) -> None:
        """Somebody has read that many calls are wrongly signed."""
        ...

    def look_up(self, code: str, origin: CodeFrom) -> None:
        """Ask whose pickup code this is; `lookup_changed` follows, at once and with each answer."""
        ...

    def close_lookup(self, number: int) -> None:
        """'Not this one', or the card was put away."""
        ...

    def search(self, text: str) -> None:
        """Find orders by show number, last four digits, name, bill number; `found` follows (row 23)."""
        ...

    def read_history(self, key: OrderKey) -> None:
        """Ask for an order's history; `history_read` follows."""
        ...

    def snoozed(self) -> None:
        """Log that somebody silenced the alarm for a while."""
        ...

    def revealed(self, key: OrderKey) -> None:
        """Log that somebody looked at the phone and address in full (row 59)."""
        ...


def with_right(counter: Counter, right: Right, key: OrderKey | None, act: Act) -> None:
    """Do it at once, or after a PIN; without one nothing is done, and that is said of this order."""
    counter.people.with_right(right, act, lambda: counter.signals.not_allowed.emit(key, NO_PIN))


__all__ = ["Counter", "CounterSignals", "HistoryLine", "with_right"]
