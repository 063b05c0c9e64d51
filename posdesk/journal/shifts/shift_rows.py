"""Rows of the shift's tables: reading them."""

import sqlite3
from typing import Any

from pydantic import TypeAdapter

from posdesk.domain.clock import from_text
from posdesk.domain.shift.cash import Cash
from posdesk.domain.shift.checklist import HandOver, LineKind
from posdesk.domain.shift.shift import Count, DrawerMove, MoveKind, Note, Shift, ShiftNumber
from posdesk.domain.shift.z import Z, ZFigures

CASH = TypeAdapter(Cash)
PIECES = TypeAdapter(dict[int, int])
ITEMS = TypeAdapter(frozenset[str])
FIGURES = TypeAdapter(ZFigures)
MOST = 500  # moves, counts or notes of one shift that are read
_SHIFT = (
    "number, counter, opened_at, opened_by, float_fen, first, opened_line, receipt, cash_receipt FROM shifts"
)
_OF_SHIFTS = ("zs", "drawer_moves", "drawer_counts", "shift_notes", "handed_over")
_Z = "number, shift, at, first, last, receipt, figures, words, layout, digest FROM zs"


def open_shift(db: sqlite3.Connection, counter: str) -> Shift | None:
    """The shift that is open at a counter."""
    question = f"SELECT {_SHIFT} INDEXED BY shifts_one_open WHERE counter = ? AND closed_at IS NULL"
    row = db.execute(question, (counter,)).fetchone()
    return _shift_of(row) if row else None


def is_open(db: sqlite3.Connection, counter: str) -> bool:
    """Whether a shift is open at a counter: what sleep and auto-accept ask."""
    return open_shift(db, counter) is not None


def were_used(db: sqlite3.Connection) -> bool:
    """Whether a shift was ever opened on this PC."""
    return db.execute("SELECT 1 FROM shifts LIMIT 1").fetchone() is not None


def _shift_of(row: tuple[Any, ...]) -> Shift:
    number, counter, at, by, *numbers = row
    return Shift(ShiftNumber(number), counter, from_text(at), by, *numbers)


def next_number(db: sqlite3.Connection) -> ShiftNumber:
    """Above all that there ever was: a damaged journal may have lost a shift and not what belongs to it."""
    questions = ("SELECT max(number) FROM shifts", *(f"SELECT max(shift) FROM {each}" for each in _OF_SHIFTS))
    return ShiftNumber(1 + max(db.execute(each).fetchone()[0] or 0 for each in questions))


def moves(db: sqlite3.Connection, shift: ShiftNumber) -> tuple[DrawerMove, ...]:
    """What went into the drawer and out of it, oldest first."""
    rows = db.execute(
        "SELECT what, amount_fen, reason, actor, at FROM drawer_moves WHERE shift = ? ORDER BY number",
        (shift,),
    )
    return tuple(
        DrawerMove(MoveKind(what), fen, reason, actor, from_text(at)) for what, fen, reason, actor, at in rows
    )


def last_count(db: sqlite3.Connection, shift: ShiftNumber) -> Count | None:
    """The cash as it was counted last."""
    row = db.execute(
        "SELECT counted_fen, pieces, cash, reason, actor, at FROM drawer_counts WHERE shift = ?"
        " ORDER BY number DESC LIMIT 1",
        (shift,),
    ).fetchone()
    if row is None:
        return None
    fen, pieces, cash, reason, actor, at = row
    return Count(fen, PIECES.validate_json(pieces), CASH.validate_json(cash), reason, actor, from_text(at))


def notes(db: sqlite3.Connection, shift: ShiftNumber) -> tuple[Note, ...]:
    """What was left in a shift for the next one, oldest first; without what was wiped."""
    rows = db.execute(
        "SELECT words, actor, at FROM shift_notes WHERE shift = ? AND words <> '' ORDER BY number LIMIT ?",
        (shift, MOST),
    )
    return tuple(Note(words, actor, from_text(at)) for words, actor, at in rows)


def notes_before(db: sqlite3.Connection, shift: ShiftNumber | None) -> tuple[Note, ...]:
    """What the shift before this one left; before the opening, what the last one left."""
    behind = ("WHERE number < ?", (shift,)) if shift is not None else ("", ())
    row = db.execute(f"SELECT max(number) FROM shifts {behind[0]}", behind[1]).fetchone()
    return notes(db, ShiftNumber(row[0])) if row and row[0] is not None else ()


def hand_overs(db: sqlite3.Connection, shift: ShiftNumber) -> dict[LineKind, HandOver]:
    """Who took over which line, as it was said last."""
    rows = db.execute(
        "SELECT line, name, words, items, actor, at FROM handed_over WHERE number IN"
        " (SELECT max(number) FROM handed_over WHERE shift = ? GROUP BY line)",
        (shift,),
    )
    return {
        LineKind(line): HandOver(
            LineKind(line), name, words, ITEMS.validate_json(items), actor, from_text(at)
        )
        for line, name, words, items, actor, at in rows
    }


def last_z(db: sqlite3.Connection) -> Z | None:
    """The Z that was written last."""
    row = db.execute(f"SELECT {_Z} ORDER BY number DESC LIMIT 1").fetchone()
    return _z_of(row) if row else None


def z(db: sqlite3.Connection, number: int) -> Z | None:
    """A Z by its number."""
    row = db.execute(f"SELECT {_Z} WHERE number = ?", (number,)).fetchone()
    return _z_of(row) if row else None


def _z_of(row: tuple[Any, ...]) -> Z:
    number, shift, at, *rest = row
    return Z(number, ShiftNumber(shift), from_text(at), *rest)
