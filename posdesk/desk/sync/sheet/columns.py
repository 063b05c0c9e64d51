"""The daily sheet's columns: what each says of a source, the day or a difference, wherever it is shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from operator import attrgetter

from PySide6.QtCore import QCoreApplication

from posdesk.desk.sync.sheet.words import NOTHING, amount, sentence_of, source_words
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import plain_amount
from posdesk.domain.books.ledger import Difference, Sheet, SheetRow
from posdesk.domain.money import yuan_of
from posdesk.export import Table

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the table, fen. `difference_fen` is None where nothing is there to be compared."""

    source: str
    count: int
    orders_fen: int | None
    hours_fen: int | None
    wdk_fen: int | None
    difference_fen: int | None
    differing: int | None = None  # of the whole day: how many differences are listed
    open_fen: int = 0  # not reported to ovopark yet
    in_part: bool = False  # some of the day can be compared with nothing

    @property
    def odd(self) -> tuple[bool, bool, bool]:
        """Which of the three amounts is not what the first book that is compared says."""
        if not self.difference_fen:
            return (False, False, False)
        hours_in_all = None if self.hours_fen is None else self.hours_fen + self.open_fen
        books = (self.orders_fen, hours_in_all, self.wdk_fen)
        first = next(fen for fen in books if fen is not None)
        orders, hours, wdk = (fen is not None and fen != first for fen in books)
        return orders, hours, wdk

    @property
    def differs(self) -> bool:
        """Whether a person should look at it."""
        return bool(self.differing or self.difference_fen)


def lines_of(sheet: Sheet) -> tuple[SheetLine, ...]:
    """A line a source."""
    return tuple(map(_line, sheet.rows))


def total_of(sheet: Sheet) -> SheetLine:
    """The last line; its difference is the sum of the lines'."""
    rows = sheet.rows
    return SheetLine(
        source="",
        count=sum(row.count for row in rows),
        orders_fen=_sum(row.orders_fen for row in rows),
        hours_fen=_sum(row.hours_fen for row in rows),
        wdk_fen=_sum(row.wdk_fen for row in rows),
        difference_fen=_sum(line.difference_fen for line in lines_of(sheet)),
        differing=len(sheet.differences),
        open_fen=sum(row.open_fen for row in rows),
        in_part=any(line.difference_fen is None for line in lines_of(sheet)),
    )


def _line(row: SheetRow) -> SheetLine:
    known = [fen for fen in (row.orders_fen, row.hours_fen, row.wdk_fen) if fen is not None]
    apart = row.difference_fen if len(known) > 1 else None
    fen = (row.orders_fen, row.hours_fen, row.wdk_fen)
    return SheetLine(row.source, row.count, *fen, apart, open_fen=row.open_fen)


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [fen for fen in amounts if fen is not None]
    return sum(known) if known else None


Row = SheetLine | Difference
"""What a column speaks of."""
Value = Decimal | int | datetime | str | None
"""Money in yuan, a count, a moment, words; None for nothing."""


@dataclass(frozen=True, slots=True)
class _Spec:
    """A column: its heads in a file, over the table ("": not in it) and over the differences.

    `share` is that of the table's width.
    """

    says: Callable[[Row], Value]
    file_head: str
    head: str = ""
    short: str = ""
    share: float = 0.0


def _about(row: Row) -> str:
    return sentence_of(row) if isinstance(row, Difference) else translate("books", "Whole day")


def _source(row: Row) -> str:
    return source_words(row.source) if row.source else ""


def _number(row: Row) -> str | int:
    return row.mark if isinstance(row, Difference) else row.count


def _time(row: Row) -> datetime | None:
    return row.at if isinstance(row, Difference) else None


def _book(name: str) -> Callable[[Row], Decimal | None]:
    """What one of the books says; `name` is the field's."""
    pick: Callable[[Row], int | None] = attrgetter(name)

    def says(row: Row) -> Decimal | None:
        fen = pick(row)
        return None if fen is None else yuan_of(fen)

    return says


