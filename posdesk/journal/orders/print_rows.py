"""Rows of the prints table: reading them, and finding those that a printer or a person waits for."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.intent import Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.printing.outcome import Trouble
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.domain.printing.slip import SlipKind
from posdesk.journal import codec
from posdesk.journal.orders.order_rows import KEY, PRINT_OF_TRADE

log = logging.getLogger(__name__)
OPEN = "outcome IN ('queued', 'sending', 'not_sent')"
"""Not ended; those that need a person are not tried again by themselves."""
AT_MOST = 300  # that one look brings
_COLUMNS = (
    "number, seq, partner, bill, ordered, z, version, slip, copy, printer, layout, made_at, wanted_at,"
    " outcome, trouble, is_second, is_masked, again_by, next_at, ended_at, attempts, needs_person, settled_by"
)


def print_of(row: tuple[Any, ...]) -> PrintJob:
    """A print from its row in `_COLUMNS`' order."""
    number, seq, partner, bill, ordered, z, version, slip, copy, printer, layout, made, wanted, *rest = row
    outcome, trouble, second, is_masked, again_by, next_at, ended_at, attempts, person, by = rest
    return PrintJob(
        number=number,
        seq=Seq(seq),
        cause=OrderKey(partner, bill, ordered) if z is None else z,
        version=version,
        slip=SlipKind(slip),
        copy=copy,
        printer=printer,
        layout=layout,
        made_at=from_text(made),
        wanted_at=from_text(wanted),
        outcome=PrintState(outcome),
        trouble=Trouble(trouble) if trouble else None,
        is_second=bool(second),
        is_masked=bool(is_masked),
        again_by=again_by,
        next_at=codec.time_of(next_at),
        ended_at=codec.time_of(ended_at),
        attempts=attempts,
        needs_person=bool(person),
        settled_by=by,
    )


def select(db: sqlite3.Connection, rest: str, *values: Any) -> tuple[PrintJob, ...]:
    """The prints that the rest of a statement finds, in its order; what can't be read is left out."""
    found = []
    for row in db.execute(f"SELECT {_COLUMNS} FROM prints {rest}", values):
        try:
            found.append(print_of(row))
        except ValueError:
            log.exception("journal: print %s of %s can't be read", row[0], row[2:6])
    return tuple(found)


def get(db: sqlite3.Connection, seq: Seq) -> PrintJob | None:
    """A print by its GUID."""
    found = select(db, "WHERE seq = ?", seq)
    return found[0] if found else None


def of_order(db: sqlite3.Connection, key: OrderKey) -> tuple[PrintJob, ...]:
    """All prints of an order, oldest first."""
    return select(db, f"WHERE {KEY} ORDER BY number", *key)


def of_z(db: sqlite3.Connection, number: int) -> tuple[PrintJob, ...]:
    """All prints of a Z, oldest first."""
    return select(db, "WHERE z = ? ORDER BY number", number)


def kept_z(db: sqlite3.Connection, number: int) -> str | None:
    """A Z as it was first printed (`z_slip.printed_again`)."""
    row = db.execute("SELECT slip FROM z_slips WHERE number = ?", (number,)).fetchone()
    return str(row[0]) if row else None


def last_kept_z(db: sqlite3.Connection) -> int:
    """The highest number of a Z that is kept so."""
    return int(db.execute("SELECT coalesce(max(number), 0) FROM z_slips").fetchone()[0])


def open_ones(db: sqlite3.Connection) -> tuple[PrintJob, ...]:
    """What printers still have to print: STOP before all others, then in the order it was written."""
    return _open(db, "")


def open_of_trade(db: sqlite3.Connection) -> tuple[PrintJob, ...]:
    """The same without those of own orders: what a shift still owes its orders."""
    return _open(db, f"AND {PRINT_OF_TRADE}")


def _open(db: sqlite3.Connection, which: str) -> tuple[PrintJob, ...]:
    where = f"INDEXED BY prints_open WHERE {OPEN} AND needs_person = 0 {which}"
    return select(db, f"{where} ORDER BY slip = 'stop' DESC, number LIMIT {AT_MOST}")


def of_people(db: sqlite3.Connection) -> tuple[PrintJob, ...]:
    """What a person must decide: the doubtful ones, and what was not sent in time; newest first.

    Who made an own order is asked where it was made.
    """
    where = f"INDEXED BY prints_person WHERE needs_person = 1 AND {PRINT_OF_TRADE}"
    return select(db, f"{where} ORDER BY number DESC LIMIT {AT_MOST}")


def ended_since(db: sqlite3.Connection, since: datetime) -> Mapping[PrintState, int]:
    """How many ended so since then."""
    rows = db.execute(
        f"SELECT outcome, count(*) FROM prints WHERE ended_at >= ? AND {PRINT_OF_TRADE} GROUP BY 1",
        (to_text(since),),
    )
    return Counter({PrintState(outcome): count for outcome, count in rows})


def version_of(db: sqlite3.Connection, key: OrderKey) -> int:
    """How often the order changed since work on it began, and one."""
    row = db.execute(f"SELECT version FROM orders WHERE {KEY}", key).fetchone()
    return int(row[0]) if row else 1


def last_copy(db: sqlite3.Connection, key: OrderKey, version: int, slip: SlipKind) -> int:
    """The copies that were ever wanted of a slip of that version."""
    question = f"SELECT coalesce(max(copy), 0) FROM prints WHERE {KEY} AND version = ? AND slip = ?"
    return int(db.execute(question, (*key, version, slip)).fetchone()[0])
