"""Real processes: disks that fill up, processes that are killed, two that write in turn."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from posdesk.journal import Journal
from posdesk.journal.audit import audit
from tests.journal.making import opened, python
from tests.support.processes import kill

PATIENCE_S = 100
SMALL_DISK = 'mount -t tmpfs -o size=4m tmpfs "$1" && exec "$2" -m tests.journal.filler "$1" disk'


def _bills(journal: Journal) -> set[str]:
    return {row[0] for row in journal.read(lambda db: db.execute("SELECT tbillno FROM orders").fetchall())}


def _check(said: str) -> None:
    words: dict[str, set[str]] = {"done": set(), "failed": set(), "there": set(), "audit": set()}
    for line in said.splitlines():
        word, key = line.split()
        words[word].add(key)
    assert words["failed"], "the disk never was full"
    assert words["done"] > {f"row-after-{n}" for n in range(40)}, "it did not go on by itself"
    assert words["there"] == words["done"]
    assert words["audit"] == {"None"}


@pytest.mark.posix("no limit of a file's size there")
def test_no_row_reported_done_is_missing_after_files_could_not_grow(tmp_path: Path) -> None:
    with python("filler", str(tmp_path), "limit") as process:
        said, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    _check(said)


def _namespace() -> list[str]:
    """How to get a mount of one's own; empty where that is not allowed."""
    unshare = shutil.which("unshare") or "unshare"
    for flags in (["-m"], ["-rm"]):
        try:
            subprocess.run(
                [unshare, *flags, "sh", "-c", "mount -t tmpfs tmpfs /mnt"], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return [unshare, *flags]
    return []


@pytest.mark.posix("a small disk is a mount of Linux")
def test_no_row_reported_done_is_missing_after_the_disk_was_full(tmp_path: Path) -> None:
    own = _namespace()
    if not own:
        pytest.skip("no mount is allowed here; the test above fills files up to a limit")
    line = [*own, "sh", "-c", SMALL_DISK, "sh", str(tmp_path), sys.executable]
    ended = subprocess.run(line, check=True, capture_output=True, encoding="utf-8", timeout=PATIENCE_S)
    _check(ended.stdout)


def test_what_was_reported_done_survives_sigkill(tmp_path: Path) -> None:
    Journal.migrate(tmp_path)
    said: list[str] = []
    for run in range(3):
        with python("scribe", str(tmp_path), str(run), "0") as process:
            assert process.stdout is not None
            said += [process.stdout.readline().strip() for _ in range(60 + 17 * run)]
            kill(process.pid)
            said += [line.strip() for line in process.stdout if line.endswith("\n")]
    with opened(tmp_path) as journal:
        there = _bills(journal)
        assert journal.read(audit.verify).broken_at is None
    assert len(said) >= 60 * 3
    assert set(said) <= there
    assert len(there) <= len(said) + 3 * 4, "at most one order a thread was on disk and not said yet"


def test_two_processes_in_turn_keep_one_chain(tmp_path: Path) -> None:
    Journal.migrate(tmp_path)
    with python("scribe", str(tmp_path), "1", "25") as one, python("scribe", str(tmp_path), "2", "25") as two:
        said = one.communicate(timeout=PATIENCE_S)[0] + two.communicate(timeout=PATIENCE_S)[0]
    assert (one.returncode, two.returncode) == (0, 0)
    with opened(tmp_path) as journal:
        assert _bills(journal) == set(said.split())
        writers = journal.read(lambda db: db.execute("SELECT counter FROM audit ORDER BY number").fetchall())
        assert journal.read(audit.verify) == audit.Check(200)
    assert {row[0] for row in writers} == {"1", "2"}
