"""A business day as a table with a cursor: an hour a row, a source or figure a column, totals last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from posdesk.desk.hours.columns import Cell, Column, ColumnKind, cells_of, columns_of
from posdesk.desk.hours.words import shown_rows
from posdesk.domain.books.hour import HourState
from posdesk.domain.books.ledger import DayView, HourRow

NET = Column(ColumnKind.NET)


@dataclass(frozen=True, slots=True)
class Cursor:
    """An hour's cell; `hour` is None in the totals."""

    hour: datetime | None
    column: Column = NET


def first_cursor(rows: Sequence[HourRow]) -> Cursor:
    """Where a day opens: the first hour that needs a person, else that differs, else the last one."""
    asking = [row for row in rows if row.ask]
    differing = [row for row in rows if row.state is HourState.DIFFERS]
    chosen = [*asking[:1], *differing[:1], *rows[-1:]]
    return Cursor(chosen[0].hour if chosen else None)


def place_of(cursor: Cursor, rows: Sequence[HourRow], columns: Sequence[Column]) -> tuple[int, int]:
    """Row and column of a cursor; what has gone is replaced by what stands nearest."""
    hours = [row.hour for row in rows]
    row = len(rows)
    if cursor.hour is not None and hours:
        row = min(range(len(hours)), key=lambda at: abs(hours[at] - (cursor.hour or hours[at])))
    found = [at for at, column in enumerate(columns) if column == cursor.column]
    net = [at for at, column in enumerate(columns) if column.kind is ColumnKind.NET]
    return row, [*found, *net, 0][0]


def cursor_at(row: int, column: int, rows: Sequence[HourRow], columns: Sequence[Column]) -> Cursor:
    """The cursor of a place; held inside the grid, the totals being the last row."""
    row = max(0, min(row, len(rows)))
    column = max(0, min(column, len(columns) - 1))
    return Cursor(rows[row].hour if row < len(rows) else None, columns[column])


_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a view asks beside Qt's own roles."""

    CELL = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2  # the HourRow, None for the totals


class HoursModel(QAbstractTableModel):
    """Holds one day; empty until `show_day`."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No day yet."""
        super().__init__(parent)
        self.view: DayView | None = None
        self.rows: tuple[HourRow, ...] = ()
        self.columns: tuple[Column, ...] = ()
        self.cells: tuple[tuple[Cell, ...], ...] = ()
        self.cursor = Cursor(None)

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the cursor."""
        return place_of(self.cursor, self.rows, self.columns)

    @property
    def row_at_cursor(self) -> HourRow | None:
        """The hour a person is at, None in the totals."""
        return next(iter(self.rows[self.place[0] :]), None)

    def show_day(self, view: DayView | None) -> None:
        """Hold this day, or none."""
        self.beginResetModel()
        self.view = view
        self.rows = shown_rows(view) if view is not None else ()
        self.columns = columns_of(view) if view is not None else ()
        self.cells = cells_of(view, self.columns) if view is not None and self.rows else ()
        self.endResetModel()

    def retranslate(self) -> None:
        """Say everything anew in the language on screen."""
        self.show_day(self.view)

    def row_of(self, hour: object) -> int | None:
        """Where an hour stands, None where it doesn't."""
        return next((at for at, row in enumerate(self.rows) if row.hour == hour), None)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """The hours and the totals."""
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell, its words, or what a screen reader says of it."""
        cell = self.cells[index.row()][index.column()]
        if role == Role.CELL:
            return cell
        if role == Role.ROW:
            return self.rows[index.row()] if index.row() < len(self.rows) else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), index.column())
        return cell.text if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's head."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].title

    def _spoken(self, row: int, column: int) -> str:
        """13:00, Meituan, 1,075.80."""
        cell = self.cells[row][column]
        words = str(cell.standing) if cell.standing else cell.text or "0"
        return f"{self.cells[row][0].text}, {self.columns[column].title}, {words}"
