"""A chain of thousands: one server, one gateway, and each store's counter with its own connection.

How it grows is what is asked: 10,000 counters against 5,000 and 2,500. Counters are those of
`programs/counters`; accounts, users, streams and the gateway are the product's.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from nats.aio.client import Client

from posdesk.platforms.relay.accounts import counter_permissions
from posdesk.platforms.relay.nkeys import Role, new_pair
from posdesk.platforms.relay.records import CounterRecord, JwtRecord, StoreRecord
from posdesk.platforms.relay.streams import Bounds
from posdesk.platforms.relay.subjects import STORES, jwt_record, record_subject
from posdesk.platforms.relay.tokens import user_token
from tests.bench import wakeups
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.processes import Program, ours, program
from tests.gateway import making
from tests.support.nats_server import SHARD, NatsServer, ask
from tests.support.processes import wait_for

SIZES = (10_000, 5_000, 2_500)
_A_PROCESS = 5_000  # counters
_BOUNDS = Bounds(replicas=1, orders=2**28, claims=2**25, stores=2**28, bills=2**26, counters=30_000)
_A_SECOND, _ORDERS_S = 40, 30.0
_REST_S = 20.0  # a round of pulls and signs of life
_PATIENCE_S = 600.0


@contextmanager
def _sides(bench: Bench) -> Iterator[Sequence[Side]]:
    yield [Side(f"{size:,} counters", lambda size=size: _measured(bench, size)) for size in SIZES]  # type: ignore[misc]


def _measured(bench: Bench, size: int) -> Values:
    server = NatsServer(bench.new_folder("chain"))
    server.begin()
    try:
        bare_mb = _resident_mb(server.pid)
        files = _enrolled(server, bench.new_folder("counters"), size)
        with ExitStack() as stack:
            counters = [
                stack.enter_context(program(*ours("counters"), str(server.port), str(each))) for each in files
            ]
            for each in counters:
                each.line()
            gateway = stack.enter_context(making.gateway(bench.new_folder("gateway"), server))
            return _with_all(server, counters, gateway, size) | {"memory, bare": bare_mb}
    finally:
        server.kill()


def _with_all(
    server: NatsServer, counters: Sequence[Program], gateway: making.Gateway, size: int
) -> dict[str, float]:
    time.sleep(_REST_S)
    idle_s = _cpu_over(server.pid, _REST_S)
    memory = _resident_mb(server.pid)
    before, served = wakeups.cpu_s(gateway.process.pid), wakeups.cpu_s(server.pid)
    posted = asyncio.run(_post(gateway.address, size))
    wait_for(lambda: sum(map(_count, counters)) >= posted, "the last order", _PATIENCE_S)
    gateway_s, server_s = (
        wakeups.cpu_s(gateway.process.pid) - before,
        wakeups.cpu_s(server.pid) - served,
    )
    waited = sorted(each for one in counters for each in _report(one))
    if len(waited) != posted:
        raise RuntimeError(f"{posted} orders were answered 0, {len(waited)} came")
    server.restart()
    for each in counters:
        each.tell("back")
    back = sorted(each for one in counters for each in one.found()["back_s"])
    return {
        "memory": memory,
        "memory, a counter": memory * 1024 / size,
        "at rest": 100 * idle_s / _REST_S,
        "delivery p50": statistics.median(waited),
        "delivery p99": waited[int(len(waited) * 0.99)],
        "gateway CPU, an order": 1000 * gateway_s / posted,
        "server CPU, an order": max(0.0, 1000 * (server_s - idle_s * _ORDERS_S / _REST_S) / posted),
        "back, half": back[len(back) // 2],
        "back, all": back[-1],
    }


def _report(counters: Program) -> list[float]:
    counters.tell("report")
    found: list[float] = counters.found()["waited_ms"]
    return found


def _count(counters: Program) -> int:
    counters.tell("count")
    found: int = counters.found()["count"]
    return found


def _cpu_over(pid: int, seconds: float) -> float:
    before = wakeups.cpu_s(pid)
    time.sleep(seconds)
    return wakeups.cpu_s(pid) - before


def _resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


# Stores and their counters


@dataclass(frozen=True)
class _Enrolment:
    """A store with its one counter."""

    store: str
    seed: str
    jwt: str
    user: str


def _enrolled(server: NatsServer, folder: Path, size: int) -> list[Path]:
    """Files for `programs/counters`, and the stores' records at the server."""
    server.run(_make_streams)
    epoch = server.epoch()
    rows = [_enrolment(server, f"{number:05}") for number in range(size)]
    server.run(lambda client: _record(client, rows, epoch))
    files = []
    for number, start in enumerate(range(0, size, _A_PROCESS)):
        path = folder / f"{number}.tsv"
        lines = [f"{each.store}\t{each.seed}\t{each.jwt}\n" for each in rows[start : start + _A_PROCESS]]
        path.write_text("".join(lines), encoding="utf-8")
        files.append(path)
    return files


