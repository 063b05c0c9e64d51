"""A Z on paper: kept as it was first printed, and printed again as that."""

from posdesk.domain.clock import to_text
from posdesk.domain.orders.intent import Seq
from posdesk.domain.printing.plan import PlannedSlip
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.domain.printing.slip import Slip, SlipKind
from posdesk.domain.printing.z_slip import kept
from posdesk.errors import NotAllowed, PrintReason
from posdesk.journal.orders import print_rows, prints
from posdesk.journal.orders.prints import Paper
from posdesk.journal.transaction import Transaction

_PERHAPS = frozenset({PrintState.SENDING, PrintState.DOUBTFUL})
_VERSION = 1  # a Z never changes


def numbered(tx: Transaction, number: int, slip: Slip) -> str:
    """Keep a Z that has just been made and print it where the plan says; returns the text that is kept.

    A number that is taken is a bug of whoever counts them: nothing is written then.
    """
    text = kept(slip)
    tx.db.execute("INSERT INTO z_slips VALUES (?, ?, ?)", (number, text, to_text(tx.now)))
    copy = 0
    for line in tx.plan.of_z():
        for _ in range(line.copies):
            copy += 1
            prints.put(tx, _paper(number, copy, line))
    return text


def print_z_again(tx: Transaction, number: int, actor: str) -> int:
    """One more copy of a Z on each of its printers, marked as printed again; how many. Raises NotAllowed."""
    lines = list(tx.plan.of_z())
    if not lines:
        raise NotAllowed(PrintReason.NO_PRINTER, "no printer prints a Z")
    if print_rows.kept_z(tx.db, number) is None:
        raise NotAllowed(PrintReason.NO_SUCH_Z, f"no Z {number}")
    is_second = any(job.outcome in _PERHAPS for job in print_rows.of_z(tx.db, number))
    for line in lines:
        one_more(tx, number, line.printer, line.layout, actor, is_second=is_second)
    return len(lines)


def one_more(
    tx: Transaction, number: int, printer: str, layout: str, actor: str, *, is_second: bool
) -> PrintJob:
    """Another copy than those that were wanted so far."""
    copy = 1 + max((job.copy for job in print_rows.of_z(tx.db, number)), default=0)
    paper = _paper(number, copy, PlannedSlip(SlipKind.Z, printer, layout), actor, is_second=is_second)
    seq = prints.put(tx, paper)
    return _noted(tx, seq, actor)


def _paper(number: int, copy: int, line: PlannedSlip, by: str = "", *, is_second: bool = False) -> Paper:
    place = (line.printer, line.layout)
    return Paper(number, _VERSION, SlipKind.Z, copy, *place, is_second=is_second, again_by=by)


def _noted(tx: Transaction, seq: Seq | None, actor: str) -> PrintJob:
    job = print_rows.get(tx.db, seq) if seq else None
    assert job is not None
    prints.say(tx, job, "print.again", actor)
    return job
