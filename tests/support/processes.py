"""Programs that live as long as a `with` block."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

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


def wait_for(fact: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Returns once `fact()` holds; raises TimeoutError naming `what` after 20 s, or the given patience."""
    deadline = time.monotonic() + patience_s
    while not fact():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come up within {patience_s:.0f} s")
        time.sleep(STEP_S)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
