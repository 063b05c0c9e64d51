"""What `posdesk doctor` says of a home, with a posdesk in it and without, and with which number it ends."""

import contextlib
import json
import os
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import keyring
import pytest

from posdesk import cli
from posdesk.doctor.report import TITLES, State
from posdesk.doctor.running import Address, _context, healthz, listener
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain.books.receipt import Door
from posdesk.domain.clock import SystemClock, to_text
from posdesk.domain.journal_health import RESTORED, Loss
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.slip import SlipKind
from posdesk.journal import Journal, Transaction, heartbeats
from posdesk.journal.audit import audit
from posdesk.journal.backup import target_of
from posdesk.journal.books import receipts
from posdesk.journal.lock import HomeLock
from posdesk.journal.orders import print_rows, prints, refused_calls
from posdesk.journal.rescue import losses
from posdesk.platforms.wdk.table import read_csv
from posdesk.settings.credentials import SERVICE
from posdesk.settings.settings import Listener, Partner, Settings
from tests.journal.making import Counter, opened
from tests.support.engine import EngineHome, engine_home
from tests.support.keyring_backend import seeded_environment
from tests.support.paths import ROOT
from tests.support.simulator import MEITUAN

CERTIFICATE = ROOT / "tests/data/o2o/self-signed.pem"
TOML = """
[store]
code = "001"
[listener]
port = 0
[[partner]]
name = "meituan"
url = "http://127.0.0.1:9/center/gateway"
appid = "mt-app"
"""
Report = dict[str, dict[str, Any]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir(mode=0o700)
    (made / "posdesk.toml").write_text(TOML, encoding="utf-8")
    Journal.migrate(made)
    keyring.set_password(SERVICE, "partner/meituan/appkey", "mt-key")
    return made


@contextlib.contextmanager
def journal_of(home: Path) -> Iterator[Counter]:
    journal = Journal(home, SystemClock(), "1")
    try:
        yield Counter(journal)
    finally:
        journal.close()


def doctor(capsys: pytest.CaptureFixture[str], home: Path, *more: object) -> tuple[int, Report]:
    """The exit code and the parts by name."""
    code = cli.main(["doctor", "--home", str(home), "--json", *map(str, more)])
    told = json.loads(capsys.readouterr().out)
    assert told["exit_code"] == code
    return code, {part["part"]: part for part in told["parts"]}


def states(report: Report) -> dict[str, str]:
    return {name: part["state"] for name, part in report.items() if part["state"] != "ok"}


def test_a_home_that_is_not_there_is_looked_at_and_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = doctor(capsys, tmp_path / "new")
    assert code == 1
    assert {"settings", "home", "journal"} <= states(report).keys()
    assert "broken" not in states(report).values()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["--home", "{home}", "doctor"], ["doctor", "--home", "{home}"]])
