"""Steps from one schema to the next: a backup before, all of a step or none of it, never backwards."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from posdesk.errors import DiskError
from posdesk.journal import Journal, schema
from posdesk.journal.journal import FILE_NAME
from tests.journal.making import Counter, SetClock, opened

STEP = "CREATE TABLE toys (name TEXT NOT NULL) STRICT; INSERT INTO toys VALUES ('ball');"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A home with a journal of the first version, an order in it."""
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


def test_migrating_again_changes_nothing(old: Path) -> None:
    Journal.migrate(old)
    assert [file.name for file in old.iterdir()] == [FILE_NAME]


def test_a_step_is_taken_after_a_backup(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coming(monkeypatch, STEP)
    Journal.migrate(old)
    assert one(old / FILE_NAME, "SELECT name FROM toys") == "ball"
    backup = old / "journal.before-2.sqlite"
    assert one(backup, "PRAGMA user_version") == 1
    assert one(backup, "SELECT count(*) FROM orders") == 1
    assert one(backup, "PRAGMA integrity_check") == "ok"


@pytest.mark.parametrize(
    "bad", ["CREATE TABLE orders (x)", "nonsense", "INSERT INTO meta VALUES (NULL, NULL)"]
)
def test_a_failed_step_leaves_the_old_version(old: Path, monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    with monkeypatch.context() as patch:
        coming(patch, f"{STEP} {bad};")
        with pytest.raises(DiskError, match="can't be brought to version 2"):
            Journal.migrate(old)
        assert one(old / FILE_NAME, "PRAGMA user_version") == 1
        assert one(old / FILE_NAME, "SELECT count(*) FROM sqlite_schema WHERE name = 'toys'") == 0
    with opened(old) as journal:
        assert Counter(journal).order().billno


def test_the_good_steps_before_a_failed_one_stay(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coming(monkeypatch, STEP, "nonsense;")
    with pytest.raises(DiskError, match="version 3"):
        Journal.migrate(old)
    assert one(old / FILE_NAME, "PRAGMA user_version") == 2


def test_without_a_backup_no_step_is_taken(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coming(monkeypatch, STEP)
    (old / "journal.before-2.sqlite").mkdir()
    with pytest.raises(DiskError, match="Nothing was changed"):
        Journal.migrate(old)
    assert one(old / FILE_NAME, "PRAGMA user_version") == 1
    assert not list(old.glob("*.part"))


def test_half_a_backup_of_an_earlier_try_is_in_nobodys_way(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coming(monkeypatch, STEP)
    (old / "journal.before-2.sqlite.part").write_bytes(b"SQLite format 3\0 and no more")
    (old / "journal.before-2.sqlite").write_bytes(b"broken")
    Journal.migrate(old)
    assert one(old / "journal.before-2.sqlite", "SELECT count(*) FROM orders") == 1


def test_a_newer_journal_is_refused_in_words(old: Path) -> None:
    with contextlib.closing(sqlite3.connect(old / FILE_NAME)) as db:
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
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
