"""`posdesk simulator` without a file: what it says is all that a posdesk needs to play with it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from posdesk.devices.printing.charset import Charset
from posdesk.devices.printing.escpos import Profile, slip_bytes
from posdesk.devices.printing.glyphs import glyphs
from posdesk.devices.printing.job import Patience, print_slip
from posdesk.devices.printing.status import Answers
from posdesk.devices.printing.transport import Network
from posdesk.domain.books.posting import Book
from posdesk.domain.orders.intent import Outcome as Sent
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.setting import MM_80, set_slip
from posdesk.domain.printing.slip import Bar, SlipKind, Text
from posdesk.journal import Database, heartbeats
from posdesk.journal.books import posting_rows
from posdesk.settings.printers import host_and_port
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
    wanted = (Book.RECEIPT, Sent.CONFIRMED)
    return bool(posting_rows.select(db, "p.book = ? AND p.outcome = ?", wanted))


def test_its_settings_are_right_and_name_every_secret() -> None:
    config = default_config(DESK)
    chosen = parse(settings_of(config, "http://127.0.0.1:8766", "127.0.0.1:9100"), "posdesk.toml")
    assert {partner.secret_name for partner in chosen.partner} <= set(secrets_of(config))
    assert chosen.ovopark is not None
    assert chosen.wdk is not None
    assert chosen.ovopark.missing == chosen.wdk.missing == ()
    assert {line.slip for line in chosen.print_plan.lines} == set(SlipKind)


def test_its_printer_prints_pictures_has_faults_on_demand_and_leaves_nothing() -> None:
    with simulator(DESK) as (address, said), httpx.Client(base_url=address, trust_env=False) as control:
        told = control.get("/control/printer").json()
        folder = Path(told["folder"])
        assert f'address = "{told["address"]}"' in said
        line = Network(*host_and_port(told["address"]))
        control.put("/control/printer", json={"paper_out": True})
        assert _printed(line) == Ended(Outcome.NOT_SENT, Trouble.PAPER)
        control.put("/control/printer", json={"silent": True})
        assert _printed(line).outcome is Outcome.NOT_SENT
        assert control.put("/control/printer", json={"on_fire": True}).status_code == 400
        control.put("/control/printer", json={})
        assert _printed(line) == Ended(Outcome.PRINTED)
        (slip,) = control.get("/control/printer").json()["slips"]
        picture = control.get(f"/control/printer/slips/{slip}").content
        assert picture.startswith(b"\x89PNG")
        assert (folder / slip).read_bytes() == picture
    wait_for(lambda: not folder.exists(), "its pictures went with it", 30)


def _printed(line: Network) -> Ended:
    slip = slip_bytes(set_slip((Bar(Text("试单")),), MM_80), Profile(Charset("gbk"), glyphs()))
    patience = Patience(status_s=1.0, sent_s=5.0, answer_s=5.0)
    return print_slip(line, slip, answers=Answers.JOB, job=7, patience=patience)


def test_its_keys_are_the_same_each_time() -> None:
    assert secrets_of(default_config(DESK)) == secrets_of(default_config("shop.example:1"))
