"""Rows read off the leaves of a damaged journal: whole, of the right table, vouched for by its indexes."""

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind
from posdesk.journal import Journal, start_up
from posdesk.journal.books import postings, receipts
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue.btree_pages import BtreePages
from tests.journal.making import Counter, SetClock, key_of
from tests.journal.takings import till

PAGE = 4096
INTERIOR, LEAF = 0x05, 0x0D
TABLES = ("orders", "intents", "receipts", "postings", "audit")
CLOCK = SetClock()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal whose tables are all larger than a page; some orders take several pages each."""
    home = tmp_path_factory.mktemp("full")
    Journal.migrate(home)
    journal = Journal(home, CLOCK, "1")
    counter = Counter(journal)
    for number in range(60):
        key = key_of(f"B{number:02}")
        counter.add(key.bill, remark="多放辣" * (1500 if number % 7 == 0 else 10))
        seq = counter.press(Kind.ACCEPT, key).seq
        if number % 5:
            counter.attempt(seq, Verdict.DONE if number % 5 < 4 else Verdict.UNKNOWN)
    handed = [till(f"{number:04}") for number in range(60)]
    counter.write(lambda tx: receipts.store(tx, handed, Door.HTTP))
    counter.write(postings.queue_receipts)
    journal.close()
    return home / FILE_NAME


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        yield db


def rows_of(path: Path, table: str) -> dict[int, tuple[object, ...]]:
    with reading(path) as db:
        return {row[0]: row[1:] for row in db.execute(f"SELECT rowid, * FROM {table}")}


def read_off(path: Path, sound: Path, table: str, numbers: set[int]) -> dict[int, tuple[object, ...]]:
    with reading(path) as db, reading(sound) as other:
        return dict(BtreePages(db, other, table).rows(numbers))


def root_of(path: Path, table: str) -> int:
    with reading(path) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    return int(root) - 1


def tear(path: Path, page: int) -> None:
    with path.open("rb+") as file:
        file.seek(page * PAGE)
        file.write(random.Random(page).randbytes(PAGE))


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_read_off_the_leaves_as_sqlite_reads_it(tmp_path: Path, full: Path, table: str) -> None:
    there = rows_of(full, table)
    path = tmp_path / FILE_NAME
    shutil.copy(full, path)
    assert full.read_bytes()[root_of(full, table) * PAGE] == INTERIOR
    tear(path, root_of(full, table))
    assert read_off(path, full, table, set(there)) == there
    some = set(list(there)[::3])
    assert read_off(path, full, table, some) == {number: there[number] for number in some}


@pytest.mark.parametrize("table", TABLES)
def test_a_torn_root_page_costs_a_start_no_row(tmp_path: Path, full: Path, table: str) -> None:
    path = tmp_path / FILE_NAME
    shutil.copy(full, path)
    tear(path, root_of(full, table))
    start_up.make_ready(tmp_path, CLOCK)
    with reading(path) as db:
        assert db.execute("SELECT what FROM losses").fetchall() == [("nothing",)]
    for each in TABLES:
        if each not in {table, "audit"}:
            assert rows_of(path, each) == rows_of(full, each)
    assert rows_of(path, table).keys() >= rows_of(full, table).keys()


def test_an_open_action_read_off_a_leaf_waits_for_a_person_and_is_not_sent(
    tmp_path: Path, full: Path
) -> None:
    """The leaf may be older than what was last known of it."""
    path = tmp_path / FILE_NAME
    shutil.copy(full, path)
    tear(path, root_of(full, "intents"))
    start_up.make_ready(tmp_path, CLOCK)
    question = "SELECT outcome, needs_person, count(*) FROM intents GROUP BY 1, 2"
    with reading(path) as db:
        found = db.execute(question).fetchall()
    with reading(full) as db:
        (confirmed,) = db.execute("SELECT count(*) FROM intents WHERE outcome = 'confirmed'").fetchone()
    assert sorted(found) == [("confirmed", 0, confirmed), ("unknown", 1, 60 - confirmed)]


def test_an_old_copy_of_a_row_on_a_page_that_was_given_up_is_not_taken(tmp_path: Path, full: Path) -> None:
    """Its indexes tell it from the row: another state since then, another name."""
    path = tmp_path / FILE_NAME
    shutil.copy(full, path)
    old = full.read_bytes()
    with reading(path) as db:
        db.execute("UPDATE orders SET state_at = '2027-01-01T00:00:00.000000+00:00', state = 'completed'")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    now = rows_of(path, "orders")
    root = root_of(path, "orders")
    with path.open("ab") as file:
        file.write(old[PAGE:])  # every page as it was, beside those of today
    tear(path, root)
    assert read_off(path, full, "orders", set(now)) == now


def test_a_row_that_stands_in_two_wordings_is_in_doubt_and_lost(tmp_path: Path, full: Path) -> None:
    path = tmp_path / FILE_NAME
    shutil.copy(full, path)
    old = full.read_bytes()
    with reading(path) as db:
        db.execute(
            "UPDATE orders SET content = replace(content, 'remark', 'Remark') WHERE number = 3"
        )  # in no index
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    there = rows_of(path, "orders")
    root = root_of(path, "orders")
    with path.open("ab") as file:
        file.write(old[PAGE:])
    tear(path, root)
    assert read_off(path, full, "orders", set(there)).keys() == there.keys() - {3}


def test_where_an_index_is_damaged_too_nothing_is_taken_unproven(tmp_path: Path, full: Path) -> None:
    path = tmp_path / FILE_NAME
    shutil.copy(full, path)
    tear(path, root_of(full, "orders"))
    tear(path, root_of(full, "orders_ended"))
    assert read_off(path, full, "orders", set(range(99))) == {}


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_never_a_row(tmp_path: Path, full: Path, seed: int) -> None:
    """Leaves with bytes changed at random: each row that is found is one that was there."""
    path, chance = tmp_path / FILE_NAME, random.Random(seed)
    data = bytearray(full.read_bytes())
    there = rows_of(full, "receipts")
    for start in range(PAGE, len(data), PAGE):
        lists_tables = b"CREATE " in data[start : start + PAGE]
        if data[start] == LEAF and not lists_tables:
            for _ in range(3):
                data[start + chance.randrange(1, 120)] = chance.randrange(256)
    path.write_bytes(data)
    found = read_off(path, full, "receipts", set(range(200)))
    assert found
    for number, row in found.items():
        assert number in there
        assert row[:4] == there[number][:4], "what the indexes vouch for"
