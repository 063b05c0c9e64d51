"""After a wiping the rows around what was wiped are put in anew, piece by piece: no copy stays behind.

`secure_delete` blanks a row that goes and a page that is given up, but not the copy that stays in a page's
unused part when SQLite shifts its rows to a neighbour. So the rows of whole pages are taken out, by which
those pages are blanked, and put in again under their numbers; indexes of personal columns are made anew.
Nobody waits longer than for one piece, or for one index, and no second file is needed: what is sorted for an
index is sorted in memory, since SQLite's own temporary files lie outside the home.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator

from posdesk.journal import meta
from posdesk.journal.search_step import LONGEST, PLACES
from posdesk.journal.transaction import Transaction
from posdesk.journal.wiping import personal

PIECE_BYTES = 256 * 1024  # some 100 ms on a slow PC: each row stands in up to fifteen indexes
MARGIN_ROWS = 300  # beside what was wiped: rows were shifted by a few pages at most
_PAGES_BYTES = 5 * 4096  # so much of rows fills several pages
_LEAST_ON_PAGE = 489  # bytes of a long row that stand on the table's own page (sqlite.org/fileformat.html)
_ROWS, _AGAIN, _INDEX = "rewrite/rows/", "rewrite/again/", "rewrite/index/"
_MOST_RANGES = 20  # a table; what is more scattered is one range
_Row = tuple[object, ...]
_Range = tuple[int, int]


def note(tx: Transaction, table: str, numbers: Iterable[int]) -> None:
    """These rows were wiped: theirs and their neighbours' pages are to be given up."""
    runs = _runs(numbers)
    _note(tx, table, runs)
    if table == "orders":  # their texts and the suffixes of their names went with them
        _note(tx, "order_raws", runs)
        _note(tx, "name_suffixes", [(begin * PLACES, end * PLACES + LONGEST) for begin, end in runs])


def _note(tx: Transaction, table: str, runs: list[_Range]) -> None:
    found = [(_before(tx.db, table, first), _after(tx.db, table, last)) for first, last in runs]
    for key in (_ROWS, _AGAIN):
        _keep(tx.db, f"{key}{table}", _merged([*_ranges(tx.db, f"{key}{table}"), *found]))


def _runs(numbers: Iterable[int]) -> list[_Range]:
    """First and last of those that stand together: what never ended stands months before the day's."""
    runs: list[_Range] = []
    for number in sorted(numbers):
        begin = runs.pop()[0] if runs and number - runs[-1][1] <= 2 * MARGIN_ROWS else number
        runs.append((begin, number))
    return runs


def _merged(ranges: list[_Range]) -> list[_Range]:
    done: list[_Range] = []
    for begin, end in sorted(ranges):
        if done and begin <= done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((begin, end))
    return done if len(done) <= _MOST_RANGES else [(done[0][0], done[-1][1])]


def rewrite(tx: Transaction) -> bool:
    """Put one piece in anew; whether more is due. For `journal.write_alone`."""
    for table in personal.WIPED:
        if ranges := _ranges(tx.db, f"{_ROWS}{table}"):
            with _alone(tx.db):
                _put_anew(tx.db, table, ranges)
            return True
    index = tx.db.execute(
        "SELECT key FROM meta WHERE key >= ? AND key < 'rewrite/index0' LIMIT 1", (_INDEX,)
    ).fetchone()
    if index is None:
        return False
    with _alone(tx.db):
        tx.db.execute(f"REINDEX {index[0].removeprefix(_INDEX)}")
        tx.db.execute("DELETE FROM meta WHERE key = ?", index)
    return True


@contextlib.contextmanager
def _alone(db: sqlite3.Connection) -> Iterator[None]:
    """What hangs on a row finds it again under the same number: foreign keys don't count meanwhile."""
    db.execute("PRAGMA foreign_keys = OFF")
    try:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
        db.execute("PRAGMA foreign_keys = ON")


