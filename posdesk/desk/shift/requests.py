"""What the Shift page asks for: from a field or a panel to one of the shift's acts."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.shifts import Shifts
from posdesk.desk.shift.cash_card import CashCard
from posdesk.desk.shift.opening import OpeningCard
from posdesk.desk.shift.panels import HandPanel, MovePanel, NotePanel, Panel, PiecesPanel
from posdesk.desk.shift.words import left_words
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.alt_keys import ShiftKey
from posdesk.desk.words.reasons import reason_words
from posdesk.desk.words.states import Sentence
from posdesk.domain.shift.cash import sum_of_pieces
from posdesk.domain.shift.checklist import Line
from posdesk.domain.shift.view import OpenShift, ShiftView
from posdesk.engine.shift import ShiftActions
from posdesk.errors import Reason, ShiftReason


class ShiftRequests(QObject):
    """The panels, and what is done with what was typed. `said` carries why something is not."""

    said = Signal(object)  # Sentence
    turned = Signal()  # a panel asks, or none does any more

    def __init__(self, shifts: Shifts, theme: Theme, page: QWidget) -> None:
        """The panels lie over `page`, hidden."""
        super().__init__(page)
        self._shifts, self._page = shifts, page
        self.panel: Panel | None = None
        self._pieces: dict[int, int] = {}
        self.pay_in = MovePanel(theme, ShiftKey.PAY_IN, page)
        self.pay_out = MovePanel(theme, ShiftKey.PAY_OUT, page)
        self.note, self.pieces = (
            NotePanel(theme, ShiftKey.NOTE, page),
            PiecesPanel(theme, ShiftKey.BY_NOTES, page),
        )
        self.hand = HandPanel(theme, ShiftKey.HAND_OVER, page)
        self.sum_taken: Callable[[int], object] = lambda _fen: None
        self._connect()

    def _connect(self) -> None:
        ends = {
            self.pay_in: self._pay_in,
            self.pay_out: self._pay_out,
            self.note: self._leave_note,
            self.pieces: self._take_sum,
            self.hand: self._hand_over,
        }
        for panel, end in ends.items():
            panel.done.connect(end)
            panel.closed.connect(self.put_away)

    def open_shift(self, card: OpeningCard) -> None:
        """With the float that was typed."""
        fen = card.field.fen
        if fen is None:
            card.complain(_why(ShiftReason.AMOUNT))
            card.field.setFocus()
            return
        self._do(ShiftActions.open, float_fen=fen)

    def ask_move(self, panel: MovePanel) -> None:
        """How much, and why."""
        self._open(panel)
        panel.open_up()

    def ask_note(self, view: ShiftView) -> None:
        """What to leave for the next shift."""
        self._open(self.note)
        self.note.open_up(view.left, view.open.notes if view.open else ())

    def ask_pieces(self) -> None:
        """How many of each."""
        self._open(self.pieces)
        self.pieces.open_up()

    def ask_heir(self, line: Line | None) -> None:
        """Who takes that line over, where somebody can."""
        if line is not None and line.can_be_handed:
            self._open(self.hand)
            self.hand.open_up(line, [person.name for person in self._shifts.settings.staff])

    def _open(self, panel: Panel) -> None:
        self.put_away()
        self.panel = panel
        self.turned.emit()

    @Slot()
    def put_away(self) -> None:
        """No panel is open; the keyboard is the page's."""
        panel, self.panel = self.panel, None
        if panel is not None:
            panel.hide()
            self.turned.emit()
            self._page.setFocus()

    def record(self, card: CashCard) -> None:
        """The cash as it was counted."""
        fen = card.field.fen
        if fen is None:
            self.said.emit(reason_words(ShiftReason.AMOUNT))
            card.field.setFocus()
            return
        pieces = self._pieces if sum_of_pieces(self._pieces) == fen else {}
        self._card = card
        counted = partial(ShiftActions.count, counted_fen=fen, pieces=pieces, reason=card.reason.text())
        self._shifts.act(partial(counted, rules=self._shifts.rules), refused=self._not_recorded)
        card.reason.clear()

    def _not_recorded(self, reason: Reason) -> None:
        self.said.emit(reason_words(reason))
        if reason is ShiftReason.NO_REASON:
            self._card.ask_reason()

    def close_shift(self, now: OpenShift | None) -> None:
        """Nobody's PIN is asked for in vain; the journal has the last word on the checklist."""
        if now is None or now.checklist.open:
            self.said.emit(Sentence(left_words(now) if now else _why(ShiftReason.NOT_OPEN)))
            return
        self._do(ShiftActions.close, store=self._shifts.settings.store.name, rules=self._shifts.rules)

    def print_again(self, view: ShiftView) -> None:
        """The last Z once more."""
        if view.last_z is not None:
            self._do(ShiftActions.z_again, number=view.last_z.number)

    def _do(self, act: Callable[..., Any], **what: object) -> None:
        self._shifts.act(partial(act, **what))

    @Slot()
    def _pay_in(self) -> None:
        self._move(self.pay_in, ShiftActions.pay_in)

    @Slot()
    def _pay_out(self) -> None:
        self._move(self.pay_out, ShiftActions.pay_out)

    def _move(self, panel: MovePanel, act: Callable[..., Any]) -> None:
        fen, why = panel.amount.fen, panel.reason.text()
        if not fen:
            panel.complain(_why(ShiftReason.AMOUNT))
            panel.amount.setFocus()
        elif not why.strip():
            panel.complain(_why(ShiftReason.NO_REASON))
            panel.reason.setFocus()
        else:
            self._do(act, amount_fen=fen, reason=why)
            self.put_away()

    @Slot()
    def _leave_note(self) -> None:
        words = self.note.words.text()
        if not words.strip():
            self.note.complain(_why(ShiftReason.NO_REASON))
            return
        self._do(ShiftActions.leave_note, words=words)
        self.put_away()

    @Slot()
    def _take_sum(self) -> None:
        pieces = self.pieces.pieces
        if pieces is not None:
            self._pieces = pieces
            self.put_away()
            self.sum_taken(sum_of_pieces(pieces))

    @Slot()
    def _hand_over(self) -> None:
        panel = self.hand
        if panel.line is None or not panel.name:
            panel.complain(_why(ShiftReason.NO_NAME))
            return
        what = {"line": panel.line.kind, "name": panel.name, "words": panel.words.text()}
        self._do(ShiftActions.hand_over, **what, rules=self._shifts.rules)
        self.put_away()


def _why(reason: ShiftReason) -> str:
    return str(reason_words(reason))
