"""`posdesk demo` as a person starts it: a window, eight days in the books, and nothing left behind."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from posdesk.app import beside
from posdesk.domain.intent import Outcome
from posdesk.domain.posting import Book
from posdesk.journal import Database, Journal, posting_rows
from tests.support.paths import ROOT
from tests.support.processes import OWN_CONSOLE, ask_to_end, kill, wait_for

pytestmark = [pytest.mark.window, pytest.mark.timeout(900)]

PATIENCE_S = 300.0  # by wine on a busy machine two receipts a second leave


@contextmanager
def demo(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The demo with its throwaway home in `folder`; killed where the test did not end it."""
    with started(folder, "posdesk", "demo") as process:
        try:
            yield process
        finally:
            process.kill()


def started(folder: Path, *module: str) -> "subprocess.Popen[bytes]":
    env = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))}
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-m", *module]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdout=quiet, stderr=quiet, creationflags=OWN_CONSOLE)


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


def test_when_its_window_is_closed_nothing_is_left_behind(tmp_path: Path) -> None:
    """Neither the home nor its log, which Windows does not remove while it is open."""
    with started(tmp_path, "tests.demo.closed_at_once") as process:
        try:
            assert process.wait(PATIENCE_S) == 0
        finally:
            process.kill()
    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_killed_demo_takes_its_simulator_with_it() -> None:
    command = [sys.executable, "-m", "tests.demo.simulated"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            where = httpx.URL(process.stdout.readline().strip())
            assert is_listening(where)
        finally:
            kill(process.pid)
    wait_for(lambda: not is_listening(where), "the simulator's end")


def is_listening(where: httpx.URL) -> bool:
    try:
        socket.create_connection((where.host, where.port or 0), timeout=5).close()
    except OSError:
        return False
    return True
