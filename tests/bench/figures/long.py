"""What takes minutes: a year's maintenance, orders answered meanwhile, and ten minutes of trade."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from posdesk.domain.clock import in_china
from posdesk.journal import backup, schema
from posdesk.journal.journal import FILE_NAME
from tests.bench import calls, seeds
from tests.bench.figures.engine_start import engine_on, is_healthy
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.processes import Program
from tests.bench.slow_disk import turning_disk
from tests.support.bookshop import TOKEN
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.simulator import OVOPARK, WDK, quiet_config, running_simulator
from tests.support.till_receipts import sale

A_SECOND, AT_A_TIME, CONNECTIONS = 20, 40, 8
AT_REST = 10  # times AT_A_TIME
CALM, CALM_EVERY_S = 200, 1.2
_STARTED_S = 20
_PATIENCE_S = 900
_TRADE_S, _FIRST_S = 600, 60
_RECEIPTS = 5  # by one call, each second


@contextmanager
def _maintenance(bench: Bench) -> Iterator[Sequence[Side]]:
    yield (
        Side("a year", lambda: _maintained(bench, seeds.kept(bench, seeds.YEAR))),
        Side("1,000 orders, 10,000 receipts", lambda: _maintained(bench, seeds.kept(bench, seeds.THOUSAND))),
    )


def _maintained(bench: Bench, home: Path) -> Values:
    copy = bench.new_folder("maintained") / "copy.sqlite"
    try:
        return {
            "backup": _seconds(lambda: _posdesk("backup", home, "-o", copy)),
            "audit verify": _seconds(lambda: _posdesk("audit verify", home)),
            "integrity check": _seconds(lambda: _check(home)),
            "doctor": _seconds(lambda: _posdesk("doctor", home, may_warn=True)),
        }
    finally:
        copy.unlink(missing_ok=True)


def _posdesk(command: str, home: Path, *words: object, may_warn: bool = False) -> None:
    done = subprocess.run(
        _line(command, home, *words), cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode and not may_warn:
        raise RuntimeError(f"posdesk {command}: {done.stdout}{done.stderr}")


def _line(command: str, home: Path, *words: object) -> list[str]:
    return [sys.executable, "-m", "posdesk", *command.split(), "--home", str(home), *map(str, words)]


def _check(home: Path) -> None:
    """All pages and indexes, as a start after an unclean end looks at them, but to the end."""
    with closing(schema.connect(home / FILE_NAME)) as db:
        if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise RuntimeError(f"the journal of {home} is damaged")


def _seconds(work: Callable[[], None]) -> float:
    begun_s = time.perf_counter()
    work()
    return time.perf_counter() - begun_s


@contextmanager
def _meanwhile(bench: Bench) -> Iterator[Sequence[Side]]:
    with seeds.lent(bench, seeds.YEAR) as home, engine_on(home) as engine:
        orders = _Orders(_healthy(engine))
        yield (
            Side("the daily backup", lambda: orders.during(_daily_backup(home))),
            Side("audit verify", lambda: orders.during(_command("audit verify", home))),
            Side("doctor", lambda: orders.during(_command("doctor", home))),
            Side("nothing else", lambda: orders.during(_rest())),
        )


def _healthy(engine: Program) -> str:
    address = engine.address()
    wait_for(lambda: is_healthy(address), "the engine's health")
    return address


@dataclass
class _Orders:
    """Orders that come at a steady pace while something else goes on."""

    address: str
    first: Iterator[int] = field(default_factory=lambda: count(1_000_000, AT_A_TIME))

    def during(self, work: Iterator[None]) -> Values:
        """How they were answered, from when each was due, until `work` has come to its end."""
        next(work)
        begun_s, took = time.perf_counter(), self._answered()
        while next(work, work) is not work:
            took += self._answered()
        lasted_s = time.perf_counter() - begun_s
        return {"p99": calls.percentile(took, 99), "longest": max(took) * 1000, "it took": lasted_s}

    def _answered(self) -> list[float]:
        made = calls.orders(next(self.first), AT_A_TIME)
        return calls.paced(self.address, made, connections=CONNECTIONS, a_second=A_SECOND)


def _rest() -> Iterator[None]:
    for _ in range(AT_REST):
        yield


def _command(command: str, home: Path) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(_line(command, home), cwd=ROOT, stdout=quiet, stderr=quiet) as process:
        while process.poll() is None:
            yield


def _daily_backup(home: Path) -> Iterator[None]:
    """The engine makes one as soon as it sees that there is none of today; the small one comes back then."""
    small = backup.backups(home)[-1].path
    aside = small.rename(home / small.name)
    folder = small.parent
    wait_for(lambda: any(folder.iterdir()), "the daily backup", _PATIENCE_S)
    while not (made := backup.backups(home)):
        yield
    aside.rename(small)
    for each in made:
        each.path.unlink()


@contextmanager
def _turning(bench: Bench) -> Iterator[Sequence[Side]]:
    numbers = count(2_000_000, CALM)
    with seeds.lent(bench, seeds.YEAR) as home:
        yield (
            Side("a disk that turns", lambda: _calmly(home, next(numbers), turning_disk(bench.folder))),
            Side("this disk", lambda: _calmly(home, next(numbers), {})),
        )


def _calmly(home: Path, first: int, disk: Mapping[str, str]) -> Values:
    """Orders as at noon, one by one; what a start has to do is over by then."""
    with engine_on(home, disk=disk) as engine:
        address = _healthy(engine)
        time.sleep(_STARTED_S)
        with calls.kept(address) as connection:
            took = [_after(CALM_EVERY_S, connection, call) for call in calls.orders(first, CALM)]
    return {"p50": calls.percentile(took, 50), "p99": calls.percentile(took, 99), "longest": max(took) * 1000}


def _after(pause_s: float, connection: calls.Connection, call: bytes) -> float:
    time.sleep(pause_s)
    return connection.seconds(call, calls.DONE)


@contextmanager
def _growth(bench: Bench) -> Iterator[Sequence[Side]]:
    config = quiet_config(target=seeds.NOWHERE, ovopark=OVOPARK, wdk=WDK)
    with running_simulator(config) as platforms, seeds.lent(bench, seeds.OPEN_200) as home:
        with engine_on(home, platforms.address) as engine:
            trade = _Trade(_healthy(engine))
            trade.go_on(_FIRST_S)
            first = _size(home, engine)
            trade.go_on(_TRADE_S)
            last = _size(home, engine)
        yield (Side("ten minutes later", lambda: last), Side("after the first minute", lambda: first))


def _size(home: Path, engine: Program) -> Values:
    sizes = {
        "journal": (home / FILE_NAME).stat().st_size,
        "-wal": home.joinpath(f"{FILE_NAME}-wal").stat().st_size,
        "log": sum(each.stat().st_size for each in (home / "logs").iterdir()),
    }
    return {"resident set": engine.resident_mb(), **{name: size / 1e6 for name, size in sizes.items()}}


class _Trade:
    """An order and some receipts each second."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._chance = Random(11)
        self._number = count(1)
        self._serial = count(90_000_000_000_000)

    def go_on(self, seconds: int) -> None:
        """Trade for so long."""
        begun_s = time.monotonic()
        for second in range(seconds):
            time.sleep(max(0.0, begun_s + second - time.monotonic()))
            with calls.kept(self._address) as connection:
                for call in calls.orders(next(self._number), 1):
                    connection.seconds(call, calls.DONE)
            self._hand_in()

    def _hand_in(self) -> None:
        now = in_china(datetime.now(UTC))
        made = [sale(self._chance, next(self._serial), now) for _ in range(_RECEIPTS)]
        connection = http.client.HTTPConnection(urlsplit(self._address).netloc, timeout=20)
        with closing(connection):
            body = json.dumps(made, ensure_ascii=False).encode()
            connection.request("POST", "/receipts", body, {"Authorization": f"Bearer {TOKEN}"})
            answer = connection.getresponse()
            if answer.status != http.client.OK:
                raise calls.WrongAnswerError(answer.read().decode("utf-8", "replace"))


MEANWHILE = Figure(
    "long.meanwhile",
    f"{A_SECOND} orders a second answered while a year's journal is backed up, verified, looked at by doctor",
    {"p99": "ms", "longest": "ms", "it took": "s"},
    _meanwhile,
    once=True,
)
TURNING = Figure(
    "long.turning-disk",
    f"answer to an order each {CALM_EVERY_S} s, a year in the journal, on a disk that turns ÷ on this one",
    dict.fromkeys(("p50", "p99", "longest"), "ms"),
    _turning,
    once=True,
)
MAINTENANCE = Figure(
    "long.maintenance",
    "maintenance of a year's journal ÷ of 1,000 orders and 10,000 receipts",
    dict.fromkeys(("backup", "audit verify", "integrity check", "doctor"), "s"),
    _maintenance,
    once=True,
)
GROWTH = Figure(
    "long.growth",
    f"the engine after ten minutes of an order and {_RECEIPTS} receipts each second ÷ after the first",
    dict.fromkeys(("resident set", "journal", "-wal", "log"), "MB"),
    _growth,
    once=True,
)
