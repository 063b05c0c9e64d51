"""One lane of the board: its rows, filtered and sorted by Qt."""

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel

from posdesk.desk.orders.model import BoardModel, Role, Row
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.order import OrderKey


class LaneProxy(QSortFilterProxyModel):
    """One lane of the board, sorted."""

    def __init__(self, model: BoardModel, lane: Lane, parent: QObject | None = None) -> None:
        """The rows of `model` that stand in `lane`."""
        super().__init__(parent)
        self.lane = lane
        self.setFilterRole(Role.LANE)
        self.setFilterRegularExpression(f"^{lane.value}$")
        self.setSortRole(Role.SORT)
        self.setDynamicSortFilter(True)
        self.setSourceModel(model)
        self.sort(0)

    def row_at(self, at: int) -> Row:
        """The row at a place of the lane."""
        row = self.index(at, 0).data(Role.ROW)
        assert isinstance(row, Row)
        return row

    def keys(self, until: int | None = None) -> tuple[OrderKey, ...]:
        """The orders of the lane in their order, the first `until` of them or all."""
        count = self.rowCount() if until is None else min(until, self.rowCount())
        return tuple(self.row_at(n).key for n in range(count))

    def place(self, key: OrderKey) -> int | None:
        """Where an order stands in the lane, None where it doesn't."""
        source = self.sourceModel()
        assert isinstance(source, BoardModel)
        at = source.place(key)
        found = self.mapFromSource(source.index(at)) if at is not None else QModelIndex()
        return found.row() if found.isValid() else None
