"""posdesk opened once more brings its window to the front; SIGTERM ends it though orders wait."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from posdesk.engine.listening.listener_socket import FILE_NAME
from tests.support.engine import EngineHome
from tests.support.front import pid_in_front
from tests.support.keyring_backend import seeded_environment
from tests.support.other_program import other_program
from tests.support.paths import ROOT
from tests.support.processes import OWN_CONSOLE, ask_to_end, wait_for
from tests.support.simulator import MEITUAN

pytestmark = [pytest.mark.window, pytest.mark.waits]
SAMPLE = (ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes()


@contextmanager
def desk(home: EngineHome) -> Iterator["subprocess.Popen[str]"]:
    """A desk of this home in a process of its own; killed on the way out if it still runs."""
    line = [sys.executable, "-m", "posdesk", "run", "--home", str(home.folder)]
    with subprocess.Popen(
        line,
        env=seeded_environment(home.secrets),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        creationflags=OWN_CONSOLE,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_second_start_brings_the_first_window_to_the_front_and_sigterm_asks_nothing(
    tmp_path: Path,
) -> None:
    home = EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])
    with desk(home) as first:
        wait_for((tmp_path / FILE_NAME).exists, "the address", 60)
        wait_for(lambda: pid_in_front() == first.pid, "the desk's window", 60)
        assert home.post(MEITUAN, SAMPLE).json()["code"] == 0
        with other_program() as other:
            wait_for(lambda: other.come_to_front().is_active, "the other program")
            assert pid_in_front() != first.pid
            with desk(home) as second:
                wait_for(lambda: pid_in_front() == first.pid, "the first window", 60)
                assert second.wait(60) == 1
                assert second.stderr is not None
                said = second.stderr.read()
            assert f"process {first.pid}" in said
            assert "in front now" in said
            assert "Traceback" not in said
        assert first.poll() is None
        ask_to_end(first)
        assert first.wait(60) == 0


@pytest.mark.timeout(300)
def test_two_starts_at_once_are_one_window(tmp_path: Path) -> None:
    """Somebody clicked twice on the icon; on a slow PC the first one needs seconds for its window."""
    home = EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])
    with desk(home) as one, desk(home) as other:
        wait_for(lambda: (one.poll(), other.poll()) != (None, None), "the second one's end", 200)
        late, first = (one, other) if one.poll() is not None else (other, one)
        assert late.stderr is not None
        assert f"process {first.pid}): its window is in front now" in late.stderr.read()
        wait_for((tmp_path / FILE_NAME).exists, "the address", 60)  # ended before, it tells that none came
        ask_to_end(first)
        assert first.wait(60) == 0
