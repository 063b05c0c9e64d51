"""Intents in the journal: pressed, sent, answered, withdrawn, settled. Every change is one transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from posdesk.domain.clock import to_text
from posdesk.domain.orders.answer import Answer, CallFault, Decision, Verdict, decide
from posdesk.domain.orders.board import Action, OrderView, actions_of
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.intent import NO_RELAY, Intent, Kind, LostTo, Outcome, Seq, Wish, new_seq
from posdesk.domain.orders.order import Order, OrderState
from posdesk.errors import NotAllowed, OrderReason
from posdesk.host.late import late
from posdesk.journal import codec, sent_rows
from posdesk.journal.audit import audit
from posdesk.journal.orders import history, intent_rows, order_moves, order_rows
from posdesk.journal.transaction import Transaction
from posdesk.records import dataclass, replace

if TYPE_CHECKING:
    from posdesk.domain.relay.seen_claim import Taken
    from posdesk.journal.relay import acts, claims, own_acts
else:
    acts = late("posdesk.journal.relay.acts")
    claims = late("posdesk.journal.relay.claims")  # of a store with a relay
    own_acts = late("posdesk.journal.relay.own_acts")

UNDO_MARGIN = timedelta(seconds=10)  # row 22: no undo time when the deadline is this near behind it
LATE_PRESS = timedelta(seconds=60)  # a press after the deadline, and a verification, may wait this long
_VERDICTS = frozenset({Kind.ACCEPT, Kind.REFUSE})
_FAILED = frozenset({Outcome.REFUSED, Outcome.EXPIRED, Outcome.WITHDRAWN, Outcome.SETTLED_NOT_DONE})
_WAITS_FOR_UNDO = frozenset({Kind.ACCEPT, Kind.REFUSE, Kind.READY})


def press(tx: Transaction, wish: Wish) -> Intent:
    """Write a wish down as an intent. Raises NotAllowed when order or another intent forbids it."""
    order = order_rows.get(tx.db, wish.key)
    if order is None:
        raise NotAllowed(OrderReason.UNKNOWN_ORDER, f"no order {wish.key}")
    if order.is_training:
        raise NotAllowed(OrderReason.STATE, "nothing of an own order leaves")
    elsewhere = acts.of_order(tx.db, wish.key, tx.instance) if tx.instance else ()
    _check(wish, OrderView(order, intent_rows.of_order(tx.db, wish.key), elsewhere=elsewhere))
    intent = _intent(tx, wish, order)
    _insert(tx, intent)
    history.note(tx, wish.key, Happening.PRESSED, actor=wish.actor, kind=wish.kind, detail=wish.reason)
    audit.write(
        tx, "intent.pressed", actor=wish.actor, key=wish.key, seq=intent.seq, kind=wish.kind, **_amounts(wish)
    )
    if wish.takes_over:
        claims.agree(tx, intent)
    tx.touch("intents", wish.key)
    if tx.instance and intent.without_answer:
        own_acts.signed_out(tx, intent)
    return intent


def _check(wish: Wish, view: OrderView) -> None:
    if view.order.is_closed_here:
        raise NotAllowed(OrderReason.CLOSED_HERE, f"{wish.key} is closed here")
    if Action(wish.kind) not in actions_of(view):
        raise NotAllowed(
            OrderReason.STATE, f"{wish.kind} does not apply to {wish.key} in state {view.order.state}"
        )
    if wish.kind is Kind.VERIFY and not wish.takes_over and view.out_elsewhere is not None:
        raise NotAllowed(OrderReason.OUT_ELSEWHERE, f"counter {view.out_elsewhere.counter} gave it out")
    if wish.kind is Kind.VERIFY and not wish.code:
        raise NotAllowed(OrderReason.NO_CODE, "a verification needs the scanned code")
    if wish.kind is Kind.PAY and not wish.payments:
        raise NotAllowed(OrderReason.NO_PAYMENT, "a payment needs a tender and an amount")


def _intent(tx: Transaction, wish: Wish, order: Order) -> Intent:
    undo = timedelta(seconds=wish.leaves_after_s) if wish.kind in _WAITS_FOR_UNDO else timedelta()
    left = _left(tx.now, order)
    if wish.kind in _VERDICTS and left is not None and left <= undo + UNDO_MARGIN:
        undo = timedelta()
    return Intent(
        seq=new_seq(),
        key=wish.key,
        kind=wish.kind,
        actor=wish.actor,
        counter=tx.counter,
        outcome=Outcome.QUEUED,
        pressed_at=tx.now,
        leaves_at=tx.now + undo,
        expires_at=_expires(tx.now, wish, order),
        code=wish.code,
        reason=wish.reason,
        payments=wish.payments,
        without_answer=wish.without_answer,
    )


def _expires(now: datetime, wish: Wish, order: Order) -> datetime | None:
    """The last moment of a first send; ready, pay and a signed hand-out wait as long as it takes."""
    if wish.kind in _VERDICTS:
        left = _left(now, order)
        return now + (left if left is not None and left > timedelta() else LATE_PRESS)
    if wish.kind is Kind.VERIFY and not wish.without_answer:
        return now + LATE_PRESS
    return None


def _left(now: datetime, order: Order) -> timedelta | None:
    """The time left to accept, never longer than it was at first: the wall clock may have been set back."""
    if order.accept_by is None:
        return None
    return min(order.accept_by - now, order.accept_by - order.received_at)


def _amounts(wish: Wish) -> dict[str, str]:
    return {"paid": " ".join(str(p.paid) for p in wish.payments)} if wish.payments else {}


def _insert(tx: Transaction, intent: Intent) -> None:
    sent_rows.insert(
        tx,
        "intents",
        seq=intent.seq,
        **intent.key._asdict(),
        kind=intent.kind,
        actor=intent.actor,
        counter=intent.counter,
        outcome=intent.outcome,
        pressed_at=to_text(intent.pressed_at),
        leaves_at=to_text(intent.leaves_at),
        expires_at=to_text(intent.expires_at) if intent.expires_at else None,
        code=intent.code,
        reason=intent.reason,
        payments=codec.payments_text(intent.payments),
        without_answer=intent.without_answer,
    )


@dataclass(frozen=True, slots=True)
class SendingIntent:
    """An intent marked as sending, with what its call needs."""

    intent: Intent
    order: Order


def begin(tx: Transaction, seq: Seq, *, expired: bool, taken: "Taken | None" = None) -> SendingIntent | None:
    """Mark an intent as sending before its bytes leave. None when it may not leave (any more).

    `taken`: the other counters of the store were asked first. What they said may be too old by now.
    """
    intent = intent_rows.get(tx.db, seq)
    if intent is None or intent.outcome not in sent_rows.AGAIN or intent.needs_person:
        return None
    if expired and intent.outcome is Outcome.QUEUED:
        _expire(tx, intent)
        return None
    order = order_rows.get(tx.db, intent.key)
    if order is None or order.is_closed_here or (taken is not None and not taken.is_fresh(tx.now)):
        return None
    if taken is not None:
        claims.took(tx, intent.key, taken, actor=intent.actor, seq=seq)
    sent_rows.mark_sending(tx, "intents", seq)
    audit.write(tx, "intent.sending", key=intent.key, seq=seq, kind=intent.kind, attempt=intent.attempts + 1)
    tx.touch("intents", intent.key)
    return SendingIntent(intent, order)


def _expire(tx: Transaction, intent: Intent) -> None:
    intent_rows.end(tx, intent, Outcome.EXPIRED)
    _follow(tx, intent, Outcome.EXPIRED)


def finish(
    tx: Transaction, seq: Seq, answer: Answer, decision: Decision, next_at: datetime | None
) -> Outcome | None:
    """Write down how an attempt ended, and what follows for the order. Returns the outcome as stored."""
    intent = intent_rows.get(tx.db, seq)
    if intent is None or intent.outcome is not Outcome.SENDING:
        return None
    outcome = _seen_by_event(tx, intent, decision.outcome)
    ended = outcome in {Outcome.CONFIRMED, Outcome.REFUSED}
    unknown = outcome is Outcome.UNKNOWN
    sent_rows.put_outcome(
        tx,
        "intents",
        seq,
        outcome,
        next_at,
        ever_unknown=intent.ever_unknown or unknown,
        needs_person=decision.needs_person and not ended,
        denials=intent.denials + (unknown and answer.verdict is Verdict.REFUSED),
        last_answer=answer.words or answer.fault,
        last_code=answer.code,
        answered=answer.answered,
    )
    intent_rows.told(tx, intent, outcome, detail=answer.words or answer.fault, code=answer.code)
    _follow(tx, intent, outcome)
    return intent_rows.outcome_of(tx.db, seq)


def _seen_by_event(tx: Transaction, intent: Intent, outcome: Outcome) -> Outcome:
    """What the platform said of the order meanwhile settles an unknown accept or refuse after the fact, too.

    The order may be further along by now: the moment of its acceptance stays.
    """
    if outcome is not Outcome.UNKNOWN or intent.kind not in _VERDICTS:
        return outcome
    order = order_rows.get(tx.db, intent.key)
    if order is None:
        return outcome
    accepted, refused = order.accepted_at is not None, order.state is OrderState.REFUSED
    if not (accepted or refused):
        return outcome
    return Outcome.CONFIRMED if accepted is (intent.kind is Kind.ACCEPT) else Outcome.REFUSED


def _follow(tx: Transaction, intent: Intent, outcome: Outcome, actor: str = "") -> None:
    """What an outcome means for the order and for what waits behind the intent."""
    if outcome in {Outcome.CONFIRMED, Outcome.SETTLED_DONE}:
        order_moves.take_effect(tx, intent.key, intent.kind, outcome)
    order = order_rows.standing(tx.db, intent.key)
    if order is None:
        return
    if order.is_final:
        intent_rows.withdraw_moot(tx, intent.key, order.state, actor)
    elif order.is_closed_here:
        intent_rows.leave_to_person(tx, intent.key, actor)
    elif intent.kind is Kind.ACCEPT and outcome in _FAILED and order.state is OrderState.NEW:
        intent_rows.withdraw_queued(tx, intent.key, actor, frozenset({Kind.READY}))
    elif intent.kind in _VERDICTS and outcome is Outcome.QUEUED and order.state is not OrderState.NEW:
        intent_rows.end(tx, intent, Outcome.WITHDRAWN)


def withdraw(tx: Transaction, seq: Seq, actor: str) -> None:
    """Undo what has not left. Raises NotAllowed when it has."""
    intent = intent_rows.get(tx.db, seq)
    if intent is None or intent.outcome is not Outcome.QUEUED:
        raise NotAllowed(OrderReason.LEFT, "it has left already")
    intent_rows.end(tx, intent, Outcome.WITHDRAWN, actor=actor)
    _follow(tx, intent, Outcome.WITHDRAWN, actor)


def lose(tx: Transaction, intent: Intent, to: LostTo) -> bool:
    """Another counter was first: what has not left is withdrawn. Returns whether it had not."""
    if intent_rows.outcome_of(tx.db, intent.seq) is not Outcome.QUEUED:
        return False
    intent_rows.end(tx, intent, Outcome.WITHDRAWN, words=str(to))
    _follow(tx, intent, Outcome.WITHDRAWN)
    return True


def leave_to_person(tx: Transaction, seq: Seq) -> None:
    """No other counter can be asked: a person says whether this leaves all the same."""
    intent = intent_rows.get(tx.db, seq)
    if intent is not None and intent.outcome is Outcome.QUEUED and not intent.needs_person:
        sent_rows.change(tx, "intents", seq, needs_person=1, next_at=None, last_answer=NO_RELAY)
        audit.write(tx, "intent.waits_for_person", key=intent.key, seq=seq, kind=intent.kind)
        tx.touch("intents", intent.key)


def ask_again(tx: Transaction, seq: Seq, actor: str) -> Intent:
    """Ask an unknown intent again under its own GUID, by a person's wish. Raises NotAllowed.

    One that waits for the relay leaves without.
    """
    intent = intent_rows.get(tx.db, seq)
    if intent is None or not (intent.outcome is Outcome.UNKNOWN or intent.waits_for_relay):
        raise NotAllowed(OrderReason.NOT_UNKNOWN, "its outcome is not unknown")
    if intent.waits_for_relay:
        claims.go_without(tx, intent)
    order = order_rows.get(tx.db, intent.key)
    if order is not None and order.is_closed_here:
        raise NotAllowed(OrderReason.CLOSED_HERE, "its order is closed here")
    sent_rows.change(tx, "intents", seq, needs_person=0, next_at=to_text(tx.now))
    audit.write(tx, "intent.asked_again", actor=actor, key=intent.key, seq=seq, kind=intent.kind)
    tx.touch("intents", intent.key)
    return replace(intent, needs_person=False, next_at=tx.now)


def settle(tx: Transaction, seq: Seq, actor: str, *, done: bool) -> None:
    """A person's word on an unknown intent, with the name. Raises NotAllowed.

    The order follows the person's word: a card whose accept is settled as done is made, one settled as
    not done comes back. The intent itself never reads as confirmed.
    """
    intent = intent_rows.get(tx.db, seq)
    if intent is None or intent.outcome is not Outcome.UNKNOWN:
        raise NotAllowed(OrderReason.NOT_UNKNOWN, "its outcome is not unknown")
    outcome = Outcome.SETTLED_DONE if done else Outcome.SETTLED_NOT_DONE
    intent_rows.end(tx, intent, outcome, actor=actor, settled_by=actor)
    _follow(tx, intent, outcome, actor)


def recover(tx: Transaction, seq_dedup: Mapping[str, bool]) -> int:
    """At start: what a dead process left as sending is unknown. Returns how many."""
    left = [intent for intent in intent_rows.open_ones(tx.db) if intent.outcome is Outcome.SENDING]
    for intent in left:
        died = Answer(Verdict.UNKNOWN, fault=CallFault.DIED)
        dedup = seq_dedup.get(intent.key.partner, False)
        finish(tx, intent.seq, died, decide(intent, died, seq_dedup=dedup), None)
    if tx.instance:
        own_acts.doubts(tx)
    return len(left)
