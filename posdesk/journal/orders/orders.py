"""Orders that come in: new, repeated, changed, older, or for a number that is known already."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from posdesk.domain.books.hour import business_day
from posdesk.domain.clock import to_text
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.identity import Day, Identity, Is, free_key, identify, is_another
from posdesk.domain.orders.order import (
    Order,
    OrderContent,
    OrderKey,
    OrderState,
    Origin,
    Received,
    Wiped,
    changed_fields,
    key_of,
    number_of,
)
from posdesk.domain.relay import chain_bill
from posdesk.host.late import late
from posdesk.journal import codec, meta
from posdesk.journal.audit import audit
from posdesk.journal.orders import history, order_rows, own_rows, parked, prints, pushes, raws, unheard
from posdesk.journal.orders.bill_numbers import billno_of, running_name
from posdesk.journal.orders.order_moves import (
    PlatformStatus,
    apply,
    go_on,
    proven,
    record_conflict,
    touch_all,
)
from posdesk.journal.orders.order_rows import KEY, get
from posdesk.journal.orders.pushes import PushedCall
from posdesk.journal.transaction import Transaction
from posdesk.journal.wiping import wiped_hashes
from posdesk.journal.wiping.wiped_hashes import Left
from posdesk.records import dataclass, replace

if TYPE_CHECKING:
    from posdesk.journal.relay import applying, own_acts
else:
    applying = late("posdesk.journal.relay.applying")
    own_acts = late("posdesk.journal.relay.own_acts")


class Addition(StrEnum):
    """What an order that came in turned out to be."""

    NEW = "new"
    REPEATED = "repeated"
    CHANGED = "changed"
    CONFLICT = "conflict"  # different content for an order that is final
    OLDER = "older"  # an older push: recorded, nothing changed


class Added(NamedTuple):
    """What became of one order, and its key."""

    what: Addition
    key: OrderKey


@dataclass(frozen=True, slots=True)
class Terms:
    """What the settings say of the partner an order comes from, and when this store's days begin (HH:MM)."""

    partner: str
    store_code: str
    accept_within_s: float
    day_starts: str = "04:00"


def add_all(
    tx: Transaction,
    terms: Terms,
    received: Sequence[Received],
    origin: Origin = Origin.PUSHED,
    seq: str = "",
) -> tuple[Added, ...]:
    """Store every order of one call, or none: the job's savepoint sees to that.

    `seq` is the call's own; the very same call of before changes nothing, whatever came since.
    """
    if origin is Origin.PUSHED:
        proven(tx, terms.partner)
    call = PushedCall(terms.partner, seq, "\n".join(each.raw for each in received))
    before = pushes.before(tx, call)
    meant = before.meant
    if meant and len(meant) == len(received) and all(order_rows.is_there(tx.db, key) for key in meant):
        return tuple(_again(tx, key, each) for key, each in zip(meant, received, strict=True))
    added = tuple(_add(tx, terms, each, origin) for each in received)
    pushes.note(tx, before, [each.key for each in added])
    return added


def _again(tx: Transaction, key: OrderKey, received: Received) -> Added:
    audit.write(tx, "order.repeated", key=key, raw=tx.chain.hash_of(received.raw))
    return Added(Addition.REPEATED, key)


def _add(tx: Transaction, terms: Terms, received: Received, origin: Origin) -> Added:
    number = number_of(terms.partner, received.content.tbillno)
    if unheard.is_unheard_of(tx.db, number):
        key = key_of(terms.partner, received.content)
        _insert(tx, terms, key, key.ordered_at or tx.received, received, origin)
        tx.touch("orders", key)
        _hear_others(tx, key)
        return Added(Addition.NEW, key)
    it = _identity(tx, terms, received.content)
    if it.what is Is.NEW:
        key = free_key(it.key, lambda taken: order_rows.is_there(tx.db, taken))
        _insert(tx, terms, key, it.placed_at or tx.received, received, origin)
        _go_on(tx, terms, key)
        _hear_others(tx, key)
        return Added(Addition.NEW, key)
    if it.what is Is.OLDER:
        return _older(tx, it.key, received)
    old = get(tx.db, it.key)
    assert old is not None
    known = _known(tx, old, received, origin)
    if origin is Origin.PUSHED and old.origin is Origin.CAPTURED:
        _is_pushed(tx, old)
    return Added(known, it.key)


