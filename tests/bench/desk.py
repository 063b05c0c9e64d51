"""`posdesk run` as a process of its own on a home, and a screen of its own to show it on."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from posdesk.engine.door import FILE_NAME as ADDRESS_FILE
from posdesk.engine.door import GATEWAY_PATH
from tests.support.display import display
from tests.support.engine import EngineHome
from tests.support.keyring_backend import seeded_environment
from tests.support.paths import ROOT
from tests.support.processes import wait_for

SCREEN = "1366x768x24"
"""The counter PC of most shops."""
PATIENCE_S = 60.0
_CPU_OF_PROCESS = 2


@dataclass(frozen=True, slots=True)
class Program:
    """A program that was started at `begun_s` of time.monotonic."""

    process: subprocess.Popen[bytes]
    begun_s: float

    @property
    def pid(self) -> int:
        """Its process number."""
        return self.process.pid

    def tell(self, line: str) -> None:
        """A line on its stdin."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def cpu_s(self) -> float:
        """Seconds of all its threads on a core so far, by the system's clock of that process."""
        return time.clock_gettime((~self.pid << 3) | _CPU_OF_PROCESS)

    def resident_mb(self) -> float:
        """Its resident set, in MB."""
        return self._status()["VmRSS"] / 1024

    def wake_ups(self) -> int:
        """How often one of its threads has slept and was woken."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/status")
        return sum(_numbers(path)["voluntary_ctxt_switches"] for path in tasks)

    def _status(self) -> Mapping[str, int]:
        return _numbers(Path(f"/proc/{self.pid}/status"))


def _numbers(path: Path) -> Mapping[str, int]:
    pairs = (line.partition(":") for line in path.read_text(encoding="ascii").splitlines())
    return {
        name: int(value.split()[0])
        for name, _, value in pairs
        if value.split()[:1] and value.split()[0].isdigit()
    }


@contextmanager
def screen() -> Iterator[Mapping[str, str]]:
    """A screen of a counter PC with a window manager; yields the environment variables that lead there."""
    with display(SCREEN) as variables:
        yield {**variables, "QT_QPA_PLATFORM": "xcb"}


@contextmanager
def program(arguments: Sequence[str], env: Mapping[str, str]) -> Iterator[Program]:
    """A Python with these arguments; ended by SIGTERM, as at a log-off, and killed where that doesn't do."""
    begun_s = time.monotonic()
    quiet, command = subprocess.DEVNULL, [sys.executable, *arguments]
    with subprocess.Popen(
        command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet
    ) as process:
        try:
            yield Program(process, begun_s)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()


@contextmanager
def starting_desk(home: EngineHome, on: Mapping[str, str]) -> Iterator[Program]:
    """The desk on that home and screen, at once after its start; its secrets are in a keyring in memory."""
    (home.folder / ADDRESS_FILE).unlink(missing_ok=True)
    env = {**seeded_environment(home.secrets), **on}
    with program(("-m", "posdesk", "run", "--home", str(home.folder)), env) as desk:
        yield desk


def starting_bare(on: Mapping[str, str]) -> AbstractContextManager[Program]:
    """The bare window on that screen, at once after its start."""
    return program(("-m", "tests.bench.windows.bare"), {**seeded_environment({}), **on})


def starting_table(on: Mapping[str, str], rows: int) -> AbstractContextManager[Program]:
    """Qt's own table as a board, with so many rows, at once after its start."""
    return program(("-m", "tests.bench.windows.table", str(rows)), {**seeded_environment({}), **on})


def demo(on: Mapping[str, str]) -> AbstractContextManager[Program]:
    """The demo on that screen, at once after its start."""
    return program(("-m", "posdesk", "demo"), {**seeded_environment({}), **on})


@contextmanager
def running_desk(home: EngineHome, on: Mapping[str, str]) -> Iterator[Program]:
    """The desk on that home and screen, once it takes orders."""
    with starting_desk(home, on) as desk:
        wait_for(lambda: takes_orders(home), "the desk", PATIENCE_S)
        yield desk


def takes_orders(home: EngineHome) -> bool:
    """Whether the listener of that home says that it is well."""
    if not (home.folder / ADDRESS_FILE).is_file():
        return False
    health = home.gateway.replace(GATEWAY_PATH, "/healthz")
    try:
        return httpx.get(health, trust_env=False, timeout=5).status_code == 200
    except httpx.TransportError:
        return False
