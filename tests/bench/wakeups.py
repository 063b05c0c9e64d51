"""How often a process wakes, and how long it computes, as Linux counts it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_CPU_OF_PROCESS = 2


@dataclass(frozen=True, slots=True)
class Activity:
    """What a process did so far: times that a thread of it slept and woke again, seconds of CPU."""

    wakes: int
    cpu_s: float


def activity(pid: int) -> Activity:
    """Wake-ups are those of threads that live. Raises OSError once the process has ended."""
    tasks = [task for task in Path(f"/proc/{pid}/task").iterdir() if (task / "status").exists()]
    return Activity(sum(map(_wakes, tasks)), cpu_s(pid))


def cpu_s(pid: int) -> float:
    """Seconds of all its threads on a core so far, ended ones too, by Linux' clock of that process."""
    return time.clock_gettime((~pid << 3) | _CPU_OF_PROCESS)


def _wakes(task: Path) -> int:
    lines = (task / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))


@dataclass(frozen=True, slots=True)
class Idle:
    """What a process costs while nobody wants anything of it."""

    wakes_a_minute: float
    core_percent: float


def idle(pids: Sequence[int], seconds: float) -> list[Idle]:
    """Of each of these processes, all at the same time."""
    before = [activity(pid) for pid in pids]
    time.sleep(seconds)
    after = [activity(pid) for pid in pids]
    return [_between(first, last, seconds) for first, last in zip(before, after, strict=True)]


def _between(first: Activity, last: Activity, seconds: float) -> Idle:
    wakes, used_s = last.wakes - first.wakes, last.cpu_s - first.cpu_s
    return Idle(wakes * 60 / seconds, used_s * 100 / seconds)
