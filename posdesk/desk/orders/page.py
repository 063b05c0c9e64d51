"""The Orders page: STOP over New, Making, Ready over Pre-orders, and the detail beside or over them."""

from PySide6.QtCore import QCoreApplication, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.counter import Counter
from posdesk.desk.orders.board import Board
from posdesk.desk.orders.clockwork import countdown
from posdesk.desk.orders.deeds import Deeds
from posdesk.desk.orders.detail import DetailPanel
from posdesk.desk.orders.find import WIDTH as FIND_WIDTH
from posdesk.desk.orders.find import FindPanel
from posdesk.desk.orders.keys import BarWish, bar_of
from posdesk.desk.orders.lane_proxy import LaneProxy
from posdesk.desk.orders.model import BoardModel, Row
from posdesk.desk.orders.panel import DeedPanel
from posdesk.desk.orders.selection import Selection
from posdesk.desk.orders.stop import StopBand
from posdesk.desk.orders.walk import neighbour
from posdesk.desk.page import BarState, Page, PageCount
from posdesk.desk.paint import Sign
from posdesk.desk.say import countdown_words
from posdesk.desk.theme import StateRole, Theme, WidthClass, width_class
from posdesk.desk.theme.layout import gutter
from posdesk.domain.board import Lane, rings
from posdesk.domain.order import OrderKey

_LANES = (Lane.NEW, Lane.MAKING, Lane.READY, Lane.PREORDER)
_DETAIL_W = {WidthClass.SMALL: 590, WidthClass.MEDIUM: 352, WidthClass.LARGE: 440}
_EDGE = 8  # px, over and under what stands on the page


