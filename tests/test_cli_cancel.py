"""Row 68: long work says how far it is, and Ctrl+C leaves no half file and nothing half imported."""

import contextlib
import io
import signal
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from posdesk import cli
from posdesk.domain.clock import SystemClock
from posdesk.engine.listening import intake
from posdesk.errors import Cancelled
from posdesk.host import private, progress
from posdesk.journal import Journal, backup, start_up
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import soundness
from tests.journal.making import Counter
from tests.platforms.wdk.making import body, example
from tests.support import unpacked

ORDERS = 300


class Terminal(io.StringIO):
    """Standard error; at the first word of progress somebody presses Ctrl+C, as often as wanted."""

    def __init__(self, presses: int) -> None:
        super().__init__()
        self.presses = presses
        self.written: list[str] = []

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.append(text)
        if "cancels" in text and self.presses:
            self.presses -= 1
            main = threading.main_thread().ident
            assert main is not None
            signal.pthread_kill(main, signal.SIGINT)
        return len(text)

    @property
    def text(self) -> str:
        return "".join(self.written)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with some orders; it is only read."""
    home = tmp_path_factory.mktemp("filled") / "home"
    start_up.make_ready(home, SystemClock())
    journal = Journal(home, SystemClock(), "1")
    for number in range(ORDERS):
        Counter(journal).add(f"B{number}")
    journal.close()
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir(mode=0o700)
    for name in (FILE_NAME,):
        (made / name).write_bytes((filled / name).read_bytes())
    return made


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is said from the first step on."""
    monkeypatch.setattr(progress, "FIRST_S", 0.0)
    monkeypatch.setattr(progress, "AGAIN_S", 0.0)
    monkeypatch.setattr(intake, "_SLICE_S", 0.01)


@contextlib.contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch, presses: int = 1) -> Iterator[Terminal]:
    made = Terminal(presses)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", made)
        yield made


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


def orders_in(path: Path) -> int:
    with unpacked.opened(path) as db:
        return int(db.execute("SELECT count(*) FROM orders").fetchone()[0])


posix = pytest.mark.posix("a signal is sent to a thread")


@posix
@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_a_cancelled_export_leaves_no_file_and_no_line_of_the_trail(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    target = out / f"orders.{form}"
    with terminal(monkeypatch) as said:
        assert run("export", "orders", "--format", form, "-o", target, "--home", home) == 1
    assert "rows (Ctrl+C cancels)" in said.text
    assert "The export was cancelled: nothing of it is left." in said.text
    assert list(out.iterdir()) == []
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        assert db.execute("SELECT count(*) FROM audit WHERE what LIKE 'export%'").fetchone()[0] == 0
    with terminal(monkeypatch, presses=0):
        assert run("export", "orders", "--format", form, "-o", target, "--home", home) == 0
    assert target.is_file()


@posix
def test_a_cancelled_backup_leaves_no_file(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PAGES", 4)
    with terminal(monkeypatch) as said:
        assert run("backup", "--home", home) == 1
    assert "KiB" in said.text
    assert "The backup was cancelled" in said.text
    assert not list((home / backup.FOLDER).iterdir())
    with terminal(monkeypatch, presses=0):
        assert run("backup", "--home", home) == 0
    (made,) = backup.backups(home)
    assert orders_in(made.path) == ORDERS


@posix
def test_a_cancelled_restore_leaves_the_journal_that_was_there(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.sqlite"
    backup.copy(home / FILE_NAME, copy)
    journal = Journal(home, SystemClock(), "1")
    Counter(journal).add("since")
    journal.close()
    with terminal(monkeypatch) as said:
        assert run("restore", copy, "--home", home) == 1
    assert "The restore was cancelled" in said.text
    assert orders_in(home / FILE_NAME) == ORDERS + 1
    assert not [each for each in home.iterdir() if private.is_draft(each)]
    with terminal(monkeypatch, presses=0):
        assert run("restore", copy, "--home", home) == 0
    assert orders_in(home / FILE_NAME) == ORDERS


@posix
def test_a_cancelled_import_stores_no_receipt_of_the_file(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "till.json"
    file.write_bytes(body([example(serial_num=f"{n:07}") for n in range(500)]))
    with terminal(monkeypatch) as said:
        assert run("receipts", "import", file, "--home", home) == 1
    assert "receipts" in said.text
    assert "was cancelled" in said.text
    count = "SELECT count(*) FROM receipts"
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        assert db.execute(count).fetchone()[0] == 0
    with terminal(monkeypatch, presses=0):
        assert run("receipts", "import", file, "--home", home) == 0
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        assert db.execute(count).fetchone()[0] == 500


def test_a_cancelled_salvage_leaves_the_damaged_journal_as_it_is(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / FILE_NAME
    data = path.read_bytes()
    path.write_bytes(data[:-8192] + b"\xff" * 8192)
    before = path.read_bytes()
    assert soundness.look(path).damage
    line = progress.ProgressLine("Saving", "rows", io.StringIO())
    line.cancel()
    with pytest.raises(Cancelled):
        start_up.make_ready(home, SystemClock(), progress=line)
    assert path.read_bytes() == before
    assert not [each for each in home.iterdir() if private.is_draft(each)]
    start_up.make_ready(home, SystemClock())
    assert not soundness.look(path).damage


def test_short_work_says_nothing_and_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "FIRST_S", 60.0)
    quiet, log = io.StringIO(), io.StringIO()
    progress.ProgressLine("The export", "rows", quiet)(1)
    assert quiet.getvalue() == ""
    monkeypatch.setattr(progress, "FIRST_S", 0.0)
    line = progress.ProgressLine("The backup", "KiB", log)
    for done in range(1000):
        line(done, 1000)
    assert log.getvalue() == "The backup: 0 of 1,000 KiB, 0 % (Ctrl+C cancels)\n"
