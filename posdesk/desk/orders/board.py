"""The lanes side by side: New, Making, Ready over Pre-orders, as the window's width allows."""

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.draft import measure_of
from posdesk.desk.cards.parts import GAP
from posdesk.desk.cards.rows import PRE_H, READY_H
from posdesk.desk.orders.lane_cards import LaneCards, making_cards, new_cards, pre_cards, ready_cards
from posdesk.desk.orders.lane_head import HEAD_H, LaneHead
from posdesk.desk.orders.lane_layout import MORE_H, LaneSpec
from posdesk.desk.orders.lane_view import LaneView
from posdesk.desk.orders.lane_words import empty_words, more_words, sort_words, tick_texts
from posdesk.desk.orders.lanes import LaneProxy
from posdesk.desk.orders.model import BoardModel, Row, SortBy
from posdesk.desk.theme import StateRole, Theme, WidthClass, hand_down, widths_of
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.widgets.tabs import Tabs
from posdesk.desk.words.states import lane_name
from posdesk.domain.orders.board import Lane

ROLES = {
    Lane.NEW: StateRole.NEW,
    Lane.MAKING: StateRole.MAKING,
    Lane.READY: StateRole.READY,
    Lane.PREORDER: StateRole.MAKING,
}
_TALL = 800  # px of window height from which one column shows Making cards in full
_LEAST_PRE = 3  # pre-orders that keep their place when Ready is long


