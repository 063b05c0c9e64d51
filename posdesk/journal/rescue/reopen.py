"""A damaged journal made so far whole that its tables can be named, whose list of tables may be torn.

The list stands on the first page and those it leads to. Where they can't be read, others take their place:
those of a backup, which has each table on the same page as the journal it is of, or a new journal's, which
has so only where no older version began the damaged one. Which of them fits, the tables tell.
"""

import contextlib
import mmap
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from posdesk.errors import DiskError
from posdesk.journal import backup, compressed
from posdesk.journal.rescue import exchange
from posdesk.journal.rescue.btree_pages import columns_of, fits
from posdesk.journal.search_step import DERIVED

HEADER_BYTES = 100
PAGE_BYTES = 4096
_TELLING = frozenset({"meta", "orders", "audit"})
_BACKUPS = 3
_MAGIC, _VERSION = b"SQLite format 3\0", slice(60, 64)
_INTERIOR, _LEAF = 0x05, 0x0D  # kinds of pages
Pages = dict[int, bytes]
Bytes = bytes | mmap.mmap


@dataclass(frozen=True, slots=True)
class ReadableJournal:
    """A damaged journal to read from; not `is_sure` where a table may not begin where the list says."""

    db: sqlite3.Connection
    is_sure: bool


def opened(path: Path, scratch: Path, new: bytes) -> ReadableJournal | None:
    """The journal at `path`, of which `scratch` is a copy: as it is, with a new header, or with another list.

    `new` is a new journal of its version. None where nothing can be read. Raises OSError.
    """
    for pages in ({}, {0: new[:HEADER_BYTES]}):
        db = _grafted(scratch, pages)
        if _is_readable(db):
            return ReadableJournal(db, is_sure=True)
        db.close()
    return _with_another_list(path, scratch, new)


def _with_another_list(path: Path, scratch: Path, new: bytes) -> ReadableJournal | None:
    """With the list by which most tables can be read."""
    lists = [pages for pages in _lists(path.parent, new) if pages]
    scores = [_score(path, scratch, pages) for pages in lists]
    readable, number = max(scores, default=(0, 0))
    if not readable:
        return None
    exchange.copy_of(path, scratch)
    best = lists[scores.index((readable, number))]
    return ReadableJournal(_grafted(scratch, best), is_sure=readable == number)


def _score(path: Path, scratch: Path, pages: Pages) -> tuple[int, int]:
    """How many tables can be read with this list, none if nothing tells, and how many there are."""
    exchange.copy_of(path, scratch)
    with contextlib.closing(_grafted(scratch, pages)) as db:
        found = tables(db)
        readable = sum(_ends_fit(db, table) for table in found)
        return (readable if _is_readable(db) else 0), len(found)


def _lists(home: Path, new: bytes) -> Iterator[Pages]:
    """Those of the newest backups that are of the new journal's version, and the new one's."""
    for each in backup.backups(home)[: -_BACKUPS - 1 : -1]:
        with contextlib.suppress(OSError, ValueError, DiskError):  # of an empty one is no map: ValueError
            yield _list_in(each.path, home, new[_VERSION])
    yield list_of_tables(new)


def _list_in(copy: Path, home: Path, version: bytes) -> Pages:
    """Raises OSError, ValueError, DiskError where it can't be read."""
    with (
        compressed.plain(copy, home) as plain,
        plain.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        return list_of_tables(data) if data[_VERSION] == version else {}


def version_in(path: Path) -> int | None:
    """The journal's version as its header has it; None where there is none. Raises OSError."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    return int.from_bytes(header[_VERSION], "big") if header.startswith(_MAGIC) else None


def _grafted(scratch: Path, pages: Pages) -> sqlite3.Connection:
    if pages:
        _graft(scratch, pages)
    return sqlite3.connect(scratch, isolation_level=None)


def _is_readable(db: sqlite3.Connection) -> bool:
    return any(_has_rows(db, table) for table in tables(db) if table in _TELLING)


def _has_rows(db: sqlite3.Connection, table: str) -> bool:
    return any(_end(db, table, way) for way in ("ASC", "DESC"))


def _end(db: sqlite3.Connection, table: str, way: str) -> tuple[object, ...] | None:
    """The first or last row; None where there is none, or none that can be read."""
    try:
        return _asked(db, table, way)
    except sqlite3.Error:
        return None


def _asked(db: sqlite3.Connection, table: str, way: str) -> tuple[object, ...] | None:
    question = f"SELECT * FROM {table} NOT INDEXED ORDER BY rowid {way} LIMIT 1"
    row: tuple[object, ...] | None = db.execute(question).fetchone()
    return row


def _ends_fit(db: sqlite3.Connection, table: str) -> bool:
    """Whether the first and the last row can be read, and fit the table; none at all fits."""
    try:
        ends = [row for way in ("ASC", "DESC") if (row := _asked(db, table, way)) is not None]
    except sqlite3.Error:
        return False
    columns = columns_of(db, table)
    return all(all(map(fits, columns, row)) for row in ends)


def list_of_tables(data: Bytes) -> Pages:
    """The pages that say where each table begins, by number from 0: the first and its children.

    None where the first leads to no such pages: it may be torn, too.
    """
    count = len(data) // PAGE_BYTES
    if not count or data[HEADER_BYTES] != _INTERIOR:
        return {}
    cells = int.from_bytes(data[103:105], "big")
    places = [int.from_bytes(data[at : at + 2], "big") for at in range(112, 112 + 2 * cells, 2)]
    children = [int.from_bytes(data[at : at + 4], "big") - 1 for at in (*places, 108)]
    if not all(0 < n < count and data[n * PAGE_BYTES] == _LEAF for n in children):
        return {}
    return {n: data[n * PAGE_BYTES : (n + 1) * PAGE_BYTES] for n in (0, *children)}


def _graft(scratch: Path, pages: Pages) -> None:
    """Put pages, or the beginning of one, in place of the file's; it gets no shorter, and says its length."""
    scratch.touch()
    with scratch.open("rb+") as file:
        for number, page in pages.items():
            file.seek(number * PAGE_BYTES)
            file.write(page)
        count = -(-max(PAGE_BYTES * (1 + max(pages)), file.seek(0, os.SEEK_END)) // PAGE_BYTES)
        file.truncate(count * PAGE_BYTES)
        file.seek(28)
        file.write(count.to_bytes(4, "big") + bytes(8))  # and no list of free pages


def tables(db: sqlite3.Connection) -> list[str]:
    """Parents before their children: the order in which they were made; none where the list can't be read.

    What is derived from others is none to be read: it is made anew.
    """
    where = "type = 'table' AND name NOT LIKE 'sqlite_%'"
    try:
        found = db.execute(f"SELECT name FROM sqlite_schema WHERE {where} ORDER BY rowid").fetchall()
    except sqlite3.Error:
        return []
    return [name for (name,) in found if name not in DERIVED]
