"""A chain of thousands: one server, one gateway, and each store's counter with its own connection.

How it grows is what is asked: 10,000 counters against 5,000 and 2,500, one shard against several, TLS against
none. Counters are those of `programs/counters`; accounts, users, streams and the gateway are the product's.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nats.aio.client import Client

from posdesk.gateway import presence
from posdesk.platforms.relay import streams
from posdesk.platforms.relay.streams import Bounds
from posdesk.platforms.relay.subjects import API
from tests.bench import chain_counters, wakeups
from tests.bench.chain_counters import Answered, Enrolment, at
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.processes import Program
from tests.gateway import making
from tests.support.certificates import ServerCertificate
from tests.support.nats_server import NatsServer, ask
from tests.support.processes import wait_for

_BOUNDS = Bounds(replicas=1, orders=2**27, claims=2**24, stores=2**28, bills=2**26, counters=30_000)
_A_SECOND, _ORDERS_S = 40, 30.0
_REST_S = 20.0  # a round of pulls and signs of life
_PATIENCE_S = 600.0
_UNITS = {
    "memory": "MB",
    "memory, a counter": "KiB",
    "memory, bare": "MB",
    "first connected": "s",
    "at rest": "% of a core",
    "gateway listening": "% of a core",
    "answered 0": "%",
    "answer p50": "ms",
    "answer p99": "ms",
    "delivery p50": "ms",
    "delivery p99": "ms",
    "gateway CPU, an order": "ms",
    "server CPU, an order": "ms",
    "back, half": "s",
    "back, all": "s",
    "server CPU, a return": "ms",
}


@dataclass(frozen=True)
class Size:
    """How large a chain is, and how it is connected."""

    counters: int
    shards: int = 1
    tls: bool = False

    @property
    def name(self) -> str:
        """As the table says it."""
        shards = f", {self.shards} shards" if self.shards > 1 else ""
        return f"{self.counters:,} counters{shards}{', TLS' if self.tls else ''}"


def measured(bench: Bench, size: Size) -> Values:
    """All that is asked of one chain; told on stderr as soon as it is there."""
    folder = bench.new_folder("chain")
    certificate = ServerCertificate.made(folder) if size.tls else None
    server = NatsServer(folder, certificate=certificate)
    server.begin()
    try:
        bare_mb = _resident_mb(server.pid)
        shards = [f"s{number + 1}" for number in range(size.shards)]
        rows = chain_counters.enrolments(server.keys, size.counters, shards)
        server.run(lambda client: _ready(client, shards, rows))
        ca, config = _trusted(folder, certificate)
        began = time.monotonic()
        with chain_counters.connected(bench.new_folder("counters"), rows, [server.port], ca) as counters:
            found = {"memory, bare": bare_mb, "first connected": time.monotonic() - began}
            with making.gateway(bench.new_folder("gateway"), server, config=config) as gateway:
                found |= _with_all(Chain(server, counters, gateway, rows))
        sys.stderr.write(f"{size.name}: {json.dumps(found)}\n")
        return found
    finally:
        server.kill()


def _trusted(folder: Path, certificate: ServerCertificate | None) -> tuple[Path | None, str]:
    """The authority's file, None without TLS, and the gateway's configuration with it."""
    if certificate is None:
        return None, making.CONFIG
    ca = folder / "ca.pem"
    ca.write_text(certificate.authority, encoding="ascii")
    return ca, making.CONFIG.replace("[metrics]", f'ca = "{ca}"\n[metrics]')


async def _ready(client: Client, shards: Sequence[str], rows: Sequence[Enrolment]) -> None:
    wanted = [config for shard in shards for config in streams.shard_streams(shard, _BOUNDS)]
    for config in (*wanted, *streams.common_streams(_BOUNDS)):
        await ask(client, f"{API}.STREAM.CREATE.{config['name']}", config)
    await chain_counters.record(client, rows)


@dataclass(frozen=True)
class Chain:
    """What runs."""

    server: NatsServer
    counters: Sequence[Program]
    gateway: making.Gateway
    rows: Sequence[Enrolment]

    @property
    def pids(self) -> tuple[int, int]:
        """The gateway's and the server's."""
        return self.gateway.process.pid, self.server.pid


def _with_all(chain: Chain) -> dict[str, float]:
    ready = time.monotonic()
    time.sleep(_REST_S)
    listening_s, _ = _cpu_over(chain.pids, _REST_S)
    time.sleep(max(0.0, ready + presence.LISTEN_S + 2 - time.monotonic()))
    idle_s = _cpu_over(chain.pids, _REST_S)
    found = _under_orders(chain, [each / _REST_S for each in idle_s])
    memory = _resident_mb(chain.server.pid)
    return {
        "memory": memory,
        "memory, a counter": memory * 1024 / len(chain.rows),
        "at rest": 100 * idle_s[1] / _REST_S,
        "gateway listening": 100 * listening_s / _REST_S,
        **found,
        **_after_a_kill(chain),
    }


def _under_orders(chain: Chain, idle: Sequence[float]) -> dict[str, float]:
    """`idle` is what gateway and server take of a core while nothing comes."""
    before, began = [wakeups.cpu_s(pid) for pid in chain.pids], time.monotonic()
    told = _posted(chain.gateway, [each.store for each in chain.rows])
    waited_ms, posted = _delivered(chain.counters, set(told.bills))
    took_s = time.monotonic() - began
    gateway_s, server_s = (
        max(0.0, wakeups.cpu_s(pid) - then - rest * took_s)
        for pid, then, rest in zip(chain.pids, before, idle, strict=True)
    )
    return {
        "answered 0": 100 * len(told.bills) / sum(told.codes.values()),
        "answer p50": at(0.5, told.answer_ms),
        "answer p99": at(0.99, told.answer_ms),
        "delivery p50": at(0.5, waited_ms),
        "delivery p99": at(0.99, waited_ms),
        "gateway CPU, an order": 1000 * gateway_s / posted,
        "server CPU, an order": 1000 * server_s / posted,
    }


def _delivered(counters: Sequence[Program], wanted: set[str]) -> tuple[list[float], int]:
    """How long each took, sorted, once all of these came; what nobody was told 0 of may come all the same."""
    bills, waited_ms = set[str](), list[float]()

    def have_come() -> bool:
        more = chain_counters.report(counters)
        bills.update(more.bills)
        waited_ms.extend(more.waited_ms)
        return wanted <= bills

    wait_for(have_come, "the last order", _PATIENCE_S)
    last = chain_counters.report(counters)
    sys.stderr.write(f"consumers made again: {last.silences}, questions: {last.questions}\n")
    return sorted(waited_ms), len(bills)


def _after_a_kill(chain: Chain) -> dict[str, float]:
    chain.server.restart(_PATIENCE_S)
    for each in chain.counters:
        each.tell("back")
    back = sorted(each for one in chain.counters for each in one.found()["back_s"])
    spent_s = wakeups.cpu_s(chain.server.pid)
    return {
        "back, half": at(0.5, back),
        "back, all": back[-1],
        "server CPU, a return": 1000 * spent_s / len(chain.rows),
    }


def _posted(gateway: making.Gateway, stores: Sequence[str]) -> Answered:
    job = {"per_s": _A_SECOND, "seconds": _ORDERS_S, "stores": stores, "repeats_s": 0}
    with chain_counters.posting([gateway.address], **job) as poster:
        return chain_counters.answered(poster)


def _cpu_over(pids: Sequence[int], seconds: float) -> list[float]:
    before = [wakeups.cpu_s(each) for each in pids]
    time.sleep(seconds)
    return [wakeups.cpu_s(each) - then for each, then in zip(pids, before, strict=True)]


def _resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def _sides(*sizes: Size) -> Callable[[Bench], AbstractContextManager[Sequence[Side]]]:
    @contextmanager
    def sides(bench: Bench) -> Iterator[Sequence[Side]]:
        yield [Side(each.name, lambda each=each: measured(bench, each)) for each in sizes]  # type: ignore[misc]

    return sides


def _figure(name: str, what: str, *sizes: Size) -> Figure:
    return Figure(name, what, _UNITS, _sides(*sizes), once=True)


FIGURES = (
    _figure(
        "chain.stores",
        "a chain's server and gateway, by how many counters are connected",
        *map(Size, (2_500, 5_000, 10_000)),
    ),
    _figure(
        "chain.shards",
        "the same by how many shards they are spread over",
        *(Size(10_000, shards) for shards in (4, 2)),
    ),
    _figure("chain.tls", "the same with and without TLS", Size(2_500, tls=True), Size(2_500)),
)
