"""What a person sees of the prints, read in one look; every part of it is bounded."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from posdesk.domain.clock import to_text
from posdesk.domain.printing.board import PaperView, PrintBoard
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.journal.orders import order_rows, print_rows

HANDED_OVER = 20  # the newest
_SINCE = (
    f"INDEXED BY prints_ended WHERE {order_rows.PRINT_OF_TRADE} AND ended_at IS NOT NULL AND ended_at >= ?"
)


def read(db: sqlite3.Connection, since: datetime) -> PrintBoard:
    """What stands now, and what ended `since` then (aware)."""
    people, open_ones = print_rows.of_people(db), print_rows.open_of_trade(db)
    tried = [job for job in open_ones if job.outcome is PrintState.NOT_SENT]
    late = [job for job in people if job.outcome is not PrintState.DOUBTFUL]
    handed = print_rows.select(
        db, f"{_SINCE} AND outcome = 'handed_over' ORDER BY ended_at DESC LIMIT {HANDED_OVER}", to_text(since)
    )
    return PrintBoard(
        doubtful=_views(db, [job for job in people if job.outcome is PrintState.DOUBTFUL]),
        not_sent=_views(db, [*late, *reversed(tried)]),
        handed_over=_views(db, handed),
        queued=Counter(job.printer for job in open_ones if job.outcome is not PrintState.SENDING),
        ended=print_rows.ended_since(db, since),
        again=_again(db, since),
        last={view.job.printer: view for view in _views(db, _last(db, since))},
    )


def _views(db: sqlite3.Connection, jobs: Iterable[PrintJob]) -> tuple[PaperView, ...]:
    return tuple(_view(db, job) for job in jobs)


def _view(db: sqlite3.Connection, job: PrintJob) -> PaperView:
    if isinstance(job.cause, int):
        return PaperView(job, f"Z {job.cause}")
    try:
        order = order_rows.get(db, job.cause)
    except ValueError:
        order = None  # a damaged journal
    if order is None:
        return PaperView(job, job.cause.bill)
    return PaperView(job, order.content.number, order.content.source, order.wiped is not None)


def _again(db: sqlite3.Connection, since: datetime) -> int:
    done = "outcome IN ('printed', 'handed_over', 'came_out') AND again_by <> ''"
    row = db.execute(f"SELECT count(*) FROM prints {_SINCE} AND {done}", (to_text(since),)).fetchone()
    return int(row[0])


def _last(db: sqlite3.Connection, since: datetime) -> Iterable[PrintJob]:
    """Of each printer the newest that ended on paper, or may have."""
    rows = db.execute(
        f"SELECT printer, max(ended_at), seq FROM prints {_SINCE} AND outcome <> 'dropped' GROUP BY printer",
        (to_text(since),),
    ).fetchall()
    found = (print_rows.get(db, seq) for _, _, seq in rows)
    return [job for job in found if job is not None]
