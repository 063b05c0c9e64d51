"""Two counters race for the same orders over a real server, and each order is accepted once.

    python -m tests.engine.relay.races [--races 10000] [--at-once 20]

prints how many each won, and how long the loser took to say so: from the commit of its press to that of
*withdrawn*, by its journal's times. Each counter is a process of its own.
"""

import argparse
import asyncio
import contextlib
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.engine.making import DONE, PATIENCE_S, until
from tests.engine.relay.racer import identity_of
from tests.platforms.o2o.server import Server, platform
from tests.support.nats_server import NatsServer, nats_server

STORE = "001"
HEAD_START_S = 0.15  # both have read what to press by then


class Process:
    """One counter's process; `ask` waits for its answer."""

    def __init__(self, home: Path, counter: str, url: str, who: dict[str, str]) -> None:
        self.counter = counter
        command = (
            sys.executable,
            "-X",
            "faulthandler",
            "-m",
            "tests.engine.relay.racer",
            str(home),
            counter,
            url,
        )
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.tell(who)

    def tell(self, task: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()

    async def hear(self) -> Any:
        """The next answer. Raises EOFError where the process ended."""
        assert self._process.stdout is not None
        line = await asyncio.to_thread(self._process.stdout.readline)
        if not line:
            raise EOFError(f"counter {self.counter} ended")
        return json.loads(line)

    async def ask(self, task: dict[str, Any]) -> Any:
        self.tell(task)
        return await self.hear()

    def kill(self) -> None:
        """As a power cut does."""
        self._process.kill()
        self._process.wait()
        self._close()

    def end(self) -> None:
        """In order, where it still lives."""
        assert self._process.stdin is not None
        if self._process.poll() is None:
            self._process.stdin.close()
            try:
                self._process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGABRT)  # it says where it stands
                self._process.wait(PATIENCE_S)
                raise
            self._close()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


@contextlib.contextmanager
def counter_process(folder: Path, counter: str, url: str, server: NatsServer) -> Iterator[Process]:
    """A counter at work in a process, ended with the block."""
    process = Process(folder / f"home-{counter}", counter, url, identity_of(server, STORE, counter))
    try:
        yield process
        process.end()
    finally:
        process.kill()


@dataclass
class Raced:
    """What came of it. `doubled` are orders that were accepted twice or never, or whose loser is silent."""

    won: Counter[str] = field(default_factory=Counter)
    doubled: list[str] = field(default_factory=list)
    told_s: list[float] = field(default_factory=list)  # of each loser

    def add(self, number: str, ended: dict[str, dict[str, Any]]) -> None:
        """One race, by the two counters' own records."""
        winners = [name for name, each in ended.items() if each["outcome"] == "confirmed"]
        losers = [name for name, each in ended.items() if each["outcome"] == "withdrawn"]
        if len(winners) != 1 or len(losers) != 1:
            self.doubled.append(number)
            return
        self.won[winners[0]] += 1
        lost = ended[losers[0]]
        if lost["words"] != f"other_counter {winners[0]} at {winners[0]}" or lost["tries"]:
            self.doubled.append(number)
        self.told_s.append(lost["took_s"])

    def lines(self) -> Iterator[str]:
        """The figures."""
        told = sorted(self.told_s)
        won = dict(sorted(self.won.items()))
        yield f"races {len(told)}, won {won}, wrong {len(self.doubled)}"
        if told:
            p50, p99 = told[len(told) // 2], told[int(len(told) * 0.99)]
            late = sum(each > 1 for each in told)
            took = f"p50 {p50:.3f} s, p99 {p99:.3f} s, most {told[-1]:.3f} s"
            yield f"the loser says so: {took}, over 1 s: {late}"


def race(folder: Path, count: int, at_once: int) -> Raced:
    """So many races, so many pressed at a time by each. What the platform heard decides, too."""
    with nats_server(folder, [(STORE, "1"), (STORE, "2")]) as server:
        return asyncio.run(_race(folder, server, count, at_once))


async def _race(folder: Path, server: NatsServer, count: int, at_once: int) -> Raced:
    raced = Raced()
    async with platform(DONE) as shop:
        with contextlib.ExitStack() as stack:
            both = [stack.enter_context(counter_process(folder, n, shop.url, server)) for n in ("1", "2")]
            for each in both:
                await each.hear()
            for first in range(0, count, at_once):
                numbers = [f"R{n:06d}" for n in range(first, min(count, first + at_once))]
                await _heat(both, numbers, raced)
        await until(lambda: not shop.open, "both counters to hang up")
        _check_calls(shop, count, raced)
    return raced


async def _heat(both: list[Process], numbers: list[str], raced: Raced) -> None:
    await asyncio.gather(*(each.ask({"orders": numbers}) for each in both))
    at = time.time() + HEAD_START_S
    pressed = [{"press": _mixed(numbers), "at": at, "actor": f"at {each.counter}"} for each in both]
    ended = await asyncio.gather(*(each.ask(task) for each, task in zip(both, pressed, strict=True)))
    for number in numbers:
        raced.add(number, {each.counter: said[number] for each, said in zip(both, ended, strict=True)})


def _mixed(numbers: list[str]) -> list[str]:
    """Nobody presses in the other's order."""
    return random.sample(numbers, len(numbers))


def _check_calls(shop: Server, count: int, raced: Raced) -> None:
    """The platform heard of each order once."""
    calls = Counter(json.loads(body)["items"]["tbillno"] for _, body in shop.requests)
    raced.doubled += [number for number, heard in calls.items() if heard != 1]
    raced.doubled += ["missing"] * (count - len(calls))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--races", type=int, default=10_000)
    parser.add_argument("--at-once", type=int, default=20)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        raced = race(Path(folder), given.races, given.at_once)
    for line in raced.lines():
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
    sys.exit(1 if raced.doubled else 0)


if __name__ == "__main__":
    main()
