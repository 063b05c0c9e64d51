"""After a dead process of this boot no page is looked at; else all are, what takes long behind the start."""

import asyncio
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from posdesk.engine import page_check
from posdesk.engine.page_check import PagesAfterPowerCut
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError, DiskFault
from posdesk.host import boot
from posdesk.journal import Journal, boot_mark, start_up
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import checkup, soundness
from posdesk.journal.rescue.page_check import PageCheck
from tests.engine.making import partner, settings
from tests.journal.making import Counter, SetClock, opened
from tests.support.paths import ROOT

CLOCK = SetClock()
_DIES = """
import os, pathlib, signal, sys
from posdesk.journal import Journal, start_up
from tests.journal.making import Counter, SetClock
home = pathlib.Path(sys.argv[1])
start_up.make_ready(home, SetClock())
journal = Journal(home, SetClock(), "1")
for number in range(30):
    Counter(journal).add(f"B{number}", remark="x" * 3000)
os.kill(os.getpid(), signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
"""


@pytest.fixture
def died(tmp_path: Path) -> Path:
    """A home whose process died at work just now: a -wal is left behind, with all that it took in."""
    ended = subprocess.run([sys.executable, "-c", _DIES, str(tmp_path)], cwd=ROOT, check=False)
    assert ended.returncode
    assert (tmp_path / f"{FILE_NAME}-wal").stat().st_size
    return tmp_path


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which checks of all pages were made."""
    made: list[str] = []
    real = soundness._checked

    def checked(db: sqlite3.Connection, patience_s: float | None, how: str) -> str:
        made.append(how)
        return real(db, patience_s, how)

    monkeypatch.setattr(soundness, "_checked", checked)
    return made


def orders_in(home: Path) -> int:
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        return int(journal.read(lambda db: db.execute("SELECT count(*) FROM orders").fetchone()[0]))


def test_after_a_dead_process_of_this_boot_no_page_is_looked_at_and_all_is_there(
    died: Path, looks: list[str]
) -> None:
    start_up.make_ready(died, CLOCK)
    assert looks == []
    assert orders_in(died) == 30


def another_boot(home: Path) -> None:
    said(home, boot="another")


def unknown_boot(home: Path) -> None:
    said(home, boot="")


def clock_behind(home: Path) -> None:
    """As of a PC whose clock begins anew at each boot, that has run for longer than this time."""
    said(home, uptime_s=boot.uptime_s() + 3600)


def not_whole(home: Path) -> None:
    said(home, is_whole=False)


def no_mark(home: Path) -> None:
    (home / boot_mark.FILE_NAME).unlink()


def no_sense(home: Path) -> None:
    (home / boot_mark.FILE_NAME).write_text('{"boot": 7}')


def copied(home: Path) -> None:
    """The whole home, mark and all: it may have been copied while it was written."""
    other = home.with_name(f"{home.name}-copied")
    shutil.copytree(home, other)
    shutil.rmtree(home)
    other.rename(home)


def written_by_another(home: Path) -> None:
    path, wal = home / FILE_NAME, home / f"{FILE_NAME}-wal"
    if os.name == "nt":
        os.utime(path, (wal.stat().st_mtime + 3600,) * 2)
        return
    boot_mark._SOON_S = -3600.0


def older_by_another(home: Path) -> None:
    os.utime(home / FILE_NAME, (1_000_000_000, 1_000_000_000))


def said(home: Path, **changes: object) -> None:
    mark = boot_mark.read(home)
    assert mark is not None
    changed = replace(mark, **changes)  # type: ignore[arg-type]
    (home / boot_mark.FILE_NAME).write_text(json.dumps(asdict(changed)))


@pytest.mark.parametrize(
    "spoil",
    [
        another_boot,
        unknown_boot,
        clock_behind,
        not_whole,
        no_mark,
        no_sense,
        copied,
        written_by_another,
        older_by_another,
    ],
)
def test_where_it_may_have_been_another_boot_or_another_file_all_pages_are_looked_at(
    died: Path, looks: list[str], monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(boot_mark, "_SOON_S", boot_mark._SOON_S)
    spoil(died)
    start_up.make_ready(died, CLOCK)
    assert looks == ["integrity_check"]
    assert orders_in(died) == 30


def test_a_boot_that_nobody_can_name_and_a_disk_that_can_be_taken_out_are_looked_at(
    died: Path, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert boot.this_boot() == boot.this_boot() != ""
    with monkeypatch.context() as patch:
        patch.setattr(boot, "is_on_fixed_disk", lambda _: False)
        assert soundness.look(died / FILE_NAME).is_done
    with monkeypatch.context() as patch:
        patch.setattr(boot, "this_boot", lambda: "")
        assert soundness.look(died / FILE_NAME).is_done
    assert looks == ["integrity_check"] * 2


def test_a_disk_that_failed_at_work_is_not_trusted_for_the_boot_being_the_same(died: Path) -> None:
    start_up.make_ready(died, CLOCK)
    assert boot_mark.read(died)
    with contextlib.closing(Journal(died, CLOCK, "1")) as journal:

        def fails(_: object) -> None:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error

        raised = journal.write(fails).exception(20)
        assert isinstance(raised, DiskError)
        assert raised.fault is DiskFault.OTHER
    assert boot_mark.read(died) is None


@pytest.fixture
def cut_short(died: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As `died` after a power cut, with a start whose patience ends before the first page."""
    another_boot(died)
    monkeypatch.setattr(page_check, "FIRST_S", 0.0)

    def impatient(*_: object) -> str:
        raise sqlite3.OperationalError("interrupted")

    with monkeypatch.context() as patch:
        patch.setattr(soundness, "_checked", impatient)
        start_up.make_ready(died, CLOCK)
    return died


