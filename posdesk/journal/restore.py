"""A backup takes the journal's place: looked through first, on a copy, so that neither file is harmed."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from posdesk.errors import DamagedJournal, DiskError
from posdesk.journal import audit, exchange, schema
from posdesk.journal.backup import head_in, is_damage
from posdesk.journal.bill_counts import skip_bills
from posdesk.journal.transaction import Chain, Transaction

_OURS = frozenset({"meta", "orders", "intents", "history", "audit", "heartbeats"})
REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now: `open` is what waits for a person, `kept` where the old journal lies."""

    orders: int
    newest: str
    open: int
    audit_broken_at: int | None
    kept: Path | None


def restore(file: Path, path: Path, now: datetime, actor: str = "") -> Restored:
    """Put a journal from `file` in place of the one at `path`; the caller holds the home's lock.

    An older schema is brought up to date at the next start. Raises DiskError; nothing is changed then.
    """
    draft = path.with_name(f"{path.stem}.restore.part")
    try:
        exchange.copy_of(file, draft)
        found = _looked_through(draft, file, now, actor)
        kept = exchange.put_in_place(path, draft, REPLACED, now)
    except OSError as error:
        raise DiskError(f"{file} can't be copied to {path.parent}: {error.strerror or error}.") from error
    finally:
        with contextlib.suppress(OSError):
            exchange.remove(draft)
    return replace(found, kept=kept)


def _looked_through(draft: Path, file: Path, now: datetime, actor: str) -> Restored:
    """Raises DiskError for what is no whole journal that this posdesk can read."""
    with _opened(draft, file) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        version = schema.version_of(db)
        if not (tables >= _OURS and version and head_in(db)):
            raise DiskError(f"{file} is no journal of posdesk.")
        if version > schema.VERSION:
            raise DiskError(f"{file} was written by a newer posdesk. Install that version first.")
        found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise DamagedJournal(f"{file} is damaged: {str(found).splitlines()[-1]}. Take another backup.")
        open_ones = _hand_to_people(db, file.name, now, actor)
        orders, newest = db.execute("SELECT count(*), max(received_at) FROM orders").fetchone()
        return Restored(orders, newest or "", open_ones, audit.verify(db).broken_at, None)


def _hand_to_people(db: sqlite3.Connection, name: str, now: datetime, actor: str) -> int:
    """What was open then may have left since, and nothing leaves twice: each waits for a person now."""
    db.execute("BEGIN IMMEDIATE")
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    count = sum(
        db.execute(
            f"UPDATE {table} SET outcome = 'unknown', ever_unknown = 1, needs_person = 1, next_at = NULL"
            " WHERE outcome IN ('queued', 'sending', 'unknown')"
        ).rowcount
        for table in ("intents", "postings")
        if table in tables
    )
    skip_bills(db, now)
    tx = Transaction(db, now, "", Chain.read(db))
    audit.write(tx, "journal.restored", actor=actor, file=name, open=count)
    db.execute("COMMIT")
    return count


@contextlib.contextmanager
def _opened(draft: Path, file: Path) -> Iterator[sqlite3.Connection]:
    """The draft as one file, its -wal played in."""
    try:
        with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
            yield db
    except sqlite3.Error as error:
        if is_damage(error):
            raise DamagedJournal(f"{file} is no whole journal: {error}. Take another backup.") from error
        raise DiskError(f"{file} can't be looked through: {error}.") from error
