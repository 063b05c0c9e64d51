"""What a platform said of orders that have not come: kept until the order comes, for seven days at most."""

import sqlite3
from datetime import datetime, timedelta

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.history import RemarkKind
from posdesk.domain.orders.order import BillNumber, OrderState
from posdesk.errors import TooManyParked
from posdesk.journal.audit import audit
from posdesk.journal.orders import remarks
from posdesk.journal.transaction import Transaction
from posdesk.records import dataclass

MOST = 1000  # open ones a partner
KEPT = timedelta(days=7)
AT_ONCE = 100
_CODES = {OrderState.ACCEPTED: 1, OrderState.REFUSED: 2, OrderState.COMPLETED: 4, OrderState.CANCELLED: 99}
_STATES = {code: state for state, code in _CODES.items()}


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """An event for an order that had not come; `at` is when it came, aware."""

    state: OrderState
    at: datetime


def state_of(code: int) -> OrderState:
    """What a row's code says of its order. Raises KeyError for another one."""
    return _STATES[code]


def park(tx: Transaction, number: BillNumber, state: OrderState) -> None:
    """Keep an event. Raises TooManyParked where as many wait already: none of those is dropped for it."""
    if waiting(tx.db, number.partner, tx.now) >= MOST:
        raise TooManyParked(f"{MOST} events of {number.partner} wait for orders that have not come")
    tx.db.execute(
        "INSERT INTO parked_events (partner, bill, status, at) VALUES (?,?,?,?)",
        (*number, _CODES[state], tx.received_text),
    )
    audit.write(tx, f"platform.{state}.parked", key=number)


def waiting(db: sqlite3.Connection, partner: str, now: datetime) -> int:
    """How many open events of a partner count, up to the most there may be."""
    row = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM parked_events WHERE partner = ? AND at >= ? LIMIT ?)",
        (partner, to_text(now - KEPT), MOST),
    ).fetchone()
    return int(row[0])


def take(tx: Transaction, number: BillNumber) -> tuple[ParkedEvent, ...]:
    """The open events of a number in their order, parked no longer; one that is too old stays behind."""
    where, values = "partner = ? AND bill = ? AND at >= ?", (*number, to_text(tx.now - KEPT))
    question = f"SELECT status, at FROM parked_events WHERE {where} ORDER BY number"
    rows = tx.db.execute(question, values).fetchall()
    tx.db.execute(f"DELETE FROM parked_events WHERE {where}", values)
    return tuple(ParkedEvent(_STATES[status], from_text(at)) for status, at in rows)


def close_old(tx: Transaction) -> int:
    """Close some of those that have waited seven days, and list them for a person. Returns how many."""
    rows = tx.db.execute(
        "SELECT number, partner, bill, status, at FROM parked_events WHERE at < ? ORDER BY at LIMIT ?",
        (to_text(tx.now - KEPT), AT_ONCE),
    ).fetchall()
    for number, partner, bill, status, at in rows:
        tx.db.execute("DELETE FROM parked_events WHERE number = ?", (number,))
        state = _STATES[status]
        audit.write(tx, f"platform.{state}.closed", key=BillNumber(partner, bill), came=at)
        remarks.add(tx, RemarkKind.PARKED_CLOSED, partner, bill, f"{state} {at}")
    return len(rows)
