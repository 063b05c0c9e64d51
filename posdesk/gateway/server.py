"""`posdesk gateway`: puts the parts together, serves, and ends in stages.

At the end it says 503 first and still takes calls, so that whoever spreads them hears of it; then the port
closes and what was taken is answered; then the connection to the chain's servers ends. Killed, it has told
nobody 0 of what the servers don't have.
"""

import asyncio
import contextlib
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from posdesk.domain.clock import Clock, SystemClock
from posdesk.engine.listening import listener_socket
from posdesk.engine.listening.call_bodies import Bodies
from posdesk.engine.listening.call_route import CallRoute
from posdesk.engine.listening.connection_limit import MOST_OF_ALL, ConnectionLimit
from posdesk.engine.listening.http_server import Server
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.engine.listening.tls import tls_context
from posdesk.engine.loop import EngineLoop
from posdesk.errors import CredentialsError, PosdeskError, SettingsError
from posdesk.gateway import config as gateway_config
from posdesk.gateway.bills import BillMap
from posdesk.gateway.calls import ChainCalls
from posdesk.gateway.certificate import CertificateWatch
from posdesk.gateway.config import NATS_CREDS, GatewayConfig, GatewaySecrets
from posdesk.gateway.counting import Counting
from posdesk.gateway.health import Health, PublishHealth
from posdesk.gateway.known import KnownOrders
from posdesk.gateway.line import Line, tls_of
from posdesk.gateway.places import Places
from posdesk.gateway.presence import Heard, PresenceWatch
from posdesk.gateway.publisher import PATIENCE_S, Publisher
from posdesk.gateway.stores import Stores, StoreWatch
from posdesk.gateway.stream_check import StreamCheck
from posdesk.host import logs
from posdesk.host.ending import Ending
from posdesk.platforms.relay.creds import BadCredentials, UserCredentials, read_creds

log = logging.getLogger(__name__)
DONE: Final = 0
_ANSWERS_S: Final = int(PATIENCE_S) + 2  # for what was taken before the port closed
_AGAIN_S: Final = 5.0
MOST_CALLS: Final = 4096
Part = Callable[[], Awaitable[None]]


def run(path: Path) -> int:
    """Serve until the end is wanted. Raises SettingsError, CredentialsError, PortTaken and PosdeskError."""
    config = gateway_config.load(path)
    secrets = gateway_config.load_secrets(config)
    logs.start_on_stderr(secrets.hidden)
    gateway_config.warn(config)
    with Ending().watch() as ending, asyncio.Runner(loop_factory=EngineLoop) as runner:
        runner.run(_serve(config, secrets, path.parent, ending))
    return DONE


async def _serve(config: GatewayConfig, secrets: GatewaySecrets, folder: Path, ending: Ending) -> None:
    wanted = asyncio.Event()
    loop = asyncio.get_running_loop()

    def look() -> None:
        if ending.wanted.seen():
            wanted.set()

    loop.add_reader(ending.wanted.fileno(), look)
    try:
        gateway = ChainGateway(config, secrets, folder, SystemClock())
        await gateway.serve(wanted, _announce)
    finally:
        loop.remove_reader(ending.wanted.fileno())


def _announce(calls: str, metrics: str) -> None:
    """For a person, and for whoever chose port 0."""
    sys.stdout.write(f"gateway listening on {calls}\n")
    if metrics:
        sys.stdout.write(f"metrics on {metrics}\n")
    sys.stdout.flush()


