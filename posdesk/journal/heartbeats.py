"""Heartbeats, gaps and the last proven receive of each partner (product row 11)."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.status import Gap, GapCheck
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction
from posdesk.journal.wiping import wiping_clock
from posdesk.records import dataclass

_SKEW = "skew/"


def beat(tx: Transaction) -> None:
    """Write down that the listener could answer until now."""
    wiping_clock.see(tx)
    tx.db.execute(
        "INSERT INTO heartbeats VALUES (?,?) ON CONFLICT (counter) DO UPDATE SET at = excluded.at",
        (tx.counter, to_text(tx.now)),
    )


def last_beat(db: sqlite3.Connection, counter: str) -> datetime | None:
    """The last moment at which this counter's listener is known to have answered."""
    row = db.execute("SELECT at FROM heartbeats WHERE counter = ?", (counter,)).fetchone()
    return from_text(row[0]) if row else None


def add_gap(tx: Transaction, start: datetime, end: datetime, reason: str) -> None:
    """Record a time in which no order could have reached us."""
    tx.db.execute(
        "INSERT INTO gaps (counter, start_at, end_at, reason) VALUES (?,?,?,?)",
        (tx.counter, to_text(start), to_text(end), reason),
    )
    audit.write(tx, "gap", reason=reason, start=to_text(start), end=to_text(end))
    tx.touch("gaps")


def open_gaps(db: sqlite3.Connection, counter: str) -> tuple[Gap, ...]:
    """Gaps nobody has checked yet, oldest first."""
    rows = db.execute(
        "SELECT number, start_at, end_at, reason FROM gaps WHERE counter = ? AND checked_at IS NULL"
        " ORDER BY start_at",
        (counter,),
    )
    return tuple(
        Gap(number, from_text(start), from_text(end), why, _checks_of(db, number))
        for number, start, end, why in rows.fetchall()
    )


def _checks_of(db: sqlite3.Connection, gap: int) -> tuple[GapCheck, ...]:
    rows = db.execute("SELECT partner, actor, at FROM gap_checks WHERE gap = ? ORDER BY number", (gap,))
    return tuple(GapCheck(partner, actor, from_text(at)) for partner, actor, at in rows)


def check_partner(
    tx: Transaction, numbers: Sequence[int], partner: str, actor: str, every: Collection[str]
) -> None:
    """Note that a person compared these gaps with one partner's own pages; `every` are all partners.

    Once all are compared, the gap is. The same again changes nothing.
    """
    for number in numbers:
        added = tx.db.execute(
            "INSERT INTO gap_checks (gap, partner, actor, at) SELECT number, ?, ?, ? FROM gaps"
            " WHERE number = ? AND checked_at IS NULL ON CONFLICT (gap, partner) DO NOTHING",
            (partner, actor, to_text(tx.now), number),
        ).rowcount
        if added:
            audit.write(tx, "gap.compared", actor=actor, gap=number, platform=partner)
            tx.touch("gaps")
        if set(every) <= {check.partner for check in _checks_of(tx.db, number)}:
            check_gap(tx, number, actor)


def check_gap(tx: Transaction, number: int, actor: str) -> None:
    """Note that a person compared a gap with the platforms' own pages."""
    changed = tx.db.execute(
        "UPDATE gaps SET checked_by = ?, checked_at = ? WHERE number = ? AND checked_at IS NULL",
        (actor, to_text(tx.now), number),
    ).rowcount
    if changed:
        audit.write(tx, "gap.checked", actor=actor, gap=number)
        tx.touch("gaps")


def last_received(db: sqlite3.Connection) -> dict[str, datetime]:
    """The last proven receive by partner name."""
    return {partner: from_text(at) for partner, at in db.execute("SELECT partner, at FROM received")}


@dataclass(frozen=True, slots=True)
class Skew:
    """By how many seconds the PC's clock was ahead of a platform's, and when that was measured."""

    seconds: float
    at: datetime


def note_skews(tx: Transaction, skews: Mapping[str, float]) -> None:
    """Keep what was measured, so that `posdesk doctor` can say it beside a running desk."""
    for name, seconds in skews.items():
        meta.put(tx.db, f"{_SKEW}{name}", f"{seconds:.1f} {to_text(tx.now)}")


def skews_noted(db: sqlite3.Connection) -> dict[str, Skew]:
    """The skews measured last, by platform."""
    rows = db.execute("SELECT key, value FROM meta WHERE key LIKE ?", (f"{_SKEW}%",))
    return {key.removeprefix(_SKEW): _skew_of(value) for key, value in rows}


def _skew_of(value: str) -> Skew:
    seconds, at = value.split()
    return Skew(float(seconds), from_text(at))
