"""Which orders came while this counter was away, until somebody has read it (relay.md).

An order that came behind its deadline is one of them, however short that was; it rings never, also once it
was read of: its row stays while nobody has decided on it.
"""

import sqlite3
from datetime import datetime, timedelta
from typing import Final

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.status import Away
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.orders.order_rows import OF_TRADE
from posdesk.journal.transaction import Transaction

TOPIC = "relay_away"
_NAME = "relay_away"
_NAMED: Final = 500
"""So many of them are named at most; what ended over a day ago is counted only."""
_ENDED_LATELY: Final = timedelta(days=1)
_KEPT: Final = timedelta(days=7)  # as long as the streams keep it
_ANOTHER: Final = timedelta(hours=1)  # what came so long before is of another absence


def came(tx: Transaction, before: int, since: datetime | None) -> None:
    """What was stored behind that running number came now, by the relay; we were away since then, or weren't.

    `since` is aware, None for a counter that was there: then only what came too late is kept.
    """
    rows = tx.db.execute(
        "SELECT partner, bill, ordered, received_at, accept_by IS NOT NULL AND accept_by <= ? FROM orders"
        f" WHERE number > ? AND {OF_TRADE}",
        (tx.at, before),
    ).fetchall()
    for partner, bill, ordered, received_at, is_late in rows:
        if since is None and not is_late:
            continue
        _span(tx, min(since or tx.now, from_text(received_at)))
        key = OrderKey(partner, bill, ordered)
        tx.db.execute("INSERT OR IGNORE INTO away_orders VALUES (?, ?, ?, ?, 1, ?)", (*key, is_late, tx.at))
        tx.touch(TOPIC, key)


def _span(tx: Transaction, since: datetime) -> None:
    """With what nobody has read yet it is one time; what is a week old is read of by nobody any more."""
    start, end = _times(tx.db)
    if end is None or tx.now - end > _ANOTHER:
        _forget(tx, f"came_at < '{to_text(tx.now - _KEPT)}'")
    meta.put(tx.db, _NAME, f"{to_text(min(since, start) if start is not None else since)} {tx.at}")


def _times(db: sqlite3.Connection) -> tuple[datetime | None, datetime | None]:
    start, _, end = meta.value(db, _NAME).partition(" ")
    return (from_text(start), from_text(end)) if start else (None, None)


def set_by(tx: Transaction, by: timedelta) -> None:
    """Our clock was set by so much: what nobody has read yet goes along."""
    start, end = _times(tx.db)
    if start is not None and end is not None:
        meta.put(tx.db, _NAME, f"{to_text(start + by)} {to_text(end + by)}")
    rows = tx.db.execute("SELECT rowid, came_at FROM away_orders").fetchall()
    moved = [(to_text(from_text(came_at) + by), number) for number, came_at in rows]
    tx.db.executemany("UPDATE away_orders SET came_at = ? WHERE rowid = ?", moved)
    tx.touch(TOPIC)


def of(db: sqlite3.Connection) -> Away | None:
    """What nobody has read yet; None where nothing came."""
    start, end = _times(db)
    if start is None or end is None:
        return None
    count = db.execute("SELECT count(*) FROM away_orders WHERE listed = 1").fetchone()[0]
    rows = db.execute(
        "SELECT partner, bill, ordered FROM away_orders a CROSS JOIN orders o USING (partner, bill, ordered)"
        " WHERE listed = 1 AND (state NOT IN ('completed', 'cancelled', 'refused') OR state_at >= ?)"
        " ORDER BY number DESC LIMIT ?",
        (to_text(end - _ENDED_LATELY), _NAMED),
    )
    return Away(count, start, end, frozenset(OrderKey(*row) for row in rows))


def read(tx: Transaction, actor: str) -> None:
    """A person has read it; only the first time counts."""
    known = of(tx.db)
    if known is None:
        return
    meta.forget(tx.db, _NAME)
    _forget(tx, "true")
    tx.db.execute("UPDATE away_orders SET listed = 0 WHERE listed = 1")
    audit.write(tx, "relay.away.read", actor=actor, count=known.count)
    tx.touch(TOPIC)


def _forget(tx: Transaction, which: str) -> None:
    """All of these but what came too late and nobody has decided on: it would begin to ring."""
    tx.db.execute(
        f"DELETE FROM away_orders WHERE {which} AND (late = 0 OR NOT EXISTS (SELECT 1 FROM orders o"
        " WHERE o.state = 'new' AND o.partner = away_orders.partner AND o.bill = away_orders.bill"
        " AND o.ordered = away_orders.ordered))"
    )
