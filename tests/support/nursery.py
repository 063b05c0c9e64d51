"""Simulators as copies of one that has begun: each costs some ms, where a start takes a processor a second.

A run of all tests has hundreds of them. The nursery is a program that has imported the simulator and forks; a
copy goes on as `python -m posdesk.simulator --config -` does from there. It ends with whoever began it.
"""

import atexit
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import NoReturn

from tests.support import trust
from tests.support.paths import ROOT

IS_HERE = sys.platform == "linux"
MODULES = ("posdesk.simulator.command", "uvicorn.lifespan.off", "uvicorn.loops.asyncio")
_MOST_BYTES = 1 << 18  # of an environment
_ENDS_WITHIN_S = 10.0


class Copy:
    """A copy that runs: what is asked of a Popen, too."""

    def __init__(self, told: int) -> None:
        """`told` is where the nursery writes its number, and its exit code at its end."""
        self._told = os.fdopen(told, "rb", buffering=0)
        self.pid = int(self._told.readline())
        self._code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code. Raises subprocess.TimeoutExpired after so many seconds."""
        if self._code is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a simulator", timeout or 0)
            self._code = int(self._told.readline())
        return self._code

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, number: int, /) -> None:
        """Unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def close(self) -> None:
        """Ended at the latest now."""
        self.send_signal(signal.SIGKILL)
        self.wait(_ENDS_WITHIN_S)
        self._told.close()


@contextmanager
def copied(config: str) -> Iterator[tuple[Copy, str]]:
    """A simulator of this configuration, and the first line it says; killed on the way out if it runs yet."""
    (given, give), (hear, said), (told, tell) = os.pipe(), os.pipe(), os.pipe()
    words = json.dumps({"environment": dict(os.environ)}).encode()
    socket.send_fds(_nursery(), [words], [given, said, 2, tell])
    for handed_over in (given, said, tell):
        os.close(handed_over)
    copy = Copy(told)
    try:
        with os.fdopen(give, "w", encoding="utf-8") as stdin:
            stdin.write(config)
        with os.fdopen(hear, encoding="utf-8") as stdout:
            yield copy, stdout.readline()
    finally:
        copy.close()


@cache
def _nursery() -> socket.socket:
    """Our end of the one of this process."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.support.nursery", str(its.fileno())]
    nobody = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, pass_fds=(its.fileno(),), stdin=nobody, stdout=nobody)
    its.close()
    atexit.register(_end, ours, process)
    return ours


def _end(ours: socket.socket, process: subprocess.Popen[bytes]) -> None:
    ours.close()
    process.wait(_ENDS_WITHIN_S)


def main(fd: int) -> None:
    """Make copies until whoever asks for them has gone."""
    for number in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # whoever made a copy is nobody's to wait for
    for name in MODULES:
        importlib.import_module(name)
    trust.read_once()
    trust.of_certifi()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=fd) as asked:
        while True:
            words, files, _, _ = socket.recv_fds(asked, _MOST_BYTES, 4)
            if not words:
                return
            if os.fork() == 0:
                asked.close()
                _keep(files, json.loads(words)["environment"])
            for file in files:
                os.close(file)


def _keep(files: list[int], environment: dict[str, str]) -> NoReturn:
    """Make a copy, and tell of its beginning and its end."""
    *standard, tell = files
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid == 0:
        os.close(tell)
        _live(standard, environment)
    os.write(tell, f"{pid}\n".encode())
    for file in standard:
        os.close(file)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.write(tell, f"{code}\n".encode())
    os._exit(0)


def _live(standard: list[int], environment: dict[str, str]) -> NoReturn:
    from posdesk.host import command_line
    from posdesk.simulator.command import main as simulate

    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, file in enumerate(standard):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    code = 1
    try:
        command_line.make_safe()
        code = simulate(["--config", "-"])
    except BaseException:  # noqa: BLE001 - said as a program's own end says it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]))
