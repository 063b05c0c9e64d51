"""What the Shift page asks: all of it at one moment."""

import sqlite3
from datetime import datetime
from pathlib import Path

from posdesk.domain.shift.shift import Rules, Shift, is_over_the_day
from posdesk.domain.shift.view import OpenShift, ShiftView
from posdesk.domain.shift.z import Z
from posdesk.journal.shifts import checklist_rows, shift_figures, shift_rows, zs

_ACCEPTED = "SELECT count(*) FROM audit WHERE number > ? AND what = 'order.is_accepted'"


def view(db: sqlite3.Connection, home: Path, counter: str, rules: Rules, now: datetime) -> ShiftView:
    """The shift of a counter, or what was before one is opened."""
    shift, last = shift_rows.open_shift(db, counter), shift_rows.last_z(db)
    number, missing = zs.next_number(db, home)
    return ShiftView(
        at=now,
        open=_open(db, shift, rules, now) if shift else None,
        next_z=number,
        missing=missing,
        last_z=last,
        left=shift_rows.notes_before(db, shift.number if shift else None),
        unopened=0 if shift else _unopened(db, last),
        handed=() if shift or not last else shift_rows.FIGURES.validate_json(last.figures).handed,
    )


def _open(db: sqlite3.Connection, shift: Shift, rules: Rules, now: datetime) -> OpenShift:
    figures = shift_figures.of(db, shift, rules)
    return OpenShift(
        shift=shift,
        figures=figures,
        checklist=checklist_rows.read(db, shift, rules, now, figures.cash),
        moves=shift_rows.moves(db, shift.number),
        notes=shift_rows.notes(db, shift.number),
        count=shift_rows.last_count(db, shift.number),
        is_over_the_day=is_over_the_day(shift, now, rules.day_starts),
    )


def _unopened(db: sqlite3.Connection, last: Z | None) -> int:
    """Before the first Z nobody worked with shifts: nothing is missed then."""
    return int(db.execute(_ACCEPTED, (last.last,)).fetchone()[0]) if last else 0
