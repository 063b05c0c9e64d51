"""Rows that a damaged journal lost, filled in from the newest whole backup that it went on from.

They are taken as `restore` takes them: what was open waits for a person. An order then goes forward to where
the rows that could be read say that it was.
"""

import contextlib
import errno
import logging
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from posdesk.domain.journal_health import FROM_BACKUP, Loss
from posdesk.domain.orders.order import OrderKey
from posdesk.errors import DiskError, DiskFault
from posdesk.host import private
from posdesk.host.disk import fault_of_os
from posdesk.journal import backup, end_mark, schema
from posdesk.journal.audit import audit, turns
from posdesk.journal.faults import fault_of, letting_go
from posdesk.journal.orders import order_moves
from posdesk.journal.rescue import exchange, restore
from posdesk.journal.rescue.set_back import hand_over
from posdesk.journal.transaction import Transaction, head_of

log = logging.getLogger(__name__)
COME_AND_GO = frozenset(
    {
        *("parked_events", "pushes", "received", "heartbeats", "refused_calls", "counted_calls"),
        *("moved_files", "packing", "said_names", "outside_calls", "form_proofs"),
        *("stray_calls", "claims", "away_orders", "acts", "other_counters", "foreign_receipts"),
    }
)
"""Tables whose rows are removed in everyday work, so that a backup's may be gone by right."""
_HOLDS_NOTHING_PERSONAL = {  # any more, or never did; of other tables no row does
    "orders": "wiped IS NOT NULL",
    "receipts": "wiped IS NOT NULL",
    "order_raws": "0",
    "intents": "wiped = 1",
    "history": "detail = ''",
    "scans": "code = ''",
    "notes": "text = ''",
    "postings": "payload = '' AND last_raw = '' AND last_words = '' AND detail = ''",
    "posting_attempts": "words = ''",
    "intake_troubles": "reason = ''",
    "drawer_moves": "reason = ''",
    "drawer_counts": "reason = ''",
    "shift_notes": "words = ''",
    "handed_over": "words = ''",
}

_HAD_ENDED = (  # nobody knows how: a posting that was open, and was followed by another one
    "DELETE FROM postings WHERE number = ? AND outcome = 'unknown' AND EXISTS (SELECT 1 FROM postings p"
    " WHERE p.number > postings.number AND p.book = postings.book AND p.hour IS postings.hour"
    " AND p.receipt IS postings.receipt)"
)


@dataclass(frozen=True, slots=True)
class Missing:
    """Rows of a table that could not be read, by their numbers; None where nobody can know which."""

    table: str
    numbers: Collection[int] | None


@dataclass(frozen=True, slots=True)
class Filled:
    """What was taken out of the backup `file`: the numbers of the rows by table."""

    file: str = ""
    rows: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def losses(self, missing: Collection[Missing]) -> Iterator[Loss]:
        """What is lost all the same, and what is as it was in the backup."""
        for each in missing:
            count = len(self.rows.get(each.table, ()))
            lost = None if each.numbers is None else max(0, len(each.numbers) - count)
            if lost != 0:
                yield Loss(each.table, lost)
            if count:
                yield Loss(f"{FROM_BACKUP}{each.table}", count)


def fill(db: sqlite3.Connection, home: Path, missing: Collection[Missing]) -> Filled:
    """Put what is missing of a journal of today's schema into it. Raises DiskError, OSError, sqlite3.Error.

    A backup that is damaged, or of another journal, or of a branch that was left, is passed over.
    """
    wanted = [each for each in missing if each.table not in COME_AND_GO]
    for each in reversed(backup.backups(home)) if wanted else ():
        filled = _filled_from(each.path, db, home, wanted)
        if filled is not None:
            return filled
    return Filled()


def _filled_from(
    file: Path, db: sqlite3.Connection, home: Path, wanted: Collection[Missing]
) -> Filled | None:
    """What one backup gave; None where it is passed over."""
    scratch = private.draft_of(home / file.name)
    try:
        if not _is_taken(file, scratch):
            return None
        with letting_go(), contextlib.closing(sqlite3.connect(scratch)) as old:
            return Filled(file.name, _filled(db, old, wanted)) if _went_on_from(db, old) else None
    finally:
        exchange.remove(scratch)


