"""The diagnostic file: no secret and no phone is in it, and it is whole or not there."""

import json
import zipfile
from pathlib import Path

import keyring
import pytest

from posdesk import cli
from posdesk.domain.clock import SystemClock
from posdesk.domain.privacy import BLANK
from posdesk.journal import Journal, Transaction, schema
from posdesk.journal.audit import audit
from posdesk.settings.credentials import SERVICE
from tests.journal.making import Counter

SECRET, PHONE = "mt-key-7f3a", "13507311234"
TOML = f"""
# the old key was {SECRET}
[store]
code = "001"
[listener]
port = 0
[[partner]]
name = "meituan"
url = "https://user:{SECRET}@example.com/gateway?key=abc"
appid = "mt-app"
[ovopark]
akey = "ov-key-5e1d"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    (made / "logs").mkdir(parents=True)
    (made / "posdesk.toml").write_text(TOML, encoding="utf-8")
    line = json.dumps({"text": f"the platform said: {PHONE} 王 {SECRET}"}, ensure_ascii=False)
    (made / "logs" / "posdesk.log").write_text(f"{line}\n", encoding="utf-8")
    (made / "logs" / "posdesk.log.1").write_text("0731-84512345\n", encoding="utf-8")
    Journal.migrate(made)
    journal = Journal(made, SystemClock(), "1")
    try:
        counter = Counter(journal)
        counter.add()
        counter.write(_many_lines)
    finally:
        journal.close()
    keyring.set_password(SERVICE, "partner/meituan/appkey", SECRET)
    return made


def _many_lines(tx: Transaction) -> None:
    for number in range(600):
        audit.write(tx, "line", number=number)


def members(target: Path) -> dict[str, str]:
    with zipfile.ZipFile(target) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_nothing_secret_and_no_phone_is_in_it(home: Path, tmp_path: Path) -> None:
    assert cli.main(["doctor", "--home", str(home), "--zip", str(tmp_path / "d.zip")]) == 1
    found = members(tmp_path / "d.zip")
    text = "\n".join(found.values())
    for private in (SECRET, PHONE, "7311234", "84512345", "ov-key-5e1d", "key=abc", "张生", "石牌街"):
        assert private not in text, private
    assert "135****1234" in found["logs/posdesk.log"]
    assert "****2345" in found["logs/posdesk.log.1"]
    assert found.keys() >= {"doctor.zh.txt", "doctor.en.txt", "doctor.json", "versions.json", "posdesk.toml"}


def test_it_has_what_helps(home: Path, tmp_path: Path) -> None:
    cli.main(["doctor", "--home", str(home), "--zip", str(tmp_path / "d.zip")])
    found = members(tmp_path / "d.zip")
    journal = json.loads(found["journal.json"])
    assert (journal["version"], journal["counts"]["orders"]) == (schema.VERSION, {"new": 1})
    lines = [json.loads(line) for line in found["audit.jsonl"].splitlines()]
    assert len(lines) == 500
    assert lines[-1]["number"] == lines[0]["number"] + 499
    assert 'name = "meituan"' in found["posdesk.toml"]
    assert f'akey = "{BLANK}"' in found["posdesk.toml"]


def test_where_it_cannot_be_written_nothing_is_left(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(tmp_path.iterdir())
    assert cli.main(["doctor", "--home", str(home), "--zip", str(tmp_path / "no" / "d.zip")]) == 1
    assert "can't be written" in capsys.readouterr().err
    assert cli.main(["doctor", "--home", str(home), "--zip", str(tmp_path)]) == 2
    assert sorted(tmp_path.iterdir()) == before


def test_an_old_file_stays_where_the_new_one_cannot_be_finished(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "d.zip"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert cli.main(["doctor", "--home", str(home), "--zip", str(target)]) == 1
    assert target.read_bytes() == b"old"
    assert not list(tmp_path.glob("*.part"))


def test_settings_that_cannot_be_read_are_left_out(home: Path, tmp_path: Path) -> None:
    (home / "posdesk.toml").write_text(f"{TOML}\nx = [", encoding="utf-8")
    assert cli.main(["doctor", "--home", str(home), "--zip", str(tmp_path / "d.zip")]) == 2
    assert "ov-key-5e1d" not in "\n".join(members(tmp_path / "d.zip").values())
