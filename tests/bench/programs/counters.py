"""Many counters of a chain in one process: each has a connection, a user and consumers, as with the relay.

    python -m tests.bench.programs.counters PORT[,PORT…] FILE [CA]

FILE has a line a counter: shard, store, seed, JWT; with CA, a PEM file, connections are TLS. What NATS wants
to be said is written by hand, for thousands of nats-py's clients would be what is measured. Says `ready` once
all can be reached. Then it is told `count`: how many orders came; `report`: their bill numbers, and how long
each took (its remark has the nanosecond of the monotonic clock at which it was due); `back`: how long after
the server's end, as it saw it, each could be reached again.
"""

import asyncio
import json
import random
import ssl
import sys
from collections.abc import Sequence
from pathlib import Path

from posdesk.platforms.relay.nkeys import pair_of
from tests.bench.programs.one_counter import Counter, Known, Told

_AT_ONCE = 200  # connections that are being made
_AGAIN_S = 5.0  # after a loss: somewhere within, so that not all come at once


async def _stay(
    ports: Sequence[int], tls: ssl.SSLContext | None, known: Known, told: Told, slots: asyncio.Semaphore
) -> None:
    """A counter for ever: another connection somewhere within seconds of a loss."""
    loop = asyncio.get_running_loop()
    while True:
        closed: asyncio.Future[None] = loop.create_future()
        try:
            async with slots:
                _, counter = await loop.create_connection(
                    lambda: Counter(known, told, closed, tls),  # noqa: B023 - made at once
                    "127.0.0.1",
                    random.choice(ports),
                )
                await counter.greeted
        except OSError:
            pass
        else:
            await closed
        await asyncio.sleep(random.uniform(0, _AGAIN_S))


async def main(ports: Sequence[int], file: Path, ca: Path | None) -> None:
    """All counters of a file, until stdin ends."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    told, slots = Told(len(rows)), asyncio.Semaphore(_AT_ONCE)
    tls = ssl.create_default_context(cafile=str(ca)) if ca else None
    tasks = [
        asyncio.create_task(_stay(ports, tls, Known(shard, store, jwt, pair_of(seed)), told, slots))
        for shard, store, seed, jwt in rows
    ]
    await _all_reached(told)
    _say("ready")
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line.strip() == "count":
            _say(json.dumps({"count": len(told.waited_ms)}))
        elif line.strip() == "report":
            seen = {"waited_ms": told.waited_ms, "bills": told.bills}
            _say(json.dumps({**seen, "silences": told.silences, "questions": told.questions}))
            told.waited_ms, told.bills, told.lost_at, told.back_s = [], [], 0.0, []
        elif line.strip() == "back":
            while len(told.back_s) < told.counters or told.reached < told.counters:
                told.changed.clear()
                await told.changed.wait()
            _say(json.dumps({"back_s": sorted(told.back_s)}))
    for task in tasks:
        task.cancel()


async def _all_reached(told: Told) -> None:
    while told.reached < told.counters:
        told.changed.clear()
        await told.changed.wait()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(
        main(
            tuple(map(int, sys.argv[1].split(","))),
            Path(sys.argv[2]),
            Path(sys.argv[3]) if len(sys.argv) > 3 else None,
        )
    )
