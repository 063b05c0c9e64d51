"""Days that are gone: receipts as a till would have rung them. Pure."""

from datetime import date, datetime, time, timedelta
from random import Random

from posdesk.domain.clock import CHINA, in_china
from posdesk.simulator.till.maker import Maker, Shop, Wire

_OPENS = 8
# How busy each hour is, from 08:00 to 20:59: breakfast, noon, and the way home from work.
_CURVE = (3, 2, 2, 3, 5, 3, 2, 2, 2, 4, 6, 5, 3)
_A_DAY = 40
_WEEKEND = 1.25
_RETURNED = 0.06
_BACK_AFTER = timedelta(minutes=20)


def history(days: int, seed: int, now: datetime, shop: Shop = Shop()) -> list[Wire]:  # noqa: B008  frozen
    """Receipts of the `days` days before today and of today up to `now`, in the order of time.

    About 40 a day between 08:00 and 21:00 in China, more at the weekend; some are returns that name a sale
    of the same day. The same arguments give the same receipts; numbers run from 1 each day.
    """
    today = in_china(now).date()
    made: list[Wire] = []
    for back in range(days, -1, -1):
        day = today - timedelta(days=back)
        made.extend(_day(day, Random(f"{seed} {day}"), now, shop))  # noqa: S311  believable, not secret
    return made


def _day(day: date, rng: Random, now: datetime, shop: Shop) -> list[Wire]:
    maker = Maker(shop, rng)
    made: list[Wire] = []
    for number, at in enumerate(_times(day, rng), 1):
        if at > now:
            break
        serial = f"{day:%Y%m%d}{number:06d}"
        sold = _old_enough(made, at) if rng.random() < _RETURNED else []
        made.append(maker.take_back(rng.choice(sold), at, serial) if sold else maker.sale(at, serial))
    return made


def _times(day: date, rng: Random) -> list[datetime]:
    mean = _A_DAY * (_WEEKEND if day.weekday() >= 5 else 1)
    count = round(mean * rng.uniform(0.85, 1.15))
    hours = rng.choices(range(_OPENS, _OPENS + len(_CURVE)), _CURVE, k=count)
    midnight = datetime.combine(day, time(), CHINA)
    return sorted(midnight + timedelta(hours=hour, seconds=rng.randrange(3600)) for hour in hours)


def _old_enough(made: list[Wire], at: datetime) -> list[Wire]:
    """Sales that somebody may bring back by now."""
    latest = f"{at - _BACK_AFTER:%Y-%m-%d %H:%M:%S}"
    return [wire for wire in made if wire["trd_type"] == 1 and str(wire["trd_time"]) <= latest]
