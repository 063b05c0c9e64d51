"""Nobody opens the journal's files beside SQLite: its locks would go, and a committed row with them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from posdesk.domain.books.receipt import Door
from posdesk.engine.listening.complete_files import QUIET_S, Completeness
from posdesk.engine.listening.intake import take_again, take_file
from posdesk.errors import BadReceipt, SettingsError
from posdesk.export import Table, write_table
from posdesk.journal import Journal, files
from tests.journal.making import SetClock, opened
from tests.support.paths import ROOT

PATIENCE_S = 120


def looked(folder: Path, *words: str) -> str:
    home = folder / "home"
    home.mkdir()
    (home / "posdesk.toml").write_text("[listener]\nport = 0\n", encoding="utf-8")
    line = [sys.executable, "-m", "tests.engine.looker", str(home), *words]
    done = subprocess.run(
        line, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.posix("an open journal can't be moved there")
def test_a_running_posdesk_never_opens_its_journal_beside_sqlite(tmp_path: Path) -> None:
    assert looked(tmp_path) == "ended\n"


@pytest.mark.posix("an open journal can't be moved there")
def test_one_look_would_be_seen(tmp_path: Path) -> None:
    assert 'open("rb").close()' in looked(tmp_path, "peek")


@pytest.mark.parametrize("part", files.PARTS)
def test_a_journals_file_is_known_by_any_name(tmp_path: Path, part: str) -> None:
    with opened(tmp_path) as journal:
        own = journal.path.with_name(f"{journal.path.name}{part}")
        os.link(own, tmp_path / "hard.json")
        for path in (own, tmp_path / "hard.json", tmp_path / "." / own.name):
            assert files.is_own(path, journal.path)
        assert not files.is_own(tmp_path / "other.json", journal.path)


@pytest.mark.posix("links need rights there")
def test_a_journals_file_is_known_by_a_link(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        (tmp_path / "soft.json").symlink_to(journal.path)
        assert files.is_own(tmp_path / "soft.json", journal.path)


@pytest.fixture
def linked(tmp_path: Path) -> tuple[Path, Path]:
    """A journal, and another name of it."""
    Journal.migrate(tmp_path)
    os.link(tmp_path / "journal.sqlite", tmp_path / "receipts.json")
    return tmp_path, tmp_path / "receipts.json"


def test_a_moved_file_that_became_the_journal_is_not_opened(linked: tuple[Path, Path]) -> None:
    home, path = linked
    with opened(home) as journal:
        with pytest.raises(BadReceipt, match="own journal"):
            take_again(journal, path, "done/receipts.json")
        clock = SetClock()
        watch = Completeness(clock, journal.path)
        watch.unchanged_s(path)
        clock.walk(QUIET_S)
        assert watch.is_complete(path), "it was asked who writes it: SQLite does"


def test_the_journal_is_not_read_as_receipts(linked: tuple[Path, Path]) -> None:
    home, link = linked
    with opened(home) as journal, pytest.raises(BadReceipt, match="own journal"):
        take_file(journal, link, Door.COMMAND)


_SAME_TO_WINDOWS = ("JOURNAL.SQLITE", "Journal.sqlite-WAL", "journal.sqlite. .", "journal.sqlite::$DATA")


@pytest.mark.parametrize("name", [*(f"journal.sqlite{part}" for part in files.PARTS), *_SAME_TO_WINDOWS])
def test_nothing_is_exported_over_a_journal(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="is a journal"):
        write_table(tmp_path / name, "csv", Table(("a",), ()))
    assert list(tmp_path.iterdir()) == []
