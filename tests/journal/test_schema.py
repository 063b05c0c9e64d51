"""Steps from one schema to the next: a backup before, all of a step or none of it, never backwards."""

import contextlib
import hashlib
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.errors import DiskError
from posdesk.journal import Journal, schema
from posdesk.journal.audit import audit
from posdesk.journal.books import posting_rows, postings, receipts
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import intents
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.journal.making import KEY, Counter, SetClock, key_of, opened
from tests.journal.takings import till
from tests.support.paths import ROOT

pytestmark = pytest.mark.usefixtures("own_steps")
TODAY = schema.VERSION
BACKUP = f"journal.before-{TODAY + 1}.sqlite"
RELEASED = ROOT / "tests/data/journal"
STEP = "CREATE TABLE toys (name TEXT NOT NULL) STRICT; INSERT INTO toys VALUES ('ball');"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A home with a journal of today's version, an order in it."""
    with opened(tmp_path) as journal:
        Counter(journal).add()
    return tmp_path


def coming(patch: pytest.MonkeyPatch, *steps: str) -> None:
    """A later posdesk, with more steps."""
    patch.setattr(schema, "STEPS", (*schema.STEPS, *steps))
    patch.setattr(schema, "VERSION", len(schema.STEPS))


def one(path: Path, question: str) -> object:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(question).fetchone()[0]


def test_a_new_journal_is_of_todays_version(tmp_path: Path) -> None:
    Journal.migrate(tmp_path / "deep" / "home")
    assert one(tmp_path / "deep" / "home" / FILE_NAME, "PRAGMA user_version") == schema.VERSION


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the most memory that a process had")
def test_old_pages_are_given_up_in_a_file_and_not_in_memory(old: Path) -> None:
    """A journal of years is larger than an old PC's memory, and its VACUUM is a second one."""
    path, mib = old / FILE_NAME, 64
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE filler (x BLOB)")
        db.executemany("INSERT INTO filler VALUES (randomblob(1048576))", [()] * mib)
        db.execute("INSERT INTO meta VALUES ('pages_to_give_up', '')")
        db.commit()
    line = (
        "import pathlib, re, sys; from posdesk.journal import schema;"
        " said = pathlib.Path('/proc/self/status');"
        " most = lambda: int(re.search(r'VmHWM:\\s+(\\d+)', said.read_text())[1]); before = most();"
        " schema.migrate(pathlib.Path(sys.argv[1])); print((most() - before) // 1024)"
    )
    said = subprocess.run([sys.executable, "-c", line, path], capture_output=True, check=True, cwd=ROOT)
    assert int(said.stdout) < mib / 2
    assert one(path, "SELECT count(*) FROM meta WHERE key = 'pages_to_give_up'") == 0


def test_migrating_again_changes_nothing(old: Path) -> None:
    Journal.migrate(old)
    assert [file.name for file in old.iterdir()] == [FILE_NAME]


