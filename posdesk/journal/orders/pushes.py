"""Calls that were taken: the very same one, sent again, changes nothing whatever came since.

A call is the same by its `seq` and its raw content. A `seq` that a partner uses for several contents tells
nothing: of such a one two calls are kept, so that it is known as that.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from posdesk.domain.orders.order import OrderKey
from posdesk.journal import rows
from posdesk.journal.transaction import Transaction, forget_old
from posdesk.records import dataclass

KEPT = timedelta(days=14)
MOST = 100_000
_INTO = "INSERT INTO pushes (partner, seq, call, bill, ordered, at)"


@dataclass(frozen=True, slots=True)
class PushedCall:
    """A partner's call: its `seq`, empty where it tells nothing, and its raw content."""

    partner: str
    seq: str
    content: str


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a call's `seq`: the rows of those that had it before, and this one's salted hash."""

    call: PushedCall
    digest: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()

    @property
    def meant(self) -> tuple[OrderKey, ...] | None:
        """The orders that this very call was about when it came before; None where it is another one."""
        if {each for each, *_ in self.rows} != {self.digest}:
            return None
        return tuple(OrderKey(self.call.partner, *key) for _, *key in self.rows)


def before(tx: Transaction, call: PushedCall) -> Before:
    """Ask for it once; a `seq` that tells nothing is not asked about."""
    if not call.seq.strip():
        return Before(call)
    where = "WHERE partner = ? AND seq = ? ORDER BY number"
    rows = tx.db.execute(f"SELECT call, bill, ordered FROM pushes {where}", (call.partner, call.seq))
    return Before(call, tx.chain.hash_of(call.content), tuple(rows))


def is_repeat(tx: Transaction, call: PushedCall) -> bool:
    """Whether this very call was taken before; one that was not is remembered."""
    known = before(tx, call)
    if known.meant is not None:
        return True
    note(tx, known, ())
    return False


def note(tx: Transaction, before: Before, keys: Sequence[OrderKey]) -> None:
    """Remember a call and the orders that it was about; `before` was asked in the same job."""
    call, digest = before.call, before.digest
    if not digest:
        return
    known = {each for each, *_ in before.rows}
    now, where = tx.at, (call.partner, call.seq)
    if known == {digest}:  # its orders were lost since: what it is about now counts
        tx.db.execute("DELETE FROM pushes WHERE partner = ? AND seq = ?", where)
        known = set()
    elif known:
        tx.db.execute("UPDATE pushes SET at = ? WHERE partner = ? AND seq = ?", (now, *where))
    if len(known) < 2:
        about = _about(keys[:1] if known else keys)
        rows.insert(tx.db, _INTO, [(*where, digest, *each, now) for each in about])
    forget_old(tx, "pushes", KEPT, MOST)


def note_new(tx: Transaction, calls: Sequence[tuple[str, str, str, OrderKey]]) -> None:
    """Remember calls of an order each, whose `seq` nobody has heard of; empty ones are passed over.

    Of each: partner, `seq`, the salted hash of its content, and the order.
    """
    made = [(*call, key.bill, key.ordered, tx.at) for *call, key in calls if call[1].strip()]
    rows.insert(tx.db, _INTO, made)
    forget_old(tx, "pushes", KEPT, MOST)


def _about(keys: Sequence[OrderKey]) -> Iterable[tuple[str, str]]:
    return [(key.bill, key.ordered) for key in keys] or [("", "")]
