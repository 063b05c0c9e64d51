"""How an order moves: by the platform's events, by what was confirmed, by a person's word; and its STOP."""

import sqlite3
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from posdesk.domain.clock import to_text
from posdesk.domain.orders import conflict
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.intent import STATE_AFTER, Kind, Outcome
from posdesk.domain.orders.order import FINAL_STATES, BillNumber, Order, OrderKey, OrderState, may_move
from posdesk.errors import NotAllowed, OrderReason
from posdesk.host.late import late
from posdesk.journal.audit import audit
from posdesk.journal.orders import closing, history, intent_rows, order_rows, parked, prints, said_names
from posdesk.journal.orders.order_rows import KEY, get
from posdesk.journal.transaction import Transaction

if TYPE_CHECKING:
    from posdesk.domain.relay import order_states
    from posdesk.journal.relay import acts, claims, own_acts
else:
    order_states = late("posdesk.domain.relay.order_states")
    acts = late("posdesk.journal.relay.acts")
    claims = late("posdesk.journal.relay.claims")
    own_acts = late("posdesk.journal.relay.own_acts")


class PlatformStatus(StrEnum):
    """What a platform says became of an order (contracts.md: 1, 2, 4, 99)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


_STATE_OF = {status: OrderState(status.value) for status in PlatformStatus}
_DONE = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE})
_ROAD = (OrderState.ACCEPTED, OrderState.READY, OrderState.COMPLETED)


def proven(tx: Transaction, partner: str) -> None:
    """Note that a call of this partner came in with a right signature (row 11)."""
    if not tx.first(f"proven {partner}"):
        return
    tx.db.execute(
        "INSERT INTO received VALUES (?,?) ON CONFLICT (partner) DO UPDATE SET at = excluded.at",
        (partner, tx.at),
    )
    tx.touch("received")


def touch_all(tx: Transaction, key: OrderKey) -> None:
    """An order changed, and with it what the cards of the open ones of its number say."""
    for each in {key, *order_rows.open_ones(tx.db, key.number)}:
        tx.touch("orders", each)


def apply_status(
    tx: Transaction,
    number: BillNumber,
    status: PlatformStatus,
    store_uid: str = "",
    own_uid: str = "",
    *,
    again: bool = False,
) -> str:
    """A platform's event. Returns our bill number, empty for an order that has not come yet.

    It goes to the newest order of that number. An unknown number's event is parked; a final order keeps its
    state and the event is a conflict. `again`: the very same call came before, nothing is applied twice.
    Raises TooManyParked.
    """
    proven(tx, number.partner)
    key = order_rows.newest(tx.db, number)
    order = get(tx.db, key) if key is not None else None
    if again:
        audit.write(tx, f"platform.{status}.repeated", key=number)
        return order.billno if order else ""
    if store_uid and own_uid and store_uid != own_uid:
        noted = key or OrderKey(*number, "")
        history.note(tx, noted, Happening.OTHER_STORE_UID, detail=store_uid)
    if order is None:
        parked.park(tx, number, _STATE_OF[status])
        return ""
    if tx.instance:
        own_acts.order_said(tx, order.key, _STATE_OF[status])
    if status is PlatformStatus.CANCELLED and _is_unclear(tx, order):
        _stop_all(tx, order)
    else:
        apply(tx, order.key, status)
    return order.billno


def _is_unclear(tx: Transaction, newest: Order) -> bool:
    """Whether an older order of that number is open, too: nobody can tell which one a cancel is for."""
    older = set(order_rows.open_ones(tx.db, newest.key.number)) - {newest.key}
    return bool(older) and newest.state is not OrderState.CANCELLED


def _stop_all(tx: Transaction, newest: Order) -> None:
    """One STOP for all that the cancel may be meant for; none of them moves until a person says which."""
    audit.write(tx, "platform.cancelled", key=newest.key)
    for key in dict.fromkeys((newest.key, *order_rows.open_ones(tx.db, newest.key.number))):
        stopped = tx.db.execute(
            f"UPDATE orders SET stop_open = ? WHERE {KEY} AND stop_open <> ?",
            (order_rows.UNCLEAR, *key, order_rows.UNCLEAR),
        ).rowcount
        if stopped:
            history.note(tx, key, Happening.STOP_UNCLEAR)
            audit.write(tx, "order.stop_unclear", key=key)
            tx.touch("orders", key)


def apply(tx: Transaction, key: OrderKey, status: PlatformStatus, *, arriving: bool = False) -> None:
    """An event moves its order. One that arrives with its events behind it has nobody to be stopped."""
    audit.write(tx, f"platform.{status}", key=key)
    intent_rows.settle_by_event(tx, key, accepted=_proves_accept(status))
    order, target = get(tx.db, key), _STATE_OF[status]
    if order is None or order.state is target or already_past(order.state, target):
        return
    if not _goes(tx, order.state, target):
        _contradict(tx, key, order.state, target, status)
        return
    stop = target is OrderState.CANCELLED and not arriving and _being_made(tx, order)
    if target in FINAL_STATES:
        intent_rows.withdraw_moot(tx, key, target)
    cancelled = target is OrderState.CANCELLED
    history.note(tx, key, Happening.CANCELLED if cancelled else Happening.PLATFORM_STATUS, detail=status)
    move(tx, key, target, stop=stop)
    _outdo(tx, key, order.state)


def _being_made(tx: Transaction, order: Order) -> bool:
    if tx.instance and acts.stop_told(tx.db, order.key):
        return False  # somebody acknowledged it at another counter, before it was heard of here
    if order.closed is not None:  # who closed it said that nobody works on it; another may have begun since
        return bool(tx.instance) and is_being_made_anywhere(tx, order.key, order.closed.at)
    return _is_begun(tx, order)


def _is_begun(tx: Transaction, order: Order) -> bool:
    return order.state is not OrderState.NEW or is_being_made_anywhere(tx, order.key)


def is_being_made_anywhere(tx: Transaction, key: OrderKey, since: datetime | None = None) -> bool:
    """Whether an accept may have left here or at another counter, or it was ready there.

    `since`: after that; so long a closing that had not been heard of there says nothing.
    """
    is_made_here = intent_rows.accept_may_have_left(tx, key, since)
    return is_made_here or (bool(tx.instance) and acts.may_be_made_elsewhere(tx.db, key, since))


def _goes(tx: Transaction, state: OrderState, target: OrderState) -> bool:
    """Whether that moves an order. With a relay the highest word counts, whatever came first (relay.md)."""
    return order_states.is_higher(target, state) if tx.instance else may_move(state, target)


def _contradict(tx: Transaction, key: OrderKey, state: OrderState, target: OrderState, what: str) -> None:
    """What doesn't move an order stands against how it ended; with a relay only another final word does."""
    if not tx.instance:
        record_conflict(tx, key, state, what)
    elif target in FINAL_STATES:
        record_conflict(tx, key, state, target)


