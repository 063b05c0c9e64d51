"""Tills' files that were taken and moved, for a day: who still wrote one is heard after a restart, too."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from posdesk.domain.clock import from_text, to_text
from posdesk.journal.transaction import Transaction, forget_old
from posdesk.records import dataclass

KEPT = timedelta(days=1)
MOST = 20_000


@dataclass(frozen=True, slots=True)
class MovedFile:
    """A file in `folder` as it was when it was read.

    `receipts` is how many it held, `at` when it was moved, aware.
    """

    number: int
    folder: str
    name: str
    size: int
    mtime_ns: int
    receipts: int
    at: datetime


def add(tx: Transaction, folder: str, name: str, stamp: tuple[int, int], receipts: int) -> MovedFile:
    """Remember a file that was moved; `stamp` is its size in bytes and its time of change in nanoseconds."""
    made = tx.db.execute(
        "INSERT INTO moved_files (folder, name, size, mtime_ns, receipts, at) VALUES (?,?,?,?,?,?)",
        (folder, name, *stamp, receipts, to_text(tx.now)),
    )
    forget_old(tx, "moved_files", KEPT, MOST)
    size, mtime_ns = stamp
    return MovedFile(made.lastrowid or 0, folder, name, size, mtime_ns, receipts, tx.now)


def read_again(tx: Transaction, number: int, stamp: tuple[int, int], receipts: int) -> None:
    """Note that a file was read again, as it is now."""
    tx.db.execute(
        "UPDATE moved_files SET size = ?, mtime_ns = ?, receipts = ? WHERE number = ?",
        (*stamp, receipts, number),
    )


def forget(tx: Transaction, numbers: Sequence[int]) -> None:
    """Watch these files no longer."""
    tx.db.executemany("DELETE FROM moved_files WHERE number = ?", [(number,) for number in numbers])


def of_folder(db: sqlite3.Connection, folder: str) -> tuple[MovedFile, ...]:
    """The watched files of a folder, the last MOST, oldest first."""
    rows = db.execute(
        "SELECT number, folder, name, size, mtime_ns, receipts, at FROM moved_files"
        " WHERE folder = ? ORDER BY number DESC LIMIT ?",
        (folder, MOST),
    ).fetchall()
    return tuple(
        MovedFile(number, place, name, size, mtime_ns, receipts, from_text(at))
        for number, place, name, size, mtime_ns, receipts, at in reversed(rows)
    )
