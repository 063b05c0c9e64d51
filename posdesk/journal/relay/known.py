"""Which orders the chain's gateway has still to be told of: those that came here by another way (relay.md).

Orders are numbered as they come. Up to one number all are known there; what the stream brings right behind it
is known by itself. An order may be told twice, which changes nothing; none is left out.
"""

import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from posdesk.domain.clock import to_text
from posdesk.domain.orders.order import OrderKey, Origin
from posdesk.journal import meta
from posdesk.journal.orders import order_rows
from posdesk.journal.transaction import Transaction

REMEMBERED: Final = timedelta(days=14)  # so long the gateway's map keeps a bill
_UP_TO: Final = "relay_known"
_OF_CHAIN: Final = (Origin.PUSHED, Origin.CAPTURED)


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """An order of this counter's: its row's number, what the platform wrote, what we answer it with."""

    number: int
    key: OrderKey
    tbillno: str
    billno: str


def begin(tx: Transaction) -> None:
    """What the gateway would have forgotten again is not told: a store's past before it had a relay."""
    old = tx.db.execute(
        "SELECT number FROM orders WHERE received_at < ? ORDER BY received_at DESC LIMIT 1",
        (to_text(tx.now - REMEMBERED),),
    ).fetchone()
    if old is not None:
        told(tx, old[0])


def by_stream(tx: Transaction, before: int) -> None:
    """The stream brought what is numbered behind `before`: the gateway has it in its map."""
    if up_to(tx.db) == before:
        told(tx, order_rows.last_number(tx.db))


def told(tx: Transaction, number: int) -> None:
    """The gateway knows all up to this one."""
    if up_to(tx.db) < number:
        meta.put(tx.db, _UP_TO, str(number))


def up_to(db: sqlite3.Connection) -> int:
    """The last order up to which the gateway knows all; 0 before the first."""
    return int(meta.value(db, _UP_TO) or 0)


def next_own(db: sqlite3.Connection) -> OwnOrder | None:
    """The next order that is to be told; None where the gateway knows all."""
    marks = ",".join("?" * len(_OF_CHAIN))
    row = db.execute(
        f"SELECT number, partner, bill, ordered, tbillno, billno FROM orders WHERE number > ?"
        f" AND origin IN ({marks}) ORDER BY number LIMIT 1",
        (up_to(db), *_OF_CHAIN),
    ).fetchone()
    if row is None:
        return None
    number, partner, bill, ordered, tbillno, billno = row
    return OwnOrder(number, OrderKey(partner, bill, ordered), tbillno, billno)
