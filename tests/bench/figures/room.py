"""The room on the disk that an order and a receipt take, and that the backups take beside the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from posdesk.journal import backup, schema
from posdesk.journal.journal import FILE_NAME
from tests.bench import seeds
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.trade import Trade, label_of

ORDERS, RECEIPTS = 500, 1_000
_HOURS = timedelta(hours=4)
_WEEKS = 6


@contextmanager
def _rows(bench: Bench) -> Iterator[Sequence[Side]]:
    found = _of_rows(bench)  # it is the same each time
    yield (Side("posdesk", lambda: found),)


def _of_rows(bench: Bench) -> Values:
    """Orders with all that is done with them, and receipts that were sent, each written by the product."""
    start = datetime.now(UTC) - 2 * _HOURS
    nothing, orders, receipts = (
        _bytes_after(bench, start, each, till) for each, till in ((0, 0), (ORDERS, 0), (0, RECEIPTS))
    )
    return {
        "an order": (orders - nothing) / ORDERS / 1000,
        "a receipt": (receipts - nothing) / RECEIPTS / 1000,
    }


def _bytes_after(bench: Bench, start: datetime, orders: int, receipts: int) -> int:
    home = bench.new_folder("room")
    trade = Trade(home, label_of(start), seed=3)
    trade.orders([start + _HOURS * number / max(orders, 1) for number in range(orders)])
    trade.receipts(start, start + _HOURS, receipts)
    trade.live(start + 2 * _HOURS)
    trade.close()
    return journal_bytes(home)


def journal_bytes(home: Path) -> int:
    """The journal of a home that nobody has open, its -wal written back."""
    path = home / FILE_NAME
    with closing(schema.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return backup.size_of(path)


@contextmanager
def _backups(bench: Bench) -> Iterator[Sequence[Side]]:
    home = seeds.copied(bench, seeds.OPEN_200)
    most = _most_kept(home)
    yield (
        Side("all backups", lambda: {"size": most / 1e6}),
        Side("the journal", lambda: {"size": journal_bytes(home) / 1e6}),
    )


def _most_kept(home: Path) -> int:
    """Bytes of all backups on the worst of the days, some weeks on; the journal stays as large as it is."""
    begun, kept = datetime.now(UTC) + timedelta(days=1), [0]
    for day in range(7 * _WEEKS):
        now = begun + timedelta(days=day)
        backup.copy(home / FILE_NAME, backup.target_of(home, now))
        backup.rotate(home, now)
        kept.append(sum(each.path.stat().st_size for each in backup.backups(home)))
    return max(kept)


ROWS = Figure(
    "room.rows",
    "room on the disk for an order with all that is done with it, and for a receipt that was sent",
    {"an order": "KB", "a receipt": "KB"},
    _rows,
)
BACKUPS = Figure(
    "room.backups", "all backups ÷ journal, once there are weeks of them", {"size": "MB"}, _backups
)
