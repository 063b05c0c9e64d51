"""Whether what a journal holds can be read and counted on: each text, time, number and JSON of it.

What can't be would be met only after the file is in place: in a traceback, or in a number without a next one.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from posdesk.domain.books.ledger import IntakeFault
from posdesk.domain.books.posting import Book
from posdesk.domain.clock import ClockDoubt, from_text
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.history import Happening, RemarkKind
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import Origin, passed_over_of
from posdesk.domain.pickup.lookup import ScanResult
from posdesk.domain.printing.outcome import Trouble as PrintTrouble
from posdesk.domain.printing.print_job import PrintState
from posdesk.domain.printing.z_slip import printed_again
from posdesk.domain.shift.checklist import LineKind
from posdesk.domain.shift.shift import MOST_FEN
from posdesk.journal import sure
from posdesk.journal.books.misdated import SEEN_AHEAD, SEEN_BEHIND
from posdesk.journal.books.receipt_rows import MOST
from posdesk.journal.meta import ZERO_HOURS
from posdesk.journal.orders import parked
from posdesk.journal.orders.bill_numbers import running_of
from posdesk.journal.orders.order_rows import UNCLEAR, thinned_of
from posdesk.journal.packing import unpacked
from posdesk.journal.search_step import BELOW
from posdesk.journal.shifts import shift_rows
from posdesk.journal.wiping import thinning, wiping_clock

HEAD = re.compile(r"(\d{1,18}) [0-9a-f]{64}")  # of the audit trail, as the journal notes it
_HIGHEST = 2**53
"""More than a counter counts in its life, far from where SQLite's numbers end: the next ones have room."""
_HIGHEST_RUNNING = 10**9
"""Of bill numbers, which stand in texts of the platforms and of WDK."""
_LONGEST_BILL = 500
_COUNTERS = frozenset(
    {
        "shift",
        "first",
        "last",
        "opened_line",
        "cash_receipt",
        "number",
        "completion",
        "receipt",
        "upto",
        "attempts",
        "denials",
        "count",
        "version",
        "copy",
        "line",
        "pieces",
    }
)
_FIGURES = frozenset({"receipts", "returns", "items", "gross_fen", "discount_fen", "refund_fen"})
_TIMES = frozenset({"at", "accept_by", "hour", "since"})
_JSON = (
    ("orders", "content"),
    ("orders", "raw"),
    ("orders", "previous"),
    ("intents", "payments"),
    ("audit", "detail"),
    ("receipts", "content"),
    ("receipts", "raw"),
    ("receipts", "mismatches"),
    ("drawer_counts", "pieces"),
    ("drawer_counts", "cash"),
    ("handed_over", "items"),
    ("zs", "figures"),
)
Test = Callable[[object], bool]


def fault_of(db: sqlite3.Connection) -> str:
    """The first thing that can't be read or counted on, empty where all can. Raises sqlite3.Error."""
    return next((fault for look in (_meta, _rows, _json) for fault in look(db)), "")


def _meta(db: sqlite3.Connection) -> Iterator[str]:
    values = dict(db.execute("SELECT key, value FROM meta"))
    head = HEAD.fullmatch(values.get("audit", ""))
    if not values.get("salt") or head is None or int(head[1]) > _HIGHEST:
        yield "its audit trail has no beginning or no end"
    for key, value in values.items():
        test = next((test for name, test in _OF_META.items() if _is_named(key, name)), None)
        if test is not None and not test(value):
            yield f"its {key} is {value[:40]!r}"


def _is_named(key: str, name: str) -> bool:
    return key.startswith(name) if name.endswith("/") else key == name


def _rows(db: sqlite3.Connection) -> Iterator[str]:
    """Every row of every table: a text that is none shows in being read."""
    for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        lowest, highest = db.execute(f'SELECT min(rowid), max(rowid) FROM "{table}"').fetchone()
        if lowest is not None and not (lowest >= 0 and highest <= _HIGHEST):
            yield f"the rows of {table} are numbered from {lowest} to {highest}"
        if not table.startswith("sqlite_"):
            yield from _of_table(db, table)


def _of_table(db: sqlite3.Connection, table: str) -> Iterator[str]:
    found = db.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in found.description]
    tests = [(at, test) for at, name in enumerate(names) if (test := _test_of(table, name)) is not None]
    for row in found:
        for at, test in tests:
            if row[at] is not None and not test(row[at]):
                yield f"{names[at]} of {_named(table, names, row)} is {str(row[at])[:40]!r}"


def _named(table: str, names: Sequence[str], row: Sequence[object]) -> str:
    return f"{table}, {names[0]} {str(row[0])[:40]}"


def _test_of(table: str, name: str) -> Test | None:
    """What a column's values must pass; None where any that its table takes is right."""
    if name in _TIMES or name.endswith("_at"):
        return _is_time
    if table == "orders" and name == "billno":
        return _is_bill
    if table == "receipts" and name in _FIGURES:
        return partial(_is_within, most=MOST, least=-MOST)
    if (table, name) in _WORDS:
        return _WORDS[table, name]
    return _is_count if name in _COUNTERS else None


