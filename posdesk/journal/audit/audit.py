"""The audit trail: append-only, hash-chained, written in the transaction of what it tells (product row 61).

It holds ids, amounts and salted hashes, never personal fields or a platform's answer word for word,
so that personal data can be wiped without breaking the chain. Here it is written, checked and searched.
"""

import contextlib
import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from posdesk.domain.key_text import compared
from posdesk.domain.orders.order import OrderKey
from posdesk.journal import rows, schema
from posdesk.journal.faults import disk_error
from posdesk.journal.transaction import Chain, Transaction, head_of
from posdesk.records import dataclass

_COLUMNS = "number, at, actor, counter, what, partner, tbillno, seq, detail"
START = "0" * 64
_LEAST = -(2**63)
ALL = -1
_PIECE = 20_000  # lines: a few tenths of a second
_BREATH_S = 0.05
_INTO = f"INSERT INTO audit ({_COLUMNS}, hash)"
_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DETAIL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write(
    tx: Transaction,
    what: str,
    *,
    actor: str = "",
    key: OrderKey | tuple[str, str] | None = None,
    seq: str = "",
    **detail: str | int | None,
) -> None:
    """Append one line. `detail` may hold ids, amounts as text, outcomes and hashes; nothing personal.

    `key` is the order that it tells of, or whose and which number, where that is no one order's. Orders share
    a number: which of them it is stands in the detail, where the chain holds it like all else.
    """
    partner, tbillno = (key.number if isinstance(key, OrderKey) else key) or ("", "")
    if isinstance(key, OrderKey):
        detail["ordered"] = key.ordered
    number = tx.chain.number + 1
    line = _line_after(tx.chain.head, (number, tx.at, actor, tx.counter, what, partner, tbillno, seq), detail)
    rows.insert(tx.db, _INTO, [line])
    tx.chain.go_on(tx.db, number, line[-1])


def write_all(
    tx: Transaction, what: str, told: Sequence[tuple[OrderKey, Mapping[str, str | int | None]]]
) -> None:
    """Append a line of each of these orders, as `write` does."""
    number, head, lines = tx.chain.number, tx.chain.head, []
    for key, detail in told:
        number += 1
        start = (number, tx.at, "", tx.counter, what, key.partner, key.bill, "")
        lines.append(_line_after(head, start, {**detail, "ordered": key.ordered}))
        head = lines[-1][-1]
    rows.insert(tx.db, _INTO, lines)
    tx.chain.go_on(tx.db, number, head)


def _line_after(
    head: str, start: tuple[str | int, ...], detail: Mapping[str, str | int | None]
) -> tuple[*tuple[str | int, ...], str]:
    row = (*start, _DETAIL.encode(detail))
    return (*row, link(head, row))


def link(previous: str, row: tuple[str | int, ...]) -> str:
    """The hash of a row after the hash before it."""
    text = _LINE.encode([previous, *row])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Check:
    """How a check of the chain ended; `broken_at` is the number of the first wrong line, `wrong` is what."""

    lines: int
    broken_at: int | None = None
    wrong: str = ""


def verify(db: sqlite3.Connection, *, after: int = 0) -> Check:
    """Walk the whole chain, or what is behind a line; see that it ends where the last write left it."""
    return Walk(after, hash_at(db, after)).to_end(db)


class Walk:
    """A walk along the chain, in as many steps as it takes: lines behind it never change."""

    def __init__(self, line: int = 0, digest: str = START) -> None:
        """Begin behind this line, which has this hash."""
        self.line, self.hash = line, digest

    def step(self, db: sqlite3.Connection, most: int = ALL) -> Check | None:
        """Walk through so many lines; how it ended, None where more are to come.

        At the end it is seen whether the chain ends where the last write left it.
        """
        count = 0
        for row in _rows(db, self.line, most):
            count, expected = count + 1, self.line + 1
            digest = link(self.hash, row[:-1])
            if row[0] != expected or row[-1] != digest:
                return Check(expected, expected, _wrong_line(row, expected))
            self.line, self.hash = expected, digest
        return None if count == most else _end(db, self.line, self.hash)

    def go_on(self, read: Callable[[Callable[[sqlite3.Connection], Check | None]], Check | None]) -> None:
        """To where the chain ends now, or breaks, in many looks; `read` answers one question at one moment.

        The -wal of a posdesk at work is begun anew only by a commit while nobody reads: by one long look, or
        looks without a pause, it would grow, and orders wait where all of it is written back at once.
        """
        while read(partial(self.step, most=_PIECE)) is None:
            time.sleep(_BREATH_S)

    def to_end(self, db: sqlite3.Connection) -> Check:
        """All that is left, in one step."""
        check = self.step(db)
        assert check is not None
        return check


def _wrong_line(row: tuple[str | int, ...], expected: int) -> str:
    number = int(row[0])
    if number > expected:
        last = number - 1
        return "it was removed" if last == expected else f"lines {expected} to {last} were removed"
    if number < expected:
        return f"a line numbered {number} stands in its place"
    return f"its text, its hash or its place was changed: it does not follow from line {expected - 1}"


def _end(db: sqlite3.Connection, lines: int, last: str) -> Check:
    """Whether the chain ends where the journal's own note says that the last write left it."""
    if not has_end(db):
        return Check(lines, lines + 1, "the journal's note of the trail's end is gone")
    number, head = head_of(db)
    if number > lines:
        said = "it was removed" if number == lines + 1 else f"lines {lines + 1} to {number} were removed"
        return Check(lines, lines + 1, f"{said} from the end")
    if number < lines:
        return Check(lines, number + 1, "it was appended by another program")
    if head != last:
        return Check(lines, lines, "the trail was written anew: its end is not the one that posdesk wrote")
    return Check(lines)


def has_end(db: sqlite3.Connection) -> bool:
    """Whether the journal says where its trail ends."""
    try:
        head_of(db)
    except (TypeError, ValueError):
        return False
    return True


def hash_at(db: sqlite3.Connection, number: int) -> str:
    """The hash of a line; what a chain begins with where there is none."""
    row = db.execute("SELECT hash FROM audit WHERE number = ?", (number,)).fetchone() if number else None
    return str(row[0]) if row else START


def _rows(db: sqlite3.Connection, after: int, most: int) -> Iterator[tuple[str | int, ...]]:
    """So many lines behind that one, also one whose text is no UTF-8, or whose number is none of ours."""
    first = after + 1 if after else _LEAST
    before = db.text_factory
    db.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield from db.execute(
            f"SELECT {_COLUMNS}, hash FROM audit WHERE number >= ? ORDER BY number LIMIT ?", (first, most)
        )
    finally:
        db.text_factory = before


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


def write_beside(path: Path, now: datetime, what: str, actor: str, subject: str) -> None:
    """Append what somebody did to `subject`; the journal may have any schema. Raises DiskError."""
    with contextlib.closing(schema.connect(path, is_beside=True)) as db:
        try:
            db.execute("BEGIN IMMEDIATE")
            write(Transaction(db, now, "", Chain.read(db)), what, actor=actor, name=subject)
            db.execute("COMMIT")
        except sqlite3.Error as error:
            raise disk_error(error, "It can't be written into the audit trail") from error
