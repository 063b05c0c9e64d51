"""Receipts in the journal: all of a call or none, each once for ever; what was handed in and not taken."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from posdesk.domain.books.ledger import IntakeFault, IntakeTrouble, ReceiptRow
from posdesk.domain.books.receipt import Door, Handed, Receipt, ReceiptKey
from posdesk.domain.books.receipt_versions import versions_of
from posdesk.domain.clock import from_text, to_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.order import Order, OrderKey
from posdesk.errors import ReceiptConflict
from posdesk.host.late import late
from posdesk.host.progress import Progress, silent
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.books import receipt_rows
from posdesk.journal.books.receipt_rows import StoredReceipt, Written
from posdesk.journal.orders import order_moves, order_rows
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.transaction import Chain, Transaction
from posdesk.journal.wiping import wiped_hashes
from posdesk.records import dataclass

if TYPE_CHECKING:
    from posdesk.journal.relay import foreign_receipts
else:
    foreign_receipts = late("posdesk.journal.relay.foreign_receipts")

ORDERS_AT_ONCE = 50
MOST_TOLD = 20  # contradictions of one file, each a line of its own
MOST_TROUBLES = 1000  # are shown: nobody reads more, and a till may leave one with each file
_RINGING = "ringing_after"
_NO_END = 2**62
_PAYING = (
    "SELECT 1 FROM intents i WHERE i.partner = o.partner AND i.bill = o.bill AND i.ordered = o.ordered"
    " AND i.kind = 'pay' AND i.outcome IN ('queued', 'sending', 'unknown') AND i.needs_person = 0"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a call: how many were new, how many were there already."""

    stored: int
    known: int


@dataclass(frozen=True, slots=True)
class Again:
    """What became of a file that was read again: besides, how many receipts contradict what is kept."""

    stored: int
    known: int
    contradicting: int


def written(handed: Sequence[Handed]) -> tuple[Written, ...]:
    """As `store` wants a call of thousands: made before its turn, so that it holds the writer less long.

    Raises BadReceipt for figures beyond reason.
    """
    return tuple(map(receipt_rows.written, handed))


def store(
    tx: Transaction, handed: Sequence[Handed | Written], door: Door, progress: Progress = silent
) -> Stored:
    """Store every receipt of one call, or none: the job's savepoint sees to that.

    The same receipt again changes nothing. Raises ReceiptConflict for another one under a known key,
    BadReceipt for figures beyond reason.
    """
    new = 0
    for number, each in enumerate(handed):
        progress(number, len(handed))
        new += _add(tx, each, door)
    if new:
        tx.touch("receipts")
    return Stored(new, len(handed) - new)


def store_again(tx: Transaction, handed: Sequence[Handed | Written], door: Door, name: str) -> Again:
    """Store what is new of a file that was taken before; each receipt that contradicts is told by itself.

    The first version of a receipt stays. Raises BadReceipt for figures beyond reason.
    """
    new, wrong = 0, []
    for given in handed:
        try:
            new += _add(tx, given, door)
        except ReceiptConflict as error:
            wrong.append(error)
    for each in wrong[:MOST_TOLD]:
        note_trouble(tx, door, IntakeFault.CONFLICT, name, str(each), ReceiptKey(*each.key))
    if len(wrong) > MOST_TOLD:
        more = len(wrong) - MOST_TOLD
        said = f"还有 {more} 张小票与已存的不同 / {more} more receipts differ from what is kept"
        note_trouble(tx, door, IntakeFault.CONFLICT, name, said)
    if new:
        tx.touch("receipts")
    return Again(new, len(handed) - new - len(wrong), len(wrong))


def _add(tx: Transaction, given: Handed | Written, door: Door) -> bool:
    """Store a receipt; whether it was new."""
    handed = given.handed if isinstance(given, Written) else given
    key = handed.receipt.key
    kept = receipt_rows.kept(tx.db, key)
    if kept is not None and not _says(tx.chain, kept, handed):
        raise ReceiptConflict(key, _conflict(tx.db, handed.receipt))
    if kept is not None or (handed.order is not None and _is_rung(tx, handed.order)):
        return False
    ready = given if isinstance(given, Written) else receipt_rows.written(given)
    receipt_rows.insert(tx.db, ready, door, tx.now)
    audit.write(
        tx,
        "receipt.stored",
        key=_subject(handed.source, key),
        door=door,
        actual_fen=handed.receipt.actual_fen,
        is_return=int(handed.receipt.is_return),
        raw=tx.chain.hash_of(handed.raw),
    )
    if tx.instance:
        foreign_receipts.tell(tx, handed)
    return True


