"""A shop moves to a new PC: all of it is there, and the old key proves the trail."""

import contextlib
import io
import json
import tracemalloc
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
from posdesk.journal.orders import order_rows
from posdesk.journal.rescue import checkup
from posdesk.moving import arriving, leaving, packed
from posdesk.settings import settings
from posdesk.settings.credentials import SERVICE, Credentials
from tests.journal.making import KEY, Counter
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
        house.engine.stop()  # else it takes what is pressed here
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


def test_what_the_code_says_nothing_of_is_no_part_of_a_file(old: Path, tmp_path: Path) -> None:
    journal, file, code = tmp_path / "journal", tmp_path / "posdesk-move-x.zip", new_code()
    journal.write_bytes(b"all of it")
    packed.write(file, {packed.JOURNAL: journal}, packed.Note("id", "001", "then", "1"), "", code)
    assert packed.opened(file, code)
    with zipfile.ZipFile(file, "a") as held:
        held.writestr(packed.SETTINGS, "[listener]\nhost = '0.0.0.0'\n")
    with pytest.raises(MoveError, match="changed or cut"):
        packed.opened(file, code)


def test_a_file_that_is_damaged_anywhere_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What unpacks wrongly, and what says that it was packed in another way, is no crash."""
    monkeypatch.setattr(packed, "_ROUNDS", 1)
    journal, file, code = tmp_path / "journal", tmp_path / "posdesk-move-x.zip", new_code()
    journal.write_bytes(b"".join(b"%d, %d\n" % (n, n * n) for n in range(500)))
    packed.write(file, {packed.JOURNAL: journal}, packed.Note("id", "001", "then", "1"), "", code)
    whole = file.read_bytes()
    for at in range(0, len(whole), 11):
        damaged = bytearray(whole)
        damaged[at] ^= 0x5A
        file.write_bytes(damaged)
        with contextlib.suppress(MoveError):
            assert packed.opened(file, code).note.store == "001", "only what nobody reads is another"


def test_a_note_without_an_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    """Whatever lies on a stick is looked at by itself: what unpacks to gigabytes is no file of ours."""
    file = tmp_path / "posdesk-move-x.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as held, held.open("move.json", "w") as note:
        for _ in range(64):
            note.write(b" " * 2**20)
    tracemalloc.start()
    try:
        with pytest.raises(MoveError, match="no file that posdesk packed"):
            packed.peek(file)
        assert tracemalloc.get_traced_memory()[1] < 4 * 2**20
    finally:
        tracemalloc.stop()


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


def test_what_came_in_before_the_next_start_is_not_replaced(old: Path, tmp_path: Path) -> None:
    """It was new when the file was laid ready; an order came while the desk still ran."""
    made, new = packed_by(old, tmp_path), tmp_path / "new"
    new.mkdir()
    (new / "posdesk.toml").write_text(TOML, encoding="utf-8")
    with opened(new, settings.load(new), Credentials()) as house:
        arriving.lay_ready(new, made.file, made.code, lambda *_: None)
        Counter(house.journal).add()
    assert arriving.take_over(new, SystemClock().now()) is None
    assert checkup.look(new / "journal.sqlite", lambda db: order_rows.get(db, KEY)) is not None
    assert not (new / arriving.WAITING).exists()
    assert "move.refused" in audit_lines(new)
    assert settings.load(new).store.name == "湘阴一店"
    assert arriving.take_over(new, SystemClock().now()) is None


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