class ChainGateway:
    """The parts of a gateway."""

    def __init__(self, config: GatewayConfig, secrets: GatewaySecrets, folder: Path, clock: Clock) -> None:
        """Nothing is open yet. Raises SettingsError and CredentialsError."""
        self._config, self._folder, self._clock = config, folder, clock
        tls = tls_of(config.nats.servers, config.nats.ca, folder)
        self.line = Line(config.nats.servers, _creds(secrets), tls)
        self.stores, self.heard = Stores(), Heard(clock)
        self._watch, self._published = StoreWatch(self.line, self.stores), PublishHealth(clock)
        self._bills, self._metrics = BillMap(self.line), _counting(config)
        self.health = Health(self.line, self.stores, self._watch, self._published, clock)
        self._check = StreamCheck(
            self.line,
            self.stores,
            replicas=config.nats.replicas,
            body_limit_bytes=config.listener.body_limit_bytes,
        )
        self._calls = ChainCalls(
            config,
            secrets,
            clock,
            watch=self._watch,
            places=Places(self.stores, self._bills, self.heard),
            publisher=Publisher(self.line, self._bills, self._published),
            metrics=self._metrics,
        )
        self._follow()

    async def serve(self, wanted: asyncio.Event, announce: Callable[[str, str], None]) -> None:
        """Serve until the end is wanted, then end in stages. Raises PortTaken, PosdeskError where it died."""
        servers = self._servers()
        serving = [asyncio.create_task(each.run()) for each in servers]
        parts = [asyncio.create_task(_kept(name, part)) for name, part in self._parts(servers[0]).items()]
        closed = asyncio.create_task(self.line.closed.wait())
        ends = asyncio.create_task(wanted.wait())
        announce(*(each.name for each in servers), *([""] if len(servers) == 1 else []))
        try:
            await asyncio.wait({ends, closed, *serving}, return_when=asyncio.FIRST_COMPLETED)
            if ends.done():
                await self._leave(servers, serving)
            elif closed.done():
                why = f": {self.line.why_closed}" if self.line.why_closed else ""
                raise PosdeskError(
                    f"The chain's servers let this gateway in no more{why}."
                    f" Look at {NATS_CREDS} and at the servers."
                )
        finally:
            for each in (*parts, *serving, closed, ends):
                each.cancel()
            await asyncio.gather(*parts, *serving, closed, ends, return_exceptions=True)
            await self.line.close()
        for task in serving:
            if not task.cancelled():
                task.result()

    async def _leave(self, servers: list[Server], serving: list["asyncio.Task[None]"]) -> None:
        """First nobody new is sent here, then nobody is let in, then what was taken is answered."""
        log.info("gateway: ending, in %g s no more calls are taken", self._config.leave_s)
        self.health.is_leaving = True
        await asyncio.sleep(self._config.leave_s)
        calls = servers[0]
        calls.leave_soon(_ANSWERS_S)
        await calls.leave_port()
        await calls.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ANSWERS_S):
                await asyncio.shield(serving[0])
        for each in servers[1:]:
            await each.stop()

    def _servers(self) -> list[Server]:
        """The public one, and the one for `/metrics`. Raises PortTaken and SettingsError."""
        tls = tls_context(self._config.listener, self._folder)
        bound = listener_socket.bind(self._config.listener)
        most = _most_calls()
        servers = [Server(self._app(), bound, tls=tls, connections=ConnectionLimit(most, most))]
        chosen, counted = self._config.metrics, self._metrics.app()
        if counted is not None:
            try:
                servers.append(Server(counted, listener_socket.bind_at(chosen.host, chosen.port)))
            except PosdeskError:
                bound.close()
                raise
        return servers

    def _app(self) -> ASGIApp:
        limit = self._config.listener.body_limit_bytes
        route = CallRoute(self._calls, Bodies(limit), limit)
        app = Starlette(
            routes=[
                Route(GATEWAY_PATH, route.answer, methods=["POST"]),
                Route("/healthz", self._healthz, methods=["GET"]),
            ]
        )
        app.router.redirect_slashes = False  # it fails on a query that is no UTF-8
        return route.before(app)

    async def _healthz(self, _request: Request) -> JSONResponse:
        """200 once orders can be taken, else 503; no secrets, no order data.

        `faults` is what differs in the streams: orders are taken, and are less safe than relay.md promises.
        """
        why = self.health.why_not
        said = {
            "takes_orders": not why,
            "why_not": why,
            "failing": sorted(self.health.failing),
            "faults": self._check.faults,
        }
        return JSONResponse(said, status_code=503 if why else 200)

    def _parts(self, calls: Server) -> Mapping[str, Part]:
        known = KnownOrders(self.line, self._bills, self._config, self._clock, self._metrics)
        return {
            "certificate": CertificateWatch(self._config.listener, self._folder, calls).run,
            "connection": self.line.stay,
            "stores": self._watch.run,
            "presence": PresenceWatch(self.line, self.heard).run,
            "health": self.health.run,
            "known": known.run,
            "streams": self._check.run,
        }

    def _follow(self) -> None:
        follow = self._metrics.follow
        follow("connected", "Whether the chain's servers are reached.", lambda: self.line.is_connected)
        follow("takes_orders", "What /healthz says.", lambda: self.health.takes_orders)
        follow("stores", "Stores that are known.", lambda: len(self.stores))
        follow(
            "stores_heard", "Stores of which a counter was heard since the start.", lambda: len(self.heard)
        )
        follow("failing_streams", "Streams that take nothing.", lambda: len(self.health.failing))
        follow(
            "missing_copies",
            "Copies that each order lacks, of those that nats.replicas wants.",
            lambda: self._check.missing_copies,
        )
        follow("stream_faults", "What differs in the streams, see the log.", lambda: len(self._check.faults))


async def _kept(name: str, part: Part) -> None:
    """A part that fails is started again: it takes no orders from the others."""
    while True:
        try:
            await part()
            log.error("gateway: the %s ended by itself, starting it again", name)
        except Exception:
            log.exception("gateway: the %s failed, starting it again", name)
        await asyncio.sleep(_AGAIN_S)


def _most_calls() -> int:
    """Open calls at once: half of the files that this process may open.

    Behind a reverse proxy all are of one address, and while a new leader is chosen none is answered.
    """
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:  # Windows
        return MOST_OF_ALL
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CALLS if soft == resource.RLIM_INFINITY else min(MOST_CALLS, soft // 2)


def _counting(config: GatewayConfig) -> Counting:
    """Raises SettingsError where what counts is not installed."""
    if not config.metrics.on:
        return Counting()
    try:
        from posdesk.gateway.metrics import Metrics  # noqa: PLC0415 - only where it is read
    except ImportError as error:
        raise SettingsError(
            f"{error.name} is not installed, and /metrics needs it. Install posdesk[gateway], or set"
            " metrics.on = false."
        ) from error
    return Metrics()


def _creds(secrets: GatewaySecrets) -> UserCredentials:
    try:
        return read_creds(secrets.creds)
    except BadCredentials as error:
        said = f"The secret {NATS_CREDS} is not what posdesk gateway chain begin writes: {error}."
        raise CredentialsError(said, NATS_CREDS) from error
