"""What can be read of a damaged journal, written into a fresh one: table by table, row by row.

The damaged file is never written to: a copy of it is read, with the -wal played in. Rows are taken as they
are; the audit's too, so that `audit verify` goes on saying where the chain is broken.
"""

import contextlib
import json
import re
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from posdesk.domain.journal_health import JOURNAL, NOTHING, Loss
from posdesk.host import private
from posdesk.host.progress import Progress, silent
from posdesk.journal import schema, sure
from posdesk.journal.faults import letting_go
from posdesk.journal.packing import unpacked
from posdesk.journal.rescue import exchange
from posdesk.journal.rescue.btree_pages import BtreePages, Row
from posdesk.journal.rescue.filling import COME_AND_GO, Filled, Missing, fill
from posdesk.journal.rescue.reopen import ReadableJournal, opened, tables, version_in
from posdesk.journal.rescue.torn_rows import TornRows

# By what a version is known, where the header is gone: a table, or a column of one.
_SINCE = {
    ("name_suffixes", "piece"): 7,
    ("prints", "seq"): 6,
    ("zs", "digest"): 6,
    ("orders", "bill"): 5,
    ("orders", "completion"): 4,
    ("losses", "what"): 3,
    ("receipts", "raw"): 2,
}
_TESTS: Mapping[tuple[str, str], Callable[[object], object]] = {
    **{
        (table, name): lambda text: json.loads(str(text)) is not False
        for table in ("orders", "receipts")  # a refused call's raw text is whatever came, or wiped
        for name in ("content", "raw")
    },
    ("order_raws", "raw"): lambda data: unpacked(bytes(data)) != "",  # type: ignore[call-overload]
    ("audit", "hash"): lambda text: re.fullmatch("[0-9a-f]{64}", str(text)) is not None,
}
"""Of columns whose damage shows, what says so: False, or what it raises."""
_COUNTLESS = COME_AND_GO | {
    "meta",
    "order_raws",
    "zs",
    "z_slips",
}  # their numbers tell no loss: a Z's go on above a restore
_NO_HASH = "0" * 64
_MAY_LEAVE = frozenset({"intents", "postings"})
_OFF_LEAVES = frozenset({"orders", "receipts", "audit"}) | _MAY_LEAVE  # what their indexes can vouch for
_ORPHANS = (  # of today's schema
    "DELETE FROM intents WHERE outcome IN ('queued', 'sending', 'unknown') AND NOT EXISTS"
    " (SELECT 1 FROM orders o WHERE o.partner = intents.partner AND o.bill = intents.bill"
    " AND o.ordered = intents.ordered)"
)
_TEXTS_OF_NONE = (  # the next order of that number would have another's text, and nobody would wipe it
    "DELETE FROM order_raws WHERE NOT EXISTS"
    " (SELECT 1 FROM orders o WHERE o.number = order_raws.number AND o.wiped IS NULL)"
)
_NUMBERED = (  # the highest of lost receipts, which nothing else may know
    f"INSERT INTO meta VALUES ('{sure.Mark.NUMBER}', ?) ON CONFLICT (key) DO UPDATE"
    " SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))"
)


def salvage(path: Path, draft: Path, progress: Progress = silent) -> tuple[tuple[Loss, ...], Filled]:
    """Save what can be read of the journal at `path` into a new one at `draft`, of today's schema.

    Returns what is lost, and what was filled in. Raises DiskError, OSError and sqlite3.Error where the draft
    can't be written, Cancelled.
    """
    scratch = private.draft_of(path)
    try:
        exchange.copy_of(path, scratch)
        exchange.remove(draft)
        source = opened(path, scratch, _new(draft, version_in(path)))
        with letting_go(), contextlib.closing(source.db) if source else contextlib.nullcontext():
            return _saved_into(draft, path.parent, source, progress)
    finally:
        exchange.remove(scratch)


