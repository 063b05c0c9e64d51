"""The shift's bridge: what the Shift page asks goes to the journal, what changes comes back."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.calls import AtCounter, Calls, RightOf
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.questions import Given
from posdesk.desk.bridge.shifts import ShiftSignals
from posdesk.domain.rights import Right
from posdesk.domain.shift.shift import Rules, Shift
from posdesk.domain.shift.view import ShiftView
from posdesk.engine.shift import ShiftActions, rules_of
from posdesk.journal import Journal
from posdesk.journal.shifts import shift_rows, views


class ShiftBridge(Calls):
    """The real `Shifts`."""

    rights: ClassVar[RightOf] = {
        ShiftActions.pay_out: Right.PAY_OUT,
        ShiftActions.close: Right.CLOSE_SHIFT,
    }

    def __init__(
        self, home: Path, journal: Journal, actions: ShiftActions, *, counter: Counter, books: Books
    ) -> None:
        """`counter` knows who is signed in and what is committed, `books` the settings as they are now."""
        super().__init__(
            counter.settings,
            journal,
            counter.clock,
            thread="shift-reader",
            actions=actions,
            notices=counter.signals,
        )
        self.signals = ShiftSignals()
        self._home, self._counter, self._books = home, counter, books
        self._current: Shift | None = None
        self._is_read = False
        counter.signals.shifts_committed.connect(self._committed)
        counter.signals.books_committed.connect(self.signals.stirred)
        counter.signals.orders_changed.connect(self._stirred)
        counter.signals.staff_changed.connect(self._person_changed)
        books.signals.settings_changed.connect(self._adopt)
        self.ask(self._show, self._read)

    @property
    def people(self) -> AtCounter:
        """Who may do what: the counter knows."""
        return self._counter.people

    @property
    def current(self) -> Shift | None:
        """The shift that is open, as last read."""
        return self._current

    @property
    def is_open(self) -> bool:
        """Whether one is."""
        return self._current is not None

    @property
    def took_s(self) -> float:
        """How long the last look took, in seconds."""
        return self._took_s

    @property
    def rules(self) -> Rules:
        """What the settings say about a shift now."""
        return rules_of(self.settings)

    def actor(self) -> str:
        """The name that goes into the record."""
        return self._counter.actor()

    def look(self, given: Given) -> ShiftView:
        """In the reader's thread."""
        rules, counter = rules_of(given.settings), given.settings.store.counter
        return views.view(given.db, self._home, counter, rules, given.now)

    @staticmethod
    def _read(given: Given) -> tuple[Shift | None, bool]:
        """The open one, and whether one was ever opened."""
        shift = shift_rows.open_shift(given.db, given.settings.store.counter)
        return shift, shift is not None or shift_rows.were_used(given.db)

    def _show(self, read: tuple[Shift | None, bool]) -> None:
        shift, used = read
        before, self._current = self._current, shift
        self.signals.due.emit(used and shift is None)
        is_first, self._is_read = not self._is_read, True
        if is_first or before != shift:
            self.signals.shift_changed.emit(shift)
        if shift is not None and before is None and not is_first:
            self.signals.opened.emit()
        if before is not None and shift is None and self._counter.staff() is not None:
            self._counter.sign_out()  # the next shift is not opened in the name of who left

    @Slot()
    def _committed(self) -> None:
        self.ask(self._show, self._read)
        self.signals.changed.emit()

    @Slot(object)
    def _stirred(self, _keys: object) -> None:
        self.signals.stirred.emit()

    @Slot(object)
    def _person_changed(self, _staff: object) -> None:
        self.signals.changed.emit()

    @Slot()
    def _adopt(self) -> None:
        self.settings = self._books.settings
        self.signals.changed.emit()
