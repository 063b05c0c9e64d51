"""`posdesk simulator` without a file: what it says is all that a posdesk needs to play with it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from posdesk.domain.books.posting import Book
from posdesk.domain.orders.intent import Outcome
from posdesk.journal import Database, heartbeats
from posdesk.journal.books import posting_rows
from posdesk.settings.settings import parse
from posdesk.simulator.default import DESK, default_config, secrets_of, settings_of
from tests.support.engine import EngineHome, engine_home
from tests.support.paths import ROOT
from tests.support.processes import free_port, wait_for

READY = "simulator listening on "
_SECRET = re.compile(r"echo (\S+)\| posdesk credentials set (\S+)")


@contextmanager
def simulator(desk: str) -> Iterator[tuple[str, str]]:
    """Started without a file: its address, and all that it said."""
    command = [
        sys.executable,
        "-m",
        "posdesk",
        "simulator",
        "--port",
        "0",
        "--desk",
        desk,
        "--end-with-stdin",
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, encoding="utf-8") as process:
        assert process.stdout is not None
        said = ""
        while "Ctrl+C" not in said:
            line = process.stdout.readline()
            assert line, f"it ended, having said: {said}"
            said += line
        yield said.splitlines()[0].removeprefix(READY), said


@pytest.mark.waits
def test_what_it_says_is_enough_to_play_with_it(tmp_path: Path) -> None:
    port = free_port()
    with simulator(f"127.0.0.1:{port}") as (address, said):
        toml = said[said.index("[[partner]]") : said.index("and these keys")]
        secrets = {name: secret for secret, name in _SECRET.findall(said)}
        folder = tmp_path / "home"
        folder.mkdir()
        home = EngineHome(folder, address, [], port=port, more_settings=toml, more_secrets=secrets)
        with engine_home(home), home.journal() as journal:
            wait_for(lambda: bool(journal.read(heartbeats.last_received)), "an order", 90)
            wait_for(lambda: bool(journal.read(receipts)), "a receipt at WDK", 90)


def receipts(db: Database) -> bool:
    """Whether WDK has one."""
    wanted = (Book.RECEIPT, Outcome.CONFIRMED)
    return bool(posting_rows.select(db, "p.book = ? AND p.outcome = ?", wanted))


def test_its_settings_are_right_and_name_every_secret() -> None:
    config = default_config(DESK)
    chosen = parse(settings_of(config, "http://127.0.0.1:8766"), "posdesk.toml")
    assert {partner.secret_name for partner in chosen.partner} <= set(secrets_of(config))
    assert chosen.ovopark is not None
    assert chosen.wdk is not None
    assert chosen.ovopark.missing == chosen.wdk.missing == ()


def test_its_keys_are_the_same_each_time() -> None:
    assert secrets_of(default_config(DESK)) == secrets_of(default_config("shop.example:1"))
