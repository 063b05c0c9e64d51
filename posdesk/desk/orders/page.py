"""The Orders page: New, Making, Ready over Pre-orders, and the detail beside or over them."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.ticker import Ticker
from posdesk.desk.frame.page import BarState, Page, PageCount
from posdesk.desk.orders.action_panel import ActionPanel
from posdesk.desk.orders.actions import BarInput, OrderActions, bar_of, resting
from posdesk.desk.orders.at_hand import AtHand
from posdesk.desk.orders.board import Board
from posdesk.desk.orders.catch_up import CatchUpView
from posdesk.desk.orders.closing_steps import ClosingSteps
from posdesk.desk.orders.detail import DetailPanel
from posdesk.desk.orders.find import FindPanel
from posdesk.desk.orders.key_words import find_first_words, no_room_words, shown_first_words
from posdesk.desk.orders.lane_words import countdown
from posdesk.desk.orders.lanes import LaneProxy
from posdesk.desk.orders.model import BoardModel, Row
from posdesk.desk.orders.over_lanes import Layers, OverLanes
from posdesk.desk.orders.own_actions import OwnActions
from posdesk.desk.orders.own_panel import OwnPanel
from posdesk.desk.orders.placement import Placement
from posdesk.desk.orders.reprint import no_slip_words
from posdesk.desk.orders.selection import Selection
from posdesk.desk.orders.veil import Veil
from posdesk.desk.theme import Sign, StateRole, Theme
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
        self.board = Board(counter, self.model, self.lanes, theme, self)
        self.finder = FindPanel(counter, self.model, theme, self)
        self.catch_up = CatchUpView(counter, self.model, theme, self)
        self.hand = AtHand(
            self.model,
            self.lanes,
            self.selection,
            board=self.board,
            finder=self.finder,
            catch_up=self.catch_up,
        )
        self._build_actions(theme)
        self._build_panels(theme)
        self._timer = Ticker(self, theme.motion.countdown_repaint_ms)
        self._timer.begin()

    def _build_actions(self, theme: Theme) -> None:
        row_of = self.hand.row_of
        self.closing = ClosingSteps(self._counter, self.model, row_of, theme, self)
        self.order_actions = OrderActions(
            self._counter, self.model, self.selection, row_of, closing=self.closing, parent=self
        )
        self.own = OwnActions(self._counter, self.model, row_of, self)

    def _build_panels(self, theme: Theme) -> None:
        self.detail = DetailPanel(self._counter, self.own, theme, self)
        self.panel = ActionPanel(self.order_actions, theme, self)
        self.own_panel = OwnPanel(self.own, theme, self)
        self.veil = Veil(theme, self, self.panel, self.own_panel)
        self.placement = Placement(
            self,
            self.model,
            self.board,
            detail=self.detail,
            finder=self.finder,
            panel=self.panel,
            catch_up=self.catch_up,
        )
        layers = Layers(self.own_panel, self.panel, self.finder, self.catch_up, self.detail)
        self.over = OverLanes(
            self,
            layers,
            self.placement,
            selection=self.selection,
            actions=self.order_actions,
            own=self.own,
        )

    def _connect(self) -> None:
        self.board.chosen.connect(self._card_chosen)
        self.board.pressed_button.connect(self.order_actions.do)
        self.board.done_wanted.connect(self.over.open_find)
        self.board.scrolled.connect(self.bar_changed)
        self.board.tab_chosen.connect(self._tab_chosen)
        self.finder.scrolled.connect(self.bar_changed)
        self.selection.changed.connect(self._selected)
        self.model.applied.connect(self._applied)
        self.order_actions.acted.connect(self._acted)
        self.order_actions.said.connect(self.said)
        self.order_actions.open_pickup.connect(self.open_pickup)
        self.order_actions.detail_wanted.connect(self.placement.show_detail)
        self.detail.closed.connect(self.placement.toggle_detail)
        self.detail.acted.connect(self.acted)
        self.detail.close_here.connect(self.closing.begin)
        self.finder.chosen.connect(self.selection.choose)
        self.finder.chosen.connect(self.placement.show_detail)
        self.placement.changed.connect(self.bar_changed)
        self.over.changed.connect(self.bar_changed)
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
        row, placement = self.hand.row(), self.placement
        count = countdown(row, self._counter) if row else None
        new = self.lanes[Lane.NEW]
        ringing = any(rings(new.row_at(n).view) for n in range(new.rowCount()))
        given = BarInput(
            row=row,
            left=countdown_words(count.left_s) if count else "",
            detail=placement.toggle_detail if row or placement.detail_open else None,
            snooze=self.snooze.emit if ringing else None,
            snoozed=self._snoozed,
            find=self.over.open_find,
            show=self.show_selected if placement.hides(row) else None,
            reveal=self.detail.reveal_by_key if self.detail.isVisible() else None,
            sort=None if self.over.covers else self.board.sort_selected,
            show_detail=None if placement.details(row) else placement.show_detail,
            why=find_first_words() if row is None and self.finder.isVisible() else "",
            reprint=partial(self.own.reprint, row.key) if row and self.own.slips(row.key) else None,
            no_reprint=no_slip_words() if row and row.view.order.state in SLIPS_OF else "",
            catch_up=self.over.open_catch_up if self.catch_up.can_be_opened else None,
        )
        bar = bar_of(given, self.order_actions)
        return bar if self.own.step is None else resting(bar)

    @Slot(bool)
    def set_snoozed(self, snoozed: bool) -> None:
        """Whether somebody silenced the new orders: F9's own button says so."""
        self._snoozed = snoozed
        self.bar_changed.emit()

    def selected_row(self) -> Row | None:
        """The selected order's row."""
        return self.hand.selected()

    def at_hand(self) -> QRect | None:
        """The panel of an action; else the card of the order at hand, its row in a search, or the detail."""
        return self.placement.box(self.hand.row())

    @Slot()
    def show_selected(self) -> None:
        """A key was meant for an order that is not on screen: bring it there, and do nothing with it yet."""
        row = self.hand.row()
        if self.panel.isVisible():
            self.said.emit(no_room_words())
        elif row is not None:
            self.hand.bring(row)
            hidden = self.placement.hides(row)
            self.said.emit(no_room_words() if hidden else shown_first_words(row.facts.number))
            self.bar_changed.emit()

    def escape(self) -> bool:
        """Close what is open, the topmost first; undoing is the window's."""
        return self.over.escape()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Digits for an open panel; arrows move the selection."""
        taken = self.over.take_key(event)
        if taken is not None:
            return taken
        key = Qt.Key(event.key())
        return (self.detail.isVisible() and self.own.choose(key)) or self.hand.step(key)

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        super().set_theme(theme)
        self.catch_up.set_theme(theme)
        self.own_panel.set_theme(theme)
        self.closing.set_theme(theme)
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
        self.over.catch_up_by_itself()
        self.bar_changed.emit()

    @Slot()
    def open_find(self) -> None:
        """F10: the search, or today's done orders while nothing is typed."""
        self.over.open_find()

    @Slot(object)
    def _card_chosen(self, key: OrderKey) -> None:
        """A touch selects; on a ready order it opens Pickup."""
        self.selection.choose(key)
        row = self.model.row(key)
        if row is not None and row.lane is Lane.READY:
            self.open_pickup.emit(key)

    @Slot(object, bool)
    def _selected(self, key: OrderKey | None, _by_person: bool) -> None:
        row = self.hand.selected()
        self.model.keep(key)
        self.hand.mark(row)
        self.detail.show_row(row)
        self.bar_changed.emit()

    @Slot()
    def _tab_chosen(self) -> None:
        """Another tab is in front: the first of its orders is selected, since the one before is not seen."""
        self.hand.choose_in_front()
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
        self.over.close_find()
        self.acted.emit()
