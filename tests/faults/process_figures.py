"""What a running program takes of the machine, seen from outside (Linux), and the sizes of its journal."""

import json
import os
import re
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from posdesk.journal.journal import FILE_NAME
from tests.support.processes import wait_for

_MEMORY = ("Rss", "Anonymous", "Pss", "Private_Clean", "Private_Dirty")


@dataclass(frozen=True, slots=True)
class Sample:
    """One look; memory in KiB, sizes in bytes. `connections` are SQLite's to the journal.

    `anonymous_kib` is what is no page of a file. What is shared with others (PSS, USS) changes with them.
    """

    rss_kib: int
    anonymous_kib: int
    pss_kib: int
    uss_kib: int
    threads: int
    handles: Counter[str]
    connections: int
    journal_bytes: int
    wal_bytes: int
    children: int
    names: Counter[str] = field(default_factory=Counter)

    @property
    def handle_count(self) -> int:
        """All open file handles."""
        return sum(self.handles.values())


def look(pid: int, home: Path) -> Sample:
    """A program and its journal as they are. Raises OSError once the program has ended."""
    proc, journal = Path(f"/proc/{pid}"), home / FILE_NAME
    rss, anonymous, pss, *private = _memory(proc)
    handles = _handles(proc)
    tasks = [*(proc / "task").iterdir()]
    names = Counter(filter(None, (_text(task / "comm").strip() for task in tasks)))
    return Sample(
        rss_kib=rss,
        anonymous_kib=anonymous,
        pss_kib=pss,
        uss_kib=sum(private),
        threads=sum(names.values()),
        handles=handles,
        connections=handles["wal"],  # one each
        journal_bytes=journal.stat().st_size,
        wal_bytes=_size(journal.with_name(f"{FILE_NAME}-wal")),
        children=sum(len(_text(task / "children").split()) for task in tasks),
        names=names,
    )


def _text(path: Path) -> str:
    """What a thread's file says; nothing where it ended since it was listed."""
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _memory(proc: Path) -> list[int]:
    text = (proc / "smaps_rollup").read_text()
    return [int(re.findall(rf"^{name}:\s+(\d+) kB", text, re.M)[0]) for name in _MEMORY]


def _handles(proc: Path) -> Counter[str]:
    """The open handles by kind."""
    kinds: Counter[str] = Counter()
    for entry in (proc / "fd").iterdir():
        try:
            kinds[_kind(str(entry.readlink()))] += 1
        except FileNotFoundError:
            continue  # closed a moment ago
    return kinds


def _kind(target: str) -> str:
    special = re.match(r"(socket|pipe|anon_inode):", target)
    if special:
        return special[1]
    for ending, kind in (("-wal", "wal"), ("-shm", "shm"), (FILE_NAME, "journal")):
        if target.endswith(ending):
            return kind
    return "device" if target.startswith("/dev/") and "shm" not in target else "file"


def ask(pid: int, told: Path, patience_s: float = 30.0) -> dict[str, object]:
    """What the program says that it holds (`fast.arm` made it listen). Raises TimeoutError."""
    told.unlink(missing_ok=True)
    began = time.monotonic()
    os.kill(pid, signal.SIGUSR1)
    wait_for(told.exists, "the program's own word", patience_s)
    held: dict[str, object] = json.loads(told.read_text(encoding="utf-8"))
    return {**held, "asked_s": round(time.monotonic() - began, 2)}
