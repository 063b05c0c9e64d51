"""What a platform's call does in the journal, whichever way it came: by the listener or by the relay."""

from collections.abc import Sequence
from datetime import datetime

from posdesk.domain.books.hour import day_of
from posdesk.domain.orders.order import OrderContent, number_of
from posdesk.domain.orders.refused import RefusedKind
from posdesk.journal import Transaction
from posdesk.journal.orders import order_moves, orders, pushes, refused_calls
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Terms
from posdesk.platforms.o2o import reading
from posdesk.settings.settings import Partner, Settings, Store

Bills = list[tuple[str, str]]
"""A cancel's bill numbers, the platform's and ours: what its answer names."""


def terms_of(store: Store, partner: Partner) -> Terms:
    """What the settings say of orders of this partner."""
    return Terms(partner.name, store.code, partner.accept_within_s, store.days)


def apply_call(
    tx: Transaction,
    settings: Settings,
    partner: Partner,
    call: reading.GatewayCall,
    events: Sequence[reading.Event],
) -> Bills:
    """Write all of a call down, which has proved its sender. Raises TooManyParked."""
    again = _is_repeat(tx, partner, events, call.seq)
    return [
        bill for event in events for bill in _apply(tx, settings.store, partner, event, call.seq, again=again)
    ]


def _apply(
    tx: Transaction, store: Store, partner: Partner, event: reading.Event, seq: str, *, again: bool
) -> Bills:
    if isinstance(event, reading.AddOrders):
        orders.add_all(tx, terms_of(store, partner), event.orders, seq=seq)
        for order in event.orders:
            since = _day_begins(order.content, tx.received, store.days)
            refused_calls.taken(tx, partner.name, RefusedKind.ORDER, order.content.tbillno, since)
        return []
    number = number_of(partner.name, event.tbillno)
    if isinstance(event, reading.StatusChange):
        order_moves.apply_status(tx, number, PlatformStatus(event.status.name.lower()), again=again)
        refused_calls.taken(tx, partner.name, RefusedKind.STATUS, event.tbillno)
        return []
    refused_calls.taken(tx, partner.name, RefusedKind.CANCEL, event.tbillno)
    billno = order_moves.apply_status(
        tx,
        number,
        PlatformStatus.CANCELLED,
        store_uid=str(event.store_uid),
        own_uid="" if store.uid is None else str(store.uid),
        again=again,
    )
    return [(event.tbillno, billno)]


def _day_begins(content: OrderContent, now: datetime, day_starts: str) -> datetime:
    """When an order's business day began: what was refused before has its number, and is another order."""
    return day_of(min(content.ordered_at or now, now), day_starts)[0]


def _is_repeat(tx: Transaction, partner: Partner, events: Sequence[reading.Event], seq: str) -> bool:
    """Whether this very call about orders that are known was taken before; orders look for themselves."""
    if isinstance(events[0], reading.AddOrders):
        return False
    return pushes.is_repeat(tx, pushes.PushedCall(partner.name, seq, "\n".join(map(str, events))))
