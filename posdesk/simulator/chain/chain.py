"""`posdesk simulator --chain FILE`: starts the counters' processes, pushes, and says what is lost."""

import asyncio
import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from posdesk.domain.clock import SystemClock
from posdesk.platforms.relay import enrolment
from posdesk.simulator.chain.config import ChainConfig, CounterJob, LineFault
from posdesk.simulator.chain.counter import Arrived
from posdesk.simulator.chain.platforms import ChainPlatform
from posdesk.simulator.chain.tally import ChainTally
from posdesk.simulator.delivery import Connections
from posdesk.simulator.server import Server
from posdesk.simulator.web import answer, as_json

_LONGEST = 64 * 1024 * 1024  # of a line that a process says
_ARRIVED = TypeAdapter(tuple[Arrived, ...])
COMMAND = "--chain-counters"


@dataclass(slots=True)
class _Counters:
    """A process, and what it said last."""

    process: asyncio.subprocess.Process
    connected: int = 0
    connects: int = 0


class Chain:
    """A chain that is played; `report` at any time."""

    def __init__(self, config: ChainConfig, folder: Path) -> None:
        """`folder` is the configuration's. Raises OSError, and BadEnrolment for a line that can't be read."""
        self._config = config
        text = (folder / config.lines).read_text(encoding="utf-8")
        self._lines = lines_of(text)
        now = datetime.now(UTC)
        read = [enrolment.read(line, now) for line in self._lines]
        self._rng = random.Random(config.seed)  # noqa: S311 - repeatable
        self.tally = ChainTally((line.store, line.counter) for line in read)
        self._platform = ChainPlatform(config, self.tally, SystemClock(), self._rng)
        self._counters: list[_Counters] = []
        self._server = Server(config.host, config.port, Connections(), self._app)

    async def play(self, stop: asyncio.Event, ready: Callable[[str], None]) -> bool:
        """Until `stop` or its time is over; whether nothing is lost. Reports to stdout."""
        await self._start_counters()
        hearing = [asyncio.create_task(self._hear(each)) for each in self._counters]
        serving = asyncio.create_task(self._server.keep(stop, lambda: ready(self._server.address)))
        try:
            await self._all_connected(stop)
            pushing = asyncio.create_task(self._platform.run())
            await self._report_until(stop)
            pushing.cancel()
            await asyncio.gather(pushing, return_exceptions=True)
            await self._settle()
        finally:
            stop.set()
            for each in self._counters:
                if each.process.returncode is None:
                    each.process.kill()
            await asyncio.gather(*hearing, serving, return_exceptions=True)
        self._say("end")
        return not self.tally.missing() and not self.tally.strange

    def report(self) -> dict[str, object]:
        """What is known now."""
        return {
            "counters": len(self._lines),
            "connected": sum(each.connected for each in self._counters),
            "connects": sum(each.connects for each in self._counters),
            "sent": self._platform.sent,
            "given_up": self._platform.given_up,
            **self.tally.report(),
        }

    async def _start_counters(self) -> None:
        config, count = self._config, self._config.processes
        for number in range(count):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "posdesk", "simulator", COMMAND),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=_LONGEST,
            )
            job = CounterJob(
                partner=config.partner,
                lines=self._lines[number::count],
                here_s=config.here_s,
                connects_per_s=config.connects_per_s / count,
                seed=self._rng.getrandbits(32),
            )
            self._counters.append(_Counters(process))
            await _write(process, job.model_dump_json().encode())

    async def _hear(self, counters: _Counters) -> None:
        assert counters.process.stdout is not None
        while line := await counters.process.stdout.readline():
            said = json.loads(line)
            counters.connected, counters.connects = said["connected"], said["connects"]
            for message in _ARRIVED.validate_python(said["arrived"]):
                self.tally.arrived(message)

    async def _all_connected(self, stop: asyncio.Event) -> None:
        while not stop.is_set() and sum(each.connected for each in self._counters) < len(self._lines):
            await asyncio.sleep(0.1)
        self._say("connected")

    async def _report_until(self, stop: asyncio.Event) -> None:
        ends = time.monotonic() + (self._config.seconds or float("inf"))
        while not stop.is_set() and (left := ends - time.monotonic()) > 0:
            try:
                async with asyncio.timeout(min(left, self._config.report_s)):
                    await stop.wait()
            except TimeoutError:
                self._say("now")

    async def _settle(self) -> None:
        """Wait for what was answered 0, and then for no longer than was said."""
        try:
            async with asyncio.timeout(self._config.settle_s):
                await self._platform.finish()
                while self.tally.missing():
                    await asyncio.sleep(0.2)
        except TimeoutError:
            return

    def _say(self, what: str) -> None:
        sys.stdout.write(json.dumps({"what": what, **self.report()}) + "\n")
        sys.stdout.flush()

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/control/tally", answer(self._tally), methods=["GET"]),
                Route("/control/line-faults", answer(self._fault), methods=["POST"]),
            ]
        )

    async def _tally(self, _request: Request) -> Response:
        return as_json(TypeAdapter(dict[str, object]), self.report())

    async def _fault(self, request: Request) -> Response:
        """What shall happen to the counters' lines now."""
        fault = LineFault.model_validate_json(await request.body())
        for each in self._counters:
            await _write(each.process, fault.model_dump_json().encode())
        return Response(status_code=204)


async def _write(process: asyncio.subprocess.Process, line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line + b"\n")
    await process.stdin.drain()


def lines_of(text: str) -> tuple[str, ...]:
    """The enrolment lines of a file; what else the admin's command printed is passed over."""
    return tuple(line.strip() for line in text.splitlines() if line.strip().startswith(enrolment.BEGINS))
