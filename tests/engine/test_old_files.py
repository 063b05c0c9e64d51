"""Which files go once they are as old as personal data may be, and which never do."""

import asyncio
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posdesk.domain.journal_health import RESTORED, Loss
from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.engine.backups import Backups
from posdesk.engine.listening.intake import shown_name
from posdesk.engine.old_files import OldFiles
from posdesk.engine.status import StatusBoard
from posdesk.engine.wiping import HEARD_WITHIN_S, Wiping
from posdesk.host import disk
from posdesk.journal import Journal, backup
from posdesk.journal.books import moved_files
from posdesk.journal.rescue import losses
from tests.engine.making import partner, settings
from tests.journal.making import Counter, SetClock, opened
from tests.support.windows_files import refuse_what_is_open

KEEP_DAYS = 30
KEEP = timedelta(days=KEEP_DAYS)


@pytest.fixture
def clock() -> SetClock:
    """So far ahead of the files that these tests make that all are old."""
    return SetClock(datetime.now(UTC) + KEEP + timedelta(hours=1))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    (made / "receipts-in" / "done").mkdir(parents=True)
    (made / "receipts-in" / "rejected").mkdir()
    (made / "backups").mkdir()
    return made


@pytest.fixture
def journal(home: Path, clock: SetClock) -> Iterator[Journal]:
    with opened(home, clock) as journal:
        yield journal


@pytest.fixture
def status(clock: SetClock) -> StatusBoard:
    return StatusBoard(settings(), clock)


@pytest.fixture
def old(home: Path, journal: Journal, status: StatusBoard, clock: SetClock) -> OldFiles:
    places = (home / "receipts-in",)
    return OldFiles(home, places, journal, status, clock=clock, keep_days=KEEP_DAYS)


def left(status: StatusBoard) -> tuple[str, ...]:
    return status.status.keeping.left


def stamp(clock: SetClock, days_ago: float) -> str:
    return backup.stamp_of(clock.now() - timedelta(days=days_ago))


def lay(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"13507311234")
    return path


def lay_backup(home: Path, journal: Journal, clock: SetClock, days_ago: float) -> Path:
    """A whole one."""
    target = backup.target_of(home, clock.now() - timedelta(days=days_ago))
    backup.copy(journal.path, target)
    return target


def test_tills_files_and_copies_of_the_journal_go_when_they_are_old(
    home: Path, old: OldFiles, clock: SetClock
) -> None:
    done = home / "receipts-in" / "done"
    going = [
        lay(done / "till.json"),
        lay(done / "Till-2.CSV"),
        lay(home / f"journal.damaged-{stamp(clock, 31)}.sqlite"),
        lay(home / f"journal.damaged-{stamp(clock, 31)}.sqlite-wal"),
        lay(home / f"journal.damaged-{stamp(clock, 31)}.sqlite-wal-2"),
        lay(home / f"journal.replaced-{stamp(clock, 40)}-2.sqlite"),
        lay(home / f"journal.replaced-{stamp(clock, 40)}-2.sqlite-shm"),
        lay(home / "journal.before-5.sqlite"),
        lay(home / "backups" / f"journal-{stamp(clock, 31)}.sqlite-journal"),
    ]
    old.look()
    assert [path.name for path in going if path.exists()] == []
    trail = old._journal.read(lambda db: db.execute("SELECT what, detail FROM audit").fetchall())
    assert trail == [("files.removed", '{"copies":7,"receipts":2}')], "numbers, and no names of tills' files"


def test_what_is_younger_or_another_stays(home: Path, old: OldFiles, clock: SetClock) -> None:
    done, inbox = home / "receipts-in" / "done", home / "receipts-in"
    staying = [
        lay(home / f"journal.damaged-{stamp(clock, 29)}.sqlite"),
        lay(home / f"journal.replaced-{stamp(clock, 29)}.sqlite"),
        lay(inbox / "rejected" / "till.json"),
        lay(inbox / "rejected" / "till.json.reason.txt"),
        lay(inbox / "till.json.filepart"),
        lay(done / "notes.docx"),
        lay(done / ".hidden.json"),
        lay(done / "deeper" / "till.json"),
        lay(home / "my-orders.csv"),
        lay(home / "journal.replaced-by-me.sqlite"),
        lay(home / "backups" / "copy.sqlite"),
        lay(home / "posdesk.toml"),
    ]
    old.look()
    assert [path.name for path in staying if not path.exists()] == []


