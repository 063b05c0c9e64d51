"""By which clock personal data is wiped: the times that the journal saw go by, and whether they are in doubt.

Both stay over a restart, and so does on which day the last wiping ended: a journal that was put back out of a
backup is wiped anew.
"""

import sqlite3
from datetime import date, datetime

from posdesk.domain.clock import ClockDoubt, doubt_of_step, from_text, to_text
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction
from posdesk.journal.wiping import wiping

SEEN, DOUBT, WIPED = "clock_seen", "clock_doubt", "wiped_on"
_TRIES = 20  # batches beside one a sweep that find nothing to wipe: what is open or in dispute
_LAST_LINE = "SELECT at FROM audit WHERE number = (SELECT max(number) FROM audit)"


def see(tx: Transaction) -> ClockDoubt:
    """Note this transaction's time as seen, before its heartbeat is written; the doubt that stands then."""
    found = doubt_of_step(_seen(tx.db), tx.now)
    meta.put(tx.db, SEEN, to_text(tx.now))
    if found is not ClockDoubt.NONE:
        doubt(tx, found)
    return standing(tx.db)


def standing_at(db: sqlite3.Connection, now: datetime) -> ClockDoubt:
    """The doubt that a step to this time would leave; nothing is written."""
    return doubt_of_step(_seen(db), now) or standing(db)


def _seen(db: sqlite3.Connection) -> datetime | None:
    """The last time that was seen; a home of an older posdesk has its heartbeats, else what was audited."""
    seen = meta.value(db, SEEN) or db.execute("SELECT max(at) FROM heartbeats").fetchone()[0]
    row = (seen,) if seen else db.execute(_LAST_LINE).fetchone()
    return from_text(row[0]) if row else None


def standing(db: sqlite3.Connection) -> ClockDoubt:
    """The doubt that no platform's time has taken away yet."""
    return ClockDoubt(meta.value(db, DOUBT))


def doubt(tx: Transaction, found: ClockDoubt) -> None:
    """Note why the clock is not believed from now on; NONE: a platform's time agrees with it."""
    if found is standing(tx.db):
        return
    meta.put(tx.db, DOUBT, found.value)
    audit.write(tx, "clock.doubted" if found else "clock.believed", reason=found.value)


def wiped_on(db: sqlite3.Connection) -> date | None:
    """The day, in China, whose wiping was the last one to end."""
    day = meta.value(db, WIPED)
    return date.fromisoformat(day) if day else None


def end_day(tx: Transaction, day: date) -> None:
    """Note that this day's wiping has ended."""
    meta.put(tx.db, WIPED, day.isoformat())


def is_anything_due(tx: Transaction, due: wiping.WipeDue) -> bool:
    """Whether a wiping would find anything: tried, and undone."""
    mark = tx.mark()
    tx.db.execute("SAVEPOINT trial")
    try:
        return _finds(tx, due)
    finally:
        tx.db.execute("ROLLBACK TO trial")
        tx.db.execute("RELEASE trial")
        tx.go_back(mark)


def _finds(tx: Transaction, due: wiping.WipeDue) -> bool:
    at: wiping.WipeCursor | None = wiping.BEGIN
    for _ in range(wiping.SWEEPS + _TRIES):
        if at is None:
            return False
        found = wiping.wipe(tx, due, at)
        if any(found.rows.values()):
            return True
        at = found.next
    return True
