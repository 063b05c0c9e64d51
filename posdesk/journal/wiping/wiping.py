"""Personal data that was kept long enough goes, batch by batch (product row 60).

What is wiped of which column stands in personal.py; ids, amounts, lines, states and times stay. Each table is
gone through by an index that holds only what still has something to wipe: so a wiping that was cut off begins
anew and does nothing twice, and what waits for a person is looked at once in a wiping.
"""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from posdesk.domain.clock import to_text
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction
from posdesk.journal.wiping import rewriting, wipes
from posdesk.records import dataclass, replace

NEVER_ENDED = timedelta(days=90)  # after its last event, press or due time it counts as ended
_ANY = 2**62
_FIRST = "2026"  # no journal is older: what is dated before it came by a clock that was wrong
_LATEST = "~"  # behind every time as the journal writes them
AT_ONCE = 50  # rows a batch
_LAST = "last_wiped/"
_PATIENCE_MS = 250  # for readers: meanwhile nobody can write


@dataclass(frozen=True, slots=True)
class WipeDue:
    """What ended before `ended`, or never ends and was silent since before `silent`, is wiped; both aware."""

    ended: datetime
    silent: datetime

    @classmethod
    def of(cls, now: datetime, keep_days: int) -> "WipeDue":
        """As the setting `keep_personal_days` says, at a moment whose clock is trusted."""
        ended = now - timedelta(days=keep_days)
        return cls(ended, ended - NEVER_ENDED)


@dataclass(frozen=True, slots=True)
class WipeCursor:
    """Where a wiping goes on: the sweep's place in the list, the last row looked at, the last that may go."""

    sweep: int = 0
    at: str = ""
    number: int = 0
    upto: int | None = None


BEGIN = WipeCursor()


@dataclass(frozen=True, slots=True)
class WipedBatch:
    """What one batch did: rows a table, and where the next batch goes on; None where nothing more is due."""

    rows: Mapping[str, int]
    next: WipeCursor | None

    @property
    def more(self) -> bool:
        """Whether another batch is to be asked for."""
        return self.next is not None


@dataclass(frozen=True, slots=True)
class _Sweep:
    """One table by one index, whose condition is `kept`: `wipe` says whether it wiped a row.

    `came` are the column that says when a row came and its index: rows are numbered as they come, so that one
    whose clock was wrong is judged by its neighbours. `is_ahead`: those dated later than now.
    """

    table: str
    index: str
    at: str
    kept: str
    wipe: Callable[[Transaction, int, str, str], bool]
    came: tuple[str, str] | None = None
    is_silent: bool = False
    is_ahead: bool = False

    @property
    def is_known_by_kept(self) -> bool:
        """Whether only rows that are not wiped yet stand in the index that says when they came."""
        return self.came is not None and self.came[1] == self.index


_ENDED = "wiped IS NULL AND state IN ('completed', 'refused', 'cancelled')"
_OPEN = "wiped IS NULL AND state IN ('new', 'accepted', 'ready')"
_CLOSED = f"wiped IS NULL AND closed_at IS NOT NULL AND {_OPEN.partition(' AND ')[2]}"
_POSTINGS = (
    "ended_at IS NOT NULL AND (payload <> '' OR last_raw <> '' OR last_words <> ''"
    " OR (reason = 'person' AND detail <> ''))"
)
_ORDER_CAME = ("received_at", "orders_received")
_BY_DATE = (
    _Sweep("orders", "orders_kept_ended", "state_at", _ENDED, wipes.order, _ORDER_CAME),
    _Sweep("orders", "orders_kept_closed", "closed_at", _CLOSED, wipes.order, _ORDER_CAME),
    _Sweep(
        "orders", "orders_kept_open", "received_at", _OPEN, wipes.silent_order, _ORDER_CAME, is_silent=True
    ),
    _Sweep("intents", "intents_kept", "ended_at", "wiped = 0 AND ended_at IS NOT NULL", wipes.intent),
    _Sweep(
        "history", "history_kept", "at", "detail <> '' AND happening IN ('pressed', 'outcome')", wipes.history
    ),
    _Sweep("notes", "notes_kept", "at", "text <> ''", wipes.note),
    _Sweep("scans", "scans_kept", "at", "code <> ''", wipes.scan, ("at", "scans_at")),
    _Sweep(
        "receipts",
        "receipts_kept",
        "received_at",
        "wiped IS NULL",
        wipes.receipt,
        ("received_at", "receipts_kept"),
    ),
    _Sweep("postings", "postings_kept", "ended_at", _POSTINGS, wipes.posting),
    _Sweep(
        "posting_attempts",
        "posting_attempts_kept",
        "ended_at",
        "ended_at IS NOT NULL AND words <> ''",
        wipes.attempt,
    ),
    _Sweep("intake_troubles", "intake_troubles_kept", "at", "reason <> ''", wipes.trouble),
    _Sweep("drawer_moves", "drawer_moves_kept", "at", "reason <> ''", wipes.drawer_move),
    _Sweep("drawer_counts", "drawer_counts_kept", "at", "reason <> ''", wipes.drawer_count),
    _Sweep("shift_notes", "shift_notes_kept", "at", "words <> ''", wipes.shift_note),
    _Sweep("handed_over", "handed_over_kept", "at", "words <> ''", wipes.handed_over),
    _Sweep("refused_calls", "refused_calls_raw", "last_at", "raw <> ''", wipes.refused_text),
    _Sweep("refused_calls", "refused_calls_ended", "ended_at", "ended_at IS NOT NULL", wipes.refused_call),
    _Sweep(
        "refused_calls",
        "refused_calls_kept",
        "last_at",
        "(show_no <> '' OR words <> '' OR others <> '')",
        wipes.refused_words,
        is_silent=True,
    ),
    _Sweep("stray_calls", "stray_calls_kept", "at", "body <> x''", wipes.stray_call),
    _Sweep("acts", "acts_kept", "at", "content <> ''", wipes.act),
)


