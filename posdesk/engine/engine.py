"""The engine thread: builds its parts, runs them under the supervisor, ends them in stages."""

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from posdesk.domain.clock import Clock
from posdesk.domain.orders.intent import Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.own_order import OwnPut
from posdesk.domain.pickup.lookup import Lookup
from posdesk.domain.status import StartWait
from posdesk.engine.status import StatusBoard
from posdesk.host.late import late
from posdesk.journal import Journal
from posdesk.journal.lock import HomeLock
from posdesk.settings.book_sections import Section
from posdesk.settings.credentials import Credentials
from posdesk.settings.printers import Printer
from posdesk.settings.settings import Settings, SignatureRecipe

if TYPE_CHECKING:
    import asyncio

    from posdesk.domain.books.folder_trial import FolderTrial
    from posdesk.domain.books.probe import Probe
    from posdesk.engine import loop
    from posdesk.engine.keys import Keys
    from posdesk.engine.listening import listener_socket
    from posdesk.engine.listening.refused_signs import TriedCall
    from posdesk.engine.parts import Parts
    from posdesk.engine.relay.hand_outs import Asked
    from posdesk.engine.sending.printer_trial import Trial
    from posdesk.journal.audit.sealing import Session
else:
    asyncio = late("asyncio")
    loop = late("posdesk.engine.loop")
    listener_socket = late("posdesk.engine.listening.listener_socket")

log = logging.getLogger(__name__)
T = TypeVar("T")
ONE_COUNTER = "this counter reports the store's hours to ovopark: no other counter may"
_ALL_RECEIPTS = {
    False: "every receipt of the store must come in here",
    True: "the other counters' receipts come by the relay, and count in the hours",
}


