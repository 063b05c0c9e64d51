"""Notes, a promised time, what is packed: read with their order, written by a person (rows 17, 20, 21)."""

import sqlite3
from datetime import datetime
from types import MappingProxyType

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.order import Order, OrderContent, OrderKey
from posdesk.domain.orders.own import NOTHING, Note, Own, may_promise, note_text
from posdesk.domain.orders.packing import carried_over, is_packed, may_pack, pieces_of
from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal import codec
from posdesk.journal.audit import audit
from posdesk.journal.orders import history, order_rows
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.transaction import Transaction

NOTES_SHOWN = 50


def of_order(db: sqlite3.Connection, key: OrderKey) -> Own:
    """What the store added to an order."""
    rows = db.execute(
        "SELECT at, actor, text, promised_at FROM notes INDEXED BY notes_order"
        f" WHERE {KEY} ORDER BY number DESC LIMIT ?",
        (*key, NOTES_SHOWN),
    ).fetchall()
    packed = packed_of(db, key)
    if not rows and not packed:
        return NOTHING
    notes = tuple(Note(from_text(at), actor, text) for at, actor, text, _ in reversed(rows) if text)
    promised = next((promised for *_, promised in rows if promised), None)
    return Own(notes, codec.time_of(promised), MappingProxyType(packed))


def packed_of(db: sqlite3.Connection, key: OrderKey) -> dict[int, int]:
    """The pieces in the bag by the line's place."""
    return dict(db.execute(f"SELECT line, pieces FROM packing WHERE {KEY}", key))


def note(tx: Transaction, key: OrderKey, text: str, actor: str) -> None:
    """A note; the trail says that there is one, never what it says. Raises NotAllowed."""
    _order(tx, key)
    kept = note_text(text)
    if kept:
        _add(tx, key, actor, kept, None)
        history.note(tx, key, Happening.NOTED, actor=actor)
        audit.write(tx, "order.noted", actor=actor, key=key)


def promise(tx: Transaction, key: OrderKey, at: datetime, actor: str) -> None:
    """A time that somebody promised; it stays here. Raises NotAllowed."""
    if not may_promise(_order(tx, key)):
        raise NotAllowed(OrderReason.STATE, "an order that has ended is promised for no time")
    _add(tx, key, actor, "", at)
    history.note(tx, key, Happening.PROMISED, actor=actor, detail=to_text(at))
    audit.write(tx, "order.promised", actor=actor, key=key, time=to_text(at))


def pack(tx: Transaction, key: OrderKey, line: int, pieces: int, actor: str) -> None:
    """So many pieces of a line lie in the bag. The same again changes nothing. Raises NotAllowed."""
    order, packed = _order(tx, key), packed_of(tx.db, key)
    if not may_pack(order) or not 0 <= line < len(order.content.lines):
        raise NotAllowed(OrderReason.STATE, f"line {line} of an order that is {order.state} is not packed")
    pieces = max(0, min(pieces, pieces_of(order.content.lines[line])))
    if packed.get(line, 0) == pieces:
        return
    _put(tx, key, line, pieces)
    after = {**packed, line: pieces}
    audit.write(tx, "order.packed", actor=actor, key=key, line=line, pieces=pieces)
    if is_packed(order.content.lines, after):
        history.note(tx, key, Happening.PACKED, actor=actor)


def changed(tx: Transaction, key: OrderKey, old: OrderContent, new: OrderContent) -> None:
    """The platform changed an order: what is not wanted as it was is not packed any more."""
    packed = packed_of(tx.db, key)
    after = carried_over(old.lines, new.lines, packed) if packed else {}
    if after != packed:
        for line in packed:
            _put(tx, key, line, 0)
        for line, pieces in after.items():
            _put(tx, key, line, pieces)


def _order(tx: Transaction, key: OrderKey) -> Order:
    order = order_rows.get(tx.db, key)
    if order is None:
        raise NotAllowed(OrderReason.UNKNOWN_ORDER, f"no order {key}")
    return order


def _add(tx: Transaction, key: OrderKey, actor: str, text: str, promised: datetime | None) -> None:
    tx.db.execute(
        "INSERT INTO notes (partner, bill, ordered, at, actor, counter, text, promised_at)"
        " VALUES (?,?,?,?,?,?,?,?)",
        (*key, to_text(tx.now), actor, tx.counter, text, to_text(promised) if promised else None),
    )
    tx.touch("notes", key)


def _put(tx: Transaction, key: OrderKey, line: int, pieces: int) -> None:
    if pieces:
        tx.db.execute(
            "INSERT INTO packing (partner, bill, ordered, line, pieces) VALUES (?,?,?,?,?)"
            " ON CONFLICT (partner, bill, ordered, line) DO UPDATE SET pieces = excluded.pieces",
            (*key, line, pieces),
        )
    else:
        tx.db.execute(f"DELETE FROM packing WHERE {KEY} AND line = ?", (*key, line))
    tx.touch("packing", key)
