"""Going back changes the program, never the journal: the release before works in the new schema (row 67)."""

import contextlib
import re
import sqlite3
from pathlib import Path

import pytest

from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.errors import DiskError, DiskFault
from posdesk.journal import Journal, backup, schema, start_up
from posdesk.journal.audit import audit, trail
from posdesk.journal.books import postings, receipts
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import checkup
from tests.journal.later_schema import ADDS, later
from tests.journal.making import KEY, Counter, SetClock, opened
from tests.journal.takings import till

TODAY = schema.VERSION
TURNS_DOWN = {
    "a table is gone": "DROP TABLE said_names;",
    "a column is gone": "ALTER TABLE postings RENAME COLUMN detail TO details;",
    "a rule is new": "CREATE UNIQUE INDEX one_toy ON orders (state);",
    "something happens by itself": (
        "CREATE TRIGGER plays AFTER INSERT ON orders BEGIN UPDATE meta SET value = ''; END;"
    ),
    "a table is written by itself": (
        "CREATE TABLE t (x TEXT) STRICT; CREATE TRIGGER plays AFTER INSERT ON orders"
        " BEGIN INSERT INTO t VALUES (''); DELETE FROM received; END;"
    ),
    "something is refused": (
        "CREATE TRIGGER stops AFTER INSERT ON orders BEGIN SELECT RAISE(ABORT, 'no'); END;"
    ),
    "a rule is gone": "DROP INDEX intents_one_verdict;",
}


def brought_further(home: Path, *steps: tuple[str, int]) -> Path:
    """A journal that a later posdesk had open, with an order that it took."""
    with pytest.MonkeyPatch.context() as patch:
        later(patch, *steps)
        with opened(home) as journal:
            Counter(journal).add("A1")
    return home / FILE_NAME


def one(path: Path, question: str) -> object:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(question).fetchone()[0]


def test_the_release_before_takes_an_order_a_press_and_a_receipt_in_the_schema_of_the_next(
    tmp_path: Path,
) -> None:
    path = brought_further(tmp_path, (ADDS, TODAY))
    start_up.make_ready(tmp_path, SetClock())
    with opened(tmp_path) as journal:
        counter = Counter(journal)
        counter.add()
        seq = counter.done(Kind.ACCEPT)
        assert counter.intent(seq).outcome is Outcome.CONFIRMED
        assert counter.write(lambda tx: receipts.store(tx, (till("0001"),), Door.HTTP)).stored == 1
        assert counter.write(postings.queue_receipts) == 1
        assert counter.order(KEY).state is OrderState.ACCEPTED
        assert journal.read(audit.verify).broken_at is None
        assert journal.read(lambda db: trail.verify(db, (), None)).is_whole
        backup.copy(path, tmp_path / "copy.sqlite")
    assert one(path, "PRAGMA user_version") == TODAY + 1, "it is never brought down"
    assert one(path, "SELECT name FROM toys") == "ball"
    assert one(path, "SELECT count(*) FROM orders WHERE toy = ''") == 2
    assert one(tmp_path / "copy.sqlite", "PRAGMA user_version") == TODAY + 1
    with pytest.MonkeyPatch.context() as patch:
        later(patch, (ADDS, TODAY))
        with opened(tmp_path) as journal:
            assert Counter(journal).order(KEY).state is OrderState.ACCEPTED, "and the later one goes on"


def test_two_releases_back_is_as_far_as_the_file_says(tmp_path: Path) -> None:
    brought_further(tmp_path, (ADDS, TODAY), ("CREATE TABLE more (x TEXT) STRICT;", TODAY))
    Journal.migrate(tmp_path)
    Journal(tmp_path, SetClock(), "1").close()


@pytest.mark.parametrize("steps", [((ADDS, TODAY + 1),), ((ADDS, TODAY), ("SELECT 1;", TODAY + 2))])
def test_a_file_that_shuts_the_release_before_out_is_refused_in_words_and_stays_as_it_is(
    tmp_path: Path, steps: tuple[tuple[str, int], ...]
) -> None:
    path = brought_further(tmp_path, *steps)
    before = path.read_bytes()
    for use in (Journal.migrate, lambda home: Journal(home, SetClock(), "1")):
        with pytest.raises(DiskError, match="by a newer posdesk\\. Install that version again") as refused:
            use(tmp_path)
        assert refused.value.fault is DiskFault.NEWER
    assert path.read_bytes() == before


