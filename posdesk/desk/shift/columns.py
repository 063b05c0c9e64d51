"""The three columns' cards: the X, the checklist, and what the Z will say."""

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import rounded
from posdesk.desk.shift.figure_list import HIGHEST_PX, FigureList
from posdesk.desk.shift.line_rows import LineRows
from posdesk.desk.shift.words import missing_words, no_receipts_words, x_rows, z_rows
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import ShiftKey
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card, Painted
from posdesk.desk.widgets.row_list import RowList
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.say import clock_time
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.shift.checklist import Line
from posdesk.domain.shift.view import OpenShift, ShiftView
from posdesk.settings.settings import Settings


class _Figures(Card):
    """A title, a line, figures that scroll, and a line at the foot."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing yet."""
        super().__init__(theme, parent)
        self.title = Words(theme, FontRole.TITLE, wraps=False)
        self.beside = Words(theme, FontRole.TITLE, wraps=False)
        self.said = Words(theme, FontRole.CAPTION, Color.MUTED)
        self.warn = Words(theme, FontRole.CAPTION_BOLD, Color.WARN)
        self.figures = FigureList(theme)
        self.foot = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._more = Words(theme, FontRole.CAPTION_BOLD, Color.MUTED, wraps=False)
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(self.title, 1)
        head.addWidget(self.beside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(self.warn)
        self._area = scrolled(_held(self.figures))
        self._bar = self._area.verticalScrollBar()
        self._bar.valueChanged.connect(self.figures.update)  # which rows are whole
        self._bar.rangeChanged.connect(self._say_more)
        column.addWidget(self._area, 1)
        below = QHBoxLayout()
        below.addWidget(self.foot, 1)
        below.addWidget(self._more, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(below)

    def turn(self, step: int) -> None:
        """A page on or back, so that no row is passed over."""
        self._bar.setValue(self._bar.value() + step * (self._area.viewport().height() - HIGHEST_PX))

    @Slot(int, int)
    def _say_more(self, _least: int, most: int) -> None:
        self._more.say(QCoreApplication.translate("shift", "PgDn: more") if most else "")


def _held(figures: FigureList) -> QWidget:
    """At the top of the room that it has, beside the scroll bar."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 4, 0)
    column.addWidget(figures)
    column.addStretch(1)
    return holder


class XCard(_Figures):
    """What the shift adds up to so far."""

    def show_view(self, view: ShiftView, now: OpenShift) -> None:
        """Show it."""
        self.title.say(self.tr("X"))
        self.said.say(self.tr("Up to {time}, at any time, without a number").format(time=clock_time(view.at)))
        self.warn.say(no_receipts_words(now.figures))
        self.figures.show_rows(tuple(x_rows(now.figures)))
        self.foot.say(self.tr("The receipts behind each figure: Hours, Ctrl+3."))


class ZCard(_Figures):
    """What the Z will say; its number is fixed when the shift is closed."""

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        """`settings` say where a Z prints."""
        super().__init__(theme, parent)
        self.settings = settings

    def show_view(self, view: ShiftView, now: OpenShift) -> None:
        """Show it."""
        self.title.say(self.tr("Z, as it will be"))
        self.beside.say(f"Z {view.next_z:04}")
        self.said.say(no_receipts_words(now.figures) or self.tr("Numbered at closing, then never changed"))
        self.warn.say(missing_words(view))
        self.figures.show_rows(tuple(z_rows(now)))
        self.foot.say(self._printer())

    def _printer(self) -> str:
        lines = [line for line in self.settings.print_plan.lines if line.slip is SlipKind.Z]
        if not lines:
            return self.tr("No printer is set for the Z: it stands in the journal.")
        return self.tr("Prints on: {printers}").format(printers=", ".join(line.printer for line in lines))


class _Progress(Painted):
    """A box for each line: green where it is done with."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._done, self._all = 0, 1
        self.setFixedSize(166, 12)

    def show_count(self, done: int, everything: int) -> None:
        """So many of so many."""
        self._done, self._all = done, everything
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the boxes."""
        painter, wide = self._painter(), self.width() / self._all
        for at in range(self._all):
            color = self.theme.color.good if at < self._done else self.theme.color.line
            rounded(painter, QRectF(at * wide, 2, wide - 4, 8), 3, color)
        painter.end()


class ChecklistCard(Card):
    """`wanted` carries the letter of the chosen line's button."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_view`."""
        super().__init__(theme, parent)
        self._title = Words(theme, FontRole.TITLE, wraps=False)
        self._count = Words(theme, FontRole.BODY_BOLD, wraps=False)
        self._progress, self._kind = _Progress(theme), LineRows()
        self._rows: tuple[Line, ...] = ()
        self._at: int | None = None
        self._by_person = False
        self.list = RowList(theme, self._kind)
        self.list.touched.connect(self._touched)
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        head.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignVCenter)
        column.setContentsMargins(1, 0, 1, 6)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)

    @property
    def chosen(self) -> Line | None:
        """The line that the keys act on."""
        return self._rows[self._at] if self._at is not None and self._at < len(self._rows) else None

    def show_view(self, now: OpenShift) -> None:
        """Show the lines; what a person chose stays chosen, until it is done or somebody's."""
        before = self.chosen
        self._rows = now.checklist.lines
        kept = next((at for at, line in enumerate(self._rows) if before and line.kind is before.kind), None)
        first = next((at for at, line in enumerate(self._rows) if line.is_open and line.can_be_handed), None)
        if kept is not None and before is not None and before.is_open and not self._rows[kept].is_open:
            self._by_person = False
        stays = kept is not None and (self._by_person or self._rows[kept].is_open or first is None)
        self._at = kept if stays else first  # none, from the top, where a key has nothing to do
        self._kind.chosen = self.chosen.kind if self.chosen else None
        done = len(self._rows) - len(now.checklist.open)
        self._title.say(self.tr("Before closing"))
        self._count.say(self.tr("{n} of {all} done").format(n=done, all=len(self._rows)))
        self._progress.show_count(done, len(self._rows))
        self.list.show_rows(self._rows, self._at)

    def move_by(self, step: int) -> None:
        """Choose a neighbour."""
        if self._rows:
            at = -1 if self._at is None else self._at
            self._choose(min(max(0, at + step), len(self._rows) - 1))

    def _choose(self, at: int) -> None:
        self._at, self._kind.chosen, self._by_person = at, self._rows[at].kind, True
        self.list.show_rows(self._rows, self._at)

    def box_of_chosen(self) -> QRect:
        """Where the chosen line stands, in this card's px; empty where it is not on screen."""
        if self._at is None:
            return QRect()
        box = self.list.visualRect(self.list.model().index(self._at, 0))
        return box.translated(self.list.pos()).intersected(self.list.geometry())

    @Slot(int)
    def _touched(self, at: int) -> None:
        """A touch chooses; a second one on the chosen line is its button."""
        if at == self._at and self.chosen is not None and self.chosen.can_be_handed:
            self.wanted.emit(ShiftKey.HAND_OVER)
        else:
            self._choose(at)
