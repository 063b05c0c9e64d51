"""Beside the list: how each printer is now, what the four words mean, and what the day counted."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.theme import Color, FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.label import Chip, Ink, Mark, Words
from posdesk.desk.widgets.painted import Card, Painted, Ruled, within
from posdesk.desk.widgets.picture import PictureBox
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.prints import MEANINGS, print_state, printer_now
from posdesk.desk.words.say import joined
from posdesk.desk.words.states import Sentence
from posdesk.domain.clock import Clock
from posdesk.domain.printing.board import PrintBoard, PrinterStatus
from posdesk.domain.printing.outcome import Outcome, Trouble
from posdesk.domain.printing.print_job import PrintState
from posdesk.settings.printers import Printer

translate = QCoreApplication.translate

_SLIP_PX = 340
_ROLES = {
    Outcome.PRINTED: StateRole.DONE,
    Outcome.HANDED_OVER: StateRole.USED,
    Outcome.DOUBTFUL: StateRole.UNKNOWN,
    Outcome.NOT_SENT: StateRole.HALF,
}
_WARNS = frozenset({Trouble.PAPER, Trouble.COVER, Trouble.OFFLINE})  # a hand at the printer mends it


class PrinterLine(Ruled):
    """One printer: name, width and address, how it is, what to do."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing until `show_printer`."""
        super().__init__(theme, parent)
        self._mark = Mark(theme, 22)
        self._name, self._place = (
            Words(theme, FontRole.BODY_BOLD, wraps=False),
            Words(theme, FontRole.CAPTION, Color.MUTED),
        )
        self._what, self._more = Words(theme, FontRole.BODY_BOLD), Words(theme)
        words, head, row = QVBoxLayout(), QHBoxLayout(), QHBoxLayout(self)
        head.setSpacing(10)
        head.addWidget(self._name)
        head.addWidget(self._place, 1)
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(self._what)
        words.addWidget(self._more)
        row.setContentsMargins(14, 10, 14, 11)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addLayout(words, 1)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it says."""
        return tuple(part.text() for part in (self._name, self._place, self._what, self._more))

    def show_printer(self, printer: Printer, said: Sentence, trouble: Trouble | None, waits: int) -> None:
        """Show this one; `waits` is how many slips wait for it."""
        sign, ink = _look(printer, trouble)
        self._mark.show_sign(sign, ink)
        self._name.say(printer.name)
        self._place.say(f"{printer.width} mm  {printer.address}")
        self._what.say(said.what, ink)
        words = translate("prints", "{n} slips wait for it.").format(n=waits) if waits else ""
        self._more.say(joined(said.todo, words))
        self.setAccessibleName(printer.name)
        self.setAccessibleDescription(joined(*self.texts[2:]))


class LastSlip(PictureBox):
    """The newest picture in a folder, as the demo's printer printed it."""

    def __init__(self, folder: Path) -> None:
        """Empty until there is one."""
        super().__init__()
        self._folder = folder

    def look(self) -> None:
        """Show the newest one."""
        newest = max(self._folder.glob("*.png"), default=None)
        if newest is None:
            return
        picture = QPixmap(str(newest))
        if not picture.isNull():  # it may be being written
            smooth = Qt.TransformationMode.SmoothTransformation
            self.show_picture(picture.scaledToWidth(_SLIP_PX, smooth), newest.name)


