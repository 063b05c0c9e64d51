"""What is not done when a shift is to be closed, read anew each time: nothing of it is kept as done."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from posdesk.domain.books.hour import Step, hour_of, step_of
from posdesk.domain.books.posting import Book
from posdesk.domain.clock import from_text, time_of_day, to_text
from posdesk.domain.printing.print_job import PrintJob
from posdesk.domain.shift.cash import Cash
from posdesk.domain.shift.checklist import Checklist, Item, Line, LineKind
from posdesk.domain.shift.shift import Count, Rules, Shift
from posdesk.journal.books import hour_totals, receipts
from posdesk.journal.orders import print_rows
from posdesk.journal.orders.order_rows import OF_TRADE, WORKED_ON
from posdesk.journal.sent_rows import OPEN
from posdesk.journal.shifts import shift_figures, shift_rows

MOST = 300  # items of a line that are read; a line with more counts them
_LOOK_BACK = timedelta(days=8)
_FOR_EVER = "9999"
_OF_ORDER = "json_extract(o.content, '$.source_code'), o.show_no"
_JOINED = "orders o ON o.partner = i.partner AND o.bill = i.bill AND o.ordered = i.ordered"
_IS_OPEN = (  # neither closed here, nor only looked up while nobody did anything with it
    "o.state IN ('new', 'accepted', 'ready') AND o.closed_at IS NULL"
    f" AND (o.origin = 'pushed' OR {WORKED_ON}) AND o.{OF_TRADE}"
)
_ORDERS = (
    f"SELECT o.partner || '/' || o.bill || '/' || o.ordered, {_OF_ORDER}, o.state FROM orders o"
    f" INDEXED BY orders_open WHERE {_IS_OPEN} ORDER BY o.number LIMIT ?"
)
_STOPS = (
    f"SELECT o.partner || '/' || o.bill || '/' || o.ordered, {_OF_ORDER}, 'stop' FROM orders o"
    f" INDEXED BY orders_stop WHERE o.stop_open > 0 AND o.{OF_TRADE} ORDER BY o.number LIMIT ?"
)
_UNKNOWN = (
    f"SELECT i.seq, {_OF_ORDER}, i.kind FROM intents i JOIN {_JOINED}"
    f" WHERE i.{OPEN} AND (i.outcome = 'unknown' OR i.ever_unknown = 1) AND i.without_answer = 0"
    " ORDER BY i.number LIMIT ?"
)
_SIGNED = (
    f"SELECT i.seq, {_OF_ORDER}, i.outcome FROM intents i JOIN {_JOINED}"
    f" WHERE i.{OPEN} AND i.without_answer = 1 ORDER BY i.number LIMIT ?"
)
_SIGNED_AND_REFUSED = (  # in this shift: nobody has pressed anything about it since
    f"SELECT i.seq, {_OF_ORDER}, i.outcome FROM audit a JOIN intents i ON i.seq = a.seq JOIN {_JOINED}"
    " WHERE a.number >= ? AND a.what = 'intent.pressed' AND i.without_answer = 1"
    " AND i.outcome IN ('refused', 'settled_not_done') ORDER BY i.number LIMIT ?"
)
_HOUR_POSTINGS = f"SELECT DISTINCT hour FROM postings WHERE {OPEN} AND book = 'hour' LIMIT ?"
_HOUR_REFUSED = "SELECT DISTINCT hour FROM postings WHERE needs_person = 1 AND book = 'hour' LIMIT ?"
_NAMED = "r.store_id || '/' || r.pos_no || '/' || r.serial_num, r.source, r.serial_num"
_RECEIPTS = (
    f"SELECT {_NAMED}, p.outcome FROM postings p JOIN receipts r ON r.number = p.receipt"
    f" WHERE p.book = 'receipt' AND p.number IN (SELECT number FROM postings WHERE {OPEN} UNION"
    " SELECT number FROM postings WHERE needs_person = 1) ORDER BY p.number LIMIT ?"
)
_LACKING = f"SELECT {_NAMED}, 'lacks' FROM receipts r WHERE r.lacks <> '' ORDER BY r.number LIMIT ?"
_UNQUEUED = f"SELECT {_NAMED}, 'queued' FROM receipts r WHERE r.queued = 0 AND r.lacks = '' LIMIT ?"


def read(
    db: sqlite3.Connection, shift: Shift, rules: Rules, now: datetime, cash: Cash | None = None
) -> Checklist:
    """All lines as they stand at this moment; `cash` where that is known already."""
    handed = shift_rows.hand_overs(db, shift.number)
    found: dict[LineKind, tuple[Item, ...]] = {
        LineKind.ORDERS: _items(db, _ORDERS),
        LineKind.UNKNOWN: _items(db, _UNKNOWN),
        LineKind.HOURS: tuple(_hours(db, shift, rules, now)),
        LineKind.RECEIPTS: tuple(_receipts(db, rules)),
        LineKind.PRINTS: tuple(_prints(db)),
        LineKind.SIGNATURES: (*_items(db, _SIGNED), *_items(db, _SIGNED_AND_REFUSED, shift.first)),
        LineKind.STOPS: _items(db, _STOPS),
    }
    lines = [Line(kind, items, _count(db, kind, items), handed.get(kind)) for kind, items in found.items()]
    moved = shift_figures.cash_now(db, shift, rules) if cash is None else cash
    return Checklist((*lines, cash_line(shift_rows.last_count(db, shift.number), moved)))


def orders_open(db: sqlite3.Connection) -> int:
    """How many orders are neither final nor closed here; MOST at most."""
    return len(_items(db, _ORDERS))


def cash_line(count: Count | None, now: Cash) -> Line:
    """Counted, and nothing has gone through the drawer since."""
    if count is None:
        return Line(LineKind.CASH, count=1, note="not_counted")
    if count.cash != now:
        return Line(LineKind.CASH, count=1, note="moved")
    return Line(LineKind.CASH)


def _items(db: sqlite3.Connection, question: str, *values: int) -> tuple[Item, ...]:
    rows = db.execute(question, (*values, MOST))
    return tuple(Item(*(str(each or "") for each in row)) for row in rows)


def _count(db: sqlite3.Connection, kind: LineKind, items: tuple[Item, ...]) -> int:
    """How many there are; of receipts a till may have handed in thousands."""
    if kind is not LineKind.RECEIPTS or len(items) < MOST:
        return len(items)
    posted = db.execute(f"SELECT count(*) FROM postings WHERE {OPEN} AND book = 'receipt'").fetchone()[0]
    return max(len(items), int(posted) + receipts.unqueued(db))


def _hours(db: sqlite3.Connection, shift: Shift, rules: Rules, now: datetime) -> Iterator[Item]:
    """Hours that are over and whose report is not confirmed; the running one is nobody's debt."""
    if Book.HOUR not in rules.served:
        return
    first = hour_of(max(shift.opened_at - timedelta(days=1), now - _LOOK_BACK))
    books = hour_totals.books_before(db, to_text(first), _FOR_EVER)
    asked = {to_text(book.hour) for book in books if _is_due(step_of(book, rules.policy, now))}
    for question in (_HOUR_POSTINGS, _HOUR_REFUSED):
        asked |= {hour for (hour,) in db.execute(question, (MOST,))}
    for hour in sorted(asked)[:MOST]:
        yield Item(hour, number=time_of_day(from_text(hour), now))


def _is_due(step: Step) -> bool:
    return step.report or bool(step.ask)


def _receipts(db: sqlite3.Connection, rules: Rules) -> Iterable[Item]:
    if Book.RECEIPT not in rules.served:
        return ()
    found = {each.key: each for sql in (_RECEIPTS, _LACKING, _UNQUEUED) for each in _items(db, sql)}
    return tuple(found.values())[:MOST]


def _prints(db: sqlite3.Connection) -> Iterator[Item]:
    """Those that a person must judge, and those that no printer has taken yet."""
    jobs = {job.seq: job for job in (*print_rows.of_people(db), *print_rows.open_of_trade(db))}
    for job in jobs.values():
        source, number = _named(db, job)
        yield Item(job.seq, str(source or ""), str(number), job.slip)


def _named(db: sqlite3.Connection, job: PrintJob) -> tuple[str, str]:
    """The source and show number of a print's order; of a Z only its number."""
    if isinstance(job.cause, int):
        return "", str(job.cause)
    row = db.execute(
        "SELECT json_extract(content, '$.source_code'), show_no FROM orders"
        " WHERE partner = ? AND bill = ? AND ordered = ?",
        job.cause,
    ).fetchone()
    return row or ("", "")
