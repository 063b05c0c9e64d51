"""The daily sheet: orders, hours and WDK beside each other, and why they differ (row 42)."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import chain

from posdesk.domain.books.hour import HOUR, HourBook, hours_of_day, is_closed
from posdesk.domain.books.ledger import Cause, Difference, ReceiptRow, Sheet, SheetRow
from posdesk.domain.books.posting import Posting
from posdesk.domain.books.receipt import TILL, Figures, ReceiptKey
from posdesk.domain.clock import in_china, to_text
from posdesk.domain.money import fen_of, yuan_of
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.order import Order, OrderKey
from posdesk.domain.orders.source import Source, source_of
from posdesk.journal.books import hour_totals, posting_rows, receipt_rows
from posdesk.journal.orders import order_rows

_COLUMNS = (Source.MEITUAN, Source.ELEME, Source.BAIDU, Source.QR, Source.OTHER)
_HAS = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE, Outcome.QUEUED, Outcome.SENDING, Outcome.UNKNOWN})
_CLOSED = "closed_at >= ? AND closed_at < ? AND state IN ('new', 'accepted', 'ready')"
_CAUSE = {
    Outcome.REFUSED: Cause.WDK_REFUSED,
    Outcome.UNKNOWN: Cause.WDK_UNKNOWN,
    Outcome.WITHDRAWN: Cause.WDK_WITHDRAWN,
    Outcome.SETTLED_NOT_DONE: Cause.WDK_WITHDRAWN,
}


def of_day(
    db: sqlite3.Connection,
    day: date,
    *,
    day_starts: str,
    now: datetime,
    from_orders: bool,
    sending: bool,
    reporting: bool = True,
) -> Sheet:
    """The three books of a business day.

    `from_orders`, `sending` and `reporting` say whether completed orders become receipts here, receipts go
    to WDK, and hours to ovopark.
    """
    hours = hours_of_day(day, day_starts)
    totals = hour_totals.books_of(db, hours) if reporting else ()
    unreported = frozenset(book.hour for book in totals if not _is_reported(book))
    books = _read(db, hours, unreported, from_orders=from_orders, sending=sending)
    by_hour = _hours(totals, now)
    found = chain(_closed_here(db, hours), _of_orders(books), _of_receipts(books), _returned(books))
    differences = (*sorted(found, key=lambda each: each.at), *by_hour)
    return Sheet(day, from_orders, _rows(books), differences)


@dataclass(frozen=True, slots=True)
class _Placed:
    """What the sheet needs of a completed order: a day has a thousand."""

    key: OrderKey
    source: str
    mark: str
    at: datetime
    fee: Decimal | None

    @property
    def fee_fen(self) -> int | None:
        """What it was sold for; None where it says nothing, or a fraction of a fen."""
        try:
            return fen_of(self.fee) if self.fee is not None else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class _Rung:
    """What the sheet needs of a receipt: a day has thousands.

    `is_there`: at WDK, or on its way by itself. `is_open`: ovopark has no report of its hour yet.
    """

    source: str
    net_fen: int
    is_there: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class _Books:
    """A day's orders and receipts.

    `missing` are receipts that WDK does not have and won't get by itself, `postings` the latest of each;
    `returns` are beside the order whose sale each takes back; `of_order` is by order its receipt, net in fen.
    """

    orders: tuple[_Placed, ...]
    receipts: tuple[_Rung, ...]
    missing: tuple[ReceiptRow, ...]
    postings: dict[ReceiptKey, Posting]
    returns: tuple[tuple[ReceiptRow, OrderKey], ...]
    of_order: dict[OrderKey, tuple[ReceiptKey, int]]
    from_orders: bool
    sending: bool


def _read(
    db: sqlite3.Connection,
    hours: Sequence[datetime],
    unreported: frozenset[datetime],
    *,
    from_orders: bool,
    sending: bool,
) -> _Books:
    first, last = to_text(hours[0]), to_text(hours[-1])
    completed = db.execute(
        f"SELECT {order_rows.COLUMNS} FROM orders WHERE state = 'completed'"
        f" AND {order_rows.OF_TRADE} AND state_at >= ? AND state_at < ? ORDER BY state_at, number",
        (first, to_text(hours[-1] + HOUR)),
    )
    found, postings = tuple(map(_placed, order_rows.readable(completed))), _missing(db, first, last)
    receipts: list[_Rung] = []
    missing: list[ReceiptRow] = []
    returned: list[ReceiptRow] = []
    for row in receipt_rows.sums_of(db, "r.hour BETWEEN ? AND ?", (first, last)):
        is_there = row.key not in postings and not row.lacks
        receipts.append(_Rung(row.source, row.figures.net_fen, is_there, row.hour in unreported))
        missing += [] if is_there else [row]
        returned += [row] if row.receipt.is_return else []
    return _Books(
        orders=found,
        receipts=tuple(receipts),
        missing=tuple(missing) if sending else (),
        postings=postings,
        returns=tuple(_sales_of(db, returned)),
        of_order=_receipts_of(db, found),
        from_orders=from_orders,
        sending=sending,
    )


def _closed_here(db: sqlite3.Connection, hours: Sequence[datetime]) -> Iterator[Difference]:
    """Orders closed here on that day that their platform has not ended: they are in none of the books."""
    rows = db.execute(
        f"SELECT {order_rows.COLUMNS} FROM orders WHERE {_CLOSED} AND {order_rows.OF_TRADE}"
        " ORDER BY closed_at, number",
        (to_text(hours[0]), to_text(hours[-1] + HOUR)),
    )
    for order in order_rows.readable(rows):
        assert order.closed is not None
        about = replace(_about(_placed(order), Cause.CLOSED_HERE), at=order.closed.at)
        yield replace(about, detail=order.closed.reason)


def _missing(db: sqlite3.Connection, first: str, last: str) -> dict[ReceiptKey, Posting]:
    found: dict[ReceiptKey, Posting] = {}
    of_receipts = (
        "p.book = 'receipt' AND p.receipt IN (SELECT number FROM receipts WHERE hour BETWEEN ? AND ?)"
    )
    for posting in posting_rows.each(db, of_receipts, (first, last)):
        assert posting.receipt is not None
        if posting.outcome in _HAS and not posting.needs_person:
            found.pop(posting.receipt, None)
        else:
            found[posting.receipt] = posting
    return found


def _placed(order: Order) -> _Placed:
    content = order.content
    source = content.source_code.strip() or Source.OTHER
    return _Placed(order.key, source, content.number or content.tbillno, order.state_at, content.actual_fee)


def _receipts_of(db: sqlite3.Connection, found: Sequence[_Placed]) -> dict[OrderKey, tuple[ReceiptKey, int]]:
    """The receipt of each order that has one, on whatever day it counts."""
    if not found:
        return {}
    completed = (
        "SELECT partner, bill, ordered FROM orders WHERE state = 'completed' AND state_at BETWEEN ? AND ?"
        f" AND {order_rows.OF_TRADE}"
    )
    span = (to_text(found[0].at), to_text(found[-1].at))
    rows = receipt_rows.sums_of(
        db, f"r.partner IS NOT NULL AND (r.partner, r.bill, r.ordered) IN ({completed})", span
    )
    return {row.order: (row.key, row.figures.net_fen) for row in rows if row.order is not None}


def _sales_of(
    db: sqlite3.Connection, returned: Iterable[ReceiptRow]
) -> Iterator[tuple[ReceiptRow, OrderKey]]:
    """The returns that take back an order's sale, each with that order."""
    for row in returned:
        sale = receipt_rows.order_of_sale(db, row.receipt)
        if sale is not None:
            yield row, sale


