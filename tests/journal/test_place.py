"""The journal's file is deleted or moved under a running desk: nothing is acknowledged that would vanish."""

from pathlib import Path

import pytest

from posdesk.app import beside
from posdesk.errors import DiskError, DiskFault
from posdesk.journal import Journal, backup, start_up
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue.restore import restore
from tests.journal.making import PATIENCE_S, START, Counter, SetClock, insert_meta, meta_keys, opened
from tests.support.windows_files import held, refuse_what_is_open

pytestmark = pytest.mark.posix("an open file can't be deleted there")


def refused(journal: Journal) -> None:
    error = journal.write(insert_meta("row-lost")).exception(PATIENCE_S)
    assert isinstance(error, DiskError)
    assert error.fault is DiskFault.GONE
    assert "was deleted or moved" in str(error)


@pytest.mark.parametrize("parts", [("",), ("-wal",), ("", "-wal", "-shm")])
def test_nothing_is_written_into_a_file_that_is_gone_and_the_next_start_has_it_all(
    tmp_path: Path, parts: tuple[str, ...]
) -> None:
    with opened(tmp_path) as journal:
        Counter(journal).add("A")
        journal.write(insert_meta("row-before")).result(PATIENCE_S)
        for part in parts:
            (tmp_path / f"{FILE_NAME}{part}").unlink()
        refused(journal)
        refused(journal)
        assert meta_keys(journal) == {"row-before"}, "what is open can still be read"
    start_up.make_ready(tmp_path, SetClock())
    with opened(tmp_path) as journal:
        assert meta_keys(journal) == {"row-before"}
        assert journal.read(audit.verify).broken_at is None
        Counter(journal).add("B")


def test_a_file_that_is_put_back_is_worked_with_again(tmp_path: Path) -> None:
    away = tmp_path / "away"
    with opened(tmp_path) as journal:
        (tmp_path / FILE_NAME).rename(away)
        refused(journal)
        away.rename(tmp_path / FILE_NAME)
        journal.write(insert_meta("row-after")).result(PATIENCE_S)
        assert not list(tmp_path.glob("*coming*")), "what was saved meanwhile is old now"
    start_up.make_ready(tmp_path, SetClock())
    with opened(tmp_path) as journal:
        assert meta_keys(journal) == {"row-after"}


def test_nothing_is_written_while_what_was_saved_would_be_used_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner has it open, and Windows does not remove it."""
    away = tmp_path / "away"
    with opened(tmp_path) as journal:
        (tmp_path / FILE_NAME).rename(away)
        refused(journal)
        (saved,) = tmp_path.glob("*coming*")
        away.rename(tmp_path / FILE_NAME)
        refuse_what_is_open(monkeypatch)
        with held(saved):
            error = journal.write(insert_meta("row-early")).exception(PATIENCE_S)
        assert isinstance(error, DiskError)
        assert error.fault is DiskFault.LOCKED
        journal.write(insert_meta("row-after")).result(PATIENCE_S)
        assert not saved.exists()
        assert meta_keys(journal) == {"row-after"}


def test_a_command_beside_a_restore_puts_no_older_journal_in_its_place(tmp_path: Path) -> None:
    """It has the old file open still: what it would save for the next start is what was replaced."""
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    start_up.make_ready(home, SetClock())
    with opened(home) as journal:
        journal.write(insert_meta("row-restored")).result(PATIENCE_S)
    backup.copy(home / FILE_NAME, copy)
    with beside(home) as journal:
        journal.write(insert_meta("row-old")).result(PATIENCE_S)
        restore(copy, home / FILE_NAME, START)
        refused(journal)
    start_up.make_ready(home, SetClock())
    with opened(home) as journal:
        assert "row-restored" in meta_keys(journal)
        assert "row-old" not in meta_keys(journal)


def test_another_file_in_its_place_is_not_taken_for_it(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        Counter(journal).add("A")
        data = (tmp_path / FILE_NAME).read_bytes()
        (tmp_path / FILE_NAME).unlink()
        (tmp_path / FILE_NAME).write_bytes(data)
        refused(journal)
    start_up.make_ready(tmp_path, SetClock())
    with opened(tmp_path) as journal:
        rows = journal.read(lambda db: db.execute("SELECT tbillno FROM orders").fetchall())
        assert rows == [("A",)]


def test_a_folder_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    home = tmp_path / "stick"
    with opened(home) as journal:
        home.rename(tmp_path / "pulled")
        refused(journal)
        assert not home.exists()
        (tmp_path / "pulled").rename(home)
        journal.write(insert_meta("row")).result(PATIENCE_S)
