"""That a PIN was set anew by the recovery code: in the trail, and at hand for everybody's eyes."""

import sqlite3

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.status import Recovered
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction

_KEY = "pin_recovered"


def note(tx: Transaction, name: str, actor: str) -> Recovered:
    """Whose PIN is being set anew, before it is."""
    meta.put(tx.db, _KEY, f"{to_text(tx.now)} {name}")
    audit.write(tx, "staff.pin_recovered", actor=actor, name=name)
    return Recovered(name, tx.now)


def last(db: sqlite3.Connection) -> Recovered | None:
    """The last time; None where there never was one."""
    at, _, name = meta.value(db, _KEY).partition(" ")
    try:
        return Recovered(name, from_text(at)) if name else None
    except ValueError:
        return None
