"""What a damaged journal has cost, until somebody has read it."""

import sqlite3
from collections.abc import Iterable

from posdesk.domain.clock import to_text
from posdesk.domain.journal_health import Loss
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction


def add(tx: Transaction, found: Iterable[Loss]) -> None:
    """Write down what is gone."""
    for loss in found:
        tx.db.execute(
            "INSERT INTO losses (at, what, rows, kept) VALUES (?,?,?,?)",
            (to_text(tx.now), loss.what, loss.rows, loss.kept),
        )
        audit.write(tx, "journal.loss", table=loss.what, rows=loss.rows, kept=loss.kept)
    tx.touch("losses")


def open_ones(db: sqlite3.Connection) -> tuple[Loss, ...]:
    """Those nobody has read yet, oldest first."""
    rows = db.execute("SELECT what, rows, kept, number FROM losses WHERE seen_by IS NULL ORDER BY number")
    return tuple(Loss(*row) for row in rows)


def see(tx: Transaction, actor: str) -> None:
    """Somebody has read what is gone."""
    changed = tx.db.execute(
        "UPDATE losses SET seen_by = ?, seen_at = ? WHERE seen_by IS NULL", (actor, to_text(tx.now))
    ).rowcount
    if changed:
        audit.write(tx, "journal.loss.seen", actor=actor, count=changed)
        tx.touch("losses")
