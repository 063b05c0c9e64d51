"""Rows that a torn page costs, page by page: `python -m tests.journal.rescue.torn_pages`.

A journal of a few days' trade and the day's backup of it, made when three quarters of the rows were there.
Each page is torn in turn, and the journal started.
"""

import random
import shutil
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind
from posdesk.journal import Journal, backup, start_up
from posdesk.journal.journal import FILE_NAME
from tests.journal.making import START, Counter, SetClock, key_of
from tests.journal.takings import CONFIRMED, REFUSED, Store, till

PAGE = 4096
KINDS = {0x05: "interior", 0x0D: "leaf", 0x02: "index", 0x0A: "index"}
CLOCK = SetClock()
AS_IT_WAS = {
    "orders": "partner, bill, ordered",
    "receipts": "store_id, pos_no, serial_num",
    "intents": "seq",
    "postings": "seq",
    "audit": "number, hash",
    "history": "number, bill, at",
    "posting_attempts": "number, seq",
    "scans": "number, at",
}
"""What never changes of a table's rows."""
Rows = dict[str, set[tuple[object, ...]]]


def trade(home: Path, first: int, last: int) -> None:
    """Orders and receipts of these numbers, with what a counter and the books do about them."""
    with closing(Journal(home, CLOCK, "1")) as journal:
        counter, store = Counter(journal), Store(journal)
        for number in range(first, last):
            key = key_of(f"B{number:04}")
            counter.add(key.bill, remark="多放辣" * 40)
            ends = (Verdict.DONE, Verdict.DONE, Verdict.UNKNOWN, Verdict.REFUSED)
            counter.attempt(counter.press(Kind.ACCEPT, key).seq, ends[number % 4])
            posting = store.queued(till(f"{number:04}"))[-1]
            if number % 5:
                store.attempt(posting.seq, CONFIRMED if number % 7 else REFUSED)


def made(home: Path, orders: int, share: float = 0.75) -> None:
    """A journal of so many orders at `home`, with a backup made after that share of them."""
    start_up.make_ready(home, CLOCK)
    trade(home, 0, int(orders * share))
    backup.copy(home / FILE_NAME, backup.target_of(home, START))
    trade(home, int(orders * share), orders)


def rows_of(journal: Path) -> Rows:
    """The rows of each table by what never changes of them."""
    with closing(sqlite3.connect(journal)) as db:
        return {table: set(db.execute(f"SELECT {kept} FROM {table}")) for table, kept in AS_IT_WAS.items()}


def torn(home: Path, into: Path, pages: Iterable[int]) -> None:
    """The same home with these pages, from 0, full of noise."""
    shutil.copytree(home, into)
    with (into / FILE_NAME).open("rb+") as file:
        for page in pages:
            file.seek(page * PAGE)
            file.write(random.Random(page).randbytes(PAGE))


def leaves(path: Path, table: str) -> list[int]:
    """The leaf pages of a table, by number from 0."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    data = path.read_bytes()
    return _below(data, root - 1)


def _below(data: bytes, page: int) -> list[int]:
    start = page * PAGE
    if data[start] == 0x0D:
        return [page]
    count = int.from_bytes(data[start + 3 : start + 5], "big")
    cells = range(start + 12, start + 12 + 2 * count, 2)
    at = [start + int.from_bytes(data[cell : cell + 2], "big") for cell in cells]
    children = [int.from_bytes(data[cell : cell + 4], "big") - 1 for cell in (*at, start + 8)]
    return [leaf for child in children for leaf in _below(data, child)]


def root_of(path: Path, table: str) -> int:
    """The first page of a table, by number from 0: torn, it takes all of its rows."""
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    return int(root) - 1


def main(orders: int = 240) -> None:
    """Print how many rows a torn page costs on the average, by its kind."""
    lost: defaultdict[str, list[int]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        made(home, orders)
        before, data = rows_of(home / FILE_NAME), (home / FILE_NAME).read_bytes()
        for page in range(1, len(data) // PAGE):
            other = Path(folder, "torn")
            torn(home, other, [page])
            start_up.make_ready(other, CLOCK)
            after = rows_of(other / FILE_NAME)
            count = sum(len(rows - after[table]) for table, rows in before.items())
            lost[KINDS.get(data[page * PAGE], "other")].append(count)
            shutil.rmtree(other)
    for kind, counts in sorted(lost.items()):
        mean, most = sum(counts) / len(counts), max(counts)
        sys.stdout.write(f"{kind}: {len(counts)} pages, {mean:.1f} rows lost, {most} at most\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
