"""The three groups with their rows; a row keeps its place and its first step while others come and go."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.frame.button import DeskButton
from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import (
    ButtonFace,
    Sign,
    paint_card,
    paint_line,
    paint_sign,
    paint_text,
    paint_wrapped,
    rounded,
    text_width,
    wrapped_height,
)
from posdesk.desk.paint.text import CENTER
from posdesk.desk.sync.entry import Entry
from posdesk.desk.sync.filter_bar import FilterBar
from posdesk.desk.sync.row import EntryRow
from posdesk.desk.sync.said import group_title
from posdesk.desk.sync.scrolled import scrolled
from posdesk.desk.theme import FontRole, StateRole, Theme
from posdesk.domain.pending import Group

translate = QCoreApplication.translate

COPIED_MS = 4000
MOST_ROWS = 40  # widgets a group; the rest is counted
_HEAD_PX = 46
_BAND_PX = 8
_FOOT_PX = 60
_EMPTY_PX = 190
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
        self._group, self._count, self._hidden, self._first = group, 0, False, True

    def set_count(self, count: int, *, more: bool = False, first: bool = False) -> None:
        """So many; a group of none is hidden. `more`: not all have a row. `first`: nothing is above it."""
        self._count, self._hidden, self._first = count, more, first
        self.setFixedHeight(_HEAD_PX + (0 if first else _BAND_PX))
        self.setVisible(bool(count))
        self.setAccessibleName(f"{group_title(self._group)}: {count}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints both."""
        painter, color = self._painter(), self.theme.color
        font, title = self.theme.font(FontRole.STRONG), group_title(self._group)
        top = 0 if self._first else _BAND_PX
        if not self._first:
            painter.fillRect(QRectF(1, 0, self.width() - 2, _BAND_PX), color.surface)
            paint_line(painter, QPointF(1, _BAND_PX), self.width() - 1, color.line)
        took = paint_text(painter, QRectF(16, top, self.width() - 60, _HEAD_PX), title, font, color.text)
        colors, caption = self.theme.state(_ROLES[self._group]), self.theme.font(FontRole.CAPTION_BOLD)
        words = translate("sync", "{n}, the oldest {most} below") if self._hidden else "{n}"
        words = words.format(n=f"{self._count:,}", most=MOST_ROWS)
        chip = QRectF(16 + took + 10, top + _HEAD_PX / 2 - 13, max(26.0, text_width(words, caption) + 16), 26)
        rounded(painter, chip, 13, colors.soft)
        paint_text(painter, chip, words, caption, colors.ink, align=CENTER)
        paint_line(painter, QPointF(1, self.height() - 1), self.width() - 1, color.line)
        painter.end()


