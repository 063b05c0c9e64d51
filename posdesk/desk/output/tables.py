"""The manager's pages as tables for a file: a row per hour, the daily sheet with its differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication

from posdesk.desk.hours.columns import Value, file_columns
from posdesk.desk.hours.words import Standing, column_name
from posdesk.desk.sync.sheet.words import sentence_of
from posdesk.domain.books.ledger import DayView, Difference, Sheet, SheetRow
from posdesk.domain.clock import in_china
from posdesk.domain.money import yuan_of

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Table:
    """Column heads, each once, and rows by them.

    Money is Decimal yuan, a count int, a time what clocks in China show, without a zone.
    """

    fields: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def _table(fields: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    return Table(tuple(fields), tuple(dict(zip(fields, row, strict=True)) for row in rows))


def hours_table(view: DayView) -> Table:
    """A business day: every column of its hours, the whole day last."""
    columns = file_columns(view)
    hours = [[_filed(column.value(row)) for column in columns] for row in view.rows]
    day = [translate("books", "Whole day"), *(_filed(column.value(view)) for column in columns[1:])]
    return _table([column.file_title for column in columns], [*hours, day])


def _filed(value: Value) -> object:
    if isinstance(value, datetime):
        return _time(value)
    return str(value) if isinstance(value, Standing) else value


def _time(moment: datetime) -> datetime:
    """What clocks in China show, to the minute: spreadsheets know no zones."""
    return in_china(moment).replace(tzinfo=None, second=0, microsecond=0)


def sheet_table(sheet: Sheet) -> Table:
    """The three books source by source, then every difference."""
    fields = (
        translate("books", "Line"),
        translate("books", "Source"),
        translate("books", "Number"),
        translate("books", "Time"),
        translate("books", "Orders"),
        translate("books", "Hours"),
        translate("books", "WDK"),
        translate("books", "Difference"),
    )
    return _table(fields, [*map(_source, sheet.rows), *map(_difference, sheet.differences)])


def _source(row: SheetRow) -> list[object]:
    books = (row.orders_fen, row.hours_fen, row.wdk_fen)
    total = translate("books", "Whole day")
    apart = yuan_of(row.difference_fen)
    return [total, column_name(row.source), row.count, None, *map(_yuan, books), apart]


def _difference(line: Difference) -> list[object]:
    books = [line.orders_fen, line.hours_fen, line.wdk_fen]
    held = [fen for fen in books if fen is not None]
    apart = yuan_of(max(held) - min(held)) if held else None
    where = column_name(line.source) if line.source else ""
    return [sentence_of(line), where, line.mark, _time(line.at), *map(_yuan, books), apart]


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else yuan_of(fen)
