"""What the page's buttons ask of the books, and what is said when they may not."""

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from posdesk.desk.books import Books
from posdesk.desk.counter import Counter
from posdesk.desk.hours.offers import Deed
from posdesk.desk.rights_words import asks_words
from posdesk.desk.words import not_allowed_words
from posdesk.domain.ledger import HourRow
from posdesk.domain.rights import Right

translate = QCoreApplication.translate


class Deeds(QObject):
    """Each deed is one call; `said` changes when the books answer that it can't be."""

    said_changed = Signal()

    def __init__(self, counter: Counter, books: Books, parent: QObject | None = None) -> None:
        """Listens from here on."""
        super().__init__(parent)
        self._counter, self._books = counter, books
        self._refusal = ""
        self._asked = False
        books.signals.not_allowed.connect(self._hear_refusal)
        books.signals.not_saved.connect(self._hear_refusal)
        counter.signals.staff_changed.connect(self._hear_staff)

    @property
    def urgent(self) -> bool:
        """Whether the last deed was refused."""
        return bool(self._refusal)

    @property
    def note(self) -> str:
        """What stands below the buttons: why not, else whose PIN it takes."""
        if self._refusal:
            return refusal_words(self._refusal)
        return asks_words(self._counter.people.asks(Right.COVER))

    def forget(self) -> None:
        """Another hour is looked at: what was refused for the last one is said no more."""
        self._refusal, self._asked = "", False

    def do(self, deed: Deed, row: HourRow, reason: str) -> None:
        """Ask the books for it."""
        self._refusal, self._asked = "", True
        last = row.last
        if deed in {Deed.COVER, Deed.REPLACE}:
            self._books.report_hour(row.hour, cover=True, reason=reason)
        elif deed is Deed.REPORT:
            self._books.report_hour(row.hour, cover=row.reported is not None, reason=reason)
        elif deed is Deed.LEAVE:
            self._books.leave_hour(row.hour, row.now)
        elif deed is Deed.AGAIN and last is not None:
            self._books.retry(last.seq)
        elif deed is Deed.ASK_AGAIN and last is not None:
            self._books.ask_again(last.seq)
        self.said_changed.emit()

    @Slot(str)
    def _hear_refusal(self, reason: str) -> None:
        """Other pages ask the same books: only what was asked here is said here."""
        if self._asked:
            self._refusal, self._asked = reason, False
            self.said_changed.emit()

    @Slot()
    def _hear_staff(self) -> None:
        self._refusal = ""
        self.said_changed.emit()


def refusal_words(reason: str) -> str:
    """Why a deed was not done, and what to do."""
    words = {
        "already_open": translate(
            "hours", "A report of this hour is under way already. Wait for its answer, then decide."
        ),
    }
    return words.get(reason) or str(not_allowed_words(reason))
