"""What was heard, and what came, is told by this PC's clock: where somebody sets that, it all goes along.

How far the clock is ahead of the relay's is kept beside it. So a counter is forgotten, and an absence
counted, by the relay's days, whatever this PC takes for the date.
"""

import sqlite3
from datetime import timedelta
from typing import Final

from posdesk.journal import meta
from posdesk.journal.relay import away, counters, position
from posdesk.journal.transaction import Transaction

_NAME: Final = "relay_clock_ahead"
_LEAST: Final = timedelta(minutes=1)
"""A time service sets a clock by less, and so much an hour's measure may be wrong."""


def is_another(db: sqlite3.Connection, ahead: timedelta) -> bool:
    """Whether the clock stands otherwise than when the journal's moments were written."""
    known = _known(db)
    return known is None or abs(known - ahead) >= _LEAST


def keep_in_step(tx: Transaction, ahead: timedelta | None) -> None:
    """Before anything is written by our clock, so far ahead of the relay's; None where nobody knows."""
    if ahead is None or not is_another(tx.db, ahead):
        return
    known = _known(tx.db)
    meta.put(tx.db, _NAME, str(round(ahead.total_seconds())))
    if known is None:
        return
    by = ahead - known
    counters.set_by(tx, by)
    away.set_by(tx, by)
    heard = position.last_heard(tx.db)
    if heard is not None:
        position.heard(tx, heard + by)


def _known(db: sqlite3.Connection) -> timedelta | None:
    said = meta.value(db, _NAME)
    return timedelta(seconds=int(said)) if said else None
