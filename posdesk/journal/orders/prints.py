"""Prints written down with what causes them, and what became of each. Every change is one transaction.

A row is one paper: cause, version, slip and copy are its key, so that a repeated event writes nothing anew.
"""

from collections.abc import Collection
from datetime import datetime

from posdesk.domain.clock import to_text
from posdesk.domain.orders.intent import Seq, new_seq
from posdesk.domain.orders.order import Order, OrderKey, OrderState, Origin
from posdesk.domain.orders.own import NOTHING, Own
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.plan import SLIPS_AFTER
from posdesk.domain.printing.print_job import Cause, PrintJob, PrintState
from posdesk.domain.printing.slip import SlipKind
from posdesk.journal import sent_rows, sure
from posdesk.journal.audit import audit
from posdesk.journal.orders import order_rows, own_rows, print_rows
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.transaction import Transaction
from posdesk.records import dataclass

_UNBEGUN = "outcome IN ('queued', 'not_sent')"  # of these no byte has left
_MAY_LIE_THERE = frozenset(PrintState) - {PrintState.QUEUED, PrintState.NOT_SENT, PrintState.DROPPED}
_INSERT = (
    "INSERT INTO prints (seq, partner, bill, ordered, z, version, slip, copy, printer, layout, counter,"
    " made_at, wanted_at, is_second, is_masked, again_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    " ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that is wanted."""

    cause: Cause
    version: int
    slip: SlipKind
    copy: int
    printer: str
    layout: str
    is_second: bool = False
    is_masked: bool = False
    again_by: str = ""


def put(tx: Transaction, paper: Paper) -> Seq | None:
    """Write a paper down; None where the same one was wanted before."""
    seq, now = new_seq(), to_text(tx.now)
    cause = (None, None, None, paper.cause) if isinstance(paper.cause, int) else (*paper.cause, None)
    what = (*cause, paper.version, paper.slip, paper.copy, paper.printer, paper.layout)
    why = (paper.is_second, paper.is_masked, paper.again_by)
    if not tx.db.execute(_INSERT, (seq, *what, tx.counter, now, now, *why)).rowcount:
        return None
    tx.touch("prints", None if isinstance(paper.cause, int) else paper.cause)
    return seq


def moved(tx: Transaction, key: OrderKey, target: OrderState) -> None:
    """An order stands there now: its slips are due. What a cancelled one still had to print is not."""
    slips = [slip for slip in SLIPS_AFTER.get(target, ()) if tx.plan.prints(slip)]
    if not slips and target is not OrderState.CANCELLED:
        return
    order = order_rows.get(tx.db, key)
    if order is None or order.is_closed_here:
        return
    if target is OrderState.CANCELLED:
        _drop(tx, key, f"{_UNBEGUN} AND slip <> 'stop'")
    for slip in slips:
        _all_of(tx, order, slip)


def stopped(tx: Transaction, key: OrderKey, *, is_second: bool = False) -> None:
    """Work on an order must end: STOP prints, before everything else."""
    order = order_rows.get(tx.db, key)
    if order is not None:
        _all_of(tx, order, SlipKind.STOP, is_second=is_second)


def closed(tx: Transaction, key: OrderKey) -> None:
    """An order is closed here: nobody needs what it still had to print."""
    _drop(tx, key, f"{_UNBEGUN} AND slip <> 'stop'")


def opened_again(tx: Transaction, key: OrderKey, state: OrderState) -> None:
    """It is worked on again: what nobody needed is wanted now, and what came due meanwhile."""
    tx.db.execute(
        "UPDATE prints SET outcome = 'queued', ended_at = NULL, wanted_at = ?"
        f" WHERE {KEY} AND outcome = 'dropped' AND settled_by = '' AND slip <> 'stop' AND version ="
        f" (SELECT version FROM orders WHERE {KEY})",
        (to_text(tx.now), *key, *key),
    )
    tx.touch("prints", key)
    order, jobs = order_rows.get(tx.db, key), _jobs(tx, key)
    version = print_rows.version_of(tx.db, key)
    if order is not None and jobs and max(job.version for job in jobs) < version:
        _anew(tx, order, jobs, version)
    moved(tx, key, state)


def _jobs(tx: Transaction, key: OrderKey) -> list[PrintJob]:
    return [job for job in print_rows.of_order(tx.db, key) if not job.is_stop]


def changed(tx: Transaction, key: OrderKey) -> None:
    """An order changed after work on it began: its slips are due anew, as another version.

    What was not printed of the version before would say the same, or what is no longer true: it is dropped.
    A slip that only a person wanted so far is due in its time; the one that was wanted still comes. An order
    out of a backup may be of a version before that of its prints. Of one that is closed here they are due
    when it is opened again.
    """
    order = order_rows.get(tx.db, key)
    jobs = _jobs(tx, key)
    if order is None or order.state is OrderState.NEW or (order.origin is Origin.CAPTURED and not jobs):
        return
    before = max((print_rows.version_of(tx.db, key), *(job.version for job in jobs)))
    tx.db.execute(f"UPDATE orders SET version = ? WHERE {KEY}", (before + 1, *key))
    _drop(tx, key, _UNBEGUN)
    if not order.is_closed_here:
        _anew(tx, order, jobs, before + 1)


def _anew(tx: Transaction, order: Order, jobs: Collection[PrintJob], version: int) -> None:
    """What was due of the versions before is due of this one."""
    due = {job.slip for job in jobs if not job.again_by}
    for slip in sorted(due):
        had = {job.printer for job in jobs if job.slip is slip and job.outcome in _MAY_LIE_THERE}
        _all_of(tx, order, slip, also=had)
    for job in jobs:
        if job.slip not in due and job.outcome in {PrintState.QUEUED, PrintState.NOT_SENT}:
            _wanted_still(tx, job, version)


def _wanted_still(tx: Transaction, job: PrintJob, version: int) -> None:
    what = (job.cause, version, job.slip, job.copy, job.printer, job.layout)
    put(tx, Paper(*what, is_second=job.is_second, is_masked=job.is_masked, again_by=job.again_by))


def _all_of(
    tx: Transaction,
    order: Order,
    slip: SlipKind,
    *,
    is_second: bool = False,
    also: Collection[str] = (),
) -> None:
    """A slip on every printer of the plan, unless another counter prints; numbered through all of them.

    `also` are printers where an earlier version lies, of which this one may not be by the plan any more. Of
    an order from before a restore the slip may have come out in the time that the journal lacks. An own order
    proves every printer of its slip, whichever orders that is for.
    """
    if not tx.plan.by_itself and not order.is_training:
        return
    if order.is_training:
        also = {line.printer for line in tx.plan.lines}
    is_second = is_second or sure.is_from_before(tx.db, order.key)
    version, copy = print_rows.version_of(tx.db, order.key), 0
    for line in tx.plan.of(slip, order.content, also):
        for _ in range(line.copies):
            copy += 1
            put(tx, Paper(order.key, version, slip, copy, line.printer, line.layout, is_second=is_second))


def _drop(tx: Transaction, key: OrderKey, where: str) -> None:
    tx.db.execute(
        f"UPDATE prints SET outcome = 'dropped', ended_at = ?, next_at = NULL, needs_person = 0"
        f" WHERE {KEY} AND {where}",
        (to_text(tx.now), *key),
    )
    tx.touch("prints", key)


@dataclass(frozen=True, slots=True)
class SendingPrint:
    """A print marked as sending, with what stands on it."""

    job: PrintJob
    said: Order | str  # the Z as it was kept
    own: Own = NOTHING


def begin(tx: Transaction, seq: Seq) -> SendingPrint | None:
    """Mark a print as sending before its first byte leaves. None when it may not leave (any more)."""
    job = print_rows.get(tx.db, seq)
    if job is None or job.needs_person or job.outcome not in {PrintState.QUEUED, PrintState.NOT_SENT}:
        return None
    said = _said(tx, job)
    if said is None:
        _list(tx, job, "print.not_made", Trouble.OURS)
        return None
    sent_rows.mark_sending(tx, "prints", seq)
    tx.touch("prints", job.order)
    sending = print_rows.get(tx.db, seq)
    assert sending is not None
    own = own_rows.of_order(tx.db, job.order) if job.order is not None else NOTHING
    return SendingPrint(sending, said, own)


def _said(tx: Transaction, job: PrintJob) -> Order | str | None:
    """The order, or the Z; None where a damaged journal lost it, or what it holds."""
    if isinstance(job.cause, int):
        return print_rows.kept_z(tx.db, job.cause)
    try:
        return order_rows.get(tx.db, job.cause)
    except ValueError:
        return None


def finish(tx: Transaction, seq: Seq, ended: Ended, next_at: datetime | None) -> None:
    """Write down what is known of it; `next_at` is of the next try where no byte has left."""
    job = print_rows.get(tx.db, seq)
    if job is None or job.outcome is not PrintState.SENDING:
        return
    again = ended.outcome is Outcome.NOT_SENT
    if again and _is_dropped_meanwhile(tx, job):
        settle(tx, job, PrintState.DROPPED)
        return
    if again and ended.trouble is Trouble.OURS:  # to try it again would hold back all behind it
        _list(tx, job, "print.not_made", Trouble.OURS)
        return
    sent_rows.change(
        tx,
        "prints",
        seq,
        outcome=ended.outcome,
        trouble=ended.trouble or "",
        next_at=to_text(next_at) if again and next_at else None,
        ended_at=None if again else to_text(tx.now),
        needs_person=int(ended.outcome is Outcome.DOUBTFUL),
    )
    if ended.outcome is Outcome.DOUBTFUL:
        say(tx, job, "print.doubtful", trouble=ended.trouble)
    tx.touch("prints", job.order)


def _is_dropped_meanwhile(tx: Transaction, job: PrintJob) -> bool:
    """Whether its order was cancelled, closed or changed while a printer was asked, which took no byte."""
    if job.order is None:
        return False
    order = order_rows.get(tx.db, job.order)
    is_over = order is not None and (order.state is OrderState.CANCELLED or order.is_closed_here)
    return not job.is_stop and (is_over or print_rows.version_of(tx.db, job.order) > job.version)


def list_late(tx: Transaction, seq: Seq) -> None:
    """It waited for too long: from now on a person says whether it is still wanted."""
    job = print_rows.get(tx.db, seq)
    if job is None or job.needs_person or job.outcome not in {PrintState.QUEUED, PrintState.NOT_SENT}:
        return
    _list(tx, job, "print.late", job.trouble)


def _list(tx: Transaction, job: PrintJob, why: str, trouble: Trouble | None) -> None:
    """No byte of it has left, and none leaves before a person says so."""
    sent_rows.change(
        tx,
        "prints",
        job.seq,
        outcome=PrintState.NOT_SENT,
        trouble=trouble or "",
        needs_person=1,
        next_at=None,
    )
    say(tx, job, why)
    tx.touch("prints", job.order)


def recover(tx: Transaction) -> int:
    """At start: what a dead process left as sending may have come out. Returns how many."""
    rows = tx.db.execute(
        f"SELECT seq FROM prints INDEXED BY prints_open WHERE {print_rows.OPEN} AND needs_person = 0"
        " AND outcome = 'sending'"
    ).fetchall()
    for (seq,) in rows:
        finish(tx, Seq(seq), Ended(Outcome.DOUBTFUL, Trouble.DIED), None)
    return len(rows)


def settle(tx: Transaction, job: PrintJob, outcome: PrintState, actor: str = "") -> None:
    """A person's word on a print, or its end because nobody wants it any more."""
    sent_rows.change(
        tx,
        "prints",
        job.seq,
        outcome=outcome,
        needs_person=0,
        next_at=None,
        ended_at=to_text(tx.now),
        settled_by=actor,
    )
    if actor:
        say(tx, job, f"print.{outcome}", actor)
    tx.touch("prints", job.order)


def say(tx: Transaction, job: PrintJob, what: str, actor: str = "", **detail: str | None) -> None:
    """A line of the audit trail."""
    if isinstance(job.cause, int):
        detail["z"] = str(job.cause)
    audit.write(
        tx,
        what,
        actor=actor,
        key=job.order,
        seq=job.seq,
        slip=job.slip,
        copy=job.copy,
        printer=job.printer,
        **detail,
    )
