"""What a file must be to take the journal's place: our tables, rules and triggers, and all readable."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from posdesk.domain.orders.intent import Kind
from posdesk.errors import DiskError
from posdesk.journal import Journal, schema, start_up
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import shape
from posdesk.journal.rescue.restore import Restored, restore
from posdesk.journal.rescue.salvage import salvage
from tests.journal.making import START, Counter, SetClock, key_of
from tests.journal.release import fill_books, fill_orders
from tests.journal.takings import Store, till
from tests.support.paths import ROOT
from tests.support.windows_files import refuse_what_is_open

CLOCK = SetClock()
NOW = START + timedelta(days=1)
RELEASED = ROOT / "tests/data/journal"
LAST = 2**63 - 1
OTHER_SQLITE = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtSql import QSqlDatabase, QSqlQuery

app = QCoreApplication([])
db = QSqlDatabase.addDatabase("QSQLITE")
db.setDatabaseName(sys.argv[1])
assert db.open()
for words in sys.argv[2:]:
    query = QSqlQuery()
    assert query.exec(words), query.lastError().text()
"""


def fill(home: Path) -> None:
    start_up.make_ready(home, CLOCK)
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        fill_orders(Counter(journal))
        fill_books(Store(journal))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("filled")
    fill(home)
    return home / FILE_NAME


