"""Hours of the journal: what their receipts add up to now. Totals are derived each time, never counted up."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from posdesk.domain.books.hour import HOUR, HourBook, Late, hour_of
from posdesk.domain.books.posting import Posting
from posdesk.domain.books.receipt import Figures
from posdesk.domain.clock import from_text, in_china, to_text
from posdesk.domain.orders.intent import Outcome
from posdesk.host.late import late
from posdesk.journal import codec, meta, sure
from posdesk.journal.books import posting_rows, receipt_rows
from posdesk.journal.transaction import INSTANCE

if TYPE_CHECKING:
    from posdesk.journal.relay import counters
else:
    counters = late("posdesk.journal.relay.counters")

# SQLite's sum() fails beyond 64 bits, and with it every other hour of the question. So the figures are added
# up in two halves, which no journal fills, and put together here.
_HALF = 10**9
_SUMS = ", ".join(
    f"sum({name} / {_HALF}), sum({name} % {_HALF})" for name in receipt_rows.FIGURES.split(", ")
)
_NOTHING = (Figures(), 0)


def hour_book(db: sqlite3.Connection, hour: datetime) -> HourBook:
    """One hour, be it empty."""
    found = books_of(db, (hour,))
    return found[0] if found else empty_book(db, hour)


def empty_book(db: sqlite3.Connection, hour: datetime) -> HourBook:
    """An hour that has neither receipts nor reports."""
    may_lack = sure.lost(db).hour_may_lack(to_text(hour))
    return HourBook(in_china(hour), Figures(), may_lack=may_lack, unseen=_others(db)(hour))


def books_of(db: sqlite3.Connection, hours: Sequence[datetime]) -> tuple[HourBook, ...]:
    """The hours among these neighbours that have receipts or reports, in order."""
    return books_before(db, to_text(hours[0]), to_text(hours[-1] + HOUR))


def books_before(db: sqlite3.Connection, first: str, end: str) -> tuple[HourBook, ...]:
    """The hours between two journal times, the second not included."""
    totals = _totals(db, first, end)
    postings = _postings(db, first, end)
    late = _late_ones(db, totals, _uptos(db, first, end))
    lost, unseen = sure.lost(db), _others(db)
    return tuple(
        HourBook(
            in_china(from_text(hour)),
            totals.get(hour, _NOTHING)[0],
            postings[hour],
            late.get(hour, ()),
            may_lack=lost.hour_may_lack(hour),
            unseen=unseen(from_text(hour)),
        )
        for hour in sorted(totals.keys() | postings.keys())
    )


def _others(db: sqlite3.Connection) -> Callable[[datetime], tuple[str, ...]]:
    """Says which of the store's other counters may have receipts of an hour that are not here."""
    if not meta.value(db, INSTANCE):
        return lambda _hour: ()
    rows = counters.every(db)
    return lambda hour: counters.waited_for(rows, hour + HOUR)


def whole_since(db: sqlite3.Connection) -> datetime | None:
    """The first hour of which no receipt was lost with a damaged journal; None where none ever was."""
    lost_upto = sure.lost(db).receipts
    return hour_of(from_text(lost_upto)) + HOUR if lost_upto else None


def _totals(db: sqlite3.Connection, first: str, end: str) -> dict[str, tuple[Figures, int]]:
    """By hour, what it adds up to and its last receipt."""
    rows = db.execute(
        f"SELECT hour, {_SUMS}, max(number) FROM receipts WHERE hour >= ? AND hour < ? GROUP BY hour",
        (first, end),
    )
    found = {hour: (_figures(halves), newest) for hour, *halves, newest in rows}
    elsewhere = db.execute(
        f"SELECT hour, {_SUMS} FROM foreign_receipts WHERE hour >= ? AND hour < ? GROUP BY hour", (first, end)
    )
    for hour, *halves in elsewhere:
        figures, newest = found.get(hour, _NOTHING)
        found[hour] = (figures + _figures(halves), newest)
    return found