def _ranges(db: sqlite3.Connection, key: str) -> list[_Range]:
    """The row numbers still to be written anew, as first and last of each run, in rising order."""
    numbers = [int(each) for each in meta.value(db, key).split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _keep(db: sqlite3.Connection, key: str, ranges: list[_Range]) -> None:
    meta.put(db, key, " ".join(f"{begin} {end}" for begin, end in ranges))


def _put_anew(db: sqlite3.Connection, table: str, ranges: list[_Range]) -> None:
    """One piece; the next one begins some pages before its end, since the page there was not given up."""
    (begin, end), *others = ranges
    rows = _piece(db, table, begin)
    _take_out(db, table, rows)
    if rows:
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    if rows and _number(rows[-1]) < min(end, _last(db, table)):
        others = [(_number(rows[-_overlap(rows)]), end), *others]
    if others:
        _keep(db, f"{_ROWS}{table}", others)
        return
    _end_round(db, table)


def _end_round(db: sqlite3.Connection, table: str) -> None:
    """A page at a piece's end may hold a copy and be used within the piece: a second round finds it there."""
    meta.forget(db, f"{_ROWS}{table}")
    if again := _ranges(db, f"{_AGAIN}{table}"):
        _keep(db, f"{_ROWS}{table}", again)
        meta.forget(db, f"{_AGAIN}{table}")
        return
    names = [(f"{_INDEX}{name}",) for name in _personal_indexes(db, table)]
    db.executemany("INSERT OR IGNORE INTO meta VALUES (?, '')", names)


def _piece(db: sqlite3.Connection, table: str, begin: int) -> list[_Row]:
    """Rows from that number on: a piece's bytes, but always more than the overlap with the next one."""
    rows, size, pages = list[_Row](), 0, 0
    for row in db.execute(f"SELECT * FROM {table} WHERE number >= ? ORDER BY number", (begin,)):
        rows.append(row)
        size += _size(row)
        pages += min(_size(row), _LEAST_ON_PAGE)
        if size >= PIECE_BYTES and pages >= 3 * _PAGES_BYTES:
            break
    return rows


def _take_out(db: sqlite3.Connection, table: str, rows: list[_Row]) -> None:
    """Whole pages of them are blanked; a table's only page, where nothing is left in the table at all."""
    first, last = (_number(rows[0]), _number(rows[-1])) if rows else (None, None)
    ends = f"SELECT (SELECT min(number) FROM {table}), (SELECT max(number) FROM {table})"
    if db.execute(ends).fetchone() != (first, last):
        db.execute(f"DELETE FROM {table} WHERE number BETWEEN ? AND ?", (first, last))
    else:
        db.execute(f"DELETE FROM {table}")


def _last(db: sqlite3.Connection, table: str) -> int:
    """The last row that is there: what was wiped behind it may have gone."""
    return int(db.execute(f"SELECT coalesce(max(number), 0) FROM {table}").fetchone()[0])


def _overlap(rows: list[_Row]) -> int:
    """How many rows at the end fill several pages; at most a third of a piece."""
    pages = 0
    for count, row in enumerate(reversed(rows), start=1):
        pages += min(_size(row), _LEAST_ON_PAGE)
        if pages >= _PAGES_BYTES:
            return count
    return len(rows)


def _size(row: _Row) -> int:
    return sum(len(value) if isinstance(value, str | bytes) else 4 for value in row)


def _number(row: _Row) -> int:
    number = row[0]  # the first column of each of these tables
    assert isinstance(number, int)
    return number


def _before(db: sqlite3.Connection, table: str, number: int) -> int:
    return _far(
        db.execute(f"SELECT * FROM {table} WHERE number <= ? ORDER BY number DESC", (number,)), number
    )


def _after(db: sqlite3.Connection, table: str, number: int) -> int:
    return _far(db.execute(f"SELECT * FROM {table} WHERE number >= ? ORDER BY number", (number,)), number)


def _far(rows: Iterable[_Row], number: int) -> int:
    """The row that is two pieces away, or the last one: so far a piece that ended here took copies."""
    size, pages = 0, 0
    for count, row in enumerate(rows):
        number = _number(row)
        size += _size(row)
        pages += min(_size(row), _LEAST_ON_PAGE)
        if count >= MARGIN_ROWS and size >= 2 * PIECE_BYTES and pages >= 6 * _PAGES_BYTES:
            break
    return number


def _personal_indexes(db: sqlite3.Connection, table: str) -> list[str]:
    """Indexes with a personal column: old copies of their entries stay behind as well."""
    names = [row[1] for row in db.execute(f"PRAGMA index_list({table})")]
    return [
        name
        for name in names
        if {row[2] for row in db.execute(f"PRAGMA index_info({name})")} & personal.WIPED[table].keys()
    ]
