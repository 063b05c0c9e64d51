"""Rows read off a damaged file's own pages, where the pages above them are lost (sqlite.org/fileformat.html).

A torn root page takes every row of its table from SQLite, though the leaves that hold them are whole. What is
found here may be of another table, or an old copy on a page that was given up: a row counts only where each
value is of its column's type and every whole index has the row, at its number, with just these values.
"""

import contextlib
import mmap
import sqlite3
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Row = tuple[object, ...]
PAGE_BYTES = 4096
_LEAF = 0x0D
_HEAD_BYTES = 8
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)
_TYPES: dict[str, type] = {"TEXT": str, "INTEGER": int, "BLOB": bytes}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the schema declares it."""

    name: str
    type: type
    may_be_null: bool
    is_number: bool  # stored as NULL, since it is the row's number
    default: object


class BtreePages:
    """The rows of one table that stand on leaf pages, whichever page leads to them."""

    def __init__(self, db: sqlite3.Connection, sound: sqlite3.Connection, table: str) -> None:
        """`db` reads a copy of the damaged file; `sound` is a journal of the same version."""
        self._db, self._table = db, table
        self._path = Path(db.execute("PRAGMA database_list").fetchone()[2])
        with contextlib.suppress(sqlite3.Error):  # what stays in the -wal is not found, and so not saved
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._columns = columns_of(sound, table)
        self._indexes = _whole_indexes(db, sound, table)

    def rows(self, numbers: set[int]) -> Generator[tuple[int, Row], None, None]:
        """Each row of these numbers that passes, once; what is found in two wordings is in doubt."""
        found: dict[int, int] = {}
        doubtful = set()
        for number, row in self._candidates(numbers):
            if found.setdefault(number, hash(row)) != hash(row):
                doubtful.add(number)
        left = found.keys() - doubtful
        for number, row in self._candidates(left):
            if number in left:
                left.remove(number)
                yield number, row

    def _candidates(self, numbers: Collection[int]) -> Iterator[tuple[int, Row]]:
        if not self._indexes:
            return
        for number, values in _cells(self._path, numbers):
            row = self._row(number, values)
            if row is not None and self._is_indexed(number, row):
                yield number, row

    def _row(self, number: int, values: Sequence[object]) -> Row | None:
        """A row of the table's shape; one that is older than a column lacks it."""
        if len(values) > len(self._columns):
            return None
        full = (*values, *(column.default for column in self._columns[len(values) :]))
        row = tuple(
            number if column.is_number and value is None else value
            for column, value in zip(self._columns, full, strict=True)
        )
        return row if all(map(fits, self._columns, row)) else None

    def _is_indexed(self, number: int, row: Row) -> bool:
        of = {column.name: value for column, value in zip(self._columns, row, strict=True)}
        return all(self._has(index, names, number, of) for index, names in self._indexes.items())

    def _has(self, index: str, names: Sequence[str], number: int, of: dict[str, object]) -> bool:
        same = " AND ".join(f"{name} IS ?" for name in names)
        question = f"SELECT 1 FROM {self._table} INDEXED BY {index} WHERE {same} AND rowid = ?"
        try:
            found = self._db.execute(question, (*(of[name] for name in names), number)).fetchone()
        except sqlite3.Error:
            return False
        return found is not None


def fits(column: Column, value: object) -> bool:
    """Whether a value is one that the column may have."""
    return column.may_be_null if value is None else type(value) is column.type


def columns_of(db: sqlite3.Connection, table: str) -> tuple[Column, ...]:
    """The columns of a table as the schema of `db` declares them."""
    found = []
    for _, name, kind, not_null, default, key in db.execute(f"PRAGMA table_info({table})").fetchall():
        value = None if default is None else db.execute(f"SELECT {default}").fetchone()[0]
        is_number = bool(key) and kind == "INTEGER"
        found.append(Column(name, _TYPES[kind], not not_null, is_number, value))
    return tuple(found)


