"""What the desk and the outbox read: orders with their intents, and the search over all orders."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from posdesk.domain.clock import to_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.finding import FoundBy, shown_number
from posdesk.domain.orders.order import Order, OrderKey
from posdesk.domain.orders.own import NOTHING
from posdesk.host.late import late
from posdesk.journal import meta
from posdesk.journal.orders import intent_rows, order_moves, order_rows, own_rows, suffixes
from posdesk.journal.orders.order_rows import OF_TRADE, OPEN, WORKED_ON
from posdesk.journal.transaction import INSTANCE

if TYPE_CHECKING:
    from posdesk.journal.relay import acts, claims
else:
    acts = late("posdesk.journal.relay.acts")
    claims = late("posdesk.journal.relay.claims")  # of a store with a relay

ENDED_LIMIT = 1000
LOOKED_UP_KEPT = timedelta(days=7)
"""So long one that came by a look-up, and was worked on, is read for the board; then it is found only."""
FOUND_LIMIT = 50
OPEN_LIMIT = 200
AT_ONCE = 50  # orders of which is asked together what there is besides
_LAST = "\U0010ffff"
_NUMBER_K = "partner = k.value ->> 0 AND bill = k.value ->> 1"
_KEY_K = f"{_NUMBER_K} AND ordered = k.value ->> 2"
_WHAT_MORE = (
    f"SELECT EXISTS (SELECT 1 FROM intents WHERE {_KEY_K}),"
    f" EXISTS (SELECT 1 FROM notes WHERE {_KEY_K}) OR EXISTS (SELECT 1 FROM packing WHERE {_KEY_K}),"
    f" EXISTS (SELECT 1 FROM orders WHERE {_NUMBER_K} AND {OPEN} AND ordered <> k.value ->> 2),"
    f" EXISTS (SELECT 1 FROM claims WHERE {_KEY_K}),"
    f" EXISTS (SELECT 1 FROM away_orders WHERE {_KEY_K} AND late = 1)"
    " FROM json_each(?) k ORDER BY k.key"
)
"""A `_More` of each order `k`, in their order."""


class _More(NamedTuple):
    """What there is of an order besides, 0 or 1 of each: of one that has just come in nothing."""

    intents: int
    own: int
    twins: int
    claims: int
    came_late: int


def view(db: sqlite3.Connection, key: OrderKey) -> OrderView | None:
    """One order with its intents. Raises ValueError for one that is damaged."""
    order = order_rows.get(db, key)
    return None if order is None else next(_with_intents(db, (order,)))


def of_keys(db: sqlite3.Connection, keys: Iterable[OrderKey]) -> tuple[OrderView, ...]:
    """These orders with their intents, as far as they are here; a damaged one is named in the log."""
    asked = json.dumps(list(keys))
    rows = db.execute(
        f"SELECT {order_rows.COLUMNS} FROM json_each(?) k CROSS JOIN orders ON {_KEY_K}", (asked,)
    )
    return tuple(_with_intents(db, order_rows.readable(rows)))


def each_on_board(db: sqlite3.Connection, now: datetime) -> Iterator[OrderView]:
    """All that is open in any way, and what ended within a day (the latest thousand), one by one.

    Own orders of the last day that nobody has put away are among them: they prove the board.
    Of those that were only looked up the newest, and for a while those on which somebody worked.
    """
    wanted = "(partner, bill, ordered) IN (SELECT partner, bill, ordered FROM wanted)"
    rows = db.execute(
        "WITH wanted AS ("
        f" SELECT partner, bill, ordered FROM orders WHERE {OPEN} AND origin = 'pushed'"
        f" UNION SELECT partner, bill, ordered FROM orders o WHERE {OPEN} AND origin = 'captured'"
        f"  AND received_at >= :long_ago AND (received_at >= :since OR {WORKED_ON})"
        f" UNION SELECT partner, bill, ordered FROM orders WHERE {OPEN} AND origin = 'training'"
        "  AND received_at >= :since"
        " UNION SELECT partner, bill, ordered FROM orders WHERE stop_open > 0"
        " UNION SELECT partner, bill, ordered FROM intents WHERE outcome IN ('queued', 'sending', 'unknown')"
        " UNION SELECT partner, bill, ordered FROM (SELECT partner, bill, ordered FROM orders"
        f"   WHERE state_at >= :since AND {OF_TRADE} ORDER BY state_at DESC LIMIT :most)"
        " UNION SELECT partner, bill, ordered FROM (SELECT partner, bill, ordered FROM orders"
        f"   WHERE closed_at >= :since AND {OF_TRADE} ORDER BY closed_at DESC LIMIT :most))"
        f" SELECT {order_rows.COLUMNS} FROM orders WHERE {wanted}",
        {
            "since": order_moves.ended_since(now),
            "long_ago": to_text(now - LOOKED_UP_KEPT),
            "most": ENDED_LIMIT,
        },
    )
    return _with_intents(db, order_rows.readable(rows))


def _with_intents(db: sqlite3.Connection, found: Iterable[Order]) -> Iterator[OrderView]:
    """Orders with their intents."""
    instance, orders = meta.value(db, INSTANCE), iter(found)
    while some := tuple(islice(orders, AT_ONCE)):
        asked = json.dumps([each.key for each in some])
        for order, row in zip(some, db.execute(_WHAT_MORE, (asked,)).fetchall(), strict=True):
            yield _view(db, order, instance, _More(*row))


def _view(db: sqlite3.Connection, order: Order, instance: str, more: _More) -> OrderView:
    """`instance` is this journal's, empty where the store has no relay."""
    key = order.key
    return OrderView(
        order,
        intent_rows.of_order(db, key) if more.intents else (),
        _twins_of(db, key) if more.twins and not order.is_over else 0,
        own=own_rows.of_order(db, key) if more.own else NOTHING,
        elsewhere=acts.of_order(db, key, instance) if instance else (),
        claims=claims.of_order(db, key) if more.claims else (),
        came_late=bool(more.came_late),
    )


