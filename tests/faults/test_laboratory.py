"""Some fixed seeds of the fault laboratory; `python -m tests.faults --runs N --seed S` is the long mode."""

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults import power, torn_pages
from tests.faults.__main__ import Options, reports
from tests.faults.injection import CHANGES, CLOCK, LISTENER, WIPE
from tests.faults.plan import TROUBLES, Trouble, plan_of
from tests.faults.run import Report, run
from tests.support.paths import ROOT

pytestmark = [
    pytest.mark.waits,
    pytest.mark.posix("the laboratory's faults are signals, limits and mounts"),
]
SEEDS = range(1001, 1013)
WRITER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute(f"PRAGMA synchronous = {sys.argv[2]}")
db.execute("PRAGMA journal_mode = WAL")
db.execute("CREATE TABLE rows (n INTEGER)")
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
for number in range(20):
    db.execute("INSERT INTO rows VALUES (?)", (number,))
    print(number, flush=True)
import os, signal
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.timeout(900)  # 40 s on two free cores
def test_the_laws_hold_through_the_faults_of_some_seeds(tmp_path: Path) -> None:
    options = Options(len(SEEDS), SEEDS[0], 2, TROUBLES, short=True)
    broken = {report["seed"]: report["broken"] for report in reports(options, tmp_path) if report["broken"]}
    assert broken == {}, "replay one with: python -m tests.faults --short --runs 1 --seed N"


def test_a_lost_order_is_noticed(tmp_path: Path) -> None:
    def lose_one(journal: Path) -> None:
        with closing(sqlite3.connect(journal)) as db, db:
            db.execute("DELETE FROM orders WHERE number = (SELECT max(number) FROM orders)")

    quiet = plan_of(7, (), short=True)
    first = replace(quiet.lives[0], kill="", actions=12)
    report = run(replace(quiet, lives=(first,), rules=(), old_home=False), tmp_path, lose_one)
    assert any("is there 0 times" in words for words in report.broken), report.broken


def test_a_backup_is_copied_over_the_journal_by_hand_and_a_lock_file_is_deleted(tmp_path: Path) -> None:
    quiet = plan_of(7, (), short=True)
    first = replace(
        quiet.lives[0], kill="", actions=12, troubles=frozenset({Trouble.BY_HAND, Trouble.LOCK_FILE})
    )
    report = run(replace(quiet, lives=(first,), rules=(), old_home=False), tmp_path)
    assert report.broken == []
    assert report.counts["backups copied by hand"] == 1


def torn(folder: Path, seed: int) -> Report:
    """A quiet day, after which pages of the journal are damaged."""
    quiet = plan_of(seed, (), short=True)
    first = replace(quiet.lives[0], kill="", actions=20, troubles=frozenset({Trouble.TORN_PAGE}))
    return run(replace(quiet, lives=(first,), rules=(), old_home=False, wipe_kills=()), folder)


def test_pages_of_the_journal_are_torn_and_what_is_gone_is_told(tmp_path: Path) -> None:
    report = torn(tmp_path, 7)
    assert report.broken == []
    assert report.counts["pages torn"] > 0
    assert report.counts["damage noticed"] == 1


def test_rows_that_are_gone_and_not_told_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose_some(journal: Path, _: random.Random) -> list[int]:
        with closing(sqlite3.connect(journal)) as db, db:
            db.execute("DELETE FROM history WHERE number > (SELECT max(number) - 3 FROM history)")
        return []

    monkeypatch.setattr(torn_pages, "_tear", lose_some)
    assert any("3 rows of history are gone" in words for words in torn(tmp_path, 7).broken)


EVERY_CHANGE = f"""
import importlib, os
from pathlib import Path
folder = Path(os.environ["HOME"])
os.environ.update({{name: str(folder / name) for name in {(CLOCK, WIPE, LISTENER)!r}}})
from tests.faults import injection
injection.arm()
for name in injection.CHANGES:
    print(importlib.import_module(name).__name__)
"""


def test_each_fault_meets_what_it_changes(tmp_path: Path) -> None:
    """A module or a constant that was moved would leave its fault without effect."""
    line = [sys.executable, "-c", EVERY_CHANGE]
    said = subprocess.run(
        line, env={**os.environ, "HOME": str(tmp_path)}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (said.stdout.split(), said.stderr) == (list(CHANGES), "")


def test_what_has_ended_is_wiped_whatever_kills_that_meets(tmp_path: Path) -> None:
    quiet, kills = plan_of(7, (), short=True), ("wipe.batch:2", "wipe.rewrite:1")
    first = replace(quiet.lives[0], kill="", actions=30)
    report = run(replace(quiet, lives=(first,), rules=(), old_home=False, wipe_kills=kills), tmp_path)
    assert report.broken == []
    assert report.killed_at == [kill.partition(":")[0] for kill in kills]
    assert report.counts["orders wiped"] > 0


def test_a_seed_means_the_same_each_time() -> None:
    assert [plan_of(seed) for seed in range(50)] == [plan_of(seed) for seed in range(50)]
    drawn = {trouble for seed in range(200) for life in plan_of(seed).lives for trouble in life.troubles}
    assert drawn == set(TROUBLES)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a library is put before the system's own")
@pytest.mark.parametrize(("synchronous", "kept"), [("FULL", 20), ("OFF", 0)])
def test_a_power_cut_takes_what_was_not_synced_and_nothing_else(
    tmp_path: Path, synchronous: str, kept: int
) -> None:
    journal, log = tmp_path / "journal.sqlite", tmp_path / "record"
    library = power.built(tmp_path)
    line = [sys.executable, "-c", WRITER, str(journal), synchronous]
    written = subprocess.run(
        line, env=power.recorded(library, log, journal), cwd=ROOT, capture_output=True, check=False
    )
    assert len(written.stdout.split()) == 20
    torn = next(number for number in range(99) if random.Random(number).random() >= 0.5)
    lost = power.cut(log, journal, random.Random(torn))
    assert (lost > 0) is (kept == 0)
    if kept:
        with closing(sqlite3.connect(journal)) as db:
            assert db.execute("SELECT count(*) FROM rows").fetchone() == (kept,)
    else:
        assert not journal.exists(), "nothing of it was ever synced"
