"""The order at hand: the one that the page's keys act on, in the lanes, the search or the catch-up view."""

from PySide6.QtCore import Qt

from posdesk.desk.orders.board import Board
from posdesk.desk.orders.catch_up import CatchUpView
from posdesk.desk.orders.find import FindPanel
from posdesk.desk.orders.lanes import LaneProxy
from posdesk.desk.orders.model import BoardModel, Row
from posdesk.desk.orders.selection import Selection, neighbour
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.order import OrderKey


class AtHand:
    """Reads the selection in what lies on top, moves it there, and brings its order on screen."""

    def __init__(
        self,
        model: BoardModel,
        lanes: dict[Lane, LaneProxy],
        selection: Selection,
        *,
        board: Board,
        finder: FindPanel,
        catch_up: CatchUpView,
    ) -> None:
        """`catch_up` lies over `board`, and `finder` over both."""
        self._model, self._lanes, self._selection = model, lanes, selection
        self._board, self._finder, self._catch_up = board, finder, catch_up

    def row_of(self, key: OrderKey) -> Row | None:
        """An order on the board, or among what was found."""
        return self._model.row(key) or self._finder.row(key)

    def selected(self) -> Row | None:
        """The selected order's row."""
        key = self._selection.key
        return self.row_of(key) if key else None

    def row(self) -> Row | None:
        """The order that the keys act on: while a search is open, one that it has found."""
        if not self._finder.isVisible():
            return self.selected()
        key = self._selection.key
        return self._finder.row(key) if key else None

    def choose(self, key: OrderKey | None) -> bool:
        """Select that order; whether there is one."""
        if key is not None:
            self._selection.choose(key)
        return key is not None

    def step(self, arrow: Qt.Key) -> bool:
        """Select the order that an arrow leads to; whether there is one."""
        return self.choose(self._arrow_to(arrow))

    def choose_in_front(self) -> None:
        """Another tab is in front: where the selected order is not seen there, select its first."""
        lanes = [self._lanes[lane] for lane in self._board.lanes_on_screen]
        selected = self._selection.key
        if selected is None or all(lane.place(selected) is None for lane in lanes):
            self.choose(next((key for lane in lanes for key in lane.keys(1)), None))

    def mark(self, row: Row | None) -> None:
        """Show the selected order as chosen wherever it stands; `row` is its row."""
        self._board.select(row)
        self._catch_up.select(self._selection.key)
        if self._finder.isVisible():
            self._finder.select(row)

    def bring(self, row: Row) -> None:
        """Bring an order on screen; one that the catch-up view has no row for stands on its lane."""
        if self._finder.isVisible():
            self._finder.select(row)
            return
        self._catch_up.select(row.key)
        if self._catch_up.box_of_selected().isEmpty():
            self._catch_up.close_view()
        self._board.select(row)

    def _arrow_to(self, arrow: Qt.Key) -> OrderKey | None:
        if self._finder.isVisible():
            return self._finder.neighbour(arrow)
        if self._catch_up.isVisible() and arrow in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            return self._catch_up.neighbour(arrow)
        return neighbour(self._lanes, self._selection.key, arrow)
