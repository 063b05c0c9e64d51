"""One holder a home, across processes."""

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from posdesk.errors import DiskError, HomeInUse
from posdesk.journal.lock import FILE_NAME, HomeLock, holder_of, is_folder_locked
from tests.journal.making import python
from tests.support.processes import kill


def test_a_second_process_says_who_holds_the_home(tmp_path: Path) -> None:
    with python("holder", str(tmp_path)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(HomeInUse, match=rf"process {process.pid}\b"), HomeLock(tmp_path):
            pass
        process.communicate("")
        with HomeLock(tmp_path):
            pass


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    with python("holder", str(tmp_path)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        kill(process.pid)
        process.wait()
        with (
            HomeLock(tmp_path),
            pytest.raises(HomeInUse, match=rf"process {os.getpid()}\b"),
            HomeLock(tmp_path),
        ):
            pass


def test_a_refused_holder_takes_nothing_from_the_first(tmp_path: Path) -> None:
    with HomeLock(tmp_path):
        for _ in range(2):
            with pytest.raises(HomeInUse, match=str(os.getpid())), HomeLock(tmp_path):
                pass


def test_a_lock_is_given_back_after_an_error_and_taken_again(tmp_path: Path) -> None:
    lock = HomeLock(tmp_path / "new" / "home")
    with pytest.raises(ValueError, match="stop"), lock:
        raise ValueError("stop")
    with lock:
        pass


def test_a_home_that_cannot_be_used_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DiskError, match="Check disk and permissions"), HomeLock(tmp_path / "file"):
        pass


# The file is deleted or exchanged under its holder


def second(home: Path) -> str:
    """Who holds the home, as a second start is told."""
    with pytest.raises(HomeInUse) as refused, HomeLock(home):
        pass
    return refused.value.holder


@pytest.mark.posix("only Linux lists who holds a file")
def test_a_holder_whose_number_found_no_room_on_the_disk_is_known_all_the_same(tmp_path: Path) -> None:
    with HomeLock(tmp_path):
        (tmp_path / FILE_NAME).write_bytes(b"")
        assert holder_of(tmp_path) == str(os.getpid())


@pytest.mark.posix("a held file can't be deleted there")
def test_a_deleted_lock_file_lets_nobody_else_in(tmp_path: Path) -> None:
    with python("holder", str(tmp_path)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        (tmp_path / FILE_NAME).unlink()
        assert second(tmp_path) == (str(process.pid) if Path("/proc/locks").exists() else "unknown")
        assert holder_of(tmp_path) == second(tmp_path)


@pytest.mark.posix("a held file can't be deleted there")
@pytest.mark.parametrize("what_comes", [None, b"", b"somebody's copy"])
def test_a_holder_takes_a_deleted_or_exchanged_file_anew(tmp_path: Path, what_comes: bytes | None) -> None:
    with HomeLock(tmp_path) as lock:
        assert lock.look() == ""
        (tmp_path / FILE_NAME).unlink()
        if what_comes is not None:
            (tmp_path / FILE_NAME).write_bytes(what_comes)
        assert lock.look() == ""
        assert (tmp_path / FILE_NAME).read_text() == str(os.getpid()) == second(tmp_path)
    with HomeLock(tmp_path):
        pass


@pytest.mark.posix("a held file can't be replaced there")
def test_a_holder_is_told_who_holds_the_file_that_took_its_place(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    with HomeLock(tmp_path / "ours") as lock, python("holder", str(tmp_path / "theirs")) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        (tmp_path / "theirs" / FILE_NAME).replace(tmp_path / "ours" / FILE_NAME)
        assert lock.look() == str(process.pid)
        process.communicate("")
        assert lock.look() == "", "it is free again"


@pytest.mark.posix("a held folder can't be renamed there")
def test_another_home_in_the_place_of_ours_is_its_holders(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with HomeLock(home) as lock:
        home.rename(tmp_path / "away")
        with pytest.raises(DiskError, match="home"):
            lock.look()
        assert second(tmp_path / "away") == str(os.getpid())
        with python("holder", str(home)) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            assert lock.look() == str(process.pid)


@pytest.mark.posix("no folder is locked there")
@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EBADF, errno.ENOTSUP, errno.EINVAL])
def test_where_no_folder_can_be_locked_the_file_alone_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    import fcntl

    real = fcntl.flock

    def flock(number: int, how: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(error, os.strerror(error))
        real(number, how)

    assert is_folder_locked(tmp_path)
    monkeypatch.setattr(fcntl, "flock", flock)
    assert not is_folder_locked(tmp_path)
    with HomeLock(tmp_path) as lock:
        assert second(tmp_path) == holder_of(tmp_path) == str(os.getpid())
        (tmp_path / FILE_NAME).unlink()
        assert holder_of(tmp_path) is None
        assert lock.look() == ""
        assert second(tmp_path) == str(os.getpid())


@pytest.mark.posix("another call locks there")
def test_a_disk_that_locks_no_files_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(_number: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", flock)
    with pytest.raises(DiskError, match="can't be locked"), HomeLock(tmp_path):
        pass


def test_whoever_asks_who_holds_a_home_keeps_nobody_out(tmp_path: Path) -> None:
    """Asking shares the lock for a moment."""
    over = threading.Event()

    def ask() -> None:
        while not over.wait(0.002):
            holder_of(tmp_path)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _ in range(50):
            with HomeLock(tmp_path) as lock:
                assert lock.look() == ""
    finally:
        over.set()
        asking.join()