def test_a_file_whose_step_says_nothing_of_the_release_before_is_refused(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        later(patch, (ADDS, TODAY))
        patch.setattr(schema, "OPENS_FROM", schema.OPENS_FROM[:TODAY])
        Journal.migrate(tmp_path)
    with pytest.raises(DiskError, match="newer posdesk"):
        Journal.migrate(tmp_path)


def test_doctor_looks_into_a_later_journal_that_may_be_opened(tmp_path: Path) -> None:
    path = brought_further(tmp_path, (ADDS, TODAY))
    assert checkup.look(path, schema.is_open_to_us)
    assert checkup.look(path, schema.opens_from) == TODAY


def test_each_step_says_from_which_schema_on_a_program_may_open_the_file() -> None:
    """A new step comes with its statement: the release before can run beside it, or it can't."""
    assert len(schema.OPENS_FROM) == len(schema.STEPS) == schema.VERSION
    assert list(schema.OPENS_FROM) == sorted(schema.OPENS_FROM)
    numbers = enumerate(schema.OPENS_FROM, 1)
    assert all(number - 1 <= opens <= number for number, opens in numbers), "the release before, or itself"


def only_adds(before: int, after: int) -> str:
    """What a program of the schema `before` would miss or be stopped by in `after`; empty where nothing."""
    with contextlib.closing(made(before)) as old, contextlib.closing(made(after)) as new:
        tables = pieces(old, "table")
        for table in tables:
            lost = columns(old, table) - columns(new, table)
            if lost:
                return f"{table}: {sorted(lost)}"
        for kind in ("index", "trigger"):
            if gone := rules(old, kind) - rules(new, kind):
                return f"gone: {sorted(gone)[0]}"
            more = {each for each in rules(new, kind) - rules(old, kind) if each[1] in tables}
            if more := {each for each in more if kind != "trigger" or not only_follows(new, each[0], tables)}:
                return f"new: {sorted(more)[0]}"
    return ""


def only_follows(db: sqlite3.Connection, trigger: str, tables: set[str]) -> bool:
    """Whether a trigger refuses nothing, and writes into none of these tables."""
    sql = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (trigger,)).fetchone()[0].upper()
    written = set(re.findall(r"(?:INSERT (?:OR \w+ )?INTO|UPDATE(?! OF)|DELETE FROM)\s+(\w+)", sql))
    verbs = len(re.findall(r"\b(?:INSERT|REPLACE|UPDATE|DELETE)\b", sql.partition("BEGIN")[2]))
    is_plain = verbs == sql.partition("BEGIN")[2].count(";")  # and nothing but these
    return is_plain and "RAISE" not in sql and not written & {table.upper() for table in tables}


def made(version: int) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    schema.take_up_to(db, version)
    return db


def pieces(db: sqlite3.Connection, kind: str) -> set[str]:
    return {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = ?", (kind,))}


def columns(db: sqlite3.Connection, table: str) -> set[tuple[object, ...]]:
    """Name, type, whether it must be filled, default, place in the key."""
    return {tuple(row[1:]) for row in db.execute(f"PRAGMA table_info({table})")}


def rules(db: sqlite3.Connection, kind: str) -> set[tuple[str, str]]:
    """What refuses rows or acts by itself: unique indexes, triggers; with the table that each is of."""
    found = db.execute("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = ?", (kind,)).fetchall()
    return {(name, table) for name, table, sql in found if kind == "trigger" or "UNIQUE" in (sql or "UNIQUE")}


@pytest.mark.parametrize("number", range(2, TODAY + 1))
def test_what_a_step_says_of_the_release_before_is_so(number: int) -> None:
    if schema.OPENS_FROM[number - 1] < number:
        assert only_adds(number - 1, number) == ""


@pytest.mark.parametrize("name", TURNS_DOWN)
def test_a_step_that_does_more_than_add_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, (TURNS_DOWN[name], TODAY), (ADDS, TODAY))
    assert only_adds(TODAY, TODAY + 1)
    assert only_adds(TODAY + 1, TODAY + 2) == ""
