"""The daily sheet: orders, hours and WDK beside each other, and why they differ (row 42)."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from posdesk.domain.clock import in_china, to_text
from posdesk.domain.hour import HOUR, HourBook, hours_of_day, is_closed
from posdesk.domain.intent import Outcome
from posdesk.domain.ledger import Cause, Difference, ReceiptRow, Sheet, SheetRow
from posdesk.domain.money import fen_of, yuan_of
from posdesk.domain.order import Order, OrderKey
from posdesk.domain.posting import Posting
from posdesk.domain.receipt import TILL, Figures, ReceiptKey
from posdesk.domain.source import Source, source_of
from posdesk.journal import hour_books, orders, posting_rows, receipt_rows

_COLUMNS = (Source.MEITUAN, Source.ELEME, Source.BAIDU, Source.QR, Source.OTHER)
_HAS = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE, Outcome.QUEUED, Outcome.SENDING, Outcome.UNKNOWN})
_CAUSE = {
    Outcome.REFUSED: Cause.WDK_REFUSED,
    Outcome.UNKNOWN: Cause.WDK_UNKNOWN,
    Outcome.WITHDRAWN: Cause.WDK_WITHDRAWN,
    Outcome.SETTLED_NOT_DONE: Cause.WDK_WITHDRAWN,
}


def sheet(
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
    books = _read(db, hours, from_orders=from_orders, sending=sending)
    by_hour = _hours(hour_books.books_of(db, hours), now) if reporting else ()
    found = chain(_of_orders(books), _of_receipts(books), _returned(books))
    differences = (*sorted(found, key=lambda each: each.at), *by_hour)
    return Sheet(day, from_orders, _rows(books), differences)


@dataclass(frozen=True, slots=True)
class _Books:
    """A day's orders and receipts.

    `postings` holds the latest of each receipt that WDK does not have and won't get by itself, `sales` the
    order whose sale a return takes back.
    """

    orders: tuple[Order, ...]
    receipts: tuple[ReceiptRow, ...]
    postings: dict[ReceiptKey, Posting]
    of_order: dict[OrderKey, ReceiptRow]
    sales: dict[ReceiptKey, OrderKey]
    from_orders: bool
    sending: bool


def _read(db: sqlite3.Connection, hours: Sequence[datetime], *, from_orders: bool, sending: bool) -> _Books:
    first, last = to_text(hours[0]), to_text(hours[-1])
    completed = db.execute(
        f"SELECT {orders.COLUMNS} FROM orders WHERE state = 'completed' AND state_at >= ? AND state_at < ?"
        " ORDER BY state_at, number",
        (first, to_text(hours[-1] + HOUR)),
    )
    found = tuple(map(_without_dishes, orders.readable(completed)))
    receipts = tuple(receipt_rows.sums_of(db, "r.hour BETWEEN ? AND ?", (first, last)))
    return _Books(
        orders=found,
        receipts=receipts,
        postings=_missing(db, first, last),
        of_order=_receipts_of(db, found),
        sales=_sales_of(db, receipts),
        from_orders=from_orders,
        sending=sending,
    )


def _missing(db: sqlite3.Connection, first: str, last: str) -> dict[ReceiptKey, Posting]:
    found: dict[ReceiptKey, Posting] = {}
    for posting in posting_rows.each(db, "p.book = 'receipt' AND r.hour BETWEEN ? AND ?", (first, last)):
        assert posting.receipt is not None
        if posting.outcome in _HAS and not posting.needs_person:
            found.pop(posting.receipt, None)
        else:
            found[posting.receipt] = posting
    return found


def _without_dishes(order: Order) -> Order:
    """A day has a thousand: the sheet needs their sums."""
    return replace(order, content=replace(order.content, lines=()), previous=None)


def _receipts_of(db: sqlite3.Connection, found: Sequence[Order]) -> dict[OrderKey, ReceiptRow]:
    """The receipt of each order that has one, on whatever day it counts."""
    if not found:
        return {}
    completed = "SELECT partner, tbillno FROM orders WHERE state = 'completed' AND state_at BETWEEN ? AND ?"
    span = (to_text(found[0].state_at), to_text(found[-1].state_at))
    rows = receipt_rows.sums_of(db, f"(r.partner, r.tbillno) IN ({completed})", span)
    return {row.order: row for row in rows if row.order is not None}


def _sales_of(db: sqlite3.Connection, receipts: Iterable[ReceiptRow]) -> dict[ReceiptKey, OrderKey]:
    """For each return, the order whose sale it takes back."""
    found = {}
    for row in receipts:
        sale = receipt_rows.order_of_sale(db, row.receipt) if row.receipt.is_return else None
        if sale is not None:
            found[row.key] = sale
    return found


def source_of_order(order: Order) -> str:
    """Under which source an order's receipt counts."""
    return order.content.source_code.strip() or Source.OTHER


