"""The count of wrong PINs, kept so that a restart does not reset it; what the trail tells of them."""

import re
import sqlite3

from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction

_KEY = "pin_tries"


def read(db: sqlite3.Connection) -> tuple[int, int]:
    """How many wrong ones in a row, and of how many the trail doesn't tell yet."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    found = re.fullmatch(r"(\d{1,9}) (\d{1,9})", row[0]) if row else None
    return (int(found[1]), int(found[2])) if found else (0, 0)


def keep(tx: Transaction, *, wrong: int, untold: int, tell: int, actor: str) -> None:
    """Note how many there are now; `tell` more than 0 is a line about so many."""
    tx.db.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_KEY, f"{wrong} {untold}"),
    )
    if tell:
        audit.write(tx, "staff.pin_failed", actor=actor, tries=tell)
