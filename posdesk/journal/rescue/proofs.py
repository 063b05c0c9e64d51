"""When a part last proved itself, as the journal tells: what was confirmed, printed, heard. All bounded."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from posdesk.domain.clock import from_text, to_text

FAR_BACK: Final = timedelta(days=7)
"""What was proven longer ago is no proof any more."""
_LINES: Final = 20_000  # of the audit trail's end: some days of a busy counter
_PRINTS: Final = 500
_OPEN_PRINTS = "outcome IN ('queued', 'sending', 'not_sent') AND needs_person = 0"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a platform of the books confirmed: the last time (aware), and how many since the day began."""

    last: datetime
    today: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A printer's last slip that came out or was handed over, and what it is in trouble with since when."""

    last: datetime | None = None
    trouble: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Who last answered rightly what was heard, and when."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Proofs:
    """The newest of each; what was not proven within `FAR_BACK` is not there."""

    sent: datetime | None = None
    books: Mapping[str, Confirmed] = field(default_factory=dict)
    printers: Mapping[str, Printed] = field(default_factory=dict)
    heard: Heard | None = None


def read(db: sqlite3.Connection, now: datetime, day: datetime) -> Proofs:
    """What there is; `day` is when the business day began."""
    far_back = to_text(now - FAR_BACK)
    return Proofs(_sent(db, far_back), _books(db, far_back, to_text(day)), _printers(db), _heard(db))


def _sent(db: sqlite3.Connection, far_back: str) -> datetime | None:
    row = db.execute(
        "SELECT ended_at FROM intents WHERE ended_at >= ? AND outcome = 'confirmed'"
        " ORDER BY ended_at DESC LIMIT 1",
        (far_back,),
    ).fetchone()
    return from_text(row[0]) if row else None


def _books(db: sqlite3.Connection, far_back: str, day: str) -> dict[str, Confirmed]:
    rows = db.execute(
        "SELECT platform, max(ended_at), sum(ended_at >= ?) FROM postings"
        " WHERE ended_at >= ? AND outcome = 'confirmed' GROUP BY platform",
        (day, far_back),
    )
    return {platform: Confirmed(from_text(last), today) for platform, last, today in rows}


def _printers(db: sqlite3.Connection) -> dict[str, Printed]:
    ended = db.execute(
        "SELECT printer, max(ended_at) FROM (SELECT printer, ended_at FROM prints WHERE ended_at IS NOT NULL"
        " AND outcome IN ('printed', 'handed_over') ORDER BY ended_at DESC LIMIT ?) GROUP BY printer",
        (_PRINTS,),
    )
    found = {printer: Printed(from_text(at)) for printer, at in ended}
    stuck = db.execute(
        f"SELECT printer, trouble, min(made_at) FROM prints WHERE {_OPEN_PRINTS} AND trouble <> ''"
        " GROUP BY printer"
    )
    for printer, trouble, since in stuck:
        last = found[printer].last if printer in found else None
        found[printer] = Printed(last, trouble, from_text(since))
    return found


def _heard(db: sqlite3.Connection) -> Heard | None:
    row = db.execute(
        "SELECT at, actor FROM audit WHERE number > (SELECT max(number) FROM audit) - ?"
        " AND what = 'sound.heard' ORDER BY number DESC LIMIT 1",
        (_LINES,),
    ).fetchone()
    return Heard(from_text(row[0]), str(row[1])) if row else None
