"""The manager's pages as tables for a file: a row per hour, the daily sheet with its differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication

from posdesk.desk.hours.words import column_name, in_order, standing_of
from posdesk.desk.sheet.words import sentence_of
from posdesk.domain.clock import in_china
from posdesk.domain.ledger import DayView, Difference, HourRow, Sheet, SheetRow
from posdesk.domain.money import yuan_of
from posdesk.domain.receipt import Figures

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
    """A business day: net sales by source, the figures of the hour, and what ovopark holds."""
    sources = in_order(view.sources)
    fields = (
        translate("books", "Hour"),
        *(translate("books", "Net {source}").format(source=column_name(source)) for source in sources),
        *_figure_heads(),
        translate("books", "State"),
        translate("books", "ovopark has"),
    )
    day = translate("books", "Whole day")
    total = [day, *_nets(view.by_source, sources), *_figures(view.total), "", None]
    return _table(fields, [*(_hour(row, sources) for row in view.rows), total])


def _figure_heads() -> tuple[str, ...]:
    return (
        translate("books", "Receipts"),
        translate("books", "Returns"),
        translate("books", "Items"),
        translate("books", "Gross"),
        translate("books", "Discounts"),
        translate("books", "Refunds"),
        translate("books", "Net"),
    )


def _hour(row: HourRow, sources: Sequence[str]) -> list[object]:
    held = yuan_of(row.reported.net_fen) if row.reported else None
    nets = _nets(row.by_source, sources)
    return [_time(row.hour), *nets, *_figures(row.total), str(standing_of(row)), held]


def _time(moment: datetime) -> datetime:
    """What clocks in China show, to the minute: spreadsheets know no zones."""
    return in_china(moment).replace(tzinfo=None, second=0, microsecond=0)


def _nets(by_source: dict[str, Figures], sources: Sequence[str]) -> list[Decimal]:
    return [yuan_of(by_source.get(source, Figures()).net_fen) for source in sources]


def _figures(figures: Figures) -> tuple[object, ...]:
    amounts = (figures.gross_fen, figures.discount_fen, figures.refund_fen, figures.net_fen)
    return (figures.receipts, figures.returns, figures.items, *map(yuan_of, amounts))


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
