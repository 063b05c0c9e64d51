"""What differs, line by line: which order, receipt or hour, the three amounts, why, and what mends it."""

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, elided
from posdesk.desk.sync.sheet.columns import BOOKS, Column
from posdesk.desk.sync.sheet.table import paint_source
from posdesk.desk.sync.sheet.words import Remedy, remedy_label, remedy_of
from posdesk.desk.theme import Color, FontRole, StateRole, Theme
from posdesk.desk.widgets.alt_keys import SyncKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Chip, Mark, Words
from posdesk.desk.widgets.painted import Painted, Ruled, paint_chosen, within
from posdesk.desk.words.say import clock_time
from posdesk.domain.books.ledger import Difference

translate = QCoreApplication.translate

MOST_ROWS = 40  # widgets; the rest is counted, the export has them all
_KEYS = {Remedy.SEND_AGAIN: SyncKey.SEND, Remedy.ASK_AGAIN: SyncKey.ASK_AGAIN}
_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_MARK_PX = 172  # tag, number, time
_LONG_PX = 140
_AMOUNT_PX = 74
_SHORT = 7  # characters of a number that is read from afar; a receipt's stands over its time
_NARROW_PX = 700  # the sentence goes under the amounts
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DifferencesHead(Ruled):
    """How many there are, and what the columns are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """None."""
        super().__init__(theme, parent)
        self._title, self._chip = Words(theme, FontRole.STRONG, wraps=False), Chip(theme, StateRole.HALF)
        self._number, *self._books, self._why = (
            Words(theme, FontRole.CAPTION, Color.MUTED) for _ in range(5)
        )
        self._number.setFixedWidth(_MARK_PX)
        title, columns = QHBoxLayout(), _figures(self._number, self._books)
        title.setSpacing(10)
        title.addWidget(self._title)
        title.addWidget(self._chip)
        title.addStretch(1)
        columns.addSpacing(16)
        columns.addWidget(self._why, 1)
        column = within(self, 0, 0, 0, 6)
        column.setSpacing(4)
        column.addLayout(title)
        column.addLayout(columns)

    def set_count(self, count: int) -> None:
        """So many; of none there is nothing to be seen."""
        self.setVisible(bool(count))
        self._title.say(translate("sheet", "What differs"))
        self._chip.say(_count_words(count))
        labels = (self._number, *self._books, self._why)
        for label, column in zip(labels, (Column.NUMBER, *BOOKS, Column.ABOUT), strict=True):
            label.say(column.short_title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What happened is a column of its own where there is room."""
        self._why.setVisible(self.width() >= _NARROW_PX)


