"""What the sheet's table shows: lines, their odd cells, totals."""

from collections.abc import Iterable
from dataclasses import dataclass

from posdesk.domain.books.ledger import Sheet, SheetRow


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table, fen. `difference_fen` is None where nothing is there to be compared."""

    source: str
    count: int
    orders_fen: int | None
    hours_fen: int | None
    wdk_fen: int | None
    difference_fen: int | None

    @property
    def odd(self) -> tuple[bool, bool, bool]:
        """Which of the three amounts is not what the first book that is compared says."""
        if not self.difference_fen:
            return (False, False, False)
        books = (self.orders_fen, self.hours_fen, self.wdk_fen)
        first = next(fen for fen in books if fen is not None)
        orders, hours, wdk = (fen is not None and fen != first for fen in books)
        return orders, hours, wdk


def lines_of(sheet: Sheet) -> tuple[Line, ...]:
    """A line a source."""
    return tuple(_line(row) for row in sheet.rows)


def total_of(sheet: Sheet) -> Line:
    """The last line; its difference is the sum of the lines'."""
    rows = sheet.rows
    apart = [line.difference_fen for line in lines_of(sheet) if line.difference_fen is not None]
    return Line(
        source="",
        count=sum(row.count for row in rows),
        orders_fen=_sum(row.orders_fen for row in rows),
        hours_fen=_sum(row.hours_fen for row in rows),
        wdk_fen=_sum(row.wdk_fen for row in rows),
        difference_fen=sum(apart) if apart else None,
    )


def _line(row: SheetRow) -> Line:
    known = [fen for fen in (row.orders_fen, row.hours_fen, row.wdk_fen) if fen is not None]
    apart = row.difference_fen if len(known) > 1 else None
    return Line(row.source, row.count, row.orders_fen, row.hours_fen, row.wdk_fen, apart)


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [fen for fen in amounts if fen is not None]
    return sum(known) if known else None
