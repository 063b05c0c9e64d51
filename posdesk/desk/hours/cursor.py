"""Which cell a person is at; it stays on its hour and column while the day is read anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from posdesk.desk.hours.columns import Column, Kind
from posdesk.domain.books.hour import HourState
from posdesk.domain.books.ledger import HourRow

NET = Column(Kind.NET)


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
    net = [at for at, column in enumerate(columns) if column.kind is Kind.NET]
    return row, [*found, *net, 0][0]


def cursor_at(row: int, column: int, rows: Sequence[HourRow], columns: Sequence[Column]) -> Cursor:
    """The cursor of a place; held inside the grid, the totals being the last row."""
    row = max(0, min(row, len(rows)))
    column = max(0, min(column, len(columns) - 1))
    return Cursor(rows[row].hour if row < len(rows) else None, columns[column])
