"""Orders in the journal: how they come in, how platform events move them, how a person ends them."""

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from posdesk.domain.bills import billno_of
from posdesk.domain.clock import from_text, to_text
from posdesk.domain.history import Happening
from posdesk.domain.intent import STATE_AFTER, Kind, Outcome
from posdesk.domain.order import (
    FINAL_STATES,
    Order,
    OrderContent,
    OrderKey,
    OrderState,
    Origin,
    Received,
    changed_fields,
    may_move,
)
from posdesk.domain.privacy import last_four
from posdesk.errors import NotAllowed
from posdesk.journal import audit, codec, history, intent_rows, traces
from posdesk.journal.transaction import Transaction

log = logging.getLogger(__name__)
COLUMNS = (
    "partner, tbillno, billno, content, state, state_at, received_at, origin, accept_by,"
    " accepted_at, changed, previous, stop_open, conflict"
)


class Addition(StrEnum):
    """What an order that came in turned out to be."""

    NEW = "new"
    REPEATED = "repeated"
    CHANGED = "changed"
    CONFLICT = "conflict"  # different content for an order that is final


class PlatformStatus(StrEnum):
    """What a platform says became of an order (contracts.md: 1, 2, 4, 99)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


_STATE_OF = {status: OrderState(status.value) for status in PlatformStatus}
_PARKED = {PlatformStatus.ACCEPTED: 1, PlatformStatus.REFUSED: 2, PlatformStatus.COMPLETED: 4}
_PARKED[PlatformStatus.CANCELLED] = 99
_ROAD = (OrderState.ACCEPTED, OrderState.READY, OrderState.COMPLETED)
_OF_PARKED = {number: status for status, number in _PARKED.items()}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the settings say of the partner an order comes from."""

    partner: str
    store_code: str
    accept_within_s: float


def order_of(row: tuple[str, ...]) -> Order:
    """An order from its row in `COLUMNS`' order."""
    partner, tbillno, billno, content, state, state_at, received, origin, by, accepted, *rest = row
    changed, previous, stop_open, conflict = rest
    return Order(
        key=OrderKey(partner, tbillno),
        billno=billno,
        content=codec.content_of(content),
        state=OrderState(state),
        state_at=from_text(state_at),
        received_at=from_text(received),
        origin=Origin(origin),
        accept_by=codec.time_of(by),
        accepted_at=codec.time_of(accepted),
        changed=tuple(changed.split()),
        previous=codec.content_of(previous) if previous else None,
        stop_open=bool(stop_open),
        conflict=conflict,
    )


def readable(rows: Iterable[tuple[str, ...]]) -> Iterator[Order]:
    """The orders of these rows; one that is damaged is named in the log and hides no other."""
    for row in rows:
        try:
            yield order_of(row)
        except ValueError:
            log.exception("journal: order %s of %s can't be read", row[1], row[0])


def get(db: sqlite3.Connection, key: OrderKey) -> Order | None:
    """An order by its key."""
    row = db.execute(f"SELECT {COLUMNS} FROM orders WHERE partner = ? AND tbillno = ?", key).fetchone()
    return order_of(row) if row else None


def add_all(
    tx: Transaction, terms: Terms, received: tuple[Received, ...], origin: Origin = Origin.PUSHED
) -> tuple[Addition, ...]:
    """Store every order of one call, or none: the job's savepoint sees to that."""
    if origin is Origin.PUSHED:
        proven(tx, terms.partner)
    return tuple(_add(tx, terms, each, origin) for each in received)


def proven(tx: Transaction, partner: str) -> None:
    """Note that a call of this partner came in with a right signature (row 11)."""
    tx.db.execute(
        "INSERT INTO received VALUES (?,?) ON CONFLICT (partner) DO UPDATE SET at = excluded.at",
        (partner, to_text(tx.now)),
    )
    tx.touch("received")


def _add(tx: Transaction, terms: Terms, received: Received, origin: Origin) -> Addition:
    key = OrderKey(terms.partner, received.content.tbillno)
    old = get(tx.db, key)
    if old is None:
        _insert(tx, terms, key, received, origin)
        return Addition.NEW
    changed = changed_fields(old.content, received.content)
    if not changed:
        _keep_raw(tx, key, received.raw)
        audit.write(tx, "order.repeated", key=key, raw=tx.chain.hash_of(received.raw))
        return Addition.REPEATED
    if old.is_final and origin is Origin.CAPTURED:
        return Addition.REPEATED  # a question of ours changes no history
    if old.is_final:
        _record_conflict(tx, old, f"changed: {' '.join(changed)}")
        return Addition.CONFLICT
    _update(tx, old, received, changed)
    return Addition.CHANGED


def _keep_raw(tx: Transaction, key: OrderKey, raw: str) -> None:
    """What differs only in keys we don't know changes nothing here, but is kept as it came last."""
    tx.db.execute(
        "UPDATE orders SET raw = ? WHERE partner = ? AND tbillno = ? AND raw <> ?", (raw, *key, raw)
    )


