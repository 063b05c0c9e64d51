"""Prints of the real shape that record what was asked of them and say what a test tells them to say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from posdesk.desk.bridge.calls import CallBack
from posdesk.desk.bridge.prints import PrintsSignals
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.printing.board import PaperView, PrintBoard
from posdesk.domain.printing.slip import SlipKind
from posdesk.engine.actions import PrintActions
from posdesk.engine.sending.printer_trial import Trial
from posdesk.settings.printers import Printer
from tests.support.fake_calls import FakeCalls


@dataclass
class FakePrints(FakeCalls):
    """See `posdesk.desk.bridge.prints.Prints`."""

    signals: PrintsSignals = field(default_factory=PrintsSignals)
    actions: ClassVar[type] = PrintActions
    board_now: PrintBoard = field(default_factory=PrintBoard)
    _trials: list[CallBack] = field(default_factory=list)

    def board(self) -> PrintBoard:
        """What `put` said last."""
        return self.board_now

    def put(self, board: PrintBoard) -> None:
        """Hold this, and tell the pages."""
        self.board_now = board
        self.signals.changed.emit()

    def again(self, key: OrderKey, slip: SlipKind) -> None:
        """Recorded."""
        self._note("again", key, slip)

    def decide_again(self, paper: PaperView) -> None:
        """Recorded."""
        self._note("decide_again", paper.job.seq)

    def try_out(self, printer: Printer, told: Callable[[Trial | None], object]) -> None:
        """Recorded; `finish_trial` says how it went."""
        self._note("try_out", printer)
        self._trials.append(CallBack(told))

    def finish_trial(self, trial: Trial | None) -> None:
        """The test slip ended so."""
        self._trials.pop()(trial)
