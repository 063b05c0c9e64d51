"""What the pages may ask and do about prints: the bridge has this shape, tests bring their own.

Every call returns at once; call-backs and signals come in the GUI thread.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from posdesk.desk.bridge.calls import Caller
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.printing.board import PaperView, PrintBoard
from posdesk.domain.printing.slip import SlipKind
from posdesk.engine.sending.printer_trial import Trial
from posdesk.settings.printers import Printer


class PrintsSignals(QObject):
    """What changes, for all pages."""

    changed = Signal()  # `board` is another now
    in_trouble = Signal()  # another slip is doubtful, or was not sent: two knocks


class Prints(Caller, Protocol):
    """What a page may ask and do; its acts are functions of `engine.actions.PrintActions`."""

    signals: PrintsSignals

    def board(self) -> PrintBoard:
        """The prints, as last read."""
        ...

    def again(self, key: OrderKey, slip: SlipKind) -> None:
        """One more copy on each of its printers. A courier slip asks as a reveal; else it is masked."""
        ...

    def decide_again(self, paper: PaperView) -> None:
        """Of this one a further copy, or now; a courier slip as with `again`."""
        ...

    def try_out(self, printer: Printer, told: Callable[[Trial | None], object]) -> None:
        """A test slip on a printer as it is set on screen; `told` is how it went, None where nothing runs."""
        ...
