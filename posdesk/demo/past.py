"""The demo shop's last eight days and today until now: what its till rang, what its sites sent.

They are stored as any order and receipt is; the engine then reports the hours and sends the receipts,
nothing is faked.
"""

import json
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from posdesk.demo.served import served
from posdesk.demo.served import store as store_orders
from posdesk.demo.shop import STORE_ID, TILL
from posdesk.domain.books.hour import HOUR, hour_of
from posdesk.domain.books.receipt import Door, Figures, Handed, figures_of
from posdesk.domain.clock import CHINA, SystemClock
from posdesk.errors import PosdeskError
from posdesk.journal import Journal, Transaction
from posdesk.journal.books import receipts
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.settings.settings import Settings
from posdesk.simulator.till import history
from posdesk.simulator.till.maker import Maker, Shop

log = logging.getLogger(__name__)
DAYS = 8
SEED = 20171221
_PATIENCE_S = 60.0
_SHOP = Shop(STORE_ID, TILL)
_EXTRA_NUMBERS = 400_000  # above the history's own, below the till's
_AT_LEAST = 2


def fill(journal: Journal, settings: Settings) -> bool:
    """Store the past, all of it at once: an hour is never reported by halves. For a thread of its own.

    Whether it is stored.
    """
    now = SystemClock().now()
    handed, done = past(now), served(DAYS, SEED, now, settings)

    def job(tx: Transaction) -> None:
        store_orders(tx, done, settings)
        receipts.store(tx, handed, Door.COMMAND)

    try:
        journal.write(job, later=True).result(_PATIENCE_S)
        log.info("demo: %d receipts and %d orders of the last days", len(handed), len(done))
    except (PosdeskError, TimeoutError) as error:
        log.warning("demo: the last days could not be stored: %s", error)
        return False
    return True


def past(now: datetime) -> tuple[Handed, ...]:
    """Receipts of the days before `now`, in the order of time.

    The hour before always has some, at night too: one that comes late makes it differ.
    """
    wires = history(DAYS, SEED, now, _SHOP)
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
    maker = Maker(_SHOP, rng)
    minutes = sorted(rng.sample(range(30), _AT_LEAST))  # before what the till rings late
    times = [(hour + timedelta(minutes=minute)).astimezone(CHINA) for minute in minutes]
    numbers = enumerate(times, _EXTRA_NUMBERS + hour.hour * 100)
    return [maker.sale(at, f"{at:%Y%m%d}{number:06d}") for number, at in numbers]
