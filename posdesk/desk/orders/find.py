"""Find (F10): any order by number, last four digits, name or bill number; with no text, today's done ones."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.questions import search
from posdesk.desk.cards.draft import measure_of
from posdesk.desk.cards.painter import TickTexts
from posdesk.desk.cards.rows import FOUND_H
from posdesk.desk.orders.lane_cards import found_cards
from posdesk.desk.orders.lane_layout import LaneSpec
from posdesk.desk.orders.lane_view import LaneView
from posdesk.desk.orders.lane_words import more_words
from posdesk.desk.orders.lanes import FoundRows
from posdesk.desk.orders.model import BoardModel, Row
from posdesk.desk.paint import ButtonFace, ButtonKind, rounded
from posdesk.desk.theme import SIZE, Color, FontRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.say import day_and_time
from posdesk.domain.clock import in_china
from posdesk.domain.orders.board import Lane, OrderView
from posdesk.domain.orders.finding import FoundBy, found_by
from posdesk.domain.orders.order import OrderKey

WIDTH = 640  # px
_PAD = 16
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def _with_why(row: Row, text: str, now: datetime) -> Row:
    """The row with why it was found, and on which day it came if that is not today."""
    reason = found_by(row.view.order, text)
    came = row.view.order.received_at
    is_today = in_china(came).date() == in_china(now).date()
    day = "" if is_today else QCoreApplication.translate("Orders", "came {time}")
    parts = (_reason_words(reason, text), row.facts.how, day.format(time=day_and_time(came, now)))
    why = "   ".join(filter(None, parts)) if text else ""
    return row.told(why)


def _reason_words(reason: FoundBy | None, text: str) -> str:
    words = {
        FoundBy.NUMBER: QCoreApplication.translate("Orders", "number {text}"),
        FoundBy.BILL: QCoreApplication.translate("Orders", "bill number {text}"),
        FoundBy.LAST_FOUR: QCoreApplication.translate("Orders", "phone ends in {text}"),
        FoundBy.BILL_BEGINS: QCoreApplication.translate("Orders", "bill number begins with {text}"),
        FoundBy.NAME: QCoreApplication.translate("Orders", "{text} in the name"),
    }
    return words[reason].format(text=text) if reason is not None else ""


class FindPanel(Painted):
    """A field and what was found. The counter does the search; answers to older texts are dropped."""

    chosen = Signal(object)  # OrderKey
    closed = Signal()
    scrolled = Signal()  # other rows are on screen

    def __init__(self, counter: Counter, model: BoardModel, theme: Theme, parent: QWidget) -> None:
        """Hidden until `open`."""
        super().__init__(theme, parent)
        self._counter, self._model = counter, model
        self.rows = FoundRows(self)
        self.field = QLineEdit(self)
        self._caption = Words(theme, FontRole.BODY_BOLD, Color.MUTED, self, wraps=False)
        self.list = LaneView(self.rows, self)
        self._close = DeskButton(theme, ButtonFace("", "Esc", ButtonKind.QUIET), self)
        self._selected: OrderKey | None = None
        self._connect()
        self.hide()

    def _connect(self) -> None:
        self.field.textChanged.connect(self._search)
        self.list.chosen.connect(self.chosen)
        self.list.scrolled.connect(self.scrolled)
        self._close.clicked.connect(self.closed)
        self._model.applied.connect(self._renew)

    def open(self) -> None:
        """Show, empty, with the keyboard in the field."""
        self.retranslate()
        self.field.clear()
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus()

    @property
    def caption(self) -> str:
        """What it says of how many were found."""
        return self._caption.text()

    def row(self, key: OrderKey) -> Row | None:
        """A row that was found."""
        place = self.rows.place(key)
        return None if place is None else self.rows.row_at(place)

    def neighbour(self, key: Qt.Key) -> OrderKey | None:
        """The order that an arrow leads to, the first when none is selected; None for another key."""
        count, step = self.rows.rowCount(), _STEPS.get(key)
        if not count or step is None:
            return None
        at = self.rows.place(self._selected) if self._selected else None
        return self.rows.row_at(0 if at is None else min(max(0, at + step), count - 1)).key

    def select(self, row: Row | None) -> None:
        """Mark that row."""
        self._selected = row.key if row else None
        self.list.select(self._selected, reveal=True)

    def box_of_selected(self) -> QRect:
        """Where the selected row is painted, in the panel's px; empty where it is not on screen."""
        return self.list.box_of_selected().translated(self.list.pos())

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        super().set_theme(theme)
        self._set_up()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._close.set_label(QCoreApplication.translate("Orders", "Close"))
        words = QCoreApplication.translate("Orders", "Number, last four digits, name, bill number")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self._say()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Field above, list below."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        close_w = self._close.sizeHint().width()
        room = self.rect().adjusted(_PAD, _PAD, -_PAD, -_PAD)
        self.field.setGeometry(
            room.x(), room.y(), room.width() - close_w - SIZE.card_gap, SIZE.control_height
        )
        self._close.setGeometry(room.right() - close_w + 1, room.y(), close_w, SIZE.control_height)
        self._caption.setGeometry(room.x() + 2, room.y() + 50, room.width(), 28)
        self.list.setGeometry(QRect(room.x(), room.y() + 84, room.width(), room.height() - 84))
        self._set_up()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The panel's ground."""
        painter, color = self._painter(), self.theme.color
        rounded(painter, self._rect(), self.theme.radius.corner_card, color.surface, color.line_strong)
        painter.end()

    def _say(self) -> None:
        """How many there are, or why there is none."""
        words = QCoreApplication.translate("Orders", "Done today: {n}")
        if self.field.text().strip():
            words = QCoreApplication.translate("Orders", "Found: {n}")
        count = self.rows.rowCount()
        closed = sum(self.rows.row_at(n).lane is Lane.CLOSED for n in range(count))
        if closed and not self.field.text().strip():
            words = QCoreApplication.translate("Orders", "Done today: {n}, closed here: {closed}")
            count -= closed
        self._caption.say(words.format(n=count, closed=closed))
        self.list.set_empty(self.empty_words())

    def _set_up(self) -> None:
        self.list.set_up(
            theme=self.theme,
            measure=measure_of(self.theme),
            cards=found_cards(),
            spec=LaneSpec(1, 0, FOUND_H),
            ticks=lambda _row: TickTexts(),
            more=more_words,
        )

    @Slot(str)
    def _search(self, text: str) -> None:
        if text.strip():
            self._counter.ask(self._found, search, text.strip())
        else:
            self._show(self._done_today())

    def _found(self, views: tuple[OrderView, ...], text: str) -> None:
        if text == self.field.text().strip() and text:
            self._show(tuple(self._model.row_of(view) for view in views))

    @Slot(object)
    def _renew(self, keys: frozenset[OrderKey]) -> None:
        """What changed on the board is shown as it is now."""
        if not self.isVisible():
            return
        if not self.field.text().strip():
            self._show(self._done_today())
            return
        rows = (self.rows.row_at(n) for n in range(self.rows.rowCount()))
        self._show(tuple((self._model.row(r.key) or r) if r.key in keys else r for r in rows))

    def _done_today(self) -> tuple[Row, ...]:
        done = (row for row in self._model.rows() if row.lane in {Lane.DONE, Lane.CLOSED})
        return tuple(sorted(done, key=_over_since, reverse=True))

    def _show(self, rows: tuple[Row, ...]) -> None:
        text, now = self.field.text().strip(), self._counter.clock.now()
        self.rows.show_rows(tuple(_with_why(row, text, now) for row in rows))
        self._say()
        self.list.doItemsLayout()
        self.scrolled.emit()

    def empty_words(self) -> tuple[str, ...]:
        """What was searched and how far back, when nothing was found."""
        text = self.field.text().strip()
        if not text:
            return (QCoreApplication.translate("Orders", "No order is done today"),)
        nothing = QCoreApplication.translate("Orders", "{text} was not found").format(text=text)
        where = QCoreApplication.translate(
            "Orders", "Searched: number, last four digits, name, bill number of all orders kept on this PC"
        )
        return (nothing, where)


def _over_since(row: Row) -> datetime:
    """When it ended, or was closed here."""
    order = row.view.order
    return order.closed.at if order.closed is not None and order.is_closed_here else order.state_at
