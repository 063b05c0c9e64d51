"""The trail is sealed by what really writes: the engine at its beats and its end, commands at theirs."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from posdesk import cli, sealing
from posdesk.app import opened
from posdesk.journal import backup, end_mark
from posdesk.journal.audit import audit, seals
from posdesk.journal.audit.seals import Note, Seal
from posdesk.journal.journal import FILE_NAME
from posdesk.settings.credentials import SERVICE, Credentials
from tests.engine.making import settings
from tests.support import tamperer, unpacked
from tests.support.keyring_backend import LockedKeyring, MemoryKeyring, PromptingKeyring, SlowKeyring
from tests.support.paths import ROOT
from tests.support.processes import KILLED, OWN_CONSOLE, ask_to_end, wait_for

TOML = '[store]\ncode = "001"\n[listener]\nport = 0\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    (made / "posdesk.toml").write_text(TOML, encoding="utf-8")
    return made


def sealed(home: Path) -> list[Seal]:
    return [each for each in seals.read(home) if isinstance(each, Seal)]


def run_engine(home: Path) -> None:
    """An engine in this process, until it has sealed; then a clean end."""
    before = len(sealed(home))
    with opened(home, settings(), Credentials()) as house:
        house.engine.start()
        wait_for(lambda: len(sealed(home)) > before, "a seal")


def run(home: Path, *words: object) -> int:
    return cli.main(["--home", str(home), *map(str, words)])


def export(home: Path) -> int:
    return run(home, "export", "orders", "--format", "csv", "-o", home.parent / "orders.csv")


def lines(home: Path) -> int:
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        return end_mark.of(db).line


def test_a_run_makes_a_key_seals_and_ends_with_a_seal(
    home: Path, memory_keyring: MemoryKeyring, capsys: pytest.CaptureFixture[str]
) -> None:
    run_engine(home)
    last = sealed(home)[-1]
    assert (last.line, last.is_end) == (lines(home), True)
    assert memory_keyring.get_password(SERVICE, seals.secret_name(last.journal))
    assert run(home, "audit", "verify", "--language", "en") == 0
    assert f"sealed up to line {lines(home)} at " in capsys.readouterr().out


def test_each_command_that_writes_ends_with_a_seal(home: Path, tmp_path: Path) -> None:
    run_engine(home)
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    for words in (
        ("export", "orders", "--format", "csv", "-o", tmp_path / "orders.csv"),
        ("receipts", "import", tmp_path / "bad.json"),
        ("backup", "-o", tmp_path / "copy.sqlite"),
        ("credentials", "delete", "listener/token"),
        ("restore", tmp_path / "copy.sqlite"),
    ):
        before = lines(home)
        run(home, *words)
        assert lines(home) > before or words[0] == "restore"
        last = seals.read(home)[-1]
        assert isinstance(last, Seal)
        assert (last.line, last.is_end) == (lines(home), True)
        assert run(home, "audit", "verify", "--language", "en") == 0


def test_a_copy_that_a_command_made_is_put_back_by_hand_and_nobody_is_accused(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command's own line is sealed: the mark must know of it, or nobody sees that the copy lacks it."""
    run_engine(home)
    copy = tmp_path / "copy.sqlite"
    assert run(home, "backup", "-o", copy) == 0
    for part in ("-wal", "-shm"):
        (home / f"{FILE_NAME}{part}").unlink(missing_ok=True)
    shutil.copyfile(copy, home / FILE_NAME)
    run_engine(home)
    assert run(home, "audit", "verify", "--language", "en") == 0
    assert "set back at " in capsys.readouterr().out


def test_a_command_with_a_locked_keyring_does_its_work_and_leaves_a_note(
    home: Path, memory_keyring: MemoryKeyring, capsys: pytest.CaptureFixture[str]
) -> None:
    run_engine(home)
    keyring.set_keyring(LockedKeyring())
    assert export(home) == 0
    note = seals.read(home)[-1]
    assert isinstance(note, Note)
    assert note.by == "export"
    assert run(home, "audit", "verify", "--language", "en") == 0
    assert "the keyring gives no key: The keyring is locked" in capsys.readouterr().out
    keyring.set_keyring(memory_keyring)
    assert run(home, "audit", "verify", "--language", "en") == 0
    assert "these lines are not sealed yet" in capsys.readouterr().out


