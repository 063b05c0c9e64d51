"""Pages are given up after a wiping: no row is lost, doubled or changed, and nothing leaves the home."""

import contextlib
import re
import sqlite3
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from random import Random

import pytest

from posdesk.journal import Journal, Transaction
from posdesk.journal.wiping import rewriting
from tests.journal.making import PATIENCE_S, SetClock, is_to_be_rewritten, opened

DAYS, A_DAY, KEPT_DAYS = 10, 120, 4
_ROW = (
    "INSERT INTO orders (number, partner, bill, ordered, placed_at, tbillno, billno, counter, state,"
    " state_at, origin, received_at, show_no, customer, phone_last4, content, raw)"
    " VALUES (:n, 'p', 'b' || :n, '', 't', 'b' || :n, 'B' || :n, '01', 'completed', 't', 'pushed', 't',"
    " 's' || :word, :customer, 'l' || :word, :word || :content, :word || :raw)"
)
_WIPE = (
    "UPDATE orders SET content = '{}', raw = 'null', previous = NULL, show_no = '', customer = '',"
    " phone_last4 = '', wiped = 'w' WHERE number = ?"
)
_TROUBLE = (
    "INSERT INTO intake_troubles (number, at, door, what, name, reason)"
    " VALUES (?, 't', 'http', 'conflict', ?, ?)"
)
_ALL = "SELECT * FROM orders ORDER BY number"


class Shop:
    """Many small orders a day, some of which grow after they came: rows are shifted to and fro."""

    def __init__(self, journal: Journal, rng: Random) -> None:
        self.journal, self.rng, self.days = journal, rng, list[list[int]]()

    def day(self) -> None:
        first = len(self.days) * A_DAY + 1
        self.days.append(list(range(first, first + A_DAY)))
        self.journal.write(self._trade).result(PATIENCE_S)

    def _trade(self, tx: Transaction) -> None:
        for number in self.days[-1]:
            fits = {"customer": f"{self.rng.randrange(10**6)}{word(number)}", "word": word(number)}
            padding = {name: "x" * self.rng.randrange(200) for name in ("content", "raw")}
            tx.db.execute(_ROW, {"n": number, **fits, **padding})
            if self.rng.random() < 0.4:
                self._grow(tx, max(self.days[-1][0], number - self.rng.randrange(30)))

    def _grow(self, tx: Transaction, number: int) -> None:
        said = word(number) + "y" * self.rng.randrange(self.rng.choice([10, 900, 3000]))
        changed = "UPDATE orders SET raw = ?, previous = ?, customer = ? WHERE number = ?"
        customer = f"{self.rng.randrange(10**6)}{word(number)}"
        tx.db.execute(changed, (said, said[:300], customer, number))

    def wipe(self, numbers: list[int]) -> None:
        def job(tx: Transaction) -> None:
            tx.db.executemany(_WIPE, [(number,) for number in numbers])
            rewriting.note(tx, "orders", numbers)

        self.journal.write(job).result(PATIENCE_S)

    def rows(self) -> list[tuple[object, ...]]:
        return self.journal.read(lambda db: db.execute(_ALL).fetchall())


def word(number: int) -> str:
    return f"<{number:06d}>"


def left(journal: Journal, numbers: Iterable[int]) -> list[int]:
    with contextlib.closing(sqlite3.connect(journal.path)) as db, db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    there = {int(number) for number in re.findall(rb"<([0-9]{6})>", journal.path.read_bytes())}  # see `word`
    return [number for number in numbers if number in there]


def rewritten(journal: Journal) -> None:
    while journal.write_alone(rewriting.rewrite).result(PATIENCE_S):
        pass


def watch(journal: Journal) -> list[int]:
    """From now on the numbers of orders that are put in are written down."""
    numbers = list[int]()

    def said(statement: str) -> None:
        if found := re.match(r"INSERT INTO orders VALUES \((\d+),", statement):
            numbers.append(int(found[1]))

    journal.write(lambda tx: tx.db.set_trace_callback(said)).result(PATIENCE_S)
    return numbers


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("piece_bytes", [1, rewriting.PIECE_BYTES])
def test_no_copy_of_a_shifted_row_is_left_and_no_row_is_another_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, piece_bytes: int
) -> None:
    monkeypatch.setattr(rewriting, "PIECE_BYTES", piece_bytes)
    with opened(tmp_path, SetClock()) as journal:
        shop, copies = Shop(journal, Random(seed)), 0
        for day in range(DAYS):
            shop.day()
            if day < KEPT_DAYS:
                continue
            shop.wipe(shop.days[day - KEPT_DAYS])
            before, gone = shop.rows(), range(1, (day - KEPT_DAYS + 1) * A_DAY + 1)
            copies += len(left(journal, gone))
            rewritten(journal)
            assert shop.rows() == before
            assert left(journal, gone) == []
        assert copies > 0, "what is given up would have been blank"
        assert not journal.read(is_to_be_rewritten)
        assert journal.read(lambda db: db.execute("PRAGMA integrity_check").fetchall()) == [("ok",)]


