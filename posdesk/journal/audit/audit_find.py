"""The lines of the audit trail that tell of an order, by whichever of its numbers somebody has in hand."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from posdesk.domain.key_text import compared

MOST_LINES = 500
_MOST_ORDERS = 20  # pickup numbers come again each day: the newest are meant
_PARTNERS = (  # each partner by one step of the index audit_order
    "WITH RECURSIVE known(name) AS (SELECT min(partner) FROM audit UNION ALL"
    " SELECT (SELECT min(partner) FROM audit WHERE partner > name) FROM known WHERE name IS NOT NULL)"
    " SELECT name FROM known WHERE name <> ''"
)
_BY_BILLNO = "SELECT partner, bill, tbillno FROM orders WHERE billno = ?"
_BY_SHOW_NO = (
    "SELECT partner, bill, tbillno FROM orders INDEXED BY orders_show_no WHERE show_no IN (?, '#' || ?)"
    " ORDER BY number DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line: who did what, when (journal text) and at which counter; `seq` is the GUID. Nothing personal."""

    number: int
    at: str
    actor: str
    counter: str
    what: str
    partner: str
    tbillno: str
    seq: str
    detail: dict[str, object]


@dataclass(frozen=True, slots=True)
class AuditLines:
    """The lines, oldest first, and whether there are more."""

    lines: tuple[AuditLine, ...]
    has_more: bool


def find(db: sqlite3.Connection, text: str) -> AuditLines:
    """The lines of an order by the platform's number, ours, or its pickup number."""
    numbers = sorted(set(_numbers(db, text.strip())))
    rows = [row for number in numbers for row in _lines(db, *number)]
    lines = [_line_of(row) for row in sorted(rows)[: MOST_LINES + 1]]
    return AuditLines(tuple(lines[:MOST_LINES]), len(lines) > MOST_LINES)


def _numbers(db: sqlite3.Connection, text: str) -> Iterator[tuple[str, str]]:
    """Partner and number as lines of the trail may have them: older ones have it as it was written."""
    written = {text, compared(text)} - {""}
    for (partner,) in db.execute(_PARTNERS).fetchall():
        yield from ((partner, each) for each in written)
    show_no = "".join(text.split()).lstrip("#")
    orders = db.execute(_BY_BILLNO, (text.upper(),)).fetchall()
    orders += db.execute(_BY_SHOW_NO, (show_no, show_no, _MOST_ORDERS)).fetchall() if show_no else []
    for partner, bill, tbillno in orders:
        yield from {(partner, bill), (partner, tbillno)}


def _lines(db: sqlite3.Connection, partner: str, number: str) -> list[tuple[object, ...]]:
    return db.execute(
        "SELECT number, at, actor, counter, what, partner, tbillno, seq, detail FROM audit"
        " INDEXED BY audit_order WHERE partner = ? AND tbillno = ? ORDER BY number LIMIT ?",
        (partner, number, MOST_LINES + 1),
    ).fetchall()


def _line_of(row: tuple[object, ...]) -> AuditLine:
    number, *words, detail = row
    return AuditLine(int(str(number)), *map(str, words), _detail_of(str(detail)))  # type: ignore[call-arg, arg-type]


def _detail_of(text: str) -> dict[str, object]:
    """What a line says besides; of one that another program wrote, its text."""
    try:
        found = json.loads(text)
    except ValueError:
        found = text
    return found if isinstance(found, dict) else {"detail": found}
