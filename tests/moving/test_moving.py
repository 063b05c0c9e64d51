"""A shop moves to a new PC: all of it is there, and the old key proves the trail."""

import contextlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk import cli
from posdesk.app import opened
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.intent import Kind
from posdesk.domain.typed_code import new_code, read_code
from posdesk.errors import MoveError
from posdesk.journal.audit import seals
from posdesk.journal.rescue import checkup
from posdesk.moving import arriving, leaving, packed
from posdesk.settings import settings
from posdesk.settings.credentials import SERVICE, Credentials
from tests.journal.making import Counter
from tests.support.processes import wait_for

TOML = '[store]\ncode = "001"\nname = "湘阴一店"\n[listener]\nport = 0\n'
NOW = datetime(2026, 11, 28, 3, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An old PC's home: an engine sealed its trail, an order is made, another one is accepted and unsure."""
    home = tmp_path / "old"
    home.mkdir()
    (home / "posdesk.toml").write_text(TOML, encoding="utf-8")
    with opened(home, settings.load(home), Credentials()) as house:
        house.engine.start()
        wait_for(lambda: bool(seals.read(home)), "a seal")
        counter = Counter(house.journal)
        counter.add()
        counter.done(Kind.ACCEPT)
    return home


def packed_by(old: Path, tmp_path: Path) -> leaving.Packed:
    stick = tmp_path / "stick"
    stick.mkdir(exist_ok=True)
    return leaving.pack(old, stick, SystemClock().now(), "Li")


def audit_lines(home: Path) -> list[str]:
    return [
        json.loads(line)["what"] for line in checkup.look(home / "journal.sqlite", checkup.last_audit_lines)
    ]


def test_the_code_is_read_however_a_person_types_it() -> None:
    code = new_code()
    assert read_code(code) == code
    assert read_code(f"  {code.lower().replace('-', ' ')}\n") == code
    assert read_code(code.replace("0", "O").replace("1", "l")) == code
    assert read_code(code[:-1]) == ""
    assert len({new_code() for _ in range(100)}) == 100


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    found = read_code(typed)
    assert found == "" or read_code(found) == found


def test_only_its_own_code_opens_a_file_and_no_byte_of_it_may_change(old: Path, tmp_path: Path) -> None:
    made = packed_by(old, tmp_path)
    assert made.has_seal_key
    assert packed.opened(made.file, made.code).note == packed.peek(made.file)
    with pytest.raises(MoveError, match="does not fit this file"):
        packed.opened(made.file, new_code())
    for name in (packed.JOURNAL, packed.SETTINGS, packed.SEALS, "move.json"):
        with pytest.raises(MoveError):
            packed.opened(_swapped(made.file, name, tmp_path / "swapped.zip"), made.code)
    cut = tmp_path / "cut.zip"
    cut.write_bytes(made.file.read_bytes()[:-200])
    with pytest.raises(MoveError, match="no file that posdesk packed"):
        packed.opened(cut, made.code)
    assert made.code.replace("-", "").encode() not in made.file.read_bytes()


def _swapped(file: Path, name: str, target: Path) -> Path:
    with zipfile.ZipFile(file) as held, zipfile.ZipFile(target, "w") as other:
        for each in held.namelist():
            data = held.read(each)
            if each == name == "move.json":
                said = json.loads(data)
                said["note"][1] = "002"
                data = json.dumps(said).encode()
            other.writestr(each, data + b" " if each == name != "move.json" else data)
    return target


def test_no_secret_but_the_covered_seal_key_is_in_the_file(old: Path, tmp_path: Path) -> None:
    name = seals.secret_name(packed.peek(packed_by(old, tmp_path).file).journal)
    secret = keyring.get_password(SERVICE, name)
    assert secret
    held = io.BytesIO(packed_by(old, tmp_path).file.read_bytes())
    with zipfile.ZipFile(held) as found:
        for each in found.namelist():
            assert secret.encode() not in found.read(each), each
            assert bytes.fromhex(secret) not in found.read(each), each


def test_a_pc_that_was_worked_on_takes_no_other_shop(old: Path, tmp_path: Path) -> None:
    made = packed_by(old, tmp_path)
    with pytest.raises(MoveError, match="of its own"):
        arriving.lay_ready(old, made.file, made.code, lambda *_: None)
    assert not (old / arriving.WAITING).exists()


def test_on_the_new_pc_all_of_it_is_there_and_the_old_key_proves_the_trail(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = packed_by(old, tmp_path)
    name = seals.secret_name(packed.peek(made.file).journal)
    secret = keyring.get_password(SERVICE, name)
    keyring.delete_password(SERVICE, name)  # another PC has another keyring
    new = tmp_path / "new"
    with contextlib.closing(Credentials()) as secrets:
        note = arriving.lay_ready(new, made.file, made.code, secrets.set)
    assert (note.store, keyring.get_password(SERVICE, name)) == ("001", secret)
    restored = arriving.take_over(new, SystemClock().now() + timedelta(minutes=1))
    assert restored is not None
    assert (restored.orders, (new / arriving.WAITING).exists()) == (1, False)
    assert settings.load(new) == settings.load(old)
    assert arriving.take_over(new, SystemClock().now()) is None
    with opened(new, settings.load(new), Credentials()) as house:
        house.engine.start()
        wait_for(lambda: len(seals.read(new)) > len(seals.read(old)), "a seal of the new PC's")
    assert cli.main(["audit", "verify", "--home", str(new), "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "the audit trail is whole" in said
    assert "sealed up to line" in said, "the key came along, and goes on"
    assert "journal.packed" in audit_lines(new)


def test_without_the_key_the_trail_would_be_unproven(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = packed_by(old, tmp_path)
    name = seals.secret_name(packed.peek(made.file).journal)
    keyring.delete_password(SERVICE, name)
    new = tmp_path / "new"
    arriving.lay_ready(new, made.file, made.code, lambda *_: None)
    arriving.take_over(new, SystemClock().now())
    cli.main(["audit", "verify", "--home", str(new), "--language", "en"])
    assert "unproven since" in capsys.readouterr().out


@pytest.mark.parametrize("step", ["posdesk.moving.arriving.restore", "posdesk.moving.arriving.disk.remove"])
def test_a_take_over_that_was_cut_off_is_done_by_the_next_start(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    made, new = packed_by(old, tmp_path), tmp_path / "new"
    arriving.lay_ready(new, made.file, made.code, lambda *_: None)

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(step, cut)
        with pytest.raises(KeyboardInterrupt):
            arriving.take_over(new, NOW)
    restored = arriving.take_over(new, SystemClock().now())
    assert restored is not None
    assert restored.orders == 1
    assert checkup.look(new / "journal.sqlite", checkup.chain).broken_at is None
    assert not list(new.glob("posdesk-move-*"))