class _Growing(Painted):
    """Tells when what stands on it was laid out anew."""

    laid_out = Signal()

    def event(self, event: QEvent) -> bool:
        """A label became longer or shorter: only now is known how high all is."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.laid_out.emit()
        return done


class PrintersNow(Card):
    """All printers of the settings, the four words under them."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        """No printer yet."""
        super().__init__(theme, parent)
        self._clock = clock
        self._lines: list[PrinterLine] = []
        self._last: LastSlip | None = None
        self._whole = False
        self._title = Words(theme, FontRole.STRONG)
        self._none = Words(theme, FontRole.BODY, Color.MUTED)
        self._four, self._count = (
            Words(theme, FontRole.BODY_BOLD),
            Words(theme, FontRole.CAPTION, Color.MUTED),
        )
        self._words = {outcome: (Chip(theme, _ROLES[outcome]), Words(theme)) for outcome in MEANINGS}
        self._lay_out()

    def show_pictures(self, folder: Path) -> None:
        """Show the newest of these pictures, too: the demo's slips."""
        self._last = LastSlip(folder)
        self._column.addWidget(self._last)

    @property
    def lines(self) -> tuple[PrinterLine, ...]:
        """The printers, in the settings' order."""
        return tuple(line for line in self._lines if not line.isHidden())

    @property
    def counted(self) -> str:
        """What the day counted."""
        return self._count.text()

    def set_whole(self, *, whole: bool) -> None:
        """As high as it is, where what holds it scrolls; else it scrolls itself."""
        self._whole = whole
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks other lines."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        needs = self._column.totalHeightForWidth(self._area.viewport().width()) if self._whole else 0
        self._area.setMinimumHeight(max(0, needs))

    def show_board(
        self, printers: tuple[Printer, ...], known: tuple[PrinterStatus, ...], board: PrintBoard
    ) -> None:
        """Show these as they are now."""
        now, states = self._clock.now(), {each.name: each for each in known}
        self._title.say(translate("prints", "Printers now"))
        none = translate("prints", "No printer is set up. Settings has them under Printers.")
        self._none.say("" if printers else none)
        while len(self._lines) < len(printers):
            self._lines.append(PrinterLine(self.theme))
            self._rows.addWidget(self._lines[-1])
        for line in self._lines[len(printers) :]:
            line.hide()
        for line, printer in zip(self._lines, printers, strict=False):
            state = states.get(printer.name, PrinterStatus(printer.name))
            said = printer_now(state, board.last.get(printer.name), now)
            line.show_printer(printer, said, state.trouble, board.queued.get(printer.name, 0))
            line.show()
        self._say(board)
        if self._last is not None:
            self._last.look()
        self._fit()

    def _say(self, board: PrintBoard) -> None:
        self._four.say(translate("prints", "What these words mean"))
        for outcome, (chip, words) in self._words.items():
            chip.say(print_state(PrintState(outcome)))
            words.say(translate("prints", MEANINGS[outcome]))
        counted = translate(
            "prints", "Today: {printed} printed, {handed} handed over, {again} printed again."
        )
        ended = board.ended
        printed = ended.get(PrintState.PRINTED, 0) + ended.get(PrintState.CAME_OUT, 0)
        handed = ended.get(PrintState.HANDED_OVER, 0)
        self._count.say(counted.format(printed=printed, handed=handed, again=board.again))

    def _lay_out(self) -> None:
        inner = _Growing(self.theme)
        inner.laid_out.connect(self._fit)
        column = self._column = within(inner, 0, 12, 0, 12)
        for part in (self._title, self._none):
            part.setContentsMargins(16, 0, 16, 8)
            column.addWidget(part)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        self._four.setContentsMargins(16, 12, 16, 4)
        column.addWidget(self._four)
        for chip, words in self._words.values():
            row = QHBoxLayout()
            row.setContentsMargins(16, 3, 16, 3)
            row.setSpacing(10)
            chip.setMinimumWidth(84)
            row.addWidget(chip)
            row.addWidget(words, 1)
            column.addLayout(row)
        column.addStretch(1)
        self._count.setContentsMargins(16, 10, 16, 0)
        column.addWidget(self._count)
        self._area = scrolled(inner)
        within(self, 1, 1, 1, 1).addWidget(self._area)


def _look(printer: Printer, trouble: Trouble | None) -> tuple[Sign, Ink]:
    if trouble is None:
        return (Sign.ARROW, Color.MUTED) if printer.answers == "none" else (Sign.CHECK_CIRCLE, Color.GOOD)
    return (Sign.WARNING, Color.WARN) if trouble in _WARNS else (Sign.CROSS, Color.BAD)