@pytest.fixture
def copy(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(filled, tmp_path / "copy.sqlite"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    start_up.make_ready(made, CLOCK)
    return made


def put_back(copy: Path, home: Path, now: datetime = NOW) -> Restored:
    return restore(copy, home / FILE_NAME, now, "Wang")


def change(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def rewritten(name: str, old: str, new: str) -> tuple[str, ...]:
    """Statements that put other words into a CREATE, as nobody's program but an attacker's would."""
    return (
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_schema SET sql = replace(sql, '{old}', '{new}') WHERE name = '{name}'",
        "PRAGMA writable_schema = RESET",
    )


def untouched(trigger: str, statement: str) -> tuple[str, ...]:
    """A change to the audit trail by somebody who takes its trigger off and puts it on again."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        schema.take_up_to(db, schema.VERSION)
        (sql,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (trigger,)).fetchone()
    return f"DROP TRIGGER {trigger}", statement, sql


STRANGE = {
    "trigger": ("CREATE TRIGGER t AFTER INSERT ON orders BEGIN DELETE FROM orders; END",),
    "view": ("CREATE VIEW v AS SELECT 1",),
    "virtual table": ("CREATE VIRTUAL TABLE v USING fts5 (x)",),
    "table": ("CREATE TABLE toys (name)",),
    "index": ("CREATE UNIQUE INDEX one_show_no ON orders (show_no, partner, tbillno)",),
    "statistics that are a trigger": (
        "CREATE TRIGGER t AFTER INSERT ON orders BEGIN DELETE FROM orders; END",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET name = 'sqlite_stat1', sql = replace(sql, ' t ', ' sqlite_stat1 ')"
        " WHERE name = 't'",
    ),
    "column": ("ALTER TABLE orders ADD COLUMN more TEXT",),
    "generated column": ("ALTER TABLE orders ADD COLUMN more TEXT AS (upper(raw))",),
    "column less": ("ALTER TABLE scans DROP COLUMN counter",),
    "type": rewritten("gaps", "reason TEXT", "reason ANY"),
    "default": rewritten(
        "orders", "changed TEXT NOT NULL DEFAULT ''''", "changed TEXT NOT NULL DEFAULT ''x''"
    ),
    "key": ("DROP TABLE received", "CREATE TABLE received (partner TEXT, at TEXT NOT NULL) STRICT"),
    "no rowid": (
        "DROP TABLE heartbeats",
        "CREATE TABLE heartbeats (counter TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ),
    "no types": (
        "DROP TABLE heartbeats",
        "CREATE TABLE heartbeats (counter TEXT PRIMARY KEY, at TEXT NOT NULL)",
    ),
    "check gone": rewritten("orders", "CHECK (stop_open IN (0, 1, 2))", ""),
    "check in other words": rewritten("orders", "IN (0, 1, 2)", "IN (0, 1)"),
    "rule gone": ("DROP INDEX intents_one_verdict",),
    "rule of other rows": (
        "DROP INDEX intents_one_verdict",
        "CREATE UNIQUE INDEX intents_one_verdict ON intents (partner, bill, ordered) WHERE kind = 'accept'",
    ),
    "rule that is none": (
        "DROP INDEX postings_one_report",
        "CREATE INDEX postings_one_report ON postings (hour)"
        " WHERE book = 'hour' AND outcome IN ('queued', 'sending', 'unknown')",
    ),
    "trigger gone": ("DROP TRIGGER audit_keeps",),
    "trigger that does nothing": (
        "DROP TRIGGER audit_stays",
        "CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT 1; END",
    ),
    "no sql": rewritten("orders_open", "CREATE", "KREATE"),
    "another program's": ("PRAGMA application_id = 7",),
    "no version": ("PRAGMA user_version = 0",),
    "version below all": ("PRAGMA user_version = -1",),
    "older version": (f"PRAGMA user_version = {schema.VERSION - 1}",),
}
UNREADABLE = {
    "orders' numbers": (f"UPDATE orders SET number = {LAST} WHERE number = 1",),
    "audit numbers": untouched("audit_keeps", f"UPDATE audit SET number = {LAST} WHERE number = 1"),
    "the audit's head": (f"UPDATE meta SET value = '{LAST} {'0' * 64}' WHERE key = 'audit'",),
    "no salt": ("DELETE FROM meta WHERE key = 'salt'",),
    "receipts' numbers": (f"UPDATE receipts SET number = {LAST - 1} WHERE number = 3",),
    "numbers below nothing": ("UPDATE history SET number = -7 WHERE number = 1",),
    "hidden numbers": (f"UPDATE received SET rowid = {LAST}",),
    "completion": (f"UPDATE orders SET completion = {LAST} WHERE number = 1",),
    "attempts": (f"UPDATE intents SET attempts = {LAST} WHERE number = 1",),
    "running number": (f"UPDATE meta SET value = '{LAST}' WHERE key = 'running/01'",),
    "running number that is none": ("UPDATE meta SET value = 'x' WHERE key = 'running/01'",),
    "running number in a bill": (f"UPDATE orders SET billno = 'XS20260503001-01{LAST}' WHERE number = 1",),
    "running number in a long bill": (
        f"UPDATE orders SET billno = 'XS20260503001-01{'9' * 5000}' WHERE number = 1",
    ),
    "notices": (f"INSERT OR REPLACE INTO meta VALUES ('commits', '{LAST}')",),
    "marks": ("INSERT INTO meta VALUES ('receipts_lost_upto', 'yesterday')",),
    "figures": (f"UPDATE receipts SET gross_fen = {LAST} WHERE number = 1",),
    "a time": ("UPDATE orders SET received_at = 'x' WHERE number = 1",),
    "a day that was never": ("UPDATE orders SET state_at = '2026-02-31T08:00:00+00:00' WHERE number = 1",),
    "a time of nowhere": ("INSERT INTO heartbeats VALUES ('9', '2026-05-03T08:00:00')",),
    "a time in the trail": untouched("audit_keeps", "UPDATE audit SET at = 'x' WHERE number = 2"),
    "since when calls were wrongly signed": (
        "INSERT INTO counted_calls (partner, what, count, first_at, last_at, since)"
        " SELECT 'meituan', 'wrong_sign', 1, received_at, received_at, 'noon' FROM orders LIMIT 1",
    ),
    "how many calls were wrongly signed": (
        "INSERT INTO counted_calls (partner, what, count, first_at, last_at)"
        f" SELECT 'meituan', 'wrong_sign', {LAST}, received_at, received_at FROM orders LIMIT 1",
    ),
    "an outcome": ("UPDATE intents SET outcome = 'perhaps' WHERE number = 1",),
    "a print's outcome": (
        "INSERT INTO prints (seq, partner, bill, ordered, version, slip, copy, printer, layout, counter,"
        " made_at, wanted_at, outcome) SELECT 'x', partner, bill, ordered, 1, 'stop', 1, '', 'en', '1',"
        " received_at, received_at, 'perhaps' FROM orders LIMIT 1",
    ),
    "an origin": ("UPDATE orders SET origin = 'the moon' WHERE number = 1",),
    "a happening": ("UPDATE history SET happening = 'magic' WHERE number = 1",),
    "a remark": (
        "INSERT INTO remarks (at, what, source, name, detail) SELECT at, 'x', '', '', '' FROM audit LIMIT 1",
    ),
    "what was parked": (
        "INSERT INTO parked_events (partner, bill, status, at)"
        " SELECT 'meituan', 'B', 7, at FROM audit LIMIT 1",
    ),
    "an hour": ("UPDATE postings SET hour = 'noon' WHERE book = 'hour'",),
    "an order": ("UPDATE orders SET content = '{' WHERE number = 1",),
    "an order's key": (
        "INSERT INTO orders (partner, bill, ordered, placed_at, tbillno, billno, counter, state, state_at,"
        " origin, received_at, show_no, customer, phone_last4, content, raw, changed)"
        " SELECT partner, 'X1', 'noon#2', placed_at, 'X1', 'X1', counter, state, state_at,"
        " origin, received_at, show_no, customer, phone_last4, content, raw, changed FROM orders"
        " WHERE number = 1",
    ),
    "an open cancel": (
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE orders SET stop_open = 3 WHERE number = 1",
    ),
    "an event that was passed over": ("UPDATE orders SET passed_over = 'eaten noon' WHERE number = 1",),
    "an event before its order": (
        "INSERT INTO parked_events (partner, bill, status, at) SELECT partner, 'X1', 3, placed_at FROM orders"
        " WHERE number = 1",
    ),
    "what is to be read": (
        "INSERT INTO remarks (at, what, source, name, detail) SELECT placed_at, 'news', '', '', ''"
        " FROM orders WHERE number = 1",
    ),
    "a receipt": ("UPDATE receipts SET raw = '' WHERE number = 1",),
    "a text": ("UPDATE orders SET customer = CAST(X'ff' AS TEXT) WHERE number = 1",),
}


@pytest.mark.parametrize("statements", [*STRANGE.values(), *UNREADABLE.values()], ids=[*STRANGE, *UNREADABLE])
def test_what_is_no_journal_as_we_make_it_is_refused_in_words_and_nothing_changes(
    copy: Path, home: Path, statements: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(copy, *statements)
    refuse_what_is_open(monkeypatch)
    before = {each.name: each.read_bytes() for each in home.iterdir()}
    with pytest.raises(DiskError) as refused:
        put_back(copy, home)
    assert str(refused.value).startswith(f"{copy} ")
    assert {each.name: each.read_bytes() for each in home.iterdir()} == before


def test_the_words_name_what_is_strange_gone_or_unreadable(copy: Path, home: Path) -> None:
    cases = {
        "trigger": "the trigger t of orders is none of posdesk's",
        "view": "the view v is none of posdesk's",
        "virtual table": "the virtual table v is none of posdesk's",
        "rule gone": "the index intents_one_verdict of intents is gone",
        "trigger that does nothing": "the trigger audit_stays of audit is another than posdesk's",
        "check gone": "the table orders is another than posdesk's",
        "a time": "received_at of orders, number 1 is 'x'",
        "an order": "content of orders, number 1 is no JSON",
    }
    for name, words in cases.items():
        spoilt = Path(shutil.copyfile(copy, copy.with_name(f"{name}.sqlite")))
        change(spoilt, *(STRANGE | UNREADABLE)[name])
        with pytest.raises(DiskError, match=words):
            put_back(spoilt, home)


def test_no_trigger_of_a_strange_file_runs_while_it_is_looked_at(copy: Path, home: Path) -> None:
    """Nothing of it is called either: a view in the place of a table of ours would be read."""
    change(
        copy,
        "DROP TABLE heartbeats",
        "CREATE VIEW heartbeats AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x FROM n)"
        " SELECT x FROM n",
    )
    with pytest.raises(DiskError, match="no journal of posdesk"):
        put_back(copy, home)


# What passes


def other_sqlite(path: Path, *statements: str) -> None:
    subprocess.run([sys.executable, "-c", OTHER_SQLITE, str(path), *statements], check=True, timeout=60)


def is_put_back(copy: Path, home: Path) -> None:
    restored = put_back(copy, home)
    assert restored.orders
    start_up.make_ready(home, CLOCK)
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        assert journal.read(audit.verify).broken_at is None
        assert journal.read(lambda db: shape.fault_of(db, schema.VERSION)) == ""
        Counter(journal).add("NEW")


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_a_backup_of_each_released_schema_passes_also_vacuumed_by_another_sqlite(
    home: Path, tmp_path: Path, version: int
) -> None:
    released = RELEASED / f"version-{version}.sqlite"
    if not released.exists():
        pytest.skip(f"schema {version} is not released yet")
    copy = Path(shutil.copyfile(released, tmp_path / "copy.sqlite"))
    is_put_back(copy, home)
    other_sqlite(copy, "ANALYZE", "VACUUM")
    is_put_back(copy, home)


PLAIN = 4
"""The last step that asks nothing of Python: others are ours alone to take."""


@pytest.mark.parametrize("version", range(1, PLAIN))
def test_a_journal_that_was_brought_up_to_date_by_another_sqlite_passes(
    home: Path, tmp_path: Path, version: int
) -> None:
    copy = Path(shutil.copyfile(RELEASED / f"version-{version}.sqlite", tmp_path / "copy.sqlite"))
    for number, step in enumerate(schema.STEPS[version:PLAIN], version + 1):
        lines = [line for line in step.splitlines() if not line.lstrip().startswith("--")]
        other_sqlite(copy, *statements_of("\n".join(lines)), f"PRAGMA user_version = {number}")
    is_put_back(copy, home)


def statements_of(script: str) -> list[str]:
    found, begun = [], ""
    for line in script.splitlines():
        begun += line + "\n"
        if begun.strip() and sqlite3.complete_statement(begun):
            found.append(begun.strip())
            begun = ""
    return found


def test_a_salvaged_journal_passes(copy: Path, home: Path, tmp_path: Path) -> None:
    with copy.open("rb+") as file:
        file.seek(4096 * 40)
        file.write(b"\xa5" * 4096)
    salvage(copy, tmp_path / "saved.sqlite")
    is_put_back(tmp_path / "saved.sqlite", home)


def test_other_spaces_case_comments_and_quotes_change_nothing(copy: Path, home: Path) -> None:
    change(
        copy,
        *rewritten("orders", "CREATE TABLE orders (", 'create  table "orders"( -- all of them' + "\n"),
        *rewritten("audit_keeps", "BEFORE UPDATE ON audit", 'before update on "audit" /* only that */'),
        *rewritten("intents_one_verdict", "partner, bill", "[partner],`bill`"),
    )
    is_put_back(copy, home)


def test_quotes_that_make_a_name_of_a_word_do_change_something(copy: Path, home: Path) -> None:
    change(copy, *rewritten("intents_one_verdict", "''accept'', ''refuse''", '"kind", refuse'))
    with pytest.raises(DiskError):
        put_back(copy, home)


def test_a_journal_with_years_ahead_passes(copy: Path, home: Path) -> None:
    """A till may date a receipt as far ahead as it likes: it was taken, and so it comes back."""
    change(copy, "UPDATE receipts SET traded_at = '9999-12-31T15:59:59.000000+00:00' WHERE number = 1")
    is_put_back(copy, home)


def test_a_restored_journal_takes_the_next_of_each_counter(copy: Path, home: Path) -> None:
    put_back(copy, home)
    start_up.make_ready(home, CLOCK)
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        counter = Counter(journal)
        counter.add("NEW")
        counter.done(Kind.ACCEPT, key_of("NEW"))
        store = Store(journal)
        store.take(till("0199"))
        assert store.queue() == 1
        assert journal.read(audit.verify).broken_at is None