def _insert(tx: Transaction, terms: Terms, key: OrderKey, received: Received, origin: Origin) -> None:
    content = received.content
    pushed = origin is Origin.PUSHED
    accept_by = to_text(tx.now + timedelta(seconds=terms.accept_within_s)) if pushed else None
    now = to_text(tx.now)
    state = OrderState.NEW if pushed else OrderState.ACCEPTED
    values = (
        *key,
        billno_of(tx.now, terms.store_code, tx.counter, _next_running(tx)),
        tx.counter,
        state,
        now,
        origin,
        now,
        accept_by,
        *_found_by(content),
        codec.content_text(content),
        received.raw,
    )
    tx.db.execute(
        "INSERT INTO orders (partner, tbillno, billno, counter, state, state_at, origin, received_at,"
        " accept_by, show_no, customer, phone_last4, content, raw) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        values,
    )
    came = Happening.RECEIVED if pushed else Happening.CAPTURED
    history.note(tx, key, came)
    fee = None if content.actual_fee is None else str(content.actual_fee)
    audit.write(tx, f"order.{came}", key=key, raw=tx.chain.hash_of(received.raw), actual_fee=fee)
    tx.touch("orders", key)
    _resume(tx, key)
    _apply_parked(tx, key)


def _found_by(content: OrderContent) -> tuple[str, str, str]:
    return "".join(content.show_no.split()), content.customer, last_four(content.phone)


def _next_running(tx: Transaction) -> int:
    row = tx.db.execute(
        "INSERT INTO meta VALUES (?, '1') ON CONFLICT (key)"
        " DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value",
        (f"running/{tx.counter.zfill(2)}",),  # as it stands in the number: counter 1 and 01 are one
    ).fetchone()
    return int(row[0])


def _update(tx: Transaction, old: Order, received: Received, changed: tuple[str, ...]) -> None:
    new, shown = received.content, _shown_before(old)
    tx.db.execute(
        "UPDATE orders SET content = ?, raw = ?, previous = ?, changed = ?, show_no = ?, customer = ?,"
        " phone_last4 = ? WHERE partner = ? AND tbillno = ?",
        (
            codec.content_text(new),
            received.raw,
            codec.content_text(shown),
            " ".join(changed_fields(shown, new)),
            *_found_by(new),
            *old.key,
        ),
    )
    history.note(tx, old.key, Happening.CHANGED, detail=" ".join(changed))
    raw = tx.chain.hash_of(received.raw)
    audit.write(tx, "order.changed", key=old.key, raw=raw, fields=" ".join(changed))
    tx.touch("orders", old.key)


def _shown_before(order: Order) -> OrderContent:
    """What a change is shown against: while nobody has acted, what the order first said (row 3)."""
    if order.state is OrderState.NEW and order.previous is not None:
        return order.previous
    return order.content


def _apply_parked(tx: Transaction, key: OrderKey) -> None:
    """Events that came before their order are applied now, in their order (contracts.md)."""
    rows = tx.db.execute(
        "SELECT status FROM parked_events WHERE partner = ? AND tbillno = ? ORDER BY number", key
    ).fetchall()
    tx.db.execute("DELETE FROM parked_events WHERE partner = ? AND tbillno = ?", key)
    for (status,) in rows:
        _apply(tx, key, _OF_PARKED[status], arriving=True)


def apply_status(
    tx: Transaction, key: OrderKey, status: PlatformStatus, store_uid: str = "", own_uid: str = ""
) -> str:
    """A platform's event. Returns our bill number, empty for an order that has not come yet.

    An unknown bill's event is parked; a final order keeps its state and the event is a conflict.
    """
    proven(tx, key.partner)
    order = get(tx.db, key)
    if store_uid and own_uid and store_uid != own_uid:
        history.note(tx, key, Happening.OTHER_STORE_UID, detail=store_uid)
    if order is None:
        _park(tx, key, status)
        return ""
    _apply(tx, key, status)
    return order.billno


def _apply(tx: Transaction, key: OrderKey, status: PlatformStatus, *, arriving: bool = False) -> None:
    """An event moves its order. One that arrives with its events behind it has nobody to be stopped."""
    audit.write(tx, f"platform.{status}", key=key)
    intent_rows.settle_by_event(tx, key, accepted=_proves_accept(status))
    order, target = get(tx.db, key), _STATE_OF[status]
    if order is None or order.state is target or _already_past(order.state, target):
        return
    if not may_move(order.state, target):
        _record_conflict(tx, order, status)
        return
    stop = target is OrderState.CANCELLED and not arriving and _being_made(tx, order)
    if target in FINAL_STATES:
        intent_rows.withdraw_moot(tx, key, target)
    cancelled = target is OrderState.CANCELLED
    history.note(tx, key, Happening.CANCELLED if cancelled else Happening.PLATFORM_STATUS, detail=status)
    move(tx, key, target, stop=stop)


def _being_made(tx: Transaction, order: Order) -> bool:
    return order.state is not OrderState.NEW or intent_rows.accept_may_have_left(tx, order.key)


