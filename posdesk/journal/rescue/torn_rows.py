"""The rows of one table of a damaged journal, as far as they can be read, and which there must have been."""

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence

from posdesk.journal.rescue.btree_pages import Row

_END = 1 << 62
_ONE_BY_ONE = 20_000


class TornRows:
    """The rows of a table that can be read, whichever of its pages are damaged.

    Iterates (row id, row) in rising order; `broken` afterwards says whether something was in the way."""

    def __init__(self, db: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
        """`db` reads the damaged file."""
        self._db, self._table, self._columns = db, table, ", ".join(columns)
        self.broken = False

    def __iter__(self) -> Generator[tuple[int, Row], None, None]:
        """Every row that can be read."""
        start: int | None = 0
        while start is not None:
            last = start - 1
            for number, row in self._run(start):
                last = number
                yield number, row
            if not self._stopped:
                return
            self.broken = True
            start = self._behind(last + 1)
            yield from self._one_by_one(last + 1, start)

    def _run(self, start: int) -> Iterator[tuple[int, Row]]:
        """Rows from here on until the end, or until one can't be read: `_stopped` tells which."""
        question = (
            f"SELECT rowid, {self._columns} FROM {self._table} NOT INDEXED WHERE rowid >= ? ORDER BY rowid"
        )
        self._stopped, last = True, start - 1
        try:
            for number, *row in self._db.execute(question, (start,)):
                if number <= last:  # a page that points back would never end
                    return
                last = number
                yield number, tuple(row)
            self._stopped = False
        except sqlite3.Error:
            return

    def _behind(self, start: int) -> int | None:
        """The first row id from which on reading works again; None where it never does."""
        step = 1
        while not self._works(start + step):
            if step >= _END:
                return None
            step *= 2
        bad, good = start + step // 2, start + step
        while good - bad > 1:
            middle = (bad + good) // 2
            bad, good = (bad, middle) if self._works(middle) else (middle, good)
        return good

    def _works(self, start: int) -> bool:
        """Whether the first row from here on can be read, or there is none."""
        question = (
            f"SELECT {self._columns} FROM {self._table} NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1"
        )
        try:
            self._db.execute(question, (start,)).fetchone()
        except sqlite3.Error:
            return False
        return True

    def _one_by_one(self, start: int, end: int | None) -> Iterator[tuple[int, Row]]:
        """Rows between two damaged places, each asked for by its number."""
        question = f"SELECT {self._columns} FROM {self._table} NOT INDEXED WHERE rowid = ?"
        for number in range(start, min(start + _ONE_BY_ONE, start if end is None else end)):
            try:
                row = self._db.execute(question, (number,)).fetchone()
            except sqlite3.Error:
                continue
            if row is not None:
                yield number, tuple(row)

    def numbers(self, indexes: Iterable[str]) -> set[int] | None:
        """The row ids that there were, by the first index that can be read whole; None where none can."""
        for index in indexes:
            try:
                question = f"SELECT rowid FROM {self._table} INDEXED BY {index}"
                return {row[0] for row in self._db.execute(question)}
            except sqlite3.Error:
                continue
        return None
