"""`posdesk credentials set`: what a pipe, a copied key or a prompt hands in, and what is said of it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import keyring
import keyring.backends.null
import pytest

from posdesk import cli
from posdesk.settings.secret_text import SECRET_LIMIT
from tests.support.paths import ROOT

TOML = '[[partner]]\nname = "meituan"\nurl = "http://127.0.0.1:9"\nappid = "a"\n'
NAME = "partner/meituan/appkey"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "posdesk.toml").write_text(TOML, encoding="utf-8")
    return tmp_path


def set_from(home: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, name: str = NAME) -> int:
    """The exit code of `credentials set` that was handed this."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    return cli.main(["--home", str(home), "credentials", "set", name])


def kept() -> str | None:
    return keyring.get_password("posdesk", NAME)


def test_blanks_and_marks_at_its_ends_are_taken_off_and_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As cmd's `echo KEY | posdesk …` pipes it, and as a web page's copy brings it along."""
    assert set_from(home, monkeypatch, "field-key-1\u202c \r\n".encode()) == 0
    assert kept() == "field-key-1"
    said = capsys.readouterr().err
    assert f"{NAME}: taken off at its ends: U+202C, a blank" in said
    assert "field-key-1" not in said


def test_of_a_clean_secret_nothing_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_from(home, monkeypatch, b"\xef\xbb\xbffield-key-1\r\n") == 0
    assert capsys.readouterr() == ("", "")


def test_quotes_around_it_are_kept_and_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_from(home, monkeypatch, b'"abc"\n') == 0
    assert kept() == '"abc"'
    said = capsys.readouterr().err
    assert "quotes" in said
    assert "abc" not in said


@pytest.mark.parametrize("code", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_is_read(home: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    assert set_from(home, monkeypatch, "\ufeff密-91\r\nmore\r\n".encode(code)) == 0
    assert kept() == "密-91"


def test_utf_16_without_a_mark_is_refused_by_what_stands_in_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_from(home, monkeypatch, "abc\r\n".encode("utf-16-le")) == 1
    assert "U+0000" in capsys.readouterr().err
    assert kept() is None


def test_a_keyring_that_keeps_nothing_is_no_success(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    keyring.set_keyring(keyring.backends.null.Keyring())  # type: ignore[no-untyped-call]
    assert set_from(home, monkeypatch, b"field-key-1\n") == 1
    said = capsys.readouterr().err
    assert "was not stored" in said
    assert "PYTHON_KEYRING_BACKEND" in said


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("partner/eleme/appkey", '[[partner]] with name = "eleme"'),
        ("staff/李敏/pin", '[[staff]] with name = "李敏"'),
    ],
)
def test_a_secret_whose_owner_is_not_there_yet_names_what_comes_first(
    home: Path, capsys: pytest.CaptureFixture[str], name: str, first: str
) -> None:
    assert cli.main(["--home", str(home), "credentials", "set", name]) == 2
    said = capsys.readouterr().err
    assert first in said
    assert str(home / "posdesk.toml") in said


@pytest.mark.parametrize("name", ["partner//appkey", "partner/eleme", "staff/pin", "wdk/secrt"])
def test_a_name_that_no_secret_has_names_those_that_there_are(
    home: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert cli.main(["--home", str(home), "credentials", "set", name]) == 2
    assert NAME in capsys.readouterr().err


_PROGRAM = """
import sys
import keyring
from posdesk import cli
from tests.support.keyring_backend import MemoryKeyring
keyring.set_keyring(MemoryKeyring())
code = cli.main(sys.argv[1:])
print(len(keyring.get_password("posdesk", sys.argv[-1]) or ""))
sys.exit(code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows' prompt is no terminal of ours")
def test_the_prompt_takes_as_many_characters_as_the_keyring_holds(home: Path) -> None:
    """A terminal's line holds 4,096 bytes: Chinese ones fit."""
    import pty

    master, slave = pty.openpty()
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "tests.support.keyring_backend.MemoryKeyring"}
    words = [sys.executable, "-c", _PROGRAM, "--home", str(home), "credentials", "set", NAME]
    with subprocess.Popen(
        words,
        cwd=ROOT,
        env=environment,
        stdin=slave,
        stderr=slave,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        said = b""
        while not said.endswith(b"appkey: "):  # what is typed before the prompt is thrown away
            said += os.read(master, 1024)
        os.write(master, f"{'密' * SECRET_LIMIT}\n".encode())
        assert process.stdout is not None
        counted = process.stdout.read()
    os.close(slave)
    os.close(master)
    assert process.returncode == 0
    assert json.loads(counted.splitlines()[-1]) == SECRET_LIMIT


PEOPLE = (
    '[[staff]]\nname = "Li"\n\n[[staff]]\nname = "Wang"\nrole = "manager"\n\n'
    '[[staff]]\nname = "Zhao"\nrole = "administrator"\n'
)


@pytest.fixture
def staffed(tmp_path: Path) -> Path:
    """A home with a cashier, a manager and an administrator, none of whom has a PIN."""
    (tmp_path / "posdesk.toml").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


def pin_of(name: str) -> str | None:
    return keyring.get_password("posdesk", f"staff/{name}/pin")


def delete_pin(home: Path, name: str) -> int:
    return cli.main(["--home", str(home), "credentials", "delete", f"staff/{name}/pin"])


@pytest.mark.parametrize("typed", [b"481516\n", b"  481516 \r\n"])
def test_a_pin_that_somebody_has_is_refused_and_not_said_whose(
    staffed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: bytes
) -> None:
    assert set_from(staffed, monkeypatch, b"481516\n", "staff/Li/pin") == 0
    assert set_from(staffed, monkeypatch, typed, "staff/Wang/pin") == 1
    said = capsys.readouterr().err
    assert "it is taken" in said
    assert "Li" not in said
    assert "481516" not in said
    assert pin_of("Wang") is None


def test_ones_own_pin_may_be_set_again(staffed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        assert set_from(staffed, monkeypatch, b"481516\n", "staff/Li/pin") == 0
    assert pin_of("Li") == "481516"


def test_the_last_administrators_pin_stays_while_others_are_set_up(
    staffed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, pin in (("Li", b"481516\n"), ("Zhao", b"234200\n")):
        assert set_from(staffed, monkeypatch, pin, f"staff/{name}/pin") == 0
    assert delete_pin(staffed, "Zhao") == 2
    assert "last administrator" in capsys.readouterr().err
    assert pin_of("Zhao") == "234200"
    assert delete_pin(staffed, "Li") == 0
    (staffed / "posdesk.toml").write_text(PEOPLE[PEOPLE.rindex("[[staff]]") :], encoding="utf-8")
    assert delete_pin(staffed, "Zhao") == 0
    assert pin_of("Zhao") is None
