"""Processes of the bench: started, waited for, ended; what they say on stdout is read here."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.bench import wakeups
from tests.bench.programs.word import LISTENING
from tests.support.paths import ROOT

PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Program:
    """A Python program that runs."""

    process: subprocess.Popen[str]

    @property
    def pid(self) -> int:
        """Its process number."""
        return self.process.pid

    def cpu_s(self) -> float:
        """Seconds of all its threads on a core so far, ended ones too, by Linux' clock of that process."""
        return wakeups.cpu_s(self.pid)

    def resident_mb(self) -> float:
        """Its resident set, in MB."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        (line,) = (line for line in lines if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def line(self) -> str:
        """The next line that it says. Raises RuntimeError where it ended."""
        line = _pipe(self.process.stdout).readline()
        if not line:
            raise RuntimeError(f"process {self.pid} of the bench ended without a word")
        return line.rstrip("\n")

    def tell(self, line: str = "") -> None:
        """A line for its stdin."""
        pipe = _pipe(self.process.stdin)
        pipe.write(f"{line}\n")
        pipe.flush()

    def address(self) -> str:
        """The URL at which it says that it listens."""
        return self.line().rpartition(LISTENING)[2]

    def found(self) -> dict[str, Any]:
        """What it says that it measured."""
        values: dict[str, Any] = json.loads(self.line())
        return values


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@contextmanager
def program(*arguments: str, env: Mapping[str, str] | None = None) -> Iterator[Program]:
    """Runs `python ARGUMENTS` until the end of the block, with `env` added to its environment."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **(env or {})},
        cwd=ROOT,
        stdin=pipe,
        stdout=pipe,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Program(process)
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ours(name: str) -> tuple[str, str]:
    """The arguments that run a program of the bench."""
    return "-m", f"tests.bench.programs.{name}"
