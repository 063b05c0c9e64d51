"""A day's columns: what each says of an hour, on screen, on paper and in files; how wide it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum, IntEnum
from functools import partial
from math import ceil, floor
from operator import attrgetter

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont

from posdesk.desk.hours.words import (
    Standing,
    column_name,
    confirmed_words,
    hour_words,
    in_order,
    number,
    shown_rows,
    site_of,
    standing_of,
)
from posdesk.desk.paint import text_width
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import plain_amount
from posdesk.domain.books.ledger import DayView, HourRow
from posdesk.domain.books.receipt import Figures
from posdesk.domain.money import yuan_of

translate = QCoreApplication.translate

NOTHING = "—"  # no receipt at all; 0.00 is what receipts can add up to

Line = HourRow | DayView
"""What a column speaks of: an hour, or the whole day."""
Value = Decimal | int | datetime | Standing | None
"""Money in yuan, a count, an hour, where an hour stands."""

SIGN_PX = 20.0
_TAG_PX = 20.0


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


class Kind(Enum):
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


DEDUCTED = frozenset({Kind.DISCOUNTS, Kind.REFUNDS})
"""On screen these have a minus."""


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
        """Its head on screen, in the language there."""
        if self.kind is Kind.SOURCE:
            return column_name(self.source)
        return translate("hours", self.kind.value.head)

    @property
    def file_title(self) -> str:
        """Its head in a file, in the language on screen."""
        words = translate("books", self.kind.value.file_head)
        return words.format(source=column_name(self.source)) if self.kind is Kind.SOURCE else words

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
    sources = {Kind.SOURCE: in_order(view.sources)}
    return tuple(Column(kind, source) for kind in Kind for source in sources.get(kind, ("",)))


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
    if column.kind is Kind.SOURCE and not of_day and column.source not in line.by_source:
        return Cell(NOTHING)
    return Cell(column.figure(line), bold=of_day or column.kind is Kind.NET)


def total_cell(view: DayView, column: Column) -> Cell:
    """What a column says of the whole day."""
    if column.kind is Kind.HOUR:
        return Cell(translate("hours", "Total"), bold=True)
    return Cell(confirmed_words(view)) if column.kind is Kind.STATE else cell_of(view, column)


def cells_of(view: DayView, columns: Sequence[Column]) -> tuple[tuple[Cell, ...], ...]:
    """Every cell by row: the hours with anything in them, the totals last."""
    hours = tuple(tuple(cell_of(row, column) for column in columns) for row in shown_rows(view))
    return (*hours, tuple(total_cell(view, column) for column in columns))


class Fit(IntEnum):
    """How much stands in a column; what comes first falls away last."""

    ALL = 0
    TAGS = 1  # sources with a tag have no name
    CLOSE = 2  # less room between
    SMALL = 3  # smaller figures


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
