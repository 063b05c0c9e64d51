"""What can be read of a damaged journal, written into a fresh one: table by table, row by row.

The damaged file is never written to: a copy of it is read, with the -wal played in. Rows are taken as they
are; the audit's too, so that `audit verify` goes on saying where the chain is broken.
"""

import contextlib
import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

from posdesk.domain.journal_health import JOURNAL, NOTHING, Loss
from posdesk.host import private
from posdesk.journal import schema
from posdesk.journal.faults import letting_go
from posdesk.journal.rescue import exchange
from posdesk.journal.rescue.btree_pages import BtreePages
from posdesk.journal.rescue.reopen import Source, opened, tables, version_in
from posdesk.journal.rescue.rescue_rows import Row, Rows

# By what a version is known, where the header is gone: a table, or a column of one.
_SINCE = {("orders", "bill"): 5, ("orders", "completion"): 4, ("losses", "what"): 3, ("receipts", "raw"): 2}
_JSON = frozenset({"content", "raw"})
_OF_JSON = frozenset({"orders", "receipts"})  # a refused call's raw text is whatever came, or wiped
_COUNTLESS = frozenset(
    {
        *("meta", "parked_events", "pushes", "received", "heartbeats", "refused_calls", "counted_calls"),
        "moved_files",
    }
)  # their numbers tell no loss: their rows go by themselves
_NO_HASH = "0" * 64
_MAY_LEAVE = frozenset({"intents", "postings"})
_OFF_LEAVES = frozenset({"orders", "receipts", "audit"}) | _MAY_LEAVE  # what their indexes can vouch for
_ORPHANS = (  # of today's schema
    "DELETE FROM intents WHERE outcome IN ('queued', 'sending', 'unknown') AND NOT EXISTS"
    " (SELECT 1 FROM orders o WHERE o.partner = intents.partner AND o.bill = intents.bill"
    " AND o.ordered = intents.ordered)"
)


def salvage(path: Path, draft: Path) -> tuple[Loss, ...]:
    """Save what can be read of the journal at `path` into a new one at `draft`, of today's schema.

    Returns what is lost. Raises DiskError, OSError and sqlite3.Error where the draft can't be written.
    """
    scratch = private.draft_of(path)
    try:
        exchange.copy_of(path, scratch)
        exchange.remove(draft)
        source = opened(path, scratch, _new(draft, version_in(path)))
        with letting_go(), contextlib.closing(source.db) if source else contextlib.nullcontext():
            return _saved_into(draft, source)
    finally:
        exchange.remove(scratch)


def _saved_into(draft: Path, source: Source | None) -> tuple[Loss, ...]:
    version = _version_of(source.db) if source else schema.VERSION
    with contextlib.closing(_fresh(draft, version)) as db:
        losses = _saved(source, db) if source else (Loss(JOURNAL, None),)
        schema.take_up_to(db, schema.VERSION)
        if orphans := db.execute(_ORPHANS).rowcount:
            losses = (*losses, Loss("intents", orphans))
        db.execute("PRAGMA journal_mode = DELETE")
    return losses or (Loss(NOTHING, 0),)


def _fresh(draft: Path, version: int) -> sqlite3.Connection:
    private.create(draft).close()
    db = schema.connect(draft)
    schema.take_up_to(db, version)
    db.execute("PRAGMA foreign_keys = OFF")  # a child may be there whose parent is lost
    return db


def _new(draft: Path, version: int | None) -> bytes:
    """A new journal, which but for its counts begins as every journal that was begun by that version."""
    known = version if version and version < schema.VERSION else schema.VERSION
    _fresh(draft, known).close()
    data = draft.read_bytes()
    exchange.remove(draft)
    return data


def _version_of(source: sqlite3.Connection) -> int:
    return next((number for (table, name), number in _SINCE.items() if name in _columns(source, table)), 1)


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def _saved(source: Source, db: sqlite3.Connection) -> tuple[Loss, ...]:
    db.execute("BEGIN")
    losses = [loss for table in tables(db) if (loss := _save(source, db, table)) is not None]
    _mend_head(db, is_whole=all(loss.what != "audit" for loss in losses))
    db.execute("COMMIT")
    return tuple(losses)


def _save(source: Source, db: sqlite3.Connection, table: str) -> Loss | None:
    """Copy what can be read of one table; what is lost of it, if anything is."""
    columns = _columns(db, table)
    rows = Rows(source.db, table, columns)
    texts = [at for at, name in enumerate(columns) if table in _OF_JSON and name in _JSON]
    marks = ",".join("?" * len(columns))
    verb = "INSERT OR REPLACE" if table == "meta" else "INSERT OR IGNORE"
    line = f"{verb} INTO {table} ({', '.join(columns)}) VALUES ({marks})"

    def put(found: Generator[tuple[int, Row], None, None]) -> set[int]:
        with contextlib.closing(found) as read:  # on a full disk, too: what is open can't be removed
            return {number for number, row in read if _is_whole(row, texts) and _put(db, line, row)}

    saved = put(iter(rows))
    expected = rows.numbers(_indexes(db, table)) if source.is_sure else None
    if expected is None:
        has_gaps = table not in _COUNTLESS and max(saved, default=0) > len(saved)
        is_doubtful = not (
            source.is_sure or saved
        )  # another table may begin where its list says this one does
        return Loss(table, None) if rows.broken or has_gaps or is_doubtful else None
    if rows.broken and table in _OFF_LEAVES:
        late = put(BtreePages(source.db, db, table).rows(expected - saved))
        _doubt(db, table, late)
        saved |= late
    lost = len(expected - saved)
    return Loss(table, lost) if lost else None


def _doubt(db: sqlite3.Connection, table: str, numbers: Iterable[int]) -> None:
    """An open action that was found beside its table may have left meanwhile: a person is asked."""
    if table in _MAY_LEAVE:
        db.executemany(
            f"UPDATE {table} SET outcome = 'unknown', ever_unknown = 1, needs_person = 1, next_at = NULL"
            " WHERE number = ? AND outcome IN ('queued', 'sending', 'unknown')",
            [(number,) for number in numbers],
        )


def _is_whole(row: Sequence[object], texts: Sequence[int]) -> bool:
    """Whether what must be JSON is: a page that was cut reads as text with holes in it."""
    try:
        for at in texts:
            json.loads(str(row[at]))
    except ValueError:
        return False
    return True


def _put(db: sqlite3.Connection, line: str, row: tuple[object, ...]) -> bool:
    """Whether the row went in: one that breaks a rule of its table is no row of ours any more."""
    try:
        return db.execute(line, row).rowcount == 1
    except sqlite3.IntegrityError:
        return False


def _indexes(db: sqlite3.Connection, table: str) -> Iterator[str]:
    """The indexes of a table that have every row."""
    for _, name, _, _, partial in db.execute(f"PRAGMA index_list({table})").fetchall():
        if not partial:
            yield name


def _mend_head(db: sqlite3.Connection, *, is_whole: bool) -> None:
    """Where the audit's head is lost, the chain goes on from its last line, and a gap stays a gap.

    Of a trail that is not whole nobody knows whether the lines behind its last one are among the lost.
    """
    number = int(db.execute("SELECT value FROM meta WHERE key = 'audit'").fetchone()[0].split()[0])
    found = db.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    last = found or (0, _NO_HASH)
    if number > last[0] or number == last[0] > 0:
        return  # it was read
    head = last if is_whole else (last[0] + 1, _NO_HASH)
    db.execute("UPDATE meta SET value = ? WHERE key = 'audit'", (f"{head[0]} {head[1]}",))