def _json(db: sqlite3.Connection) -> Iterator[str]:
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for table, name in _JSON:
        where = f"{name} IS NOT NULL AND NOT json_valid({name})"
        question = f"SELECT number FROM {table} WHERE {where} LIMIT 1"
        if table in there and (row := db.execute(question).fetchone()) is not None:
            yield f"{name} of {table}, number {row[0]} is no JSON"


def _is_time(value: object) -> bool:
    try:
        return from_text(str(value)).tzinfo is not None
    except ValueError:
        return False


def _is_day(value: object) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _is_doubt(value: object) -> bool:
    return value in set(ClockDoubt)


def _is_within(value: object, *, least: int, most: int) -> bool:
    try:
        return least <= int(str(value)) <= most
    except ValueError:
        return False


def _is_ordered(value: object) -> bool:
    """The time in an order's key, and the count behind it; empty where it came with none."""
    time = str(value).partition("#")[0]
    return not time or _is_time(time)


def _is_readable(read: Callable[[str], object], value: object) -> bool:
    try:
        read(str(value))
    except (ValueError, KeyError):
        return False
    return True


def _is_packed_json(value: object) -> bool:
    try:
        json.loads(unpacked(bytes(value)) if isinstance(value, bytes) else "")
    except ValueError:
        return False
    return True


def _is_fen(value: object) -> bool:
    return _is_within(value, least=0, most=MOST_FEN)


def _is_count(value: object) -> bool:
    return _is_within(value, least=0, most=_HIGHEST)


def _are_counts(value: object) -> bool:
    return all(map(_is_count, str(value).split()))


def _is_running(value: object) -> bool:
    return _is_within(value, least=0, most=_HIGHEST_RUNNING)


def _is_bill(value: object) -> bool:
    text = str(value)
    return len(text) <= _LONGEST_BILL and running_of(text) <= _HIGHEST_RUNNING


_ONE_OF: Mapping[tuple[str, str], frozenset[object]] = {
    ("orders", "origin"): frozenset(Origin),
    ("orders", "stop_open"): frozenset({0, 1, UNCLEAR}),
    ("orders", "close_reason"): frozenset({"", *CloseReason}),
    ("intents", "outcome"): frozenset(Outcome),
    ("postings", "book"): frozenset(Book),
    ("postings", "outcome"): frozenset(Outcome),
    ("posting_attempts", "outcome"): frozenset(Outcome),
    ("history", "happening"): frozenset(Happening),
    ("history", "kind"): frozenset({"", *Kind}),
    ("history", "outcome"): frozenset({"", *Outcome}),
    ("scans", "result"): frozenset(ScanResult),
    ("intake_troubles", "what"): frozenset(IntakeFault),
    ("prints", "outcome"): frozenset(PrintState),
    ("prints", "trouble"): frozenset({"", *PrintTrouble}),
    ("handed_over", "line"): frozenset(LineKind),
}
_FEN = (
    ("shifts", "float_fen"),
    ("drawer_moves", "amount_fen"),
    ("drawer_counts", "counted_fen"),
)
# Texts that raise where they are read would hide an order, or keep the next one of its number out.
_WORDS: Mapping[tuple[str, str], Test] = {
    ("orders", "ordered"): _is_ordered,
    ("prints", "ordered"): _is_ordered,
    ("notes", "ordered"): _is_ordered,
    ("orders", "passed_over"): partial(_is_readable, passed_over_of),
    ("order_raws", "raw"): _is_packed_json,
    ("orders", "thinned"): partial(_is_readable, thinned_of),
    ("receipts", "thinned"): _is_time,
    ("parked_events", "status"): partial(_is_readable, lambda text: parked.state_of(int(text))),
    ("z_slips", "slip"): partial(_is_readable, printed_again),
    ("drawer_counts", "pieces"): partial(_is_readable, shift_rows.PIECES.validate_json),
    ("drawer_counts", "cash"): partial(_is_readable, shift_rows.CASH.validate_json),
    ("handed_over", "items"): partial(_is_readable, shift_rows.ITEMS.validate_json),
    **dict.fromkeys(_FEN, _is_fen),
    ("remarks", "what"): partial(_is_readable, RemarkKind),
    **{column: words.__contains__ for column, words in _ONE_OF.items()},
}
"""Columns of which no table's CHECK knows the words."""
_OF_META: Mapping[str, Test] = {
    "running/": _is_running,
    "commits": _is_count,
    "ringing_after": _is_count,
    "ringing_since": _is_time,
    SEEN_AHEAD: _is_count,
    SEEN_BEHIND: _is_count,
    **dict.fromkeys(sure.COUNTS, _is_count),
    **dict.fromkeys(sure.TIMES, _is_time),
    ZERO_HOURS: _is_time,
    BELOW: _is_count,
    thinning.UPTO: _is_count,
    thinning.LATER: _are_counts,
    wiping_clock.SEEN: _is_time,
    wiping_clock.DOUBT: _is_doubt,
    wiping_clock.WIPED: _is_day,
}
