"""What a person does with prints: one more copy, and a word on what nobody else can know."""

from posdesk.domain.clock import to_text
from posdesk.domain.orders.intent import Seq
from posdesk.domain.orders.order import Order, OrderKey, OrderState
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.domain.printing.slip import SlipKind
from posdesk.errors import NotAllowed, OrderReason, PrintReason
from posdesk.journal import sent_rows
from posdesk.journal.orders import order_moves, order_rows, print_rows, prints, z_prints
from posdesk.journal.orders.prints import Paper
from posdesk.journal.transaction import Transaction

_MADE = frozenset({OrderState.ACCEPTED, OrderState.READY, OrderState.COMPLETED})
_PERHAPS = frozenset({PrintState.SENDING, PrintState.DOUBTFUL})
_UNBEGUN = frozenset({PrintState.QUEUED, PrintState.NOT_SENT})  # of these no byte has left


def print_again(tx: Transaction, key: OrderKey, slip: SlipKind, actor: str, *, reveal: bool) -> int:
    """One more copy of a slip on each of its printers; how many. Raises NotAllowed.

    A courier slip with the whole phone is a reveal, and is noted as one; else it prints masked.
    """
    order = _order(tx, key, slip)
    lines = list(tx.plan.of(slip, order.content))
    if not lines:
        raise NotAllowed(PrintReason.NO_PRINTER, f"no printer prints {slip}")
    of_slip = [job for job in print_rows.of_order(tx.db, key) if job.slip is slip]
    is_second = any(job.outcome in _PERHAPS for job in of_slip)
    masked = _masked(tx, order, slip, actor, reveal=reveal)
    for line in lines:
        _one_more(tx, order, slip, (line.printer, line.layout), actor, is_second=is_second, is_masked=masked)
    return len(lines)


def decide_again(tx: Transaction, seq: Seq, actor: str, *, reveal: bool) -> None:
    """Of a doubtful print one more, which says that it may be a second copy; one not sent goes now.

    So it is of one that was handed over, of which nobody will ever know more. Raises NotAllowed.
    """
    job = _to_be_again(tx, seq)
    order = _order(tx, job.order, job.slip) if job.order else None
    if not job.is_perhaps_there:
        sent_rows.change(tx, "prints", seq, needs_person=0, wanted_at=to_text(tx.now))
        prints.say(tx, job, "print.wanted_still", actor)
        tx.touch("prints", job.order)
        return
    if job.outcome is PrintState.DOUBTFUL:
        prints.settle(tx, job, PrintState.REPEATED, actor)
    place = (job.printer, job.layout)
    if order is not None:
        masked = _masked(tx, order, job.slip, actor, reveal=reveal)
        _one_more(tx, order, job.slip, place, actor, is_second=True, is_masked=masked)
    elif isinstance(job.cause, int):
        z_prints.one_more(tx, job.cause, *place, actor, is_second=True)


def came_out(tx: Transaction, seq: Seq, actor: str) -> None:
    """A person found the paper of a doubtful print. Raises NotAllowed."""
    job = _waiting(tx, seq)
    if job.outcome is not PrintState.DOUBTFUL:
        raise NotAllowed(PrintReason.NOT_WAITING, "no byte of it has left")
    prints.settle(tx, job, PrintState.CAME_OUT, actor)


def drop(tx: Transaction, seq: Seq, actor: str) -> None:
    """Nobody wants it any more, be it listed or waiting for its printer. Raises NotAllowed."""
    job = print_rows.get(tx.db, seq)
    if job is None or not (job.needs_person or job.outcome in _UNBEGUN):
        raise NotAllowed(PrintReason.NOT_WAITING, "it waits for nobody")
    prints.settle(tx, job, PrintState.DROPPED, actor)


def _to_be_again(tx: Transaction, seq: Seq) -> PrintJob:
    job = print_rows.get(tx.db, seq)
    return job if job and job.outcome is PrintState.HANDED_OVER else _waiting(tx, seq)


def _waiting(tx: Transaction, seq: Seq) -> PrintJob:
    job = print_rows.get(tx.db, seq)
    if job is None or not job.needs_person:
        raise NotAllowed(PrintReason.NOT_WAITING, "it waits for nobody")
    return job


def _order(tx: Transaction, key: OrderKey, slip: SlipKind) -> Order:
    """The order, where that slip of it is still true: nobody is told to make what was cancelled."""
    order = order_rows.get(tx.db, key)
    if order is None:
        raise NotAllowed(OrderReason.UNKNOWN_ORDER, f"no order {key}")
    if order.thinned is not None:
        raise NotAllowed(OrderReason.THINNED, f"{slip} of an order that was thinned")
    if order.is_closed_here:
        raise NotAllowed(OrderReason.CLOSED_HERE, f"{slip} of an order that is closed here")
    states = {OrderState.CANCELLED} if slip is SlipKind.STOP else _MADE
    if order.state not in states:
        raise NotAllowed(OrderReason.STATE, f"{slip} of an order that is {order.state}")
    return order


def _masked(tx: Transaction, order: Order, slip: SlipKind, actor: str, *, reveal: bool) -> bool:
    """Whether phone and address stay off the paper; where they don't, that is noted."""
    if slip is not SlipKind.COURIER:
        return False
    if reveal and order.wiped is None:
        order_moves.reveal(tx, order.key, actor)
        return False
    return True


def _one_more(
    tx: Transaction,
    order: Order,
    slip: SlipKind,
    place: tuple[str, str],
    actor: str,
    *,
    is_second: bool,
    is_masked: bool,
) -> None:
    """Another copy than those that the plan wants: their numbers stay theirs, where they are not due yet."""
    version, planned = print_rows.version_of(tx.db, order.key), tx.plan.of(slip, order.content)
    copy = 1 + max(
        print_rows.last_copy(tx.db, order.key, version, slip), sum(line.copies for line in planned)
    )
    paper = Paper(
        order.key, version, slip, copy, *place, is_second=is_second, is_masked=is_masked, again_by=actor
    )
    seq = prints.put(tx, paper)
    job = print_rows.get(tx.db, seq) if seq else None
    assert job is not None
    prints.say(tx, job, "print.again", actor)
