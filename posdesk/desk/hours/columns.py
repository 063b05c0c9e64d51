"""The grid's columns: what each says of an hour, and how wide it stands in the room there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from math import ceil, floor

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont

from posdesk.desk.hours.words import (
    Standing,
    amount,
    column_name,
    confirmed_words,
    hour_words,
    in_order,
    number,
    site_of,
    standing_of,
)
from posdesk.desk.paint import text_width
from posdesk.desk.theme import FontRole, Theme
from posdesk.domain.ledger import DayView, HourRow
from posdesk.domain.receipt import Figures

translate = QCoreApplication.translate

NOTHING = "—"  # no receipt at all; 0.00 is what receipts can add up to

SIGN_PX = 20.0
_TAG_PX = 20.0


class Kind(StrEnum):
    """What a column holds."""

    HOUR = "hour"
    SOURCE = "source"
    RECEIPTS = "receipts"
    ITEMS = "items"
    NET = "net"
    STATE = "state"


class Fit(IntEnum):
    """How much stands in a column; what comes first falls away last."""

    ALL = 0
    TAGS = 1  # sources with a tag have no name
    CLOSE = 2  # less room between
    SMALL = 3  # smaller figures


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `source` is "" for all but the sources' own."""

    kind: Kind
    source: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its cells are figures, right-aligned, that open their receipts."""
        return self.kind not in {Kind.HOUR, Kind.STATE}

    @property
    def title(self) -> str:
        """Its head, in the language on screen."""
        if self.kind is Kind.SOURCE:
            return column_name(self.source)
        titles = {
            Kind.HOUR: translate("hours", "Hour"),
            Kind.RECEIPTS: translate("hours", "Receipts"),
            Kind.ITEMS: translate("hours", "Items"),
            Kind.NET: translate("hours", "Net, yuan"),
            Kind.STATE: translate("hours", "Report to ovopark"),
        }
        return titles[self.kind]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: plain words, or an hour's standing."""

    text: str
    bold: bool = False
    standing: Standing | None = None


def columns_of(view: DayView) -> tuple[Column, ...]:
    """Hour, the sources that sold, tills last, then receipts, items, net and state."""
    sources = tuple(Column(Kind.SOURCE, source) for source in in_order(view.sources))
    ends = (Column(Kind.RECEIPTS), Column(Kind.ITEMS), Column(Kind.NET), Column(Kind.STATE))
    return (Column(Kind.HOUR), *sources, *ends)


def cell_of(row: HourRow, column: Column) -> Cell:
    """What a column says of an hour; NOTHING where a source has no receipt in it."""
    if column.kind is Kind.HOUR:
        return Cell(hour_words(row.hour), bold=True)
    if column.kind is Kind.STATE:
        standing = standing_of(row)
        return Cell(standing.text, bold=True, standing=standing)
    if column.kind is Kind.SOURCE:
        figures = row.by_source.get(column.source)
        return Cell(amount(figures.net_fen) if figures is not None else NOTHING)
    return _figure(row.total, column.kind, bold=column.kind is Kind.NET)


def total_cell(view: DayView, column: Column) -> Cell:
    """What a column says of the whole day."""
    if column.kind is Kind.HOUR:
        return Cell(translate("hours", "Total"), bold=True)
    if column.kind is Kind.STATE:
        return Cell(confirmed_words(view))
    if column.kind is Kind.SOURCE:
        return Cell(amount(view.by_source.get(column.source, Figures()).net_fen), bold=True)
    return _figure(view.total, column.kind, bold=True)


def _figure(figures: Figures, kind: Kind, *, bold: bool) -> Cell:
    if kind is Kind.NET:
        return Cell(amount(figures.net_fen), bold)
    return Cell(number(figures.receipts if kind is Kind.RECEIPTS else figures.items), bold)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns stand: widths in logical px from the left, the step of fitting, the inner room."""

    widths: tuple[int, ...]
    fit: Fit
    pad: float

    def left(self, at: int) -> int:
        """Where a column begins."""
        return sum(self.widths[:at])

    def column_at(self, x: float) -> int:
        """The column under an x; the nearest one beside them."""
        ends = [self.left(at) + width for at, width in enumerate(self.widths)]
        return next((at for at, end in enumerate(ends) if x < end), len(ends) - 1)


def number_font(fit: Fit, theme: Theme, *, bold: bool) -> QFont:
    """The font of the cells at a step of fitting."""
    if fit >= Fit.SMALL:
        return theme.font(FontRole.CAPTION_BOLD if bold else FontRole.CAPTION)
    return theme.font(FontRole.BODY_BOLD if bold else FontRole.BODY)


def layout_of(
    columns: Sequence[Column], cells: Sequence[Sequence[Cell]], room: float, theme: Theme
) -> Layout:
    """The first step of fitting in which every cell shows whole; `cells` is by row, in the columns' order."""
    tried = [_try(columns, cells, fit, theme) for fit in Fit]
    needed, fit = next(
        ((w, f) for w, f in zip(tried, Fit, strict=True) if sum(w) <= room), (tried[-1], Fit.SMALL)
    )
    return Layout(_spread(needed, room), fit, _pad(fit))


def least_width(columns: Sequence[Column], cells: Sequence[Sequence[Cell]], theme: Theme) -> int:
    """The room in which every cell shows whole with its usual figures, logical px."""
    return sum(_try(columns, cells, Fit.CLOSE, theme))


def _pad(fit: Fit) -> float:
    return 10.0 if fit < Fit.CLOSE else 6.0


def _spread(needed: Sequence[int], room: float) -> tuple[int, ...]:
    """The widths with what is left over shared out, so that they fill the room."""
    spare = room - sum(needed)
    each = floor(spare / max(1, len(needed)))
    widths = [width + each for width in needed]
    widths[-1] += floor(room) - sum(widths)
    return tuple(max(1, width) for width in widths)


def _try(columns: Sequence[Column], cells: Sequence[Sequence[Cell]], fit: Fit, theme: Theme) -> list[int]:
    return [_needed(column, [row[at] for row in cells], fit, theme) for at, column in enumerate(columns)]


def _needed(column: Column, cells: Sequence[Cell], fit: Fit, theme: Theme) -> int:
    wide = [head_width(column, fit, theme), *(cell_width(cell, fit, theme) for cell in cells)]
    return ceil(max(wide) + 2 * _pad(fit) + 1)


def has_name(column: Column, fit: Fit) -> bool:
    """Whether the head shows words: always, but for a tag that speaks for itself."""
    return column.kind is not Kind.SOURCE or fit < Fit.TAGS or site_of(column.source) is None


def head_width(column: Column, fit: Fit, theme: Theme) -> float:
    """The width of a head's tag and words."""
    tag = column.kind is Kind.SOURCE and site_of(column.source) is not None
    words = text_width(column.title, theme.font(FontRole.CAPTION)) if has_name(column, fit) else 0.0
    return (_TAG_PX if tag else 0.0) + (4.0 if tag and words else 0.0) + words


def cell_width(cell: Cell, fit: Fit, theme: Theme) -> float:
    """The width of a cell's words, with the sign of a standing."""
    if cell.standing is None:
        return text_width(cell.text, number_font(fit, theme, bold=cell.bold))
    bold, caption = theme.font(FontRole.CAPTION_BOLD), theme.font(FontRole.CAPTION)
    asks = text_width(cell.standing.asks, caption) + 18.0 if cell.standing.asks else 0.0
    return SIGN_PX + 6.0 + max(text_width(cell.text, bold), asks)
