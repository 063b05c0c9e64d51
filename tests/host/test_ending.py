"""Whoever ends posdesk, and however: what is under way is finished and the end is written down."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from posdesk.engine.listening.listener_socket import FILE_NAME
from tests.support.engine import READY, EngineHome
from tests.support.keyring_backend import seeded_environment
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.simulator import MEITUAN
from tests.support.system import SHOWS_WINDOWS

pytestmark = pytest.mark.waits
POSIX = pytest.mark.posix("signals as POSIX has them")
WINDOWS = pytest.mark.windows("consoles and windows as Windows has them")


@contextmanager
def desk(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A desk that takes orders, started without a console; killed on the way out if it still runs."""
    EngineHome(home, "http://127.0.0.1:9", [MEITUAN])
    program = str(Path(sys.executable).with_name("pythonw.exe"))
    line = [program, "-m", "posdesk", "run", "--home", str(home)]
    with subprocess.Popen(line, env=seeded_environment({}), cwd=ROOT) as process:
        try:
            wait_for((home / FILE_NAME).exists, "the address", 60)
            yield process
        finally:
            process.kill()


@contextmanager
def engine(home: Path, *before: str) -> Iterator[subprocess.Popen[str]]:
    """An engine that takes orders; killed on the way out if it still runs."""
    EngineHome(home, "http://127.0.0.1:9", [MEITUAN])
    with subprocess.Popen(
        [*before, sys.executable, "-m", "posdesk", "engine", "--home", str(home)],
        env=seeded_environment({}),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith(READY)
            wait_for((home / FILE_NAME).exists, "the address")
            yield process
        finally:
            process.kill()


def ended_in_order(home: Path, process: subprocess.Popen[Any]) -> bool:
    """Its own exit code, no address of a listener that is gone, and nothing that went wrong."""
    code = process.wait(30)
    log = home / "logs" / "posdesk.log"  # not there where nothing was to be said
    said = log.read_text(encoding="utf-8") if log.exists() else ""
    return code == 0 and not (home / FILE_NAME).exists() and '"trace"' not in said


@POSIX
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_and_a_closed_terminal_end_the_engine_in_order(tmp_path: Path, name: str) -> None:
    with engine(tmp_path, *_WITH_HANG_UP) as process:
        process.send_signal(getattr(signal, name))
        assert ended_in_order(tmp_path, process)


_TWO_AT_ONCE = """
import faulthandler, os, signal, sys
from posdesk.host.ending import Ending
faulthandler.dump_traceback_later(20, exit=True)
with Ending().watch() as ending:
    seen = []
    def trace(frame, event, arg):
        if os.path.basename(frame.f_code.co_filename) in ("ending.py", "threading.py"):
            if len(seen) < 50:
                seen.append(frame.f_code.co_name)
                os.kill(os.getpid(), signal.SIGHUP)
        return trace
    sys.settrace(trace)
    os.kill(os.getpid(), signal.SIGTERM)
    wanted = ending.wanted.wait(10)
    sys.settrace(None)
sys.exit(0 if wanted else 1)
"""


@POSIX
def test_a_signal_within_another_ones_handler_hangs_nothing() -> None:
    """A terminal that closes sends one, its shell another; a handler finds this thread anywhere."""
    line = [*_WITH_HANG_UP, sys.executable, "-c", _TWO_AT_ONCE]
    assert subprocess.run(line, cwd=ROOT, check=False, timeout=60).returncode == 0


_WITH_HANG_UP = (
    sys.executable,
    "-c",
    "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_DFL);"
    "signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])",
)  # whoever runs the tests may do so under nohup, or behind a shell's &, where both are ignored


@POSIX
def test_under_nohup_a_closed_terminal_ends_nothing(tmp_path: Path) -> None:
    with engine(tmp_path, "nohup") as process:
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        assert ended_in_order(tmp_path, process)
    log = tmp_path / "logs" / "posdesk.log"
    assert not log.exists() or "trace" not in log.read_text(encoding="utf-8")


_IN_A_CONSOLE = """
import ctypes, pathlib, sys
from tests.host.test_ending import engine, ended_in_order
home = pathlib.Path(sys.argv[1])
with engine(home) as process:
    ctypes.windll.kernel32.SetConsoleCtrlHandler(None, 1)  # this program hears it, too
    assert ctypes.windll.kernel32.GenerateConsoleCtrlEvent(0, 0)
    sys.exit(0 if ended_in_order(home, process) else 1)
"""


@WINDOWS
def test_ctrl_c_in_its_console_ends_the_engine_in_order(tmp_path: Path) -> None:
    """Only a program of the same console can press it: so a third one does, in a new one."""
    words = [sys.executable, "-c", _IN_A_CONSOLE, str(tmp_path)]
    new = int(getattr(subprocess, "CREATE_NEW_CONSOLE", 0))
    done = subprocess.run(words, cwd=ROOT, creationflags=new, check=False, timeout=60)
    assert done.returncode == 0


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    from posdesk.host.windows_ending import CLASS_NAME, Notices

    def _told_of_the_end(pid: int) -> bool:
        """Sends what Windows sends at the end of a session; returns when it is answered."""
        user = ctypes.WinDLL("user32")
        user.SendMessageW.argtypes = (wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
        window, owner = user.FindWindowW(CLASS_NAME, None), wintypes.DWORD()
        user.GetWindowThreadProcessId(window, ctypes.byref(owner))
        assert owner.value == pid
        agreed = user.SendMessageW(window, 0x11, 0, 0)  # WM_QUERYENDSESSION
        user.SendMessageW(window, 0x16, 1, 0)  # WM_ENDSESSION
        return bool(agreed)

    def test_a_console_that_is_closed_is_told_to_go_only_when_all_is_put_away() -> None:
        done: list[str] = []
        notices = Notices(lambda: done.append("a key"), lambda: done.append("put away"))
        assert [notices._hear_console(event) for event in (0, 2, 5, 6, 99)] == [True, True, True, True, False]
        assert done == ["a key", "put away", "put away", "put away"]

    @pytest.mark.skipif(not SHOWS_WINDOWS, reason="wine makes no window without a screen")
    def test_signing_out_of_windows_ends_the_engine_in_order_before_it_is_answered(tmp_path: Path) -> None:
        with engine(tmp_path) as process:
            assert _told_of_the_end(process.pid)
            assert not (tmp_path / FILE_NAME).exists()
            assert ended_in_order(tmp_path, process)

    @pytest.mark.skipif(not SHOWS_WINDOWS, reason="wine makes no window without a screen")
    def test_signing_out_of_windows_ends_the_desk_in_order_before_it_is_answered(tmp_path: Path) -> None:
        """Started by pythonw, as by an icon."""
        with desk(tmp_path) as process:
            assert _told_of_the_end(process.pid)
            assert not (tmp_path / FILE_NAME).exists()
            assert ended_in_order(tmp_path, process)


_WAITS_WITHOUT_LIMIT = """
import faulthandler, os, signal, sys, threading, time
from posdesk.host.ending import Ending
faulthandler.dump_traceback_later(30, exit=True)
with Ending().watch() as ending:
    def wake():
        ending.wanted.wake()
        while not woken:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)
    woken = []
    threading.Thread(target=wake).start()
    woken.append(ending.wanted.wait())
    wanted = ending.wanted.wait()
sys.exit(0 if (woken, wanted) == ([False], True) else 1)
"""


@POSIX
def test_a_signal_ends_a_wait_that_looks_at_no_clock() -> None:
    """Whoever is only woken is told that the end is not wanted."""
    line = [sys.executable, "-c", _WAITS_WITHOUT_LIMIT]
    assert subprocess.run(line, cwd=ROOT, check=False, timeout=60).returncode == 0
