"""Pages of the journal are damaged while nothing runs: what is gone is named, what is there is as it was."""

import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from posdesk.domain.journal_health import JOURNAL
from posdesk.journal import boot_mark
from posdesk.journal.rescue import losses
from tests.faults.shop import Shop

SECTOR_BYTES, PAGE_BYTES = 512, 4096
AS_IT_WAS = {
    "orders": "partner, bill, ordered, raw",
    "receipts": "store_id, pos_no, serial_num, raw",
    "intents": "seq, partner, bill, ordered, kind",
    "postings": "seq, book",
    "audit": "at, hash",
    "history": "partner, bill, ordered, at",
    "posting_attempts": "seq, at",
}
"""What never changes of a table's rows, but for `raw` at the end: a backup had it as it was then."""
Rows = dict[str, set[tuple[object, ...]]]


def tear_and_judge(shop: Shop, chance: random.Random, counts: Counter[str]) -> None:
    """Damage the journal of a shop whose engine is dead, start it, and look what became of its rows."""
    before = _rows(shop.journal_file)
    torn = _tear(shop.journal_file, chance)
    boot_mark.doubt(shop.journal_file)  # no process tears a page: the power was cut, this is another boot
    counts["pages torn"] += len(torn)
    shop.hear()
    if not shop.start():
        shop.broken.append(f"with pages {torn} torn the engine does not start")
        return
    shop.end(stops=True)
    shop.hear()
    with shop.engine.journal() as journal:
        named = journal.read(losses.open_ones)
    after = _rows(shop.journal_file)
    counts["damage noticed"] += bool(named)
    for table, rows in before.items():
        gone, older = len(_keys(table, rows) - _keys(table, after[table])), len(rows - after[table])
        counts["rows lost with a page"] += gone
        counts["rows as a backup had them"] += sum(loss.rows or 0 for loss in named if loss.filled == table)
        lost = [loss.rows for loss in named if loss.what in {table, JOURNAL}]
        told = lost + [loss.rows for loss in named if loss.filled == table]
        if not (_covers(lost, gone) and _covers(told, older)):
            which = f"{gone} rows of {table} are gone, {older} with older ones"
            shop.broken.append(f"pages {torn} torn: {which}, told are {told}")


def _keys(table: str, rows: set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """Rows by what never changes at all."""
    return {row[:-1] for row in rows} if AS_IT_WAS[table].endswith("raw") else rows


def _covers(told: list[int | None], count: int) -> bool:
    """Whether so many rows are told of; None is a number that nobody knows."""
    return None in told or sum(each or 0 for each in told) >= count


def _rows(journal: Path) -> Rows:
    with closing(sqlite3.connect(f"{journal.as_uri()}?mode=ro", uri=True)) as db:
        return {table: set(db.execute(f"SELECT {kept} FROM {table}")) for table, kept in AS_IT_WAS.items()}


def _tear(journal: Path, chance: random.Random) -> list[int]:
    """The first sectors of up to three pages hold what was never written there; their numbers from 1."""
    size = journal.stat().st_size // PAGE_BYTES
    torn = sorted(chance.sample(range(size), min(size, chance.choice([1, 1, 2, 3]))))
    with journal.open("rb+") as file:
        for page in torn:
            file.seek(page * PAGE_BYTES)
            length = SECTOR_BYTES * chance.randint(1, 8)
            file.write(bytes(length) if chance.random() < 0.5 else chance.randbytes(length))
    return [page + 1 for page in torn]
