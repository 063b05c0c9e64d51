"""What happened to an order, line by line: its history, and what the audit trail tells of it."""

import sqlite3
from collections.abc import Sequence

from posdesk.domain.clock import from_text
from posdesk.domain.orders.history import Happening, HistoryLine
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.journal import rows
from posdesk.journal.transaction import Transaction

# An order's lines of the trail. Those that name no `ordertime` are of a time when no two orders had a number:
# they tell of this one unless they were written before it was placed, or the order that they are of is here.
_TOLD_OF = (
    "partner = ? AND tbillno = ? AND CASE WHEN json_valid(detail) AND detail ->> '$.ordered' IS NOT NULL"
    " THEN detail ->> '$.ordered' = ? ELSE at >= ? AND NOT EXISTS (SELECT 1 FROM orders o"
    " WHERE o.partner = audit.partner AND o.bill = audit.tbillno AND o.ordered <> ?"
    " AND o.received_at <= audit.at) END"
)
_STATE = "order.is_"


def note(
    tx: Transaction,
    key: OrderKey,
    happening: Happening,
    *,
    actor: str = "",
    kind: Kind | None = None,
    outcome: Outcome | None = None,
    detail: str = "",
    at: str = "",
) -> None:
    """Append a line to an order's history; `at` is the moment, as the journal writes it, where not now."""
    tx.db.execute(
        "INSERT INTO history (partner, bill, ordered, at, happening, actor, kind, outcome, detail)"
        " VALUES (?,?,?,?,?,?,?,?,?)",
        (*key, at or tx.at, happening, actor, kind, outcome, detail),
    )
    tx.touch("history", key)


def note_all(tx: Transaction, keys: Sequence[OrderKey], happening: Happening) -> None:
    """Append a line to the history of each of these orders, of something that nobody did."""
    rows.insert(
        tx.db,
        "INSERT INTO history (partner, bill, ordered, at, happening)",
        [(*key, tx.at, happening) for key in keys],
    )
    for key in keys:
        tx.touch("history", key)


def last_at(db: sqlite3.Connection, key: OrderKey, happening: Happening) -> str:
    """When that happened to the order last, as the journal writes it; empty where it never did."""
    row = db.execute(
        "SELECT max(at) FROM history WHERE partner = ? AND bill = ? AND ordered = ? AND happening = ?",
        (*key, happening),
    ).fetchone()
    return row[0] or ""


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


def came_before(db: sqlite3.Connection, key: OrderKey) -> bool:
    """Whether the trail tells of an order that it came in more than once."""
    came = "what IN ('order.received', 'order.captured')"
    question = f"SELECT count(*) FROM audit WHERE {_TOLD_OF} AND {came}"
    return int(db.execute(question, _told_of(key)).fetchone()[0]) > 1


def states_told(db: sqlite3.Connection, key: OrderKey) -> list[OrderState]:
    """Where an order has been, by the trail; empty for one that never was here."""
    question = f"SELECT what FROM audit WHERE {_TOLD_OF} AND what LIKE ? ORDER BY number"
    rows = db.execute(question, (*_told_of(key), f"{_STATE}%"))
    return [OrderState(what.removeprefix(_STATE)) for (what,) in rows]


def closing_told(
    db: sqlite3.Connection, key: OrderKey, words: tuple[str, str]
) -> tuple[str, str, str, str] | None:
    """The last of these two words in the trail of an order: what, when, who, and the line's detail."""
    question = f"SELECT what, at, actor, detail FROM audit WHERE {_TOLD_OF} AND what IN (?, ?)"
    row = db.execute(f"{question} ORDER BY number DESC LIMIT 1", (*_told_of(key), *words)).fetchone()
    return (row[0], row[1], row[2], row[3]) if row else None


def _told_of(key: OrderKey) -> tuple[str, ...]:
    return (*key, key.ordered, key.ordered)
