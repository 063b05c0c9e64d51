"""The Orders page: New, Making, Ready over Pre-orders, and the detail beside or over them."""

from PySide6.QtCore import QCoreApplication, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.phrases import find_first_words, no_room_words, shown_first_words
from posdesk.desk.frame.page import BarState, Page, PageCount
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
from posdesk.desk.orders.sight import Sight
from posdesk.desk.orders.walk import neighbour
from posdesk.desk.theme import Sign, StateRole, Theme, WidthClass, width_class, widths_of
from posdesk.desk.theme.layout import gutter
from posdesk.desk.words.say import countdown_words
from posdesk.domain.orders.board import Lane, rings
from posdesk.domain.orders.order import OrderKey

_LANES = (Lane.NEW, Lane.MAKING, Lane.READY, Lane.PREORDER)
_LEAST_EDGE = 2  # px, over and under the panel of a deed where there is no more
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
        self._stops: frozenset[OrderKey] = frozenset()
        self._lane: Lane | None = None  # where the selected order stood when it was shown last
        self._build()
        self._connect()
        self._watch_stops()
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
        self._sight = Sight(self, self.board, self.detail, finder=self.finder, panel=self.panel)
        self._timer = QTimer(self)
        self._timer.setInterval(self._theme.motion.countdown_repaint_ms)
        self._timer.start()

    def _connect(self) -> None:
        self.board.chosen.connect(self._card_chosen)
        self.board.pressed_button.connect(self.deeds.do)
        self.board.done_wanted.connect(self.open_find)
        self.board.scrolled.connect(self.bar_changed)
        self.board.tab_chosen.connect(self._tab_chosen)
        self.finder.scrolled.connect(self.bar_changed)
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
        self._timer.timeout.connect(self.tick)

    def title(self) -> str:
        """The page's name in the rail."""
        return QCoreApplication.translate("Orders", "Orders")

    def count(self) -> PageCount:
        """How many orders wait to be accepted, and how many STOPs for a name; one STOP makes it red."""
        new, stops = self.lanes[Lane.NEW].rowCount(), len(self._stops)
        return PageCount(new + stops, StateRole.STOP if stops else StateRole.NEW)

    def bar(self) -> BarState:
        """The order at hand and what the keys do with it."""
        row = self.row_at_hand()
        count = countdown(row, self._counter) if row else None
        new = self.lanes[Lane.NEW]
        ringing = any(rings(new.row_at(n).view) for n in range(new.rowCount()))
        wish = BarWish(
            row=row,
            left=countdown_words(count.left_s) if count else "",
            detail=self.toggle_detail if row or self.detail_open else None,
            snooze=self.snooze.emit if ringing else None,
            find=self.open_find,
            show=self.show_selected if self._is_hidden() else None,
            why=find_first_words() if row is None and self.finder.isVisible() else "",
        )
        return bar_of(wish, self.deeds)

    def row(self, key: OrderKey) -> Row | None:
        """An order on the board, or among what was found."""
        return self.model.row(key) or self.finder.row(key)

    def selected_row(self) -> Row | None:
        """The selected order's row."""
        return self.row(self.selection.key) if self.selection.key else None

    def row_at_hand(self) -> Row | None:
        """The order that the keys act on: while a search is open, one that it has found."""
        key = self.selection.key
        if self.finder.isVisible():
            return self.finder.row(key) if key else None
        return self.selected_row()

    def at_hand(self) -> QRect | None:
        """The panel of a deed; else the card of the order at hand, its row in a search, or the detail."""
        return self._sight.box(self.row_at_hand())

    def _is_hidden(self) -> bool:
        """Whether the keys would act on something that nobody sees."""
        box = self.at_hand()
        return self.isVisible() and box is not None and box.isEmpty()

    @Slot()
    def show_selected(self) -> None:
        """A key was meant for an order that is not on screen: bring it there, and do nothing with it yet."""
        row = self.row_at_hand()
        if self.panel.isVisible():
            self.said.emit(no_room_words())
        elif row is not None:
            self._reveal(row)
            self.said.emit(no_room_words() if self._is_hidden() else shown_first_words(row.facts.number))
            self.bar_changed.emit()

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
        if self.detail_open and self._class() < WidthClass.MEDIUM:
            self.toggle_detail()  # it lies over the lanes, and over a search that was open before it
            return True
        if self.finder.isVisible():
            self.close_find()
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
        for part in (self.board, self.detail, self.finder):
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
        self.selection.lend()
        if self._class() < WidthClass.MEDIUM:
            self._detail_wish = False  # it would lie over what is found
        self.finder.open()
        self._place()
        self.bar_changed.emit()

    @Slot()
    def close_find(self) -> None:
        """Back to the lanes."""
        self.finder.hide()
        self.setFocus()
        self.selection.give_back()
        self.bar_changed.emit()

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
        self._mark(row)
        if self.finder.isVisible():
            self.finder.select(key)
        self.detail.show_row(row)
        self.bar_changed.emit()

    def _mark(self, row: Row | None) -> None:
        """Paint that order's card as the selected one, on screen."""
        self._lane = row.facts.lane if row and self.selection.on_lane(row.key) else None
        for lane, view in self.board.views.items():
            view.select(row.key if row else None, reveal=lane is self._lane)
        if self._lane is not None:
            self.board.show_lane(self._lane)

    def _reveal(self, row: Row) -> None:
        if self.finder.isVisible():
            self.finder.select(row.key)
        else:
            self._mark(row)

    def _follow(self) -> None:
        """The selected order went to another lane by itself: show it there, unless it is behind a tab."""
        row = self.selected_row()
        if row is None or row.facts.lane is self._lane or not self.selection.on_lane(row.key):
            return
        if row.facts.lane in self.board.lanes_on_screen:
            self._mark(row)
        else:
            self.selection.start_over()

    @Slot()
    def _tab_chosen(self) -> None:
        """Another tab is in front: the first of its orders is selected, since the one before is not seen."""
        lanes = [self.lanes[lane] for lane in self.board.lanes_on_screen]
        selected = self.selection.key
        if selected is None or all(lane.place(selected) is None for lane in lanes):
            self._choose(next((key for lane in lanes for key in lane.keys(1)), None))
        self.bar_changed.emit()

    @Slot(object)
    def _applied(self, keys: frozenset[OrderKey]) -> None:
        if self.selection.key in keys:
            self._follow()
            self.detail.show_row(self.selected_row())
        self._watch_stops()
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

    def _watch_stops(self) -> None:
        """A STOP takes the room of the detail until it is acknowledged or F5 says otherwise."""
        stops = frozenset(view.order.key for view in self.model.stops())
        came, self._stops = stops - self._stops, stops
        closed = bool(stops) and (bool(came) or self._closed_by_stop)
        if closed is not self._closed_by_stop:
            self._closed_by_stop = closed
            self._place()

    def _place(self) -> None:
        """Where everything stands."""
        margin = gutter(self._window_width or self.width())
        room = self.rect().adjusted(margin, 0, -margin, 0)
        self._place_lanes(room, margin)
        self._place_over(room)

    def _place_lanes(self, room: QRect, margin: int) -> None:
        width_now, is_open = self._class(), self.detail_open
        beside = is_open and width_now >= WidthClass.MEDIUM
        wide = min(widths_of(width_now).detail or room.width(), room.width())
        self.detail.setVisible(is_open)
        self.detail.set_closable(closable=not beside)
        self.detail.setGeometry(
            room.right() - wide + 1, room.y() + _EDGE, wide, max(0, room.height() - 2 * _EDGE)
        )
        if self.board.set_layout(width_now, detail=beside) and self._lane is not None:
            self.board.show_lane(self._lane)
        self.board.setGeometry(room.adjusted(0, 0, -(wide + margin) if beside else 0, 0))
        self.detail.raise_()

    def _place_over(self, room: QRect) -> None:
        """Find and the panel of a deed stand over the lanes, in their middle."""
        lanes = self.board.geometry()
        wide = min(FIND_WIDTH, lanes.width())
        left = lanes.x() + (lanes.width() - wide) // 2
        self.finder.setGeometry(left, room.y() + _EDGE, wide, max(0, room.height() - 2 * _EDGE))
        self.finder.raise_()
        if self.detail_open and self._class() < WidthClass.MEDIUM:
            self.detail.raise_()
        card = self.panel.lay_out(self._theme, room.width(), room.height() - 2 * _LEAST_EDGE)
        self.panel.setVisible(card is not None)
        if card is not None:
            spare = max(_LEAST_EDGE, (room.height() - card.height) // 2)
            self.panel.move(room.x() + (room.width() - card.width) // 2, room.y() + spare)
            self.panel.raise_()
