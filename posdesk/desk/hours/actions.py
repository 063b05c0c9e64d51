"""What the page's buttons ask of the books, and what is said when they may not."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.calls import Act
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.hours.cases import HourAction
from posdesk.desk.words.reasons import reason_words
from posdesk.desk.words.rights import asks_words
from posdesk.domain.books.ledger import HourRow
from posdesk.domain.rights import Right
from posdesk.engine.actions import BookActions
from posdesk.errors import NotDone, Reason


class HourRequests(QObject):
    """Each is one call; `said_changed` follows where the books answer that it can't be."""

    said_changed = Signal()

    def __init__(self, counter: Counter, books: Books, parent: QObject | None = None) -> None:
        """Listens from here on."""
        super().__init__(parent)
        self._counter, self._books = counter, books
        self._refusal: Reason | None = None
        self._asked: datetime | None = None  # of which hour
        counter.signals.staff_changed.connect(self._hear_staff)

    @property
    def urgent(self) -> bool:
        """Whether the last action was refused."""
        return self._refusal is not None

    @property
    def note(self) -> str:
        """What stands below the buttons: why not, else whose PIN it takes."""
        if self._refusal is not None:
            return str(reason_words(self._refusal))
        return asks_words(self._counter.people.asks(Right.COVER))

    def forget(self) -> None:
        """Another hour is looked at: what was refused for the last one is said no more."""
        self._refusal, self._asked = None, None

    def do(self, action: HourAction, row: HourRow, reason: str) -> None:
        """Ask the books for it."""
        self._refusal, self._asked = None, row.hour
        act = _act_of(action, row, reason)
        if act is not None:
            self._books.act(act, refused=partial(self._hear_refusal, row.hour))
        self.said_changed.emit()

    def _hear_refusal(self, hour: datetime, reason: Reason) -> None:
        """Of an hour that is still looked at. What could not be written down is said by the band alone."""
        if hour == self._asked and not (isinstance(reason, NotDone) and reason.is_unsaved):
            self._refusal = reason
            self.said_changed.emit()

    @Slot()
    def _hear_staff(self) -> None:
        self._refusal = None
        self.said_changed.emit()


def _act_of(action: HourAction, row: HourRow, reason: str) -> Act | None:
    last = row.last
    if action in {HourAction.COVER, HourAction.REPLACE, HourAction.REPORT}:
        cover = action is not HourAction.REPORT or row.reported is not None
        return partial(BookActions.report_hour, hour=row.hour, cover=cover, reason=reason)
    if action is HourAction.LEAVE:
        return partial(BookActions.leave_hour, hour=row.hour, seen=row.now)
    if action is HourAction.AGAIN and last is not None:
        return partial(BookActions.retry, seq=last.seq)
    if action is HourAction.ASK_AGAIN and last is not None:
        return partial(BookActions.ask_again, seq=last.seq)
    return None
