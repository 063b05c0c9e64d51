"""Homes with data: a day of trade by the product's functions, multiplied by SQL, and today's, by them again.

`kept` lends a home that the run shares: to be read, or started and stopped. `copied` gives one of its own.
A home's engine starts as after a clean stop: its last beat, its mark and a backup of today are there, so that
nothing is recovered or copied at its start.

Kept for the run; or from run to run where POSDESK_BENCH_SEEDS names a folder, for the day on which it was
made: a year takes 6 GB and a minute or two.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from posdesk.domain.clock import CHINA, SystemClock, in_china
from posdesk.domain.orders.intent import Kind
from posdesk.journal import backup, schema, start_up
from posdesk.journal.journal import FILE_NAME
from tests.bench import multiply
from tests.bench.measuring import Bench
from tests.bench.trade import Trade, label_of
from tests.support.bookshop import OF_OVOPARK, OF_WDK, POS, SECRETS, SHOP, STORE
from tests.support.engine import EngineHome
from tests.support.simulator import MEITUAN, OVOPARK, WDK

NOWHERE = "http://127.0.0.1:9"  # where nobody listens: what is sent there never leaves
_VARIABLE = "POSDESK_BENCH_SEEDS"
_OPENS = timedelta(hours=8)  # after midnight in China
_TRADES, _LIVES = timedelta(hours=13, minutes=30), timedelta(hours=14, minutes=30)
_TODAY = timedelta(hours=4)
_FRESH, _MADE, _READY = timedelta(minutes=4), timedelta(minutes=20), timedelta(minutes=45)
_A_MINUTE = 3  # receipts of today


@dataclass(frozen=True)
class Seed:
    """What a home holds: some days of so many orders and receipts each, all final, and today.

    `days` says how long ago each was, oldest first. Of today there are `open` orders (a tenth of them new,
    most of them accepted, the rest ready), and the receipts of four hours.
    """

    name: str
    days: Sequence[int]
    orders: int
    receipts: int
    open: int


OPEN_200 = Seed("open-200", days=(1,), orders=250, receipts=2_500, open=200)
OPEN_1000 = Seed("open-1000", days=(1,), orders=250, receipts=2_500, open=1_000)
HUNDRED = Seed("hundred", days=(1,), orders=100, receipts=1_000, open=0)
"""100 orders and 1,000 receipts."""
THOUSAND = Seed("thousand", days=(8, 7, 2, 1), orders=250, receipts=2_500, open=200)
"""1,000 orders and 10,000 receipts, of this day last week, too, as the pages compare with it."""
YEAR = Seed("year", days=range(400, 0, -1), orders=250, receipts=2_500, open=200)
"""100,000 orders and 1,000,000 receipts."""


def kept(bench: Bench, seed: Seed) -> Path:
    """The run's own home of this kind, made when it is first asked for; what is done to it stays."""
    root = _root(bench)
    folder = root / f"{seed.name}-{_schema()}-{label_of(datetime.now(UTC))}"
    if not folder.is_dir():
        part = root / f"{folder.name}.part"
        shutil.rmtree(part, ignore_errors=True)
        make(part, seed, template=_template(root, seed))
        part.rename(folder)
    return folder


def copied(bench: Bench, seed: Seed) -> Path:
    """A home of this kind of the caller's own, below the run's folder."""
    return Path(shutil.copytree(kept(bench, seed), bench.new_folder(seed.name), dirs_exist_ok=True))


@contextmanager
def lent(bench: Bench, seed: Seed) -> Iterator[Path]:
    """As `copied`, thrown away with the block: a year's copies don't fill the disk.

    On the disk, too: what is measured does not share it with gigabytes that are still to be written.
    """
    home = copied(bench, seed)
    os.sync()
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def engine_of(home: Path, platforms: str = NOWHERE, partners: str = NOWHERE) -> EngineHome:
    """The engine of a home; ovopark and WDK are at the one address, the ordering site at the other."""
    ovopark = OF_OVOPARK.format(url=f"{platforms}/ovopark/cloud.api", akey=OVOPARK.akey, shop=SHOP)
    wdk = OF_WDK.format(url=f"{platforms}/wdk/router/rest", app_key=WDK.app_key, store=STORE, pos=POS)
    more = ovopark + wdk
    return EngineHome(home, partners, [MEITUAN], more_settings=more, more_secrets=SECRETS)


def make(home: Path, seed: Seed, *, template: Path) -> None:
    """Fill a new home; `template` is a day's journal of that many orders and receipts."""
    now = datetime.now(UTC)
    home.mkdir(parents=True)
    start_up.make_ready(home, SystemClock())
    days = [(in_china(now) - timedelta(days=ago)).date() for ago in seed.days]
    multiply.multiply(template, home / FILE_NAME, days)
    ended = datetime.combine(days[-1], time(), CHINA) + _OPENS + _LIVES
    _trade_today(home, seed, max(now - _TODAY, ended), now)
    backup.copy(template, backup.target_of(home, now))  # a small one: that there is one of today counts
    engine_of(home)  # its settings


def template_of(folder: Path, seed: Seed) -> Path:
    """A day's journal in this folder, which nobody else needs: told by the product's functions."""
    start = datetime.combine(multiply.DAY, time(), CHINA) + _OPENS
    trade = Trade(folder, f"{multiply.DAY:%Y%m%d}", seed.orders)
    trade.orders(_spread(start + timedelta(minutes=5), start + _TRADES, seed.orders))
    trade.receipts(start, start + _TRADES, seed.receipts)
    trade.live(start + _LIVES)
    trade.close()
    return folder / FILE_NAME


def _schema() -> str:
    """What tells schemas apart: a step that was not released yet changes under its number."""
    return hashlib.sha256("".join(schema.STEPS).encode()).hexdigest()[:8]


def _template(root: Path, seed: Seed) -> Path:
    folder = root / f"day-{seed.orders}-{seed.receipts}-{_schema()}"
    if not folder.is_dir():
        part = root / f"{folder.name}.part"
        shutil.rmtree(part, ignore_errors=True)
        template_of(part, seed)
        part.rename(folder)
    return folder / FILE_NAME


def _trade_today(home: Path, seed: Seed, start: datetime, now: datetime) -> None:
    trade = Trade(home, label_of(now), seed=7)
    fresh, ready = seed.open // 10, seed.open // 4
    parts = (
        (ready, _READY, Kind.VERIFY),
        (seed.open - fresh - ready, _MADE, Kind.READY),
        (fresh, _FRESH, Kind.ACCEPT),
    )
    number = 1
    for count, ago, stop in parts:
        latest = now - ago * 0.9 if stop is Kind.ACCEPT else now - ago
        trade.orders(_spread(latest - ago / 2, latest, count), stop, number)
        number += count
    trade.receipts(start, now, round((now - start) / timedelta(minutes=1)) * _A_MINUTE)
    trade.live(now)
    trade.close()


def _spread(start: datetime, end: datetime, count: int) -> list[datetime]:
    return [start + (end - start) * number / count for number in range(count)]


def _root(bench: Bench) -> Path:
    root = Path(os.environ.get(_VARIABLE) or bench.folder / "seeds")
    root.mkdir(parents=True, exist_ok=True)
    return root