def _is_taken(file: Path, scratch: Path) -> bool:
    """Whether a backup is whole, and stands at `scratch` as a restore would put it in place.

    Raises OSError where there is no room for it.
    """
    try:
        with restore.looked_through(file, scratch) as old:
            schema.take_up_to(old, schema.VERSION)
            hand_over(old)
            old.execute("UPDATE receipts SET queued = 1 WHERE lacks = ''")  # it may have been sent since
    except (DiskError, OSError) as error:
        fault = fault_of_os(error) if isinstance(error, OSError) else fault_of(error)
        if fault is DiskFault.FULL:
            raise OSError(errno.ENOSPC, str(error)) from error
        log.warning("journal: nothing is filled in from %s: %s", file, error)
        return False
    return True


def _went_on_from(db: sqlite3.Connection, old: sqlite3.Connection) -> bool:
    """Whether the backup's last line is this journal's, too; where it is lost, what is around it tells."""
    number, digest = head_of(old)
    here = _hash_at(db, number)
    if here or head_of(db)[0] < number:
        return here == digest
    question = "SELECT max(number) FROM audit WHERE number < ?"
    (last,) = db.execute(question, (number,)).fetchone()
    is_same = end_mark.id_of(db) == end_mark.id_of(old) and turns.branch_of(db) == turns.branch_of(old)
    return is_same and (not last or _hash_at(db, last) == _hash_at(old, last))


def _hash_at(db: sqlite3.Connection, number: int) -> str:
    row = db.execute("SELECT hash FROM audit WHERE number = ?", (number,)).fetchone()
    return str(row[0]) if row else ""


def _filled(
    db: sqlite3.Connection, old: sqlite3.Connection, wanted: Collection[Missing]
) -> dict[str, list[int]]:
    """The numbers of the rows that went in, by table."""
    may_be_wiped = _may_be_wiped(db, old)
    db.execute("BEGIN")
    rows = {each.table: _fill(db, old, each, may_be_wiped=may_be_wiped) for each in wanted}
    db.execute("COMMIT")
    return rows


def _may_be_wiped(db: sqlite3.Connection, old: sqlite3.Connection) -> bool:
    """Whether personal data was wiped since the backup: a line of the trail says so, or one is missing."""
    number, last = head_of(old)[0], head_of(db)[0]
    others = "SELECT count(*) FROM audit WHERE number > ? AND what <> 'personal.wiped'"
    return int(db.execute(others, (number,)).fetchone()[0]) != last - number


def _fill(
    db: sqlite3.Connection, old: sqlite3.Connection, missing: Missing, *, may_be_wiped: bool
) -> list[int]:
    if missing.table == "meta":
        return _fill_meta(db, old)
    names = [row[1] for row in db.execute(f"PRAGMA table_info({missing.table})")]
    where = _HOLDS_NOTHING_PERSONAL.get(missing.table, "1") if may_be_wiped else "1"
    marks = ",".join("?" * len(names))
    line = f"INSERT OR IGNORE INTO {missing.table} ({', '.join(names)}) VALUES ({marks})"
    question = f"SELECT rowid, {', '.join(names)} FROM {missing.table} WHERE {where}"
    found = _found(old, question, missing.numbers)
    numbers = [number for number, *row in found if db.execute(line, row).rowcount == 1]
    if missing.table != "postings":
        return numbers
    return [number for number in numbers if not db.execute(_HAD_ENDED, (number,)).rowcount]


def _found(
    old: sqlite3.Connection, question: str, numbers: Collection[int] | None
) -> Iterator[tuple[int, ...]]:
    """The rows of these numbers, or all: those that are here already stay as they are."""
    if numbers is None:
        yield from old.execute(question)
    for number in sorted(numbers or ()):
        yield from old.execute(f"{question} AND rowid = ?", (number,))


def _fill_meta(db: sqlite3.Connection, old: sqlite3.Connection) -> list[int]:
    """What is known by its name, and the journal's own one: without it no mark and no seal would fit."""
    if end_mark.id_of(db) != end_mark.id_of(old):
        db.execute("DELETE FROM meta WHERE key = 'salt'")
    line = "INSERT OR IGNORE INTO meta VALUES (?, ?)"
    found = old.execute("SELECT rowid, key, value FROM meta WHERE key <> 'audit'").fetchall()
    return [number for number, *row in found if db.execute(line, row).rowcount == 1]


def go_on(tx: Transaction, filled: Filled) -> None:
    """Orders that stand as they did in the backup go where the trail and later rows say that they went."""
    if any(filled.rows.values()):
        audit.write(tx, "journal.filled", file=filled.file, rows=sum(map(len, filled.rows.values())))
    for number in filled.rows.get("orders", ()):
        key = tx.db.execute("SELECT partner, bill, ordered FROM orders WHERE number = ?", (number,))
        order_moves.go_on(tx, OrderKey(*key.fetchone()), stops=True)