def _figures(halves: Sequence[int | None]) -> Figures:
    """The figures of a row of `_SUMS`; of no receipts at all they are zero."""
    pairs = zip(halves[::2], halves[1::2], strict=True)
    return Figures(*((high or 0) * _HALF + (low or 0) for high, low in pairs))


def figures_now(db: sqlite3.Connection, hour: datetime) -> tuple[Figures, int]:
    """What an hour's receipts add up to, and the number of the last receipt of all that was there to read."""
    here, elsewhere = (
        _figures(db.execute(f"SELECT {_SUMS} FROM {table} WHERE hour = ?", (to_text(hour),)).fetchone())
        for table in ("receipts", "foreign_receipts")
    )
    newest = db.execute("SELECT coalesce(max(number), 0) FROM receipts").fetchone()[0]
    return here + elsewhere, int(newest)


def by_source(db: sqlite3.Connection, hours: Sequence[datetime]) -> dict[datetime, dict[str, Figures]]:
    """What neighbouring hours add up to, source by source."""
    found: dict[datetime, dict[str, Figures]] = defaultdict(dict)
    for table in ("receipts", "foreign_receipts"):
        rows = db.execute(
            f"SELECT hour, source, {_SUMS} FROM {table} WHERE hour BETWEEN ? AND ? GROUP BY hour, source",
            (to_text(hours[0]), to_text(hours[-1])),
        )
        for hour, source, *halves in rows:
            sources = found[in_china(from_text(hour))]
            sources[source] = sources.get(source, Figures()) + _figures(halves)
    return found


def sold_since(
    db: sqlite3.Connection, receipt: int, traded: str, *, late: bool = False
) -> dict[tuple[str, str], Figures]:
    """By source and hour, what receipts behind this one add up to that were traded from then on.

    `late`: those of them that were traded before.
    """
    where = "number > ? AND coalesce(traded_at, received_at)"
    rows = db.execute(
        f"SELECT source, hour, {_SUMS} FROM receipts NOT INDEXED WHERE {where} {'<' if late else '>='} ?"
        " GROUP BY source, hour",
        (receipt, traded),
    )
    return {(source, hour): _figures(halves) for source, hour, *halves in rows}


def _postings(db: sqlite3.Connection, first: str, end: str) -> defaultdict[str, tuple[Posting, ...]]:
    found: defaultdict[str, tuple[Posting, ...]] = defaultdict(tuple)
    for posting in posting_rows.select(db, "p.book = 'hour' AND p.hour >= ? AND p.hour < ?", (first, end)):
        if posting.hour is not None:
            found[to_text(posting.hour)] += (posting,)
    return found


def _uptos(db: sqlite3.Connection, first: str, end: str) -> dict[str, int]:
    """By hour, the last receipt that was there when the last confirmed report was read."""
    rows = db.execute(
        "SELECT hour, max(number), upto FROM postings WHERE book = 'hour' AND outcome = ?"
        " AND hour >= ? AND hour < ? GROUP BY hour",
        (Outcome.CONFIRMED, first, end),
    )
    return {hour: upto for hour, _, upto in rows if upto is not None}


def _late_ones(
    db: sqlite3.Connection, totals: dict[str, tuple[Figures, int]], uptos: dict[str, int]
) -> dict[str, tuple[Late, ...]]:
    """What came after the last confirmed report of each hour was read."""
    return {
        hour: _late(db, hour, upto) for hour, upto in uptos.items() if totals.get(hour, _NOTHING)[1] > upto
    }


def _late(db: sqlite3.Connection, hour: str, upto: int) -> tuple[Late, ...]:
    rows = db.execute(
        "SELECT serial_num, traded_at, received_at, gross_fen - discount_fen - refund_fen, returns"
        " FROM receipts WHERE hour = ? AND number > ? ORDER BY number",
        (hour, upto),
    )
    return tuple(
        Late(serial, codec.time_of(traded), from_text(received), net, bool(returns))
        for serial, traded, received, net, returns in rows
    )
