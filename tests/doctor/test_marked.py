"""The doctor tells whether the journal is still the one that was here, and whether its mark keeps up."""

import contextlib
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from posdesk.doctor import files
from posdesk.doctor.report import Finding, State
from posdesk.doctor.snapshot import snapshot_of
from posdesk.journal import Journal, Transaction, backup, end_mark, start_up
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.lock import HomeLock
from posdesk.journal.rescue import set_back
from tests.journal.making import Counter, SetClock

CLOCK = SetClock()


def work(home: Path, *bills: str) -> None:
    """A start, orders, and an end by a power cut: the mark is that of the start."""
    start_up.make_ready(home, CLOCK)
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        for bill in bills:
            Counter(journal).add(bill)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    work(tmp_path / "home", "A")
    work(tmp_path / "home", "B")
    return tmp_path / "home"


def found(home: Path, later: timedelta = timedelta()) -> Finding:
    clock = SetClock()
    clock.wall += later
    finding = files.mark(snapshot_of(home, clock))
    assert finding is not None
    return finding


def test_a_mark_that_is_older_than_the_journal_is_well(home: Path) -> None:
    assert found(home, timedelta(days=9)).state is State.OK


def test_a_mark_that_does_not_keep_up_with_a_running_posdesk_is_told(home: Path) -> None:
    with HomeLock(home):
        assert found(home).state is State.OK
        late = found(home, timedelta(minutes=5))
    assert late.state is State.LOOK
    assert "not written since 2026-05-03 12:25" in late.found.en


def test_no_mark_is_told_beside_a_running_posdesk_and_an_unreadable_one_always(home: Path) -> None:
    (home / end_mark.FILE_NAME).unlink()
    assert found(home).state is State.OK
    with HomeLock(home):
        assert found(home).state is State.LOOK
    (home / end_mark.FILE_NAME).mkdir()
    assert found(home).state is State.LOOK


def test_a_journal_that_was_set_back_is_broken_before_the_start_and_a_loss_after_it(home: Path) -> None:
    backup.copy(home / FILE_NAME, home.parent / "copy.sqlite")
    work(home, "C")
    work(home)
    shutil.copyfile(home.parent / "copy.sqlite", home / FILE_NAME)
    finding = found(home)
    assert finding.state is State.BROKEN
    assert "an older one was copied over it" in finding.found.en
    assert "较旧的文件" in finding.found.zh
    work(home)
    assert found(home).state is State.OK


def test_a_mark_that_moves_on_while_the_doctor_looks_is_well(home: Path) -> None:
    """The look at a long trail takes longer than it is from beat to beat."""
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        journal.write(long_trail).result(60)
        with beating(journal):
            assert {found(home).state for _ in range(3)} == {State.OK}


def long_trail(tx: Transaction) -> None:
    for _ in range(10_000):
        audit.write(tx, "test.line")


@contextlib.contextmanager
def beating(journal: Journal) -> Iterator[None]:
    """A posdesk at work, which never rests."""
    ending = threading.Event()

    def beat() -> None:
        while not ending.is_set():
            journal.write(lambda tx: audit.write(tx, "test.line")).result(60)
            set_back.keep(journal.path.parent, journal.write(end_mark.committed).result(60))

    work = threading.Thread(target=beat)
    work.start()
    try:
        yield
    finally:
        ending.set()
        work.join()


def test_a_mark_of_another_journal_is_told(home: Path, tmp_path: Path) -> None:
    work(tmp_path / "other", "Z")
    shutil.copyfile(tmp_path / "other" / FILE_NAME, home / FILE_NAME)
    finding = found(home)
    assert (finding.state, "missing" in finding.found.en) == (State.LOOK, True)


@pytest.mark.posix("no folder is locked there")
def test_a_home_whose_folder_cannot_be_locked_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(_number: int, _how: int) -> None:
        raise OSError(95, "Operation not supported")

    assert files.home_folder(snapshot_of(home, CLOCK)).state is State.OK
    monkeypatch.setattr("fcntl.flock", flock)
    finding = files.home_folder(snapshot_of(home, CLOCK))
    assert finding.state is State.LOOK
    assert "Never delete posdesk.lock" in finding.todo.en