class Engine:
    """One asyncio loop in a thread of its own, in which the parts run."""

    def __init__(
        self,
        home: Path,
        settings: Settings,
        journal: Journal,
        secrets: Credentials,
        clock: Clock,
        *,
        lock: HomeLock | None = None,
        session: "Session | None" = None,
    ) -> None:
        """`lock` is the home's, to be looked after, `session` what is sealed. Nothing runs before `start`."""
        self._home, self._settings, self._journal = home, settings, journal
        self._secrets, self._clock, self._lock, self._session = secrets, clock, lock, session
        self.status = StatusBoard(settings, clock)
        self._bound: socket.socket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event  # made in the engine's thread
        self._parts: Parts | None = None
        self._ready, self._asked_to_stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._waits_for = StartWait.PROGRAM
        self.pulse: float | None = None  # when it last spoke, on the steady clock; None before its first word

    def bind(self) -> None:
        """Take the listener's port now. Raises PortTaken; without this call the engine keeps trying."""
        self._bound = listener_socket.bind(self._settings.listener)

    def adopt(self, bound: socket.socket) -> None:
        """Listen on this socket, which somebody bound already."""
        self._bound = bound

    def start(self, wait_s: float = 10.0) -> None:
        """Start the thread; returns when its loop runs, or after so many seconds."""
        self._thread.start()
        self._ready.wait(wait_s)

    @property
    def is_starting(self) -> bool:
        """Whether the engine is neither at work yet nor failed."""
        return not self._ready.is_set()

    @property
    def waits_for(self) -> StartWait:
        """What the engine still waits for before it can take its first order."""
        return StartWait.NOTHING if self.has_listened else self._waits_for

    @property
    def has_listened(self) -> bool:
        """Whether the listener ever had its port."""
        return self._parts is not None and self._parts.doors.has_listened

    @property
    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def stop(self, patience_s: float = 8.0) -> bool:
        """End in stages: stop listening, park the outbox, leave. Returns whether it ended in time."""
        self._asked_to_stop.set()
        self._soon(self._turn_to_the_end)
        if self._thread.ident is not None:
            self._thread.join(patience_s)
        return not self.is_alive

    def hurry(self, seq: Seq) -> None:
        """A person wants this intent or posting sent now. From any thread."""
        if self._parts is not None:
            self._soon(self._parts.hurry, seq)

    def look_up(self, lookup: Lookup, actor: str, publish: Callable[[Lookup], None]) -> "Future[None] | None":
        """Ask whose code this is; `publish` is called in the engine's thread. None while none runs."""
        if self._parts is None:
            return None
        return self.submit(self._parts.lookups.ask(lookup, actor, publish))

    def take(self, settings: Settings, keep: Callable[[], None]) -> "Future[None] | None":
        """Go by these settings from now on, once `keep` has kept them (see new_settings.py). From any thread.

        None while no engine is at work: they are kept, and count from its start on. Raises what `keep` raises
        then; the future raises it, and why the engine can't go by them.
        """
        asked = None
        if self._parts is not None:
            asked = self.submit(self._parts.new_settings.take(settings, keep))
        if asked is None:
            from posdesk.engine import new_settings  # noqa: PLC0415 - what it imports takes its time

            new_settings.check(self._settings, settings, self._home, self._journal)
            keep()
            self._settings = settings
            self.status.adopt(settings)
            if self._parts is not None:  # at work by now, maybe by those before
                asked = self.submit(self._parts.new_settings.take(settings, lambda: None))
        return asked

    def claim_out(self, key: OrderKey, actor: str, *, takes_over: bool) -> "Asked | None":
        """Ask the store's other counters before this order is handed out. From any thread.

        None where there is nobody to ask: no engine at work, or a store without a relay.
        """
        claims = self._parts.claims if self._parts is not None else None
        if claims is None or key.is_training:
            return None
        taken = self.submit(claims.take_out(key, actor, takes_over=takes_over))
        from posdesk.engine.relay.hand_outs import Asked  # noqa: PLC0415 - of a store with a relay

        return Asked(taken, lambda unused: claims.unused(key, unused, actor)) if taken is not None else None

    def probe(self, section: Section, secret: str, session: str = "") -> "Future[Probe] | None":
        """A signed call that changes nothing, with settings not in use yet. None while no engine runs."""
        if self._parts is None:
            return None
        return self.submit(self._parts.probe(section, secret, session))

    def refused_calls(
        self, partner: str, appkey: str, also: tuple[SignatureRecipe, ...] = ()
    ) -> "Future[tuple[TriedCall, ...]] | None":
        """The partner's last calls whose signature did not fit, and which forms do with this key.

        None while no engine runs.
        """
        if self._parts is None:
            return None
        return self.submit(self._parts.turned_away.refused_signs.tried(partner, appkey, also))

    def rung(self, keys: frozenset[OrderKey]) -> None:
        """The alarm rings for these new orders now. From any thread."""
        if self._parts is not None:
            self._soon(self._parts.auto_accept.rung, keys)

    def try_printer(self, printer: Printer) -> "Future[Trial] | None":
        """Print test slips on a printer, with settings not in use yet. None while no engine runs."""
        if self._parts is None:
            return None
        return self.submit(self._parts.prints.try_out(printer))

    def try_folder(self, settings: Settings) -> "Future[FolderTrial] | None":
        """Try the till's folder of these settings out with a test file. None while no engine runs."""
        if self._parts is None:
            return None
        return self.submit(self._parts.try_folder(settings, self._home))

    def put_own_order(self, dish: str, remark: str) -> "Future[OwnPut] | None":
        """Bring an own order through our own port. None while no engine runs."""
        if self._parts is None:
            return None
        return self.submit(self._parts.own_orders.put(dish, remark))

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

    def _turn_to_the_end(self) -> None:
        self._stop.set()

    def _soon(self, work: Callable[..., None], *values: object) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop closed: the journal knows at the next start
                self._loop.call_soon_threadsafe(work, *values)

    def _run(self) -> None:
        detail = ""
        try:
            with asyncio.Runner(loop_factory=loop.EngineLoop) as runner:
                runner.run(self._main())
        except BaseException as error:
            detail = f"{type(error).__name__}: {error}"
            log.exception("engine: died")
        finally:
            if self._bound is not None:
                self._bound.close()  # where it came to no listener
            self._ready.set()
            self.status.dead(detail)

    async def _main(self) -> None:
        self._stop = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        if self._asked_to_stop.is_set():
            return
        from posdesk.engine.parts import Parts  # noqa: PLC0415 - heavy, see there
        from posdesk.engine.sending.clients import new_http_clients  # noqa: PLC0415

        if self._asked_to_stop.is_set():  # on a cold disk that took its time, and nobody waited for it
            return
        chosen = self._settings
        async with new_http_clients(chosen, self._clock) as clients:
            self._parts = Parts(
                self._home,
                chosen,
                self._journal,
                self._secrets,
                status=self.status,
                clock=self._clock,
                clients=clients,
                bound=self._bound,
                lock=self._lock,
                session=self._session,
            )
            if self._settings is not chosen:  # others were kept while the parts were made
                await self._parts.new_settings.begin_with(self._settings)
            self._waits_for = StartWait.KEYRING
            if await self._has_looked(self._parts.keys):
                await self._work(self._parts)

    async def _has_looked(self, keys: "Keys") -> bool:
        """Ask for the keys, so that the first call is not answered 'no appkey'; False once it is to end."""
        looking = asyncio.create_task(keys.look())
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait({looking, stopped}, return_when=asyncio.FIRST_COMPLETED)
        is_asked = self._stop.is_set()
        for each in (looking, stopped):
            each.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking
        return not is_asked

    async def _work(self, parts: "Parts") -> None:
        self._waits_for = StartWait.PORT
        self.status.alive("")
        if self.status.status.reports_hours:
            log.warning("engine: %s; %s", ONE_COUNTER, _ALL_RECEIPTS[self._settings.relay is not None])
        self._ready.set()
        each = {**parts.each(), "pulse": self._beat}
        running = asyncio.create_task(loop.supervise(each, self.status, self._stop))
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        await self._end(parts, running)

    async def _beat(self) -> None:
        """Shows the desk that this loop still turns."""
        while True:
            self.pulse = self._clock.monotonic()
            await asyncio.sleep(loop.until_look_s())

    async def _end(self, parts: "Parts", running: "asyncio.Task[None]") -> None:
        """Note the exact end, finish the answers under way, park the outbox. Raises what broke the parts."""
        self._stop.set()
        await parts.end()
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
