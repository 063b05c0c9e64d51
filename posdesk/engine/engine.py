"""The engine thread: builds its parts, runs them under the supervisor, ends them in stages."""

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from posdesk.credentials import Credentials
from posdesk.domain.clock import Clock
from posdesk.domain.intent import Seq
from posdesk.domain.lookup import Lookup
from posdesk.domain.status import Trouble
from posdesk.engine import listener
from posdesk.engine.gateway import Gateway
from posdesk.engine.keys import Keys
from posdesk.engine.lookups import Lookups, Publish
from posdesk.engine.outbox import Outbox
from posdesk.engine.status import StatusBoard
from posdesk.engine.supervisor import supervise
from posdesk.engine.vitals import Vitals
from posdesk.errors import PortTaken
from posdesk.journal import Journal
from posdesk.platforms.o2o.client import PartnerClient, new_http
from posdesk.settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")
BIND_AGAIN_S = 2.0
PULSE_S = 1.0


class Engine:
    """Listener, outbox, look-ups, keys and vitals in one asyncio loop of a thread of its own."""

    def __init__(
        self, home: Path, settings: Settings, journal: Journal, secrets: Credentials, clock: Clock
    ) -> None:
        """Nothing runs before `start`."""
        self._home, self._settings, self._journal = home, settings, journal
        self._secrets, self._clock = secrets, clock
        self.status = StatusBoard(settings, clock)
        self._bound: socket.socket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._outbox: Outbox | None = None
        self._lookups: Lookups | None = None
        self._server: listener.Server | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="engine")
        self.pulse = clock.monotonic()
        self.has_listened = False

    def bind(self) -> None:
        """Take the listener's port now. Raises PortTaken; without this call the engine keeps trying."""
        self._bound = listener.bind(self._settings.listener)

    def adopt(self, bound: socket.socket) -> None:
        """Listen on this socket, which somebody bound already."""
        self._bound = bound

    def start(self) -> None:
        """Start the thread; returns when its loop runs."""
        self._thread.start()
        self._ready.wait(10)

    @property
    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def stop(self, patience_s: float = 8.0) -> bool:
        """End in stages: stop listening, park the outbox, leave. Returns whether it ended in time."""
        if self._loop is not None and self.is_alive:
            with contextlib.suppress(RuntimeError):  # the loop closed a moment ago
                self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread.ident is not None:
            self._thread.join(patience_s)
        return not self.is_alive

    def hurry(self, seq: Seq) -> None:
        """A person wants this intent asked now. From any thread."""
        if self._loop is not None and self._outbox is not None:
            with contextlib.suppress(RuntimeError):  # the loop closed: the journal says so at the next start
                self._loop.call_soon_threadsafe(self._outbox.hurry, seq)

    def look_up(self, lookup: Lookup, actor: str, publish: Publish) -> "Future[None] | None":
        """Ask whose code this is; `publish` is called in the engine's thread. None while none runs."""
        if self._lookups is None:
            return None
        return self.submit(self._lookups.ask(lookup, actor, publish))

    def submit(self, work: Coroutine[Any, Any, T]) -> "Future[T] | None":
        """Run a coroutine in the engine's loop, from any thread."""
        if self._loop is None or not self.is_alive:
            work.close()
            return None
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop)
        except RuntimeError:  # the loop closed a moment ago
            work.close()
            return None

    def _run(self) -> None:
        detail = ""
        try:
            with asyncio.Runner() as runner:
                runner.run(self._main())
        except BaseException as error:
            detail = f"{type(error).__name__}: {error}"
            log.exception("engine: died")
        finally:
            self._ready.set()
            self.status.dead(detail)

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        async with new_http_clients(self._settings, self._clock) as clients:
            self._build(clients)
            await self._keys.look()  # so that the first call is not answered 'no appkey'
            self.status.alive("")
            self._ready.set()
            parts = asyncio.create_task(supervise(self._parts(), self.status, self._stop))
            stopped = asyncio.create_task(self._stop.wait())
            await asyncio.wait({parts, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            await self._end(parts)

    def _build(self, clients: dict[str, PartnerClient]) -> None:
        settings, journal, secrets, status = self._settings, self._journal, self._secrets, self.status
        self._outbox = Outbox(settings, journal, secrets, status, clock=self._clock, clients=clients)
        self._lookups = Lookups(settings, journal, secrets, status, clients)
        gateway = Gateway(settings, journal, secrets, status, self._clock)
        self._app = listener.Routes(gateway, status, settings.listener.body_limit_bytes).app()
        self._keys = Keys(settings, secrets, status)
        self._vitals = Vitals(journal, status, self._clock)

    def _parts(self) -> dict[str, Any]:
        assert self._outbox is not None
        return {
            "listener": self._listen,
            "outbox": self._outbox.run,
            "keys": self._keys.run,
            "vitals": self._vitals.run,
            "pulse": self._beat,
        }

    async def _beat(self) -> None:
        """Shows the desk that this loop still turns."""
        while True:
            self.pulse = self._clock.monotonic()
            await asyncio.sleep(PULSE_S)

    async def _listen(self) -> None:
        bound = await self._socket()
        listener.write_address(self._home, bound)
        self.status.alive(listener.address_of(bound))
        self.has_listened = True
        self._server = listener.Server(self._app, bound)
        try:
            await self._server.run()
        finally:
            self._bound = None
            bound.close()
            listener.forget_address(self._home)
            self.status.alive("")

    async def _socket(self) -> socket.socket:
        """Our socket; while another program has the port, say so and keep trying."""
        while self._bound is None:
            try:
                self._bound = listener.bind(self._settings.listener)
            except PortTaken as error:
                self.status.trouble(Trouble.PORT_TAKEN, str(error))
                await asyncio.sleep(BIND_AGAIN_S)
        return self._bound

    async def _end(self, parts: "asyncio.Task[None]") -> None:
        """Note the exact end, finish the answers under way, park the outbox. Raises what broke the parts."""
        self._stop.set()
        self._vitals.end()
        if self._server is not None:
            await self._server.stop()
        parts.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await parts


@contextlib.asynccontextmanager
async def new_http_clients(settings: Settings, clock: Clock) -> AsyncIterator[dict[str, PartnerClient]]:
    """One kept HTTP client per partner."""
    async with contextlib.AsyncExitStack() as stack:
        clients = {}
        for partner in settings.partner:
            http = await stack.enter_async_context(new_http())
            clients[partner.name] = PartnerClient(partner, http, clock, settings.store)
        yield clients
