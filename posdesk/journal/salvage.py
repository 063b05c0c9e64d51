"""What can be read of a damaged journal, written into a fresh one: table by table, row by row.

The damaged file is never written to: a copy of it is read, with the -wal played in. Rows are taken as they
are; the audit's too, so that `audit verify` goes on saying where the chain is broken.
"""

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from posdesk.domain.loss import JOURNAL, NOTHING, Loss
from posdesk.journal import exchange, schema
from posdesk.journal.leaves import Leaves
from posdesk.journal.rescue_rows import Row, Rows

HEADER_BYTES = 100
PAGE_BYTES = 4096
_TELLING = frozenset({"meta", "orders", "audit"})
# By what a version is known, where the header is gone: a table, or a column of one.
_SINCE = {("orders", "completion"): 4, ("losses", "what"): 3, ("receipts", "raw"): 2}
_JSON = frozenset({"content", "raw"})  # of orders and receipts
_COUNTLESS = frozenset({"meta", "parked_events", "received", "heartbeats"})  # their numbers tell no loss
_MAY_LEAVE = frozenset({"intents", "postings"})
_OFF_LEAVES = frozenset({"orders", "receipts", "audit"}) | _MAY_LEAVE  # what their indexes can vouch for
_ORPHANS = (
    "DELETE FROM intents WHERE outcome IN ('queued', 'sending', 'unknown') AND NOT EXISTS"
    " (SELECT 1 FROM orders o WHERE o.partner = intents.partner AND o.tbillno = intents.tbillno)"
)


def salvage(path: Path, draft: Path) -> tuple[Loss, ...]:
    """Save what can be read of the journal at `path` into a new one at `draft`, of today's schema.

    Returns what is lost. Raises DiskError, OSError and sqlite3.Error where the draft can't be written.
    """
    scratch = path.with_name(f"{path.stem}.salvage.part")
    try:
        exchange.copy_of(path, scratch)
        exchange.remove(draft)
        source = _opened(scratch, draft)
        version = _version_of(source) if source else schema.VERSION
        with contextlib.closing(_fresh(draft, version)) as db:
            losses = _saved(source, db) if source else (Loss(JOURNAL, None),)
            schema.take_up_to(db, schema.VERSION)
            db.execute("PRAGMA journal_mode = DELETE")
        if source:
            source.close()
        return losses or (Loss(NOTHING, 0),)
    finally:
        exchange.remove(scratch)


def _fresh(draft: Path, version: int) -> sqlite3.Connection:
    db = schema.connect(draft)
    schema.take_up_to(db, version)
    db.execute("PRAGMA foreign_keys = OFF")  # a child may be there whose parent is lost
    return db


def _opened(scratch: Path, draft: Path) -> sqlite3.Connection | None:
    """A connection that can name the tables: as it is, else with a new header, else a new list of tables."""
    whole = _whole(draft)
    for pages in ({}, {0: whole[:HEADER_BYTES]}, _list_of_tables(whole)):
        if pages:
            _graft(scratch, pages, len(whole))
        db = sqlite3.connect(scratch, isolation_level=None)
        if any(_has_rows(db, table) for table in _tables(db) if table in _TELLING):
            return db
        db.close()
    return None


def _has_rows(db: sqlite3.Connection, table: str) -> bool:
    return any(_first(db, table, way) for way in ("ASC", "DESC"))


def _first(db: sqlite3.Connection, table: str, way: str) -> bool:
    question = f"SELECT 1 FROM {table} NOT INDEXED ORDER BY rowid {way} LIMIT 1"
    try:
        return db.execute(question).fetchone() is not None
    except sqlite3.Error:
        return False


def _whole(draft: Path) -> bytes:
    """A new journal, which but for its counts begins as every journal that today's posdesk made."""
    _fresh(draft, schema.VERSION).close()
    data = draft.read_bytes()
    exchange.remove(draft)
    return data


def _list_of_tables(whole: bytes) -> dict[int, bytes]:
    """The pages that say where each table begins: the first and its children, by number from 0."""
    cells = int.from_bytes(whole[103:105], "big")
    places = [int.from_bytes(whole[at : at + 2], "big") for at in range(112, 112 + 2 * cells, 2)]
    children = [int.from_bytes(whole[at : at + 4], "big") - 1 for at in (*places, 108)]
    return {n: whole[n * PAGE_BYTES : (n + 1) * PAGE_BYTES] for n in (0, *children)}


def _graft(scratch: Path, pages: dict[int, bytes], least: int) -> None:
    """Put pages, or the beginning of one, in place of the file's; it gets no shorter, and says its length."""
    scratch.touch()
    with scratch.open("rb+") as file:
        for number, page in pages.items():
            file.seek(number * PAGE_BYTES)
            file.write(page)
        count = -(-max(least, file.seek(0, os.SEEK_END)) // PAGE_BYTES)
        file.truncate(count * PAGE_BYTES)
        file.seek(28)
        file.write(count.to_bytes(4, "big") + bytes(8))  # and no list of free pages


def _version_of(source: sqlite3.Connection) -> int:
    return next((number for (table, name), number in _SINCE.items() if name in _columns(source, table)), 1)


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def _tables(db: sqlite3.Connection) -> list[str]:
    """Parents before their children: the order in which they were made."""
    where = "type = 'table' AND name NOT LIKE 'sqlite_%'"
    try:
        return [row[0] for row in db.execute(f"SELECT name FROM sqlite_schema WHERE {where} ORDER BY rowid")]
    except sqlite3.Error:
        return []


def _saved(source: sqlite3.Connection, db: sqlite3.Connection) -> tuple[Loss, ...]:
    db.execute("BEGIN")
    losses = [loss for table in _tables(db) if (loss := _save(source, db, table)) is not None]
    orphans = db.execute(_ORPHANS).rowcount
    if orphans:
        losses.append(Loss("intents", orphans))
    _mend_head(db)
    db.execute("COMMIT")
    return tuple(losses)


def _save(source: sqlite3.Connection, db: sqlite3.Connection, table: str) -> Loss | None:
    """Copy what can be read of one table; what is lost of it, if anything is."""
    columns = _columns(db, table)
    rows = Rows(source, table, columns)
    texts = [at for at, name in enumerate(columns) if name in _JSON]
    marks = ",".join("?" * len(columns))
    verb = "INSERT OR REPLACE" if table == "meta" else "INSERT OR IGNORE"
    line = f"{verb} INTO {table} ({', '.join(columns)}) VALUES ({marks})"

    def put(found: Iterable[tuple[int, Row]]) -> set[int]:
        return {number for number, row in found if _is_whole(row, texts) and _put(db, line, row)}

    saved = put(rows)
    expected = rows.numbers(_indexes(db, table))
    if expected is None:
        missing = max(saved, default=0) - len(saved) if table not in _COUNTLESS else 0
        return Loss(table, missing or None) if rows.broken or missing else None
    if rows.broken and table in _OFF_LEAVES:
        late = put(Leaves(source, db, table).rows(expected - saved))
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


def _mend_head(db: sqlite3.Connection) -> None:
    """Where the audit's head is lost, the chain goes on from its last line, and a gap stays a gap."""
    number = int(db.execute("SELECT value FROM meta WHERE key = 'audit'").fetchone()[0].split()[0])
    last = db.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    if last is not None and last[0] > number:
        db.execute("UPDATE meta SET value = ? WHERE key = 'audit'", (f"{last[0]} {last[1]}",))
