"""Receipts whose till had a wrong clock: kept like all others, shown until somebody has seen them.

Those that are dated ahead also until their hour has come. It is asked each minute: till by till, over an
index of those that were dated wrongly when they came.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from posdesk.domain.books.hour import HOUR, hour_of
from posdesk.domain.books.ledger import Misdated
from posdesk.domain.books.receipt import ReceiptKey
from posdesk.domain.clock import from_text, in_china, to_text
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction
from posdesk.records import dataclass

MOST = 1000  # of a till's are counted, and tills; the last ones
SEEN_AHEAD, SEEN_BEHIND = "ahead_seen/", "behind_seen/"


@dataclass(frozen=True, slots=True)
class _Way:
    """In which direction a clock is wrong: such receipts' index, its term, and how the seen ones are kept."""

    index: str
    term: str
    seen: str

    @property
    def rows(self) -> str:
        return f"FROM receipts INDEXED BY {self.index} WHERE {self.term}"


_AHEAD = _Way("receipts_ahead", "hour > received_at", SEEN_AHEAD)
_BEHIND = _Way("receipts_behind", "julianday(received_at) - julianday(hour) > 31", SEEN_BEHIND)


def dated_wrongly(db: sqlite3.Connection, now: datetime) -> tuple[Misdated, ...]:
    """What every till has handed in for hours that begin an hour from now or later, or over a month before.

    That it was so at its arrival, too, says that it is the till's clock, not one of ours that was set back.
    The oldest first; the count is MOST at the most.
    """
    after = {_AHEAD: to_text(hour_of(now) + HOUR), _BEHIND: ""}
    found = (_of_till(db, way, till, after[way]) for way in after for till in _tills(db, way))
    return tuple(sorted(filter(None, found), key=lambda each: each.number))


def _tills(db: sqlite3.Connection, way: _Way) -> Iterator[tuple[str, str]]:
    """Each till that ever handed in such a receipt; each costs one step of the index."""
    question = (
        f"SELECT store_id, pos_no {way.rows} AND (store_id, pos_no) > (?, ?)"
        " ORDER BY store_id, pos_no LIMIT 1"
    )
    till = ("", "")
    for _ in range(MOST):
        row = db.execute(question, till).fetchone()
        if row is None:
            return
        till = (row[0], row[1])
        yield till


def _of_till(db: sqlite3.Connection, way: _Way, till: tuple[str, str], after: str) -> Misdated | None:
    seen = int(meta.value(db, _seen_by(way, *till)) or 0)
    question = (
        "SELECT serial_num, traded_at, hour, received_at, count(*), max(number) FROM"  # the last one's row
        f" (SELECT serial_num, traded_at, hour, received_at, number {way.rows} AND store_id = ?"
        " AND pos_no = ? AND number > ? ORDER BY number DESC LIMIT ?)"
        " WHERE hour > ? AND traded_at IS NOT NULL"
    )
    serial, traded, hour, received, count, number = db.execute(
        question, (*till, seen, MOST, after)
    ).fetchone()
    if not count:
        return None
    key = ReceiptKey(*till, serial)
    return Misdated(key, from_text(traded), in_china(from_text(hour)), from_text(received), count, number)


def _seen_by(way: _Way, store_id: str, pos_no: str) -> str:
    return f"{way.seen}{store_id}/{pos_no}"


def acknowledge(tx: Transaction, seen: Misdated, actor: str) -> None:
    """Mark a till's wrongly dated receipts up to `seen` as seen."""
    store_id, pos_no, _ = seen.key
    way = _AHEAD if seen.is_ahead else _BEHIND
    meta.put(tx.db, _seen_by(way, store_id, pos_no), str(seen.number))
    what = "receipt.ahead_seen" if seen.is_ahead else "receipt.behind_seen"
    audit.write(tx, what, actor=actor, store=store_id, pos=pos_no, upto=seen.number)
    tx.touch("receipts")