def _says(chain: Chain, kept: StoredReceipt, handed: Handed) -> bool:
    """Whether this is the stored receipt; where its key is spelt otherwise, the rest may be, too.

    Earlier versions kept the blanks around keys, and a key may stand in it as what a return takes back.
    """
    same_look = kept.key == handed.receipt.key
    if kept.wiped is not None:
        return wiped_hashes.is_same_receipt(chain, kept.wiped, handed.raw, same_look=same_look)
    if same_look and kept.raw == handed.raw:
        return True
    old, new = wiped_hashes.unpadded(kept.raw), wiped_hashes.unpadded(handed.raw)
    return old == new if same_look else compared(old) == compared(new)


def _conflict(db: sqlite3.Connection, receipt: Receipt) -> str:
    """The words of a conflict: both versions, so that a person can tell which one is right."""
    name, kept = receipt_rows.mark(receipt.key), receipt_rows.get(db, receipt.key)
    zh, en = f"小票 {name} 已存在，内容不同", f"receipt {name} is known with other content"
    if kept is None:  # it is there and can't be read
        return f"{zh} / {en}"
    versions = versions_of(kept.receipt, receipt, thinned=kept.thinned_at is not None)
    return f"{zh}：{versions[0]} / {en}: {versions[1]}"


def _is_rung(tx: Transaction, order: OrderKey) -> bool:
    row = tx.db.execute(f"SELECT 1 FROM receipts WHERE {KEY}", order).fetchone()
    return row is not None or bool(tx.instance and foreign_receipts.is_rung(tx.db, order))


def _subject(source: str, key: ReceiptKey) -> tuple[str, str]:
    """Where the audit trail has an order's number, a receipt's line has this."""
    return source, receipt_rows.mark(key)


def row(db: sqlite3.Connection, key: ReceiptKey) -> ReceiptRow | None:
    """A receipt by its key."""
    return receipt_rows.get(db, key)


def rows_of_hour(db: sqlite3.Connection, hour: datetime, source: str = "") -> tuple[ReceiptRow, ...]:
    """An hour's receipts in the order of trade, of one source or of all, without lines and tenders."""
    if source:
        return tuple(receipt_rows.sums_of(db, "r.hour = ? AND r.source = ?", (to_text(hour), source)))
    return tuple(receipt_rows.sums_of(db, "r.hour = ?", (to_text(hour),)))


def lacking(db: sqlite3.Connection) -> tuple[ReceiptRow, ...]:
    """Receipts made from orders that wait for something in the settings, without lines and tenders."""
    return tuple(receipt_rows.sums_of(db, "r.lacks <> ''"))


def unqueued(db: sqlite3.Connection) -> int:
    """How many receipts are about to be queued for WDK."""
    row = db.execute("SELECT count(*) FROM receipts WHERE queued = 0 AND lacks = ''").fetchone()
    return int(row[0])


def complete(tx: Transaction, key: ReceiptKey, handed: Handed) -> bool:
    """Make a lacking receipt of an order anew, with what the settings say now. Whether anything changed."""
    old = receipt_rows.get(tx.db, key)
    may_change = old is not None and old.lacks and old.order is not None and old.wdk is None
    if old is None or not may_change or handed.receipt.key != key:
        return False
    kept = receipt_rows.kept(tx.db, key)
    if kept is None or kept.wiped or (kept.raw == handed.raw and old.lacks == handed.lacks):
        return False
    receipt_rows.replace_content(tx.db, handed, old.received_at)
    raw = tx.chain.hash_of(handed.raw)
    audit.write(tx, "receipt.completed", key=_subject(old.source, key), lacks=handed.lacks, raw=raw)
    tx.touch("receipts")
    return True


def ringing_after(tx: Transaction, on: bool) -> int | None:
    """After which completion orders become receipts: the last one before the setting was first seen on.

    None while it is off. It is a running number, since the clock may have been wrong at that moment.
    """
    return meta.after(tx, _RINGING, order_moves.last_completion(tx.db), on=on)


