"""A day's columns: what each says of an hour, on screen, on paper and in files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from operator import attrgetter

from PySide6.QtCore import QCoreApplication

from posdesk.desk.hours.words import (
    Standing,
    column_name,
    confirmed_words,
    hour_words,
    in_order,
    number,
    shown_rows,
    standing_of,
)
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import plain_amount
from posdesk.domain.books.ledger import DayView, HourRow
from posdesk.domain.books.receipt import Figures
from posdesk.domain.money import yuan_of
from posdesk.export import Table

translate = QCoreApplication.translate

NOTHING = "—"  # no receipt at all; 0.00 is what receipts can add up to

Line = HourRow | DayView
"""What a column speaks of: an hour, or the whole day."""
Value = Decimal | int | datetime | Standing | None
"""Money in yuan, a count, an hour, where an hour stands."""


@dataclass(frozen=True, slots=True)
class _Spec:
    """A kind of column: its heads on screen and in a file, and what it says of a line and a source.

    `is_sum`: it is a figure of all receipts.
    """

    head: str
    file_head: str
    says: Callable[[Line, str], Value]
    in_grid: bool = True
    is_sum: bool = False


def _sum(head: str, file_head: str, name: str, *, in_grid: bool = True) -> _Spec:
    """What all receipts add up to; `name` is a field of Figures."""
    pick: Callable[[Figures], int] = attrgetter(name)

    def says(line: Line, _source: str) -> Value:
        return yuan_of(pick(line.total)) if name.endswith("_fen") else pick(line.total)

    return _Spec(head, file_head, says, in_grid, is_sum=True)


_filed = partial(_sum, in_grid=False)


def _hour(line: Line, _source: str) -> datetime | None:
    return line.hour if isinstance(line, HourRow) else None


def _net_of_source(line: Line, source: str) -> Decimal:
    return yuan_of(line.by_source.get(source, Figures()).net_fen)


def _state(line: Line, _source: str) -> Standing | None:
    return standing_of(line) if isinstance(line, HourRow) else None


def _held(line: Line, _source: str) -> Decimal | None:
    return yuan_of(line.reported.net_fen) if isinstance(line, HourRow) and line.reported else None


class ColumnKind(Enum):
    """Every column of a day, in its order: for grid, card, paper and files."""

    HOUR = _Spec(QT_TRANSLATE_NOOP("hours", "Hour"), QT_TRANSLATE_NOOP("books", "Hour"), _hour)
    SOURCE = _Spec("", QT_TRANSLATE_NOOP("books", "Net {source}"), _net_of_source)
    RECEIPTS = _sum(
        QT_TRANSLATE_NOOP("hours", "Receipts"), QT_TRANSLATE_NOOP("books", "Receipts"), "receipts"
    )
    RETURNS = _filed(QT_TRANSLATE_NOOP("hours", "Returns"), QT_TRANSLATE_NOOP("books", "Returns"), "returns")
    ITEMS = _sum(QT_TRANSLATE_NOOP("hours", "Items"), QT_TRANSLATE_NOOP("books", "Items"), "items")
    GROSS = _filed(QT_TRANSLATE_NOOP("hours", "Gross"), QT_TRANSLATE_NOOP("books", "Gross"), "gross_fen")
    DISCOUNTS = _filed(
        QT_TRANSLATE_NOOP("hours", "Discount"), QT_TRANSLATE_NOOP("books", "Discounts"), "discount_fen"
    )
    REFUNDS = _filed(
        QT_TRANSLATE_NOOP("hours", "Refunds"), QT_TRANSLATE_NOOP("books", "Refunds"), "refund_fen"
    )
    NET = _sum(QT_TRANSLATE_NOOP("hours", "Net, yuan"), QT_TRANSLATE_NOOP("books", "Net"), "net_fen")
    STATE = _Spec(
        QT_TRANSLATE_NOOP("hours", "Report to ovopark"), QT_TRANSLATE_NOOP("books", "State"), _state
    )
    HELD = _Spec("", QT_TRANSLATE_NOOP("books", "ovopark has"), _held, in_grid=False)


DEDUCTED = frozenset({ColumnKind.DISCOUNTS, ColumnKind.REFUNDS})
"""On screen these have a minus."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `source` is "" for all but the sources' own."""

    kind: ColumnKind
    source: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its cells are figures, right-aligned, that open their receipts."""
        return self.kind not in {ColumnKind.HOUR, ColumnKind.STATE}

    @property
    def title(self) -> str:
        """Its head on screen, in the language there."""
        if self.kind is ColumnKind.SOURCE:
            return column_name(self.source)
        return translate("hours", self.kind.value.head)

    @property
    def file_title(self) -> str:
        """Its head in a file, in the language on screen."""
        words = translate("books", self.kind.value.file_head)
        return words.format(source=column_name(self.source)) if self.kind is ColumnKind.SOURCE else words

    def value(self, line: Line) -> Value:
        """What it says of an hour or of the whole day; None for nothing."""
        return self.kind.value.says(line, self.source)

    def figure(self, line: Line) -> str:
        """The same on screen, where it is a figure."""
        value = self.value(line)
        if isinstance(value, Decimal):
            return plain_amount(-value if self.kind in DEDUCTED else value)
        return number(value) if isinstance(value, int) else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: plain words, or an hour's standing."""

    text: str
    bold: bool = False
    standing: Standing | None = None


def file_columns(view: DayView) -> tuple[Column, ...]:
    """Every column of a day, with one for each source that sold, the tills' last."""
    sources = {ColumnKind.SOURCE: in_order(view.sources)}
    return tuple(Column(kind, source) for kind in ColumnKind for source in sources.get(kind, ("",)))


def columns_of(view: DayView) -> tuple[Column, ...]:
    """Those that stand in the grid and on paper."""
    return tuple(column for column in file_columns(view) if column.kind.value.in_grid)


def cell_of(line: Line, column: Column) -> Cell:
    """What a column says of a line, on screen; NOTHING where a source has no receipt in the hour."""
    of_day, value = isinstance(line, DayView), column.value(line)
    if isinstance(value, Standing):
        return Cell(value.text, bold=True, standing=value)
    if isinstance(value, datetime):
        return Cell(hour_words(value), bold=True)
    if column.kind is ColumnKind.SOURCE and not of_day and column.source not in line.by_source:
        return Cell(NOTHING)
    return Cell(column.figure(line), bold=of_day or column.kind is ColumnKind.NET)


def total_cell(view: DayView, column: Column) -> Cell:
    """What a column says of the whole day."""
    if column.kind is ColumnKind.HOUR:
        return Cell(translate("hours", "Total"), bold=True)
    return Cell(confirmed_words(view)) if column.kind is ColumnKind.STATE else cell_of(view, column)


def cells_of(view: DayView, columns: Sequence[Column]) -> tuple[tuple[Cell, ...], ...]:
    """Every cell by row: the hours with anything in them, the totals last."""
    hours = tuple(tuple(cell_of(row, column) for column in columns) for row in shown_rows(view))
    return (*hours, tuple(total_cell(view, column) for column in columns))


def hours_table(view: DayView) -> Table:
    """Every column for a file: a business day by its hours, the whole day last."""
    columns = file_columns(view)
    hours = [[_to_file(column.value(row)) for column in columns] for row in view.rows]
    day = [translate("books", "Whole day"), *(_to_file(column.value(view)) for column in columns[1:])]
    return Table.of([column.file_title for column in columns], [*hours, day])


def _to_file(value: Value) -> object:
    return str(value) if isinstance(value, Standing) else value