def in_order(sources: Iterable[str]) -> tuple[str, ...]:
    """Sources as the pages' columns have them: the sites we know, others, the tills last."""
    return tuple(sorted(sources, key=lambda code: (code == TILL, _COLUMNS.index(source_of(code)), code)))


def _fee_fen(order: Order) -> int | None:
    """What the order says it was sold for; None where it says nothing, or a fraction of a fen."""
    try:
        return fen_of(order.content.actual_fee) if order.content.actual_fee is not None else None
    except ValueError:
        return None


def _rows(books: _Books) -> tuple[SheetRow, ...]:
    sources = {source_of_order(order) for order in books.orders} | {row.source for row in books.receipts}
    return tuple(_source_row(books, source) for source in in_order(sources))


def _source_row(books: _Books, source: str) -> SheetRow:
    placed = [order for order in books.orders if source_of_order(order) == source]
    rung = [row for row in books.receipts if row.source == source]
    has_orders = source != TILL
    told_apart = bool(rung) or books.from_orders or not has_orders
    count = len(placed) if has_orders else len(rung)
    return SheetRow(
        source=source,
        count=count,
        orders_fen=sum(_fee_fen(order) or 0 for order in placed) if has_orders else None,
        hours_fen=_net_fen(rung) if told_apart else None,
        wdk_fen=_net_fen(row for row in rung if _is_there(books, row))
        if told_apart and books.sending
        else None,
    )


def _net_fen(rows: Iterable[ReceiptRow]) -> int:
    return sum(row.figures.net_fen for row in rows)


def _is_there(books: _Books, row: ReceiptRow) -> bool:
    """Whether WDK has it, or gets it without anyone's help."""
    return row.key not in books.postings and not row.lacks


def _of_orders(books: _Books) -> Iterator[Difference]:
    for order in books.orders:
        row = books.of_order.get(order.key)
        if row is None and books.from_orders:
            yield _about(order, Cause.NO_RECEIPT)
        elif row is not None and row.figures.net_fen != _fee_fen(order):
            yield _about(order, Cause.AMOUNT, row)


def _about(order: Order, cause: Cause, row: ReceiptRow | None = None) -> Difference:
    fee = order.content.actual_fee
    unclear = _fee_fen(order) is None and fee is not None
    return Difference(
        cause=cause,
        source=source_of_order(order),
        mark=order.content.number or order.key.tbillno,
        at=order.state_at,
        orders_fen=_fee_fen(order),
        hours_fen=row.figures.net_fen if row else None,
        order=order.key,
        receipt=row.key if row else None,
        detail=str(fee) if unclear else "",
    )


def _of_receipts(books: _Books) -> Iterator[Difference]:
    """What WDK does not have, and will not get by itself."""
    missing = (row for row in books.receipts if books.sending and not _is_there(books, row))
    for row in missing:
        posting = books.postings.get(row.key)
        cause = _CAUSE.get(posting.outcome, Cause.WDK_UNKNOWN) if posting else Cause.LACKS_PAY_TYPE
        yield _of_receipt(row, cause, posting, "" if posting else row.lacks)


def _returned(books: _Books) -> Iterator[Difference]:
    for row in books.receipts:
        if row.key in books.sales:
            yield replace(_of_receipt(row, Cause.RETURNED, None, ""), order=books.sales[row.key])


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
    left_so = book.last is not None and book.last.outcome is Outcome.SETTLED_DONE
    if not is_closed(book.hour, now) or (left_so and book.last and book.last.figures == book.now):
        return None
    if book.reported is None:
        return _hour(book, Cause.HOUR_UNREPORTED) if book.figures != Figures() else None
    return None if book.reported == book.now else _hour(book, Cause.HOUR_DIFFERS)


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
