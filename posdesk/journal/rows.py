"""Many rows put into a table by few statements: each lets go of Python's lock once, whatever it puts in."""

import sqlite3
from collections.abc import Iterator, Sequence

_SIZES = (8, 4, 2, 1)  # rows of a statement: few kinds of it, so that each is prepared once
Row = Sequence[str | int | bytes | None]


def insert(db: sqlite3.Connection, head: str, rows: Sequence[Row]) -> None:
    """Put them in, in their order; `head` is the statement up to its VALUES. Raises sqlite3.Error."""
    for part in _parts(rows):
        marks = f"({','.join('?' * len(part[0]))})"
        db.execute(f"{head} VALUES {','.join([marks] * len(part))}", [value for row in part for value in row])


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    at = 0
    while at < len(rows):
        size = next(size for size in _SIZES if size <= len(rows) - at)
        yield rows[at : at + size]
        at += size
