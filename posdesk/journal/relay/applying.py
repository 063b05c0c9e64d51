"""What another journal of the store did, applied here once, in whatever order it comes (relay.md, 'Acts').

Whoever wrote it: a replaced or restored PC learns its own past by the same way. Foreign work stands in
`acts`, never in `intents`; the order goes where the highest of all events and acts says.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from posdesk.domain.orders.intent import Kind, LostTo, Outcome, Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.act import Act, ActKind
from posdesk.journal.audit import audit
from posdesk.journal.orders import closing, intent_rows, intents, order_moves, order_rows
from posdesk.journal.relay import (
    acts,
    claims,
    counters,
    foreign_receipts,
    late_stops,
    stray_calls,
    twice,
    waiting_acts,
)
from posdesk.journal.relay.acts import By, Standing
from posdesk.journal.transaction import Transaction

NEWS = timedelta(minutes=10)
"""What was done longer ago is no news: nothing prints for it."""
_DONE = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE})
_ENDED = frozenset(Outcome) - {Outcome.QUEUED, Outcome.SENDING, Outcome.UNKNOWN}
_RIVALS = {
    ActKind.ACCEPT: frozenset({Kind.ACCEPT, Kind.REFUSE}),
    ActKind.REFUSE: frozenset({Kind.ACCEPT, Kind.REFUSE}),
    ActKind.READY: frozenset({Kind.READY}),
    ActKind.PAY: frozenset({Kind.PAY}),
    ActKind.VERIFY: frozenset({Kind.VERIFY}),
    ActKind.OUT: frozenset({Kind.VERIFY}),
}
_OF_NO_ORDER = frozenset({ActKind.RECEIPT, ActKind.HELLO})


class Became(StrEnum):
    """What became of an act that was read."""

    KNOWN = "known"  # it is here: an own one, or one read again
    APPLIED = "applied"
    WAITS = "waits"  # for its order
    PASSED = "passed"  # of a kind that this version doesn't know


def apply(
    tx: Transaction, act: Act, done_at: datetime | None = None, stored: datetime | None = None
) -> Became:
    """Apply an act, once. An order that it brings must have been stored before.

    `done_at` is when it was done by our clock, where that is known; `stored` when the stream stored it, by
    the servers' clock.
    """
    if acts.standing_of(tx.db, act.id) is not None:
        acts.read_back(tx, act.id)
        return Became.KNOWN
    if act.counter != tx.counter:
        counters.came(tx, act)
    if act.kind not in set(ActKind):
        acts.put(tx, act, Standing.PASSED)
        return Became.PASSED
    if act.key is None or act.kind in _OF_NO_ORDER:
        acts.put(tx, act, Standing.APPLIED)
        if act.kind is ActKind.RECEIPT:
            foreign_receipts.put(tx, act)
        return Became.APPLIED
    if not order_rows.is_there(tx.db, act.key):
        waiting_acts.wait(tx, act, stored)
        return Became.WAITS
    acts.put(tx, act, Standing.APPLIED)
    _on_order(tx, act, act.key, done_at or act.at)
    return Became.APPLIED


def go_on(tx: Transaction, key: OrderKey) -> None:
    """An order has come: what the others did with it before."""
    for act in waiting_acts.take(tx, key):
        if act.kind is ActKind.ORDER:
            stray_calls.act_taken(tx, act.id)
        _on_order(tx, act, key, act.at)


def _on_order(tx: Transaction, act: Act, key: OrderKey, done_at: datetime) -> None:
    audit.write(
        tx, f"act.{act.kind}", actor=act.actor, key=key, seq=act.id, at=act.counter, outcome=act.outcome
    )
    if act.kind in {ActKind.CLOSED, ActKind.REOPENED}:
        _hear_closing(tx, act, key, done_at)
        return
    if act.kind is ActKind.STOP:
        order_moves.end_stop(tx, key, act.actor)
    elif act.kind in _RIVALS:
        _settle_own(tx, act)
        _end_rivals(tx, act, key)
        claims.answered(tx, act)
        if _has_effect(act):
            by = By(act.counter, act.instance, str(act.content.get("seq", "")))
            twice.tell(tx, act.kind, key, by)
    if act.state is not None:
        age = tx.now - done_at
        order_moves.hear(tx, key, act.state, was_there=age > NEWS, stops=age < late_stops.STOPS)
    if late_stops.is_begun_by(act.kind, act.outcome):
        late_stops.stop(tx, key, done_at)
    tx.touch("orders", key)


def _settle_own(tx: Transaction, act: Act) -> None:
    """A journal that goes on from an older copy asks a person how its own intent ended: this says it."""
    intent = intent_rows.get(tx.db, Seq(str(act.content.get("seq", ""))))
    outcome = Outcome(act.outcome) if act.outcome in set(Outcome) else None
    if intent is None or intent.outcome is not Outcome.UNKNOWN or outcome not in _ENDED:
        return
    assert outcome is not None
    intent_rows.end(tx, intent, outcome, actor=act.actor)


def _end_rivals(tx: Transaction, act: Act, key: OrderKey) -> None:
    """What waits here for the same is not needed any more; an unknown verdict is known by the other's."""
    if not _has_effect(act):
        return
    for intent in intent_rows.of_order(tx.db, key):
        if intent.outcome is Outcome.QUEUED and intent.kind in _RIVALS[act.kind]:
            intents.lose(tx, intent, LostTo(act.counter, act.actor))
    if act.kind in {ActKind.ACCEPT, ActKind.REFUSE}:
        intent_rows.settle_by_event(tx, key, accepted=act.kind is ActKind.ACCEPT)


def _has_effect(act: Act) -> bool:
    return act.outcome in _DONE or act.kind is ActKind.OUT


def _hear_closing(tx: Transaction, act: Act, key: OrderKey, done_at: datetime) -> None:
    """Who closed it said that nobody works on it: its STOP ends with that, whichever came first.

    Not where it was accepted after that: who did had not heard of it, and the food is in the pan.
    """
    closed = late_stops.closed(tx, key)
    closing.hear(tx, key, closed)
    if closed is None:
        late_stops.stop(tx, key, done_at)
    elif late_stops.is_cancelled(tx, key) and not order_moves.is_being_made_anywhere(tx, key, closed.at):
        order_moves.end_stop(tx, key, act.actor)
