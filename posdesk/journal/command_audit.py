"""A line of the audit trail from a command that works beside the desk, or where no desk works."""

import contextlib
import sqlite3
from datetime import datetime
from pathlib import Path

from posdesk.journal import schema
from posdesk.journal.audit import audit
from posdesk.journal.faults import disk_error
from posdesk.journal.transaction import Chain, Transaction


def write_beside(path: Path, now: datetime, what: str, actor: str, subject: str) -> None:
    """Append what somebody did to `subject`; the journal may have any schema. Raises DiskError."""
    with contextlib.closing(schema.connect(path)) as db:
        try:
            db.execute("BEGIN IMMEDIATE")
            audit.write(Transaction(db, now, "", Chain.read(db)), what, actor=actor, name=subject)
            db.execute("COMMIT")
        except sqlite3.Error as error:
            raise disk_error(error, "It can't be written into the audit trail") from error