def test_the_home_may_stand_before_or_after(
    home: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main([word.replace("{home}", str(home)) for word in [*words, "--language", "en"]])
    assert f"{home} can be written" in capsys.readouterr().out


@pytest.mark.not_by_wine("there is no sound output, which doctor tells")
def test_beside_a_desk_that_is_well_all_is_well_and_the_end_is_zero(tmp_path: Path) -> None:
    with opened(tmp_path, SystemClock()) as journal:  # somebody counted the notes rightly
        journal.write(lambda tx: audit.write(tx, "sound.heard", actor="Li", device="x")).result(60)
    with engine_home(EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])) as at:
        body = (ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes()
        assert at.post(MEITUAN, body).json()["code"] == 0
        player = tmp_path / "bin" / "aplay"
        player.parent.mkdir()
        player.write_text("#!/bin/sh\n", encoding="ascii")
        player.chmod(0o755)
        env = seeded_environment(at.secrets) | {"PATH": f"{player.parent}{os.pathsep}{os.environ['PATH']}"}
        command = [sys.executable, "-m", "posdesk", "doctor", "--home", str(tmp_path), "--language", "en"]
        done = subprocess.run(
            command, env=env, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        assert done.returncode == 0, done.stdout
        assert f"process {at.pid} takes orders" in done.stdout
        assert "posdesk listens on 127.0.0.1:" in done.stdout
        assert done.stderr == ""
        assert at.is_running()


@pytest.mark.not_by_wine("there is no sound output, which doctor tells")
def test_a_sound_that_nobody_heard_is_not_well(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    player = tmp_path / "bin" / "aplay"
    player.parent.mkdir()
    player.write_text("#!/bin/sh\n", encoding="ascii")
    player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{player.parent}{os.pathsep}{os.environ['PATH']}")
    with opened(home) as journal:
        _, report = doctor(capsys, home)
        assert report["sound"]["state"] == "look"
        assert "nobody has proven" in report["sound"]["en"]
        journal.write(lambda tx: audit.write(tx, "sound.heard", actor="Li", device="x")).result(60)
    _, report = doctor(capsys, home)
    assert report["sound"]["state"] == "ok"


@pytest.mark.posix("the scripts are for sh")
def test_a_player_that_plays_to_nobody_is_told(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("paplay", "pactl"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'Default Sink: auto_null'\n", encoding="ascii")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    _, report = doctor(capsys, home)
    assert (report["sound"]["state"], report["sound"]["en"]) == ("look", "there is no sound output")


def test_wrong_settings_end_with_two_and_the_rest_is_told_all_the_same(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "posdesk.toml").write_text("[store]\ncode = 5\n", encoding="utf-8")
    code, report = doctor(capsys, home)
    assert code == 2
    assert "store.code" in report["settings"]["en"]
    assert report["journal"]["state"] == "ok"


def test_every_part_speaks_both_languages(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("zh_CN", "en"):
        cli.main(["doctor", "--home", str(home), "--language", language])
        text = capsys.readouterr().out
        chinese = [sign for sign in text if "\u4e00" <= sign <= "\u9fff"]
        assert bool(chinese) is (language == "zh_CN"), text
    _, report = doctor(capsys, home)
    assert report.keys() <= TITLES.keys()
    assert all(part["todo_en"] and part["todo_zh"] for part in report.values() if part["state"] != "ok")


@pytest.mark.posix("Windows names no language in the environment")
def test_the_systems_language_is_spoken(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    for language, word in (("zh_CN.UTF-8", "数据目录"), ("de_DE.UTF-8", "can be written")):
        monkeypatch.setenv("LANG", language)
        cli.main(["doctor", "--home", str(home)])
        assert word in capsys.readouterr().out


def test_a_missing_secret_is_named_and_no_secret_is_shown(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, report = doctor(capsys, home)
    assert "mt-key" not in json.dumps(report)
    keyring.delete_password(SERVICE, "partner/meituan/appkey")
    code, report = doctor(capsys, home)
    assert (code, report["secrets"]["facts"]["missing"]) == (1, ["partner/meituan/appkey"])


def test_rights_that_fell_to_another_role_are_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor(capsys, home)[1]["rights"]["facts"]["fallen"] == {}
    staff = '[[staff]]\nname = "Li"\n\n[[staff]]\nname = "Wang"\nrole = "manager"\n'
    toml = home / "posdesk.toml"
    toml.write_text(f"{toml.read_text(encoding='utf-8')}\n{staff}", encoding="utf-8")
    rights = doctor(capsys, home)[1]["rights"]
    assert (rights["state"], rights["facts"]["fallen"]) == ("look", {})
    keyring.set_password(SERVICE, "staff/Wang/pin", "481516")
    rights = doctor(capsys, home)[1]["rights"]
    assert rights["facts"]["fallen"] == {"settings": "manager", "people": "manager"}


def test_who_has_the_port_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        text = (home / "posdesk.toml").read_text(encoding="utf-8")
        (home / "posdesk.toml").write_text(text.replace("port = 0", f"port = {port}"), encoding="utf-8")
        _, report = doctor(capsys, home)
        assert report["listener"]["state"] == "broken"
        if sys.platform == "linux":
            assert f"({os.getpid()})" in report["listener"]["facts"]["held_by"]
    _, report = doctor(capsys, home)
    assert report["listener"]["state"] == "ok"


def test_a_desk_that_holds_the_home_and_does_not_listen_is_broken(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with HomeLock(home):
        _, report = doctor(capsys, home)
        assert report["process"]["state"] == "broken"
        assert report["process"]["facts"]["pid"] == str(os.getpid())
    _, report = doctor(capsys, home)
    assert report["process"]["facts"]["running"] is False


def test_a_listener_that_nobody_gets_through_to_is_broken(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with HomeLock(home), socket.create_server(("127.0.0.1", 0)) as door:
        address = {"host": "127.0.0.1", "port": door.getsockname()[1], "pid": os.getpid()}
        (home / "listener.json").write_text(json.dumps(address), encoding="utf-8")
        assert doctor(capsys, home)[1]["listener"]["state"] == "ok"
        door.close()
        report = doctor(capsys, home)[1]["listener"]
    assert report["state"] == "broken"
    assert "nothing answers there" in report["en"]
    assert "连不上" in report["zh"]


def test_a_damaged_journal_is_broken_and_nothing_is_written_to_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / "journal.sqlite"
    whole = path.read_bytes()
    torn = whole[:8192] + b"\x5a" * 8192 + whole[16384:]
    path.write_bytes(torn)
    code, report = doctor(capsys, home)
    assert (code, report["journal"]["state"]) == (1, "broken")
    assert path.read_bytes() == torn


@pytest.mark.parametrize(("version", "state"), [(1, "look"), (99, "broken")])
def test_a_journal_of_another_version_is_said_and_not_migrated(
    home: Path, capsys: pytest.CaptureFixture[str], version: int, state: str
) -> None:
    with contextlib.closing(sqlite3.connect(home / "journal.sqlite")) as db:
        db.executescript(f"DELETE FROM meta WHERE key = 'opens_from'; PRAGMA user_version = {version};")
    _, report = doctor(capsys, home)
    assert report["journal"]["state"] == state
    assert report["journal"]["facts"]["version"] == version
    assert "waiting" not in report


def test_a_journal_that_is_held_by_another_program_is_said(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posdesk.journal.rescue.checkup.PATIENCE_S", 0.1)
    with contextlib.closing(sqlite3.connect(home / "journal.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        _, report = doctor(capsys, home)
    assert report["journal"]["state"] == "broken"
    assert "locked" in report["journal"]["en"]


def test_a_broken_audit_trail_is_named_by_its_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with journal_of(home) as counter:
        counter.add()
    with contextlib.closing(sqlite3.connect(home / "journal.sqlite")) as db, db:
        db.execute("DROP TRIGGER audit_keeps")
        db.execute("UPDATE audit SET actor = 'Wang' WHERE number = 1")
    _, report = doctor(capsys, home)
    assert (report["audit"]["state"], report["audit"]["facts"]["broken_at"]) == ("broken", 1)


def test_what_waits_what_was_missed_and_what_is_halted_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with journal_of(home) as counter:
        counter.add()
        counter.press(Kind.ACCEPT)
        counter.write(_old_troubles)
    _, report = doctor(capsys, home)
    assert states(report).keys() >= {"gaps", "waiting", "halted", "losses"}
    assert report["waiting"]["facts"]["ages_s"]["meituan accept"] >= 0
    assert "for a person 1" in report["waiting"]["en"]
    assert report["halted"]["facts"]["names"] == ["ovopark"]
    assert report["gaps"]["facts"]["count"] == 1


def test_a_slip_that_may_have_come_out_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with journal_of(home) as counter:
        counter.journal.print_by(PrintPlan((PlannedSlip(SlipKind.KITCHEN, "kitchen"),)))
        counter.add()
        counter.done(Kind.ACCEPT)
        (job,) = counter.journal.read(print_rows.open_ones)
        counter.write(lambda tx: prints.begin(tx, job.seq))
        counter.write(prints.recover)
    _, report = doctor(capsys, home)
    assert report["waiting"]["state"] == "look"
    assert "slip kitchen 1" in report["waiting"]["en"]
    assert "unknown 1, for a person 1" in report["waiting"]["en"]


def test_calls_that_were_turned_away_are_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, before = doctor(capsys, home)
    assert before["refused"]["state"] == "ok"
    with journal_of(home) as counter:
        counter.write(_strangers)
    _, report = doctor(capsys, home)
    assert report["refused"]["state"] == "ok", "three wrong signs are chance"
    assert "meituan: 3 wrongly signed" in report["refused"]["en"]
    with journal_of(home) as counter:
        call = Refused(RefusedKind.ORDER, "B7", "#12", "state", 1003, "缺少 / missing")
        counter.write(lambda tx: refused_calls.note(tx, "meituan", call))
    _, report = doctor(capsys, home)
    assert report["refused"]["state"] == "look"
    assert report["refused"]["facts"] == {"open": {"meituan": 1}, "wrongly_signed": {"meituan": 3}}


def _strangers(tx: Transaction) -> None:
    refused_calls.add_wrong_signs(tx, "meituan", refused_calls.GatheredSigns(3, tx.now, tx.now))


def test_a_signature_that_leaves_the_body_out_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "signatures" not in doctor(capsys, home)[1]
    text = (home / "posdesk.toml").read_text(encoding="utf-8")
    half = 'signature = { text = "{cmd}{seq}" }\n'
    assert "[[partner]]\n" in text
    (home / "posdesk.toml").write_text(
        text.replace("[[partner]]\n", f"[[partner]]\n{half}"), encoding="utf-8"
    )
    code, report = doctor(capsys, home)
    assert (code, report["signatures"]["state"]) == (1, "look")
    assert report["signatures"]["facts"]["partners"] == ["meituan"]


def _old_troubles(tx: Transaction) -> None:
    losses.add(tx, [Loss("orders", None, "journal.damaged")])
    heartbeats.add_gap(tx, tx.now - timedelta(hours=1), tx.now, "asleep")
    at = to_text(tx.now - timedelta(hours=2))
    tx.db.execute(
        "INSERT INTO postings (seq, book, platform, hour, counter, actor, outcome, made_at, needs_person,"
        " halts) VALUES ('s', 'hour', 'ovopark', ?, '1', '', 'refused', ?, 1, 1)",
        (at, at),
    )


@pytest.mark.parametrize(("seconds", "state"), [(59.0, "ok"), (-3600.0, "look")])
def test_the_clock_is_told_as_the_desk_last_measured_it(
    home: Path, capsys: pytest.CaptureFixture[str], seconds: float, state: str
) -> None:
    with journal_of(home) as counter:
        counter.write(lambda tx: heartbeats.note_skews(tx, {"meituan": 7.0}))
        counter.write(lambda tx: heartbeats.note_skews(tx, {"meituan": seconds}))
    _, report = doctor(capsys, home)
    assert report["clock"]["state"] == state
    assert report["clock"]["facts"]["skews_s"] == {"meituan": seconds}


def test_backups_are_told_where_there_are_any(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "backup" not in doctor(capsys, home)[1]
    (home / "backups").mkdir()
    now = SystemClock().now()
    for age, state in ((timedelta(days=3), "look"), (timedelta(hours=1), "ok")):
        target_of(home, now - age).touch()
        assert doctor(capsys, home)[1]["backup"]["state"] == state


def test_a_platform_that_answers_tells_the_time_only_when_asked_to_go_online(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "platforms" not in doctor(capsys, home)[1]
    report = doctor(capsys, home, "--online")[1]
    assert report["platforms"]["facts"]["lost"] == {"meituan": "no_connection"}


def test_an_address_without_encryption_beyond_this_pc_is_said(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor(capsys, home)[1]["transport"]["state"] == "ok"
    text = (home / "posdesk.toml").read_text(encoding="utf-8").replace("127.0.0.1:9", "example.com")
    (home / "posdesk.toml").write_text(text, encoding="utf-8")
    report = doctor(capsys, home)[1]
    assert (report["transport"]["state"], "meituan" in report["transport"]["en"]) == ("look", True)


def test_a_listener_that_would_not_start_is_a_matter_of_settings(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (home / "posdesk.toml").read_text(encoding="utf-8").replace("port = 0", 'tls_cert = "none.pem"')
    (home / "posdesk.toml").write_text(text, encoding="utf-8")
    code, report = doctor(capsys, home)
    assert (code, report["settings"]["state"]) == (2, "broken")
    assert "listener.tls" in report["settings"]["en"]
    assert report["settings"]["facts"]["key"] == "listener.tls_cert"


def test_a_desk_that_listens_with_tls_is_asked_with_its_own_certificate(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    (tmp_path / "own.pem").write_bytes(CERTIFICATE.read_bytes())
    chosen = Settings(listener=Listener(tls_cert="own.pem", tls_key="own.pem"))
    snapshot = Snapshot(tmp_path, SystemClock(), chosen)
    with answering(context) as port:
        address = Address("127.0.0.1", port, 1)
        assert healthz(address, _context(snapshot)) == 200
        (tmp_path / "own.pem").write_text("", encoding="ascii")
        assert healthz(address, _context(snapshot)) == 0


def test_a_listener_that_the_settings_leave_open_is_no_ok(tmp_path: Path) -> None:
    chosen = Listener(host="0.0.0.0", port=0, insecure_beyond_loopback=True)
    unsigned = Partner(name="meituan", url="http://127.0.0.1:9", appid="a", signature="none")
    said = listener(Snapshot(tmp_path, SystemClock(), Settings(listener=chosen, partner=(unsigned,))))
    assert said.state is State.LOOK
    assert "the network can read calls" in said.found.en
    assert "as meituan" in said.found.en
    assert "证书" in said.todo.zh
    closed = listener(Snapshot(tmp_path, SystemClock(), Settings(listener=Listener(port=0))))
    assert closed.state is State.OK


@contextlib.contextmanager
def answering(context: ssl.SSLContext) -> Iterator[int]:
    """A listener that is well, over TLS; its port."""
    server = HTTPServer(("127.0.0.1", 0), _Well)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Well(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Nothing on stderr."""


def test_what_a_restore_cost_is_told_in_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with journal_of(home) as counter:
        found = [Loss(RESTORED, None), Loss("orders", 2), Loss("backup/history", 5)]
        counter.write(lambda tx: losses.add(tx, found))
    _, report = doctor(capsys, home)
    assert "after the backup that was put back, orders 2" in report["losses"]["en"]
    assert "as the last backup had it: history 5" in report["losses"]["en"]


def test_a_till_with_a_wrong_clock_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "till_clocks" not in doctor(capsys, home)[1]
    data = (ROOT / "tests/data/field/21-till-clock-wrong/cmos.csv").read_bytes()
    with journal_of(home) as counter:
        counter.write(lambda tx: receipts.store(tx, read_csv(data), Door.FOLDER))
    code, report = doctor(capsys, home)
    part = report["till_clocks"]
    assert (code, part["state"]) == (1, "look")
    assert "till POS001 wrote 2000-01-01 00:12" in part["en"]
    assert "till POS001 wrote 2099-12-31 23:00" in part["en"]
    assert part["facts"] == {"receipts": 2, "tills": 2}