class Board(QWidget):
    """The four lanes."""

    chosen = Signal(object)  # OrderKey
    pressed_button = Signal(object, object)  # OrderKey, Action
    done_wanted = Signal()
    scrolled = Signal()  # other cards are on screen, by a person's act
    tab_chosen = Signal()

    def __init__(
        self, counter: Counter, model: BoardModel, lanes: dict[Lane, LaneProxy], theme: Theme, parent: QWidget
    ) -> None:
        """`lanes` has all but done."""
        super().__init__(parent)
        self._counter, self._model, self._theme = counter, model, theme
        self._class, self._detail = WidthClass.MEDIUM, False
        self._shift_due = False
        self._lanes = lanes
        self._selected_lane: Lane | None = None  # where the selected order stood when it was shown last
        self.views = {lane: LaneView(proxy, self) for lane, proxy in lanes.items()}
        self.heads = {lane: LaneHead(theme, ROLES[lane], self, opens=lane is Lane.READY) for lane in lanes}
        self.tabs = Tabs(theme, self, gap=4, zeros=True)
        self._connect()

    def _connect(self) -> None:
        for lane, view in self.views.items():
            view.chosen.connect(self.chosen)
            view.pressed_button.connect(self.pressed_button)
            view.scrolled.connect(self.scrolled)
            self.heads[lane].switched.connect(self._switched)
        self.tabs.chosen.connect(self._tab_touched)
        self._model.applied.connect(self.refresh)
        self._counter.signals.staff_changed.connect(self.refresh)

    @Slot(bool)
    def set_shift_due(self, due: bool) -> None:
        """Whether this shop opens shifts and has none open: the empty board says so."""
        self._shift_due = due
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme = theme
        hand_down(self, theme)
        self.lay_out()

    def set_layout(self, width_class: WidthClass, *, detail: bool) -> None:
        """The window's width class, and whether the detail stands beside the lanes."""
        if (width_class, detail) == (self._class, self._detail):
            return
        self._class, self._detail = width_class, detail
        self.lay_out()
        if self._selected_lane is not None:
            self._show_lane(self._selected_lane)

    def select(self, row: Row | None) -> None:
        """Paint that order's card as the selected one, on screen where it stands on a lane."""
        self._selected_lane = self._lane_of(row)
        for lane, view in self.views.items():
            view.select(row.key if row else None, reveal=lane is self._selected_lane)
        if self._selected_lane is not None:
            self._show_lane(self._selected_lane)
        self._show_sort_key()

    def _show_sort_key(self) -> None:
        """On one lane's head; over Ready stand today's done orders, which are Find's."""
        for lane, head in self.heads.items():
            key = OrdersKey.SORT if lane is self._keyed_lane else ""
            head.show_key("F10" if lane is Lane.READY else key)

    def follow(self, row: Row) -> bool:
        """The selected order may have gone to another lane by itself: show it there.

        False where that lane is behind a tab.
        """
        lane = self._lane_of(row)
        if lane is None or lane is self._selected_lane:
            return True
        if lane in self.lanes_on_screen:
            self.select(row)
        return lane is self._selected_lane

    @property
    def lanes_on_screen(self) -> tuple[Lane, ...]:
        """The lanes that are shown: all, or those of the tab in front."""
        tabs = ((Lane.NEW,), (Lane.MAKING,), (Lane.READY, Lane.PREORDER))
        return tabs[self.tabs.current] if self._class is WidthClass.TABS else tuple(self.views)

    def box_of_selected(self) -> QRect:
        """Where the selected card is painted, in the board's px; empty where it is not on screen."""
        boxes = (view.box_of_selected().translated(view.pos()) for view in self.views.values())
        return next((box for box in boxes if not box.isEmpty()), QRect())

    @Slot(int)
    def _tab_touched(self, number: int) -> None:
        self.show_tab(number)
        self.tab_chosen.emit()

    @Slot(int)
    def show_tab(self, number: int) -> None:
        """Bring a lane to the front where they are tabs."""
        self.tabs.show_current(number)
        self.lay_out()

    def _lane_of(self, row: Row | None) -> Lane | None:
        """The lane on which an order stands, None where it stands on none."""
        lane = self._lanes.get(row.lane) if row else None
        return lane.lane if row and lane and lane.place(row.key) is not None else None

    def _show_lane(self, lane: Lane) -> None:
        """Bring the lane of a selected order to the front where lanes are tabs."""
        number = {Lane.NEW: 0, Lane.MAKING: 1}.get(lane, 2)
        if self._class is WidthClass.TABS and number != self.tabs.current:
            self.show_tab(number)

    def tick(self) -> None:
        """A second has passed: repaint what the clock changes, and nothing else."""
        for view in self.views.values():
            view.repaint_ticking()

    @Slot()
    @Slot(object)
    def refresh(self, _keys: object = None) -> None:
        """Counts, empty words and the heights that go by them."""
        for lane, head in self.heads.items():
            proxy = self.views[lane].proxy
            words = sort_words(lane, self._model.sort_by(lane), self._lanes[lane])
            head.show_words(lane_name(lane), proxy.rowCount(), words)
            self.views[lane].setAccessibleName(lane_name(lane))
            self.views[lane].set_empty(empty_words(lane, self._counter, shift_due=self._shift_due))
        names = ((Lane.NEW,), (Lane.MAKING,), (Lane.READY, Lane.PREORDER))
        self._show_sort_key()
        self.tabs.show_tabs(*(self._tab(*lanes) for lanes in names))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, another layout."""
        super().resizeEvent(event)
        self.lay_out()

    def lay_out(self) -> None:
        """Widths, card forms and heights anew."""
        measure = measure_of(self._theme)
        for lane, (cards, spec) in self._forms().items():
            self.views[lane].set_up(
                theme=self._theme,
                measure=measure,
                cards=cards,
                spec=spec,
                ticks=lambda row: tick_texts(row, self._counter),
                more=more_words,
            )
        self.refresh()

    def making_columns(self) -> int:
        """One or two columns of Making cards."""
        if self._class is WidthClass.LARGE:
            return 2
        return 2 if self._class is WidthClass.MEDIUM and not self._detail else 1

    def _tab(self, *lanes: Lane) -> tuple[str, int, StateRole]:
        count = sum(self.views[lane].proxy.rowCount() for lane in lanes)
        return lane_name(lanes[0]), count, ROLES[lanes[0]]

    def _forms(self) -> dict[Lane, tuple[LaneCards, LaneSpec]]:
        columns = self.making_columns()
        small = self._class <= WidthClass.SMALL or self.window().height() < _TALL
        folded = columns == 1 and small
        return {
            Lane.NEW: (new_cards(large=self._class is WidthClass.LARGE), LaneSpec(1, GAP, 110, folds=True)),
            Lane.MAKING: (making_cards(folded=folded), LaneSpec(columns, GAP, 62)),
            Lane.READY: (ready_cards(), LaneSpec(1, 0, READY_H)),
            Lane.PREORDER: (pre_cards(), LaneSpec(1, 0, PRE_H)),
        }

    def _place(self) -> None:
        tabbed = self._class is WidthClass.TABS
        self.tabs.setVisible(tabbed)
        if tabbed:
            self._place_tabs()
            return
        widths = widths_of(self._class)
        making_w = self.width() - widths.new - widths.ready - 2 * widths.gutter
        x = widths.new + widths.gutter
        self._put(Lane.NEW, QRect(0, 0, widths.new, self.height()))
        self._put(Lane.MAKING, QRect(x, 0, making_w, self.height()))
        x += making_w + widths.gutter
        self._put_waiting(QRect(x, 0, widths.ready, self.height()))

    def _place_tabs(self) -> None:
        top = self.tabs.height()
        self.tabs.setGeometry(0, 0, self.width(), top)
        room = QRect(0, top, self.width(), self.height() - top)
        for lane in self.views:
            self._hide(lane)
        if self.tabs.current == 2:
            self._put_waiting(room)
        else:
            lane = (Lane.NEW, Lane.MAKING)[self.tabs.current]
            self.views[lane].setGeometry(room.adjusted(0, GAP, 0, -GAP))
            self.views[lane].show()

    def _hide(self, lane: Lane) -> None:
        self.views[lane].hide()
        self.heads[lane].hide()

    def _put(self, lane: Lane, room: QRect) -> None:
        head, view = self.heads[lane], self.views[lane]
        head.setGeometry(room.x(), room.y(), room.width(), HEAD_H)
        view.setGeometry(room.x(), room.y() + HEAD_H, room.width(), max(0, room.height() - HEAD_H - GAP))
        head.show()
        view.show()

    def _put_waiting(self, room: QRect) -> None:
        """Ready over Pre-orders: Pre-orders keep a few rows, Ready takes what it needs of the rest."""
        pre = self.views[Lane.PREORDER].proxy.rowCount()
        rows = room.height() - 2 * HEAD_H - 3 * GAP
        least_pre = max(1, min(pre, _LEAST_PRE)) * PRE_H + (MORE_H if pre > _LEAST_PRE else 0)
        wanted = self.views[Lane.READY].wanted_height(rows) if room.width() > 100 else 0
        ready_h = max(READY_H, min(wanted, rows - least_pre))
        top = QRect(room.x(), room.y(), room.width(), HEAD_H + ready_h + GAP)
        self._put(Lane.READY, top)
        low = room.y() + top.height()
        self._put(Lane.PREORDER, QRect(room.x(), low, room.width(), room.y() + room.height() - low))

    @Slot()
    def _switched(self) -> None:
        """The words at a head's right: sorting, or today's done orders over Ready."""
        lane = next(lane for lane, head in self.heads.items() if head is self.sender())
        if lane is Lane.READY:
            self.done_wanted.emit()
        else:
            self._sort(lane)

    def sort_selected(self) -> None:
        """Sort the lane whose head shows the key by the other way."""
        self._sort(self._keyed_lane)

    @property
    def _keyed_lane(self) -> Lane:
        """The selected order's; New where that one can't be sorted, or nothing is selected."""
        chosen = self._selected_lane
        wanted = chosen if chosen not in {None, Lane.READY} else Lane.NEW
        on_screen = [lane for lane in self.lanes_on_screen if lane is not Lane.READY]
        return wanted if wanted is not None and wanted in on_screen else on_screen[0]

    def _sort(self, lane: Lane) -> None:
        by = SortBy.ARRIVAL if self._model.sort_by(lane) is SortBy.DUE else SortBy.DUE
        self._model.set_sort_by(lane, by)
        self.views[lane].to_start()
        self.refresh()