class OrdersPage(Page):
    """Ctrl+1. Parts know each other only through the model, the selection and the deeds."""

    open_pickup = Signal(object)  # OrderKey: F8, or a touch on a ready order
    snooze = Signal()  # F9

    key = "orders"
    number = 1
    sign = Sign.RECEIPT
    uses_action_bar = True

    def __init__(self, counter: Counter, theme: Theme, parent: QWidget | None = None) -> None:
        """The counter's orders are read at once."""
        super().__init__(parent)
        self.setObjectName("page")
        self._counter, self._theme = counter, theme
        self._window_width = 0
        self._detail_wish: bool | None = None  # None: as the width has it
        self._closed_by_stop = False
        self._build()
        self._connect()
        self.selection.refresh()

    def _build(self) -> None:
        self.model = BoardModel(self._counter, self)
        self.lanes = {lane: LaneProxy(self.model, lane, self) for lane in _LANES}
        self.selection = Selection(self.model, self.lanes, self)
        self.deeds = Deeds(self._counter, self.model, self.selection, self.row, self)
        self.board = Board(self._counter, self.model, self.lanes, self._theme, self)
        self.detail = DetailPanel(self._counter, self._theme, self)
        self.finder = FindPanel(self._counter, self.model, self._theme, self)
        self.panel = DeedPanel(self.deeds, self._theme, self)
        self.stops = StopBand(self._counter, self.model, self._theme, self)
        self._timer = QTimer(self)
        self._timer.setInterval(self._theme.motion.countdown_repaint_ms)
        self._timer.start()

    def _connect(self) -> None:
        self.board.chosen.connect(self._card_chosen)
        self.board.pressed_button.connect(self.deeds.do)
        self.board.done_wanted.connect(self.open_find)
        self.selection.changed.connect(self._selected)
        self.model.applied.connect(self._applied)
        self.deeds.panel_changed.connect(self._panel_changed)
        self.deeds.acted.connect(self._acted)
        self.deeds.open_pickup.connect(self.open_pickup)
        self.deeds.detail_wanted.connect(self._open_detail)
        self.detail.closed.connect(self.toggle_detail)
        self.detail.acted.connect(self.acted)
        self.finder.chosen.connect(self._found_chosen)
        self.finder.closed.connect(self.close_find)
        self.stops.changed.connect(self._stops_changed)
        self.stops.acknowledged.connect(self.acted)
        self._timer.timeout.connect(self.tick)

    def title(self) -> str:
        """The page's name in the rail."""
        return QCoreApplication.translate("Orders", "Orders")

    def count(self) -> PageCount:
        """How many orders wait to be accepted."""
        return PageCount(self.lanes[Lane.NEW].rowCount(), StateRole.NEW)

    def bar(self) -> BarState:
        """The selected order and what the keys do with it."""
        row = self.selected_row()
        count = countdown(row, self._counter) if row else None
        ringing = any(rings(self.lanes[Lane.NEW].row_at(n).view) for n in range(self.count().value))
        wish = BarWish(
            row=row,
            left=countdown_words(count.left_s) if count else "",
            detail=self.toggle_detail if row or self.detail_open else None,
            snooze=self.snooze.emit if ringing else None,
            find=self.open_find,
        )
        return bar_of(wish, self.deeds)

    def row(self, key: OrderKey) -> Row | None:
        """An order on the board, or among what was found."""
        return self.model.row(key) or self.finder.row(key)

    def selected_row(self) -> Row | None:
        """The selected order's row."""
        return self.row(self.selection.key) if self.selection.key else None

    @property
    def detail_open(self) -> bool:
        """Whether the detail is on screen: by a person's wish, else where there is room beside the lanes."""
        if self._closed_by_stop:
            return False
        return self._class() >= WidthClass.MEDIUM if self._detail_wish is None else self._detail_wish

    def escape(self) -> bool:
        """Close what is open, the topmost first; undoing is the window's."""
        if self.deeds.close_panel():
            return True
        if self.finder.isVisible():
            self.close_find()
            return True
        if self.detail_open and self._class() < WidthClass.MEDIUM:
            self.toggle_detail()
            return True
        return False

    def handle_key(self, event: QKeyEvent) -> bool:
        """Digits for an open panel; arrows move the selection."""
        if self.panel.isVisible():
            return self.panel.take_key(event)
        key = Qt.Key(event.key())
        if self.finder.isVisible():
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            found = self.finder.neighbour(steps[key]) if key in steps else None
            return self._choose(found)
        return self._choose(neighbour(self.lanes, self.selection.key, key))

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme = theme
        for part in (self.board, self.detail, self.finder, self.stops):
            part.set_theme(theme)
        self._place()

    def set_window_width(self, width: int) -> None:
        """The window is so wide now."""
        self._window_width = width
        self._place()

    def retranslate(self) -> None:
        """Every text anew, in the language on screen."""
        self.model.retranslate()
        self.board.refresh()
        self.finder.retranslate()
        self.stops.refresh()
        self.detail.show_row(self.selected_row())
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, another layout."""
        super().resizeEvent(event)
        self._place()

    @Slot()
    def tick(self) -> None:
        """A second has passed: rows that depend on time, and the rects that show it."""
        self.model.tick()
        self.board.tick()
        self.bar_changed.emit()

    @Slot()
    def toggle_detail(self) -> None:
        """F5: show or put away the detail."""
        self._detail_wish = not self.detail_open
        self._closed_by_stop = False
        self._place()
        self.bar_changed.emit()

    @Slot()
    def open_find(self) -> None:
        """F10: the search, or today's done orders while nothing is typed."""
        self.deeds.close_panel()
        self.finder.open()
        self._place()

    @Slot()
    def close_find(self) -> None:
        """Back to the lanes."""
        self.finder.hide()
        self.setFocus()
        self.selection.refresh()

    def _class(self) -> WidthClass:
        return width_class(self._window_width or self.width())

    def _choose(self, key: OrderKey | None) -> bool:
        if key is not None:
            self.selection.choose(key)
        return key is not None

    @Slot(object)
    def _card_chosen(self, key: OrderKey) -> None:
        """A touch selects; on a ready order it opens Pickup."""
        self.selection.choose(key)
        row = self.model.row(key)
        if row is not None and row.facts.lane is Lane.READY:
            self.open_pickup.emit(key)

    @Slot(object)
    def _found_chosen(self, key: OrderKey) -> None:
        self.selection.choose(key)
        self._open_detail(key)

    @Slot(object)
    def _open_detail(self, _key: object) -> None:
        self._detail_wish, self._closed_by_stop = True, False
        self._place()

    @Slot(object, bool)
    def _selected(self, key: OrderKey | None, by_person: bool) -> None:
        row = self.row(key) if key else None
        for view in self.board.views.values():
            view.select(key, reveal=row is not None and view.proxy.place(row.key) is not None)
        if row is not None:
            self.board.show_lane(row.facts.lane)
        if self.finder.isVisible():
            self.finder.select(key)
        self.detail.show_row(row)
        self.bar_changed.emit()

    @Slot(object)
    def _applied(self, keys: frozenset[OrderKey]) -> None:
        if self.selection.key in keys:
            self.detail.show_row(self.selected_row())
        self.count_changed.emit()
        self.bar_changed.emit()

    @Slot()
    def _acted(self) -> None:
        if self.finder.isVisible():
            self.close_find()
        self.acted.emit()

    @Slot()
    def _panel_changed(self) -> None:
        self._place()
        self.bar_changed.emit()

    @Slot(int, bool)
    def _stops_changed(self, count: int, came: bool) -> None:
        """A STOP takes the room of the detail until it is acknowledged or F5 says otherwise."""
        self._closed_by_stop = count > 0 and (came or self._closed_by_stop)
        self._place()

    def _place(self) -> None:
        """Where everything stands; only the STOPs take room from all others."""
        margin = gutter(self._window_width or self.width())
        room = self.rect().adjusted(margin, 0, -margin, 0)
        if not self.stops.isHidden():
            height = self.stops.height_for(room.width())
            self.stops.setGeometry(room.x(), room.y(), room.width(), height)
            room.setTop(room.y() + height)
        self._place_lanes(room, margin)
        self._place_over(room)

    def _place_lanes(self, room: QRect, margin: int) -> None:
        width_now, is_open = self._class(), self.detail_open
        beside = is_open and width_now >= WidthClass.MEDIUM
        wide = min(_DETAIL_W.get(width_now, room.width()), room.width())
        self.detail.setVisible(is_open)
        self.detail.set_closable(closable=not beside)
        self.detail.setGeometry(
            room.right() - wide + 1, room.y() + _EDGE, wide, max(0, room.height() - 2 * _EDGE)
        )
        self.board.set_layout(width_now, detail=beside)
        self.board.setGeometry(room.adjusted(0, 0, -(wide + margin) if beside else 0, 0))
        self.detail.raise_()

    def _place_over(self, room: QRect) -> None:
        """Find and the panel of a deed stand over the lanes, in their middle."""
        lanes = self.board.geometry()
        wide = min(FIND_WIDTH, lanes.width())
        left = lanes.x() + (lanes.width() - wide) // 2
        self.finder.setGeometry(left, room.y() + _EDGE, wide, max(0, room.height() - 2 * _EDGE))
        self.finder.raise_()
        card = self.panel.lay_out(self._theme, room.width())
        self.panel.setVisible(card is not None)
        if card is not None:
            spare = max(_EDGE, (room.height() - card.height) // 2)
            self.panel.move(room.x() + (room.width() - card.width) // 2, room.y() + spare)
            self.panel.raise_()
