"""A cut of the power: what a disk may hold of a journal afterwards."""

import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal import Journal, Transaction
from tests.journal.making import PATIENCE_S

FILES = ("journal.sqlite", "journal.sqlite-wal")  # the -shm is memory, and gone with the power


def cut(journal: Journal, after: Path, half: Callable[[Transaction], object], torn: int, seed: int) -> None:
    """Copy the journal to the folder `after` while `half` is written and not committed, then end this life.

    `torn` 1 to 3 leaves noise, old frames once more or zeros behind the log's end.
    """
    began, go = threading.Event(), threading.Event()

    def job(tx: Transaction) -> None:
        tx.db.execute("PRAGMA cache_size = 1")  # what does not fit goes to the log uncommitted
        half(tx)
        began.set()
        assert go.wait(PATIENCE_S)
        raise NotAllowed(OrderReason.STATE, "in the other life")

    held = journal.write(job)
    assert began.wait(PATIENCE_S)
    after.mkdir()
    for name in FILES:
        if (journal.path.parent / name).exists():
            shutil.copyfile(journal.path.parent / name, after / name)
    go.set()
    assert isinstance(held.exception(PATIENCE_S), NotAllowed)
    journal.close()
    _tear(after / FILES[1], torn, random.Random(seed))


def _tear(log: Path, how: int, chance: random.Random) -> None:
    if how == 0 or not log.exists():
        return
    held = log.read_bytes()
    noise = chance.randbytes(chance.randrange(1, 9000))
    again = held[32 : 32 + chance.randrange(1, 9000)]
    log.write_bytes(held + {1: noise, 2: again, 3: bytes(4096 + 24)}[how])