def looked_through(home: Path) -> tuple[StatusBoard, Journal]:
    """What an engine's part makes of it, until it has come to its end."""
    status = StatusBoard(settings(partner()), CLOCK)
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        asyncio.run(PagesAfterPowerCut(journal, status, CLOCK).look())
    return status, journal


def test_what_a_start_had_no_time_for_goes_on_behind_it_and_its_end_is_kept(cut_short: Path) -> None:
    assert boot_mark.is_to_be_checked(cut_short / FILE_NAME)
    status, journal = looked_through(cut_short)
    assert not status.status.damaged
    assert not journal.is_damaged
    mark = boot_mark.read(cut_short)
    assert mark is not None
    assert mark.is_whole
    assert mark.checked_at
    start_up.make_ready(cut_short, CLOCK)
    again = boot_mark.read(cut_short)
    assert again is not None
    assert again.checked_at == mark.checked_at, "it stays told in this boot"


def test_what_it_had_no_time_for_is_still_to_be_done_after_a_clean_end(
    cut_short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal(cut_short, CLOCK, "1").close()
    monkeypatch.setattr(soundness, "SMALL_BYTES", 0)
    start_up.make_ready(cut_short, CLOCK)
    assert boot_mark.is_to_be_checked(cut_short / FILE_NAME)


def test_damage_that_is_found_late_is_told_and_saved_by_the_next_start(cut_short: Path) -> None:
    path = cut_short / FILE_NAME
    Journal(cut_short, CLOCK, "1").close()
    with contextlib.closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'orders_show_no'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : (root - 1) * size + 200] = b"\xff" * 200
    path.write_bytes(data)
    status, journal = looked_through(cut_short)
    assert status.status.damaged
    assert journal.is_damaged, "nothing is wiped or copied of it"
    assert boot_mark.is_to_be_checked(path)
    start_up.make_ready(cut_short, CLOCK)
    assert list(cut_short.glob("journal.damaged-*.sqlite"))
    assert orders_in(cut_short) == 30


def test_a_page_in_use_that_is_given_up_as_well_is_found_behind_a_start_and_by_the_doctor(
    tmp_path: Path,
) -> None:
    """The next row would be written over it; each table by itself is in order."""
    with opened(tmp_path, CLOCK) as journal:
        for number in range(30):
            Counter(journal).add(f"B{number}", remark="多放辣" * 500)
    path = tmp_path / FILE_NAME
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript("CREATE TABLE filler (x); INSERT INTO filler VALUES (zeroblob(500000))")
        db.executescript("DROP TABLE filler")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'orders'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    data = bytearray(path.read_bytes())
    first_free = (int.from_bytes(data[32:36], "big") - 1) * size
    data[first_free + 8 : first_free + 12] = root.to_bytes(4, "big")
    path.write_bytes(data)
    assert PageCheck(path).run().damage
    assert checkup.look(path, checkup.damage)


def test_a_disk_that_failed_while_the_pages_were_looked_through_leaves_them_in_doubt(cut_short: Path) -> None:
    boot_mark.doubt(cut_short / FILE_NAME)
    looked_through(cut_short)
    assert boot_mark.read(cut_short) is None


def test_a_look_that_is_ended_claims_nothing(cut_short: Path) -> None:

    check = PageCheck(cut_short / FILE_NAME)
    check.end()
    found = check.run()
    assert not found.is_done
    assert not found.damage
    assert boot_mark.is_to_be_checked(cut_short / FILE_NAME)


def test_each_start_of_a_boot_finds_the_one_mark_and_writes_none_anew(died: Path) -> None:
    before = (died / boot_mark.FILE_NAME).read_bytes()
    start_up.make_ready(died, CLOCK)
    Journal(died, CLOCK, "1").close()
    start_up.make_ready(died, CLOCK)
    assert (died / boot_mark.FILE_NAME).read_bytes() == before
