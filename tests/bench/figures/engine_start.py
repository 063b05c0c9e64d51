"""From the start of `posdesk engine` to the first order that it could take."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from posdesk.journal.journal import FILE_NAME
from tests.bench import seeds
from tests.bench.figures.commands import IMPORTS
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.processes import Program, program
from tests.support.keyring_backend import seeded_environment
from tests.support.processes import KILL, wait_for

_UNITS = {"listening": "s", "healthy": "s", "CPU until then": "s"}
_LOOKS_S = 0.002


@contextmanager
def _beside_imports(bench: Bench) -> Iterator[Sequence[Side]]:
    empty = bench.new_folder("empty")
    _start(empty)  # its journal is made
    yield (
        Side("engine, nothing stored", partial(_start, empty)),
        Side("engine, 200 open orders", partial(_start, seeds.kept(bench, seeds.OPEN_200))),
        Side("import httpx, pydantic", _imports),
    )


@contextmanager
def _with_a_year(bench: Bench) -> Iterator[Sequence[Side]]:
    yield (
        Side("a year", partial(_start, seeds.kept(bench, seeds.YEAR))),
        Side("a day", partial(_start, seeds.kept(bench, seeds.OPEN_200))),
    )


@contextmanager
def _after_a_kill(bench: Bench) -> Iterator[Sequence[Side]]:
    year, day = seeds.kept(bench, seeds.YEAR), seeds.kept(bench, seeds.OPEN_200)
    yield (
        Side("a year, killed", partial(_killed, year)),
        Side("a year, stopped", partial(_start, year)),
        Side("a day, killed", partial(_killed, day)),
    )


def _start(home: Path) -> Values:
    begun_s = time.perf_counter()
    with engine_on(home) as engine:
        address = engine.address()
        listening_s = time.perf_counter() - begun_s
        while not is_healthy(address):
            time.sleep(_LOOKS_S)
        healthy_s = time.perf_counter() - begun_s
        return {"listening": listening_s, "healthy": healthy_s, "CPU until then": engine.cpu_s()}


def _killed(home: Path) -> Values:
    """As `_start`, after the process was killed once what it wrote down of itself stood in the -wal."""
    wal = home / f"{FILE_NAME}-wal"
    with engine_on(home) as engine:
        address = engine.address()
        wait_for(lambda: is_healthy(address), "the engine's health")
        wait_for(lambda: wal.exists() and wal.stat().st_size > 0, "the engine's first heartbeat")
        engine.process.send_signal(KILL)
        engine.process.wait()
    return _start(home)


@contextmanager
def engine_on(
    home: Path, platforms: str = seeds.NOWHERE, disk: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """`posdesk engine` on a seed's home, just started; ovopark and WDK are at that address.

    `disk` is the environment of another disk than this one (`slow_disk`).
    """
    env = {**seeded_environment(seeds.engine_of(home, platforms).secrets), **(disk or {})}
    with program("-m", "posdesk", "engine", "--home", str(home), env=env) as engine:
        yield engine


def is_healthy(address: str) -> bool:
    """Whether orders can be taken there now."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    finally:
        connection.close()


def _imports() -> Values:
    begun_s = time.perf_counter()
    with program(*IMPORTS) as python:
        python.process.wait()
        return {"listening": time.perf_counter() - begun_s}


BARE = Figure(
    "engine.start",
    "`posdesk engine` from its start to listening ÷ `import httpx, pydantic`; to `/healthz` 200",
    _UNITS,
    _beside_imports,
)
YEAR = Figure(
    "engine.year",
    "start of the engine with a year (100,000 orders, 1,000,000 receipts) ÷ with a day",
    _UNITS,
    _with_a_year,
)
KILLED = Figure(
    "engine.killed",
    "start of the engine with a year after kill -9 ÷ after a clean stop",
    _UNITS,
    _after_a_kill,
)
