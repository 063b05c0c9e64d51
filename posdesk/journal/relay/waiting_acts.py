"""Acts that came before their order: they wait for it, seven days and a thousand at the most (relay.md)."""

import logging
import sqlite3
from datetime import datetime, timedelta

from posdesk.domain.clock import to_text
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.act import Act
from posdesk.journal.audit import audit
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.relay import acts
from posdesk.journal.transaction import Transaction

log = logging.getLogger(__name__)
MOST = 1000
KEPT = timedelta(days=7)


def wait(tx: Transaction, act: Act, stored: datetime | None = None) -> None:
    """Keep an act until its order comes; of too many the one that waited longest is passed over.

    `stored` (aware) is when its stream stored it: the days are counted by that clock, since this PC's may be
    set to another day. Without it they are counted by ours.
    """
    acts.put(tx, act, acts.Standing.WAITING, stored)
    _pass_over(tx, "came_at < ?", to_text((stored or tx.now) - KEPT))
    if waiting(tx.db) > MOST:
        oldest = (
            "number = (SELECT number FROM acts WHERE standing = 'waiting' ORDER BY came_at, number LIMIT 1)"
        )
        _pass_over(tx, f"{oldest} AND ?", "1")


def waiting(db: sqlite3.Connection) -> int:
    """How many wait."""
    return int(db.execute("SELECT count(*) FROM acts WHERE standing = 'waiting'").fetchone()[0])


def next_order(db: sqlite3.Connection, after: int) -> tuple[int, Act] | None:
    """The next behind a number whose order could not be read; None behind the last."""
    row = db.execute(
        f"SELECT number, {acts.COLUMNS} FROM acts WHERE standing = 'waiting' AND kind = 'order'"
        " AND content <> '' AND number > ? ORDER BY number LIMIT 1",
        (after,),
    ).fetchone()
    return (row[0], acts.act_of(row[1:])) if row is not None else None


def _pass_over(tx: Transaction, which: str, value: str) -> None:
    asked = f"SELECT id, partner, bill, ordered, kind FROM acts WHERE standing = 'waiting' AND {which}"
    for act_id, partner, bill, ordered, kind in tx.db.execute(asked, (value,)).fetchall():
        tx.db.execute("UPDATE acts SET standing = 'passed', content = '' WHERE id = ?", (act_id,))
        log.warning("relay: %s of order %s of %s never found its order", kind, bill, partner)
        audit.write(tx, "act.passed_over", key=OrderKey(partner, bill, ordered), seq=act_id, kind=kind)


def take(tx: Transaction, key: OrderKey) -> tuple[Act, ...]:
    """Those of an order that has come, in the order in which they came."""
    found = tx.db.execute(
        f"SELECT {acts.COLUMNS} FROM acts WHERE {KEY} AND standing = 'waiting' ORDER BY number", key
    ).fetchall()
    tx.db.execute(
        f"UPDATE acts SET standing = 'applied', {acts.FOR_NOBODY} WHERE {KEY} AND standing = 'waiting'", key
    )
    return tuple(map(acts.act_of, found))
