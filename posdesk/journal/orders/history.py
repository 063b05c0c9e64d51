"""What happened to an order, line by line."""

import sqlite3

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.history import Happening, HistoryLine
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey
from posdesk.journal.transaction import Transaction


def note(
    tx: Transaction,
    key: OrderKey,
    happening: Happening,
    *,
    actor: str = "",
    kind: Kind | None = None,
    outcome: Outcome | None = None,
    detail: str = "",
) -> None:
    """Append a line to an order's history."""
    tx.db.execute(
        "INSERT INTO history (partner, bill, ordered, at, happening, actor, kind, outcome, detail)"
        " VALUES (?,?,?,?,?,?,?,?,?)",
        (*key, to_text(tx.now), happening, actor, kind, outcome, detail),
    )
    tx.touch("history", key)


def read(db: sqlite3.Connection, key: OrderKey) -> tuple[HistoryLine, ...]:
    """An order's history, oldest first."""
    rows = db.execute(
        "SELECT at, happening, actor, kind, outcome, detail FROM history"
        " WHERE partner = ? AND bill = ? AND ordered = ? ORDER BY number",
        key,
    )
    return tuple(
        HistoryLine(
            from_text(at),
            Happening(happening),
            actor,
            Kind(kind) if kind else None,
            Outcome(outcome) if outcome else None,
            detail,
        )
        for at, happening, actor, kind, outcome, detail in rows
    )
