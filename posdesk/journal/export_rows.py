"""The rows of an export, named as architecture.md fixes them."""

import sqlite3
from collections.abc import Iterator
from typing import Any

FIELDS: dict[str, tuple[str, ...]] = {
    "orders": ("partner", "tbillno", "billno", "state", "received_at", "raw"),
    "intents": ("seq", "platform", "kind", "tbillno", "outcome", "attempts", "last_answer"),
    "audit": ("number", "at", "actor", "counter", "what", "partner", "tbillno", "seq", "detail", "hash"),
}
_QUERIES = {
    "orders": "SELECT partner, tbillno, billno, state, received_at, raw FROM orders"
    " WHERE received_at >= ? AND received_at < ? ORDER BY received_at, billno",
    "intents": "SELECT seq, partner, kind, tbillno, outcome, attempts, last_answer FROM intents"
    " WHERE pressed_at >= ? AND pressed_at < ? ORDER BY number",
    "audit": "SELECT number, at, actor, counter, what, partner, tbillno, seq, detail, hash FROM audit"
    " WHERE at >= ? AND at < ? ORDER BY number",
}


def select(db: sqlite3.Connection, what: str, span: tuple[str, str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a table between two journal times, the second not included."""
    yield from db.execute(_QUERIES[what], span)
