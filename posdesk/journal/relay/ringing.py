"""Which counter of a store rings a completed order up: two would book it twice (relay.md, 'Books').

The one that completed it, else the one that accepted it, else the one that reports the hours.
"""

import sqlite3
from datetime import datetime, timedelta
from enum import StrEnum

from posdesk.domain.orders.order import OrderKey
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.relay import counters, instance

GIVEN_UP_AFTER = timedelta(days=1)
"""So long after its completion nobody waits any more for a counter that can't be seen."""
_DONE = "outcome IN ('confirmed', 'settled_done')"
_COMPLETED = f"(kind = 'verify' AND {_DONE}) OR (kind = 'out' AND state = 'completed')"
_ACCEPTED = f"kind = 'accept' AND {_DONE}"


class Ringer(StrEnum):
    """Who rings an order up."""

    THIS = "this"
    OTHER = "other"
    LATER = "later"  # another counter may have completed or accepted it, and is not heard


def ringer_of(
    db: sqlite3.Connection,
    key: OrderKey,
    counter: str,
    *,
    completed_at: datetime,
    now: datetime,
    reports: bool,
) -> Ringer:
    """Who rings this order; `reports` is whether this counter reports the hours. Times are aware.

    What completed it here needs nobody's word, nor does what was over before this counter had others beside
    it; else all counters must have been heard since.
    """
    completed = _first(db, key, _COMPLETED)
    if completed is not None:
        return Ringer.THIS if completed == counter else Ringer.OTHER
    began = instance.began(db)
    if began is not None and completed_at < began:
        return Ringer.THIS
    if now - completed_at < GIVEN_UP_AFTER and counters.hour_waits_for(db, completed_at):
        return Ringer.LATER
    accepted = _first(db, key, _ACCEPTED)
    is_ours = accepted == counter if accepted is not None else reports
    return Ringer.THIS if is_ours else Ringer.OTHER


def _first(db: sqlite3.Connection, key: OrderKey, what: str) -> str | None:
    """At which counter it was done, by the clocks of who did it: every counter says the same."""
    row = db.execute(
        f"SELECT counter FROM acts WHERE {KEY} AND standing <> 'waiting' AND ({what})"
        " ORDER BY at, instance, n LIMIT 1",
        key,
    ).fetchone()
    return str(row[0]) if row else None
