"""Rows of the receipts table: reading and writing them, and finding them."""

import logging
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from posdesk.domain.books.hour import hour_of_receipt
from posdesk.domain.books.ledger import ReceiptRow
from posdesk.domain.books.receipt import Door, Figures, Handed, Receipt, ReceiptKey, figures_of, mismatches
from posdesk.domain.clock import from_text, in_china, to_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.order import OrderKey
from posdesk.errors import BadReceipt
from posdesk.journal import codec, sure
from posdesk.records import dataclass, replace

log = logging.getLogger(__name__)
FIGURES = "receipts, returns, items, gross_fen, discount_fen, refund_fen"
_COLUMNS = (
    "r.content, r.source, r.door, r.partner, r.bill, r.ordered, r.received_at, r.hour, r.receipts, r.returns,"
    " r.items, r.gross_fen, r.discount_fen, r.refund_fen, r.mismatches, r.lacks, p.outcome, p.target,"
    " p.last_code, r.thinned"
)
_FROM = (
    "receipts r LEFT JOIN postings p ON p.number ="
    " (SELECT max(number) FROM postings WHERE book = 'receipt' AND receipt = r.number)"
)
# The receipt of a name, in whatever look: where an earlier schema took several, the one that is written so.
NUMBER = (
    "(SELECT number FROM receipts WHERE same_store = ? AND same_pos = ? AND same_serial >= ?"
    " AND same_serial < ? ORDER BY store_id = ? AND pos_no = ? AND serial_num = ? DESC, same_serial LIMIT 1)"
)
_BEHIND = "\x0b"  # behind every mark of an older one, which begins with a line end, and before all other text
MOST = 4 * 10**18  # fen, or pieces: what a row may hold; hours add up beyond 64 bits (hour_totals.py)


def row_of(row: tuple[Any, ...]) -> ReceiptRow:
    """A receipt from its row in the columns' order."""
    content, source, door, partner, bill, ordered, received, hour, *rest = row
    figures, (wrong, lacks, outcome, target, code, thinned) = rest[:6], rest[6:]
    return ReceiptRow(
        receipt=codec.receipt_of(content),
        source=source,
        door=Door(door),
        received_at=from_text(received),
        hour=in_china(from_text(hour)),
        figures=Figures(*figures),
        mismatches=codec.mismatches_of(wrong),
        order=OrderKey(partner, bill, ordered) if partner is not None else None,
        lacks=lacks,
        wdk=Outcome(outcome) if outcome else None,
        target=target or "",
        code=code or "",
        thinned_at=codec.time_of(thinned),
    )


def not_queued(db: sqlite3.Connection) -> int:
    """How many receipts lack nothing and have no posting yet."""
    row = db.execute("SELECT count(*) FROM receipts WHERE queued = 0 AND lacks = ''").fetchone()
    return int(row[0])


def each(db: sqlite3.Connection, where: str, values: tuple[Any, ...] = ()) -> Iterator[ReceiptRow]:
    """Receipts by a condition on `r`, in the order of trade; a damaged one is named and hides no other."""
    order = "ORDER BY coalesce(r.traded_at, r.received_at), r.number"
    for row in db.execute(f"SELECT {_COLUMNS} FROM {_FROM} WHERE {where} {order}", values):
        try:
            yield row_of(row)
        except ValueError:
            log.exception("journal: a receipt of %s, received %s, can't be read", row[1], row[6])


def sums_of(db: sqlite3.Connection, where: str, values: tuple[Any, ...] = ()) -> Iterator[ReceiptRow]:
    """As `each`, without lines and tenders: a day has thousands of receipts, and lists show the sums."""
    for row in each(db, where, values):
        yield replace(row, receipt=replace(row.receipt, lines=(), tenders=()))


def select(db: sqlite3.Connection, where: str, values: tuple[Any, ...] = ()) -> tuple[ReceiptRow, ...]:
    """As `each`, all at once."""
    return tuple(each(db, where, values))


def get(db: sqlite3.Connection, key: ReceiptKey) -> ReceiptRow | None:
    """A receipt by its key."""
    found = select(db, f"r.number = {NUMBER}", named(key))
    return found[0] if found else None


def order_of_sale(db: sqlite3.Connection, refund: Receipt) -> OrderKey | None:
    """The order of the sale that a return takes back, None where that is no order's, or is not here."""
    sale = refund.original
    if sale is None:
        return None
    key = ReceiptKey(refund.key.store_id, sale.pos_no or refund.key.pos_no, sale.serial_num)
    question = f"SELECT partner, bill, ordered FROM receipts WHERE number = {NUMBER}"
    row = db.execute(question, named(key)).fetchone()
    return OrderKey(*row) if row and row[0] is not None else None


