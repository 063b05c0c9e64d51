"""What a running process asks of the system, as strace writes it down."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.processes import wait_for

_LONGEST = 70_000  # characters of what is written: a commit of some pages
_BEGUN = re.compile(r"^(?P<thread>\d+) +(?P<call>\w+)\((?P<said>.*)$", re.S)
_RESUMED = re.compile(r"^(?P<thread>\d+) +<\.\.\. (?P<call>\w+) resumed>(?P<said>.*)$", re.S)


@dataclass(frozen=True, slots=True)
class Call:
    """A system call: `begun` and `ended` are the lines of the trace at which it was asked and answered."""

    name: str
    said: str
    begun: int
    ended: int

    @property
    def is_done(self) -> bool:
        """Whether the system said that it was done."""
        return self.said.rstrip().endswith("= 0")


@contextmanager
def traced(pid: int, file: Path, *calls: str) -> Iterator[None]:
    """Within the block the calls of all its threads are written down. Fails where strace can't trace."""
    options = (
        "-f",
        "-y",
        "-s",
        str(_LONGEST),
        "-e",
        f"trace={','.join(calls)}",
        "-o",
        str(file),
        "-p",
        str(pid),
    )
    try:
        strace = subprocess.Popen(["strace", *options], stderr=subprocess.PIPE, text=True)
    except FileNotFoundError:
        raise AssertionError("strace is not installed: apt-get install strace") from None
    assert strace.stderr is not None
    said = strace.stderr.readline()
    try:
        assert "attached" in said, f"strace can't trace here: {said.strip()} {strace.stderr.read()}"
        yield
    finally:
        strace.terminate()
        strace.wait(timeout=20)
        strace.stderr.close()


def calls_of(file: Path) -> list[Call]:
    """The calls of a trace, in the order in which they were asked."""
    found: list[Call] = []
    open_ones: dict[tuple[str, str], tuple[int, str]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines()):
        if begun := _BEGUN.match(line):
            thread, name, said = begun.groups()
            if said.endswith("<unfinished ...>"):
                open_ones[thread, name] = (number, said)
            else:
                found.append(Call(name, said, number, number))
        elif resumed := _RESUMED.match(line):
            thread, name, rest = resumed.groups()
            at, said = open_ones.pop((thread, name), (number, ""))
            found.append(Call(name, said + rest, at, number))
    return sorted(found, key=lambda call: call.begun)


def wait_for_call(file: Path, text: str) -> None:
    """Until the trace holds this."""
    wait_for(lambda: file.exists() and text in file.read_text(encoding="utf-8", errors="replace"), text)