def test_a_step_is_taken_after_a_backup(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coming(monkeypatch, STEP)
    Journal.migrate(old)
    assert one(old / FILE_NAME, "SELECT name FROM toys") == "ball"
    backup = old / BACKUP
    assert one(backup, "PRAGMA user_version") == TODAY
    assert one(backup, "SELECT count(*) FROM orders") == 1
    assert one(backup, "PRAGMA integrity_check") == "ok"


@pytest.mark.parametrize(
    "bad", ["CREATE TABLE orders (x)", "nonsense", "INSERT INTO meta VALUES (NULL, NULL)"]
)
def test_a_failed_step_leaves_the_old_version(old: Path, monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    with monkeypatch.context() as patch:
        coming(patch, f"{STEP} {bad};")
        with pytest.raises(DiskError, match=f"can't be brought to version {TODAY + 1}"):
            Journal.migrate(old)
        assert one(old / FILE_NAME, "PRAGMA user_version") == TODAY
        assert one(old / FILE_NAME, "SELECT count(*) FROM sqlite_schema WHERE name = 'toys'") == 0
    with opened(old) as journal:
        assert Counter(journal).order().billno


def test_the_good_steps_before_a_failed_one_stay(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coming(monkeypatch, STEP, "nonsense;")
    with pytest.raises(DiskError, match=f"version {TODAY + 2}"):
        Journal.migrate(old)
    assert one(old / FILE_NAME, "PRAGMA user_version") == TODAY + 1


def test_without_a_backup_no_step_is_taken(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coming(monkeypatch, STEP)
    (old / BACKUP).mkdir()
    with pytest.raises(DiskError, match="Nothing was changed"):
        Journal.migrate(old)
    assert one(old / FILE_NAME, "PRAGMA user_version") == TODAY
    assert not list(old.glob("*.part"))


def test_half_a_backup_of_an_earlier_try_is_in_nobodys_way(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coming(monkeypatch, STEP)
    (old / f"{BACKUP}.part").write_bytes(b"SQLite format 3\0 and no more")
    (old / BACKUP).write_bytes(b"broken")
    Journal.migrate(old)
    assert one(old / BACKUP, "SELECT count(*) FROM orders") == 1


def test_a_newer_journal_is_refused_in_words(old: Path) -> None:
    with contextlib.closing(sqlite3.connect(old / FILE_NAME)) as db:
        db.executescript(f"DELETE FROM meta WHERE key = 'opens_from'; PRAGMA user_version = {TODAY + 1};")
    for use in (Journal.migrate, lambda home: Journal(home, SetClock(), "1")):
        with pytest.raises(DiskError, match="newer posdesk"):
            use(old)


def test_an_older_journal_is_not_opened_beside_its_holder(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coming(monkeypatch, STEP)
    with pytest.raises(DiskError, match="Start posdesk once"):
        Journal(old, SetClock(), "1")


@pytest.mark.parametrize("make", [lambda p: p.write_bytes(b"no journal" * 500), lambda p: p.mkdir()])
def test_what_is_no_journal_is_refused_in_words(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / FILE_NAME)
    with pytest.raises(DiskError, match="can't be opened"):
        Journal.migrate(tmp_path)


def test_a_journal_that_cannot_have_a_wal_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one a reader would hold up the writer; a file in memory is the nearest to such a disk."""
    with pytest.raises(DiskError, match="no WAL"):
        schema.connect(Path(":memory:"))


def test_every_commit_is_on_disk_before_it_is_told(old: Path) -> None:
    with contextlib.closing(schema.connect(old / FILE_NAME)) as db:
        settings = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")
        }
    assert settings == {"synchronous": 2, "journal_mode": "wal"}


# Of each version what SQLite keeps of its tables, indexes and triggers, but for blanks and comments.
SAID = {
    1: "89ea7d7e5504660b",
    2: "336cdb754ae9b1da",
    3: "643b135324fb0a6f",
    4: "954f923286f76260",
    5: "da1fe8fa462ca6d9",
    6: "ce58bec325210348",
    7: "1cb038243f793c9a",
}


@pytest.mark.parametrize("version", range(1, TODAY + 1))
def test_what_a_version_says_stays_as_stores_have_it(version: int) -> None:
    """A backup that says it otherwise is taken for another program's, and can't be restored: write a step."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        schema.take_up_to(db, version)
        rows = db.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
        ).fetchall()
    said = [(*names, " ".join(re.sub(r"--[^\n]*", "", sql or "").split())) for *names, sql in rows]
    assert hashlib.sha256(repr(said).encode()).hexdigest()[:16] == SAID[version]


# Of every version that stores have, made with its own code: orders in each state, intents of each kind.
@pytest.fixture(params=sorted(RELEASED.glob("version-*.sqlite")), ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A home with the journal of an earlier version."""
    shutil.copy(request.param, tmp_path / FILE_NAME)
    return tmp_path


def test_there_is_a_journal_of_every_earlier_version() -> None:
    found = {one(path, "PRAGMA user_version") for path in RELEASED.glob("version-*.sqlite")}
    assert found == set(range(1, TODAY))


def test_an_earlier_journal_is_brought_to_today_after_a_backup(released: Path) -> None:
    version = one(released / FILE_NAME, "PRAGMA user_version")
    assert isinstance(version, int)
    before = (released / FILE_NAME).read_bytes()
    lines = one(released / FILE_NAME, "SELECT count(*) FROM audit")
    Journal.migrate(released)
    assert one(released / FILE_NAME, "PRAGMA user_version") == TODAY
    assert one(released / FILE_NAME, "PRAGMA integrity_check") == "ok"
    backup = released / f"journal.before-{version + 1}.sqlite"
    assert one(backup, "PRAGMA user_version") == version
    assert one(backup, "SELECT count(*) FROM audit") == lines
    assert len(backup.read_bytes()) == len(before)
    with opened(released) as journal:
        assert journal.read(audit.verify) == audit.Check(int(str(lines)))


def test_every_order_and_intent_of_an_earlier_journal_is_read_as_before(released: Path) -> None:
    with contextlib.closing(sqlite3.connect(released / FILE_NAME)) as db:
        wanted = dict(db.execute("SELECT tbillno, state FROM orders").fetchall())
        outcomes = dict(db.execute("SELECT seq, outcome FROM intents").fetchall())
    with opened(released) as journal:
        counter = Counter(journal)
        seen = [counter.view(key_of(bill)) for bill in wanted]
    assert {view.order.key.bill: view.order.state for view in seen} == wanted
    assert {intent.seq: intent.outcome for view in seen for intent in view.intents} == outcomes
    assert set(wanted.values()) == set(OrderState)


def test_work_goes_on_in_an_earlier_journal(released: Path) -> None:
    with opened(released) as journal:
        counter = Counter(journal)
        assert counter.write(lambda tx: intents.recover(tx, {})) == 1, "one was being sent when it was closed"
        counter.add()
        assert counter.order(KEY).state is OrderState.NEW
        mark = counter.write(lambda tx: receipts.ringing_after(tx, on=True))
        counter.event(PlatformStatus.COMPLETED)
        *_, done = journal.read(lambda db: receipts.orders_without_receipt(db, mark))
        assert (done.key, done.state) == (KEY, OrderState.COMPLETED)
        handed = till("0001", order=done.key)
        assert counter.write(lambda tx: receipts.store(tx, (handed,), Door.ORDER)).stored == 1
        assert counter.write(postings.queue_receipts) == 1
        *_, posting = journal.read(posting_rows.open_ones)
        assert posting.outcome is Outcome.QUEUED
        assert journal.read(audit.verify).broken_at is None


@pytest.mark.parametrize(("version", "to_ring"), [(2, []), (3, ["S04", "S06"])])
def test_the_orders_that_were_to_be_rung_are_rung_after_the_step_and_no_others(
    tmp_path: Path, version: int, to_ring: list[str]
) -> None:
    """In the third the setting was on: S03 was completed before it, S04 and S06 after; S05 has a receipt."""
    shutil.copy(RELEASED / f"version-{version}.sqlite", tmp_path / FILE_NAME)
    with opened(tmp_path) as journal:
        mark = Counter(journal).write(lambda tx: receipts.ringing_after(tx, on=True))
        found = journal.read(lambda db: receipts.orders_without_receipt(db, mark))
    assert [order.key.bill for order in found] == to_ring


@pytest.mark.parametrize(
    "released", sorted(RELEASED.glob("version-[1-4].sqlite")), ids=lambda path: path.stem, indirect=True
)  # from the fifth on what is taken out is blanked at once
def test_what_an_older_posdesk_took_out_is_gone_from_the_file_though_the_first_start_was_cut_off(
    released: Path,
) -> None:
    path, gone = released / FILE_NAME, "13907318888 " * 2000
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("INSERT INTO meta VALUES ('old', ?)", (gone,))
        db.execute("DELETE FROM meta WHERE key = 'old'")
    with contextlib.closing(schema.connect(path)) as db:
        schema.take_up_to(db, TODAY)  # and killed before it went on
    assert b"13907318888" in path.read_bytes()
    Journal.migrate(released)
    assert b"13907318888" not in path.read_bytes()
    then = path.stat().st_mtime_ns
    Journal.migrate(released)
    assert path.stat().st_mtime_ns == then, "once"
