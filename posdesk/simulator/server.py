"""The process: one socket, the platforms' routes and the control on it, and a clean end."""

import asyncio
import contextlib
import random
import socket
from collections.abc import Callable, Iterator
from typing import Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from posdesk.domain.clock import Clock, SystemClock
from posdesk.host.sockets import listening_socket
from posdesk.simulator.config import SimulatorConfig
from posdesk.simulator.connections import Connections, Peer
from posdesk.simulator.control import Control
from posdesk.simulator.faults import FaultPlan
from posdesk.simulator.o2o.control import O2OControl
from posdesk.simulator.o2o.platform import O2OSites
from posdesk.simulator.ovopark.platform import Ovopark
from posdesk.simulator.tally import Tally
from posdesk.simulator.till.till import Till
from posdesk.simulator.wdk.platform import Wdk
from posdesk.simulator.world import World


class Platform(Protocol):
    """What the server wants of a platform; the O2O sites are one, others take their place beside them."""

    def routes(self) -> list[BaseRoute]:
        """What it serves."""
        ...

    async def live(self) -> None:
        """What it does of itself, until it is cancelled."""
        ...


class Simulator:
    """A simulator on a socket. `address` is its URL once it is bound."""

    def __init__(self, config: SimulatorConfig, clock: Clock | None = None) -> None:
        """Binds the socket. Raises OSError where the port is taken."""
        rng = random.Random(config.seed)  # noqa: S311  believable, repeatable; nothing is kept secret by it
        self._tally = Tally()
        self._plan = FaultPlan(config.faults, random.Random(rng.getrandbits(64)))  # noqa: S311  as above
        self._connections = Connections()
        self._o2o = O2OSites(
            config,
            plan=self._plan,
            tally=self._tally,
            connections=self._connections,
            clock=clock or SystemClock(),
            rng=rng,
        )
        self._platforms: list[Platform] = [self._o2o, *self._books(config, clock or SystemClock())]
        self._door = Door(config.host, config.port, self._connections, self._app)

    @property
    def address(self) -> str:
        """http://host:port as bound."""
        return self._door.address

    async def serve(self, stop: asyncio.Event, ready: Callable[[str], None]) -> None:
        """Serves until `stop`; calls `ready` with the address once calls are answered."""
        lives = [asyncio.create_task(platform.live()) for platform in self._platforms]
        door = asyncio.create_task(self._door.keep(stop, lambda: ready(self.address)))
        try:
            await asyncio.wait({*lives, door}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.set()
            for life in lives:
                life.cancel()
            await asyncio.gather(*lives, return_exceptions=True)
            await door
        for life in lives:
            _raise_failure(life)

    def _books(self, config: SimulatorConfig, clock: Clock) -> list[Platform]:
        """ovopark, WDK and the till, those that are configured, each with its own chance."""

        def world(name: str) -> World:
            rng = random.Random(None if config.seed is None else f"{config.seed} {name}")  # noqa: S311  as above
            return World(self._plan, self._tally, self._connections, clock, rng)

        platforms: list[Platform] = []
        if config.ovopark is not None:
            platforms.append(Ovopark(config.ovopark, world("ovopark")))
        if config.wdk is not None:
            platforms.append(Wdk(config.wdk, world("wdk")))
        if config.till is not None:
            platforms.append(Till(config.till, world("till"), lambda: self._o2o.paused))
        return platforms

    def _app(self) -> Starlette:
        control = Control(self._plan, self._tally, self._door).routes() + O2OControl(self._o2o).routes()
        return Starlette(routes=control + [r for platform in self._platforms for r in platform.routes()])


class Door:
    """Where calls come in; it can be shut for a while and opens again at the same port."""

    def __init__(self, host: str, port: int, connections: Connections, app: Callable[[], Starlette]) -> None:
        self._socket = listening_socket(host, port)
        self._host, self._port = self._socket.getsockname()[:2]
        self._connections = connections
        self._app = app
        self._server: _Server | None = None
        self._shut_s = 0.0

    @property
    def address(self) -> str:
        """http://host:port as bound."""
        return f"http://{self._host}:{self._port}"

    def shut(self, seconds: float, but: Peer) -> None:
        """Stops listening now and for that long, and cuts every connection `but` this peer's."""
        if self._server is None:
            return
        self._shut_s = seconds
        self._server.stop_listening()
        self._connections.drop_others(but)

    async def keep(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        """Serves until `stop`, through every time it is shut."""
        while not stop.is_set():
            self._server = _Server(self._uvicorn_config(), stop, ready, self._connections)
            await self._server.serve(sockets=[self._socket])
            if not stop.is_set():
                await self._wait_shut(stop)
                self._socket = listening_socket(self._host, self._port)
            ready = _nothing

    async def _wait_shut(self, stop: asyncio.Event) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), self._shut_s)

    def _uvicorn_config(self) -> uvicorn.Config:
        return uvicorn.Config(
            self._app(),
            http=self._connections.protocol(),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,  # the other end is who it is: its connection may have to be dropped
            date_header=False,  # the gateway writes its own, which a fault may put wrong
            timeout_graceful_shutdown=1,
        )


class _Server(uvicorn.Server):
    """uvicorn's server, whose signals and whose end are ours."""

    def __init__(
        self,
        config: uvicorn.Config,
        stop: asyncio.Event,
        ready: Callable[[], None],
        connections: Connections,
    ) -> None:
        super().__init__(config)
        self._stop = stop
        self._ready = ready
        self._connections = connections

    def stop_listening(self) -> None:
        for server in self.servers:
            server.close()
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._stop.is_set():
            self._connections.drop_all()  # a late answer isn't waited for at the end
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        return self._stop.is_set() or await super().on_tick(counter)


def _nothing() -> None:
    pass


def _raise_failure(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        raise error
