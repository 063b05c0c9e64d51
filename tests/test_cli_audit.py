"""Each command that does something leaves a line of the audit trail: who, what, and never a secret."""

import contextlib
import io
import json
import sqlite3
import sys
from pathlib import Path

import keyring
import pytest

from posdesk import cli
from posdesk.domain.clock import SystemClock
from posdesk.journal import start_up
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.settings.settings import FILE_NAME as SETTINGS
from tests.support.bookshop import past_hour, rung
from tests.support.engine import EngineHome, engine_home
from tests.support.simulator import MEITUAN

TOML = '[store]\ncode = "001"\n[[partner]]\nname = "meituan"\nurl = "http://127.0.0.1:9"\nappid = "a"\n'
NAME = "partner/meituan/appkey"
SECRET = "geheim-91"
WHO = "command line: chen"
Line = tuple[str, str, dict[str, object]]


@pytest.fixture(autouse=True)
def chen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody of that name is signed in to the PC, and types a secret."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "chen")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{SECRET}\n".encode()), encoding="utf-8"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with settings and nothing else."""
    made = tmp_path / "home"
    made.mkdir()
    (made / SETTINGS).write_text(TOML, encoding="utf-8")
    return made


@pytest.fixture
def used(home: Path) -> Path:
    """A home whose journal is there."""
    start_up.make_ready(home, SystemClock())
    return home


def run(home: Path, *words: object) -> int:
    return cli.main(["--home", str(home), *map(str, words)])


def lines(home: Path) -> list[Line]:
    """What, who and the details of every line; the trail is whole and holds no secret."""
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        assert audit.verify(db).broken_at is None
        rows = db.execute("SELECT what, actor, detail FROM audit ORDER BY number").fetchall()
    assert SECRET not in str(rows)
    return [(what, actor, json.loads(detail)) for what, actor, detail in rows]


def test_a_secret_that_is_set_and_deleted_is_there_by_its_name(used: Path) -> None:
    assert run(used, "credentials", "set", NAME) == 0
    assert run(used, "credentials", "delete", NAME) == 0
    assert lines(used) == [
        ("credentials.set", WHO, {"name": NAME}),
        ("credentials.delete", WHO, {"name": NAME}),
    ]


def test_the_first_secret_of_a_new_home_is_there_too(home: Path) -> None:
    assert run(home, "credentials", "set", NAME) == 0
    assert lines(home) == [("credentials.set", WHO, {"name": NAME})]


def test_beside_a_running_engine_it_is_in_the_same_chain(tmp_path: Path) -> None:
    with engine_home(EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])) as running:
        assert run(running.folder, "credentials", "set", "listener/token") == 0
        assert running.post(MEITUAN, b"{}").status_code == 200
    told = [line[:2] for line in lines(tmp_path)]
    assert told[-2:] == [("credentials.set", WHO), ("call.refused", "")], "the engine goes on behind it"


def test_what_the_keyring_did_not_do_is_told_as_that(used: Path) -> None:
    assert run(used, "credentials", "delete", NAME) == 1
    assert [line[0] for line in lines(used)] == ["credentials.delete", "credentials.delete.failed"]


def test_without_a_line_nothing_is_done(used: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (used / FILE_NAME).write_bytes(b"this is no journal" * 1000)
    assert run(used, "credentials", "set", NAME) == 1
    assert keyring.get_password("posdesk", NAME) is None
    assert "Traceback" not in capsys.readouterr().err


def test_a_look_at_which_secrets_there_are_leaves_none(used: Path) -> None:
    assert run(used, "credentials", "list") == 0
    assert lines(used) == []


def test_backup_restore_import_and_export_name_who_did_it(used: Path, tmp_path: Path) -> None:
    receipts, copy, table = tmp_path / "a.json", tmp_path / "copy.sqlite", tmp_path / "r.csv"
    receipts.write_text(json.dumps([rung("1", past_hour(3))]), encoding="utf-8")
    assert run(used, "receipts", "import", receipts) == 0
    assert run(used, "backup", "-o", copy) == 0
    assert run(used, "export", "receipts", "--format", "csv", "-o", table) == 0
    there = [line for line in lines(used) if line[0] != "receipt.stored"]
    assert there == [
        ("receipts.imported", WHO, {"file": "a.json", "stored": 1, "known": 0}),
        ("journal.backed_up", WHO, {"name": "copy.sqlite"}),
        ("export", WHO, {"table": "receipts", "rows": 1}),
    ]
    assert run(used, "restore", copy) == 0
    (restored,) = [each for each in lines(used) if each[0] == "journal.restored"]
    assert restored[1] == WHO
    assert restored[2] | {"branch": ""} == {"file": "copy.sqlite", "open": 0, "last": 2, "branch": ""}
