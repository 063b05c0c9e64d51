"""What this counter tells the others of its store, of what is being written down (relay.md, 'Acts')."""

from posdesk.domain.clock import to_text
from posdesk.domain.orders.intent import STATE_AFTER, Intent, Kind, LostTo, Outcome
from posdesk.domain.orders.order import WAITS_FOR_ACCEPT, OrderKey, OrderState, Origin, Received
from posdesk.domain.relay.act import ActKind
from posdesk.journal import meta
from posdesk.journal.orders import intent_rows, order_rows, raws
from posdesk.journal.orders.order_rows import OF_TRADE, OPEN
from posdesk.journal.relay import acts, late_stops, twice
from posdesk.journal.relay.acts import By
from posdesk.journal.transaction import Transaction
from posdesk.records import replace

SIGNED = "signed"
HANDED_OVER = "handed_over"
MOST_OPEN = 1000
HELLOS_KEPT = 50  # or fewer: so many acts behind the last none is taken away
LOOKED_THROUGH = 5000
_OPEN_TOLD = "relay_open_told"
_DONE = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE})
_UNTOLD = frozenset({Outcome.QUEUED, Outcome.SENDING})


def of_intent(tx: Transaction, intent: Intent, outcome: Outcome, lost: LostTo | None = None) -> None:
    """How an intent stands: that it is unknown is told once, that it waits or is being sent never.

    One that was `lost` to another counter is that one's to tell.
    """
    is_again = outcome is Outcome.UNKNOWN and intent.ever_unknown
    if outcome in _UNTOLD or is_again or lost is not None:
        return
    done = outcome in _DONE
    acts.tell(
        tx,
        ActKind(intent.kind),
        intent.key,
        intent.actor,
        outcome,
        STATE_AFTER[intent.kind] if done else None,
        _with(intent, has_happened=done or outcome is Outcome.UNKNOWN),
    )
    if done:
        twice.tell(tx, ActKind(intent.kind), intent.key, _by(tx, intent.seq))
    if late_stops.is_begun_by(ActKind(intent.kind), outcome):
        late_stops.stop(tx, intent.key, tx.now)  # as it is where this is heard


def doubts(tx: Transaction) -> None:
    """What a journal that goes on from an older copy can't know: whether its accepts and readies have left.

    Told by this instance once: until a person or an act says more, the order may be being made.
    """
    for intent in intent_rows.open_ones(tx.db):
        kind = ActKind(intent.kind)
        doubtful = intent.outcome is Outcome.UNKNOWN and late_stops.is_begun_by(kind, intent.outcome)
        if doubtful and not acts.is_told(tx, kind, intent.key, intent.seq):
            of_intent(tx, replace(intent, ever_unknown=False), Outcome.UNKNOWN)


def _with(intent: Intent, *, has_happened: bool) -> dict[str, object]:
    said: dict[str, object] = {"seq": intent.seq}
    if intent.kind is Kind.VERIFY and has_happened:
        said["code"] = intent.code
    if intent.kind is Kind.PAY:
        said["paid"] = [{"code": each.code, "paid": str(each.paid)} for each in intent.payments]
    return said


def signed_out(tx: Transaction, intent: Intent) -> None:
    """Somebody took an order out against signature, before the platform answered."""
    acts.tell(
        tx, ActKind.OUT, intent.key, intent.actor, SIGNED, None, {"seq": intent.seq, "code": intent.code}
    )
    twice.tell(tx, ActKind.OUT, intent.key, _by(tx, intent.seq))


def _by(tx: Transaction, seq: str = "") -> By:
    return By(tx.counter, tx.instance, seq)


def handed_over(tx: Transaction, key: OrderKey, actor: str) -> None:
    """Somebody took an order out that no platform is asked about."""
    acts.tell(tx, ActKind.OUT, key, actor, HANDED_OVER, OrderState.COMPLETED)
    twice.tell(tx, ActKind.OUT, key, _by(tx))


def stopped(tx: Transaction, key: OrderKey, actor: str, *, cancelled: bool | None = None) -> None:
    """A person acknowledged a STOP; of several orders of a number said whether it was this one."""
    state = OrderState.CANCELLED if cancelled else None
    acts.tell(tx, ActKind.STOP, key, actor, "" if cancelled is None else f"decided {int(cancelled)}", state)


def closed(tx: Transaction, key: OrderKey, actor: str, reason: str, note: str) -> None:
    """Nobody works on an order any more."""
    acts.tell(tx, ActKind.CLOSED, key, actor, reason, None, {"note": note} if note else None)


def reopened(tx: Transaction, key: OrderKey, actor: str) -> None:
    """An order that was closed is worked on again."""
    acts.tell(tx, ActKind.REOPENED, key, actor)


def order_came(tx: Transaction, key: OrderKey, received: Received, origin: Origin) -> None:
    """An order that came by another way than the stream: the others have not got it.

    One that was looked up is accepted already, also where the stream brought it as a new one.
    """
    if not tx.is_by_stream:
        state = None if origin in WAITS_FOR_ACCEPT else OrderState.ACCEPTED
        acts.tell(tx, ActKind.ORDER, key, "", origin, state, {"raw": received.raw, "came": to_text(tx.now)})


def order_said(tx: Transaction, key: OrderKey, state: OrderState) -> None:
    """A platform's event that came by another way than the stream."""
    if not tx.is_by_stream:
        acts.tell(tx, ActKind.ORDER, key, "", f"event {state}", state)


def open_orders(tx: Transaction) -> int:
    """What is open here when the store gets its relay, once: no stream brings it to the others. How many."""
    if not tx.instance or meta.value(tx.db, _OPEN_TOLD):
        return 0
    meta.put(tx.db, _OPEN_TOLD, tx.at)
    found = tx.db.execute(
        f"SELECT partner, bill, ordered, origin, state, received_at FROM orders WHERE {OPEN} AND {OF_TRADE}"
        " AND received_at >= ? ORDER BY number DESC LIMIT ?",
        (to_text(tx.now - acts.KEPT), MOST_OPEN),
    ).fetchall()
    for *names, origin, state, came in found:
        key = OrderKey(*names)
        raw = raws.readable(tx.db, order_rows.number_of(tx.db, key))
        if raw:
            content = {"raw": raw, "came": came}
            acts.tell(tx, ActKind.ORDER, key, "", origin, OrderState(state), content)
    return len(found)


def hello(tx: Transaction) -> None:
    """That this journal tells acts: read back, it measures the PC's clock.

    Old ones go. Only the last acts are looked through: a year's have no index by kind, and orders wait.
    """
    last = int(tx.db.execute("SELECT max(number) FROM acts").fetchone()[0] or 0)
    tx.db.execute(
        "DELETE FROM acts WHERE number BETWEEN ? AND ? AND kind = 'hello'"
        " AND standing IN ('back', 'applied')",
        (last - LOOKED_THROUGH, last - HELLOS_KEPT),
    )
    acts.tell(tx, ActKind.HELLO)