def _outdo(tx: Transaction, key: OrderKey, before: OrderState) -> None:
    """A final word that a higher one has outdone stands against it."""
    state = order_rows.standing(tx.db, key)
    if before in FINAL_STATES and state is not None:
        record_conflict(tx, key, state.state, before)


def hear(
    tx: Transaction, key: OrderKey, target: OrderState, *, was_there: bool = False, stops: bool = True
) -> None:
    """What another counter of the store did with an order, or heard of it.

    `was_there`: it is no news. `stops`: a cancel is not so long past that nobody makes its order any more.
    """
    order = get(tx.db, key)
    if order is None or order.state is target:
        return
    if not _goes(tx, order.state, target):
        _contradict(tx, key, order.state, target, target)
        return
    stop = target is OrderState.CANCELLED and stops and _being_made(tx, order)
    if target in FINAL_STATES:
        intent_rows.withdraw_moot(tx, key, target)
    is_new_end = target is OrderState.CANCELLED and not was_there and not order.is_closed_here
    is_only_paper = is_new_end and not stop and _is_begun(tx, order)  # a person there knows: our kitchen not
    move(tx, key, target, stop=stop, was_there=was_there and not stop)
    if is_only_paper:
        prints.stopped(tx, key)
    _outdo(tx, key, order.state)


def stop(tx: Transaction, key: OrderKey) -> None:
    """An order that is cancelled turns out to be made at another counter: nobody may go on with it."""
    opened = f"UPDATE orders SET stop_open = 1 WHERE {KEY} AND state = 'cancelled' AND stop_open = 0"
    if tx.db.execute(opened, key).rowcount:
        audit.write(tx, "order.stop_elsewhere", key=key)
        prints.stopped(tx, key)
        tx.touch("orders", key)


