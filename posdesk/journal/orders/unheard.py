"""Whether a journal has ever heard of a bill number: one question, before the many that a known one needs."""

import sqlite3

from posdesk.domain.orders.order import BillNumber

_QUESTION = (
    "SELECT NOT (EXISTS (SELECT 1 FROM orders WHERE partner = ?1 AND bill = ?2)"
    " OR EXISTS (SELECT 1 FROM parked_events WHERE partner = ?1 AND bill = ?2)"
    " OR EXISTS (SELECT 1 FROM intents WHERE partner = ?1 AND bill = ?2)"
    " OR EXISTS (SELECT 1 FROM audit INDEXED BY audit_order WHERE partner = ?1 AND tbillno = ?2))"
)


def is_unheard_of(db: sqlite3.Connection, number: BillNumber) -> bool:
    """Whether nothing here tells of it: no order, no event that waits for one, no press, no audit line.

    The last two outlive an order that a damaged journal lost: such a one goes on where it stood.
    """
    return bool(db.execute(_QUESTION, number).fetchone()[0])
