"""The commands: where the home is, what is said, and with which number they end."""

import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import keyring
import pytest

from posdesk import cli
from posdesk.domain.clock import SystemClock
from posdesk.journal import Journal
from tests.journal.making import Counter
from tests.support.engine import EngineHome, engine_home
from tests.support.paths import ROOT
from tests.support.simulator import MEITUAN

TOML = '[store]\ncode = "001"\n[[partner]]\nname = "meituan"\nurl = "http://127.0.0.1:9"\nappid = "a"\n'
NAME = "partner/meituan/appkey"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    (made / "posdesk.toml").write_text(TOML, encoding="utf-8")
    Journal.migrate(made)
    return made


def run(*words: object) -> int:
    """The exit code, also where argparse ends it."""
    try:
        return cli.main([str(word) for word in words])
    except SystemExit as end:
        return int(str(end.code))


def add(home: Path, count: int = 1) -> None:
    journal = Journal(home, SystemClock(), "1")
    try:
        for number in range(count):
            Counter(journal).add(f"B{number}")
    finally:
        journal.close()


def lines_of(target: Path) -> list[str]:
    return target.read_text(encoding="utf-8").splitlines()


def test_the_home_may_stand_before_or_after_the_command(home: Path, tmp_path: Path) -> None:
    assert run("--home", home, "audit", "verify") == 0
    assert run("audit", "--home", home, "verify") == 0
    assert run("audit", "verify", f"--home={home}") == 0


