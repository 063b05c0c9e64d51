"""Rows that were found, in the order they came: what a lane view shows of a search."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from posdesk.desk.cards.accessible import spoken
from posdesk.desk.orders.model import Role, Row
from posdesk.domain.orders.order import OrderKey

_NO_PARENT = QModelIndex()


class RowList(QAbstractListModel):
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
            return spoken(row.facts, None)
        return None

    def row_at(self, at: int) -> Row:
        """The row at a place."""
        return self._rows[at]

    def place(self, key: OrderKey) -> int | None:
        """Where an order stands, None where it doesn't."""
        return next((n for n, row in enumerate(self._rows) if row.key == key), None)
