"""Receipts of the store's other counters: they count in the hours and go nowhere (relay.md, 'Books').

They stand in a table of their own: no shift, sheet or posting of this counter knows them.
"""

import logging
import sqlite3
from collections.abc import Mapping

from posdesk.domain.books.hour import hour_of_receipt
from posdesk.domain.books.ledger import IntakeFault
from posdesk.domain.books.receipt import Door, Figures, Handed, ReceiptKey, figures_of
from posdesk.domain.clock import from_text, to_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.act import Act, ActKind
from posdesk.journal.books import receipt_rows, receipts
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.relay import acts
from posdesk.journal.transaction import Transaction

log = logging.getLogger(__name__)
_FIGURES = ("receipts", "returns", "items", "gross_fen", "discount_fen", "refund_fen")
_SAME = "same_store = ? AND same_pos = ? AND same_serial = ?"


def tell(tx: Transaction, handed: Handed) -> None:
    """A receipt was taken in here: the others count it."""
    receipt = handed.receipt
    figures = figures_of(receipt)
    content = {
        **receipt.key._asdict(),
        "source": handed.source,
        "hour": to_text(hour_of_receipt(receipt.traded_at, tx.now)),
        "figures": [getattr(figures, name) for name in _FIGURES],
    }
    acts.tell(tx, ActKind.RECEIPT, handed.order, content=content)
    tx.db.execute(f"DELETE FROM foreign_receipts WHERE {_SAME}", tuple(map(compared, receipt.key)))


def put(tx: Transaction, act: Act) -> None:
    """Count another counter's receipt; one that is here itself, or can't be read, is not counted."""
    try:
        key, figures, hour = _read(act.content)
    except (KeyError, TypeError, ValueError, OverflowError):
        log.exception("relay: receipt %s of counter %s can't be read", act.id, act.counter)
        return
    if receipt_rows.kept(tx.db, key) is not None:
        return
    order = act.key or (None, None, None)
    tx.db.execute(
        "INSERT OR IGNORE INTO foreign_receipts (same_store, same_pos, same_serial, counter, source, partner,"
        f" bill, ordered, at, hour, {', '.join(_FIGURES)}) VALUES ({','.join('?' * 16)})",
        (
            *map(compared, key),
            *(act.counter, str(act.content["source"]), *order, to_text(act.at), hour),
            *(getattr(figures, name) for name in _FIGURES),
        ),
    )
    tx.touch("receipts")
    if act.key is not None:
        _tell_twice(tx, act, act.key)


def _read(content: Mapping[str, object]) -> tuple[ReceiptKey, Figures, str]:
    figures = content["figures"]
    if not isinstance(figures, list) or len(figures) != len(_FIGURES):
        raise ValueError("no figures")
    numbers = [int(each) for each in figures]
    if any(abs(each) > receipt_rows.MOST for each in numbers):
        raise ValueError("figures beyond reason")
    key = ReceiptKey(*(str(content[name]) for name in ReceiptKey._fields))
    return key, Figures(*numbers), to_text(from_text(str(content["hour"])))


def _tell_twice(tx: Transaction, act: Act, order: OrderKey) -> None:
    """Both counters rang it: WDK and the hours have it twice, which a person mends."""
    row = tx.db.execute(f"SELECT serial_num FROM receipts WHERE {KEY}", order).fetchone()
    if row is not None:
        zh = f"{act.counter} 号台也为此订单生成了小票"
        said = f"{zh} / counter {act.counter} has made a receipt of this order as well"
        receipts.note_trouble(tx, Door.ORDER, IntakeFault.CONFLICT, str(row[0]), said)


def is_rung(db: sqlite3.Connection, order: OrderKey) -> bool:
    """Whether another counter made a receipt of an order."""
    return db.execute(f"SELECT 1 FROM foreign_receipts WHERE {KEY}", order).fetchone() is not None
