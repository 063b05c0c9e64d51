"""The count of wrong PINs, kept so that a restart does not reset it; what the trail tells of them."""

import re
import sqlite3

from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction

_KEY = "pin_tries"


def read(db: sqlite3.Connection) -> tuple[int, int]:
    """How many wrong ones in a row, and of how many the trail doesn't tell yet."""
    found = re.fullmatch(r"(\d{1,9}) (\d{1,9})", meta.value(db, _KEY))
    return (int(found[1]), int(found[2])) if found else (0, 0)


def keep(tx: Transaction, *, wrong: int, untold: int, tell: int, actor: str) -> None:
    """Note how many there are now; `tell` more than 0 is a line about so many."""
    meta.put(tx.db, _KEY, f"{wrong} {untold}")
    if tell:
        audit.write(tx, "staff.pin_failed", actor=actor, tries=tell)
