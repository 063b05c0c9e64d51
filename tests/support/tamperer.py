"""Somebody who has a SQLite tool and knows how the trail is made, but has no key: his chain is whole."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from posdesk.journal.audit import audit

_GUARDS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'"


def rewrite(journal: Path, line: int, actor: str = "Wang") -> None:
    """Somebody else did what stands in this line, and every hash from there on is worked out anew."""
    with _unguarded(journal) as db:
        db.execute("UPDATE audit SET actor = ? WHERE number = ?", (actor, line))
        _chain_anew(db)


def cut_off(journal: Path, after: int) -> None:
    """The lines behind this one never were."""
    with _unguarded(journal) as db:
        db.execute("DELETE FROM audit WHERE number > ?", (after,))
        _chain_anew(db)


def add(journal: Path, what: str = "order.settled") -> None:
    """A line at the end, as posdesk would write it."""
    with _unguarded(journal) as db:
        db.execute(
            "INSERT INTO audit SELECT number + 1, at, actor, counter, ?, partner, tbillno, seq, '{}', ''"
            " FROM audit ORDER BY number DESC LIMIT 1",
            (what,),
        )
        _chain_anew(db)


def take_guards_away(journal: Path) -> None:
    """Nothing is changed yet."""
    with contextlib.closing(sqlite3.connect(journal, isolation_level=None)) as db:
        for name, _ in db.execute(_GUARDS).fetchall():
            db.execute(f"DROP TRIGGER {name}")


def _chain_anew(db: sqlite3.Connection) -> None:
    previous, number = audit.START, 0
    for row in db.execute("SELECT * FROM audit ORDER BY number").fetchall():
        number, previous = row[0], audit.link(previous, row[:-1])
        db.execute("UPDATE audit SET hash = ? WHERE number = ?", (previous, number))
    db.execute("UPDATE meta SET value = ? WHERE key = 'audit'", (f"{number} {previous}",))


@contextlib.contextmanager
def _unguarded(journal: Path) -> Iterator[sqlite3.Connection]:
    """Without the triggers, which are as they were afterwards."""
    with contextlib.closing(sqlite3.connect(journal, isolation_level=None)) as db:
        guards = db.execute(_GUARDS).fetchall()
        db.execute("BEGIN IMMEDIATE")
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        yield db
        for _, sql in guards:
            db.execute(sql)
        db.execute("COMMIT")
