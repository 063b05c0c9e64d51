"""What was free on the disk on each of the last days, as the day's backup left it."""

import json
import sqlite3

from posdesk.domain.clock import from_text, in_china, to_text
from posdesk.domain.disk_pace import KEPT_DAYS, DayRoom
from posdesk.journal import meta
from posdesk.journal.transaction import Transaction

_NAME = "disk_free"


def note(tx: Transaction, free_bytes: int) -> None:
    """Keep it for today, in place of what was kept for today before."""
    today = in_china(tx.now).date()
    others = [day for day in noted(tx.db) if in_china(day.at).date() != today]
    kept = [*others, DayRoom(tx.now, free_bytes)][-KEPT_DAYS:]
    meta.put(tx.db, _NAME, json.dumps([[to_text(day.at), day.free_bytes] for day in kept]))


def noted(db: sqlite3.Connection) -> tuple[DayRoom, ...]:
    """The days as they were kept, oldest first; none where that can't be read."""
    try:
        said = json.loads(meta.value(db, _NAME) or "[]")
        days = tuple(DayRoom(from_text(at), int(free_bytes)) for at, free_bytes in said)
        return days if all(day.at.tzinfo for day in days) else ()
    except (ValueError, TypeError, OverflowError, RecursionError):
        return ()
