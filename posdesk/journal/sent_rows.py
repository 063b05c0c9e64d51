"""Rows of what is sent: intents, postings and prints have these columns alike, and move alike."""

from datetime import datetime
from typing import Any, Literal

from posdesk.domain.clock import to_text
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.journal.transaction import Transaction

OPEN = "outcome IN ('queued', 'sending', 'unknown')"
"""As the tables' indexes of what is open say it."""
AGAIN = frozenset({Outcome.QUEUED, Outcome.UNKNOWN})
"""After these comes another attempt, unless a person must act first."""
Table = Literal["intents", "postings", "prints"]


def insert(tx: Transaction, table: Table, **columns: Any) -> None:
    """A new row; a column that isn't named has the table's own value."""
    places = ", ".join("?" * len(columns))
    tx.db.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", tuple(columns.values()))


def change(tx: Transaction, table: Table, seq: Seq, **columns: Any) -> None:
    """Set these columns of a row."""
    wanted = ", ".join(f"{name} = ?" for name in columns)
    tx.db.execute(f"UPDATE {table} SET {wanted} WHERE seq = ?", (*columns.values(), seq))


def mark_sending(tx: Transaction, table: Table, seq: Seq) -> None:
    """An attempt begins: its bytes leave after this is on disk."""
    tx.db.execute(f"UPDATE {table} SET outcome = 'sending', attempts = attempts + 1 WHERE seq = ?", (seq,))


def put_outcome(
    tx: Transaction, table: Table, seq: Seq, outcome: Outcome, next_at: datetime | None, **columns: Any
) -> None:
    """What is known of it from now on; `next_at` is of the next attempt, where there is one."""
    again = outcome in AGAIN
    times = {
        "next_at": to_text(next_at) if next_at and again else None,
        "ended_at": None if again else to_text(tx.now),
    }
    change(tx, table, seq, outcome=outcome, **times, **columns)


def end(tx: Transaction, table: Table, seq: Seq, outcome: Outcome, settled_by: str, **columns: Any) -> None:
    """It is over: by the word of the person who settled it, by another's act, or because it is moot."""
    put_outcome(tx, table, seq, outcome, None, needs_person=0, settled_by=settled_by, **columns)
