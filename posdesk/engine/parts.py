"""The engine's parts, put together in its own thread: what they import takes longer than a first paint."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from posdesk.domain.books.folder_trial import FolderTrial
from posdesk.domain.books.probe import Probe
from posdesk.domain.clock import Clock
from posdesk.domain.orders.intent import Seq
from posdesk.engine.auto_accept import AutoAccept
from posdesk.engine.awake import Awake
from posdesk.engine.backups import Backups
from posdesk.engine.heartbeat import Heartbeat
from posdesk.engine.home_guard import HomeGuard
from posdesk.engine.keys import Keys
from posdesk.engine.listening import folder_trial, listener, listener_socket
from posdesk.engine.listening.call_proofs import CallProofs
from posdesk.engine.listening.folder import Folder, places_of
from posdesk.engine.listening.gateway import Gateway
from posdesk.engine.listening.intake import Intake
from posdesk.engine.listening.listener_socket import SocketProof
from posdesk.engine.listening.socket_watch import SocketWatch
from posdesk.engine.listening.tls import tls_context
from posdesk.engine.listening.turned_away import TurnedAwayCalls
from posdesk.engine.loop import Part
from posdesk.engine.old_files import OldFiles
from posdesk.engine.own_orders import OwnOrders
from posdesk.engine.seals import Seals
from posdesk.engine.sending.books import Books
from posdesk.engine.sending.lookups import Lookups
from posdesk.engine.sending.outbox import Outbox
from posdesk.engine.sending.prints import Prints
from posdesk.engine.sending.routes import probe
from posdesk.engine.status import StatusBoard
from posdesk.engine.wiping import Wiping
from posdesk.errors import PortTaken
from posdesk.host import awake, memory
from posdesk.journal import Journal
from posdesk.journal.audit.sealing import Session
from posdesk.journal.lock import HomeLock
from posdesk.platforms.http import new_http
from posdesk.platforms.o2o.client import PartnerClient
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Section, Settings

BIND_AGAIN_S = 2.0
_FOLDERS = ("receipt folder", "receipt folder in the home")  # the latter where the till has another one


class Parts:
    """Listener, receipts' folder, outbox, look-ups, books, prints, keys and heartbeat."""

    def __init__(
        self,
        home: Path,
        settings: Settings,
        journal: Journal,
        secrets: Credentials,
        *,
        status: StatusBoard,
        clock: Clock,
        clients: dict[str, PartnerClient],
        bound: socket.socket | None = None,
        lock: HomeLock | None = None,
        session: Session | None = None,
    ) -> None:
        """`bound` is a socket that somebody bound already, `lock` the home's, `session` what is sealed.

        Nothing runs yet.
        """
        self._home, self._settings, self._status, self._bound = home, settings, status, bound
        self._clock = clock
        self._server: listener.Server | None = None
        self.has_listened = False
        self.outbox = Outbox(settings, journal, secrets, status, clock=clock, clients=clients)
        self.lookups = Lookups(settings, journal, secrets, status, clients)
        self.books = Books(settings, journal, secrets, status, clock)
        self.prints = Prints(settings, journal, clock, status)
        self.auto_accept = AutoAccept(settings, journal, status, clock)
        self.awake = Awake(journal, clock, awake.inhibitor())
        self.keys = Keys(settings, secrets, status)
        self._proof = SocketProof(clock)
        self.heartbeat = Heartbeat(journal, status, clock, self._proof)
        keep_days, places = settings.store.keep_personal_days, places_of(settings, home)
        wiping = Wiping(journal, status, clock, keep_days=keep_days)
        old_files = OldFiles(home, places, journal, status, clock=clock, keep_days=keep_days)
        self.seals = Seals(journal, secrets, status, clock, session)
        self.backups = Backups(
            home, journal, status, clock, wiping=wiping, old_files=old_files, sealed=self.seals.now
        )
        self.guard = HomeGuard(home, journal, status, lock)
        self.turned_away = TurnedAwayCalls(settings.partner, journal, status, clock)
        self.call_proofs = CallProofs(settings, journal, secrets, status, clock)
        gateway = Gateway(
            settings, journal, secrets, status, clock, turned_away=self.turned_away, proofs=self.call_proofs
        )
        self.own_orders = OwnOrders(
            gateway.own_calls,
            journal,
            clock,
            settings.store,
            address=lambda: self._server.address if self._server is not None else None,
            tls=settings.listener.has_tls,
        )
        intake = Intake(settings, journal, secrets, clock)
        self._folders = [Folder(home, intake, place) for place in places]
        limit = settings.listener.body_limit_bytes
        self._app = listener.Routes(gateway, intake, status, body_limit_bytes=limit).app()

    def each(self) -> Mapping[str, Part]:
        """What the supervisor keeps running, by name."""
        ours = {
            "listener": self.listen,
            "outbox": self.outbox.run,
            "books": self.books.run,
            "prints": self.prints.run,
            "awake": self.awake.run,
            "auto-accept": self.auto_accept.run,
            "backup": self.backups.run,
            "seals": self.seals.run,
            "refused calls": self.turned_away.run,
            "call proofs": self.call_proofs.run,
            **{name: each.run for name, each in zip(_FOLDERS, self._folders, strict=False)},
        }
        return {name: self.guard.while_ours(part) for name, part in ours.items()} | {
            "keys": self.keys.run,
            "heartbeat": self.heartbeat.run,
            "guard": self.guard.run,
            "memory": memory.keep_giving_back,
        }

    async def listen(self) -> None:
        """Listen until stopped; listener.json says where."""
        bound, chosen = await self._socket(), self._settings.listener
        is_told = listener_socket.write_address(self._home, bound.getsockname())
        self._status.alive(listener_socket.address_of(bound))
        self.has_listened = True
        try:
            self._server = listener.Server(self._app, bound, tls=tls_context(chosen, self._home))
            watch = SocketWatch(
                self._server, self._home, tls=chosen.has_tls, status=self._status, proof=self._proof
            )
            watch.is_told = is_told
            async with asyncio.TaskGroup() as group:
                watching = group.create_task(watch.run())
                await self._server.run()
                watching.cancel()
        finally:
            self._bound = None
            bound.close()
            listener_socket.forget_address(self._home)
            self._status.alive("")

    async def _socket(self) -> socket.socket:
        """Our socket; while another program has the port, say so and keep trying."""
        while self._bound is None:
            try:
                self._bound = listener_socket.bind(self._settings.listener)
            except PortTaken as error:
                listener_socket.say_unbound(self._status, error)
                await asyncio.sleep(BIND_AGAIN_S)
        return self._bound

    def hurry(self, seq: Seq) -> None:
        """Send this intent, posting or print now, whichever it is. In the engine's loop."""
        self.outbox.hurry(seq)
        self.prints.hurry(seq)
        self.books.hurry(seq)

    async def probe(self, section: Section, secret: str, session: str) -> Probe:
        """A signed call that changes nothing, with settings not in use yet."""
        return await probe(section, self._clock, secret=secret, session=session)

    async def try_folder(self) -> FolderTrial:
        """Put a test file into the till's folder, read it, and take it away again."""
        place = places_of(self._settings, self._home)[0]
        return await asyncio.to_thread(folder_trial.tried, place)

    async def end(self) -> None:
        """Note the exact end, then finish the answers under way."""
        self.heartbeat.end()
        self.turned_away.end()
        self.call_proofs.end()
        if self._server is not None:
            await self._server.stop()


@contextlib.asynccontextmanager
async def new_http_clients(settings: Settings, clock: Clock) -> AsyncIterator[dict[str, PartnerClient]]:
    """One kept HTTP client per partner."""
    async with contextlib.AsyncExitStack() as stack:
        clients = {}
        for partner in settings.partner:
            http = await stack.enter_async_context(new_http())
            clients[partner.name] = PartnerClient(partner, http, clock, settings.store)
        yield clients