def _twins_of(db: sqlite3.Connection, key: OrderKey) -> int:
    """How many other open orders have its number."""
    return len({*order_rows.open_ones(db, key.number)} - {key})


def newest_open(db: sqlite3.Connection, now: datetime) -> Iterator[Order]:
    """The orders that have not ended, the latest first, a few hundred at the most; read one by one.

    Of those that came by a look-up only what somebody worked on lately: the others stay open for months.
    """
    captured = f"origin = 'captured' AND received_at >= ? AND {WORKED_ON}"
    for where, values in (("origin = 'pushed'", ()), (captured, (to_text(now - LOOKED_UP_KEPT),))):
        rows = db.execute(
            f"SELECT {order_rows.COLUMNS} FROM orders o INDEXED BY orders_open WHERE {OPEN} AND {where}"
            " ORDER BY received_at DESC LIMIT ?",
            (*values, OPEN_LIMIT),
        )
        yield from order_rows.readable(rows)


def search(db: sqlite3.Connection, text: str) -> tuple[OrderView, ...]:
    """Orders by show number, last four digits, our or the platform's bill number, or part of a name.

    What was typed whole comes first (`FoundBy`), of those alike the latest: show numbers come again each
    day.
    """
    text = text.strip()
    show_no = shown_number(text)
    if not show_no:
        return ()
    bill, ours = compared(text), text.upper()
    named = json.dumps(suffixes.named(db, text, FOUND_LIMIT))
    values = (show_no, f"#{show_no}", bill, ours, text, bill, bill + _LAST, ours, ours + _LAST, named)
    rows = db.execute(
        f"SELECT {order_rows.COLUMNS} FROM orders JOIN (SELECT number AS hit, min(reason) AS reason"
        f" FROM ({_FOUND}) GROUP BY number) ON number = hit WHERE {OF_TRADE}"
        " ORDER BY reason, received_at DESC, number DESC LIMIT ?",
        (*values, FOUND_LIMIT),
    ).fetchall()
    return tuple(_with_intents(db, order_rows.readable(rows)))


def _latest(reason: FoundBy, condition: str, index: str, first: str = "number") -> str:
    where = f"INDEXED BY {index} WHERE {condition} ORDER BY {first} DESC LIMIT {FOUND_LIMIT}"
    return f"SELECT number, {reason.value} AS reason FROM (SELECT number FROM orders {where})"


_FOUND = " UNION ALL ".join(
    (
        _latest(FoundBy.NUMBER, "show_no = ?", "orders_show_no"),
        _latest(FoundBy.NUMBER, "show_no = ?", "orders_show_no"),
        _latest(FoundBy.BILL, "bill = ?", "orders_bill"),
        _latest(FoundBy.BILL, "billno = ?", "orders_billno"),
        _latest(FoundBy.LAST_FOUR, "phone_last4 = ?", "orders_last4"),
        _latest(FoundBy.BILL_BEGINS, "bill BETWEEN ? AND ?", "orders_bill", "bill"),
        _latest(FoundBy.BILL_BEGINS, "billno BETWEEN ? AND ?", "orders_billno", "billno"),
        f"SELECT value AS number, {FoundBy.NAME.value} AS reason FROM json_each(?)",
    )
)