class DifferenceRow(Ruled):
    """`pressed` carries the Difference whose button was pressed; its number opens its receipts.

    Its button shows its key while it is the chosen row.
    """

    pressed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_difference`."""
        super().__init__(theme, parent)
        self.difference: Difference | None = None
        self._chosen = False
        self._tag, self._why = Mark(theme, 24), Words(theme)
        self._short = Words(theme, FontRole.TITLE, wraps=False)
        self._long = Words(theme, FontRole.BODY_BOLD, wraps=False)
        self._time = Words(theme, FontRole.CAPTION, Color.MUTED, wraps=False)
        self._books = tuple(Words(theme, wraps=False) for _ in range(3))
        self.button = DeskButton(theme, ButtonFace(""), self)
        self.button.on_click(self._press)
        self._lay_out()

    @property
    def identity(self) -> Hashable:
        """What differs."""
        what = self.difference
        return (what.mark, what.order, what.hour, what.at) if what is not None else None

    def show_chosen(self, *, chosen: bool) -> None:
        """Frame it and paint its button's key, or neither."""
        if chosen != self._chosen and self.difference is not None:
            self._chosen = chosen
            self.show_difference(self.difference)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line below it, and the frame of the chosen row."""
        super().paintEvent(event)
        if self._chosen:
            paint_chosen(self)

    def show_difference(self, difference: Difference) -> None:
        """Show this."""
        self.difference = difference
        is_long = len(difference.mark) > _SHORT
        self._name.setDirection(_DOWN if is_long else _ACROSS)
        self._name.setSpacing(0 if is_long else 8)
        self._short.say("" if is_long else difference.mark)
        self._long.say(elided(difference.mark, self._long.font(), _LONG_PX) if is_long else "")
        self._long.setAccessibleName(difference.mark if is_long else "")
        self._time.say("" if difference.hour else clock_time(difference.at))
        self._tag.setVisible(bool(difference.source))
        self._tag.show_painted(partial(_paint_tag, difference.source))
        for label, book in zip(self._books, BOOKS, strict=True):
            label.say(book.text(difference))
        self._why.say(Column.ABOUT.text(difference))
        remedy = remedy_of(difference)
        if remedy is not None:
            key = _KEYS.get(remedy, SyncKey.GO) if self._chosen else ""
            self.button.set_face(ButtonFace(remedy_label(remedy, difference), key))
        self.button.setVisible(remedy is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence goes under the amounts where there is little room."""
        self._turn(self.width())

    def heightForWidth(self, width: int) -> int:
        """What its words need at that width, in px."""
        self._turn(width)
        return super().heightForWidth(width)

    def _turn(self, width: int) -> None:
        way = _DOWN if width < _NARROW_PX else _ACROSS
        if self._row.direction() != way:
            self._row.setDirection(way)

    def _lay_out(self) -> None:
        mark, why, self._name = QWidget(), QHBoxLayout(), QBoxLayout(_ACROSS)
        mark.setMinimumWidth(_MARK_PX)
        line = QHBoxLayout(mark)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._tag)
        line.addLayout(self._name)
        line.addStretch(1)
        for words in (self._short, self._long, self._time):
            self._name.addWidget(words)
        why.setSpacing(16)
        why.addWidget(self._why, 1)
        why.addWidget(self.button)
        self._row = QBoxLayout(_ACROSS, self)
        self._row.setContentsMargins(0, 7, 0, 8)
        self._row.setSpacing(16)
        figures = _figures(mark, self._books)
        figures.addStretch(1)
        self._row.addLayout(figures)
        self._row.addLayout(why, 1)

    @Slot()
    def _press(self) -> None:
        if self.difference is not None:
            self.pressed.emit(self.difference)


class DifferenceList(Painted):
    """Head and rows; rows are made once and used again."""

    pressed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing differs."""
        super().__init__(theme, parent)
        self.rows: list[DifferenceRow] = []
        self.head = DifferencesHead(theme)
        self._column = within(self, 0, 0, 0, 0)
        self._column.addWidget(self.head)
        self.head.set_count(0)

    @property
    def shown(self) -> tuple[DifferenceRow, ...]:
        """The rows on screen, in their order."""
        return tuple(row for row in self.rows if not row.isHidden())

    def show_differences(self, differences: tuple[Difference, ...]) -> None:
        """Show these."""
        self.head.set_count(len(differences))
        while len(self.rows) < min(MOST_ROWS, len(differences)):
            row = DifferenceRow(self.theme)
            row.pressed.connect(self.pressed)
            self._column.addWidget(row)
            self.rows.append(row)
        for index, row in enumerate(self.rows):
            row.setVisible(index < len(differences))
            if index < len(differences):
                row.show_difference(differences[index])


def _figures(first: QWidget, books: Sequence[Words]) -> QHBoxLayout:
    """A row's left side: the mark, then an amount a book."""
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(first)
    for label in books:
        label.setMinimumWidth(_AMOUNT_PX)
        label.setAlignment(_RIGHT)
        row.addWidget(label)
    return row


def _paint_tag(source: str, painter: QPainter, rect: QRectF, theme: Theme) -> None:
    paint_source(painter, rect, source, theme)


def _count_words(count: int) -> str:
    if count <= MOST_ROWS:
        return f"{count}"
    return translate("sheet", "{n}, the first {most} below").format(n=f"{count:,}", most=MOST_ROWS)
