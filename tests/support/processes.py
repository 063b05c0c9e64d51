"""Programs that live as long as a `with` block."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

from tests.support.looks import rest_s

# On Windows only Ctrl+C in its console asks a program to end. So what is asked gets a console of its own,
# without a window, and whoever asks goes into that console for a moment.
OWN_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_CTRL_C = """
import ctypes, sys
kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
kernel32.FreeConsole()
kernel32.SetConsoleCtrlHandler(None, 1)
done = kernel32.AttachConsole(int(sys.argv[1])) and kernel32.GenerateConsoleCtrlEvent(0, 0)
sys.exit(0 if done else f"no Ctrl+C: {ctypes.get_last_error()}")
"""
PATIENCE_S = 20.0
STEP_S = 0.05
KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL  # Windows has one end, without a word
KILLED = int(KILL) if sys.platform == "win32" else -int(KILL)  # the exit code of a process that was killed


@contextmanager
def running(
    command: Sequence[str], env: Mapping[str, str] | None = None, feed: bytes = b""
) -> Iterator[None]:
    """Runs `command` in the background, gives it `feed` on stdin, and ends it on the way out."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as process:
        assert process.stdin is not None
        try:
            process.stdin.write(feed)
            process.stdin.close()
            yield
        finally:
            _end(process)


@contextmanager
def announcing(command: Callable[[int], Sequence[str]]) -> Iterator[str]:
    """Runs `command(fd)` and yields the line that the program writes to `fd` once it is ready.

    Raises RuntimeError where it ends without a word.
    """
    reader, writer = os.pipe()
    line = command(writer)
    quiet = subprocess.DEVNULL
    with subprocess.Popen(line, pass_fds=(writer,), stdin=quiet, stdout=quiet, stderr=quiet) as process:
        os.close(writer)
        try:
            with os.fdopen(reader, encoding="utf-8") as pipe:
                word = pipe.readline().strip()
            if not word:
                raise RuntimeError(f"{line[0]} ended before it was ready")
            yield word
        finally:
            _end(process)


def free_port() -> int:
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def kill(pid: int) -> None:
    """End a process at once, as a power cut would: nothing of it is asked, nothing cleaned up."""
    os.kill(pid, KILL)


class Running(Protocol):
    """A program of ours."""

    @property
    def pid(self) -> int:
        """Its number."""

    def send_signal(self, number: int, /) -> None:
        """Unless it has ended."""


def ask_to_end(process: Running) -> None:
    """Ask it to end, as an administrator would; it was started with `creationflags=OWN_CONSOLE`."""
    if sys.platform == "win32":
        line = [sys.executable, "-S", "-E", "-c", _CTRL_C, str(process.pid)]  # it needs no package
        subprocess.run(line, check=True, stdin=subprocess.DEVNULL)
    else:
        process.send_signal(signal.SIGTERM)


def wait_for(fact: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Returns once `fact()` holds; raises TimeoutError naming `what` after 20 s, or the given patience."""
    began_s = time.monotonic()
    deadline = began_s + patience_s
    while not fact():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come up within {patience_s:.0f} s")
        time.sleep(rest_s(began_s, STEP_S))
        began_s = time.monotonic()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