def _hear_others(tx: Transaction, key: OrderKey) -> None:
    """What the store's other counters did with an order before it came here."""
    if tx.instance:
        applying.go_on(tx, key)


def _is_pushed(tx: Transaction, old: Order) -> None:
    """What was only looked up came by itself, too: it stays on the board, and is made.

    It needs no accept all the same: its slips are due at once.
    """
    tx.db.execute(f"UPDATE orders SET origin = ? WHERE {KEY}", (Origin.PUSHED, *old.key))
    tx.touch("orders", old.key)
    prints.moved(tx, old.key, old.state)


def _identity(tx: Transaction, terms: Terms, content: OrderContent) -> Identity:
    number = number_of(terms.partner, content.tbillno)
    known = order_rows.known_of(tx.db, number, content.ordered_at, terms.day_starts)
    newest = order_rows.content_of(tx.db, known[0].key) if known else None
    wiped = order_rows.wiped_at_key(tx.db, known[0].key) if known else None
    differs = partial(wiped_hashes.is_another, tx.chain, Left(*wiped)) if wiped else is_another
    return identify(known, newest, terms.partner, content, Day(tx.received, terms.day_starts), differs)


def _older(tx: Transaction, key: OrderKey, received: Received) -> Added:
    """A push of before that comes late, or again: recorded, changing nothing."""
    history.note(tx, key, Happening.OLDER_PUSH)
    audit.write(tx, "order.older_push", key=key, raw=tx.chain.hash_of(received.raw))
    return Added(Addition.OLDER, key)


def _is_older(tx: Transaction, old: Order) -> bool:
    """Whether the gateway took it before what is shown came: a copy that came by the listener and the relay.

    Without a relay nothing comes in later than it came.
    """
    if tx.came is None:
        return False
    shown = max(to_text(old.received_at), history.last_at(tx.db, old.key, Happening.CHANGED))
    return tx.received_text < shown


def _known(tx: Transaction, old: Order, received: Received, origin: Origin) -> Addition:
    if old.wiped is not None:
        return _known_and_wiped(tx, old, Left(old.wiped, old.thinned), received, origin)
    changed = changed_fields(old.content, received.content)
    if not changed:
        _keep_raw(tx, old, received)
        audit.write(tx, "order.repeated", key=old.key, raw=tx.chain.hash_of(received.raw))
        return Addition.REPEATED
    if _is_older(tx, old):
        return _older(tx, old.key, received).what
    if old.is_final and origin is Origin.CAPTURED:
        return Addition.REPEATED  # a question of ours changes no history
    if old.is_final:
        record_conflict(tx, old.key, old.state, f"changed: {' '.join(changed)}")
        return Addition.CONFLICT
    _update(tx, old, received, changed)
    return Addition.CHANGED


def _known_and_wiped(tx: Transaction, old: Order, left: Left, received: Received, origin: Origin) -> Addition:
    """A wiped order that comes again: what differs is recorded, and nothing personal comes back."""
    if wiped_hashes.is_same(tx.chain, left, old.content, received):
        _keep_hash(tx, old, left.wiped, received)
        audit.write(tx, "order.repeated", key=old.key, raw=tx.chain.hash_of(received.raw))
        return Addition.REPEATED
    if _is_older(tx, old):
        return _older(tx, old.key, received).what
    if old.is_final and origin is Origin.CAPTURED:
        return Addition.REPEATED
    changed = wiped_hashes.changed(tx.chain, left, old.content, received.content) or ("personal",)
    record_conflict(tx, old.key, old.state, f"changed: {' '.join(changed)}")
    return Addition.CONFLICT


def _keep_hash(tx: Transaction, old: Order, wiped: Wiped, received: Received) -> None:
    """As `_keep_raw`, of an order whose text is wiped."""
    now = replace(wiped, raw=tx.chain.hash_of(received.raw))
    if now != wiped:
        tx.db.execute(f"UPDATE orders SET wiped = ? WHERE {KEY}", (order_rows.wiped_text(now), *old.key))
    _keep_time(tx, old, received)


def _keep_raw(tx: Transaction, old: Order, received: Received) -> None:
    """What differs only in keys we don't know, or in its time, is kept as it came last."""
    number = order_rows.number_of(tx.db, old.key)
    if raws.readable(tx.db, number) != received.raw:
        raws.put(tx.db, number, received.raw)
    _keep_time(tx, old, received)


