"""The Orders page: New, Making, Ready over Pre-orders, and the detail beside or over them."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.frame.page import BarState, KeyAction, Page, PageCount
from posdesk.desk.orders.action_panel import ActionPanel
from posdesk.desk.orders.actions import (
    BarInput,
    OrderActions,
    bar_of,
    find_first_words,
    no_room_words,
    resting,
    shown_first_words,
)
from posdesk.desk.orders.board import Board
from posdesk.desk.orders.catch_up import CatchUpView
from posdesk.desk.orders.closing_steps import ClosingSteps
from posdesk.desk.orders.detail import DetailPanel
from posdesk.desk.orders.find import FindPanel
from posdesk.desk.orders.lane_words import countdown
from posdesk.desk.orders.lanes import LaneProxy
from posdesk.desk.orders.model import BoardModel, Row
from posdesk.desk.orders.own_actions import OwnActions
from posdesk.desk.orders.own_panel import OwnPanel
from posdesk.desk.orders.placement import Placement
from posdesk.desk.orders.reprint import no_slip_words
from posdesk.desk.orders.selection import Selection, neighbour
from posdesk.desk.orders.veil import Veil
from posdesk.desk.theme import Sign, StateRole, Theme
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.words.say import countdown_words
from posdesk.domain.orders.board import Lane, rings
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.packing import ItemScan
from posdesk.domain.printing.plan import SLIPS_OF

_LANES = (Lane.NEW, Lane.MAKING, Lane.READY, Lane.PREORDER)


class OrdersPage(Page):
    """Ctrl+1. Parts know each other only through the model, the selection and the actions."""

    open_pickup = Signal(object)  # OrderKey: F8, or a touch on a ready order
    snooze = Signal()  # F9
    print_wanted = Signal(object, object)  # OrderKey, SlipKind: once more

    key = "orders"
    number = 1
    sign = Sign.RECEIPT
    uses_action_bar = True

    def __init__(self, counter: Counter, theme: Theme, parent: QWidget | None = None) -> None:
        """The counter's orders are read at once."""
        super().__init__(parent)
        self.setObjectName("page")
        self._counter, self._snoozed = counter, False
        self._build(theme)
        self._connect()
        self.placement.set_theme(theme)
        self.selection.refresh()

    def _build(self, theme: Theme) -> None:
        counter = self._counter
        self.model = BoardModel(counter, self)
        self.lanes = {lane: LaneProxy(self.model, lane, self) for lane in _LANES}
        self.selection = Selection(self.model, self.lanes, self)
        self.closing = ClosingSteps(counter, self.model, self.row, theme, self)
        self.order_actions = OrderActions(
            counter, self.model, self.selection, self.row, closing=self.closing, parent=self
        )
        self.board = Board(counter, self.model, self.lanes, theme, self)
        self.own = OwnActions(counter, self.model, self.row, self)
        self.detail = DetailPanel(counter, self.own, theme, self)
        self.finder = FindPanel(counter, self.model, theme, self)
        self.panel = ActionPanel(self.order_actions, theme, self)
        self.own_panel = OwnPanel(self.own, theme, self)
        self.veil = Veil(theme, self, self.panel, self.own_panel)
        self.placement = Placement(
            self, self.model, self.board, detail=self.detail, finder=self.finder, panel=self.panel
        )
        self.catch_up = CatchUpView(counter, self.model, theme, self)
        self.placement.catch_up = self.catch_up
        self._timer = QTimer(self)
        self._timer.setInterval(theme.motion.countdown_repaint_ms)
        self._timer.start()

    def _connect(self) -> None:
        self.board.chosen.connect(self._card_chosen)
        self.board.pressed_button.connect(self.order_actions.do)
        self.board.done_wanted.connect(self.open_find)
        self.board.scrolled.connect(self.bar_changed)
        self.board.tab_chosen.connect(self._tab_chosen)
        self.finder.scrolled.connect(self.bar_changed)
        self.selection.changed.connect(self._selected)
        self.model.applied.connect(self._applied)
        self.order_actions.panel_changed.connect(self._panel_changed)
        self.order_actions.acted.connect(self._acted)
        self.order_actions.said.connect(self.said)
        self.order_actions.open_pickup.connect(self.open_pickup)
        self.order_actions.detail_wanted.connect(self.placement.show_detail)
        self.detail.closed.connect(self.placement.toggle_detail)
        self.detail.acted.connect(self.acted)
        self.detail.close_here.connect(self.closing.begin)
        self.finder.chosen.connect(self.selection.choose)
        self.finder.chosen.connect(self.placement.show_detail)
        self.finder.closed.connect(self.close_find)
        self.placement.changed.connect(self.bar_changed)
        self.placement.changed.connect(self._place_own_panel)
        self.own.changed.connect(self._own_changed)
        for placed in (self.placement.changed, self.own.changed):
            placed.connect(self.veil.look)
        self.own.print_wanted.connect(self.print_wanted)
        self.catch_up.chosen.connect(self.selection.choose)
        self.catch_up.pressed.connect(self.order_actions.do)
        self.catch_up.detail_wanted.connect(self.placement.show_detail)
        self.catch_up.changed.connect(self.bar_changed)
        self._timer.timeout.connect(self.tick)

    def title(self) -> str:
        """The page's name in the rail."""
        return QCoreApplication.translate("Orders", "Orders")

    def count(self) -> PageCount:
        """How many orders wait to be accepted, and how many STOPs for a name; one STOP makes it red."""
        new, stops = self.lanes[Lane.NEW].rowCount(), len(self.model.stops())
        return PageCount(new + stops, StateRole.STOP if stops else StateRole.NEW)

    def bar(self) -> BarState:
        """The order at hand and what the keys do with it."""
        row, placement = self.row_at_hand(), self.placement
        count = countdown(row, self._counter) if row else None
        new = self.lanes[Lane.NEW]
        ringing = any(rings(new.row_at(n).view) for n in range(new.rowCount()))
        given = BarInput(
            row=row,
            left=countdown_words(count.left_s) if count else "",
            detail=placement.toggle_detail if row or placement.detail_open else None,
            snooze=self.snooze.emit if ringing else None,
            snoozed=self._snoozed,
            find=self.open_find,
            show=self.show_selected if placement.hides(row) else None,
            reveal=self.detail.reveal_by_key if self.detail.isVisible() else None,
            sort=None if self.lanes_are_covered else self.board.sort_selected,
            show_detail=None if placement.details(row) else placement.show_detail,
            why=find_first_words() if row is None and self.finder.isVisible() else "",
            reprint=partial(self.own.reprint, row.key) if row and self.own.slips(row.key) else None,
            no_reprint=no_slip_words() if row and row.view.order.state in SLIPS_OF else "",
        )
        bar = self._with_catch_up(bar_of(given, self.order_actions))
        return bar if self.own.step is None else resting(bar)

    @property
    def lanes_are_covered(self) -> bool:
        """Whether a search, a panel, the catch-up view or the detail lies over them."""
        parts = (self.finder, self.panel, self.own_panel, self.catch_up)
        return any(part.isVisible() for part in parts) or self.placement.detail_covers

    def _with_catch_up(self, bar: BarState) -> BarState:
        """The way into the catch-up view, while there is something to catch up with and it is not open."""
        if not self.catch_up.is_wanted or self.catch_up.isVisible():
            return bar
        words = QCoreApplication.translate("Orders", "Catch up")
        key = KeyAction(OrdersKey.CATCH_UP, words, self.open_catch_up, acts=False)
        return replace(bar, keys=(*bar.keys, key))

    @Slot(bool)
    def set_snoozed(self, snoozed: bool) -> None:
        """Whether somebody silenced the new orders: F9's own button says so."""
        self._snoozed = snoozed
        self.bar_changed.emit()

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
        """The panel of an action; else the card of the order at hand, its row in a search, or the detail."""
        return self.placement.box(self.row_at_hand())

    @Slot()
    def show_selected(self) -> None:
        """A key was meant for an order that is not on screen: bring it there, and do nothing with it yet."""
        row = self.row_at_hand()
        if self.panel.isVisible():
            self.said.emit(no_room_words())
        elif row is not None:
            self._bring(row)
            hidden = self.placement.hides(row)
            self.said.emit(no_room_words() if hidden else shown_first_words(row.facts.number))
            self.bar_changed.emit()

    def _bring(self, row: Row) -> None:
        """Bring an order on screen; one that the catch-up view has no row for stands on its lane."""
        if self.finder.isVisible():
            self.finder.select(row)
            return
        self.catch_up.select(row.key)
        if self.catch_up.box_of_selected().isEmpty():
            self.catch_up.close_view()
        self.board.select(row)

    def escape(self) -> bool:
        """Close what is open, the topmost first; undoing is the window's."""
        if self.own.close_step() or self.order_actions.close_panel() or self.detail.step_back():
            return True
        if self.own.close_packing():
            return True
        if self.placement.detail_covers:
            self.placement.toggle_detail()
            return True
        if self.finder.isVisible():
            self.close_find()
            return True
        return self.catch_up.close_view()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Digits for an open panel; arrows move the selection."""
        if self.own_panel.isVisible():
            return self.own_panel.take_key(event)
        if self.panel.isVisible():
            return self.panel.take_key(event)
        key = Qt.Key(event.key())
        if self.detail.isVisible() and self.own.choose(key):
            return True
        return self._choose(self._arrow_to(key))

    def _arrow_to(self, key: Qt.Key) -> OrderKey | None:
        """The order that an arrow leads to, in whatever lies over the lanes."""
        if self.finder.isVisible():
            return self.finder.neighbour(key)
        if self.catch_up.isVisible() and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            return self.catch_up.neighbour(key)
        return neighbour(self.lanes, self.selection.key, key)

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        super().set_theme(theme)
        self.catch_up.set_theme(theme)
        self.own_panel.set_theme(theme)
        self.closing.names.set_theme(theme)
        self.veil.set_theme(theme)
        self.placement.set_theme(theme)

    def set_window_width(self, width: int) -> None:
        """The window is so wide now."""
        self.placement.set_window_width(width)

    def retranslate(self) -> None:
        """Every text anew, in the language on screen."""
        self.model.retranslate()
        self.board.refresh()
        self.catch_up.refresh()
        self.detail.show_row(self.selected_row())
        self.placement.place()

    def take_item_scan(self, code: str) -> ItemScan | None:
        """A code came: a dish of the open packing list, where one is open and seen; None where none is."""
        if not (self.isVisible() and self.detail.isVisible()) or self.own.step is not None:
            return None
        return self.own.scan(code)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown: from here on a scan is a pickup code again."""
        super().hideEvent(event)
        self.own.close_packing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, another layout."""
        super().resizeEvent(event)
        self.placement.place()

    @Slot()
    def tick(self) -> None:
        """A second has passed: rows that depend on time, and the rects that show it."""
        self.model.tick()
        self.board.tick()
        if self.catch_up.wants_to_open and not self._is_busy():
            self.open_catch_up()
        self.bar_changed.emit()

    @Slot()
    def open_catch_up(self) -> None:
        """What became of the orders while none could reach us; it covers the lanes."""
        self._close_panels()
        self.placement.make_room_for_search()
        self.catch_up.open()

    @Slot()
    def open_find(self) -> None:
        """F10: the search, or today's done orders while nothing is typed."""
        self._close_panels()
        self.selection.lend()
        self.finder.open()
        self.placement.make_room_for_search()

    @Slot()
    def close_find(self) -> None:
        """Back to the lanes."""
        self.finder.hide()
        self.setFocus()
        self.selection.give_back()
        self.bar_changed.emit()

    def _close_panels(self) -> None:
        """What lies over the lanes makes room for what covers them."""
        self.order_actions.close_panel()
        self.own.close_step()

    @Slot()
    def _panel_changed(self) -> None:
        if self.order_actions.panel_open:
            self.own.close_step()
        self.placement.place()

    @Slot()
    def _own_changed(self) -> None:
        if self.own.step is not None:
            self.order_actions.close_panel()
        self._place_own_panel()
        self.bar_changed.emit()

    @Slot()
    def _place_own_panel(self) -> None:
        self.own_panel.place(self.rect().adjusted(8, 0, -8, 0))

    def _is_busy(self) -> bool:
        """Whether somebody is in the middle of something that nothing may cover."""
        parts = (self.panel, self.own_panel, self.finder)
        return any(part.isVisible() for part in parts) or self.own.packing is not None

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

    @Slot(object, bool)
    def _selected(self, key: OrderKey | None, _by_person: bool) -> None:
        row = self.row(key) if key else None
        self.model.keep(key)
        self.board.select(row)
        self.catch_up.select(key)
        if self.finder.isVisible():
            self.finder.select(row)
        self.detail.show_row(row)
        self.bar_changed.emit()

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
            row = self.selected_row()
            if row is not None and not self.board.follow(row):
                self._tab_chosen()
            self.detail.show_row(self.selected_row())
        self.count_changed.emit()
        self.bar_changed.emit()

    @Slot()
    def _acted(self) -> None:
        if self.finder.isVisible():
            self.close_find()
        self.acted.emit()
