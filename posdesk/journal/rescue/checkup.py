"""What `posdesk doctor` asks a journal: read only, of any schema, beside a running desk or without one."""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from posdesk.domain.books.ledger import Misdated
from posdesk.domain.clock import from_text
from posdesk.domain.journal_health import Loss
from posdesk.errors import DiskError
from posdesk.journal import end_mark, schema
from posdesk.journal.audit import audit, walks
from posdesk.journal.books import misdated
from posdesk.journal.books.posting_rows import halted
from posdesk.journal.end_mark import MarkFile, MarkFit
from posdesk.journal.files import address_of
from posdesk.journal.heartbeats import last_received, open_gaps, skews_noted
from posdesk.journal.orders import print_rows
from posdesk.journal.orders.order_rows import PRINT_OF_TRADE
from posdesk.journal.orders.refused_calls import turned_away
from posdesk.journal.rescue import losses
from posdesk.journal.wiping.wiping_proof import kept
from posdesk.records import dataclass

T = TypeVar("T")
PATIENCE_S = 5.0
SQLITE = sqlite3.sqlite_version
AUDIT_LINES = 500
MOST_DAMAGE = 5
_COUNTED = {
    "orders": "state",
    "intents": "kind || ' ' || outcome",
    "postings": "platform || ' ' || outcome",
    "receipts": "door",
    "intake_troubles": "what",
    "refused_calls": "partner || ' ' || code",
    "counted_calls": "partner || ' ' || what",
    "prints": "slip || ' ' || outcome",
    "shifts": "closed_at IS NULL",
    "gaps": "reason",
    "audit": "what",
}
__all__ = ["OpenWork", "halted", "kept", "last_received", "look", "open_gaps", "skews_noted", "turned_away"]


def look(path: Path, question: Callable[[sqlite3.Connection], T]) -> T:
    """The answer to a question, all of it at one moment; nothing is written. Raises DiskError."""
    try:
        with _opened(path) as db:
            return question(db)
    except (sqlite3.Error, ValueError) as error:
        raise DiskError(f"The journal {path} can't be read: {error}.") from error


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can't write; in a folder that can't be written to the file is taken as it lies."""
    with contextlib.closing(_connected(path)) as db:
        db.execute("BEGIN")
        yield db


def _connected(path: Path) -> sqlite3.Connection:
    try:
        return _proven(path, "mode=ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CANTOPEN:
            raise
        return _proven(path, "mode=ro&immutable=1")


def _proven(path: Path, options: str) -> sqlite3.Connection:
    db = sqlite3.connect(address_of(path, options), uri=True, timeout=PATIENCE_S, isolation_level=None)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db


def version(db: sqlite3.Connection) -> int:
    """The schema's version; 0 for a file without one."""
    return schema.version_of(db)


def damage(db: sqlite3.Connection) -> tuple[str, ...]:
    """What SQLite's quick_check finds; empty for a whole file.

    Of the whole file at once: of a table alone nobody sees that a page of it is another's, or given up.
    """
    found = tuple(str(row[0]) for row in db.execute(f"PRAGMA quick_check({MOST_DAMAGE})"))
    return () if found == ("ok",) else found


def chain(db: sqlite3.Connection) -> audit.Check:
    """The whole audit trail, checked."""
    return audit.verify(db)


def walked(path: Path, secret: str | None) -> audit.Walk:
    """A walk along the trail to where it ends, or breaks, now; piece by piece, no moment lasts long.

    It begins behind what this key proves to be walked. Raises DiskError.
    """
    last = look(path, partial(walks.of_whole_trail, secret=secret))
    walk = audit.Walk(last.line, last.hash) if last else audit.Walk()
    walk.go_on(partial(look, path))
    return walk


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What is open of one kind: how many, since when, how many for a person, how many unknown."""

    name: str
    count: int
    oldest: datetime
    person: int
    unknown: int


def waiting(db: sqlite3.Connection) -> tuple[OpenWork, ...]:
    """Open intents by partner and kind, postings and unseen refusals by platform, slips by their kind."""
    figures = "sum(needs_person), sum(outcome = 'unknown')"
    is_open = "outcome IN ('queued', 'sending', 'unknown')"
    slips = (
        f"SELECT number FROM prints WHERE {print_rows.OPEN} AND needs_person = 0"
        " UNION ALL SELECT number FROM prints WHERE needs_person = 1"
    )
    rows = db.execute(
        f"SELECT partner || ' ' || kind, count(*), min(pressed_at), {figures} FROM intents WHERE {is_open}"
        f" GROUP BY 1 UNION ALL SELECT platform, count(*), min(made_at), {figures} FROM postings"
        f" WHERE {is_open} OR needs_person = 1 GROUP BY 1"
        " UNION ALL SELECT 'slip ' || slip, count(*), min(made_at), sum(needs_person),"
        " sum(outcome = 'doubtful') FROM prints"
        f" WHERE number IN ({slips}) AND {PRINT_OF_TRADE} GROUP BY 1"
    )
    return tuple(
        OpenWork(name, count, from_text(oldest), person, unknown)
        for name, count, oldest, person, unknown in rows
    )


def losses_unread(db: sqlite3.Connection) -> tuple[Loss, ...]:
    """What a damaged journal has cost, as far as nobody has read it."""
    return losses.open_ones(db)


@dataclass(frozen=True, slots=True)
class Marked:
    """What <home>/journal.mark says of the journal; `line` is the one it names, None where it is no mark.

    `behind_since` is when the first line was written that it doesn't know of.
    """

    fit: MarkFit
    line: int | None
    behind_since: datetime | None
    is_there: bool


def marked(db: sqlite3.Connection, found: MarkFile) -> Marked:
    """Compare the journal with the mark that was read before it: a later one may name lines behind this look.

    A posdesk at work goes on writing both, while all else is looked through.
    """
    since = end_mark.behind_since(db, found)
    line = found.mark.line if found.mark else None
    return Marked(end_mark.fit_of(db, found), line, from_text(since) if since else None, bool(found.text))


def misdated_now(db: sqlite3.Connection, now: datetime) -> tuple[Misdated, ...]:
    """Tills' receipts that are dated wrongly and that nobody has seen yet."""
    return misdated.dated_wrongly(db, now)


def last_scan(db: sqlite3.Connection) -> datetime | None:
    """When a code was last scanned or typed here."""
    row = db.execute("SELECT max(at) FROM scans").fetchone()
    return from_text(row[0]) if row[0] else None


def counts(db: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """How many rows of each table are in which state."""
    return {table: _count(db, table, state) for table, state in _COUNTED.items()}


def _count(db: sqlite3.Connection, table: str, state: str) -> dict[str, int]:
    rows = db.execute(f"SELECT {state}, count(*) FROM {table} GROUP BY 1 ORDER BY 1")
    return {str(name): int(count) for name, count in rows}


def last_audit_lines(db: sqlite3.Connection) -> tuple[str, ...]:
    """The end of the audit trail as JSON lines, oldest first; nothing personal ever stands in it."""
    cursor = db.execute("SELECT * FROM audit ORDER BY number DESC LIMIT ?", (AUDIT_LINES,))
    names = [column[0] for column in cursor.description]
    lines = [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in cursor]
    return tuple(reversed(lines))
