"""Rows of the orders table: reading them, and finding those that share a number."""

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from posdesk.domain.books.hour import day_of
from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.closing import ClosedHere, CloseReason
from posdesk.domain.orders.identity import KnownOrder
from posdesk.domain.orders.order import (
    FINAL_STATES,
    TRAINING,
    WAITS_FOR_ACCEPT,
    BillNumber,
    Order,
    OrderContent,
    OrderKey,
    OrderState,
    Origin,
    Received,
    Thinned,
    Wiped,
    passed_over_of,
)
from posdesk.domain.privacy import last_four
from posdesk.journal import codec, rows
from posdesk.journal.orders import raws
from posdesk.journal.transaction import Transaction
from posdesk.records import dataclass

log = logging.getLogger(__name__)
COLUMNS = (
    "partner, bill, ordered, billno, content, state, state_at, received_at, origin, accept_by,"
    " accepted_at, changed, previous, stop_open, conflict, passed_over, wiped, thinned, closed_at, closed_by,"
    " close_reason, close_note"
)
KEY = "partner = ? AND bill = ? AND ordered = ?"
UNCLEAR = 2  # of stop_open: a cancel came that may be meant for another order of that number
_NUMBER = "partner = ? AND bill = ?"
OF_TRADE = f"origin <> '{Origin.TRAINING}'"
"""Of whoever counts orders, or looks for one: without our own (training.py)."""
PRINT_OF_TRADE = f"partner IS NOT '{TRAINING}'"
"""The same of a row that hangs on an order, or on none."""
OPEN = "state IN ('new', 'accepted', 'ready') AND closed_at IS NULL"
WORKED_ON = "({})".format(
    " OR ".join(
        f"EXISTS (SELECT 1 FROM {each} w WHERE w.partner = o.partner AND w.bill = o.bill"
        " AND w.ordered = o.ordered)"
        for each in ("intents", "notes", "packing")
    )
)
"""Of an order `o`: whether somebody did anything with it."""
_KNOWN = f"partner, bill, ordered, received_at, placed_at, NOT ({OPEN})"
_NEWEST_FIRST = "ORDER BY placed_at DESC, number DESC"


def order_of(row: tuple[Any, ...]) -> Order:
    """An order from its row in `COLUMNS`' order."""
    partner, bill, ordered, billno, content, state, state_at, received, origin, by, accepted, *rest = row
    changed, previous, stop_open, conflict, passed_over, wiped, thinned, *closed = rest
    return Order(
        key=OrderKey(partner, bill, ordered),
        billno=billno,
        content=codec.content_of(content),
        state=OrderState(state),
        state_at=from_text(state_at),
        received_at=from_text(received),
        origin=Origin(origin),
        accept_by=codec.time_of(by),
        accepted_at=codec.time_of(accepted),
        changed=tuple(changed.split()),
        previous=codec.content_of(previous) if previous else None,
        stop_open=bool(stop_open),
        is_unclear=stop_open == UNCLEAR,
        conflict=conflict,
        passed_over=passed_over_of(passed_over),
        wiped=wiped_of(wiped),
        thinned=thinned_of(thinned),
        closed=_closed_of(*closed),
    )


def _closed_of(at: str | None, by: str, reason: str, note: str) -> ClosedHere | None:
    return ClosedHere(from_text(at), by, CloseReason(reason), note) if at else None


def wiped_of(text: str | None) -> Wiped | None:
    """That an order is wiped, from its column; None while it isn't."""
    at, raw, content, telling = (text or "   ").split(" ")
    return Wiped(from_text(at), raw, content, telling) if text else None


def wiped_text(wiped: Wiped) -> str:
    """What `wiped_of` reads."""
    return " ".join((to_text(wiped.at), wiped.raw, wiped.content, wiped.telling))


def thinned_of(text: str | None) -> Thinned | None:
    """That an order is thinned, from its column; None while it isn't."""
    at, goods, lines, extras = (text or "   ").split(" ")
    return Thinned(from_text(at), Decimal(goods), lines, extras) if text else None


def thinned_text(thinned: Thinned) -> str:
    """What `thinned_of` reads."""
    return " ".join((to_text(thinned.at), str(thinned.goods), thinned.lines, thinned.extras))


def readable(rows: Iterable[tuple[Any, ...]]) -> Iterator[Order]:
    """The orders of these rows; one that is damaged is named in the log and hides no other."""
    for row in rows:
        try:
            yield order_of(row)
        except ValueError:
            log.exception("journal: order %s of %s can't be read", row[1], row[0])


