"""The demo shop's last eight days and today until now: what its till rang, what its sites sent.

All is stored by the journal's own steps, at the moments it would have had; the engine then reports the hours
and sends the receipts, nothing is faked.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from posdesk.demo.shop import STORE_ID, TILL
from posdesk.domain.books.hour import HOUR, hour_of
from posdesk.domain.books.receipt import Door, Figures, Handed, figures_of
from posdesk.domain.clock import CHINA, SystemClock, in_china
from posdesk.domain.orders.order import Received, key_of
from posdesk.domain.printing.plan import NO_PLAN
from posdesk.errors import PosdeskError
from posdesk.journal import Journal, Transaction, heartbeats
from posdesk.journal.books import receipts
from posdesk.journal.orders import order_moves, order_rows, orders
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Terms
from posdesk.journal.relay import instance
from posdesk.platforms.jsontext import read_json
from posdesk.platforms.o2o.reading import entries_of, read_order
from posdesk.platforms.wdk.from_order import receipt_of
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.settings.settings import Partner, Settings
from posdesk.simulator.config import SimulatedPartner, SimulatedStore
from posdesk.simulator.o2o.maker import OTHER_SOURCE, QR_SOURCE, OrderKind, OrderMaker, OrderWish
from posdesk.simulator.till.maker import ReceiptMaker, Shop, history

log = logging.getLogger(__name__)
DAYS = 8
SEED = 20171221
_PATIENCE_S = 60.0
_SHOP = Shop(STORE_ID, TILL)
_EXTRA_NUMBERS = 400_000  # above the history's own, below the till's
_AT_LEAST = 2
_OPENS = 8
# How busy the sites are in each hour from 08:00 to 20:59: they live from noon and evening.
_CURVE = (3, 2, 3, 5, 7, 4, 2, 2, 3, 5, 7, 5, 3)
_A_DAY = (24, 16, 8, 11)  # orders of each site, in the order of the settings
_LONGEST = timedelta(minutes=40)
_KINDS = (OrderKind.DELIVERY, OrderKind.DELIVERY, OrderKind.VERIFICATION)
_ACCEPTED_AFTER = timedelta(seconds=25)


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order that is done: when it came, when it was handed out."""

    partner: Partner
    order: Received
    came_at: datetime
    done_at: datetime


def past_orders(days: int, seed: int, now: datetime, settings: Settings) -> tuple[PastOrder, ...]:
    """Orders of the `days` days before today and of today, done by `now`, in the order in which they came.

    The same arguments give the same orders.
    """
    today = in_china(now).date()
    dates = [today - timedelta(days=back) for back in range(days, -1, -1)]
    found = [each for day in dates for each in _day(day, seed, settings) if each.done_at <= now]
    return tuple(sorted(found, key=lambda each: each.came_at))


def _day(day: date, seed: int, settings: Settings) -> Iterator[PastOrder]:
    for partner, count in zip(settings.partner, _A_DAY, strict=False):
        rng = Random(f"{seed} {day} {partner.name}")  # noqa: S311 - believable, not secret
        maker = OrderMaker(_site(partner), _store(settings), rng)
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


def _one(maker: OrderMaker, partner: Partner, came_at: datetime, rng: Random) -> PastOrder:
    kind = OrderKind.QR if QR_SOURCE in partner.sources else rng.choice(_KINDS)
    wire = maker.make(came_at, OrderWish(kind=kind, paid=True)).wire
    while wire["tscustsource"] == str(OTHER_SOURCE):  # the past has the four sites only
        wire = maker.make(came_at, OrderWish(kind=kind, paid=True)).wire
    entry = entries_of(read_json(json.dumps(wire, ensure_ascii=False).encode()))[0]
    return PastOrder(partner, read_order(entry), came_at, came_at + rng.uniform(0.3, 1) * _LONGEST)


def store(tx: Transaction, done: Sequence[PastOrder], settings: Settings) -> None:
    """Store them, each at its own moments, with their receipts; one job of the journal's writer.

    When a site was last heard, before this, is true afterwards too; no slip of the past prints. Raises
    BadReceipt, ReceiptConflict.
    """
    heard, present, plan = heartbeats.last_received(tx.db), tx.now, tx.plan
    tx.plan = NO_PLAN
    try:
        for each in done:
            _store_one(tx, each, settings)
        for partner, at in heard.items():
            tx.turn_to(at)
            order_moves.proven(tx, partner)
    finally:
        tx.turn_to(present)
        tx.plan = plan  # other jobs share the transaction


def _store_one(tx: Transaction, each: PastOrder, settings: Settings) -> None:
    key = key_of(each.partner.name, each.order.content)
    terms = Terms(each.partner.name, settings.store.code, each.partner.accept_within_s, settings.store.days)
    tx.turn_to(each.came_at)
    orders.add_all(tx, terms, (each.order,))
    tx.turn_to(each.came_at + _ACCEPTED_AFTER)
    order_moves.apply_status(tx, key.number, PlatformStatus.ACCEPTED)
    tx.turn_to(each.done_at)
    order_moves.apply_status(tx, key.number, PlatformStatus.COMPLETED)
    order = order_rows.get(tx.db, key)
    assert order is not None
    receipts.store(tx, [receipt_of(order, settings)], Door.ORDER)


def fill(journal: Journal, settings: Settings, days: int = DAYS) -> bool:
    """Store the past, all of it at once: an hour is never reported by halves. For a thread of its own.

    Whether it is stored.
    """
    now = SystemClock().now()
    handed, done = past(now, days), past_orders(days, SEED, now, settings)

    def job(tx: Transaction) -> None:
        with instance.told_to_nobody(tx):
            store(tx, done, settings)
            receipts.store(tx, handed, Door.COMMAND)

    try:
        journal.write(job, later=True).result(_PATIENCE_S)
        log.info("demo: %d receipts and %d orders of the last days", len(handed), len(done))
    except (PosdeskError, TimeoutError) as error:
        log.warning("demo: the last days could not be stored: %s", error)
        return False
    return True


def past(now: datetime, days: int = DAYS) -> tuple[Handed, ...]:
    """Receipts of the `days` days before `now`, in the order of time.

    The hour before always has some, at night too: one that comes late makes it differ.
    """
    wires = history(days, SEED, now, _SHOP)
    wires += _sold_in(hour_of(now) - HOUR)
    handed = read_receipts(json.dumps(wires, ensure_ascii=False).encode())
    return tuple(each for each in handed if not each.receipt.is_return or _fits(each, handed))


def _fits(returned: Handed, handed: Iterable[Handed]) -> bool:
    """Whether more was sold than taken back in its hour; otherwise each demo would begin with questions."""
    hour = _hour(returned)
    total = sum((figures_of(each.receipt) for each in handed if _hour(each) == hour), Figures())
    return min(total.net_fen, total.items) >= 0


def _hour(handed: Handed) -> datetime:
    traded_at = handed.receipt.traded_at
    assert traded_at is not None
    return hour_of(traded_at)


def _sold_in(hour: datetime) -> list[dict[str, object]]:
    rng = Random(f"{SEED} {hour}")  # noqa: S311 - believable, not secret
    maker = ReceiptMaker(_SHOP, rng)
    minutes = sorted(rng.sample(range(30), _AT_LEAST))  # before what the till rings late
    times = [(hour + timedelta(minutes=minute)).astimezone(CHINA) for minute in minutes]
    numbers = enumerate(times, _EXTRA_NUMBERS + hour.hour * 100)
    return [maker.sale(at, f"{at:%Y%m%d}{number:06d}") for number, at in numbers]
