"""A journal's instance: by it the counters of a store tell their acts and claims apart (relay.md, 'Acts').

It is another value than the journal's id of mark and seals, which a restore keeps: a journal that goes on
from an older copy of itself would give numbers of acts again that the others have heard already.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from posdesk.domain.clock import from_text
from posdesk.domain.orders.order import OrderKey
from posdesk.journal import meta
from posdesk.journal.transaction import INSTANCE, Transaction

N = "relay_n"
"""In meta: how many acts this instance has told."""
_BEGAN = "relay_began"


def of(db: sqlite3.Connection) -> str:
    """This journal's, empty where it never told anything."""
    return meta.value(db, INSTANCE) or ""


def begin(tx: Transaction) -> bool:
    """The store has a relay: this journal tells what it does from now on. Whether it is new to that."""
    if tx.instance:
        return False
    _put(tx)
    meta.put(tx.db, _BEGAN, tx.at)
    return True


def began(db: sqlite3.Connection) -> datetime | None:
    """Since when this journal tells what it does (aware); of what was done before no other counter heard."""
    at = meta.value(db, _BEGAN)
    return from_text(at) if at else None


def end(tx: Transaction) -> None:
    """The store has no relay any more: nothing more is told, and no claim keeps a card silent for ever."""
    for key in tx.db.execute("DELETE FROM claims RETURNING partner, bill, ordered").fetchall():
        tx.touch("claims", OrderKey(*key))
    tx.chain.instance = ""
    meta.forget(tx.db, INSTANCE)
    meta.forget(tx.db, _BEGAN)
    meta.forget(tx.db, "relay_open_told")


def renew(tx: Transaction) -> None:
    """It goes on from another state than the others know of it: as another instance, where it is one.

    What it held by then may have had its effect since: it is not this one's to give back.
    """
    if tx.instance:
        tx.db.execute("DELETE FROM claims WHERE instance = ?", (tx.instance,))
        _put(tx)


@contextmanager
def told_to_nobody(tx: Transaction) -> Iterator[None]:
    """What is written in the block is no act: it happened before the store had other counters."""
    own, tx.chain.instance = tx.chain.instance, ""
    try:
        yield
    finally:
        tx.chain.instance = own  # other jobs share the transaction


def _put(tx: Transaction) -> None:
    tx.chain.instance = secrets.token_hex(16)
    meta.put(tx.db, INSTANCE, tx.chain.instance)
    meta.put(tx.db, N, "0")