def get(db: sqlite3.Connection, key: OrderKey) -> Order | None:
    """An order by its key."""
    row = db.execute(f"SELECT {COLUMNS} FROM orders WHERE {KEY}", key).fetchone()
    return order_of(row) if row else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an order stands, without what is in it."""

    state: OrderState
    is_closed_here: bool

    @property
    def is_final(self) -> bool:
        """See `Order`."""
        return self.state in FINAL_STATES


def standing(db: sqlite3.Connection, key: OrderKey) -> Standing | None:
    """Where an order stands; None for one that isn't there."""
    row = db.execute(f"SELECT state, closed_at FROM orders WHERE {KEY}", key).fetchone()
    if row is None:
        return None
    state = OrderState(row[0])
    return Standing(state, row[1] is not None and state not in FINAL_STATES)


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order that is to be stored; `accept_by` is None where no accept is wanted. Times are aware."""

    key: OrderKey
    billno: str
    received: Received
    origin: Origin
    placed_at: datetime
    accept_by: datetime | None


def insert_all(tx: Transaction, news: Sequence[NewOrder]) -> None:
    """Store them: one that waits for its accept is new, any other is accepted."""
    last = last_number(tx.db)
    numbers = range(last + 1, last + 1 + len(news))
    rows.insert(
        tx.db,
        "INSERT INTO orders (number, partner, bill, ordered, placed_at, tbillno, billno, counter, state,"
        " state_at, origin, received_at, accept_by, show_no, customer, phone_last4, content, raw)",
        [(number, *_row_of(tx, new)) for number, new in zip(numbers, news, strict=True)],
    )
    raws.put_new(tx.db, [(number, new.received.raw) for number, new in zip(numbers, news, strict=True)])


def last_number(db: sqlite3.Connection) -> int:
    """The number of the row that came last; 0 of none."""
    return int(db.execute("SELECT max(number) FROM orders").fetchone()[0] or 0)


def _row_of(tx: Transaction, new: NewOrder) -> rows.Row:
    content = new.received.content
    return (
        *new.key,
        to_text(new.placed_at),
        content.tbillno,
        new.billno,
        tx.counter,
        OrderState.NEW if new.origin in WAITS_FOR_ACCEPT else OrderState.ACCEPTED,
        tx.at,
        new.origin,
        tx.received_text,
        to_text(new.accept_by) if new.accept_by else None,
        *found_by(content),
        codec.content_text(content),
        raws.NONE,
    )


def told_of(new: NewOrder, raw: str) -> dict[str, str | int | None]:
    """What the audit trail says of a new order besides its key; `raw` is its text's salted hash."""
    fee = new.received.content.actual_fee
    return {"raw": raw, "actual_fee": None if fee is None else str(fee)}


def found_by(content: OrderContent) -> tuple[str, str, str]:
    """Show number, name and last four digits, as a search compares them."""
    return "".join(content.show_no.split()), content.customer, last_four(content.phone)


def is_there(db: sqlite3.Connection, key: OrderKey) -> bool:
    """Whether a row has this key."""
    return db.execute(f"SELECT 1 FROM orders WHERE {KEY}", key).fetchone() is not None


def number_of(db: sqlite3.Connection, key: OrderKey) -> int:
    """The number of the row of an order that is here."""
    return int(db.execute(f"SELECT number FROM orders WHERE {KEY}", key).fetchone()[0])


def newest(db: sqlite3.Connection, number: BillNumber) -> OrderKey | None:
    """The newest order of a number, to which the platform's events go."""
    row = db.execute(
        f"SELECT partner, bill, ordered FROM orders WHERE {_NUMBER} {_NEWEST_FIRST} LIMIT 1", number
    ).fetchone()
    return OrderKey(*row) if row else None


def open_ones(db: sqlite3.Connection, number: BillNumber) -> tuple[OrderKey, ...]:
    """The orders of a number that have not ended, newest first; seldom more than one."""
    rows = db.execute(
        f"SELECT partner, bill, ordered FROM orders WHERE {_NUMBER} AND {OPEN} {_NEWEST_FIRST}", number
    )
    return tuple(OrderKey(*row) for row in rows)


def unclear_ones(db: sqlite3.Connection, number: BillNumber) -> tuple[OrderKey, ...]:
    """Orders of one number of which a person must say which was cancelled, newest first."""
    where = f"{_NUMBER} AND stop_open = {UNCLEAR} {_NEWEST_FIRST}"
    rows = db.execute(f"SELECT partner, bill, ordered FROM orders WHERE {where}", number)
    return tuple(OrderKey(*row) for row in rows)


def known_of(
    db: sqlite3.Connection, number: BillNumber, ordered_at: datetime | None, day_starts: str
) -> tuple[KnownOrder, ...]:
    """What identity looks at of a number's orders, newest first: a few rows, however many there are."""
    rows = [_one(db, f"{_NUMBER} {_NEWEST_FIRST}", *number)]
    if ordered_at is not None and rows != [None]:
        start, end = day_of(ordered_at, day_starts)
        rows.append(_one(db, f"{_NUMBER} AND ordered = ?", *number, to_text(ordered_at)))
        for column in ("ordered", "placed_at"):  # the second finds those that came without a time
            within = f"{_NUMBER} AND {column} >= ? AND {column} < ? {_NEWEST_FIRST}"
            rows.append(_one(db, within, *number, to_text(start), to_text(end)))
    found = dict.fromkeys(row for row in rows if row is not None)
    return tuple(
        KnownOrder(OrderKey(*row[:3]), from_text(row[3]), from_text(row[4]), bool(row[5])) for row in found
    )


def _one(db: sqlite3.Connection, where: str, *values: str) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = db.execute(
        f"SELECT {_KNOWN} FROM orders WHERE {where} LIMIT 1", values
    ).fetchone()
    return row


def wiped_at_key(db: sqlite3.Connection, key: OrderKey) -> tuple[Wiped, Thinned | None] | None:
    """Whether an order of that key is wiped, and what stayed of what it said."""
    row = db.execute(f"SELECT wiped, thinned FROM orders WHERE {KEY}", key).fetchone()
    wiped = wiped_of(row[0]) if row else None
    return (wiped, thinned_of(row[1])) if wiped else None


def content_of(db: sqlite3.Connection, key: OrderKey) -> OrderContent | None:
    """What an order says now; None where there is none, or it is damaged."""
    row = db.execute(f"SELECT content FROM orders WHERE {KEY}", key).fetchone()
    try:
        return codec.content_of(row[0]) if row else None
    except ValueError:
        log.exception("journal: order %s of %s can't be read", key.bill, key.partner)
        return None
