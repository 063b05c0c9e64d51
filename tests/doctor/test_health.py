"""A line a part, with its last proof: what `posdesk doctor` and the Health page both say."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest

from posdesk import cli
from posdesk.doctor.command import Looked, look
from posdesk.doctor.health_words import Line, Place, proof_time
from posdesk.doctor.report import State
from posdesk.domain.clock import SystemClock, to_text
from posdesk.domain.journal_health import Loss
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.slip import SlipKind
from posdesk.journal import Journal, Transaction, heartbeats
from posdesk.journal.audit import audit
from posdesk.journal.orders import print_rows, prints, refused_calls
from posdesk.journal.rescue import losses
from posdesk.settings.credentials import SERVICE
from tests.journal.making import Counter

TOML = """
[store]
code = "001"
[listener]
port = 0
[[partner]]
name = "meituan"
url = "{url}/center/gateway"
appid = "mt-app"
sources = [4]
[[partner]]
name = "eleme"
url = "{url}/center/gateway"
appid = "el-app"
[ovopark]
url = "{url}/cloud.api"
akey = "a"
enterprise_id = 11
shop_id = "D1"
[[printer]]
name = "kitchen"
address = "127.0.0.1:9"
answers = "job"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir(mode=0o700)
    _write(made, "http://127.0.0.1:9")
    Journal.migrate(made)
    for name in ("partner/meituan/appkey", "partner/eleme/appkey", "ovopark/secret"):
        keyring.set_password(SERVICE, name, "key")
    return made


def _write(home: Path, url: str) -> None:
    (home / "posdesk.toml").write_text(TOML.format(url=url), encoding="utf-8")


@contextlib.contextmanager
def journal_of(home: Path) -> Iterator[Counter]:
    journal = Journal(home, SystemClock(), "1")
    try:
        yield Counter(journal)
    finally:
        journal.close()


def lines(home: Path, *, quick: bool = False) -> dict[str, Line]:
    """The lines by name."""
    return {line.name: line for line in look(home, SystemClock(), quick=quick).lines}


def _fill(counter: Counter) -> None:
    """Much went well: an order was accepted, its slip printed, an hour confirmed, a sound heard."""
    counter.journal.print_by(PrintPlan((PlannedSlip(SlipKind.KITCHEN, "kitchen"),)))
    counter.add()
    counter.done(Kind.ACCEPT)
    (job,) = counter.journal.read(print_rows.open_ones)
    counter.write(lambda tx: prints.begin(tx, job.seq))
    counter.write(
        lambda tx: tx.db.execute("UPDATE prints SET outcome = 'printed', ended_at = ?", (to_text(tx.now),))
    )
    counter.write(lambda tx: audit.write(tx, "sound.heard", actor="Li", device="x"))
    counter.write(lambda tx: heartbeats.note_skews(tx, {"ovopark": 0.4}))
    counter.write(_confirm_hour)


def _confirm_hour(tx: Transaction) -> None:
    tx.db.execute(
        "INSERT INTO postings (seq, book, platform, hour, counter, actor, outcome, made_at, ended_at)"
        " VALUES ('s', 'hour', 'ovopark', ?, '1', '', 'confirmed', ?, ?)",
        (to_text(tx.now), to_text(tx.now), to_text(tx.now)),
    )


def test_every_part_has_a_line_with_its_last_proof(home: Path) -> None:
    began = datetime.now(UTC) - timedelta(seconds=1)
    with journal_of(home) as counter:
        _fill(counter)
    found = lines(home)
    proven = (
        "door",
        "partner/meituan",
        "outgoing",
        "ovopark",
        "secrets",
        "clock",
        "sound",
        "printer/kitchen",
    )
    for name in (*proven, "disk", "journal", "audit"):
        assert found[name].state is State.OK or name == "sound", found[name]
    for name in proven:
        proved = found[name].proved
        if name != "sound" or found[name].state is State.OK:  # this PC may have no sound output
            assert proved is not None, name
            assert proved >= began, name
    never = found["partner/eleme"]
    assert (never.state, never.proved, never.place) == (State.LOOK, None, Place.PLATFORMS)
    assert found["partner/meituan"].title.zh == "美团"
    assert found["scanner"].proved is None


def _troubled(home: Path) -> None:
    with journal_of(home) as counter:
        counter.add()
        counter.press(Kind.ACCEPT)
        counter.write(lambda tx: losses.add(tx, [Loss("orders", None, "journal.damaged")]))
        counter.write(lambda tx: heartbeats.add_gap(tx, tx.now - timedelta(hours=1), tx.now, "asleep"))
        counter.write(lambda tx: heartbeats.note_skews(tx, {"meituan": 3600.0}))
        call = Refused(RefusedKind.ORDER, "B7", "#12", "state", 1003, "缺少 / missing")
        counter.write(lambda tx: refused_calls.note(tx, "meituan", call))
    keyring.delete_password(SERVICE, "ovopark/secret")


