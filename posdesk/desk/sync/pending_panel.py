"""The three groups with their rows; a row keeps its place and its first step while others come and go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.sync.entry import Entry
from posdesk.desk.sync.entry_row import EntryRow
from posdesk.desk.sync.filter_bar import FilterBar
from posdesk.desk.theme import Color, FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.alt_keys import SyncKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import EmptyState, Head, Mark, Words
from posdesk.desk.widgets.painted import Card, Ruled, within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.lines import LINES
from posdesk.desk.words.say import listed
from posdesk.domain.books.pending import Group
from posdesk.domain.books.posting import Book
from posdesk.domain.orders.intent import Kind

translate = QCoreApplication.translate

COPIED_MS = 4000
MOST_ROWS = 40  # widgets a group; the rest is counted
_EMPTY_PX = 190
_ROLES = {
    Group.NEEDS_YOU: StateRole.HALF,
    Group.UNKNOWN: StateRole.UNKNOWN,
    Group.BY_ITSELF: StateRole.SENDING,
}


class PendingPanel(Card):
    """The filter, all that is pending, and at the foot what was confirmed today."""

    pressed = Signal(object, object)  # EntryAction, Entry
    touched = Signal(str)  # an entry's key
    report_wanted = Signal()

    def __init__(self, theme: Theme, tail: QWidget, parent: QWidget | None = None) -> None:
        """Nothing is pending. `tail` stands under the groups."""
        super().__init__(theme, parent)
        self._rows: dict[str, EntryRow] = {}
        self._foot, self._well = Words(theme, FontRole.BODY, Color.MUTED), True
        self.filter = FilterBar(theme)
        self.copy = DeskButton(theme, ButtonFace(""))
        self._copied = QTimer(self, singleShot=True)
        self._copied.timeout.connect(self.retranslate)
        self._build(theme, tail)
        self.retranslate()

    @property
    def rows(self) -> tuple[EntryRow, ...]:
        """The rows on screen, in no stated order."""
        return tuple(self._rows.values())

    @property
    def rows_from_the_top(self) -> tuple[EntryRow, ...]:
        """The rows on screen, in their order."""
        places = {layout: group for group, layout in enumerate(self._layouts.values())}
        found = ((at, layout.indexOf(row), row) for row in self.rows for layout, at in places.items())
        return tuple(row for _, place, row in sorted(found, key=itemgetter(0, 1)) if place >= 0)

    @property
    def foot(self) -> str:
        """What it says was confirmed today."""
        return self._foot.text()

    @property
    def empty_words(self) -> tuple[str, ...]:
        """What stands there where nothing waits; nothing where something does."""
        return () if self._empty.isHidden() else (self._empty.words,)

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

    @Slot()
    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._copied.stop()
        self.copy.set_face(ButtonFace(translate("sync", "Copy for support"), SyncKey.COPY))

    def show_copy_key(self, *, shown: bool) -> None:
        """Whether the foot's button has its key; a row's button that does the same may show it."""
        self.copy.set_face(replace(self.copy.face, key=SyncKey.COPY if shown else ""))

    def say_copied(self) -> None:
        """Say on the button that the report is on the clipboard, for a moment."""
        self.copy.set_face(ButtonFace(translate("sync", "Copied"), SyncKey.COPY, sign=Sign.CHECK))
        self._copied.start(COPIED_MS)

    def _say(self, foot: str, *, nothing: bool) -> None:
        self._foot.say(foot)
        title, line = translate("sync", "Everything is out"), foot
        if self.filter.is_narrow:
            title = translate("sync", "Nothing that fits waits")
            line = translate("sync", "All shows the rest.")
        elif not self._well:
            title = translate("sync", "Nothing waits here, but posdesk does not work as it should")
            line = translate("sync", "The lines above the page and under Platforms say why.")
        sign, color = (Sign.CHECK_CIRCLE, Color.GOOD) if self._well else (Sign.WARNING, Color.WARN)
        self._empty.show_words(sign, title, line, color)
        self._empty.setVisible(nothing)

    def _show_group(self, group: Group, rows: Sequence[Entry], actor: str, *, first: bool) -> None:
        """A row unfolded beneath its fold is not counted twice."""
        folded = {posting.seq for row in rows if row.count > 1 for posting in row.subject.postings}
        count = sum(row.count for row in rows if row.key not in folded)
        words = translate("sync", "{n}, the oldest {most} below") if len(rows) > MOST_ROWS else "{n}"
        head = self._heads[group]
        head.say(group_title(group), words.format(n=f"{count:,}", most=MOST_ROWS), apart=not first)
        head.setVisible(bool(count))
        for place, row in enumerate(rows[:MOST_ROWS]):
            self._place(group, place, row, actor)

    def _place(self, group: Group, place: int, entry: Entry, actor: str) -> None:
        widget = self._rows.get(entry.key)
        if widget is None:
            widget = self._rows[entry.key] = EntryRow(self.theme, self)
            widget.pressed.connect(self.pressed)
            widget.touched.connect(self.touched)
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
        self._heads = {group: Head(theme, state=_ROLES[group]) for group in Group}
        self._layouts = {group: QVBoxLayout() for group in Group}
        self._empty = EmptyState(theme)
        self._empty.setMinimumHeight(_EMPTY_PX)
        inner, foot = QWidget(), QHBoxLayout()
        column = within(inner, 0, 0, 0, 0)
        for group in Group:
            self._layouts[group].setSpacing(0)
            column.addWidget(self._heads[group])
            column.addLayout(self._layouts[group])
        column.addWidget(self._empty, 100)
        column.addWidget(tail)
        column.addStretch(1)
        line, check = Ruled(theme), Mark(theme, 18)
        line.setFixedHeight(1)
        check.show_sign(Sign.CHECK, Color.MUTED)
        foot.setContentsMargins(16, 7, 11, 7)
        foot.setSpacing(10)
        foot.addWidget(check)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self.copy)
        whole = within(self, 1, 1, 1, 1)
        whole.addWidget(self.filter)
        whole.addWidget(scrolled(inner), 1)
        whole.addWidget(line)
        whole.addLayout(foot)
        self.copy.clicked.connect(self.report_wanted)


def group_title(group: Group) -> str:
    """A group's head."""
    titles = {
        Group.NEEDS_YOU: translate("sync", "Needs you"),
        Group.UNKNOWN: translate("sync", "Result unknown"),
        Group.BY_ITSELF: translate("sync", "Retries by itself"),
    }
    return titles[group]


def counts_words(confirmed: Mapping[Book, int], counts: Mapping[Kind, int]) -> str:
    """What was confirmed today."""
    parts = [(translate("sync", line.confirmed), confirmed.get(book, 0)) for book, line in LINES.items()]
    parts.append((translate("sync", "order actions {n}"), sum(counts.values())))
    said = listed(words.format(n=f"{n:,}") for words, n in parts if n)
    if not said:
        return translate("sync", "Nothing was confirmed yet today")
    return translate("sync", "Confirmed today: {counts}").format(counts=said)