class StoredReceipt(NamedTuple):
    """The key of a receipt as it was written when it came, its wire text, and what stayed of a wiped one."""

    key: ReceiptKey
    raw: str
    wiped: str | None


def kept(db: sqlite3.Connection, key: ReceiptKey) -> StoredReceipt | None:
    """The receipt that is stored under a key, in whatever spelling."""
    question = f"SELECT store_id, pos_no, serial_num, raw, wiped FROM receipts WHERE number = {NUMBER}"
    row = db.execute(question, named(key)).fetchone()
    return StoredReceipt(ReceiptKey(*row[:3]), str(row[3]), row[4]) if row else None


def named(key: ReceiptKey) -> tuple[str, ...]:
    """The values of `NUMBER`."""
    same = ReceiptKey(*map(compared, key))
    return (*same, f"{same.serial_num}{_BEHIND}", *key)


@dataclass(frozen=True, slots=True)
class Written:
    """A receipt with the columns that its content makes: all work that needs no writer."""

    handed: Handed
    columns: dict[str, str | int | None]


def written(handed: Handed) -> Written:
    """What `insert` wants, made by whoever hands it in. Raises BadReceipt for figures beyond reason."""
    return Written(handed, _of_content(handed))


def insert(db: sqlite3.Connection, receipt: Written, door: Door, now: datetime) -> None:
    """Write a receipt that is not there yet."""
    handed = receipt.handed
    place = dict(zip(_NAMES, _key_and_place(handed, door, now), strict=True))
    values = {"number": next_number(db), **place, **receipt.columns, "hour": _hour(handed, now)}
    names, placeholders = ", ".join(values), ", ".join("?" * len(values))
    db.execute(f"INSERT INTO receipts ({names}) VALUES ({placeholders})", tuple(values.values()))


def next_number(db: sqlite3.Connection) -> int:
    """Of the next receipt: above all that are here or were lost."""
    (last,) = db.execute("SELECT coalesce(max(number), 0) FROM receipts").fetchone()
    return 1 + max(int(last), sure.lost(db).number or 0)


def replace_content(db: sqlite3.Connection, handed: Handed, received_at: datetime) -> None:
    """Write what a receipt says now, in place of what it said. Raises BadReceipt."""
    values = derived(handed, received_at)
    sets = ", ".join(f"{name} = ?" for name in values)
    db.execute(
        f"UPDATE receipts SET {sets} WHERE number = {NUMBER}", (*values.values(), *named(handed.receipt.key))
    )


_NAMES = (
    *("store_id", "pos_no", "serial_num", "same_store", "same_pos", "same_serial", "source", "door"),
    *("partner", "bill", "ordered", "received_at"),
)


def _key_and_place(handed: Handed, door: Door, now: datetime) -> tuple[str | None, ...]:
    key, order = handed.receipt.key, handed.order or (None, None, None)
    return (*key, *map(compared, key), handed.source, door, *order, to_text(now))


def derived(handed: Handed, received_at: datetime) -> dict[str, str | int | None]:
    """The columns that come of a receipt's content. Raises BadReceipt for figures beyond reason."""
    return {**_of_content(handed), "hour": _hour(handed, received_at)}


def _hour(handed: Handed, received_at: datetime) -> str:
    return to_text(hour_of_receipt(handed.receipt.traded_at, received_at))


def _of_content(handed: Handed) -> dict[str, str | int | None]:
    receipt = handed.receipt
    original, figures = receipt.original, figures_of(receipt)
    return {
        "traded_at": to_text(receipt.traded_at) if receipt.traded_at else None,
        **_checked(receipt.key, figures),
        "original_pos": compared(original.pos_no or receipt.key.pos_no) if original else None,
        "original_serial": compared(original.serial_num) if original else None,
        "mismatches": codec.mismatches_text(mismatches(receipt)),
        "lacks": handed.lacks,
        "content": codec.receipt_text(receipt),
        "raw": handed.raw,
    }


def _checked(key: ReceiptKey, figures: Figures) -> dict[str, int]:
    values = {name.strip(): getattr(figures, name.strip()) for name in FIGURES.split(",")}
    for name, value in values.items():
        if abs(value) > MOST:
            raise BadReceipt(f"小票 {mark(key)}：{name} 过大 / receipt {mark(key)}: {name} is beyond reason")
    return values


def mark(key: ReceiptKey) -> str:
    """A receipt's key as one text, for messages and the audit trail."""
    return "/".join(key)
