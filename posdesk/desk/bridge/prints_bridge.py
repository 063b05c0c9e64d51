"""The prints' bridge: what the pages ask goes to journal and engine, what changes comes back."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QTimer, Slot

from posdesk.desk.bridge.calls import Act, AtCounter, CallBack, Calls
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.prints import PrintsSignals
from posdesk.desk.bridge.questions import read_prints
from posdesk.domain.orders.intent import Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.printing.board import PaperView, PrintBoard
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.rights import Right
from posdesk.engine.actions import PrintActions
from posdesk.engine.engine import Engine
from posdesk.engine.sending.printer_trial import Trial
from posdesk.journal import Journal
from posdesk.settings.printers import Printer

log = logging.getLogger(__name__)
GATHER_MS = 150  # many commits are one change on screen
MINUTE_MS = 59_000  # an age grows, a business day ends; a second before the books


class PrintsBridge(Calls):
    """The real `Prints`."""

    def __init__(self, journal: Journal, engine: Engine, actions: PrintActions, *, counter: Counter) -> None:
        """`counter` knows who is signed in and what is committed."""
        notices = counter.signals
        super().__init__(
            counter.settings, journal, counter.clock, thread="prints-reader", actions=actions, notices=notices
        )
        self.signals = PrintsSignals()
        self._engine, self._counter = engine, counter
        self._board: PrintBoard | None = None
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._refresh)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._refresh)
        self._minute.start()
        notices.prints_committed.connect(self._refresh_soon)
        self._refresh()

    @property
    def people(self) -> AtCounter:
        """Who may do what: the counter knows."""
        return self._counter.people

    def actor(self) -> str:
        """The name that goes into the record."""
        return self._counter.actor()

    def board(self) -> PrintBoard:
        """The prints, as last read."""
        return self._board or PrintBoard()

    def again(self, key: OrderKey, slip: SlipKind) -> None:
        """One more copy on each of the slip's printers."""
        act = partial(PrintActions.again, key=key, slip=slip)
        self._revealing(act, asks=slip is SlipKind.COURIER, of=(key, slip))

    def decide_again(self, paper: PaperView) -> None:
        """Of this one a further copy, or now."""
        act = partial(PrintActions.decide_again, seq=paper.job.seq)
        asks = paper.job.slip is SlipKind.COURIER and paper.job.is_perhaps_there and not paper.is_wiped
        self._revealing(act, asks=asks, of=paper.job.seq)

    def _revealing(self, act: Act, *, asks: bool, of: object) -> None:
        """Whole where whoever asks may see a phone, else masked."""
        if not asks:
            self.act(act)
            return
        whole, masked = partial(act.func, **act.keywords, reveal=True), act
        self.people.with_right(Right.REVEAL, lambda: self.act(whole), lambda: self.act(masked), of=of)

    def try_out(self, printer: Printer, told: Callable[[Trial | None], object]) -> None:
        """A test slip on a printer as it is set on screen."""
        back, asked = CallBack(told), self._engine.try_printer(printer)
        if asked is None:
            back(None)
        else:
            asked.add_done_callback(lambda done: self._post.hand_in(lambda: back(_trial_of(done))))

    def close(self) -> None:
        """End timers and reader; nothing is shown any more."""
        self._gather.stop()
        self._minute.stop()
        super().close()

    @Slot()
    def _refresh_soon(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _refresh(self) -> None:
        self.ask(self._show, read_prints)

    def _show(self, board: PrintBoard) -> None:
        before, self._board = self._board, board
        if before == board:
            return
        self.signals.changed.emit()
        if before is not None and _wrong(board) - _wrong(before):
            self.signals.in_trouble.emit()


def _wrong(board: PrintBoard) -> frozenset[tuple[Seq, bool]]:
    """What somebody should hear of once; a slip that waited and is listed now is said again."""
    rows = (*board.doubtful, *board.not_sent)
    return frozenset((view.job.seq, view.job.needs_person) for view in rows)


def _trial_of(done: "Future[Trial]") -> Trial | None:
    if done.cancelled() or done.exception() is not None:
        log.error("prints: a printer could not be tried out", exc_info=done.exception())
        return None
    return done.result()
