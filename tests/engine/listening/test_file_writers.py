"""Whether somebody writes a file, as the system tells it: real handles, other processes and accounts."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from posdesk.engine.listening import complete_files
from posdesk.engine.listening.complete_files import WriterState, writer_of
from tests.support.accounts import NOBODY, needs_another_account, open_ground
from tests.support.paths import ROOT

_LOOK = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r});"
    " from posdesk.engine.listening.complete_files import writer_of; "
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "湘阴.csv"
    path.write_bytes(b"1\n")
    return path


@pytest.mark.parametrize("mode", ["ab", "r+b", "wb"])
def test_a_file_that_is_open_for_writing_has_a_writer_until_it_is_closed(file: Path, mode: str) -> None:
    assert writer_of(file) is WriterState.NOBODY
    with file.open(mode):
        assert writer_of(file) is WriterState.SOMEBODY
    assert writer_of(file) is WriterState.NOBODY


def test_whoever_reads_is_no_writer(file: Path) -> None:
    with file.open("rb"):
        assert writer_of(file) is WriterState.NOBODY


def test_another_process_is_seen_as_well(file: Path) -> None:
    code = f"file = open({str(file)!r}, 'ab'); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as till:
        assert till.stdout is not None
        assert till.stdout.readline().strip() == "open"
        assert writer_of(file) is WriterState.SOMEBODY
        till.communicate("\n")
    assert writer_of(file) is WriterState.NOBODY


def test_looking_changes_nothing_and_the_next_writer_may_write(file: Path) -> None:
    for number in range(50):
        assert writer_of(file) is WriterState.NOBODY
        with file.open("ab") as till:
            till.write(b"%d\n" % number)
    assert len(file.read_bytes().splitlines()) == 51


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: None], ids=["folder", "nothing"])
def test_of_what_is_no_file_nothing_is_known(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "a.csv")
    assert writer_of(tmp_path / "a.csv") is WriterState.UNKNOWN


@needs_another_account
def test_of_another_accounts_file_nothing_is_known() -> None:
    with open_ground() as ground:
        (ground / "a.csv").write_bytes(b"1\n")
        (ground / "a.csv").chmod(0o644)
        child = os.fork()
        if not child:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os._exit(writer_of(ground / "a.csv") is not WriterState.UNKNOWN)
        assert os.waitpid(child, 0)[1] == 0


@pytest.mark.posix("leases are Linux's")
def test_a_writer_that_comes_while_somebody_looks_ends_nobody(file: Path) -> None:
    """A lease that is broken sends a signal, by default one that ends the process."""
    code = (
        f"{_LOOK}import threading; path = __import__('pathlib').Path({str(file)!r})\n"
        "done = threading.Event()\n"
        "def till():\n"
        "    while not done.is_set(): open(path, 'ab').close()\n"
        "writers = [threading.Thread(target=till) for _ in range(2)]\n"
        "[each.start() for each in writers]\n"
        "[writer_of(path) for _ in range(20_000)]\n"
        "done.set(); [each.join() for each in writers]\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.posix("Windows names its drives' kinds")
def test_a_folder_on_another_machine_is_known_by_its_mount(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    """What other machines do there no lease tells: the mounts' list says which folders these are."""
    assert not complete_files._is_remote(file.stat().st_dev)
    for kind in ("cifs", "nfs4", "fuse.sshfs"):
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as mounts:
            device = file.stat().st_dev
            where = f"{os.major(device)}:{os.minor(device)}"
            mounts.write(f"30 1 {where} / /srv rw,relatime shared:1 - {kind} //till/share rw\n")
            mounts.flush()
            monkeypatch.setattr(complete_files, "_MOUNTS", Path(mounts.name))
            assert writer_of(file) is WriterState.UNKNOWN
