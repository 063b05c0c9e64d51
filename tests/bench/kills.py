"""Three servers of a chain of which one dies every minute, gateways that die too, and platforms that go on.

    python -m tests.bench.kills --minutes 10 --per-s 200 --shards 4 --gateways 2 --json FILE

Configuration, accounts and TLS are installer/gateway's own, with three copies of each message; the gateways
are `posdesk gateway`, the orders signed and posted by HTTP, each when it is due. What is not answered 0 is
sent again. At the end the streams and what came to the counters are held against what was answered 0: ends
with 1 where an order is missing. `POSDESK_NATS_SERVER` names another server than Debian's.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import nats.errors
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig

from posdesk.gateway.admin import stores
from posdesk.gateway.admin.chain_folder import ChainError
from posdesk.platforms.relay import subjects
from tests.bench import chain_counters
from tests.bench.chain_counters import Answered, Delivered, at
from tests.bench.chain_processes import PATIENCE_S, Gateways, Servers
from tests.bench.processes import Program
from tests.support import nats_server
from tests.support.processes import wait_for
from tests.support.three_servers import ThreeServers

_DISK_MIB = 4096
_ROOM = "max_file_store: 40GB"
_BILL = re.compile(rb'"tbillno": ?"([^"]+)"')
_A_FETCH = 500


@dataclass(frozen=True)
class Plan:
    """What is wanted; `down_s` is how long a server is away that was killed every `kill_s`."""

    per_s: float
    minutes: float
    shards: int
    gateways: int
    stores: int
    kill_s: float
    down_s: float

    @property
    def seconds(self) -> float:
        """How long orders are posted."""
        return self.minutes * 60


def _made_ready(three: ThreeServers, shards: Sequence[str]) -> None:
    """The streams of all shards, made by the administrator's own command."""
    for number, shard in enumerate(shards):
        wait_for(lambda n=number, s=shard: _has_store(three, f"{n:05}", s), "three servers", PATIENCE_S)  # type: ignore[misc]


def _has_store(three: ThreeServers, store: str, shard: str) -> bool:
    try:
        asyncio.run(stores.add(three.folder, store, datetime.now(UTC), shard=shard))
    except ChainError:
        return False
    return True


async def _as_admin(three: ThreeServers) -> Client:
    return await three.connected(three.folder.admin(datetime.now(UTC)), inbox=subjects.ADMIN_INBOX)


async def _recorded(three: ThreeServers, rows: Sequence[chain_counters.Enrolment]) -> None:
    client = await _as_admin(three)
    try:
        await chain_counters.record(client, rows)
    finally:
        await client.close()


async def _kept_orders(three: ThreeServers, shards: Sequence[str]) -> Counter[str]:
    """Each bill number in the streams, and how many messages bring it."""
    client, found = await _as_admin(three), Counter[str]()
    try:
        for shard in shards:
            stream = subjects.stream_of(shard)
            reading = await client.jetstream().pull_subscribe(
                f"posdesk.{shard}.*.orders", stream=stream, config=ConsumerConfig(ack_policy=AckPolicy.NONE)
            )
            left = (await nats_server.ask(client, f"{subjects.API}.STREAM.INFO.{stream}"))["state"][
                "messages"
            ]
            while left > 0:
                messages = await reading.fetch(min(_A_FETCH, left), timeout=PATIENCE_S)
                left -= len(messages)
                found.update(bill.decode() for each in messages for bill in _BILL.findall(each.data))
    finally:
        await client.close()
    return found


class Killer(threading.Thread):
    """Kills while orders come; `done` is what it did, with seconds since the beginning."""

    def __init__(self, plan: Plan, servers: Servers, gateways: Gateways) -> None:
        """It begins with `start`."""
        super().__init__(daemon=True)
        self._plan, self._servers, self._gateways = plan, servers, gateways
        self._began = 0.0
        self.done: list[str] = []
        self.failed: Exception | None = None

    def run(self) -> None:
        """See `Thread`."""
        self._began = time.monotonic()
        try:
            for after_s, what, number in self._steps():
                time.sleep(max(0.0, self._began + after_s - time.monotonic()))
                self._do(what, number)
        except Exception as error:  # noqa: BLE001 - told at the end
            self.failed = error

    def _steps(self) -> list[tuple[float, str, int]]:
        """A server each `kill_s`, in turn, back after `down_s`; a gateway after a third and two thirds."""
        plan, steps = self._plan, []
        for turn in range(int(plan.seconds / plan.kill_s)):
            at_s = (turn + 0.5) * plan.kill_s
            steps += [(at_s, "kill server", turn % 3), (at_s + plan.down_s, "start server", turn % 3)]
        for turn in range(2):
            at_s = plan.seconds * (turn + 1) / 3
            steps += [(at_s, "kill gateway", turn % plan.gateways)]
            steps += [(at_s + 2, "start gateway", turn % plan.gateways)]
        return sorted(steps)

    def _do(self, what: str, number: int) -> None:
        whom = self._servers if what.endswith("server") else self._gateways
        act = whom.kill if what.startswith("kill") else whom.begin
        if what == "start gateway":  # it says when it listens: the next server doesn't wait for that
            threading.Thread(target=act, args=(number,), daemon=True).start()
        else:
            act(number)
        self.done.append(f"{time.monotonic() - self._began:.0f} s: {what} {number + 1}")


