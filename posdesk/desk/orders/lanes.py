"""The rows of a lane, filtered and sorted by Qt, and the rows that a search found."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from posdesk.desk.cards.facts import content_spoken, spoken
from posdesk.desk.orders.model import BoardModel, Role, Row
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.order import OrderKey


class LaneProxy(QSortFilterProxyModel):
    """One lane of the board, sorted."""

    def __init__(self, model: BoardModel, lane: Lane, parent: QObject | None = None) -> None:
        """The rows of `model` that stand in `lane`."""
        super().__init__(parent)
        self.lane, self._model = lane, model
        self.setDynamicSortFilter(True)
        self.setSourceModel(model)
        self.sort(0)

    def filterAcceptsRow(self, at: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether a row of the model stands on this lane."""
        return self._model.row_at(at).lane is self.lane

    def lessThan(
        self, left: QModelIndex | QPersistentModelIndex, right: QModelIndex | QPersistentModelIndex
    ) -> bool:
        """Whether one row of the model stands before another: one call where Qt makes six."""
        return self._model.sorts_before(left.row(), right.row())

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
        at = self._model.place(key)
        found = self.mapFromSource(self._model.index(at)) if at is not None else QModelIndex()
        return found.row() if found.isValid() else None


_NO_PARENT = QModelIndex()


class FoundRows(QAbstractListModel):
    """A fixed list of rows until the next `show_rows`."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Hold these from now on."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A row, or what a screen reader says of it."""
        row = self._rows[index.row()]
        if role == Role.ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return ", ".join(filter(None, (spoken(row.facts, None), row.facts.why)))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return content_spoken(row.facts)
        return None

    def row_at(self, at: int) -> Row:
        """The row at a place."""
        return self._rows[at]

    def place(self, key: OrderKey) -> int | None:
        """Where an order stands, None where it doesn't."""
        return next((n for n, row in enumerate(self._rows) if row.key == key), None)