def _saved_into(
    draft: Path, home: Path, source: ReadableJournal | None, progress: Progress
) -> tuple[tuple[Loss, ...], Filled]:
    version = _version_of(source.db) if source else schema.VERSION
    with contextlib.closing(_fresh(draft, version)) as db:
        missing = _saved(source, db, progress) if source else ()
        schema.take_up_to(db, schema.VERSION)
        db.executemany(
            _NUMBERED, [(max(each.numbers),) for each in missing if each.table == "receipts" and each.numbers]
        )
        filled = fill(db, home, missing)
        losses = tuple(filled.losses(missing)) if source else (Loss(JOURNAL, None),)
        if orphans := db.execute(_ORPHANS).rowcount:
            losses = (*losses, Loss("intents", orphans))
        db.execute(_TEXTS_OF_NONE)
        db.execute("PRAGMA journal_mode = DELETE")
    return losses or (Loss(NOTHING, 0),), filled


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


def _saved(source: ReadableJournal, db: sqlite3.Connection, progress: Progress) -> tuple[Missing, ...]:
    db.execute("BEGIN")
    count = _Count(progress)
    found = [each for table in tables(db) if (each := _save(source, db, table, count)) is not None]
    _mend_head(db, is_whole=all(each.table != "audit" for each in found))
    db.execute("COMMIT")
    return tuple(found)


class _Count:
    """How many rows were read, of all tables."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._rows = progress, 0

    def up(self) -> None:
        """One more."""
        self._rows += 1
        self._progress(self._rows)


def _save(source: ReadableJournal, db: sqlite3.Connection, table: str, count: _Count) -> Missing | None:
    """Copy what can be read of one table; what is lost of it, if anything is."""
    columns = _columns(db, table)
    rows = TornRows(source.db, table, columns)
    tests = [(at, _TESTS[table, name]) for at, name in enumerate(columns) if (table, name) in _TESTS]
    marks = ",".join("?" * len(columns))
    verb = "INSERT OR REPLACE" if table == "meta" else "INSERT OR IGNORE"
    line = f"{verb} INTO {table} ({', '.join(columns)}) VALUES ({marks})"

    torn = set[int]()  # what was read of them is not what stood there

    def put(found: Generator[tuple[int, Row], None, None]) -> set[int]:
        saved = set[int]()
        with contextlib.closing(found) as read:  # on a full disk, too: what is open can't be removed
            for number, row in read:
                count.up()
                if not _is_whole(row, tests):
                    torn.add(number)
                elif _put(db, line, row):
                    saved.add(number)
        return saved

    saved = put(iter(rows))
    expected = rows.numbers(_indexes(db, table)) if source.is_sure else None
    if expected is None:
        has_gaps = table not in _COUNTLESS and max(saved, default=0) > len(saved)
        is_doubtful = not (
            source.is_sure or saved
        )  # another table may begin where its list says this one does
        is_unknown = rows.broken or has_gaps or is_doubtful
        return Missing(table, None if is_unknown else torn) if is_unknown or torn else None
    if rows.broken and table in _OFF_LEAVES:
        late = put(BtreePages(source.db, db, table).rows(expected - saved))
        _doubt(db, table, late)
        saved |= late
    lost = expected - saved
    return Missing(table, lost) if lost else None


def _doubt(db: sqlite3.Connection, table: str, numbers: Iterable[int]) -> None:
    """An open action that was found beside its table may have left meanwhile: a person is asked."""
    if table in _MAY_LEAVE:
        db.executemany(
            f"UPDATE {table} SET outcome = 'unknown', ever_unknown = 1, needs_person = 1, next_at = NULL"
            " WHERE number = ? AND outcome IN ('queued', 'sending', 'unknown')",
            [(number,) for number in numbers],
        )


def _is_whole(row: Sequence[object], tests: Sequence[tuple[int, Callable[[object], object]]]) -> bool:
    """Whether what must be JSON, packed or a hash is: a page that was cut reads as text with holes in it."""
    try:
        return all(test(row[at]) is not False for at, test in tests)
    except (TypeError, ValueError):
        return False


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