def end_stop(tx: Transaction, key: OrderKey, actor: str) -> None:
    """A person acknowledged it at another counter: its card and alarm end here, too."""
    if tx.db.execute(f"UPDATE orders SET stop_open = 0 WHERE {KEY} AND stop_open > 0", key).rowcount:
        history.note(tx, key, Happening.STOP_ACKNOWLEDGED, actor=actor)
        tx.touch("orders", key)


def _proves_accept(status: PlatformStatus) -> bool | None:
    return {PlatformStatus.ACCEPTED: True, PlatformStatus.REFUSED: False}.get(status)


def already_past(state: OrderState, target: OrderState) -> bool:
    """Whether this says nothing new: the order is further along the same road."""
    return target in _ROAD and state in _ROAD[_ROAD.index(target) + 1 :]


def record_conflict(tx: Transaction, key: OrderKey, state: OrderState, what: str) -> None:
    """Keep what contradicts how an order ended: it changes nothing, and is told."""
    said = _joined(tx, key, state, what) if tx.instance else what
    if said is None:
        return
    tx.db.execute(f"UPDATE orders SET conflict = ? WHERE {KEY}", (said, *key))
    history.note(tx, key, Happening.CONFLICT, detail=what)
    audit.write(tx, "order.conflict", key=key, state=state, event=what)
    tx.touch("orders", key)


def _joined(tx: Transaction, key: OrderKey, state: OrderState, what: str) -> str | None:
    """With what was said before, in whatever order it came; None where nothing is new."""
    row = tx.db.execute(f"SELECT conflict FROM orders WHERE {KEY}", key).fetchone()
    before = str(row[0]) if row else ""
    said = conflict.joined(before, what, state)
    return said if said != before else None


def move(
    tx: Transaction, key: OrderKey, target: OrderState, *, stop: bool = False, was_there: bool = False
) -> None:
    """Set the state of an order that may move there; which one a cancel was for is clear with it.

    What prints then is written down with it; of one that `was_there` before that was done, but for a STOP.
    """
    now = to_text(tx.now)
    tx.db.execute(
        "UPDATE orders SET state = ?, state_at = ?, stop_open ="
        " CASE WHEN ? = 'cancelled' AND stop_open = 2 THEN ? ELSE max(stop_open, ?) END,"
        " accepted_at = CASE WHEN ? = 'accepted' THEN ? ELSE accepted_at END"
        f" WHERE {KEY}",
        (target, now, target, int(stop), int(stop), target, now, *key),
    )
    if target is OrderState.COMPLETED:
        _count_completion(tx, key)
    whose = "training" if key.is_training else "order"  # a shift counts the lines of orders
    audit.write(tx, f"{whose}.is_{target}", key=key, stop=int(stop))
    if tx.instance:
        claims.moved(tx, key, target)
    if target is OrderState.CANCELLED:
        _ask_no_more(tx, key)
    if stop:
        prints.stopped(tx, key, is_second=was_there)
    if not was_there:
        prints.moved(tx, key, target)
    touch_all(tx, key)


def _ask_no_more(tx: Transaction, cancelled: OrderKey) -> None:
    """The others of its number ended while a cancel was unclear: now nobody needs to say which it was for."""
    for key in order_rows.unclear_ones(tx.db, cancelled.number):
        tx.db.execute(f"UPDATE orders SET stop_open = 0 WHERE {KEY}", key)
        audit.write(tx, "order.stop_decided", key=key, cancelled=0)
        tx.touch("orders", key)


def _count_completion(tx: Transaction, key: OrderKey) -> None:
    """Completed orders have a running number: the wall clock's order may be another."""
    tx.db.execute(f"UPDATE orders SET completion = ? WHERE {KEY}", (last_completion(tx.db) + 1, *key))


def last_completion(db: sqlite3.Connection) -> int:
    """The running number of the order that was completed last; 0 where none was."""
    last = db.execute("SELECT max(completion) FROM orders WHERE completion IS NOT NULL").fetchone()[0]
    return last or 0


def take_effect(tx: Transaction, key: OrderKey, kind: Kind, outcome: Outcome = Outcome.CONFIRMED) -> None:
    """What a confirmed (or settled) intent does to its order; a final order keeps its state: a conflict."""
    target = STATE_AFTER[kind]
    order = order_rows.standing(tx.db, key)
    if order is None or target is None or order.state is target or already_past(order.state, target):
        return
    if _goes(tx, order.state, target):
        move(tx, key, target)
        _outdo(tx, key, order.state)
    else:
        _contradict(tx, key, order.state, target, f"{kind} {outcome}")