def test_a_command_waits_for_a_slow_keyring_only_when_all_is_written_and_not_for_long(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_engine(home)
    slow = SlowKeyring()
    keyring.set_keyring(slow)
    monkeypatch.setattr(sealing, "PATIENCE_S", 0.05)
    before = lines(home)
    assert export(home) == 0
    assert lines(home) == before + 1
    assert isinstance(seals.read(home)[-1], Note)
    slow.let_go.set()


def test_a_keyring_that_hangs_holds_up_no_write_and_no_end_of_the_engine(home: Path) -> None:
    slow = SlowKeyring()
    keyring.set_keyring(slow)
    with opened(home, settings(), Credentials(patience_s=0.05)) as house:
        house.engine.start()
        written = [house.journal.write(lambda tx: tx.now).result(20) for _ in range(20)]
    assert len(written) == 20
    assert sealed(home) == []
    slow.let_go.set()


def test_a_keyring_that_asks_before_it_keeps_the_key_holds_up_no_end(home: Path) -> None:
    prompting = PromptingKeyring()
    keyring.set_keyring(prompting)
    with opened(home, settings(), Credentials(patience_s=30)) as house:
        house.engine.start()
        wait_for(prompting.asks.is_set, "the keyring's question")
        assert house.engine.stop()
    prompting.let_go.set()


def test_a_key_that_comes_late_seals_from_then_on(home: Path) -> None:
    """Locked at the start, unlocked later: the keyring is asked again."""
    keyring.set_keyring(LockedKeyring())
    with opened(home, settings(), Credentials()) as house:
        house.engine.start()
        wait_for(lambda: house.engine._parts is not None, "the parts")
        assert house.engine._parts is not None
        keyring.set_keyring(MemoryKeyring())
        house.engine._parts.seals._ask_at = 0.0
        house.engine.submit(house.engine._parts.seals.beat())
        wait_for(lambda: len(sealed(home)) > 0, "a seal")


def test_a_trail_that_was_rewritten_ends_verify_with_1_and_is_said_on_the_desk(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_engine(home)
    export(home)
    tamperer.rewrite(home / FILE_NAME, 2)
    capsys.readouterr()
    assert run(home, "audit", "verify", "--language", "en") == 1
    assert "rewritten outside posdesk, at line 2 or before" in capsys.readouterr().err
    assert run(home, "audit", "verify", "--language", "zh_CN") == 1
    assert "第 2 行" in capsys.readouterr().err
    with opened(home, settings(), Credentials()) as house:
        house.engine.start()
        wait_for(lambda: house.engine.status.status.trail.line == 2, "the word on the desk")


def test_a_backup_of_the_day_seals_what_it_copies(home: Path) -> None:
    with opened(home, settings(), Credentials()) as house:
        house.engine.start()
        wait_for(lambda: bool(sealed(home) and backup.backups(home)), "a seal, and the first backup")
        backup.backups(home)[0].path.unlink()
        house.journal.write(lambda tx: audit.write(tx, "test.line")).result(20)
        assert house.engine._parts is not None
        making = house.engine.submit(house.engine._parts.backups.look())
        assert making is not None
        making.result(20)
        (made,) = backup.backups(home)
        with unpacked.opened(made.path) as db:
            mark = end_mark.of(db)
        assert mark.line == 2
        assert (mark.line, mark.hash) in [(each.line, each.hash) for each in sealed(home)]


# Real keyring, real processes, real kills


@contextlib.contextmanager
def engine(home: Path, kill_at: str = "") -> Iterator[subprocess.Popen[str]]:
    """`posdesk engine`, which may die at a point."""
    inject = ROOT / "tests" / "faults" / "inject"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(inject), os.environ["PYTHONPATH"]])}
    env |= {"FAULTS_KILL": kill_at, "FAULTS_TRACE": str(home.parent / "trace")}
    line = [sys.executable, "-m", "posdesk", "engine", "--home", str(home)]
    process = subprocess.Popen(
        line, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, creationflags=OWN_CONSOLE, encoding="utf-8"
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(20)


@pytest.mark.secretservice
def test_with_a_real_keyring_a_trail_is_sealed_and_a_rewritten_one_found(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with engine(home) as process:
        wait_for(lambda: len(sealed(home)) > 0, "a seal")
        ask_to_end(process)
        assert process.wait(30) == 0
    assert sealed(home)[-1].is_end
    assert export(home) == 0
    assert run(home, "audit", "verify", "--language", "en") == 0
    assert "sealed up to line 2" in capsys.readouterr().out
    tamperer.rewrite(home / FILE_NAME, 2)
    assert run(home, "audit", "verify", "--language", "en") == 1


@pytest.mark.secretservice
@pytest.mark.parametrize("point", ["seal.before:1", "seal.after:1", "seal.before:2", "seal.after:2"])
def test_an_engine_killed_between_line_and_seal_leaves_a_trail_that_is_whole(
    home: Path, capsys: pytest.CaptureFixture[str], point: str
) -> None:
    for _ in range(2):  # the first makes the key, the second finds it
        with engine(home, point) as process:
            assert process.wait(60) == KILLED
        assert run(home, "audit", "verify", "--language", "en") == 0
    with engine(home) as process:
        before = len(sealed(home))
        wait_for(lambda: len(sealed(home)) > before, "a seal")
        export(home)
    capsys.readouterr()
    assert run(home, "audit", "verify", "--language", "en") == 0
    assert "unproven since " in capsys.readouterr().out
    tamperer.rewrite(home / FILE_NAME, 1)
    assert run(home, "audit", "verify", "--language", "en") == 1