async def _make_streams(client: Client) -> None:
    from posdesk.platforms.relay import streams

    for config in (*streams.shard_streams(SHARD, _BOUNDS), *streams.common_streams(_BOUNDS)):
        await ask(client, f"$JS.API.STREAM.CREATE.{config['name']}", config)


def _enrolment(server: NatsServer, store: str) -> _Enrolment:
    now, pair = datetime.now(UTC), new_pair(Role.USER)
    permissions = counter_permissions(SHARD, store, "1")
    expires = now + timedelta(days=400)
    jwt = user_token(server.keys.counters, pair.public, f"{store}/1", permissions, now, expires=expires)
    return _Enrolment(store, pair.seed, jwt, pair.public)


async def _record(client: Client, rows: Sequence[_Enrolment], epoch: str) -> None:
    now = datetime.now(UTC)
    for number, each in enumerate(rows):
        record = StoreRecord(each.store, SHARD, epoch, counters=(CounterRecord("1", each.user, now),))
        await client.publish(record_subject(each.store, "store"), record.write())
        await client.publish(record_subject(each.store, jwt_record("1")), JwtRecord(each.jwt, SHARD).write())
        if number % 200 == 0:
            await client.flush()
    await client.flush()
    while True:
        info: dict[str, Any] = await ask(client, f"$JS.API.STREAM.INFO.{STORES}")
        if info["state"]["messages"] == 2 * len(rows):
            return
        await asyncio.sleep(0.2)


# Orders


async def _post(address: str, size: int) -> int:
    """Orders at a steady pace, each of another store; how many were answered 0."""
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=32)) as client:
        tasks, began = [], time.monotonic()
        for number in range(int(_A_SECOND * _ORDERS_S)):
            await asyncio.sleep(max(0.0, began + number / _A_SECOND - time.monotonic()))
            store = f"{random.randrange(size):05}"
            tasks.append(asyncio.create_task(_order(client, address, number, store)))
        return sum(await asyncio.gather(*tasks))


async def _order(client: httpx.AsyncClient, address: str, number: int, store: str) -> bool:
    order = making.order(f"B{os.getpid()}-{number}", store, reamrks=str(time.monotonic_ns()))
    body = making.add(order, seq=f"s-{number}")
    answer = await client.post(
        f"http://{address}/center/gateway", params=making.signed(body), content=body, timeout=30
    )
    return bool(json.loads(answer.content)["code"] == 0)


STORES_FIGURE = Figure(
    name="chain.stores",
    what="a chain's server and gateway, by how many counters are connected",
    units={
        "memory": "MB",
        "memory, a counter": "KiB",
        "memory, bare": "MB",
        "at rest": "% of a core",
        "delivery p50": "ms",
        "delivery p99": "ms",
        "gateway CPU, an order": "ms",
        "server CPU, an order": "ms",
        "back, half": "s",
        "back, all": "s",
    },
    sides=_sides,
    once=True,
)