def hand_over(tx: Transaction, key: OrderKey, actor: str) -> None:
    """Local completion of an order without verification. Raises NotAllowed.

    A ready or a payment that has not left yet is still true, and still told.
    """
    order = get(tx.db, key)
    may_be = order is not None and not order.is_training
    if order is None or not may_be or order.state not in {OrderState.ACCEPTED, OrderState.READY}:
        raise NotAllowed(OrderReason.STATE, "only an accepted or ready order can be handed over")
    if order.is_closed_here:
        raise NotAllowed(OrderReason.CLOSED_HERE, "it is closed here")
    if order.content.is_verification:
        raise NotAllowed(OrderReason.VERIFICATION, "an order with a pickup code is verified, not handed over")
    history.note(tx, key, Happening.HANDED_OVER, actor=actor)
    audit.write(tx, "order.handed_over", actor=actor, key=key)
    move(tx, key, OrderState.COMPLETED)
    if tx.instance:
        own_acts.handed_over(tx, key, actor)


def acknowledge_stop(tx: Transaction, key: OrderKey, actor: str) -> None:
    """A person confirms the STOP: its card and alarm end, the name is kept (row 18).

    Raises NotAllowed where a person must say which order was cancelled.
    """
    if key in order_rows.unclear_ones(tx.db, key.number):
        raise NotAllowed(OrderReason.SAY_WHICH, "the cancel may be for another order of that number")
    changed = tx.db.execute(f"UPDATE orders SET stop_open = 0 WHERE {KEY} AND stop_open = 1", key).rowcount
    if changed:
        history.note(tx, key, Happening.STOP_ACKNOWLEDGED, actor=actor)
        audit.write(tx, "order.stop_acknowledged", actor=actor, key=key)
        said_names.keep(tx, actor)
        tx.touch("orders", key)
        if tx.instance:
            own_acts.stopped(tx, key, actor)


def cancel_this(tx: Transaction, key: OrderKey, actor: str) -> None:
    """A person's word on which order of a number was cancelled; the others go on. Raises NotAllowed."""
    unclear = order_rows.unclear_ones(tx.db, key.number)
    if key not in unclear:
        raise NotAllowed(OrderReason.NOT_UNCLEAR, "no cancel waits for somebody to say which order it is for")
    order = get(tx.db, key)
    is_made = order is not None and _being_made(tx, order)  # before it is told: who hears it asks for no STOP
    for each in unclear:
        tx.db.execute(f"UPDATE orders SET stop_open = 0 WHERE {KEY}", each)
        history.note(tx, each, Happening.STOP_ACKNOWLEDGED, actor=actor)
        audit.write(tx, "order.stop_decided", actor=actor, key=each, cancelled=int(each == key))
        tx.touch("orders", each)
        if tx.instance:
            own_acts.stopped(tx, each, actor, cancelled=each == key)
    apply(tx, key, PlatformStatus.CANCELLED, arriving=True)
    if is_made:
        prints.stopped(tx, key)


def reveal(tx: Transaction, key: OrderKey, actor: str) -> None:
    """Log that somebody looked at the phone and address in full (row 59)."""
    history.note(tx, key, Happening.REVEALED, actor=actor)
    audit.write(tx, "order.revealed", actor=actor, key=key)


def ended_since(now: datetime) -> str:
    """The journal's text for 'a day ago': what ended before is found by search only."""
    return to_text(now - timedelta(days=1))


def go_on(tx: Transaction, key: OrderKey, *, stops: bool = False) -> None:
    """An order that was lost with a damaged journal goes on where it stood, by the trail and its intents.

    `stops`: one that was being made and was cancelled is a STOP once more, of which nobody may have heard.
    """
    done = (STATE_AFTER[each.kind] for each in intent_rows.of_order(tx.db, key) if each.outcome in _DONE)
    for target in (*history.states_told(tx.db, key), *done):
        order = get(tx.db, key)
        if order is None or target is None or already_past(order.state, target):
            continue
        if may_move(order.state, target):
            is_stop = stops and target is OrderState.CANCELLED and _being_made(tx, order)
            move(tx, key, target, stop=is_stop, was_there=True)
    closing.go_on(tx, key)
