"""Where everything stands on the Orders page, and whether what the keys act on is seen."""

from PySide6.QtCore import QObject, QRect, Signal, Slot
from PySide6.QtWidgets import QWidget

from posdesk.desk.orders.action_panel import ActionPanel
from posdesk.desk.orders.board import Board
from posdesk.desk.orders.catch_up import CatchUpView
from posdesk.desk.orders.detail import DetailPanel
from posdesk.desk.orders.find import WIDTH as FIND_WIDTH
from posdesk.desk.orders.find import FindPanel
from posdesk.desk.orders.model import BoardModel, Row
from posdesk.desk.theme import Theme, WidthClass, width_class, widths_of
from posdesk.desk.theme.layout import gutter
from posdesk.domain.orders.order import OrderKey

_LEAST_EDGE = 2  # px, over and under the panel of an action where there is no more
_EDGE = 8  # px, over and under what stands on the page


class Placement(QObject):
    """Places the lanes, the detail beside or over them, the search and the panel of an action over all."""

    changed = Signal()

    def __init__(
        self,
        page: QWidget,
        model: BoardModel,
        board: Board,
        *,
        detail: DetailPanel,
        finder: FindPanel,
        panel: ActionPanel,
        catch_up: CatchUpView,
    ) -> None:
        """All parts stand on `page`; nothing is placed before `set_theme`."""
        super().__init__(page)
        self._page, self._model, self._board = page, model, board
        self._detail, self._finder, self._panel = detail, finder, panel
        self._catch_up = catch_up  # over the lanes, under the search
        self._theme: Theme | None = None
        self._window_width = 0
        self._wanted: bool | None = None  # the detail, by a person's wish; None: as the width has it
        self._closed_by_stop = False
        self._stops: frozenset[OrderKey] = frozenset()
        model.applied.connect(self._make_room_for_stops)

    @property
    def detail_open(self) -> bool:
        """Whether the detail is on screen: by a person's wish, else where there is room beside the lanes."""
        if self._closed_by_stop:
            return False
        return not self._is_narrow() if self._wanted is None else self._wanted

    @property
    def detail_covers(self) -> bool:
        """Whether the detail lies over the lanes, and over a search that was open before it."""
        return self.detail_open and self._is_narrow()

    def set_theme(self, theme: Theme) -> None:
        """The panel of an action is laid out with this theme."""
        self._theme = theme
        self._make_room_for_stops()
        self.place()

    def set_window_width(self, width: int) -> None:
        """The window is so wide now, in logical px."""
        self._window_width = width
        self.place()

    @Slot()
    def show_detail(self) -> None:
        """A person wants the detail."""
        self._show_detail(shown=True)

    @Slot()
    def toggle_detail(self) -> None:
        """F5: show or put away the detail."""
        self._show_detail(shown=not self.detail_open)

    def make_room_for_search(self) -> None:
        """Where the detail would lie over what is found, it goes."""
        if self._is_narrow():
            self._wanted = False
        self.place()

    def box(self, row: Row | None) -> QRect | None:
        """Where what the keys act on is painted whole, in the page's px; empty where it is not seen.

        The panel of an action, else that order: in the detail over the lanes, in the search, on its lane.
        None while there is neither.
        """
        if self._panel.isVisible():
            return self._whole(self._panel.geometry())
        if row is None:
            return None
        if self._detail.isVisible() and self._detail.closable and self._detail.key == row.key:
            return self._whole(self._detail.geometry())
        covers = (part for part in (self._finder, self._catch_up) if part.isVisible())
        part = next(covers, self._board)
        return self._whole(part.box_of_selected().translated(part.pos()))

    def details(self, row: Row | None) -> bool:
        """Whether the detail is on screen and shows that order."""
        return row is not None and self._detail.isVisible() and self._detail.key == row.key

    def hides(self, row: Row | None) -> bool:
        """Whether the keys would act on something that nobody sees."""
        box = self.box(row)
        return self._page.isVisible() and box is not None and box.isEmpty()

    @Slot()
    def place(self) -> None:
        """Place everything anew."""
        if self._theme is None:
            return
        margin = gutter(self._width())
        room = self._page.rect().adjusted(margin, 0, -margin, 0)
        self._place_lanes(room, margin)
        self._place_search(room)
        self._place_panel(room, self._theme)
        self.changed.emit()

    @Slot()
    def _make_room_for_stops(self) -> None:
        """A STOP takes the room of the detail until it is acknowledged or F5 says otherwise."""
        stops = frozenset(view.order.key for view in self._model.stops())
        came, self._stops = stops - self._stops, stops
        closed = bool(stops) and (bool(came) or self._closed_by_stop)
        if closed is not self._closed_by_stop:
            self._closed_by_stop = closed
            self.place()

    def _show_detail(self, *, shown: bool) -> None:
        self._wanted, self._closed_by_stop = shown, False
        self.place()

    def _width(self) -> int:
        return self._window_width or self._page.width()

    def _is_narrow(self) -> bool:
        return width_class(self._width()) < WidthClass.MEDIUM

    def _whole(self, box: QRect) -> QRect:
        """A box of the page, empty where not all of it is on the page."""
        return box if self._page.rect().contains(box) else QRect()

    def _place_lanes(self, room: QRect, margin: int) -> None:
        layout, beside = width_class(self._width()), self.detail_open and not self._is_narrow()
        wide = min(widths_of(layout).detail or room.width(), room.width())
        self._detail.setVisible(self.detail_open)
        self._detail.set_closable(closable=not beside)
        self._detail.setGeometry(_tall(room, room.right() - wide + 1, wide))
        self._board.set_layout(layout, detail=beside)
        self._board.setGeometry(room.adjusted(0, 0, -(wide + margin) if beside else 0, 0))
        self._catch_up.setGeometry(self._board.geometry())
        self._catch_up.raise_()

    def _place_search(self, room: QRect) -> None:
        """In the middle of the lanes, over them; under a detail that covers both."""
        lanes = self._board.geometry()
        wide = min(FIND_WIDTH, lanes.width())
        self._finder.setGeometry(_tall(room, lanes.x() + (lanes.width() - wide) // 2, wide))
        for part in (self._finder, self._detail) if self.detail_covers else (self._detail, self._finder):
            part.raise_()

    def _place_panel(self, room: QRect, theme: Theme) -> None:
        card = self._panel.lay_out(theme, room.width(), room.height() - 2 * _LEAST_EDGE)
        self._panel.setVisible(card is not None)
        if card is not None:
            spare = max(_LEAST_EDGE, (room.height() - card.height) // 2)
            self._panel.move(room.x() + (room.width() - card.width) // 2, room.y() + spare)
            self._panel.raise_()


def _tall(room: QRect, x: int, width: int) -> QRect:
    """From the page's top to its foot."""
    return QRect(x, room.y() + _EDGE, width, max(0, room.height() - 2 * _EDGE))