def test_a_copy_that_an_unread_loss_names_stays_with_what_lies_beside_it_until_it_is_read(
    home: Path, old: OldFiles, journal: Journal, clock: SetClock
) -> None:
    name = f"journal.damaged-{stamp(clock, 50)}.sqlite"
    named, wal = lay(home / name), lay(home / f"{name}-wal")
    Counter(journal).write(lambda tx: losses.add(tx, (Loss(RESTORED, None, name),)))
    old.look()
    assert named.exists()
    assert wal.exists()
    Counter(journal).write(lambda tx: losses.see(tx, "Wang"))
    clock.walk(24 * 3600)
    old.look()
    assert not named.exists()
    assert not wal.exists()


def test_the_newest_whole_backup_stays_however_old(
    home: Path, old: OldFiles, journal: Journal, clock: SetClock
) -> None:
    oldest, whole = lay_backup(home, journal, clock, 60), lay_backup(home, journal, clock, 50)
    damaged = lay_backup(home, journal, clock, 40)
    damaged.write_bytes(damaged.read_bytes()[:4096])
    old.look()
    assert not oldest.exists()
    assert whole.exists(), "the newest that can be read"
    assert not damaged.exists()


def test_a_backup_by_a_clock_that_was_ahead_is_the_newest_by_its_own_time_only(
    home: Path, old: OldFiles, journal: Journal, clock: SetClock
) -> None:
    """Else it would be kept until 2099, and the newest one would go."""
    newest, ahead = lay_backup(home, journal, clock, 31), lay_backup(home, journal, clock, -365 * 73)
    long_ago = (clock.now() - timedelta(days=40)).timestamp()
    os.utime(ahead, (long_ago, long_ago))
    old.look()
    assert newest.exists()
    assert not ahead.exists()


def test_a_backup_made_today_lets_the_old_ones_go(
    home: Path, journal: Journal, status: StatusBoard, clock: SetClock, old: OldFiles
) -> None:
    before = lay_backup(home, journal, clock, 31)
    wiping = Wiping(journal, status, clock, keep_days=KEEP_DAYS)
    asyncio.run(Backups(home, journal, status, clock, wiping=wiping, old_files=old).look())
    assert not before.exists()
    assert len(backup.backups(home)) == 1


def test_a_clock_in_doubt_removes_no_file(
    home: Path, journal: Journal, status: StatusBoard, clock: SetClock, old: OldFiles
) -> None:
    wiping = Wiping(journal, status, clock, keep_days=KEEP_DAYS)
    daily = Backups(home, journal, status, clock, wiping=wiping, old_files=old)
    asyncio.run(daily.look())
    path = lay(home / "receipts-in" / "done" / "till.json")
    clock.walk(91 * 24 * 3600)
    asyncio.run(daily.look())
    assert path.exists()


@pytest.mark.parametrize("days", [365, 60])
def test_a_clock_that_jumps_while_the_backup_is_made_removes_no_file(
    days: int, home: Path, journal: Journal, status: StatusBoard, clock: SetClock
) -> None:
    """60 days are not too many by themselves: a platform's time tells them."""
    old = OldFiles(home, (home / "receipts-in",), journal, status, clock=clock, keep_days=KEEP_DAYS)
    path = lay(home / "receipts-in" / "done" / "till.json")
    young = (clock.now() - timedelta(days=1)).timestamp()
    os.utime(path, (young, young))
    if days < 90:
        status.answered("meituan", Answer(Verdict.DONE, server_time=clock.now()))

    def jump() -> None:
        clock.wall += timedelta(days=days)

    wiping = Wiping(journal, status, clock, keep_days=KEEP_DAYS)
    asyncio.run(Backups(home, journal, status, clock, wiping=wiping, old_files=old, sealed=jump).look())
    assert path.exists()