def in_order(sources: Iterable[str]) -> tuple[str, ...]:
    """Sources as the pages' columns have them: the sites we know, others, the tills last."""
    return tuple(sorted(sources, key=lambda code: (code == TILL, _COLUMNS.index(source_of(code)), code)))


def _rows(books: _Books) -> tuple[SheetRow, ...]:
    sources = {order.source for order in books.orders} | {rung.source for rung in books.receipts}
    return tuple(_source_row(books, source) for source in in_order(sources))


def _source_row(books: _Books, source: str) -> SheetRow:
    placed = [order for order in books.orders if order.source == source]
    rung = [each for each in books.receipts if each.source == source]
    has_orders = source != TILL
    told_apart = bool(rung) or books.from_orders or not has_orders
    count = len(placed) if has_orders else len(rung)
    reported = [each for each in rung if not each.is_open]
    return SheetRow(
        source=source,
        count=count,
        orders_fen=sum(order.fee_fen or 0 for order in placed) if has_orders else None,
        hours_fen=sum(each.net_fen for each in reported) if told_apart else None,
        open_fen=sum(each.net_fen for each in rung if each.is_open) if told_apart else 0,
        wdk_fen=sum(each.net_fen for each in rung if each.is_there) if told_apart and books.sending else None,
    )


def _of_orders(books: _Books) -> Iterator[Difference]:
    for order in books.orders:
        rung = books.of_order.get(order.key)
        if rung is None and books.from_orders:
            yield _about(order, Cause.NO_RECEIPT)
        elif rung is not None and rung[1] != order.fee_fen:
            yield replace(_about(order, Cause.AMOUNT), receipt=rung[0], hours_fen=rung[1])


