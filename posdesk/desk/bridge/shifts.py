"""What the Shift page may ask and do: the shift's bridge has this shape, tests bring their own."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from posdesk.desk.bridge.calls import AtCounter, Caller
from posdesk.desk.bridge.questions import Given
from posdesk.domain.shift.shift import Rules, Shift
from posdesk.domain.shift.view import ShiftView


class ShiftSignals(QObject):
    """What changes, for whoever goes by it."""

    opened = Signal()  # a shift was opened at this counter just now: the audible check is asked
    shift_changed = Signal(object)  # Shift | None: which one is open
    due = Signal(bool)  # this shop has opened shifts, and none is open now
    changed = Signal()  # something of the shift was written down
    stirred = Signal()  # orders, receipts or prints were: its figures may be others


class Shifts(Caller, Protocol):
    """The shift of this counter; its acts are functions of `engine.shift.ShiftActions`."""

    signals: ShiftSignals

    @property
    def people(self) -> AtCounter:
        """Who may do what."""
        ...

    @property
    def current(self) -> Shift | None:
        """The shift that is open, as last read; None while there is none, or nobody has read yet."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether one is."""
        ...

    @property
    def took_s(self) -> float:
        """How long the last look took, in seconds: one that takes long is not repeated at once."""
        ...

    @property
    def rules(self) -> Rules:
        """What the settings say about a shift now."""
        ...

    def actor(self) -> str:
        """The name that goes into the record."""
        ...

    def look(self, given: Given) -> ShiftView:
        """The question behind the page: in a reader's thread."""
        ...
