"""`posdesk backup` and `posdesk restore`: beside a running desk, never over it, never both files lost."""

import contextlib
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from posdesk import cli
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.host import disk, private
from posdesk.journal import Journal, backup, schema, start_up
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.lock import HomeLock
from tests.journal.making import Counter, key_of
from tests.support import unpacked
from tests.support.engine import EngineHome, engine_home
from tests.support.simulator import MEITUAN
from tests.support.windows_files import held, refuse_what_is_open


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    start_up.make_ready(made, SystemClock())
    return made


@contextlib.contextmanager
def counter(home: Path):  # type: ignore[no-untyped-def]  # a Counter
    journal = Journal(home, SystemClock(), "1")
    try:
        yield Counter(journal)
    finally:
        journal.close()


def add(home: Path, *bills: str) -> None:
    with counter(home) as at:
        for tbillno in bills:
            at.add(tbillno)


def run(*words: object) -> int:
    try:
        return cli.main([str(word) for word in words])
    except SystemExit as end:
        return int(str(end.code))


def bills(path: Path) -> set[str]:
    with unpacked.opened(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert audit.verify(db).broken_at is None
        return {row[0] for row in db.execute("SELECT tbillno FROM orders")}


def backed_up(home: Path, target: Path) -> Path:
    assert run("backup", "-o", target, "--home", home) == 0
    return target


def test_a_backup_goes_into_the_homes_folder_by_its_date(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(home, "A")
    assert run("--home", home, "backup") == 0
    (made,) = backup.backups(home)
    assert bills(made.path) == {"A"}
    assert str(made.path) in capsys.readouterr().out


def test_a_backup_and_a_refused_restore_beside_a_running_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with engine_home(EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])) as running:
        add(tmp_path, "A")
        made = backed_up(tmp_path, tmp_path / "out" / "b.sqlite")
        assert bills(made) == {"A"}
        assert run("restore", made, "--home", tmp_path) == 1
        assert str(running.pid) in capsys.readouterr().err
        add(tmp_path, "B")
        assert running.is_running()


