"""Copies of the journal: whole or none, made beside its writer, only so many kept, due by what is on disk."""

import contextlib
import os
import sqlite3
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.clock import CHINA
from posdesk.errors import DamagedJournal, DiskError, DiskFault
from posdesk.host import private
from posdesk.journal import Journal, backup
from posdesk.journal.audit import audit
from tests.journal.making import START, Counter, SetClock, opened

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=CHINA)
LARGE_BYTES = 128 * 1024 * 1024


def orders_in(path: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert audit.verify(db).broken_at is None
        return {row[0] for row in db.execute("SELECT tbillno FROM orders")}


def test_a_copy_made_while_orders_come_in_is_one_moment_of_the_journal(
    journal: Journal, counter: Counter, tmp_path: Path
) -> None:
    for number in range(40):
        counter.add(f"B{number:03}", remark="x" * 2000)
    came: list[str] = []

    def order_comes() -> None:
        came.append(f"C{len(came):03}")
        counter.add(came[-1], remark="x" * 2000)

    target = tmp_path / "copy.sqlite"
    patched = backup.PAGES
    try:
        backup.PAGES = 8
        backup.copy(journal.path, target, pause=order_comes)
    finally:
        backup.PAGES = patched
    assert len(came) > 5, "the writer was never held up"
    assert orders_in(target) == {f"B{number:03}" for number in range(40)}
    assert orders_in(journal.path) >= set(came)
    assert not list(tmp_path.glob("*.part"))
    assert not list(tmp_path.glob("copy.sqlite-*")), "one file, to be carried away"


def test_a_copy_that_is_cut_off_leaves_the_earlier_one(
    journal: Journal, counter: Counter, tmp_path: Path
) -> None:
    target = tmp_path / "copy.sqlite"
    counter.add("A")
    backup.copy(journal.path, target)
    counter.add("B")

    def ends() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.copy(journal.path, target, pause=ends)
    assert orders_in(target) == {"A"}
    assert not list(tmp_path.glob("*.part"))
    counter.add("C")


def test_a_damaged_journal_gives_no_backup_and_is_said_to_be_damaged(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        for number in range(20):
            Counter(journal).add(f"B{number}", remark="x" * 3000)
    path = tmp_path / "journal.sqlite"
    data = path.read_bytes()
    path.write_bytes(data[:-4096] + os.urandom(4096))
    with pytest.raises(DamagedJournal) as raised:
        backup.copy(path, tmp_path / "copy.sqlite")
    assert raised.value.fault is DiskFault.DAMAGED
    assert not list(tmp_path.glob("copy*"))


def test_where_no_copy_can_be_written_is_said(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="No backup could be written to"):
        backup.copy(journal.path, tmp_path / "file" / "copy.sqlite")


def make(home: Path, *moments: datetime) -> None:
    for moment in moments:
        path = backup.target_of(home, moment)
        path.parent.mkdir(exist_ok=True)
        path.touch()


@pytest.mark.parametrize(
    ("made", "due"),
    [
        ((), True),
        ((NOON - timedelta(days=1),), True),
        ((NOON - timedelta(hours=1),), False),
        ((NOON.replace(hour=0, minute=0),), False),
        ((NOON.replace(hour=0) - timedelta(minutes=1),), True),
        ((NOON + timedelta(days=400),), True),  # the clock was wrong when it was made
        ((NOON + timedelta(days=400), NOON - timedelta(hours=1)), False),
    ],
)
def test_a_backup_is_due_once_a_day_in_china_by_what_lies_on_disk(
    tmp_path: Path, made: tuple[datetime, ...], due: bool
) -> None:
    make(tmp_path, *made)
    assert backup.is_due(tmp_path, NOON) is due


@given(hours=st.sets(st.integers(0, 24 * 90), min_size=1, max_size=60))
def test_the_last_of_seven_days_and_of_four_weeks_are_kept_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, hours: set[int]
) -> None:
    home = tmp_path_factory.mktemp("home")
    made = sorted(NOON - timedelta(hours=each) for each in hours)
    make(home, *made)
    (home / "backups" / "keys.txt").touch()
    backup.rotate(home, NOON)
    left = [each.made_at for each in backup.backups(home)]
    last_of_days = [day for day in made if not any(o.date() == day.date() and o > day for o in made)]
    assert set(last_of_days[-7:]) <= set(left) <= set(last_of_days)
    assert len(left) <= 7 + 4
    assert len({each.isocalendar()[:2] for each in left}) >= min(
        4, len({each.isocalendar()[:2] for each in made})
    )
    assert (home / "backups" / "keys.txt").exists()


def test_a_large_old_backup_goes_in_pieces_and_is_none_meanwhile(tmp_path: Path) -> None:
    """At once it would keep the disk busy, and orders waiting, for as long as it takes."""
    old = large_and_old(tmp_path)
    left: list[int] = []

    def pause() -> None:
        assert old not in {each.path for each in backup.backups(tmp_path)}
        left.append(sum(each.stat().st_size for each in old.parent.glob(f"{private.DRAFT}*")))

    backup.rotate(tmp_path, NOON, pause=pause)
    assert left == sorted(left, reverse=True)
    assert max(before - after for before, after in pairwise([LARGE_BYTES, *left])) < LARGE_BYTES / 10
    assert list(old.parent.glob(f"{private.DRAFT}*")) == []


def test_an_old_backup_that_somebody_gave_another_name_keeps_what_is_in_it(tmp_path: Path) -> None:
    kept, old = tmp_path / "kept.gz", large_and_old(tmp_path)
    kept.hardlink_to(old)
    backup.rotate(tmp_path, NOON)
    assert not old.exists()
    assert kept.stat().st_size == LARGE_BYTES


def large_and_old(home: Path) -> Path:
    """The oldest backup of many days, which goes next."""
    make(home, *(NOON - timedelta(days=n) for n in range(40)))
    old = backup.backups(home)[0].path
    os.truncate(old, LARGE_BYTES)
    return old


def test_the_plain_copy_that_a_small_one_was_made_of_goes_in_pieces(journal: Journal, tmp_path: Path) -> None:
    target, seen = tmp_path / "backups" / "a.sqlite.gz", [(False, 0)]

    def pause() -> None:
        left = sum(each.stat().st_size for each in target.parent.glob(f"{private.DRAFT}*"))
        seen.append((target.exists(), left))

    backup.copy(journal.path, target, pause=pause)
    assert seen[-1] == (True, 0), "the last pause is behind the last piece of the copy"


def test_backups_of_a_clock_that_was_wrong_push_none_out(tmp_path: Path) -> None:
    days = [NOON - timedelta(days=n) for n in range(7)]
    make(tmp_path, *days, *(NOON + timedelta(days=1000 + n) for n in range(40)))
    backup.rotate(tmp_path, NOON)
    left = [each.made_at for each in backup.backups(tmp_path)]
    assert set(days) <= set(left)
    assert len(left) <= 2 * 11


def test_what_a_killed_copy_left_is_swept_away_later(tmp_path: Path) -> None:
    make(tmp_path, NOON)
    old, new = (private.draft_of(backup.backups(tmp_path)[0].path) for _ in range(2))
    for each in (old, new):
        each.touch()
    os.utime(old, (0, 0))
    backup.sweep(tmp_path)
    assert not old.exists()
    assert new.exists(), "it may be another's at work"
    assert len(backup.backups(tmp_path)) == 1


def test_a_backup_is_a_journal_that_opens(journal: Journal, counter: Counter, tmp_path: Path) -> None:
    counter.add("A")
    other = tmp_path / "other"
    backup.copy(journal.path, other / "journal.sqlite")
    with opened(other, SetClock(START)) as again:
        Counter(again).add("B")
        assert again.read(audit.verify).broken_at is None
