"""The chain of `posdesk demo --counters 2`: nats-server, the gateway, the second desk; all thrown away.

A process of its own, because it must outlive the first desk for a moment: where that is killed, this one
reads the end of its stdin, ends all that it started, and takes the demo's folder away.
"""

import asyncio
import contextlib
import json
import logging
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from posdesk.demo import shop
from posdesk.demo.lines import Lines
from posdesk.demo.two_counters import Place
from posdesk.domain.clock import SystemClock
from posdesk.domain.relay.status import RelayFault
from posdesk.engine.loop import EngineLoop
from posdesk.engine.relay.enrolling import try_line
from posdesk.errors import PosdeskError
from posdesk.gateway.config import GatewayConfig, GatewaySecrets, Metrics, Nats, Partner
from posdesk.gateway.server import ChainGateway
from posdesk.gateway.trial.chain import TrialChain, trial_chain
from posdesk.host import disk, own_process, private, window_name
from posdesk.host.machine_id import machine_id
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.records import PcRecord
from posdesk.settings.settings import Listener

_PATIENCE_S: Final = 30.0
_LOOK_S: Final = 0.05
_TAKE_AWAY_TRIES: Final = 40
_LOG: Final = "gateway.log"


def main() -> int:
    """Keep the chain that stdin's first line tells of until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the first desk, which ends all in order
    private.begin()
    lines = Lines()
    told = lines.next()
    if told is None:
        return 1
    wish = json.loads(told)
    folder = Path(wish["folder"])
    log = logging.FileHandler(folder / _LOG, encoding="utf-8")
    logging.getLogger().addHandler(log)
    try:
        clock = SystemClock()
        with (
            trial_chain(folder / "chain", clock) as chain,
            asyncio.Runner(loop_factory=EngineLoop) as runner,
        ):
            runner.run(_Keeper(chain, folder, wish["secrets"]).keep(lines))
    except (PosdeskError, OSError, TimeoutError, subprocess.SubprocessError) as error:
        logging.getLogger(__name__).exception("demo: the chain can't be kept")
        _say({"zh_CN": getattr(error, "zh", str(error)), "en": str(error)})
        return 1
    finally:
        logging.getLogger().removeHandler(log)
        log.close()
        _take_away(folder)
    return 0


class _Keeper:
    """A gateway before a chain's server, and the second desk."""

    def __init__(self, chain: TrialChain, folder: Path, secrets: Mapping[str, str]) -> None:
        """`secrets` by keyring name: of them a gateway has the platforms' keys."""
        self._chain, self._folder = chain, folder
        self._gateway = ChainGateway(
            _config(chain), GatewaySecrets(secrets, chain.creds_for_gateway), folder, chain.clock
        )
        self._second: subprocess.Popen[bytes] | None = None

    async def keep(self, lines: Lines) -> None:
        """Until `lines` end. Raises PosdeskError, TimeoutError."""
        places = await self._places()
        wanted, loop = asyncio.Event(), asyncio.get_running_loop()
        address: asyncio.Future[str] = loop.create_future()
        serving = asyncio.create_task(
            self._gateway.serve(wanted, lambda calls, _metrics: address.set_result(calls))
        )
        try:
            await self._until_it_takes_orders(serving)
            _say({"gateway": await address, "places": {name: each.text() for name, each in places.items()}})
            lines.follow(lambda line: _soon(loop, self._show_second, line), lambda: _soon(loop, wanted.set))
            await serving
        finally:
            wanted.set()
            await asyncio.to_thread(self._end_second)
            with contextlib.suppress(PosdeskError):
                await serving

    async def _places(self) -> dict[str, Place]:
        names = (shop.FIRST, shop.SECOND)
        enrolled = await self._chain.with_store(shop.STORE_CODE, shop.STORE_NAME, (shop.STORE_UID,), names)
        return {name: await self._taken(name, line) for name, line in enrolled.items()}

    async def _taken(self, name: str, line: EnrolmentLine) -> Place:
        """As Settings take an enrolment line on a counter's PC."""
        pc = PcRecord(machine_id(self._folder / name), platform.node() or "?", self._chain.clock.now())
        tried = await try_line(line, pc)
        if tried.fault is not RelayFault.NONE:
            raise PosdeskError(f"Counter {name} was not let in: {tried.fault} {tried.detail}")
        return Place(tried.servers, tried.shard, tried.jwt, line.seed, line.store_key)

    async def _until_it_takes_orders(self, serving: "asyncio.Task[None]") -> None:
        async with asyncio.timeout(_PATIENCE_S):
            while not self._gateway.health.takes_orders:
                if serving.done():
                    serving.result()
                await asyncio.sleep(_LOOK_S)

    def _show_second(self, told: bytes) -> None:
        command = own_process.command("posdesk.demo.second_counter")
        self._second = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603
        assert self._second.stdin is not None
        with contextlib.suppress(OSError):  # it has ended: its window is not there
            self._second.stdin.write(told + b"\n")
            self._second.stdin.flush()

    def _end_second(self) -> None:
        """In order, on Windows too; killed where it doesn't."""
        if self._second is None:
            return
        assert self._second.stdin is not None
        with contextlib.suppress(OSError):
            self._second.stdin.close()
        try:
            self._second.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._second.kill()
            self._second.wait()


def _config(chain: TrialChain) -> GatewayConfig:
    return GatewayConfig(
        listener=Listener(port=0),
        nats=Nats(servers=(chain.url,), replicas=1),
        metrics=Metrics(on=False),
        partner=tuple(Partner(name=name, appid=shop.appid_of(name)) for name in shop.SITE_NAMES),
        leave_s=0,
    )


def _soon(loop: asyncio.AbstractEventLoop, act: Any, *words: object) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed: it has ended already
        loop.call_soon_threadsafe(act, *words)


def _say(told: Mapping[str, object]) -> None:
    """To the first desk; nothing where that has ended."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()


def _take_away(folder: Path) -> None:
    """All of it: where the first desk was killed nobody else does; the simulator may still write a slip."""
    for name in (shop.FIRST, shop.SECOND):
        window_name.take_away(folder / name)
    for _ in range(_TAKE_AWAY_TRIES):
        disk.remove_tree(folder)
        if not folder.exists():
            return
        time.sleep(_LOOK_S)


if __name__ == "__main__":
    sys.exit(main())
