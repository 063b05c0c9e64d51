"""What a person should read once: the sync page lists it until somebody has."""

import sqlite3

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.history import Remark, RemarkKind
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction

SHOWN = 200


def add(tx: Transaction, what: RemarkKind, source: str, name: str, detail: str) -> None:
    """List something; `source` and `name` are what it is about, `detail` is as the remark's kind has it."""
    tx.db.execute(
        "INSERT INTO remarks (at, what, source, name, detail) VALUES (?,?,?,?,?)",
        (to_text(tx.now), what, source, name, detail),
    )
    tx.touch("remarks")


def open_ones(db: sqlite3.Connection) -> tuple[Remark, ...]:
    """The remarks that nobody has read, oldest first; the first few hundred."""
    rows = db.execute(
        "SELECT number, at, what, source, name, detail FROM remarks WHERE seen_by IS NULL"
        " ORDER BY number LIMIT ?",
        (SHOWN,),
    )
    return tuple(
        Remark(number, from_text(at), RemarkKind(what), source, name, detail)
        for number, at, what, source, name, detail in rows
    )


def see(tx: Transaction, number: int, actor: str) -> None:
    """Mark a remark as read; only the first time counts."""
    changed = tx.db.execute(
        "UPDATE remarks SET seen_by = ?, seen_at = ? WHERE number = ? AND seen_by IS NULL",
        (actor, to_text(tx.now), number),
    ).rowcount
    if changed:
        audit.write(tx, "remark.seen", actor=actor, remark=number)
        tx.touch("remarks")
