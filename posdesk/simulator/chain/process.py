"""A process of simulated counters: told what to play in its first line, then of faults."""

import asyncio
import contextlib
import json
import random
import signal
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final

from posdesk.platforms.relay import enrolment
from posdesk.simulator.chain.config import CounterJob, LineFault
from posdesk.simulator.chain.counter import Arrived, SimulatedCounter

TELL_S: Final = 0.2
_LONGEST: Final = 64 * 1024 * 1024


def main() -> None:
    """Until stdin ends, as it does with whoever started this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for whoever started us
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(_play())


async def _play() -> None:
    reader = asyncio.StreamReader(limit=_LONGEST)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    job = CounterJob.model_validate_json(await reader.readline())
    arrived: list[Arrived] = []
    rng = random.Random(job.seed)  # noqa: S311 - repeatable
    now = datetime.now(UTC)
    counters = [
        SimulatedCounter(
            enrolment.read(line, now),
            job.partner,
            arrived.append,
            random.Random(rng.random()),  # noqa: S311
            here_s=job.here_s,
        )
        for line in job.lines
    ]
    lives: set[asyncio.Task[None]] = set()
    lives |= {
        asyncio.create_task(_begin(counters, job, lives)),
        asyncio.create_task(_tell(counters, arrived)),
    }
    try:
        while line := await reader.readline():
            fault = LineFault.model_validate_json(line)
            for counter in counters:
                if rng.random() < fault.share:
                    counter.suffer(fault)
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)


async def _begin(counters: list[SimulatedCounter], job: CounterJob, into: "set[asyncio.Task[None]]") -> None:
    """One after another: a chain's shops don't open in one second."""
    for counter in counters:
        into.add(asyncio.create_task(counter.live()))
        await asyncio.sleep(1 / job.connects_per_s)


async def _tell(counters: list[SimulatedCounter], arrived: list[Arrived]) -> None:
    while True:
        await asyncio.sleep(TELL_S)
        connected = sum(each.is_connected for each in counters)
        said = {"connected": connected, "connects": sum(each.connects for each in counters)}
        told, arrived[:] = [asdict(each) for each in arrived], []
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.write(json.dumps({**said, "arrived": told}, ensure_ascii=False) + "\n")
            sys.stdout.flush()