def test_no_file_is_removed_before_a_platform_had_time_to_tell_the_hour(
    home: Path, journal: Journal, clock: SetClock
) -> None:
    board = StatusBoard(settings(partner()), clock)
    places = (home / "receipts-in",)
    old = OldFiles(home, places, journal, board, clock=clock, keep_days=KEEP_DAYS)
    wiping = Wiping(journal, board, clock, keep_days=KEEP_DAYS)
    daily = Backups(home, journal, board, clock, wiping=wiping, old_files=old)
    path = lay(home / "receipts-in" / "done" / "till.json")
    asyncio.run(daily.look())
    assert path.exists()
    assert len(backup.backups(home)) == 1, "that needn't wait"
    clock.walk(HEARD_WITHIN_S)
    asyncio.run(daily.look())
    assert not path.exists()


def test_a_file_that_somebody_may_still_write_to_stays(
    home: Path, old: OldFiles, journal: Journal, clock: SetClock
) -> None:
    done = home / "receipts-in" / "done"
    path = lay(done / "till.json")
    place = shown_name(str(done))
    watched = Counter(journal).write(lambda tx: moved_files.add(tx, place, path.name, (11, 1), 1))
    old.look()
    assert path.exists(), "a till's file of an old date was taken just now"
    Counter(journal).write(lambda tx: moved_files.forget(tx, [watched.number]))
    clock.walk(24 * 3600)
    old.look()
    assert not path.exists()


def test_a_file_of_a_clock_that_was_ahead_counts_from_now_on(
    home: Path, old: OldFiles, clock: SetClock
) -> None:
    path = lay(home / f"journal.replaced-{stamp(clock, -365)}.sqlite")
    ahead = (clock.now() + timedelta(days=400)).timestamp()
    os.utime(path, (ahead, ahead))
    clock.wall = datetime.now(UTC) - timedelta(days=1)  # now the file's own times are all ahead
    old.look()
    assert path.exists()
    clock.walk((KEEP_DAYS + 1) * 24 * 3600)
    old.look()
    assert not path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_no_link_is_followed_or_removed(tmp_path: Path, home: Path, old: OldFiles, clock: SetClock) -> None:
    elsewhere = lay(tmp_path / "elsewhere" / "till.json")
    done = home / "receipts-in" / "done"
    linked = done / "link.json"
    linked.symlink_to(elsewhere)
    copy = home / f"journal.replaced-{stamp(clock, 40)}.sqlite"
    copy.symlink_to(elsewhere)
    old.look()
    assert linked.is_symlink()
    assert copy.is_symlink()
    linked.unlink()
    done.rmdir()
    done.symlink_to(elsewhere.parent)
    clock.walk(24 * 3600)
    old.look()
    assert elsewhere.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_home_that_is_itself_reached_by_a_link_is_looked_through(
    tmp_path: Path, home: Path, journal: Journal, status: StatusBoard, clock: SetClock
) -> None:
    linked = tmp_path / "linked"
    linked.symlink_to(home)
    copy = lay(home / f"journal.replaced-{stamp(clock, 40)}.sqlite")
    OldFiles(linked, (), journal, status, clock=clock, keep_days=KEEP_DAYS).look()
    assert not copy.exists()


def test_a_file_that_another_program_has_open_is_told_and_tried_again_the_next_day(
    home: Path, old: OldFiles, status: StatusBoard, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_what_is_open(monkeypatch)
    monkeypatch.setattr(disk, "rest", lambda _: None)
    held, free = lay(home / "receipts-in" / "done" / "a.json"), lay(home / "receipts-in" / "done" / "b.json")
    with held.open("rb"):
        old.look()
    assert held.exists()
    assert not free.exists(), "one keeps none of the others"
    assert left(status) == ("a.json",)
    old.look()
    assert held.exists(), "not at every look"
    clock.walk(24 * 3600)
    old.look()
    assert not held.exists()
    assert left(status) == ()


def test_one_that_ends_leaves_the_rest(home: Path, old: OldFiles) -> None:
    done = home / "receipts-in" / "done"
    for number in range(3):
        lay(done / f"{number}.json")
    old.look(lambda: len(list(done.iterdir())) > 2)
    assert len(list(done.iterdir())) == 2


def test_nothing_is_removed_but_by_the_one_helper(
    home: Path, old: OldFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed: list[str] = []
    monkeypatch.setattr(disk, "remove", lambda path, **_: removed.append(path.name))
    lay(home / "receipts-in" / "done" / "till.json")
    old.look()
    assert removed == ["till.json"]
