"""A process that fills a disk and says of each row whether it was reported as written, then what is there.

`limit`: no file may grow beyond what it has plus a little (RLIMIT_FSIZE); `disk`: the folder lies on a small
disk, beside a ballast file that leaves little room and is taken away later.
"""

import resource
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from posdesk.errors import DiskError
from posdesk.journal import Journal, Transaction
from posdesk.journal.audit import audit
from tests.journal.making import meta_keys, one_group, opened, say

ROOM = 96 * 1024
ROOM_ON_DISK = 512 * 1024
ROUNDS, GROUP = 12, 40


def main(home: Path, how: str) -> None:
    make_room = _narrow(home) if how == "limit" else _ballast(home)
    with opened(home) as journal:
        make_scarce, make_free = make_room
        journal.write(_small_cache).result()
        make_scarce()
        for number in range(ROUNDS):
            _write_group(journal, f"row-{number}")
        make_free()
        _write_group(journal, "row-after")
        say("audit", journal.read(audit.verify).broken_at)
    with opened(home) as journal:
        for key in meta_keys(journal):
            say("there", key)


def _write_group(journal: Journal, name: str) -> None:
    with one_group(journal):
        futures = {f"{name}-{each}": journal.write(_row(f"{name}-{each}")) for each in range(GROUP)}
    for key, future in futures.items():
        say("failed" if isinstance(future.exception(), DiskError) else "done", key)


def _small_cache(tx: Transaction) -> None:
    """Pages spill before COMMIT then, and the disk is full in the middle of a job: the trap."""
    tx.db.execute("PRAGMA cache_size = 4")


def _row(key: str) -> Callable[[Transaction], None]:
    def job(tx: Transaction) -> None:
        tx.db.execute("INSERT INTO meta VALUES (?, ?)", (key, "x" * 2000))
        audit.write(tx, "row", actor=key)

    return job


def _narrow(home: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]

    def scarce() -> None:
        largest = max(file.stat().st_size for file in home.iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + ROOM, hard))

    return scarce, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def _ballast(home: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    file = home / "ballast"

    def scarce() -> None:
        file.write_bytes(b"x" * (shutil.disk_usage(home).free - ROOM_ON_DISK))

    return scarce, file.unlink


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
