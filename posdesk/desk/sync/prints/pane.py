"""The prints' tab: doubtful ones first, what was not sent, what was handed over; the printers beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.prints import Prints
from posdesk.desk.sync.prints.print_row import PrintAct, PrintRow, said_of
from posdesk.desk.sync.prints.printers_now import PrintersNow
from posdesk.desk.theme import Color, FontRole, Sign, StateRole, Theme, WidthClass
from posdesk.desk.theme.layout import ANY_WIDTH, gutter
from posdesk.desk.widgets.label import Chip, EmptyState, Words
from posdesk.desk.widgets.painted import Painted, within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.domain.orders.intent import Seq
from posdesk.domain.printing.board import PaperView, PrintBoard
from posdesk.engine.actions import PrintActions
from posdesk.settings.printers import Printer

translate = QCoreApplication.translate

MOST_ROWS = 40  # widgets a group; the rest is counted
_SIDE_PX = 386


class GroupHead(Painted):
    """A group's name, its count, and a line on it."""

    def __init__(self, theme: Theme, role: StateRole) -> None:
        """Hidden until `say`."""
        super().__init__(theme)
        self._title, self._chip = Words(theme, FontRole.STRONG, wraps=False), Chip(theme, role)
        self._line = Words(theme, FontRole.CAPTION, Color.MUTED)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._title)
        row.addWidget(self._chip)
        row.addWidget(self._line, 1)

    def say(self, title: str, count: int, line: str) -> None:
        """Say this; nothing where there is nothing to count."""
        self._title.say(title)
        self._chip.say(str(count))
        self._line.say(line)
        self.setVisible(count > 0)


@dataclass(frozen=True, slots=True)
class _Group:
    head: GroupHead
    rows: QVBoxLayout
    of: Callable[[PrintBoard], tuple[PaperView, ...]]


