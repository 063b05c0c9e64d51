"""How many orders came while this counter was away, until somebody has read it (relay.md)."""

import sqlite3
from datetime import datetime

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.relay.status import Away
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction

TOPIC = "relay_away"
_NAME = "relay_away"


def add(tx: Transaction, since: datetime, many: int) -> None:
    """So many more came since that moment (aware); with what nobody has read yet they are one number."""
    known = of(tx.db)
    start = min(since, known.start) if known is not None else since
    count = many + (known.count if known is not None else 0)
    meta.put(tx.db, _NAME, f"{count} {to_text(start)} {tx.at}")
    tx.touch(TOPIC)


def of(db: sqlite3.Connection) -> Away | None:
    """What nobody has read yet; None where nothing came."""
    count, _, span = meta.value(db, _NAME).partition(" ")
    start, _, end = span.partition(" ")
    return Away(int(count), from_text(start), from_text(end)) if count else None


def read(tx: Transaction, actor: str) -> None:
    """A person has read it; only the first time counts."""
    known = of(tx.db)
    if known is not None:
        meta.forget(tx.db, _NAME)
        audit.write(tx, "relay.away.read", actor=actor, count=known.count)
        tx.touch(TOPIC)