class AllOut(Painted):
    """What stands there when nothing is pending, or nothing that the filter leaves."""

    words = ("", "")
    well = True

    def show_words(self, title: str, line: str, *, well: bool) -> None:
        """Say this; where not all is `well`, without the green sign."""
        self.words, self.well = (title, line), well
        self.setAccessibleName(f"{title}. {line}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints sign and words in the middle."""
        painter, rect, color = self._painter(), self._rect(), self.theme.color
        middle = rect.center()
        sign, ink = (Sign.CHECK_CIRCLE, color.good) if self.well else (Sign.WARNING, color.warn)
        paint_sign(painter, QRectF(middle.x() - 28, middle.y() - 70, 56, 56), sign, ink)
        row = QRectF(16, middle.y(), rect.width() - 32, 30)
        paint_text(painter, row, self.words[0], self.theme.font(FontRole.TITLE), color.text, align=CENTER)
        font = self.theme.font(FontRole.BODY)
        paint_text(painter, row.translated(0, 32), self.words[1], font, color.muted, align=CENTER)
        painter.end()


class GroupsPanel(Painted):
    """The filter, all that is pending, and at the foot what was confirmed today."""

    pressed = Signal(object, object)  # Deed, Entry
    report_wanted = Signal()

    def __init__(self, theme: Theme, tail: QWidget, parent: QWidget | None = None) -> None:
        """Nothing is pending. `tail` stands under the groups."""
        super().__init__(theme, parent)
        self._rows: dict[str, EntryRow] = {}
        self._foot, self._well = "", True
        self.filter = FilterBar(theme)
        self.copy = DeskButton(theme, ButtonFace(""))
        self._copied = QTimer(self, singleShot=True)
        self._copied.timeout.connect(self._copied_over)
        self._build(theme, tail)
        self.retranslate()

    @property
    def rows(self) -> tuple[EntryRow, ...]:
        """The rows on screen, in no stated order."""
        return tuple(self._rows.values())

    @property
    def foot(self) -> str:
        """What it says was confirmed today."""
        return self._foot

    @property
    def empty_words(self) -> tuple[str, ...]:
        """What stands there where nothing waits; nothing where something does."""
        return () if self._empty.isHidden() else self._empty.words

    @property
    def all_out(self) -> bool:
        """Whether it says that everything is out."""
        return not self._empty.isHidden() and not self.filter.is_narrow

    @property
    def nothing_fits(self) -> bool:
        """Whether it says that the filter leaves nothing."""
        return not self._empty.isHidden() and self.filter.is_narrow

    def row_of(self, key: str) -> EntryRow:
        """The row of an entry. Raises KeyError where it is not shown."""
        return self._rows[key]

    def show_entries(self, entries: Iterable[Entry], foot: str, actor: str, *, well: bool = True) -> None:
        """Show these; `actor` is the name under which somebody decides.

        `well`: orders can come in and leave; nothing that waits is no good news otherwise.
        """
        self._well = well
        grouped: dict[Group, list[Entry]] = {group: [] for group in Group}
        for entry in entries:
            grouped[entry.group].append(entry)
        shown = {entry.key for rows in grouped.values() for entry in rows[:MOST_ROWS]}
        for key in [key for key in self._rows if key not in shown]:
            self._drop(key)
        first = next((group for group, rows in grouped.items() if rows), None)
        for group, rows in grouped.items():
            self._show_group(group, rows, actor, first=group is first)
        self._say(foot, nothing=not shown)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        super().set_theme(theme)
        for part in (*self._heads.values(), *self._rows.values(), self._empty):
            part.set_theme(theme)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._copied.stop()
        self.copy.set_face(ButtonFace(translate("sync", "Copy for support")))
        self.update()

    def say_copied(self) -> None:
        """Say on the button that the report is on the clipboard, for a moment."""
        self.copy.set_face(ButtonFace(translate("sync", "Copied"), sign=Sign.CHECK))
        self.resizeEvent(QResizeEvent(self.size(), self.size()))
        self._copied.start(COPIED_MS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button stands in the foot."""
        hint = self.copy.sizeHint()
        self.copy.setGeometry(
            self.width() - 12 - hint.width(), self.height() - 52, hint.width(), hint.height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground and the foot."""
        painter, rect, color = self._painter(), self._rect(), self.theme.color
        paint_card(painter, rect, self.theme)
        foot = QRectF(16, rect.bottom() - _FOOT_PX, rect.width() - 40 - self.copy.width(), _FOOT_PX)
        paint_line(painter, QPointF(1, foot.y()), rect.right() - 1, color.line)
        paint_sign(painter, QRectF(16, foot.center().y() - 9, 18, 18), Sign.CHECK, color.muted)
        font, words = self.theme.font(FontRole.BODY), foot.adjusted(28, 0, 0, 0)
        height = min(_FOOT_PX - 4, wrapped_height(self._foot, font, words.width()))
        middle = QRectF(words.x(), words.center().y() - height / 2, words.width(), height + 2)
        paint_wrapped(painter, middle, self._foot, font, color.muted)
        painter.end()

    @Slot()
    def _copied_over(self) -> None:
        self.retranslate()
        self.resizeEvent(QResizeEvent(self.size(), self.size()))

    def _say(self, foot: str, *, nothing: bool) -> None:
        self._foot = foot
        title, line = translate("sync", "Everything is out"), foot
        if self.filter.is_narrow:
            title = translate("sync", "Nothing that fits waits")
            line = translate("sync", "All shows the rest.")
        elif not self._well:
            title = translate("sync", "Nothing waits here, but posdesk does not work as it should")
            line = translate("sync", "The lines above the page and under Platforms say why.")
        self._empty.show_words(title, line, well=self._well)
        self._empty.setVisible(nothing)
        self.resizeEvent(QResizeEvent(self.size(), self.size()))
        self.update()

    def _show_group(self, group: Group, rows: Sequence[Entry], actor: str, *, first: bool) -> None:
        """A row unfolded beneath its fold is not counted twice."""
        folded = {posting.seq for row in rows if row.count > 1 for posting in row.subject.postings}
        count = sum(row.count for row in rows if row.key not in folded)
        self._heads[group].set_count(count, more=len(rows) > MOST_ROWS, first=first)
        for place, row in enumerate(rows[:MOST_ROWS]):
            self._place(group, place, row, actor)

    def _place(self, group: Group, place: int, entry: Entry, actor: str) -> None:
        widget = self._rows.get(entry.key)
        if widget is None:
            widget = self._rows[entry.key] = EntryRow(self.theme, self)
            widget.pressed.connect(self.pressed)
        layout = self._layouts[group]
        if layout.indexOf(widget) != place:
            layout.insertWidget(place, widget)
        widget.show_entry(entry, actor)
        widget.show()

    def _drop(self, key: str) -> None:
        widget = self._rows.pop(key)
        widget.hide()
        widget.deleteLater()

    def _build(self, theme: Theme, tail: QWidget) -> None:
        self._heads = {group: GroupHead(theme, group) for group in Group}
        self._layouts = {group: QVBoxLayout() for group in Group}
        self._empty = AllOut(theme)
        self._empty.setMinimumHeight(_EMPTY_PX)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for group in Group:
            self._layouts[group].setSpacing(0)
            column.addWidget(self._heads[group])
            column.addLayout(self._layouts[group])
        column.addWidget(self._empty, 100)
        column.addWidget(tail)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, _FOOT_PX + 2)
        whole.setSpacing(0)
        whole.addWidget(self.filter)
        whole.addWidget(scrolled(inner), 1)
        self.copy.setParent(self)
        self.copy.clicked.connect(self.report_wanted)
