"""The Z: a shift is closed, numbered and written down in one transaction. Nothing computes it again."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from posdesk.domain.clock import to_text
from posdesk.domain.printing.slip import Slip
from posdesk.domain.shift.checklist import Checklist
from posdesk.domain.shift.shift import Count, Rules, Shift, ShiftNumber
from posdesk.domain.shift.z import Handed, Z, ZFigures, digest_of
from posdesk.errors import NotAllowed, ShiftReason
from posdesk.journal.audit import audit
from posdesk.journal.orders import print_rows, z_prints
from posdesk.journal.shifts import checklist_rows, shift_figures, shift_rows, z_mark
from posdesk.journal.shifts.shifts import current
from posdesk.journal.shifts.topic import TOPIC
from posdesk.journal.transaction import Transaction

Compose: TypeAlias = Callable[[ZFigures], str]
"""The text of a Z out of its values, in the language of its layout."""
Print: TypeAlias = Callable[[ZFigures, str, str], Slip]
"""The slip of a Z out of its values, its text and its digest."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a Z needs besides the journal: where numbers are kept, the store, how text and slip are made."""

    home: Path
    store: str
    compose: Compose
    print: Print


def close(tx: Transaction, paper: Paper, rules: Rules, actor: str) -> Z:
    """Close the shift of this counter. Raises NotAllowed while the checklist is open, DiskError.

    The number is written beside the journal first: `settle` it once this is committed.
    """
    shift = current(tx)
    listed = checklist_rows.read(tx.db, shift, rules, tx.now)
    if listed.open:
        raise NotAllowed(ShiftReason.NOT_CLEAR, f"{len(listed.open)} lines of the checklist are open")
    counted = shift_rows.last_count(tx.db, shift.number)
    assert counted is not None  # else its line is open
    number, missing = next_number(tx.db, paper.home)
    values = _values(
        tx, shift, counted, (number, missing), listed, store=paper.store, rules=rules, actor=actor
    )
    figures, words = shift_rows.FIGURES.dump_json(values).decode(), paper.compose(values)
    z_mark.begin(tx.db, paper.home, number)
    slip = paper.print(values, words, digest_of(figures, words))
    printed = z_prints.numbered(tx, number, slip)
    return _written(tx, shift, number, (figures, words, rules.layout, printed), actor)


def next_number(db: sqlite3.Connection, home: Path) -> tuple[int, tuple[int, int] | None]:
    """The next Z's number, above all that may be on paper; the first and last one that this journal lacks.

    A damaged journal may have lost a Z and not its slip.
    """
    before = shift_rows.last_z(db)
    last = before.number if before else 0
    given = max(z_mark.highest_given(db, z_mark.read(home)), print_rows.last_kept_z(db))
    return max(last, given) + 1, (last + 1, given) if given > last else None


def _values(
    tx: Transaction,
    shift: Shift,
    counted: Count,
    numbered: tuple[int, tuple[int, int] | None],
    listed: Checklist,
    *,
    store: str,
    rules: Rules,
    actor: str,
) -> ZFigures:
    number, missing = numbered
    return ZFigures(
        number=number,
        store=store,
        counter=shift.counter,
        opened_at=shift.opened_at,
        opened_by=shift.opened_by,
        closed_at=tx.now,
        closed_by=actor,
        figures=shift_figures.of(tx.db, shift, rules, last=tx.chain.number + 1),
        counted_fen=counted.counted_fen,
        counted_by=counted.actor,
        expected_fen=counted.cash.expected_fen,
        handed=tuple(
            Handed(line.kind, line.handed.name, line.count) for line in listed.handed if line.handed
        ),
        missing=missing,
    )


def _written(tx: Transaction, shift: Shift, number: int, said: tuple[str, str, str, str], actor: str) -> Z:
    """The row, the line of the trail that holds its hash, and the end of the shift."""
    figures, words, layout, printed = said
    digest, last = digest_of(figures, words), tx.chain.number + 1
    newest = int(tx.db.execute("SELECT coalesce(max(number), 0) FROM receipts").fetchone()[0])
    now = to_text(tx.now)
    tx.db.execute(
        "INSERT INTO zs (number, shift, at, first, last, receipt, figures, words, layout, digest)"
        " VALUES (?,?,?,?,?,?,?,?,?,?)",
        (number, shift.number, now, shift.first, last, newest, figures, words, layout, digest),
    )
    tx.db.execute(
        "UPDATE shifts SET closed_at = ?, closed_by = ? WHERE number = ?", (now, actor, shift.number)
    )
    audit.write(
        tx,
        "shift.closed",
        actor=actor,
        shift=shift.number,
        z=number,
        first=shift.first,
        digest=digest,
        slip=digest_of(printed),
    )
    tx.touch(TOPIC)
    return Z(
        number, ShiftNumber(shift.number), tx.now, shift.first, last, newest, figures, words, layout, digest
    )


def settle(home: Path, z: Z) -> None:
    """Its COMMIT has returned: from now on its number is given."""
    z_mark.end(home, z.number)


def is_as_written(db: sqlite3.Connection, z: Z) -> bool:
    """Whether values, text and slip are those whose hashes stand in the audit trail."""
    row = db.execute(
        "SELECT json_extract(detail, '$.digest'), json_extract(detail, '$.slip'), json_extract(detail, '$.z')"
        " FROM audit WHERE number = ? AND what = 'shift.closed'",
        (z.last,),
    ).fetchone()
    printed = digest_of(print_rows.kept_z(db, z.number) or "")
    return bool(row == (digest_of(z.figures, z.words), printed, z.number))