def _keep_time(tx: Transaction, old: Order, received: Received) -> None:
    """An order that came once with a time is known by it (contracts.md, 'Identity')."""
    before, ordered_at = old.content.ordered_at, received.content.ordered_at
    if ordered_at is not None and (before is None or ordered_at > before):
        content = codec.content_text(replace(old.content, ordered_at=ordered_at))
        tx.db.execute(f"UPDATE orders SET content = ? WHERE {KEY}", (content, *old.key))


def _insert(  # noqa: PLR0917 - an order: whose, which, from when, what it says, how it came
    tx: Transaction, terms: Terms, key: OrderKey, placed_at: datetime, received: Received, origin: Origin
) -> None:
    pushed = origin is Origin.PUSHED
    new = order_rows.NewOrder(
        key,
        _billno_of(tx, terms, key),
        received,
        origin,
        placed_at,
        tx.received + timedelta(seconds=terms.accept_within_s) if pushed else None,
    )
    order_rows.insert_all(tx, [new])
    came = Happening.RECEIVED if pushed else Happening.CAPTURED
    history.note(tx, key, came, at=tx.received_text)
    told = order_rows.told_of(new, tx.chain.hash_of(received.raw))
    audit.write_all(tx, f"order.{came}", [(key, told)])
    if tx.instance:
        own_acts.order_came(tx, key, received, origin)


def _go_on(tx: Transaction, terms: Terms, key: OrderKey) -> None:
    """One whose number was heard of: others may have it, the trail may tell of this one, events may wait."""
    touch_all(tx, key)
    go_on(tx, key)
    _apply_parked(tx, key, terms)


def _billno_of(tx: Transaction, terms: Terms, key: OrderKey) -> str:
    if tx.instance:
        return chain_bill.billno_of(terms.store_code, key)
    running = meta.count_up(tx.db, running_name(tx.counter))
    return billno_of(tx.now, terms.store_code, tx.counter, running)


def _update(tx: Transaction, old: Order, received: Received, changed: tuple[str, ...]) -> None:
    new, shown = replace(received.content, tbillno=old.content.tbillno), _shown_before(old)
    tx.db.execute(
        "UPDATE orders SET content = ?, previous = ?, changed = ?, show_no = ?, customer = ?,"
        f" phone_last4 = ? WHERE {KEY}",
        (
            codec.content_text(new),
            codec.content_text(shown),
            " ".join(changed_fields(shown, new)),
            *order_rows.found_by(new),
            *old.key,
        ),
    )
    raws.put(tx.db, order_rows.number_of(tx.db, old.key), received.raw)
    history.note(tx, old.key, Happening.CHANGED, detail=" ".join(changed), at=tx.received_text)
    raw = tx.chain.hash_of(received.raw)
    audit.write(tx, "order.changed", key=old.key, raw=raw, fields=" ".join(changed))
    own_rows.changed(tx, old.key, old.content, new)
    prints.changed(tx, old.key)
    tx.touch("orders", old.key)
    if tx.instance:
        own_acts.order_came(tx, old.key, received, old.origin)


def _shown_before(order: Order) -> OrderContent:
    """What a change is shown against: while nobody has acted, what the order first said (row 3)."""
    if order.state is OrderState.NEW and order.previous is not None:
        return order.previous
    return order.content


def _apply_parked(tx: Transaction, key: OrderKey, terms: Terms) -> None:
    """Events that came before their order are applied now, in their order (contracts.md).

    One of an earlier business day was meant for another order of that number: shown, not applied.
    """
    placed = min(key.ordered_at or tx.received, tx.received)  # later than now: it is our clock that is behind
    day = business_day(placed, terms.day_starts)
    for event in parked.take(tx, key.number):
        if business_day(event.at, terms.day_starts) < day:
            _pass_over(tx, key, event)
        else:
            apply(tx, key, PlatformStatus(event.state.value), arriving=True)


def _pass_over(tx: Transaction, key: OrderKey, event: parked.ParkedEvent) -> None:
    said = f"{event.state} {to_text(event.at)}"
    tx.db.execute(f"UPDATE orders SET passed_over = ? WHERE {KEY}", (said, *key))
    history.note(tx, key, Happening.PASSED_OVER, detail=said)
    audit.write(tx, f"platform.{event.state}.passed_over", key=key, came=to_text(event.at))