class PrintsPane(Painted):
    """`acted`: something was pressed; `changed`: the count is another."""

    acted = Signal()
    changed = Signal()

    def __init__(self, prints: Prints, counter: Counter, theme: Theme, parent: QWidget | None = None) -> None:
        """Listens to both from here on."""
        super().__init__(theme, parent)
        self._prints, self._counter = prints, counter
        self.printers: tuple[Printer, ...] = counter.settings.printer
        self._rows: dict[Seq, PrintRow] = {}
        self._order: tuple[PaperView, ...] = ()
        self._chosen: Seq | None = None
        self._place, self._is_fresh = 0, True
        self.now = PrintersNow(theme, counter.clock)
        self._lay_out()
        prints.signals.changed.connect(self.refresh)
        counter.signals.status_changed.connect(self._show_printers)

    @property
    def doubtful(self) -> int:
        """How many only a person can end."""
        return len(self._prints.board().doubtful)

    @property
    def listed(self) -> int:
        """How many stand under doubtful and not sent."""
        board = self._prints.board()
        return len(board.doubtful) + len(board.not_sent)

    @property
    def rows(self) -> tuple[PrintRow, ...]:
        """The rows on screen, from the top."""
        return tuple(self._rows[view.job.seq] for view in self._order)

    @property
    def chosen(self) -> PrintRow | None:
        """The row on which the keys are painted."""
        return self._rows.get(self._chosen) if self._chosen else None

    @property
    def empty_words(self) -> str:
        """What it says where nothing is listed."""
        return "" if self._empty.isHidden() else self._empty.words

    def set_printers(self, printers: tuple[Printer, ...]) -> None:
        """Other settings count now."""
        self.printers = printers
        self._show_printers()

    def set_window_width(self, width: int) -> None:
        """The printers stand beside the list where there is room, else below it."""
        beside = width >= WidthClass.MEDIUM
        self._body.setSpacing(gutter(width))
        self.now.setMinimumWidth(_SIDE_PX if beside else 0)
        self.now.setMaximumWidth(_SIDE_PX if beside else ANY_WIDTH)
        self.now.set_whole(whole=not beside)
        (self._body if beside else self._below).addWidget(self.now)

    def step(self, by: int) -> bool:
        """Choose the next one, or the one before; whether there is any."""
        seqs = [view.job.seq for view in self._order]
        if not seqs:
            return False
        at = seqs.index(self._chosen) + by if self._chosen in seqs else self._place
        self._choose(seqs[max(0, min(len(seqs) - 1, at))])
        return True

    def begin_anew(self) -> None:
        """The list came to the front: its first row is chosen."""
        self._chosen, self._is_fresh = None, True
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is known now."""
        self.changed.emit()
        if not self.isVisible():
            return
        board = self._prints.board()
        shown = tuple(view for group in self._groups for view in group.of(board)[:MOST_ROWS])
        self._order = shown
        seqs = [view.job.seq for view in shown]
        for seq in [seq for seq in self._rows if seq not in seqs]:
            self._drop(seq)
        self._follow(seqs)
        self._say_heads(board)
        for group in self._groups:
            self._show_group(group, group.of(board)[:MOST_ROWS])
        self._show_printers()

    def _follow(self, seqs: Sequence[Seq]) -> None:
        """Where the chosen one went away none is chosen: a letter pressed twice would act on another one."""
        if self._chosen in seqs:
            self._place = seqs.index(self._chosen)
        else:
            self._chosen = seqs[0] if self._is_fresh and seqs else None
        self._is_fresh = self._is_fresh and not seqs

    def retranslate(self) -> None:
        """The language on screen changed."""
        self.refresh()

    def _show_group(self, group: _Group, views: tuple[PaperView, ...]) -> None:
        now = self._counter.clock.now()
        for place, view in enumerate(views):
            seq = view.job.seq
            row = self._rows.get(seq) or self._new_row(seq)
            if group.rows.indexOf(row) != place:
                group.rows.insertWidget(place, row)
            row.show_view(view, said_of(view, now), chosen=seq == self._chosen)
            row.show()

    def _new_row(self, seq: Seq) -> PrintRow:
        row = self._rows[seq] = PrintRow(self.theme)
        row.pressed.connect(self._press)
        row.touched.connect(self._touched)
        return row

    def _drop(self, seq: Seq) -> None:
        row = self._rows.pop(seq)
        row.hide()
        row.deleteLater()

    @Slot()
    def _show_printers(self) -> None:
        if self.isVisible():
            self.now.show_board(self.printers, self._counter.status().printers, self._prints.board())

    def _say_heads(self, board: PrintBoard) -> None:
        said = (
            (translate("prints", "Doubtful"), translate("prints", "Only these need you.")),
            (
                translate("prints", "Not sent"),
                translate("prints", "Nothing of them has left: no half slip lies there."),
            ),
            (
                translate("prints", "Handed over"),
                translate("prints", "The printer can't answer. Nothing to do."),
            ),
        )
        for group, (title, line) in zip(self._groups, said, strict=True):
            group.head.say(title, len(group.of(board)), line)
        well = translate("prints", "No slip waits and none is doubtful")
        self._empty.show_words(Sign.CHECK, well, self.now.counted)
        self._empty.setVisible(not self._order)

    def _choose(self, seq: Seq) -> None:
        self._chosen = seq
        self.refresh()
        row = self.chosen
        if row is not None:
            self._area.ensureWidgetVisible(row)

    @Slot(object)
    def _touched(self, view: PaperView) -> None:
        self._choose(view.job.seq)

    @Slot(object, object)
    def _press(self, act: PrintAct, view: PaperView) -> None:
        seq = view.job.seq
        if act is PrintAct.AGAIN:
            self._prints.decide_again(view)
        elif act is PrintAct.CAME_OUT:
            self._prints.act(partial(PrintActions.came_out, seq=seq))
        else:
            self._prints.act(partial(PrintActions.drop, seq=seq))
        self.acted.emit()

    def _lay_out(self) -> None:
        roles = (StateRole.UNKNOWN, StateRole.HALF, StateRole.USED)
        parts: tuple[Callable[[PrintBoard], tuple[PaperView, ...]], ...] = (
            lambda board: board.doubtful,
            lambda board: board.not_sent,
            lambda board: board.handed_over,
        )
        heads = [GroupHead(self.theme, role) for role in roles]
        self._groups = tuple(_Group(head, QVBoxLayout(), of) for head, of in zip(heads, parts, strict=True))
        self._empty = EmptyState(self.theme)
        inner = QWidget()
        column = within(inner, 0, 0, 4, 0)
        column.setSpacing(8)
        for group in self._groups:
            group.rows.setSpacing(8)
            column.addWidget(group.head)
            column.addLayout(group.rows)
        column.addWidget(self._empty)
        self._below = QVBoxLayout()
        column.addLayout(self._below)
        column.addStretch(1)
        self._area: QScrollArea = scrolled(inner)
        self._body = QHBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self._area, 1)