def _apart(row: Row) -> Decimal | None:
    if isinstance(row, SheetLine):
        return yuan_of(row.difference_fen or 0)
    held = [fen for fen in (row.orders_fen, row.hours_fen, row.wdk_fen) if fen is not None]
    return yuan_of(max(held) - min(held)) if held else None


class Column(Enum):
    """Every column of the sheet, in its order: for table, differences, paper and files."""

    ABOUT = _Spec(
        _about, QT_TRANSLATE_NOOP("books", "Line"), short=QT_TRANSLATE_NOOP("sheet", "What happened")
    )
    SOURCE = _Spec(
        _source, QT_TRANSLATE_NOOP("books", "Source"), QT_TRANSLATE_NOOP("sheet", "Source"), share=0.27
    )
    NUMBER = _Spec(
        _number,
        QT_TRANSLATE_NOOP("books", "Number"),
        QT_TRANSLATE_NOOP("sheet", "Count"),
        QT_TRANSLATE_NOOP("sheet", "Number"),
        share=0.1,
    )
    TIME = _Spec(_time, QT_TRANSLATE_NOOP("books", "Time"))
    ORDERS = _Spec(
        _book("orders_fen"),
        QT_TRANSLATE_NOOP("books", "Orders"),
        QT_TRANSLATE_NOOP("sheet", "Orders"),
        QT_TRANSLATE_NOOP("sheet", "Orders"),
        share=0.16,
    )
    HOURS = _Spec(
        _book("hours_fen"),
        QT_TRANSLATE_NOOP("books", "Hours"),
        QT_TRANSLATE_NOOP("sheet", "Hours ovopark"),
        QT_TRANSLATE_NOOP("sheet", "Hours"),
        share=0.17,
    )
    RECEIPTS = _Spec(
        _book("wdk_fen"),
        QT_TRANSLATE_NOOP("books", "WDK"),
        QT_TRANSLATE_NOOP("sheet", "Receipts WDK"),
        QT_TRANSLATE_NOOP("sheet", "Receipts"),
        share=0.17,
    )
    DIFFERENCE = _Spec(
        _apart, QT_TRANSLATE_NOOP("books", "Difference"), QT_TRANSLATE_NOOP("sheet", "Difference"), share=0.13
    )

    @property
    def title(self) -> str:
        """Its head over the table, in the language on screen."""
        return translate("sheet", self.value.head)

    @property
    def short_title(self) -> str:
        """Its head over the differences."""
        return translate("sheet", self.value.short)

    @property
    def file_title(self) -> str:
        """Its head in a file."""
        return translate("books", self.value.file_head)

    def text(self, row: Row) -> str:
        """What it says on screen and on paper, where it is a figure or a source."""
        if isinstance(row, SheetLine) and row.differing is not None and self is Column.SOURCE:
            return translate("sheet", "Total")
        if isinstance(row, SheetLine) and self is Column.DIFFERENCE:
            return _difference_words(row)
        value = self.value.says(row)
        if value is None:
            return NOTHING
        if isinstance(value, Decimal):
            return plain_amount(value)
        return f"{value:,}" if isinstance(value, int) else str(value)


BOOKS = (Column.ORDERS, Column.HOURS, Column.RECEIPTS)
TABLE = tuple(column for column in Column if column.value.head)
"""Those that stand in the table."""


def _difference_words(line: SheetLine) -> str:
    if line.differing:
        return translate("sheet", "{n} differ").format(n=f"{line.differing:,}")
    if line.difference_fen != 0:
        return amount(line.difference_fen)
    if line.open_fen:
        return translate("sheet", "{amount} open").format(amount=amount(line.open_fen))
    return translate("sheet", "agree in part") if line.in_part else translate("sheet", "agree")


def sheet_table(sheet: Sheet) -> Table:
    """Every column for a file: the three books source by source, then every difference."""
    rows: tuple[Row, ...] = (*lines_of(sheet), *sheet.differences)
    return Table.of([c.file_title for c in Column], ([c.value.says(row) for c in Column] for row in rows))