def _summed(
    told: Answered, came: Delivered, kept: Mapping[str, int], cpu: Mapping[str, float]
) -> dict[str, object]:
    """The figures. `kept`: of each bill number how many messages the streams have."""
    mine = Counter(came.bills)
    return {
        "answered_0": len(told.bills),
        "calls_by_code": dict(told.codes),
        "sent_again": told.repeated,
        "lost_in_streams": len(set(told.bills) - set(kept)),
        "lost_at_counters": len(set(told.bills) - set(mine)),
        "kept_twice": sum(count > 1 for count in kept.values()),
        "came_twice": sum(count > 1 for count in mine.values()),
        "answer_ms": _spread(told.answer_ms),
        "until_0_ms": _spread(told.whole_ms),
        "delivery_ms": _spread(came.waited_ms),
        "consumers_made_again": came.silences,
        "questions": came.questions,
        **{f"{name}_cpu_ms_an_order": 1000 * spent / max(1, len(told.bills)) for name, spent in cpu.items()},
    }


def _spread(ordered: Sequence[float]) -> dict[str, float]:
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    return {name: round(at(share, ordered), 1) for name, share in shares.items()}


@contextmanager
def _parts(plan: Plan, folder: Path) -> Iterator[tuple[ThreeServers, Servers, Gateways, list[Program]]]:
    shards = _shards(plan)
    three = ThreeServers(folder, disk_mib=_DISK_MIB, program=nats_server.program(), room=_ROOM)
    servers = Servers(three)
    with ExitStack() as stack:
        stack.callback(servers.end)
        _made_ready(three, shards)
        rows = chain_counters.enrolments(three.folder.keys(), plan.stores, shards)
        asyncio.run(_recorded(three, rows))
        ca = folder / "ca.pem"
        ca.write_text(three.plan.ca, encoding="ascii")
        counters = stack.enter_context(chain_counters.connected(folder, rows, three.ports, ca))
        gateways = Gateways(folder, three, plan.gateways)
        stack.callback(gateways.end)
        gateways.begin_all()
        yield three, servers, gateways, counters


def _shards(plan: Plan) -> list[str]:
    return [f"s{number + 1}" for number in range(plan.shards)]


def measured(plan: Plan, folder: Path) -> dict[str, object]:
    """All of it. Raises RuntimeError where a server or gateway didn't come back."""
    load = os.getloadavg()
    with _parts(plan, folder) as (three, servers, gateways, counters):
        before = servers.cpu_s, gateways.cpu_s
        codes = [f"{number:05}" for number in range(plan.stores)]
        job = {"per_s": plan.per_s, "seconds": plan.seconds, "stores": codes, "repeats_s": 2}
        with chain_counters.posting(gateways.addresses, **job) as poster:
            killer = Killer(plan, servers, gateways)
            killer.start()
            told = chain_counters.answered(poster)
        killer.join()
        if killer.failed:
            raise RuntimeError(f"{killer.done}: {killer.failed!r}")
        _settled(counters, len(told.bills))
        cpu = {"servers": servers.cpu_s - before[0], "gateways": gateways.cpu_s - before[1]}
        came = chain_counters.report(counters)
        kept = asyncio.run(_kept_orders(three, _shards(plan)))
        version = ".".join(map(str, three.version))
    return {
        "server": version,
        "plan": vars(plan),
        "load": [load, os.getloadavg()],
        **_summed(told, came, kept, cpu),
        "killed": killer.done,
    }


def _settled(counters: Sequence[Program], wanted: int) -> None:
    """Until all came, or it has been too long: then what is missing is told as lost."""
    try:
        wait_for(lambda: chain_counters.came(counters) >= wanted, "the last order", PATIENCE_S)
    except TimeoutError as error:
        sys.stderr.write(f"{error}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 where nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kills", description=__doc__)
    parser.add_argument("--per-s", type=float, default=200, help="orders a second")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--gateways", type=int, default=2)
    parser.add_argument("--stores", type=int, default=80)
    parser.add_argument("--kill-s", type=float, default=60, help="a server dies so often")
    parser.add_argument("--down-s", type=float, default=15, help="and is away so long")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = vars(parser.parse_args(arguments))
    file = options.pop("json")
    folder = Path(tempfile.mkdtemp(prefix="posdesk-kills-"))
    try:
        found = measured(Plan(**options), folder)
    except nats.errors.Error as error:
        sys.stderr.write(f"{error!r}\n")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = json.dumps(found, indent=1)
    if file:
        file.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{text}\n")
    return int(bool(found["lost_in_streams"] or found["lost_at_counters"] or found["came_twice"]))


if __name__ == "__main__":
    sys.exit(main())
