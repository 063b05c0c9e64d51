"""The engine's daily backup, and what the desk is told of a journal that is damaged or was."""

import asyncio
import os
import random
import shutil
from pathlib import Path

import pytest

from posdesk.doctor import files
from posdesk.doctor.report import State
from posdesk.doctor.snapshot import snapshot_of
from posdesk.domain.journal_health import Loss
from posdesk.engine import backups
from posdesk.engine.actions import Actions
from posdesk.engine.backups import Backups
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal, backup, disk_room, meta
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import losses, soundness
from tests.engine.making import APPKEY, HeldSecrets, house, partner, settings
from tests.journal.making import Counter, SetClock, opened
from tests.support.processes import wait_for

DAY_S = 24 * 3600


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No real waits."""
    monkeypatch.setattr(backups, "LOOK_S", 0.02)
    monkeypatch.setattr(backups, "BREATH_S", 0.0)


@pytest.fixture
def status(clock: SetClock) -> StatusBoard:
    return StatusBoard(settings(partner()), clock)


@pytest.fixture
def daily(tmp_path: Path, journal: Journal, status: StatusBoard, clock: SetClock) -> Backups:
    return Backups(tmp_path, journal, status, clock)


def look(daily: Backups) -> None:
    asyncio.run(daily.look())


def test_one_is_made_a_day_whatever_the_number_of_starts(
    daily: Backups, tmp_path: Path, journal: Journal, status: StatusBoard, clock: SetClock
) -> None:
    look(daily)
    look(daily)
    look(Backups(tmp_path, journal, status, clock))
    assert len(backup.backups(tmp_path)) == 1
    clock.walk(DAY_S)
    look(daily)
    assert len(backup.backups(tmp_path)) == 2


def test_a_disk_with_little_room_is_left_to_the_orders(
    daily: Backups, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(backups, "RESERVE_BYTES", 1 << 60)
        look(daily)
        assert backup.backups(tmp_path) == ()
    look(daily)
    assert backup.backups(tmp_path) == (), "not at every look"
    clock.walk(backups.AGAIN_S)
    look(daily)
    assert len(backup.backups(tmp_path)) == 1


def test_a_backup_that_finds_damage_is_said_and_the_next_start_looks(
    daily: Backups, tmp_path: Path, journal: Journal, status: StatusBoard
) -> None:
    for number in range(10):
        Counter(journal).add(f"B{number}", remark="x" * 3000)
    journal.close()
    data = journal.path.read_bytes()
    journal.path.write_bytes(data[:-4096] + os.urandom(4096))
    look(daily)
    assert status.status.damaged
    assert backup.backups(tmp_path) == ()
    assert journal.path.with_name("journal.sqlite.suspect").exists()
    assert soundness.look(journal.path).damage


def test_a_running_engine_makes_it_and_tells_a_loss_until_it_is_read(tmp_path: Path) -> None:
    with opened(tmp_path) as before:
        lost = (Loss("orders", 3, "journal.damaged-1.sqlite"),)
        before.write(lambda tx: losses.add(tx, lost)).result()
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        wait_for(lambda: len(backup.backups(tmp_path)) == 1, "the backup")
        at.wait_for_status(lambda status: len(status.losses) == 1, "the loss")
        assert at.engine.status.status.losses[0].rows == 3
        Actions(at.journal, at.engine).acknowledge_losses("Wang").result()
        at.wait_for_status(lambda status: status.losses == (), "no loss")


def test_an_engine_that_ends_gives_a_copy_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as before:
        for number in range(20):
            Counter(before).add(f"B{number}", remark="x" * 3000)
    monkeypatch.setattr(backup, "PAGES", 1)
    monkeypatch.setattr(backups, "BREATH_S", 0.5)
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)):
        wait_for(lambda: any((tmp_path / "backups").glob("*.part")), "a copy under way")
    assert not any((tmp_path / "backups").iterdir())


def test_the_room_that_each_day_leaves_is_kept_and_tells_when_the_disk_will_be_full(
    daily: Backups, tmp_path: Path, journal: Journal, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.disk_usage(tmp_path)
    for day in range(6):
        left = real._replace(free=(40 - day) * 1024**3)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, left=left: left)
        look(daily)
        look(daily)
        clock.walk(DAY_S)
    kept = journal.read(disk_room.noted)
    assert [each.free_bytes // 1024**3 for each in kept] == [40, 39, 38, 37, 36, 35], "one a day"
    finding = files.disk(snapshot_of(tmp_path, clock, quick=True))
    assert finding.state is State.OK, "35 days are more than a month"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: real._replace(free=20 * 1024**3))
    finding = files.disk(snapshot_of(tmp_path, clock, quick=True))
    assert finding.state is State.LOOK
    assert "full in some 20 days" in finding.found.en
    assert "约 20 天后写满" in finding.found.zh


def test_a_copy_that_does_not_read_as_it_was_written_is_none_and_no_damage_of_the_journal(
    daily: Backups, journal: Journal, tmp_path: Path, status: StatusBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk, or another program, spoils the small copy while it is written."""

    def spoil() -> None:
        for draft in (tmp_path / backup.FOLDER).glob("*.part"):
            with draft.open("rb+") as file:
                if file.read(2) == b"\x1f\x8b" and file.seek(-1, os.SEEK_END) > 100:
                    file.seek(100)
                    file.write(bytes(20))

    for number in range(40):
        Counter(journal).add(f"A{number}", remark=random.Random(number).randbytes(9000).hex())
    monkeypatch.setattr(daily, "_pause", spoil)
    look(daily)
    assert list((tmp_path / backup.FOLDER).iterdir()) == []
    assert not status.status.damaged
    assert not soundness.look(tmp_path / FILE_NAME).damage
    assert not list(tmp_path.glob("*.suspect"))


@pytest.mark.parametrize("text", ["7", "[[5, 1]]", '[["2026-05-03T04:25:36", 1]]', "[" * 100_000])
def test_what_tells_of_no_days_tells_nothing_and_makes_way(journal: Journal, text: str) -> None:
    journal.write(lambda tx: meta.put(tx.db, "disk_free", text)).result()
    assert journal.read(disk_room.noted) == ()
    journal.write(lambda tx: disk_room.note(tx, 1)).result()
    assert [each.free_bytes for each in journal.read(disk_room.noted)] == [1]