def _about(order: _Placed, cause: Cause) -> Difference:
    unclear = order.fee_fen is None and order.fee is not None
    return Difference(
        cause=cause,
        source=order.source,
        mark=order.mark,
        at=order.at,
        orders_fen=order.fee_fen,
        order=order.key,
        detail=str(order.fee) if unclear else "",
    )


def _of_receipts(books: _Books) -> Iterator[Difference]:
    """What WDK does not have, and will not get by itself."""
    for row in books.missing:
        posting = books.postings.get(row.key)
        cause = _CAUSE.get(posting.outcome, Cause.WDK_UNKNOWN) if posting else Cause.LACKS_PAY_TYPE
        yield _of_receipt(row, cause, posting, "" if posting else row.lacks)


def _returned(books: _Books) -> Iterator[Difference]:
    for row, sale in books.returns:
        yield replace(_of_receipt(row, Cause.RETURNED, None, ""), order=sale)


def _of_receipt(row: ReceiptRow, cause: Cause, posting: Posting | None, detail: str) -> Difference:
    return Difference(
        cause=cause,
        source=row.source,
        mark=row.key.serial_num,
        at=row.receipt.traded_at or row.received_at,
        hours_fen=row.figures.net_fen,
        order=row.order,
        receipt=row.key,
        detail=detail,
        posting=posting,
    )


def _hours(books: Iterable[HourBook], now: datetime) -> tuple[Difference, ...]:
    return tuple(filter(None, (_of_hour(book, now) for book in books)))


def _of_hour(book: HourBook, now: datetime) -> Difference | None:
    """An hour whose report is missing or says something else, unless a person said that it is right."""
    if not is_closed(book.hour, now) or _is_left(book):
        return None
    if book.reported is None:
        return _hour(book, Cause.HOUR_UNREPORTED) if book.figures != Figures() else None
    return None if book.reported == book.now else _hour(book, Cause.HOUR_DIFFERS)


def _is_left(book: HourBook) -> bool:
    """Whether a person said of these figures that what ovopark has is right."""
    last = book.last
    return last is not None and last.outcome is Outcome.SETTLED_DONE and last.figures == book.now


def _is_reported(book: HourBook) -> bool:
    return book.reported is not None or _is_left(book)


def _hour(book: HourBook, cause: Cause) -> Difference:
    return Difference(
        cause=cause,
        source="",
        mark=in_china(book.hour).strftime("%H:%M"),
        at=book.hour,
        hours_fen=book.now.net_fen,
        hour=book.hour,
        detail=str(yuan_of(book.reported.net_fen)) if book.reported else "",
        posting=book.last,
    )
