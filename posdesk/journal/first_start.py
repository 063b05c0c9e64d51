"""How far the first start has come: one value of the journal, with a line of the audit trail a step."""

import sqlite3

from posdesk.domain.first_start import Progress, progress_of
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.orders.order_rows import OF_TRADE
from posdesk.journal.transaction import Transaction

_NAME = "first_start"


def read(db: sqlite3.Connection) -> tuple[Progress, bool]:
    """How far it has come, and whether this home ever held an order of a platform."""
    asked = f"SELECT EXISTS (SELECT 1 FROM orders WHERE received_at > '' AND {OF_TRADE})"  # by its index
    row = db.execute(asked).fetchone()
    return progress_of(meta.value(db, _NAME)), bool(row[0])


def keep(tx: Transaction, progress: Progress, actor: str, step: str, how: str) -> None:
    """Keep it; where `how` says something of a step, the audit trail does, too."""
    meta.put(tx.db, _NAME, progress.to_text())
    if how:
        audit.write(tx, "first_start.step", actor=actor, step=step, how=how)