def test_a_restored_home_has_what_the_backup_had_and_keeps_what_it_replaces(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(home, "A")
    made = backed_up(home, tmp_path / "b.sqlite")
    add(home, "B")
    assert run("restore", made, f"--home={home}") == 0
    assert bills(home / FILE_NAME) == {"A"}
    (kept,) = home.glob("journal.replaced-*.sqlite")
    assert bills(kept) == {"A", "B"}
    said = capsys.readouterr().out
    assert str(kept) in said
    assert "1 orders" in said
    start_up.make_ready(home, SystemClock())
    add(home, "C")
    assert bills(made) == {"A"}, "the backup itself is never written to"


def test_the_wal_of_a_journal_that_was_killed_is_kept_with_it(home: Path, tmp_path: Path) -> None:
    add(home, "A")
    made = backed_up(home, tmp_path / "b.sqlite")
    wal = home / f"{FILE_NAME}-wal"
    wal.write_bytes(b"what a kill left")
    assert run("restore", made, "--home", home) == 0
    (kept,) = home.glob("journal.replaced-*.sqlite-wal")
    assert kept.read_bytes() == b"what a kill left"
    assert not wal.exists()
    assert bills(home / FILE_NAME) == {"A"}


def torn_and_killed(home: Path) -> None:
    """A journal that nobody can read, as it lies there after a kill: with a -wal."""
    with counter(home) as at:
        at.add("LOST")
        wal = (home / f"{FILE_NAME}-wal").read_bytes()
    (home / FILE_NAME).write_bytes(b"no journal " * 800)
    (home / f"{FILE_NAME}-wal").write_bytes(wal)


def test_over_a_damaged_journal_that_was_killed_a_restore_is_done_at_once(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What looks into it lets it go before it is moved; said to have failed, it was done the next day."""
    add(home, "A")
    copy = backed_up(home, tmp_path / "copy.sqlite")
    torn_and_killed(home)
    refuse_what_is_open(monkeypatch)
    assert run("restore", copy, "--home", home) == 0
    assert bills(home / FILE_NAME) == {"A"}
    assert not list(home.glob("*coming*"))
    assert len(list(home.glob("journal.replaced-*.sqlite-wal"))) == 1


def test_a_damaged_journal_is_saved_while_nothing_of_it_stays_open(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(home, "A")
    torn_and_killed(home)
    refuse_what_is_open(monkeypatch)
    start_up.make_ready(home, SystemClock())
    assert len(list(home.glob("journal.damaged-*.sqlite"))) == 1
    assert not [each for each in home.iterdir() if private.is_draft(each)]


def test_a_backup_that_somebody_looks_into_keeps_no_other_and_the_new_one_is_noted(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows removes no file that is open; who has a copy now stands in the audit trail all the same."""
    monkeypatch.setattr(disk, "rest", lambda _seconds: None)
    refuse_what_is_open(monkeypatch)
    add(home, "A")
    (home / backup.FOLDER).mkdir()
    old = [home / backup.FOLDER / f"journal-20260101-0{hour}0000.sqlite" for hour in range(4)]
    for each in old:
        each.touch()
    with held(old[1]):
        assert run("backup", "--home", home) == 1
    assert "An old backup can't be removed: another program has it open" in capsys.readouterr().err
    assert [each.exists() for each in old] == [False, True, False, True]
    with counter(home) as at:
        noted = "SELECT count(*) FROM audit WHERE what = 'journal.backed_up'"
        assert at.journal.read(lambda db: db.execute(noted).fetchone()[0]) == 1


def test_a_backup_over_one_that_was_copied_read_only(home: Path, tmp_path: Path) -> None:
    add(home, "A")
    copy = backed_up(home, tmp_path / "copy.sqlite")
    copy.chmod(stat.S_IREAD)
    add(home, "B")
    assert bills(backed_up(home, copy)) == {"A", "B"}


def test_a_new_pc_is_restored_into_an_empty_home(home: Path, tmp_path: Path) -> None:
    add(home, "A")
    made = backed_up(home, tmp_path / "b.sqlite")
    assert run("restore", made, "--home", tmp_path / "new") == 0
    assert bills(tmp_path / "new" / FILE_NAME) == {"A"}


def test_what_was_open_in_a_backup_is_not_sent_again_by_itself(home: Path, tmp_path: Path) -> None:
    """It may have been sent after the backup was made: a person decides."""
    with counter(home) as at:
        at.add("A")
        at.add("B")
        waiting = at.press(Kind.PAY, key_of("A")).seq
        done = at.done(Kind.ACCEPT, key_of("B"))
    made = backed_up(home, tmp_path / "b.sqlite")
    assert run("restore", made, "--home", home) == 0
    with counter(home) as at:
        left = at.intent(waiting, key_of("A"))
        assert (left.outcome, left.needs_person) == (Outcome.UNKNOWN, True)
        assert at.intent(done, key_of("B")).outcome is Outcome.CONFIRMED
        assert at.audited()[-1] == "journal.restored"


@pytest.mark.parametrize("is_back", [False, True])
def test_after_a_whole_disk_was_set_back_a_person_says_so(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], is_back: bool
) -> None:
    add(home, "A")
    made = backed_up(home, tmp_path / "b.sqlite")
    assert run("restore", *(["--after-set-back"] if is_back else []), made, "--home", home) == 0
    assert ("what came in after the backup is not in it" in capsys.readouterr().out) is is_back


def test_a_bill_number_given_after_the_backup_is_not_given_again(home: Path, tmp_path: Path) -> None:
    made = backed_up(home, tmp_path / "b.sqlite")
    with counter(home) as at:
        at.add("A")
        given = at.order(key_of("A")).billno
    assert run("restore", made, "--home", home) == 0
    with counter(home) as at:
        at.add("B")
        assert at.order(key_of("B")).billno != given


def test_an_older_backup_is_brought_up_to_date_at_the_next_start(home: Path) -> None:
    old = Path(__file__).parent / "data" / "journal" / "version-1.sqlite"
    before = old.read_bytes()
    assert run("restore", old, "--home", home) == 0
    start_up.make_ready(home, SystemClock())
    add(home, "A")
    assert "A" in bills(home / FILE_NAME)
    assert old.read_bytes() == before


def newer(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")


def torn(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-4096] + os.urandom(4096))


def foreign(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE toys (name)")


def timeless(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE orders SET received_at = 'x' WHERE tbillno = 'A7'")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (timeless, "received_at of orders, number 8 is 'x'"),
        (newer, "newer posdesk"),
        (torn, "Take another backup"),
        (foreign, "no journal of posdesk"),
        (lambda path: path.write_bytes(b""), "no journal of posdesk"),
        (lambda path: path.write_text("hello " * 900), "Take another backup"),
        (lambda path: path.write_bytes(path.read_bytes()[:9000]), "Take another backup"),
    ],
)
def test_what_is_no_whole_journal_of_ours_is_refused_and_nothing_changes(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: object, why: str
) -> None:
    add(home, *(f"A{number}" for number in range(20)))
    made = backed_up(home, tmp_path / "b.sqlite")
    assert callable(spoil)
    spoil(made)
    before = {file.name: file.read_bytes() for file in home.glob("journal*")}
    assert run("restore", made, "--home", home) == 1
    said = capsys.readouterr().err
    assert why in said
    assert "Traceback" not in said
    assert {file.name: file.read_bytes() for file in home.glob("journal*")} == before


def test_wrong_use_ends_with_2(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("restore", tmp_path / "nowhere.sqlite", "--home", home) == 2
    assert run("restore", tmp_path, "--home", home) == 2
    assert run("restore", "--home", home) == 2
    assert run("backup", "--home", tmp_path / "nowhere") == 2
    for bad in (home / FILE_NAME, home / f"{FILE_NAME}-wal", tmp_path):
        assert run("backup", "-o", bad, "--home", home) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_backup_that_cannot_be_written_ends_with_1(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert run("backup", "-o", tmp_path / "file" / "b.sqlite", "--home", home) == 1
    assert "No backup could be written" in capsys.readouterr().err


def test_a_restore_while_another_holds_the_home_changes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = backed_up(home, tmp_path / "b.sqlite")
    with HomeLock(home):
        assert run("restore", made, "--home", home) == 1
    assert f"posdesk process {os.getpid()}" in capsys.readouterr().err
    assert not list(home.glob("*replaced*"))
