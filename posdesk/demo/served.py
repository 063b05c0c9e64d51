"""Orders that the demo shop's sites sent in the last days and that were handed out, as they would have come.

Each is stored by the journal's own steps at the moments it would have had: received, accepted, completed,
and rung as `posdesk.engine.sending.receipts_from_orders` does it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from posdesk.domain.books.receipt import Door
from posdesk.domain.clock import CHINA, in_china
from posdesk.domain.orders.order import Received, key_of
from posdesk.journal import Transaction, heartbeats
from posdesk.journal.books import receipts
from posdesk.journal.orders import order_moves, order_rows, orders
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Terms
from posdesk.platforms.jsontext import read_json
from posdesk.platforms.o2o.reading import entries_of, read_order
from posdesk.platforms.wdk.from_order import receipt_of
from posdesk.settings.settings import Partner, Settings
from posdesk.simulator.config import SimulatedPartner, SimulatedStore
from posdesk.simulator.o2o.maker import OTHER_SOURCE, QR_SOURCE, Maker, OrderKind, Wanted

_OPENS = 8
# How busy the sites are in each hour from 08:00 to 20:59: they live from noon and evening.
_CURVE = (3, 2, 3, 5, 7, 4, 2, 2, 3, 5, 7, 5, 3)
_A_DAY = (24, 16, 8, 11)  # orders of each site, in the order of the settings
_LONGEST = timedelta(minutes=40)
_KINDS = (OrderKind.DELIVERY, OrderKind.DELIVERY, OrderKind.VERIFICATION)
_ACCEPTED_AFTER = timedelta(seconds=25)


@dataclass(frozen=True, slots=True)
class Served:
    """An order that is done: when it came, when it was handed out."""

    partner: Partner
    order: Received
    came_at: datetime
    done_at: datetime


def served(days: int, seed: int, now: datetime, settings: Settings) -> tuple[Served, ...]:
    """Orders of the `days` days before today and of today, done by `now`, in the order in which they came.

    The same arguments give the same orders.
    """
    today = in_china(now).date()
    dates = [today - timedelta(days=back) for back in range(days, -1, -1)]
    found = [each for day in dates for each in _day(day, seed, settings) if each.done_at <= now]
    return tuple(sorted(found, key=lambda each: each.came_at))


def _day(day: date, seed: int, settings: Settings) -> Iterator[Served]:
    for partner, count in zip(settings.partner, _A_DAY, strict=False):
        rng = Random(f"{seed} {day} {partner.name}")  # noqa: S311 - believable, not secret
        maker = Maker(_site(partner), _store(settings), rng)
        for came_at in _times(day, count, rng):
            yield _one(maker, partner, came_at, rng)


def _site(partner: Partner) -> SimulatedPartner:
    own = partner.sources[:1]  # what comes through it from elsewhere is rare
    return SimulatedPartner(name=partner.name, appid=partner.appid, appkey="", sources=own)


def _store(settings: Settings) -> SimulatedStore:
    store = settings.store
    return SimulatedStore(code=store.code, uid=store.uid or 0, name=store.name)


def _times(day: date, count: int, rng: Random) -> list[datetime]:
    hours = rng.choices(range(_OPENS, _OPENS + len(_CURVE)), _CURVE, k=count)
    midnight = datetime.combine(day, time(), CHINA)
    return sorted(midnight + timedelta(hours=hour, seconds=rng.randrange(3600)) for hour in hours)


def _one(maker: Maker, partner: Partner, came_at: datetime, rng: Random) -> Served:
    kind = OrderKind.QR if QR_SOURCE in partner.sources else rng.choice(_KINDS)
    wire = maker.make(came_at, Wanted(kind=kind, paid=True)).wire
    while wire["tscustsource"] == str(OTHER_SOURCE):  # the past has the four sites only
        wire = maker.make(came_at, Wanted(kind=kind, paid=True)).wire
    entry = entries_of(read_json(json.dumps(wire, ensure_ascii=False).encode()))[0]
    return Served(partner, read_order(entry), came_at, came_at + rng.uniform(0.3, 1) * _LONGEST)


def store(tx: Transaction, done: Sequence[Served], settings: Settings) -> None:
    """Store them, each at its own moments, with their receipts; one job of the journal's writer.

    When a site was last heard, before this, is true afterwards too. Raises BadReceipt, ReceiptConflict.
    """
    heard, present = heartbeats.last_received(tx.db), tx.now
    try:
        for each in done:
            _store_one(tx, each, settings)
        for partner, at in heard.items():
            tx.now = at
            order_moves.proven(tx, partner)
    finally:
        tx.now = present  # other jobs share the transaction


def _store_one(tx: Transaction, each: Served, settings: Settings) -> None:
    key = key_of(each.partner.name, each.order.content)
    terms = Terms(
        each.partner.name, settings.store.code, each.partner.accept_within_s, settings.store.day_starts
    )
    tx.now = each.came_at
    orders.add_all(tx, terms, (each.order,))
    tx.now = each.came_at + _ACCEPTED_AFTER
    order_moves.apply_status(tx, key.number, PlatformStatus.ACCEPTED)
    tx.now = each.done_at
    order_moves.apply_status(tx, key.number, PlatformStatus.COMPLETED)
    order = order_rows.get(tx.db, key)
    assert order is not None
    receipts.store(tx, [receipt_of(order, settings)], Door.ORDER)
