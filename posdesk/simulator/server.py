"""The process: one socket, the platforms' routes and the control on it, and a clean end."""

import asyncio
import contextlib
import random
import socket
from collections.abc import Callable, Iterator

import uvicorn
from pydantic import Field, TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from posdesk.domain.clock import Clock, SystemClock
from posdesk.host.sockets import listening_socket
from posdesk.simulator.config import SimulatorConfig
from posdesk.simulator.delivery import Connections, Peer, peer_of
from posdesk.simulator.faults import FaultPlan, FaultRule
from posdesk.simulator.o2o.control import O2OControl
from posdesk.simulator.o2o.platform import O2OSites
from posdesk.simulator.ovopark.platform import Ovopark
from posdesk.simulator.printer.platform import PrinterPlatform
from posdesk.simulator.tally import Tally, TallyReport
from posdesk.simulator.till.till import Till
from posdesk.simulator.wdk.platform import Wdk
from posdesk.simulator.web import Model, answer, as_json
from posdesk.simulator.world import Platform, World

_RULES = TypeAdapter(tuple[FaultRule, ...])


class OfflineWish(Model):
    """For how many seconds nothing shall listen."""

    seconds: float = Field(gt=0, le=3600)


class Control:
    """The routes under /control that every platform shares."""

    def __init__(self, plan: FaultPlan, tally: Tally, server: "Server") -> None:
        self._plan = plan
        self._tally = tally
        self._server = server

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/control/faults", answer(self.faults), methods=["GET"]),
            Route("/control/faults", answer(self.set_faults), methods=["PUT"]),
            Route("/control/faults", answer(self.add_faults), methods=["POST"]),
            Route("/control/tally", answer(self.tally), methods=["GET"]),
            Route("/control/offline", answer(self.offline), methods=["POST"]),
        ]

    async def faults(self, request: Request) -> Response:
        """The rules in force and what is left of them."""
        return as_json(_RULES, self._plan.current())

    async def set_faults(self, request: Request) -> Response:
        """Other rules in the place of all."""
        self._plan.replace(_RULES.validate_json(await request.body()))
        return as_json(_RULES, self._plan.current())

    async def add_faults(self, request: Request) -> Response:
        """These rules before the others."""
        self._plan.add(_RULES.validate_json(await request.body()))
        return as_json(_RULES, self._plan.current())

    async def tally(self, request: Request) -> Response:
        """What was seen so far."""
        return as_json(TypeAdapter(TallyReport), self._tally.report())

    async def offline(self, request: Request) -> Response:
        """Refuses connections for some seconds, from before this is answered."""
        wish = OfflineWish.model_validate_json(await request.body())
        self._server.go_offline(wish.seconds, peer_of(request.scope))
        return Response(status_code=204, headers={"Connection": "close"})


class Simulator:
    """A simulator on a socket. `address` is its URL once it is bound."""

    def __init__(self, config: SimulatorConfig, clock: Clock | None = None) -> None:
        """Binds the socket. Raises OSError where the port is taken."""
        rng = random.Random(config.seed)  # noqa: S311  believable, repeatable; nothing is kept secret by it
        self._tally = Tally()
        self._plan = FaultPlan(config.faults, random.Random(rng.getrandbits(64)))  # noqa: S311  as above
        self._connections = Connections()
        self._clock = clock or SystemClock()
        self._o2o = O2OSites(config, self._world(rng))
        self.printer = PrinterPlatform(config.printer, config.host) if config.printer else None
        self._platforms: list[Platform] = [self._o2o, *self._books(config)]
        self._server = Server(config.host, config.port, self._connections, self._app)

    @property
    def address(self) -> str:
        """http://host:port as bound."""
        return self._server.address

    async def serve(self, stop: asyncio.Event, ready: Callable[[str], None]) -> None:
        """Serves until `stop`; calls `ready` with the address once calls are answered."""
        lives = [asyncio.create_task(platform.live()) for platform in self._platforms]
        serving = asyncio.create_task(self._server.keep(stop, lambda: ready(self.address)))
        try:
            await asyncio.wait({*lives, serving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.set()
            for life in lives:
                life.cancel()
            await asyncio.gather(*lives, return_exceptions=True)
            await serving
        for life in lives:
            _raise_failure(life)

    def _world(self, rng: random.Random) -> World:
        return World(self._plan, self._tally, self._connections, self._clock, rng)

    def _books(self, config: SimulatorConfig) -> list[Platform]:
        """ovopark, WDK and the till, those that are configured, each with its own chance."""

        def world(name: str) -> World:
            rng = random.Random(None if config.seed is None else f"{config.seed} {name}")  # noqa: S311  as above
            return self._world(rng)

        platforms: list[Platform] = []
        if config.ovopark is not None:
            platforms.append(Ovopark(config.ovopark, world("ovopark")))
        if config.wdk is not None:
            platforms.append(Wdk(config.wdk, world("wdk")))
        if config.till is not None:
            platforms.append(Till(config.till, world("till"), lambda: self._o2o.paused))
        if self.printer is not None:
            platforms.append(self.printer)
        return platforms

    def _app(self) -> Starlette:
        control = Control(self._plan, self._tally, self._server).routes() + O2OControl(self._o2o).routes()
        return Starlette(routes=control + [r for platform in self._platforms for r in platform.routes()])


class Server:
    """The listening socket and what serves it; offline for a while on demand, then back at the same port."""

    def __init__(self, host: str, port: int, connections: Connections, app: Callable[[], Starlette]) -> None:
        self._socket = listening_socket(host, port)
        self._host, self._port = self._socket.getsockname()[:2]
        self._connections = connections
        self._app = app
        self._uvicorn: _UvicornServer | None = None
        self._offline_s = 0.0

    @property
    def address(self) -> str:
        """http://host:port as bound."""
        return f"http://{self._host}:{self._port}"

    def go_offline(self, seconds: float, but: Peer) -> None:
        """Stops listening now and for that long, and cuts every connection `but` this peer's."""
        if self._uvicorn is None:
            return
        self._offline_s = seconds
        self._uvicorn.stop_listening()
        self._connections.drop_others(but)

    async def keep(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        """Serves until `stop`, through every time it is offline."""
        while not stop.is_set():
            self._uvicorn = _UvicornServer(self._uvicorn_config(), stop, ready, self._connections)
            await self._uvicorn.serve(sockets=[self._socket])
            if not stop.is_set():
                await self._wait_offline(stop)
                self._socket = listening_socket(self._host, self._port)
            ready = _nothing

    async def _wait_offline(self, stop: asyncio.Event) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), self._offline_s)

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


class _UvicornServer(uvicorn.Server):
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