class Troubles:
    """Rows of all sizes that grow, and of which any are wiped, some while a rewriting is under way."""

    def __init__(self, journal: Journal, rng: Random) -> None:
        self.journal, self.rng = journal, rng
        self.alive, self.gone, self.last = dict[int, str](), list[int](), 0

    def day(self) -> None:
        self.journal.write(self._come).result(PATIENCE_S)
        share, young = self.rng.choice([0.02, 0.3, 0.9]), self.rng.choice([0, 50, 200])
        old = [number for number in self.alive if number < self.last - young and self.rng.random() < share]
        for at in range(0, len(old), 50):
            self.journal.write(partial(self._wipe, numbers=old[at : at + 50])).result(PATIENCE_S)
            if self.rng.random() < 0.2:
                self.journal.write_alone(rewriting.rewrite).result(PATIENCE_S)
        self.gone += old
        for number in old:
            del self.alive[number]

    def _come(self, tx: Transaction) -> None:
        for _ in range(self.rng.choice([20, 100, 400])):
            self.last += 1
            self.alive[self.last] = said = word(self.last)
            said += "x" * self.rng.randrange(self.rng.choice([5, 50, 3000]))
            tx.db.execute(_TROUBLE, (self.last, f"{self.rng.randrange(999)}{word(self.last)}", said))
            if self.rng.random() < 0.4:
                number = self.rng.choice(list(self.alive)[-self.rng.choice([5, 60]) :])
                longer = word(number) + "g" * self.rng.randrange(self.rng.choice([5, 400, 2500]))
                tx.db.execute("UPDATE intake_troubles SET reason = ? WHERE number = ?", (longer, number))

    def _wipe(self, tx: Transaction, numbers: list[int]) -> None:
        wipe = "UPDATE intake_troubles SET name = '', reason = '' WHERE number = ?"
        tx.db.executemany(wipe, [(number,) for number in numbers])
        rewriting.note(tx, "intake_troubles", numbers)


@pytest.mark.parametrize("seed", [0, 64])  # 64: one was left, where the margin was 300 rows and one round
def test_a_living_neighbours_copies_go_when_it_is_wiped_later(tmp_path: Path, seed: int) -> None:
    with opened(tmp_path, SetClock()) as journal:
        troubles = Troubles(journal, Random(seed))
        for _ in range(8):
            troubles.day()
            rewritten(journal)
            assert left(journal, troubles.gone) == []


def test_it_ends_where_the_last_rows_were_taken_out(tmp_path: Path) -> None:
    with opened(tmp_path, SetClock()) as journal:
        shop = Shop(journal, Random(2))
        shop.day()
        last = shop.days[0][-1]
        journal.write(lambda tx: tx.db.execute("DELETE FROM orders WHERE number = ?", (last,)).rowcount)
        shop.wipe([last])
        before = shop.rows()
        pieces = sum(journal.write_alone(rewriting.rewrite).result(PATIENCE_S) for _ in range(12))
        assert pieces < 12
        assert shop.rows() == before
        assert not journal.read(is_to_be_rewritten)


def test_what_stands_between_two_that_were_wiped_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that never ended goes months after those that came with it, beside the day's."""
    monkeypatch.setattr(rewriting, "PIECE_BYTES", 1)
    with opened(tmp_path, SetClock()) as journal:
        shop = Shop(journal, Random(3))
        for _ in range(30):
            shop.day()
        first, last = 1, 30 * A_DAY
        middle = last // 2
        shop.wipe([first, last])
        before, touched = shop.rows(), watch(journal)
        rewritten(journal)
        assert shop.rows() == before
        assert {first, last} <= set(touched)
        assert middle not in touched


@pytest.mark.skipif(sys.platform == "win32", reason="that no file can be opened is an order to Linux")
def test_names_that_are_sorted_for_an_index_are_written_to_no_temporary_file(tmp_path: Path) -> None:
    import resource  # not there on Windows

    def without_a_file(tx: Transaction) -> bool:
        usual = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, usual[1]))
        try:
            return rewriting.rewrite(tx)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, usual)

    with opened(tmp_path, SetClock()) as journal:
        shop = Shop(journal, Random(1))
        for _ in range(20):
            shop.day()
        longer = "UPDATE orders SET customer = customer || hex(zeroblob(400))"
        journal.write(lambda tx: tx.db.execute(longer).rowcount).result(PATIENCE_S)
        shop.wipe(shop.days[0])
        while journal.write_alone(without_a_file).result(PATIENCE_S):
            pass
        assert not journal.read(is_to_be_rewritten)
