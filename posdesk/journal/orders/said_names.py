"""The names that people gave where nobody has a PIN: the last few are kept, to be chosen again."""

import sqlite3

from posdesk.domain.clock import to_text
from posdesk.domain.rights import said_name
from posdesk.journal.transaction import Transaction

KEPT = 5


def last(db: sqlite3.Connection) -> tuple[str, ...]:
    """The names given last, the newest first."""
    rows = db.execute("SELECT name FROM said_names ORDER BY at DESC, name LIMIT ?", (KEPT,))
    return tuple(name for (name,) in rows)


def keep(tx: Transaction, actor: str) -> None:
    """Somebody acted under a name that they gave; a proven one is not kept."""
    name = said_name(actor)
    if not name:
        return
    tx.db.execute(
        "INSERT INTO said_names VALUES (?,?) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
        (name, to_text(tx.now)),
    )
    tx.db.execute(
        "DELETE FROM said_names WHERE name NOT IN"
        " (SELECT name FROM said_names ORDER BY at DESC, name LIMIT ?)",
        (KEPT,),
    )
