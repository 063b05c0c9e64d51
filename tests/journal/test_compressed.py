"""A home's backups are small: whole as they were checked, or none at all; older ones are backups still."""

import os
import shutil
import signal
import subprocess
import sys
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest

from posdesk.errors import DamagedJournal, DiskError, DiskFault
from posdesk.host import disk
from posdesk.journal import Journal, backup, compressed
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue.restore import restore
from posdesk.journal.wiping import old_copies, wiping_proof
from tests.journal.making import START, Counter, opened
from tests.support import unpacked
from tests.support.paths import ROOT

REMARK = "不要辣 " * 200


def filled(home: Path, count: int = 60) -> Path:
    """A journal of a home that nobody has open."""
    with opened(home) as journal:
        for number in range(count):
            Counter(journal).add(f"B{number:03}", remark=REMARK)
    return home / FILE_NAME


def backed_up(home: Path, days: int = 0) -> Path:
    target = backup.target_of(home, START + timedelta(days=days))
    backup.copy(home / FILE_NAME, target)
    return target


def test_a_homes_backup_is_small_and_restored_by_the_same_act(tmp_path: Path) -> None:
    path = filled(tmp_path)
    made = backed_up(tmp_path)
    assert compressed.is_compressed(made)
    assert made.stat().st_size * 3 < path.stat().st_size
    assert [each.path for each in backup.backups(tmp_path)] == [made]
    with opened(tmp_path) as journal:
        Counter(journal).add("LATER")
    restored = restore(made, path, START + timedelta(days=1))
    assert restored.orders == 60
    assert not restored.is_all
    with opened(tmp_path) as journal:
        assert journal.read(audit.verify).broken_at is None


def test_a_backup_of_before_is_one_still_and_goes_by_the_same_rules(tmp_path: Path) -> None:
    path = filled(tmp_path)
    older = backed_up(tmp_path).with_suffix("")
    backed_up(tmp_path, days=1)
    backup.backups(tmp_path)[0].path.unlink()
    backup.copy(path, older)
    assert not compressed.is_compressed(older)
    found = backup.backups(tmp_path)
    assert [each.made_at for each in found] == sorted(each.made_at for each in found)
    assert found[0].path == older
    assert backup.is_whole(older)
    lying = {each.copy for each in old_copies.copies(tmp_path, START + timedelta(days=2))}
    assert lying == {each.path.name for each in found}
    assert restore(older, path, START + timedelta(days=2)).orders == 60
    for day in range(2, 60):
        shutil.copyfile(found[1].path, backup.target_of(tmp_path, START + timedelta(days=day)))
    backup.rotate(tmp_path, START + timedelta(days=60))
    assert not older.exists()


def test_a_small_one_that_lost_or_changed_a_byte_is_no_whole_backup(tmp_path: Path) -> None:
    path = filled(tmp_path)
    made = backed_up(tmp_path)
    data, journal = made.read_bytes(), path.read_bytes()
    assert backup.is_whole(made)
    assert not backup.is_whole(made, goes_on=lambda: False)
    for spoiled in (
        data[:-1],
        data[: len(data) // 2],
        data[:20],
        data[: len(data) // 2] + os.urandom(64) + data[len(data) // 2 + 64 :],
        data[:-6] + bytes([data[-6] ^ 1]) + data[-5:],  # the checksum
        b"\x1f\x8b\x08",
    ):
        made.write_bytes(spoiled)
        assert not backup.is_whole(made)
        with pytest.raises(DamagedJournal, match="Take another backup"):
            restore(made, path, START)
        assert path.read_bytes() == journal
        assert not list(tmp_path.rglob("*.part"))


def test_what_is_wiped_is_looked_for_in_the_bytes_of_a_small_one_too(
    journal: Journal, counter: Counter, tmp_path: Path
) -> None:
    counter.add("A", phone="13907318888", remark=REMARK)
    made = backed_up(tmp_path)
    assert b"13907318888" not in made.read_bytes(), "so that a search that doesn't unpack would find nothing"
    assert wiping_proof.looked_through(made).now == {b"13907318888"}
    assert b"13907318888" in unpacked.bytes_of(made)


def test_a_small_one_is_made_and_read_within_bounded_memory(tmp_path: Path) -> None:
    source = tmp_path / "source"
    with source.open("wb") as file:
        file.write(b"SQLite format 3\0")
        for _ in range(64):
            file.write(os.urandom(1024) * 512)
    tracemalloc.start()
    try:
        compressed.compress(source, tmp_path / "small", lambda _: None)
        assert compressed.is_whole(tmp_path / "small")
        compressed.expand(tmp_path / "small", tmp_path / "again")
        (_, most) = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * compressed.PIECE_BYTES
    assert (tmp_path / "again").read_bytes() == source.read_bytes()


def test_a_disk_that_is_full_before_it_is_packed_leaves_the_earlier_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    first = backed_up(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compressed, "compress", full)
    with pytest.raises(DiskError) as raised:
        backed_up(tmp_path, days=1)
    assert raised.value.fault is DiskFault.FULL
    assert list((tmp_path / backup.FOLDER).iterdir()) == [first]


_KILLED = """
import os, pathlib, signal, sys
from posdesk.journal import backup, compressed
compressed.PIECE_BYTES = 4096
def dies(done):
    if done >= {after}:
        os.kill(os.getpid(), signal.{signal})
real = compressed.compress
compressed.compress = lambda source, target, told: real(source, target, dies)
backup.copy(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
"""


@pytest.mark.parametrize("after", [1, 40_000])
def test_a_process_that_dies_in_the_middle_leaves_nothing_that_looks_like_a_backup(
    tmp_path: Path, after: int
) -> None:
    path = filled(tmp_path)
    first = backed_up(tmp_path)
    how = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL
    target = backup.target_of(tmp_path, START + timedelta(days=1))
    script = _KILLED.format(after=after, signal=how.name)
    ended = subprocess.run([sys.executable, "-c", script, str(path), str(target)], cwd=ROOT, check=False)
    assert ended.returncode
    assert [each.path for each in backup.backups(tmp_path)] == [first]
    left = [each for each in (tmp_path / backup.FOLDER).iterdir() if each != first]
    assert left, "it died in the middle"
    for each in left:
        os.utime(each, (0, 0))
    backup.sweep(tmp_path)
    assert list((tmp_path / backup.FOLDER).iterdir()) == [first]


def test_no_more_than_a_few_pieces_wait_for_the_disk_while_a_backup_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits goes to the disk all at once, and an order's commit behind it."""
    path = filled(tmp_path, 60)
    for owner, name, value in (
        (backup, "PAGES", 4),
        (backup, "SYNC_PAGES", 16),
        (compressed, "PIECE_BYTES", 4096),
        (compressed, "_SYNC_BYTES", 16 * 4096),
    ):
        monkeypatch.setattr(owner, name, value)
    synced: list[int] = []
    monkeypatch.setattr(disk, "sync_data", synced.append)
    backup.copy(path, backup.target_of(tmp_path, START))
    pieces = path.stat().st_size // (16 * 4096)
    assert pieces > 3
    assert len(synced) >= 2 * pieces, "as the pages are copied, and as they are made small"
