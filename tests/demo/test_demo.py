"""`posdesk demo` as a person starts it: a window, eight days in the books, and nothing left behind."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from posdesk.app import beside
from posdesk.domain.books.posting import Book
from posdesk.domain.orders.intent import Outcome
from posdesk.journal import Database, Journal
from posdesk.journal.books import posting_rows
from tests.support.paths import ROOT
from tests.support.processes import OWN_CONSOLE, ask_to_end, kill, wait_for

pytestmark = [pytest.mark.window, pytest.mark.timeout(900)]

PATIENCE_S = 300.0  # by wine on a busy machine two receipts a second leave


@contextmanager
def demo(folder: Path, more: Mapping[str, str] | None = None) -> Iterator["subprocess.Popen[bytes]"]:
    """The demo with its throwaway home in `folder`; killed where the test did not end it."""
    with started(folder, "posdesk", "demo", more=more) as process:
        try:
            yield process
        finally:
            process.kill()


def started(folder: Path, *module: str, more: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
    env = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder)), **(more or {})}
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


def ended(words: Sequence[str], home: Path, more: Mapping[str, str]) -> str:
    """What a demo in `home` said, ended once it could be called."""
    (home / "listener.json").unlink(missing_ok=True)
    command = [sys.executable, "-m", "posdesk", "demo", *words]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        creationflags=OWN_CONSOLE,
    ) as process:
        try:
            wait_for((home / "listener.json").is_file, "the listener", PATIENCE_S)
            ask_to_end(process)
            assert process.wait(PATIENCE_S) == 0
            assert process.stdout is not None
            return process.stdout.read()
        finally:
            process.kill()


def test_in_a_folder_that_was_typed_it_stays_and_goes_on_there(tmp_path: Path) -> None:
    home, other = tmp_path / "kept", tmp_path / "a shop's"
    words = ("--home", str(home), "--language", "zh_CN", "--theme", "dark")
    secrets = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "POSDESK_HOME": str(other)}
    said = ended(words, home, secrets)
    assert "PIN 222222" in said
    assert "演示" in said
    assert str(home) in said
    assert (home / "journal.sqlite").is_file()
    assert "PIN 111111" in ended(words, home, secrets)
    assert not other.exists()


def test_a_folder_that_may_be_a_shops_ends_it_with_2(tmp_path: Path) -> None:
    (tmp_path / "posdesk.toml").touch()
    command = [sys.executable, "-m", "posdesk", "demo", "--home", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "neither empty nor a demo's" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["posdesk.toml"]


def test_posdesk_home_never_names_the_demos_folder(tmp_path: Path) -> None:
    """It may be a shop's: the demo is in a folder of its own, which is gone afterwards."""
    shops = tmp_path / "shop"
    shops.mkdir()
    with demo(tmp_path, {"POSDESK_HOME": str(shops)}) as process:
        wait_for(lambda: listener_of(tmp_path).is_file(), "the listener", PATIENCE_S)
        ask_to_end(process)
        assert process.wait(PATIENCE_S) == 0
    assert list(shops.iterdir()) == []


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
