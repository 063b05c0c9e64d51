"""The store's other counters: the last word of each, and which of its acts are here (relay.md)."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.relay.act import Act
from posdesk.domain.relay.here import Here
from posdesk.journal.transaction import Transaction

FORGOTTEN_AFTER = timedelta(days=7)
"""A counter that said nothing for so long is asked about by nobody: its acts are no longer kept either."""
MOST_MISSING = 1000


@dataclass(frozen=True, slots=True)
class CounterRow:
    """Another counter: its last word by our clock (aware), the highest number of an act that is here.

    `said_n` is the highest that was heard of, `missing` are those below `n` that never came.
    """

    instance: str
    counter: str
    heard_at: datetime
    n: int
    said_n: int
    missing: tuple[int, ...]
    position: int

    @property
    def lacking(self) -> int:
        """How many of its acts are not here."""
        return len(self.missing) + max(0, self.said_n - self.n)


_COLUMNS = "instance, counter, heard_at, n, said_n, missing, position"


def every(db: sqlite3.Connection) -> tuple[CounterRow, ...]:
    """All that are not forgotten, each counter by its newest journal, by their numbers."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM other_counters ORDER BY heard_at").fetchall()
    found = {row[1]: _row_of(row) for row in rows}
    return tuple(found[counter] for counter in sorted(found))


def _row_of(row: tuple[Any, ...]) -> CounterRow:
    instance, counter, heard, n, said, missing, at = row
    return CounterRow(instance, counter, from_text(heard), n, said, tuple(map(int, missing.split())), at)


def get(db: sqlite3.Connection, instance: str) -> CounterRow | None:
    """One of them by its journal's instance."""
    row = db.execute(f"SELECT {_COLUMNS} FROM other_counters WHERE instance = ?", (instance,)).fetchone()
    return _row_of(row) if row else None


def heard(tx: Transaction, here: Here) -> None:
    """A counter said that it is there, and how many acts it told."""
    known = get(tx.db, here.instance)
    if known is None:
        return _put(tx, CounterRow(here.instance, here.counter, tx.now, 0, here.n, (), here.position))
    said = max(known.said_n, here.n)
    return _put(
        tx, CounterRow(here.instance, here.counter, tx.now, known.n, said, known.missing, here.position)
    )


def came(tx: Transaction, act: Act) -> None:
    """An act of another journal is here: which ones before it are not?

    The first one that is heard of a journal says nothing of those before: the stream may have let them go.
    """
    known = get(tx.db, act.instance)
    heard_at = max(min(act.at, tx.now), known.heard_at) if known else min(act.at, tx.now)
    n, missing = (known.n, known.missing) if known else (0, ())
    if act.n <= n:
        left: Iterable[int] = (each for each in missing if each != act.n)
    else:
        first = n + 1 if n else act.n
        left = (*missing, *range(max(first, act.n - MOST_MISSING), act.n))  # none counts through a leap
    position, said = (known.position, known.said_n) if known else (0, 0)
    row = CounterRow(
        act.instance,
        act.counter,
        heard_at,
        max(n, act.n),
        max(said, act.n),
        tuple(left)[-MOST_MISSING:],
        position,
    )
    _put(tx, row)


def _put(tx: Transaction, row: CounterRow) -> None:
    values = (row.instance, row.counter, to_text(row.heard_at), row.n, row.said_n)
    tx.db.execute(
        f"INSERT OR REPLACE INTO other_counters ({_COLUMNS}) VALUES (?,?,?,?,?,?,?)",
        (*values, " ".join(map(str, row.missing)), row.position),
    )
    tx.touch("other_counters")


def has_old(db: sqlite3.Connection, before: datetime) -> bool:
    """Whether one of them said nothing since then."""
    old = "SELECT 1 FROM other_counters WHERE heard_at < ?"
    return db.execute(old, (to_text(before),)).fetchone() is not None


def forget_old(tx: Transaction, before: datetime) -> None:
    """Those that said nothing since then are asked about by nobody any more."""
    tx.db.execute("DELETE FROM other_counters WHERE heard_at < ?", (to_text(before),))
    tx.touch("other_counters")


def set_by(tx: Transaction, by: timedelta) -> None:
    """Our clock was set by so much: each last word goes along."""
    rows = tx.db.execute("SELECT instance, heard_at FROM other_counters").fetchall()
    moved = [(to_text(from_text(heard) + by), journal) for journal, heard in rows]
    tx.db.executemany("UPDATE other_counters SET heard_at = ? WHERE instance = ?", moved)
    tx.touch("other_counters")


def hour_waits_for(db: sqlite3.Connection, end: datetime) -> tuple[str, ...]:
    """The counters whose receipts of an hour that ended then may not all be here.

    They were not seen since it ended, or acts of theirs are missing.
    """
    return waited_for(every(db), end)


def waited_for(rows: Iterable[CounterRow], end: datetime) -> tuple[str, ...]:
    """The same of counters that were read before."""
    return tuple(each.counter for each in rows if each.heard_at < end or each.lacking)