def _whole_indexes(
    db: sqlite3.Connection, sound: sqlite3.Connection, table: str
) -> dict[str, tuple[str, ...]]:
    """The columns of each index that has every row; none where one of them can't be read from end to end."""
    found = {}
    for _, index, _, _, partial in sound.execute(f"PRAGMA index_list({table})").fetchall():
        if partial:
            continue
        if not _can_be_read(db, table, index):
            return {}
        found[index] = tuple(row[2] for row in sound.execute(f"PRAGMA index_info({index})"))
    return found


def _can_be_read(db: sqlite3.Connection, table: str, index: str) -> bool:
    try:
        db.execute(f"SELECT count(rowid) FROM {table} INDEXED BY {index}").fetchone()
    except sqlite3.Error:
        return False
    return True


def _cells(path: Path, numbers: Collection[int]) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Number and values of each such row on any leaf page; what makes no sense is passed over."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for page in range(PAGE_BYTES, len(data) - PAGE_BYTES + 1, PAGE_BYTES):
            if data[page] == _LEAF:
                yield from _of_page(data, page, numbers)


def _of_page(
    data: mmap.mmap, page: int, numbers: Collection[int]
) -> Iterator[tuple[int, tuple[object, ...]]]:
    count = int.from_bytes(data[page + 3 : page + 5], "big")
    for place in range(page + _HEAD_BYTES, page + _HEAD_BYTES + 2 * min(count, PAGE_BYTES // 4), 2):
        at = int.from_bytes(data[place : place + 2], "big")
        try:
            size, next_at = _varint(data, page + at)
            number, next_at = _varint(data, next_at)
            if number in numbers:
                yield number, _values(_payload(data, next_at, size))
        except (ValueError, IndexError):
            continue


def _varint(data: mmap.mmap | bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next thing begins."""
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9


def _payload(data: mmap.mmap, at: int, size: int) -> bytes:
    """A row's record: on its page, or the rest of it on a chain of others. Raises ValueError."""
    if size > len(data):
        raise ValueError("a record can't be longer than the file")
    local = _local_bytes(size)
    parts, missing = [data[at : at + local]], size - local
    page = int.from_bytes(data[at + local : at + local + 4], "big") if missing else 0
    while missing:
        start = (page - 1) * PAGE_BYTES
        if not 0 < start <= len(data) - PAGE_BYTES:
            raise ValueError("the chain of pages ends early")
        parts.append(data[start + 4 : start + 4 + min(missing, PAGE_BYTES - 4)])
        missing -= len(parts[-1])
        page = int.from_bytes(data[start : start + 4], "big")
    return b"".join(parts)


def _local_bytes(size: int) -> int:
    """How much of a record stands on the leaf itself."""
    if size <= PAGE_BYTES - 35:
        return size
    least = (PAGE_BYTES - 12) * 32 // 255 - 23
    some = least + (size - least) % (PAGE_BYTES - 4)
    return some if some <= PAGE_BYTES - 35 else least


def _values(record: bytes) -> tuple[object, ...]:
    """The values of a record. Raises ValueError and IndexError where it is none."""
    end, at = _varint(record, 0)
    kinds = []
    while at < end:
        kind, at = _varint(record, at)
        kinds.append(kind)
    values = []
    for kind in kinds:
        value, at = _value(record, at, kind)
        values.append(value)
    if at != len(record):
        raise ValueError("the record is longer than its values")
    return tuple(values)


def _value(record: bytes, at: int, kind: int) -> tuple[object, int]:
    """A value and where the next one begins. Numbers with a point are nowhere in the journal."""
    if kind == 0:
        return None, at
    if kind in {8, 9}:
        return kind - 8, at
    size = _INTEGER_BYTES[kind] if kind < len(_INTEGER_BYTES) else (kind - 12) // 2
    found = record[at : at + size]
    if kind < len(_INTEGER_BYTES):
        return int.from_bytes(found, "big", signed=True), at + size
    if kind < 13 or kind % 2 == 0:
        raise ValueError("no text")
    return found.decode(), at + size