def test_of_two_homes_the_later_counts(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert run("--home", other, "audit", "verify", "--home", home) == 0
    assert run("--home", home, "audit", "verify", "--home", other) == 2


def test_the_environment_names_the_home_and_the_command_line_wins(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSDESK_HOME", str(home))
    assert run("audit", "verify") == 0
    assert run("audit", "verify", "--home", tmp_path / "other") == 2
    monkeypatch.setenv("POSDESK_HOME", str(tmp_path / "other"))
    assert run("--home", home, "audit", "verify") == 0


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_home_is_never_the_folder_one_stands_in(
    home: Path, monkeypatch: pytest.MonkeyPatch, empty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    assert run("audit", "verify", "--home", empty) == 2
    assert "no folder is named" in capsys.readouterr().err


def test_the_simulator_stays_the_simulator_behind_a_home(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--home", home, "simulator", "--help") == 0
    assert "--config" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        ("audit",),
        ("audit", "mend"),
        ("export", "orders"),
        ("export", "orders", "--format", "pdf", "-o", "x"),
        ("export", "secrets", "--format", "csv", "-o", "x"),
        ("export", "orders", "--format", "csv", "-o", "x", "--from", "soon"),
        ("credentials", "set", "partner/nobody/appkey"),
        ("credentials", "set"),
        ("credentials", "set", NAME, "the-secret-in-argv"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(
    home: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--home", home, *words) == 2
    said = capsys.readouterr().err
    assert said
    assert "Traceback" not in said


def test_a_home_without_a_journal_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("audit", "verify", "--home", tmp_path) == 2
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("[store\n", "line 1, column 7", "is not TOML"),
        ('[store]\ncounter = "x"\n', "store.counter", "pattern"),
        ("[store]\nspeed = 3\n", "store.speed", "no such key"),
        ("[listener]\nport = 99999\n", "listener.port", "65535"),
        ('[[partner]]\nname = "m"\nappid = "a"\n', "partner.0.url", "missing"),
        (TOML + TOML.split("\n", 2)[2], "partner.name 'meituan'", "twice"),
    ],
)
def test_bad_settings_end_with_2_naming_file_key_and_reason(
    home: Path, text: str, key: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "posdesk.toml").write_text(text, encoding="utf-8")
    for command in (("engine",), ("credentials", "list"), ("audit", "verify")):
        assert run("--home", home, *command) == 2
        said = capsys.readouterr().err
        for part in (str(home / "posdesk.toml"), key, reason):
            assert part.lower() in said.lower()
        assert "Traceback" not in said


def piped(data: bytes, code_page: str = "utf-8") -> io.TextIOWrapper:
    """A stdin that was handed this, in a system of that code page."""
    return io.TextIOWrapper(io.BytesIO(data), encoding=code_page)


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf\xe5\xaf\x86-91\r\n", b"\xe5\xaf\x86-91\n", b"\xc3\xdc-91\r\n"]
)
def test_a_secret_is_read_whatever_the_pipe_made_of_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    """PowerShell's UTF-8 with its mark, a file's without one, the code page's: on a Chinese Windows 936."""
    monkeypatch.setattr(sys, "stdin", piped(data, "cp936"))
    assert run("--home", home, "credentials", "set", NAME) == 0
    assert keyring.get_password("posdesk", NAME) == "密-91"


def test_a_secret_comes_from_stdin_and_is_never_shown(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", piped(b"\xef\xbb\xbfgeheim-91\r\n"))
    assert run("--home", home, "credentials", "set", NAME) == 0
    assert keyring.get_password("posdesk", NAME) == "geheim-91"
    assert run("--home", home, "credentials", "list") == 0
    shown = capsys.readouterr()
    assert f"set   {NAME}" in shown.out
    assert "unset listener/token" in shown.out
    assert "geheim-91" not in shown.out + shown.err
    assert run("--home", home, "credentials", "delete", NAME) == 0
    assert keyring.get_password("posdesk", NAME) is None


def test_an_empty_secret_and_one_that_is_not_there_end_with_1(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", piped(b"\n"))
    assert run("--home", home, "credentials", "set", NAME) == 1
    assert run("--home", home, "credentials", "delete", NAME) == 1
    assert NAME in capsys.readouterr().err


def test_an_unknown_secret_names_those_that_there_are(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--home", home, "credentials", "set", "partner/x/appkey") == 2
    said = capsys.readouterr().err
    assert "partner/x/appkey" in said
    assert NAME in said


def test_an_export_says_how_many_rows_and_where(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(home, 3)
    target = tmp_path / "o.jsonl"
    assert run("export", "orders", "--format", "jsonl", "-o", target, "--home", home) == 0
    assert capsys.readouterr().out == f"3 orders in {target}\n"
    assert [json.loads(line)["tbillno"] for line in lines_of(target)] == ["B0", "B1", "B2"]


def test_an_export_that_cant_be_written_ends_with_1_and_names_the_file(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(home)
    target = tmp_path / "nowhere" / "o.csv"
    assert run("--home", home, "export", "orders", "--format", "csv", "-o", target) == 1
    said = capsys.readouterr().err
    assert str(target) in said
    assert "Traceback" not in said


def test_a_whole_trail_ends_with_0_and_a_broken_one_with_1_naming_the_line(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(home, 5)
    assert run("audit", "verify", "--language", "en", "--home", home) == 0
    assert "whole" in capsys.readouterr().out
    forge(home)
    assert run("audit", "verify", "--language", "en", "--home", home) == 1
    assert "line 3" in capsys.readouterr().err


def forge(home: Path) -> None:
    """Somebody with a tool changes who did it."""
    db = sqlite3.connect(home / "journal.sqlite")
    db.execute("DROP TRIGGER audit_keeps")
    db.execute("UPDATE audit SET actor = 'nobody' WHERE number = 3")
    db.commit()
    db.close()


def test_a_journal_that_is_none_ends_with_1_and_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in home.glob("journal.sqlite*"):
        file.unlink()
    (home / "journal.sqlite").write_text("not a database" * 100)
    assert run("audit", "verify", "--home", home) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_commands_work_beside_a_running_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "engine"
    folder.mkdir()
    with engine_home(EngineHome(folder, "http://127.0.0.1:9", [MEITUAN])) as running:
        add(folder)
        target = tmp_path / "o.csv"
        words = ("export", "orders", "--format", "csv", "-o", target, "--with-personal-data")
        assert run("--home", folder, *words) == 0
        assert run("--home", folder, "audit", "verify") == 0
        assert run("--home", folder, "engine") == 1
        assert str(running.pid) in capsys.readouterr().err
        assert running.is_running()


def test_an_engine_with_a_taken_port_or_a_bad_host_ends_with_1(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[listener]\nhost = "203.0.113.7"\nport = 18765\ninsecure_beyond_loopback = true\n'
    (home / "posdesk.toml").write_text(text, encoding="utf-8")
    assert run("--home", home, "engine") == 1
    assert "203.0.113.7:18765" in capsys.readouterr().err


@pytest.mark.posix("Windows always has a screen")
@pytest.mark.parametrize("command", ["run", "demo"])
def test_without_a_screen_it_is_said_in_a_sentence(command: str, tmp_path: Path) -> None:
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in os.environ.items() if name not in screens}
    words = [sys.executable, "-m", "posdesk", "--home", str(tmp_path), command]
    ended = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 1
    assert "no screen" in ended.stderr
    assert "Traceback" not in ended.stderr
