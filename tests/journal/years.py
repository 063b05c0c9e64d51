"""A journal that has been in use for long, filled in seconds: one of each row, copied by SQL."""

import sqlite3
from collections.abc import Mapping
from datetime import timedelta

from posdesk.domain.books.hour import hour_of
from posdesk.domain.clock import to_text
from posdesk.domain.orders.intent import Kind
from posdesk.domain.pickup.lookup import ScanResult
from posdesk.journal import Journal, Transaction
from posdesk.journal.audit import audit
from posdesk.journal.orders import order_moves, scans
from tests.journal.making import Counter, key_of
from tests.journal.takings import CONFIRMED, Store, till

ORDER = key_of("Y0")
_APART = timedelta(hours=3)  # of one order, and one receipt, and the next
_YOUNGEST = timedelta(days=9)
_AT = (
    "strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', :newest, '-' || ((:count - n.i) * :apart_min) || ' minutes')"
)
_HOUR = f"substr({_AT}, 1, 14) || '00:00.000000+00:00'"
_NUMBERS = (
    "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) SELECT i FROM n)"
)
_SUMS = "sum(gross_fen - discount_fen - refund_fen) AS net, sum(receipts) AS sales, sum(items) AS sold"
_HOURS = (
    f"(SELECT hour AS h, {_SUMS}, max(number) AS newest FROM receipts WHERE serial_num <> 'Y0' GROUP BY hour)"
)
Columns = Mapping[str, str]


def fill(journal: Journal, count: int) -> None:
    """So many completed orders with all that hangs on them; receipts at WDK, their hours at ovopark.

    All of it is older than a week, and nothing of it waits for anybody.
    """
    _one_of_each(journal)
    journal.write(lambda tx: _copied(tx, count)).result(60)


def _one_of_each(journal: Journal) -> None:
    counter, store = Counter(journal), Store(journal)
    counter.add(ORDER.bill)
    counter.done(Kind.ACCEPT, ORDER)
    counter.write(lambda tx: order_moves.hand_over(tx, ORDER, "Li"))
    counter.write(lambda tx: scans.add(tx, "1", ScanResult.FOUND, "Li", ORDER))
    at = journal.now() - _YOUNGEST + timedelta(hours=2)
    (posting,) = store.queued(till("Y0", at=at))
    store.attempt(posting.seq, CONFIRMED)
    store.attempt(store.report(hour_of(at)).seq, CONFIRMED)


def _copied(tx: Transaction, count: int) -> None:
    newest = to_text(tx.now - _YOUNGEST)[:19]
    how = {"count": count, "newest": newest, "apart_min": int(_APART.total_seconds() // 60)}
    bill = {"tbillno": "'Y' || n.i", "bill": "'Y' || n.i"}
    of_order: dict[str, Columns] = {
        "orders": {
            **{"billno": "'B' || n.i", "completion": "1 + n.i", "state_at": _AT, "received_at": _AT},
            **{"accepted_at": _AT, "placed_at": _AT},
        },
        "intents": {"seq": "'YI' || n.i", "pressed_at": _AT, "leaves_at": _AT, "ended_at": _AT},
        "history": {"at": _AT},
        "scans": {"at": _AT},
    }
    for table, columns in of_order.items():
        _copy(tx.db, table, "bill = 'Y0'", {**bill, **columns}, how)
    placed = {"number": "1000 + n.i", "serial_num": "'Y' || n.i", "same_serial": "'Y' || n.i", "hour": _HOUR}
    placed |= {"received_at": _AT, "traded_at": _AT}
    _copy(tx.db, "receipts", "serial_num = 'Y0'", placed, how)
    posted = {"seq": "'YP' || n.i", "made_at": _AT, "ended_at": _AT}
    _copy(tx.db, "postings", "book = 'receipt'", {**posted, "receipt": "1000 + n.i"}, how)
    reported = {"seq": "'YH' || n.h", "hour": "n.h", "made_at": "n.h", "ended_at": "n.h", "upto": "n.newest"}
    reported |= {"net_fen": "n.net", "receipts": "n.sales", "items": "n.sold"}
    _copy(tx.db, "postings", "book = 'hour'", reported, {}, _HOURS)
    tried = "SELECT seq AS s FROM postings WHERE seq LIKE 'Y%'"
    _copy(tx.db, "posting_attempts", "1", {"seq": "n.s"}, {}, f"({tried})")
    for number in range(count):
        audit.write(tx, "receipt.stored", key=("till", f"Y{number}"))


def _copy(  # noqa: PLR0917 - what is copied, how, and how often
    db: sqlite3.Connection,
    table: str,
    which: str,
    columns: Columns,
    how: Mapping[str, object],
    numbers: str = _NUMBERS,
) -> None:
    """The first such row once for each of `n`, with these columns of its own."""
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    values = [columns.get(name, "NULL" if name == "number" else f"t.{name}") for name in names]
    first = f"(SELECT * FROM {table} WHERE {which} ORDER BY number LIMIT 1)"
    db.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {first} t, {numbers} n",
        how,
    )
