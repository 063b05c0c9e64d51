"""The drop folder of a real engine, and the command beside it: a kill in the worst moment doubles nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.dropping import Drop
from tests.engine.killed_folder import STEPS
from tests.engine.receipt_making import serials_in, troubles_in
from tests.journal.making import SetClock, opened
from tests.platforms.wdk.making import body, example
from tests.support.engine import EngineHome, engine_home
from tests.support.paths import ROOT
from tests.support.processes import KILLED, wait_for
from tests.support.simulator import MEITUAN


def dropped(home: Path) -> Path:
    """A file in the drop folder of a posdesk that has not run yet."""
    path = home / "receipts-in" / "a.json"
    path.parent.mkdir()
    path.write_bytes(body([example(serial_num="1"), example(serial_num="2")]))
    return path


def test_a_kill_between_commit_and_move_doubles_nothing_and_the_next_start_moves_the_file(
    tmp_path: Path,
) -> None:
    path = dropped(tmp_path)
    killed = subprocess.run(
        [sys.executable, "-m", "tests.engine.killed_folder", tmp_path, "committed"], cwd=ROOT, check=False
    )
    assert killed.returncode == KILLED
    home = EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])
    with home.journal() as journal:
        assert serials_in(journal) == ["1", "2"]
    assert path.exists()
    with engine_home(home):
        wait_for(lambda: not path.exists(), "the file moved")
        assert (path.parent / "done" / "a.json").stat().st_size  # its name was kept free by an empty one
        with home.journal() as journal:
            assert serials_in(journal) == ["1", "2"]
            assert troubles_in(journal) == ()


@pytest.mark.parametrize("step", STEPS)
def test_wherever_it_is_killed_a_file_is_taken_once_and_watched_when_it_is_moved(
    tmp_path: Path, step: str
) -> None:
    path = dropped(tmp_path)
    killed = subprocess.run(
        [sys.executable, "-m", "tests.engine.killed_folder", tmp_path, step], cwd=ROOT, check=False
    )
    assert killed.returncode == KILLED
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        drop = Drop(tmp_path, journal, clock)
        drop.wait()
        drop.wait()
        assert (serials_in(journal), troubles_in(journal), drop.names()) == (["1", "2"], (), [])
        (done,) = (each for each in (path.parent / "done").iterdir() if each.stat().st_size)
        done.write_bytes(body([example(serial_num=serial) for serial in ("1", "2", "3")]))
        drop.wait()
        drop.wait()
        assert (serials_in(journal), troubles_in(journal)) == (["1", "2", "3"], ())


def test_the_command_works_beside_a_running_engine(tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    file.write_bytes(body(example()))
    home = EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])
    with engine_home(home):
        command = [sys.executable, "-m", "posdesk", "receipts", "import", str(file), "--home", str(tmp_path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        assert (done.returncode, done.stdout.decode().splitlines()) == (0, [f"{file}: stored 1, known 0"])
        with home.journal() as journal:
            assert len(serials_in(journal)) == 1
