"""Calls under a partner's appid that are wrongly signed or not at all: a row a partner, whoever made them.

Strangers can make any number of them, so the engine gathers them and writes seldom
(engine/listening/turned_away.py).
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.refused import TurnedAway, WrongSigns
from posdesk.journal.audit import audit
from posdesk.journal.orders import refused_calls
from posdesk.journal.orders.refused_calls import TOPIC
from posdesk.journal.transaction import Transaction

AUDITED_EVERY = timedelta(hours=1)
_OF = "partner = ? AND what = 'wrong_sign'"


@dataclass(frozen=True, slots=True)
class GatheredSigns:
    """Those of one partner since the last writing. `since`: they are too many to be chance, from then on."""

    count: int
    first_at: datetime
    last_at: datetime
    since: datetime | None = None


def add_wrong_signs(tx: Transaction, partner: str, gathered: GatheredSigns) -> None:
    """Count them on the partner's row; one audit line an hour at most."""
    since = to_text(gathered.since) if gathered.since else None
    times = to_text(gathered.first_at), to_text(gathered.last_at)
    row = tx.db.execute(
        "INSERT INTO counted_calls (partner, what, count, first_at, last_at, since)"
        " VALUES (?, 'wrong_sign', ?, ?, ?, ?) ON CONFLICT (partner, what) DO UPDATE SET"
        " count = count + excluded.count, last_at = excluded.last_at, since = coalesce(since, excluded.since)"
        " RETURNING count, audited_at",
        (partner, gathered.count, *times, since),
    ).fetchone()
    tx.touch(TOPIC)
    count, audited_at = row
    if audited_at is None or abs(tx.now - from_text(audited_at)) >= AUDITED_EVERY:
        audit.write(tx, "call.wrong_sign", key=(partner, ""), count=count, last=times[1])
        tx.db.execute(f"UPDATE counted_calls SET audited_at = ? WHERE {_OF}", (to_text(tx.now), partner))


def end_wrong_signs(tx: Transaction, partner: str) -> None:
    """A rightly signed call came after them: the appkey is right."""
    if tx.db.execute(
        f"UPDATE counted_calls SET since = NULL WHERE {_OF} AND since <> ''", (partner,)
    ).rowcount:
        audit.write(tx, "call.wrong_sign.over", key=(partner, ""))
        tx.touch(TOPIC)


def see_wrong_signs(tx: Transaction, actor: str) -> None:
    """Somebody has read of all of them."""
    seen = tx.db.execute(
        "UPDATE counted_calls SET since = NULL WHERE what = 'wrong_sign' AND since <> '' RETURNING partner"
    ).fetchall()
    for (partner,) in sorted(seen):
        audit.write(tx, "call.wrong_sign.seen", actor=actor, key=(partner, ""))
        tx.touch(TOPIC)


def all_wrong_signs(db: sqlite3.Connection) -> tuple[WrongSigns, ...]:
    """A partner's row each."""
    rows = db.execute(
        "SELECT partner, count, first_at, last_at, since FROM counted_calls WHERE what = 'wrong_sign'"
        " ORDER BY partner"
    )
    return tuple(
        WrongSigns(name, count, from_text(first), from_text(last), from_text(since) if since else None)
        for name, count, first, last, since in rows
    )


def turned_away(db: sqlite3.Connection) -> TurnedAway:
    """All that is open of refused and wrongly signed calls."""
    return TurnedAway(refused_calls.open_ones(db), refused_calls.beyond(db), all_wrong_signs(db))