def _proves_accept(status: PlatformStatus) -> bool | None:
    return {PlatformStatus.ACCEPTED: True, PlatformStatus.REFUSED: False}.get(status)


def _already_past(state: OrderState, target: OrderState) -> bool:
    """Whether this says nothing new: the order is further along the same road."""
    return target in _ROAD and state in _ROAD[_ROAD.index(target) + 1 :]


def _park(tx: Transaction, key: OrderKey, status: PlatformStatus) -> None:
    tx.db.execute(
        "INSERT INTO parked_events (partner, tbillno, status, at) VALUES (?,?,?,?)",
        (*key, _PARKED[status], to_text(tx.now)),
    )
    audit.write(tx, f"platform.{status}.parked", key=key)


def _record_conflict(tx: Transaction, order: Order, what: str) -> None:
    tx.db.execute("UPDATE orders SET conflict = ? WHERE partner = ? AND tbillno = ?", (what, *order.key))
    history.note(tx, order.key, Happening.CONFLICT, detail=what)
    audit.write(tx, "order.conflict", key=order.key, state=order.state, event=what)
    tx.touch("orders", order.key)


def move(tx: Transaction, key: OrderKey, target: OrderState, *, stop: bool = False) -> None:
    """Set the state of an order that may move there."""
    now = to_text(tx.now)
    tx.db.execute(
        "UPDATE orders SET state = ?, state_at = ?, stop_open = max(stop_open, ?),"
        " accepted_at = CASE WHEN ? = 'accepted' THEN ? ELSE accepted_at END"
        " WHERE partner = ? AND tbillno = ?",
        (target, now, int(stop), target, now, *key),
    )
    if target is OrderState.COMPLETED:
        _count_completion(tx, key)
    audit.write(tx, f"order.is_{target}", key=key, stop=int(stop))
    tx.touch("orders", key)


def _count_completion(tx: Transaction, key: OrderKey) -> None:
    """Completed orders have a running number: the wall clock's order may be another."""
    tx.db.execute(
        "UPDATE orders SET completion = ? WHERE partner = ? AND tbillno = ?",
        (last_completion(tx.db) + 1, *key),
    )


def last_completion(db: sqlite3.Connection) -> int:
    """The running number of the order that was completed last; 0 where none was."""
    last = db.execute("SELECT max(completion) FROM orders WHERE completion IS NOT NULL").fetchone()[0]
    return last or 0


def _resume(tx: Transaction, key: OrderKey) -> None:
    """An order that was lost with a damaged journal and comes again goes on where it stood."""
    for target in traces.states_told(tx.db, key):
        order = get(tx.db, key)
        if order is not None and not _already_past(order.state, target) and may_move(order.state, target):
            move(tx, key, target)


def take_effect(tx: Transaction, key: OrderKey, kind: Kind, outcome: Outcome = Outcome.CONFIRMED) -> None:
    """What a confirmed (or settled) intent does to its order; a final order keeps its state: a conflict."""
    target = STATE_AFTER[kind]
    order = get(tx.db, key)
    if order is None or target is None or order.state is target or _already_past(order.state, target):
        return
    if may_move(order.state, target):
        move(tx, key, target)
    else:
        _record_conflict(tx, order, f"{kind} {outcome}")


def hand_over(tx: Transaction, key: OrderKey, actor: str) -> None:
    """Local completion of an order without verification. Raises NotAllowed.

    A ready or a payment that has not left yet is still true, and still told.
    """
    order = get(tx.db, key)
    if order is None or order.state not in {OrderState.ACCEPTED, OrderState.READY}:
        raise NotAllowed("state", "only an accepted or ready order can be handed over")
    if order.content.is_verification:
        raise NotAllowed("verification", "an order with a pickup code is verified, not handed over")
    history.note(tx, key, Happening.HANDED_OVER, actor=actor)
    audit.write(tx, "order.handed_over", actor=actor, key=key)
    move(tx, key, OrderState.COMPLETED)


def acknowledge_stop(tx: Transaction, key: OrderKey, actor: str) -> None:
    """Somebody stopped: the STOP card and its alarm end, with the name (row 18)."""
    changed = tx.db.execute(
        "UPDATE orders SET stop_open = 0 WHERE partner = ? AND tbillno = ? AND stop_open = 1", key
    ).rowcount
    if changed:
        history.note(tx, key, Happening.STOP_ACKNOWLEDGED, actor=actor)
        audit.write(tx, "order.stop_acknowledged", actor=actor, key=key)
        tx.touch("orders", key)


def reveal(tx: Transaction, key: OrderKey, actor: str) -> None:
    """Log that somebody looked at the phone and address in full (row 59)."""
    history.note(tx, key, Happening.REVEALED, actor=actor)
    audit.write(tx, "order.revealed", actor=actor, key=key)


def ended_since(now: datetime) -> str:
    """The journal's text for 'a day ago': what ended before is found by search only."""
    return to_text(now - timedelta(days=1))
