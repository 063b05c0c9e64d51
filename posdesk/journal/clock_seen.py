"""Which times the journal has seen go by, and whether its clock is in doubt: both stay over restarts."""

import sqlite3
from datetime import datetime

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.clock_trust import Doubt, doubt_of_step
from posdesk.journal import audit
from posdesk.journal.transaction import Transaction

_SEEN, _DOUBT = "clock_seen", "clock_doubt"
_LAST_LINE = "SELECT at FROM audit ORDER BY number DESC LIMIT 1"


def see(tx: Transaction) -> Doubt:
    """Take a step to this transaction's time; before a heartbeat is written, so that none is overlooked."""
    found = doubt_of_step(_seen(tx.db), tx.now)
    tx.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_SEEN, to_text(tx.now)))
    if found is not Doubt.NONE:
        doubt(tx, found)
    return standing(tx.db)


def _seen(db: sqlite3.Connection) -> datetime | None:
    """The last time that was seen; a home of an older posdesk has its heartbeats, else what was audited."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_SEEN,)).fetchone()
    row = row or db.execute("SELECT max(at) FROM heartbeats").fetchone()
    row = row if row[0] else db.execute(_LAST_LINE).fetchone()
    return from_text(row[0]) if row else None


def standing(db: sqlite3.Connection) -> Doubt:
    """The doubt that no platform's time has taken away yet."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_DOUBT,)).fetchone()
    return Doubt(row[0]) if row else Doubt.NONE


def doubt(tx: Transaction, found: Doubt) -> None:
    """From now on the clock is not believed; NONE: a platform's time agrees with it."""
    if found is standing(tx.db):
        return
    tx.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_DOUBT, found.value))
    audit.write(tx, "clock.doubted" if found else "clock.believed", reason=found.value)
