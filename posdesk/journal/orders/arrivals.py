"""Orders that wait for the same commit: the new ones among them are written down together.

Nearly every order is one that nobody has heard of, in a call of its own. A flood of such is asked about by
one statement and put into each table by another, so that the writer wants Python's lock a few times a commit
and not dozens of times an order: the loop that reads the next calls and the window need it, too. Whatever is
not so plain (a repeat, a known number, a call of several orders) goes one by one, as ever (orders.py).
"""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta

from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.order import OrderKey, Origin, Received, key_of
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.jobs import JointJob
from posdesk.journal.orders import history, order_rows, pushes, refused_calls
from posdesk.journal.orders.bill_numbers import billno_of, running_name
from posdesk.journal.orders.order_moves import proven
from posdesk.journal.orders.order_rows import NewOrder
from posdesk.journal.orders.orders import Terms
from posdesk.journal.transaction import Job, Transaction
from posdesk.records import dataclass

Bills = list[tuple[str, str]]
"""What a call's answer names: nothing where it brings orders."""
_NUL = "\\u0000"  # up to which SQLite reads a text of JSON
_IS_ONE_KNOWN = (
    "SELECT EXISTS (SELECT 1 FROM json_each(?) c"
    " WHERE EXISTS (SELECT 1 FROM orders WHERE partner = c.value ->> 0 AND bill = c.value ->> 1)"
    " OR EXISTS (SELECT 1 FROM parked_events WHERE partner = c.value ->> 0 AND bill = c.value ->> 1)"
    " OR EXISTS (SELECT 1 FROM intents WHERE partner = c.value ->> 0 AND bill = c.value ->> 1)"
    " OR EXISTS (SELECT 1 FROM audit INDEXED BY audit_order"
    "  WHERE partner = c.value ->> 0 AND tbillno = c.value ->> 1)"
    " OR EXISTS (SELECT 1 FROM pushes WHERE partner = c.value ->> 0 AND seq = c.value ->> 2))"
)


@dataclass(frozen=True, slots=True)
class Arrival(JointJob[Bills]):
    """A call that brings one order: `alone` stores it, whatever it is; `is_welcome` as `alone` asks it."""

    terms: Terms
    received: Received
    seq: str
    is_welcome: Callable[[], bool]
    alone: Job[Bills]

    def __call__(self, tx: Transaction) -> Bills:
        """By itself."""
        return self.alone(tx)

    @classmethod
    def together(cls, tx: Transaction, jobs: "Sequence[Arrival]") -> list[Bills] | None:
        """See `JointJob`: together only where all are plainly new."""
        keys = [key_of(each.terms.partner, each.received.content) for each in jobs]
        if not _are_plain(tx, jobs, keys):
            return None
        for partner in {each.terms.partner for each in jobs}:
            proven(tx, partner)
        first = _first_of(tx, len(jobs))
        _put(tx, jobs, [_new(tx, *each, first + at) for at, each in enumerate(zip(jobs, keys, strict=True))])
        return [[] for _ in jobs]


def _are_plain(tx: Transaction, arrivals: Sequence[Arrival], keys: Sequence[OrderKey]) -> bool:
    """Whether no two are of one number or call, nobody has heard of any, and nothing waits to be mended.

    Where the store's other counters are to be told, each goes by itself.
    """
    if tx.instance:
        return False
    numbers = [key.number for key in keys]
    seqs = [(each.terms.partner, each.seq) for each in arrivals if each.seq.strip()]
    if len(set(numbers)) < len(numbers) or len(set(seqs)) < len(seqs):
        return False
    if not all(each.is_welcome() for each in arrivals):
        return False
    if any(refused_calls.is_any_open(tx, partner) for partner in {each.terms.partner for each in arrivals}):
        return False
    asked = json.dumps([(*number, each.seq) for number, each in zip(numbers, arrivals, strict=True)])
    if _NUL in asked:
        return False
    return not tx.db.execute(_IS_ONE_KNOWN, (asked,)).fetchone()[0]


def _first_of(tx: Transaction, many: int) -> int:
    """The first of so many running numbers, which are this counter's own."""
    return meta.count_up(tx.db, running_name(tx.counter), by=many) - many + 1


def _new(tx: Transaction, arrival: Arrival, key: OrderKey, running: int) -> NewOrder:
    terms, received = arrival.terms, arrival.received
    billno = billno_of(tx.now, terms.store_code, tx.counter, running)
    accept_by = tx.now + timedelta(seconds=terms.accept_within_s)
    return NewOrder(key, billno, received, Origin.PUSHED, key.ordered_at or tx.now, accept_by)


def _put(tx: Transaction, arrivals: Sequence[Arrival], news: Sequence[NewOrder]) -> None:
    """What `orders.add_all` writes of each, a table after the other."""
    order_rows.insert_all(tx, news)
    history.note_all(tx, [each.key for each in news], Happening.RECEIVED)
    hashes = [tx.chain.hash_of(each.received.raw) for each in news]
    told = [(new.key, order_rows.told_of(new, raw)) for new, raw in zip(news, hashes, strict=True)]
    audit.write_all(tx, f"order.{Happening.RECEIVED}", told)
    calls = [(each.terms.partner, each.seq, raw) for each, raw in zip(arrivals, hashes, strict=True)]
    pushes.note_new(tx, [(*call, new.key) for call, new in zip(calls, news, strict=True)])
    for each in news:
        tx.touch("orders", each.key)