def test_no_fault_that_the_doctor_finds_hides_behind_another_one(home: Path) -> None:
    _troubled(home)
    looked = look(home, SystemClock())
    ill = {line.name: line for line in looked.lines if line.state is not State.OK}
    by_partners = {"received", "refused", "signatures", "printers"}
    for finding in looked.findings:
        if finding.state is not State.OK and finding.part not in by_partners:
            assert (ill[finding.part].found, ill[finding.part].todo) == (finding.found, finding.todo)
    assert ill.keys() >= {"gaps", "losses", "clock", "secrets", "partner/meituan", "partner/eleme"}
    assert ill["partner/meituan"].place is Place.SYNC
    for line in looked.lines:
        assert line.found.zh, line
        assert line.found.en, line
        assert (line.state is State.OK) == (not line.todo.en), line


def test_the_command_and_the_page_say_the_same(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _troubled(home)
    page = look(home, SystemClock(), quick=False)
    for language in ("zh_CN", "en"):
        cli.main(["doctor", "--home", str(home), "--language", language])
        printed = capsys.readouterr().out.split("\n\n")[0].splitlines()
        assert len(printed) == len(page.lines)
        for text, line in zip(printed, page.lines, strict=True):
            assert line.title.of(language) in text
            if line.name not in {"wiping", "journal", "clock", "disk"}:  # these move on
                assert line.found.of(language).replace("\n", " ") in text
            assert line.todo.of(language) in text
    cli.main(["doctor", "--home", str(home), "--json"])
    told = json.loads(capsys.readouterr().out)["lines"]
    assert [(each["line"], each["state"]) for each in told] == [
        (line.name, line.state.value) for line in page.lines
    ]


def test_a_quick_look_reads_neither_the_whole_journal_nor_the_whole_trail(home: Path) -> None:
    with journal_of(home) as counter:
        _fill(counter)
    quick, whole = (look(home, SystemClock(), quick=each) for each in (True, False))
    assert _parts(whole) - _parts(quick) == {"audit", "wiping"}
    assert quick.snapshot.facts is not None
    assert quick.snapshot.facts.trail is None
    assert {line.name: line.state for line in quick.lines}["partner/meituan"] is State.OK


def _parts(looked: Looked) -> set[str]:
    return {line.name for line in looked.lines}


def test_a_printer_whose_slips_wait_is_broken_since_then(home: Path) -> None:
    with journal_of(home) as counter:
        counter.journal.print_by(PrintPlan((PlannedSlip(SlipKind.KITCHEN, "kitchen"),)))
        counter.add()
        counter.done(Kind.ACCEPT)
        counter.write(
            lambda tx: tx.db.execute("UPDATE prints SET outcome = 'not_sent', trouble = 'no_printer'")
        )
    line = lines(home)["printer/kitchen"]
    assert (line.state, line.place) == (State.BROKEN, Place.PRINTERS)
    assert "it can't be reached" in line.found.en
    assert "连不上" in line.found.zh


def test_a_look_calls_nobody(home: Path) -> None:
    called = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as other:
        _write(home, f"http://127.0.0.1:{other.getsockname()[1]}")

        def wait() -> None:
            with contextlib.suppress(OSError):
                other.accept()
                called.set()

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        assert lines(home)
        assert not called.is_set()
        other.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def test_a_proof_of_today_is_a_time_and_an_older_one_has_its_day() -> None:
    now = datetime(2026, 11, 21, 6, 20, tzinfo=UTC)
    assert proof_time(None, now) == ""
    assert proof_time(now - timedelta(seconds=10), now) == "14:19:50"
    assert proof_time(now - timedelta(days=2), now) == "11-19 14:20"
    assert proof_time(now - timedelta(days=400), now) == "2025-10-17 14:20"


def test_the_key_leads_to_the_topic_that_the_advice_names(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        text = (
            (home / "posdesk.toml").read_text("utf-8").replace("port = 0", f"port = {other.getsockname()[1]}")
        )
        text += '[receipts]\nfolder = "/not/there"\n[[staff]]\nname = "Li"\n'
        (home / "posdesk.toml").write_text(text, encoding="utf-8")
        keyring.delete_password(SERVICE, "ovopark/secret")
        said = lines(home, quick=True)
    assert (said["listener"].place, said["receipts"].place) == (Place.DOOR, Place.TILL)
    assert "Settings, Port for orders" in said["listener"].todo.en
    assert said["rights"].place is Place.PEOPLE
    assert "Settings, People and PIN" in said["rights"].todo.en
    assert said["secrets"].place is Place.OVOPARK
    assert said["secrets"].todo.en == "Enter them in Settings: Hourly sales (ovopark); People and PIN."
