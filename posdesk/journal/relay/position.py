"""How far this counter has read its store's orders, and when the relay was heard last (relay.md).

Written in the transaction of what a message did: either both are on disk, or neither is. A few names in meta,
which a store without a relay never has.
"""

import sqlite3
from datetime import datetime, timedelta

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.relay.position import Position
from posdesk.journal import meta
from posdesk.journal.transaction import Transaction

ORDERS = "relay_orders_position"
ACTS = "relay_acts_position"
_HEARD = "relay_heard"
_GATEWAY = "relay_gateway_ahead"
_A_MINUTE = timedelta(minutes=1)


def put(tx: Transaction, stream: str, position: Position) -> None:
    """The effect of the message at this position is in this transaction. `stream` is ORDERS or ACTS."""
    said = f"{position.sequence} {to_text(position.message_time)} {position.epoch}"
    meta.put(tx.db, stream, said)


def get(db: sqlite3.Connection, stream: str) -> Position | None:
    """Where the reading goes on; None before the first message."""
    sequence, _, rest = meta.value(db, stream).partition(" ")
    at, _, epoch = rest.partition(" ")
    return Position(epoch, int(sequence), from_text(at)) if sequence else None


def forget(tx: Transaction, stream: str) -> None:
    """What stood there is of a stream that is no more: the reading begins anew."""
    meta.forget(tx.db, stream)


def heard(tx: Transaction, at: datetime | None = None) -> None:
    """All that the stream holds for this counter is here as of then (aware), or as of now."""
    meta.put(tx.db, _HEARD, tx.at if at is None else to_text(at))


def last_heard(db: sqlite3.Connection) -> datetime | None:
    """When all that the stream held was here last; None where that never was."""
    said = meta.value(db, _HEARD)
    return from_text(said) if said else None


def gateway_clock(tx: Transaction, ahead: timedelta | None) -> None:
    """How far the gateway's clock is from its servers' by the last order, None where that is near.

    Written when it is another by a minute: a transaction that changes nothing is none.
    """
    known = gateway_ahead(tx.db)
    if ahead is None:
        if known is not None:
            meta.forget(tx.db, _GATEWAY)
    elif known is None or abs(known - ahead) >= _A_MINUTE:
        meta.put(tx.db, _GATEWAY, str(round(ahead.total_seconds())))


def gateway_ahead(db: sqlite3.Connection) -> timedelta | None:
    """The same as it stands; None where the gateway's clock is right, or nothing came yet."""
    said = meta.value(db, _GATEWAY)
    return timedelta(seconds=int(said)) if said else None
