"""One holder a home, across processes."""

import os
from pathlib import Path

import pytest

from posdesk.errors import DiskError, HomeInUse
from posdesk.journal.lock import HomeLock
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