def orders_without_receipt(
    db: sqlite3.Connection,
    after: int,
    limit: int = ORDERS_AT_ONCE,
    *,
    upto: int | None = None,
    unpaid_until: datetime | None = None,
) -> tuple[Order, ...]:
    """Orders completed after that completion of which no receipt was made, in the order of completion.

    None after `upto`, where that is named. One whose payment at the counter still ends by itself is left
    out, unless it was completed before `unpaid_until`.
    """
    rows = db.execute(
        f"SELECT {order_rows.COLUMNS} FROM orders o WHERE completion > ? AND completion <= ? AND NOT EXISTS"
        " (SELECT 1 FROM receipts r WHERE r.partner = o.partner AND r.bill = o.bill"
        "  AND r.ordered = o.ordered) AND NOT EXISTS (SELECT 1 FROM foreign_receipts f"
        "  WHERE f.partner = o.partner AND f.bill = o.bill AND f.ordered = o.ordered)"
        f" AND {order_rows.OF_TRADE} AND (state_at < ? OR NOT EXISTS ({_PAYING}))"
        " ORDER BY completion LIMIT ?",
        (after, _NO_END if upto is None else upto, to_text(unpaid_until) if unpaid_until else "", limit),
    ).fetchall()
    return tuple(order_rows.readable(rows))


def note_trouble(  # noqa: PLR0917 - what a trouble is, and of which receipt
    tx: Transaction, door: Door, what: IntakeFault, name: str, reason: str, key: ReceiptKey | None = None
) -> None:
    """Remember what was handed in and not taken; the same again, while nobody has seen it, is one line."""
    where = (*(key or (None, None, None)), door, what, name, reason)
    again = tx.db.execute(
        "UPDATE intake_troubles SET at = ? WHERE seen_by IS NULL AND store_id IS ? AND pos_no IS ?"
        " AND serial_num IS ? AND door = ? AND what = ? AND name = ? AND reason = ?",
        (to_text(tx.now), *where),
    ).rowcount
    tx.touch("receipts")
    if again:
        return
    tx.db.execute(
        "INSERT INTO intake_troubles (at, store_id, pos_no, serial_num, door, what, name, reason)"
        " VALUES (?,?,?,?,?,?,?,?)",
        (to_text(tx.now), *where),
    )
    subject = _subject("", key) if key else None
    audit.write(tx, f"receipt.{what}", key=subject, door=door, reason=tx.chain.hash_of(reason))


def is_noted(db: sqlite3.Connection, door: Door, name: str) -> bool:
    """Whether something of that name was ever not taken at a door, seen or not."""
    asked = "SELECT 1 FROM intake_troubles WHERE door = ? AND name = ? LIMIT 1"
    return db.execute(asked, (door, name)).fetchone() is not None


def noted_since(db: sqlite3.Connection, since: datetime, door: Door, name: str, reason: str) -> bool:
    """Whether just that was noted since then, be it seen or not."""
    asked = "SELECT 1 FROM intake_troubles WHERE door = ? AND name = ? AND reason = ? AND at >= ? LIMIT 1"
    return db.execute(asked, (door, name, reason, to_text(since))).fetchone() is not None


def acknowledge_trouble(tx: Transaction, number: int, actor: str) -> None:
    """Mark it as seen; only the first time counts."""
    changed = tx.db.execute(
        "UPDATE intake_troubles SET seen_by = ?, seen_at = ? WHERE number = ? AND seen_by IS NULL",
        (actor, to_text(tx.now), number),
    ).rowcount
    if changed:
        audit.write(tx, "receipt.trouble_seen", actor=actor, trouble=number)
        tx.touch("receipts")


def troubles(db: sqlite3.Connection) -> tuple[IntakeTrouble, ...]:
    """What was not taken and nobody has seen yet, oldest first, MOST_TROUBLES at the most.

    It is asked at each change: what stands behind those comes when they have been seen.
    """
    rows = db.execute(
        "SELECT number, at, door, what, name, reason, store_id, pos_no, serial_num FROM intake_troubles"
        " WHERE seen_by IS NULL ORDER BY number LIMIT ?",
        (MOST_TROUBLES,),
    )
    return tuple(
        IntakeTrouble(
            number,
            from_text(at),
            Door(door),
            IntakeFault(what),
            name,
            reason,
            ReceiptKey(*key) if key[0] is not None else None,
        )
        for number, at, door, what, name, reason, *key in rows
    )