# What hangs on a wiped row goes with it, and what came before it is as old, whatever date stands there.
_SWEEPS = (
    *_BY_DATE,
    *(replace(each, is_ahead=True) for each in _BY_DATE if each.came and not each.is_silent),
    *(replace(each, is_ahead=True) for each in _BY_DATE if each.table in {"intents", "history", "notes"}),
)
SWEEPS = len(_SWEEPS)
"""Batches at least until all tables were looked at."""


def wipe(tx: Transaction, due: WipeDue, start: WipeCursor = BEGIN, limit: int = AT_ONCE) -> WipedBatch:
    """Wipe one batch: at most `limit` rows of one table are looked at. It is audited, numbers only.

    Whoever goes on from `Wiped.next` until that is None has wiped all that is due; one that was cut off
    begins anew from BEGIN, and finds only what still holds something. Each batch is a job of its own, and
    goes behind orders: `journal.write(…, later=True)`. After the last one follows rewriting.py.
    """
    sweep, silent, now = _SWEEPS[start.sweep], to_text(due.silent), to_text(tx.now)
    before = silent if sweep.is_silent else to_text(due.ended)
    upto = _upto(tx.db, sweep, before, now) if start.upto is None else start.upto
    if start.upto is None:
        start = replace(start, at=now if sweep.is_ahead else "", upto=upto)
    found = _found(tx.db, sweep, start, _LATEST if sweep.is_ahead else before, limit)
    wiped = [number for _, number in found if number <= upto and sweep.wipe(tx, number, before, silent)]
    count = len(wiped)
    if count and sweep.is_known_by_kept:
        _keep_last(tx, sweep, [each for each in found if each[0] < before and each[1] <= upto])
    if count:
        audit.write(tx, "personal.wiped", table=sweep.table, rows=count)
        rewriting.note(tx, sweep.table, wiped)
        tx.touch(sweep.table)
    return WipedBatch({sweep.table: count} if count else {}, _next(start, found, limit))


def _upto(db: sqlite3.Connection, sweep: _Sweep, before: str, now: str) -> int:
    """The last row that came before that moment: a clock that was wrong may have dated a new one as old.

    It came no later than the newest of those dated before, and earlier than the first of those dated since.
    """
    if sweep.came is None:
        return _ANY
    came, index = sweep.came
    kept = f" AND {sweep.kept}" if sweep.is_known_by_kept else ""
    rows = f"FROM {sweep.table} INDEXED BY {index} WHERE"
    dated = f"{came} >= ? AND {came} < ?{kept}"
    newest = f"SELECT {came}, number {rows} {dated} ORDER BY {came} DESC, number DESC LIMIT 1"
    last = max(db.execute(newest, (_FIRST, before)).fetchone() or ("", 0), _last_wiped(db, sweep))
    first = db.execute(f"SELECT min(number) {rows} {came} BETWEEN ? AND ?{kept}", (before, now)).fetchone()
    return min(last[1], (first[0] or _ANY) - 1)


def _last_wiped(db: sqlite3.Connection, sweep: _Sweep) -> tuple[str, int]:
    at, _, number = (meta.value(db, f"{_LAST}{sweep.table}") or " 0").partition(" ")
    return at, int(number)


def _keep_last(tx: Transaction, sweep: _Sweep, found: list[tuple[str, int]]) -> None:
    """The newest that was looked at is a neighbour of those that come after it."""
    at, number = max([_last_wiped(tx.db, sweep), *found])
    meta.put(tx.db, f"{_LAST}{sweep.table}", f"{at} {number}")


def _found(
    db: sqlite3.Connection, sweep: _Sweep, start: WipeCursor, before: str, limit: int
) -> list[tuple[str, int]]:
    """The next rows of a table: when, and their numbers. What blocks one doesn't keep the others."""
    return db.execute(
        f"SELECT {sweep.at}, number FROM {sweep.table} INDEXED BY {sweep.index} WHERE {sweep.kept}"
        f" AND ({sweep.at}, number) > (?, ?) AND {sweep.at} < ? ORDER BY {sweep.at}, number LIMIT ?",
        (start.at, start.number, before, limit),
    ).fetchall()


def _next(start: WipeCursor, found: list[tuple[str, int]], limit: int) -> WipeCursor | None:
    if len(found) == limit:
        at, number = found[-1]
        return replace(start, at=at, number=number)
    return WipeCursor(start.sweep + 1) if start.sweep + 1 < len(_SWEEPS) else None


def empty_wal(tx: Transaction) -> bool:
    """Empty the journal's -wal, in which what was wiped may still stand. False: a reader is in the way.

    For `journal.write_alone`, until it is True. Only the connection that commits writes the -wal back: where
    another one does, SQLite before 3.51.3 can lose a commit (sqlite.org/wal.html, "The WAL-Reset Bug").
    """
    patience = tx.db.execute("PRAGMA busy_timeout").fetchone()[0]
    tx.db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    try:
        return bool(tx.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    finally:
        tx.db.execute(f"PRAGMA busy_timeout = {patience}")
