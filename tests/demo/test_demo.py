"""`posdesk demo` as a person starts it: a window, eight days in the books, and nothing left behind."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from posdesk.app import beside
from posdesk.domain.intent import Outcome
from posdesk.domain.posting import Book
from posdesk.journal import Database, Journal, posting_rows
from tests.support.paths import ROOT
from tests.support.processes import OWN_CONSOLE, ask_to_end, wait_for

pytestmark = [pytest.mark.window, pytest.mark.timeout(900)]

PATIENCE_S = 300.0  # by wine on a busy machine two receipts a second leave


@contextmanager
def demo(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The demo with its throwaway home in `folder`; killed where the test did not end it."""
    env = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))}
    command = [sys.executable, "-m", "posdesk", "demo"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=env, cwd=ROOT, stdout=quiet, stderr=quiet, creationflags=OWN_CONSOLE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def home_of(folder: Path) -> Path | None:
    """Where the demo's journal is, once it is there."""
    return next((path.parent for path in folder.glob("posdesk-demo-*/journal.sqlite")), None)


def confirmed(journal: Journal, book: Book) -> int:
    """How many postings of a book the simulator has confirmed."""

    def count(db: Database) -> int:
        found = posting_rows.select(db, "p.book = ? AND p.outcome = ?", (book, Outcome.CONFIRMED))
        return len(found)

    return journal.read(count)


def listener_of(folder: Path) -> Path:
    """What the desk writes once it can be called."""
    home = home_of(folder)
    return (home or folder) / "listener.json"


def test_it_reports_its_past_by_itself_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        wait_for(lambda: listener_of(tmp_path).is_file(), "the listener", PATIENCE_S)
        home = home_of(tmp_path)
        assert home is not None
        with beside(home) as journal:
            wait_for(lambda: confirmed(journal, Book.RECEIPT) > 300, "WDK has the receipts", PATIENCE_S)
            wait_for(lambda: confirmed(journal, Book.HOUR) > 10, "ovopark has hours", PATIENCE_S)
        ask_to_end(process)
        assert process.wait(PATIENCE_S) == 0
    assert list(tmp_path.iterdir()) == []


def test_closed_at_once_it_ends_as_cleanly(tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        wait_for(lambda: listener_of(tmp_path).is_file(), "the listener", PATIENCE_S)
        ask_to_end(process)
        assert process.wait(PATIENCE_S) == 0
    assert list(tmp_path.iterdir()) == []
