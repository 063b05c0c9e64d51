"""The three groups with their rows; a row keeps its place and its first step while others come and go."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import Sign, paint_card, paint_line, paint_sign, paint_text, rounded, text_width
from posdesk.desk.paint.text import CENTER
from posdesk.desk.sync.row import PendingRow
from posdesk.desk.sync.said import group_title
from posdesk.desk.sync.scrolled import scrolled
from posdesk.desk.theme import FontRole, StateRole, Theme
from posdesk.domain.intent import Seq
from posdesk.domain.pending import Group, Pending

translate = QCoreApplication.translate

MOST_ROWS = 40  # widgets a group; the rest is counted
_HEAD_PX = 46
_ROLES = {
    Group.NEEDS_YOU: StateRole.HALF,
    Group.UNKNOWN: StateRole.UNKNOWN,
    Group.BY_ITSELF: StateRole.SENDING,
}


class GroupHead(Painted):
    """A group's name and how many are in it."""

    def __init__(self, theme: Theme, group: Group, parent: QWidget | None = None) -> None:
        """`group` says its name."""
        super().__init__(theme, parent)
        self._group, self._count = group, 0
        self.setFixedHeight(_HEAD_PX)

    def set_count(self, count: int) -> None:
        """So many; a group of none is hidden."""
        self._count = count
        self.setVisible(bool(count))
        self.setAccessibleName(f"{group_title(self._group)}: {count}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints both."""
        painter, color = self._painter(), self.theme.color
        font, title = self.theme.font(FontRole.STRONG), group_title(self._group)
        took = paint_text(painter, QRectF(16, 0, self.width() - 60, _HEAD_PX), title, font, color.text)
        colors, caption = self.theme.state(_ROLES[self._group]), self.theme.font(FontRole.CAPTION_BOLD)
        more = self._count > MOST_ROWS
        words = translate("sync", "{n}, the oldest {most} below") if more else "{n}"
        words = words.format(n=self._count, most=MOST_ROWS)
        chip = QRectF(16 + took + 10, _HEAD_PX / 2 - 13, max(26.0, text_width(words, caption) + 16), 26)
        rounded(painter, chip, 13, colors.soft)
        paint_text(painter, chip, words, caption, colors.ink, align=CENTER)
        paint_line(painter, QPointF(1, _HEAD_PX - 1), self.width() - 1, color.line)
        painter.end()


class AllOut(Painted):
    """What stands there when nothing is pending."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints sign and words in the middle."""
        painter, rect, color = self._painter(), self._rect(), self.theme.color
        middle = rect.center()
        paint_sign(painter, QRectF(middle.x() - 28, middle.y() - 70, 56, 56), Sign.CHECK_CIRCLE, color.good)
        title, line = (
            translate("sync", "Everything is out"),
            translate("sync", "Nothing waits, nothing is unknown."),
        )
        row = QRectF(0, middle.y(), rect.width(), 30)
        paint_text(painter, row, title, self.theme.font(FontRole.TITLE), color.text, align=CENTER)
        font = self.theme.font(FontRole.BODY)
        paint_text(painter, row.translated(0, 32), line, font, color.muted, align=CENTER)
        painter.end()


class GroupsPanel(Painted):
    """All that is pending, and at the foot what was confirmed today."""

    mended = Signal(object, object)  # Mend, Pending

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is pending."""
        super().__init__(theme, parent)
        self._rows: dict[Seq, PendingRow] = {}
        self._foot = ""
        self._build(theme)

    @property
    def rows(self) -> tuple[PendingRow, ...]:
        """The rows on screen, in no stated order."""
        return tuple(self._rows.values())

    @property
    def foot(self) -> str:
        """What it says was confirmed today."""
        return self._foot

    @property
    def all_out(self) -> bool:
        """Whether it says that everything is out."""
        return not self._empty.isHidden()

    def row_of(self, seq: Seq) -> PendingRow:
        """The row of an intent. Raises KeyError where it is not shown."""
        return self._rows[seq]

    def show_pending(self, pending: Iterable[Pending], foot: str, actor: str, now: datetime) -> None:
        """Show these; `actor` is the name under which somebody decides."""
        self._foot = foot
        grouped = {group: [row for row in pending if row.group is group] for group in Group}
        shown = {row.intent.seq for rows in grouped.values() for row in rows[:MOST_ROWS]}
        for seq in [seq for seq in self._rows if seq not in shown]:
            self._drop(seq)
        for group, rows in grouped.items():
            self._heads[group].set_count(len(rows))
            for place, row in enumerate(rows[:MOST_ROWS]):
                self._place(group, place, row, actor, now)
        self._empty.setVisible(not shown)
        self._area.setVisible(bool(shown))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        super().set_theme(theme)
        for part in (*self._heads.values(), *self._rows.values()):
            part.set_theme(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground and the foot."""
        painter, rect, color = self._painter(), self._rect(), self.theme.color
        paint_card(painter, rect, self.theme)
        foot = QRectF(16, rect.bottom() - 44, rect.width() - 32, 44)
        paint_line(painter, QPointF(1, foot.y()), rect.right() - 1, color.line)
        paint_sign(painter, QRectF(16, foot.center().y() - 9, 18, 18), Sign.CHECK, color.muted)
        font = self.theme.font(FontRole.BODY)
        paint_text(painter, foot.adjusted(28, 0, 0, 0), self._foot, font, color.muted)
        painter.end()

    def _place(self, group: Group, place: int, row: Pending, actor: str, now: datetime) -> None:
        widget = self._rows.get(row.intent.seq)
        if widget is None:
            widget = self._rows[row.intent.seq] = PendingRow(self.theme, self)
            widget.mended.connect(self.mended)
        layout = self._layouts[group]
        if layout.indexOf(widget) != place:
            layout.insertWidget(place, widget)
        widget.show_row(row, actor, now)
        widget.show()

    def _drop(self, seq: Seq) -> None:
        widget = self._rows.pop(seq)
        widget.hide()
        widget.deleteLater()

    def _build(self, theme: Theme) -> None:
        self._heads = {group: GroupHead(theme, group) for group in Group}
        self._layouts = {group: QVBoxLayout() for group in Group}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for group in Group:
            self._layouts[group].setSpacing(0)
            column.addWidget(self._heads[group])
            column.addLayout(self._layouts[group])
        column.addStretch(1)
        self._area = scrolled(inner)
        self._empty = AllOut(theme)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 46)
        whole.addWidget(self._area, 1)
        whole.addWidget(self._empty, 1)
