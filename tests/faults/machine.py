"""What can go wrong with the machine that an engine runs on."""

import contextlib
import os
import random
import signal
import socket
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

Process = subprocess.Popen[bytes]


@contextlib.contextmanager
def read_only(home: Path) -> Iterator[None]:
    """Nobody may write in the home; root, made meek, may not either."""
    paths = [home, *home.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path, mode in modes.items():
            with contextlib.suppress(FileNotFoundError):
                path.chmod(mode)


@contextlib.contextmanager
def filled(home: Path) -> Iterator[None]:
    """Nothing can be written any more on the disk of its own that a home is."""
    filler = home / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    try:
        yield
    finally:
        filler.unlink()


@contextlib.contextmanager
def limited(process: Process | None, wal: Path) -> Iterator[None]:
    """A process can't make its files longer than the journal's -wal is, and a little."""
    size = wal.stat().st_size if wal.exists() else 0
    _limit(process, size + 6000)
    try:
        yield
    finally:
        _limit(process, None)


def _limit(process: Process | None, size: int | None) -> None:
    import resource  # here, so that these modules can be read on Windows

    endless = resource.RLIM_INFINITY
    if process is not None and process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (endless if size is None else size, endless))


@contextlib.contextmanager
def asleep(process: Process | None, seconds: float) -> Iterator[None]:
    """A process stands still for so long, whatever is under way."""
    if process is None or process.poll() is not None:
        yield
        return
    process.send_signal(signal.SIGSTOP)
    timer = threading.Timer(seconds, process.send_signal, (signal.SIGCONT,))
    timer.start()
    try:
        yield
    finally:
        timer.join()


@contextlib.contextmanager
def locked(journal: Path, seconds: float) -> Iterator[None]:
    """Another program holds the journal for so long."""
    if not journal.exists():
        yield
        return
    db = sqlite3.connect(journal, timeout=5, isolation_level=None, check_same_thread=False)
    try:
        with contextlib.suppress(sqlite3.Error):
            db.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(seconds, db.close)
        timer.start()
        yield
        timer.join()
    finally:
        db.close()


@contextlib.contextmanager
def own_port() -> Iterator[int]:
    """A port that no other seed of this machine takes while the engine is dead: its UDP twin is the proof."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as proof:
        while True:
            port = random.randrange(20_000, 32_000)  # below what the system gives out by itself
            with contextlib.suppress(OSError):
                proof.bind(("127.0.0.1", port))
                break
        yield port


@contextlib.contextmanager
def small_disk(home: Path) -> Iterator[bool]:
    """A disk of 24 MiB at `home`, where we may mount one; whether there is one."""
    home.mkdir(exist_ok=True)
    line = ["mount", "-t", "tmpfs", "-o", "size=24m", "posdesk-faults", str(home)]
    mounted = os.geteuid() == 0 and subprocess.run(line, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(home)], check=True)
