"""The engine's parts, put together in its own thread: what they import takes longer than a first paint."""

import asyncio
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from posdesk.domain.books.folder_trial import FolderTrial
from posdesk.domain.books.probe import Probe
from posdesk.domain.clock import Clock
from posdesk.domain.orders.intent import Seq
from posdesk.engine.auto_accept import AutoAccept
from posdesk.engine.awake import Awake
from posdesk.engine.backups import Backups
from posdesk.engine.heartbeat import Heartbeat
from posdesk.engine.home_guard import HomeGuard
from posdesk.engine.journal_watch import JournalWatch
from posdesk.engine.keys import Keys
from posdesk.engine.listening import folder_trial, listener
from posdesk.engine.listening.call_proofs import CallProofs
from posdesk.engine.listening.doors import Doors
from posdesk.engine.listening.folder import Folder
from posdesk.engine.listening.folder_place import place_of, places_of
from posdesk.engine.listening.gateway import Gateway
from posdesk.engine.listening.intake import Intake
from posdesk.engine.listening.listener_socket import SocketProof
from posdesk.engine.listening.turned_away import TurnedAwayCalls
from posdesk.engine.loop import Part, supervise
from posdesk.engine.name_filling import NameFilling
from posdesk.engine.new_settings import NewSettings
from posdesk.engine.old_files import OldFiles
from posdesk.engine.own_orders import OwnOrders
from posdesk.engine.page_check import PagesAfterPowerCut
from posdesk.engine.seals import Seals
from posdesk.engine.sending.books import Books
from posdesk.engine.sending.clients import PartnerClients
from posdesk.engine.sending.lookups import Lookups
from posdesk.engine.sending.outbox import Outbox
from posdesk.engine.sending.prints import Prints
from posdesk.engine.sending.routes import probe
from posdesk.engine.status import StatusBoard
from posdesk.engine.trail_walk import TrailWalk
from posdesk.engine.wiping import Wiping
from posdesk.host import awake, memory
from posdesk.journal import Journal
from posdesk.journal.audit.sealing import Session
from posdesk.journal.lock import HomeLock
from posdesk.settings.book_sections import Section
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings

if TYPE_CHECKING:
    from posdesk.engine.relay.claims import Claims
    from posdesk.engine.relay.part import Relay

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
        clients: PartnerClients,
        bound: socket.socket | None = None,
        lock: HomeLock | None = None,
        session: Session | None = None,
    ) -> None:
        """`bound` is a socket that somebody bound already, `lock` the home's, `session` what is sealed.

        Nothing runs yet.
        """
        self._clock, self._status = clock, status
        self.claims: Claims | None = None
        self._proof = SocketProof(clock)
        self._home, self._journal, self._secrets = home, journal, secrets
        self._is_running = False
        self._late: asyncio.Task[None] | None = None  # a relay that the settings have since the start
        self._make_senders(settings, journal, secrets, status, clients)
        self._make_keepers(home, settings, journal, secrets, status, session=session)
        self.journal_watch = JournalWatch(journal)
        self.guard = HomeGuard(home, journal, status, lock)
        self._make_doors(home, settings, journal, secrets, status, bound=bound)
        self.relay: Relay | None = None
        if settings.relay is not None:
            self.begin_relay(settings)
        self.new_settings = NewSettings(home, settings, self, status, clients=clients, journal=journal)

    def _make_senders(
        self,
        settings: Settings,
        journal: Journal,
        secrets: Credentials,
        status: StatusBoard,
        clients: PartnerClients,
    ) -> None:
        """What leaves the house: intents, look-ups, books, prints; and what presses by itself."""
        clock = self._clock
        self.outbox = Outbox(settings, journal, secrets, status, clock=clock, clients=clients.each)
        self.lookups = Lookups(settings, journal, secrets, status, clients.each)
        self.books = Books(settings, journal, secrets, status, clock)
        self.prints = Prints(settings, journal, clock, status)
        self.auto_accept = AutoAccept(settings, journal, status, clock)
        self.keys = Keys(settings, secrets, status)

    def _make_keepers(
        self,
        home: Path,
        settings: Settings,
        journal: Journal,
        secrets: Credentials,
        status: StatusBoard,
        *,
        session: Session | None,
    ) -> None:
        """What keeps the house: heartbeat, seals, wiping, backups, and the PC awake."""
        clock = self._clock
        self.awake = Awake(journal, clock, awake.inhibitor())
        has_relay = settings.relay is not None
        self.heartbeat = Heartbeat(journal, status, clock, self._proof, has_relay=has_relay)
        keep_days, places = settings.store.keep_personal_days, places_of(settings, home)
        months = settings.store.keep_content_months
        self.wiping = Wiping(journal, status, clock, keep_days=keep_days, keep_months=months)
        self.old_files = OldFiles(home, places, journal, status, clock=clock, keep_days=keep_days)
        self.seals = Seals(journal, secrets, status, clock, session)
        self.trail_walk = TrailWalk(journal, clock, self.seals.secret, self.seals.walked)
        self.page_check = PagesAfterPowerCut(journal, status, clock)
        self.backups = Backups(
            home,
            journal,
            status,
            clock,
            wiping=self.wiping,
            old_files=self.old_files,
            names=NameFilling(journal, clock),
            sealed=self.seals.now,
        )

    def _make_doors(
        self,
        home: Path,
        settings: Settings,
        journal: Journal,
        secrets: Credentials,
        status: StatusBoard,
        *,
        bound: socket.socket | None,
    ) -> None:
        """Where calls and files come in, what is noted of them, and the own orders that try the way."""
        clock = self._clock
        self.turned_away = TurnedAwayCalls(settings.partner, journal, status, clock)
        self.call_proofs = CallProofs(settings, journal, secrets, status, clock)
        self.gateway = Gateway(
            settings, journal, secrets, status, clock, turned_away=self.turned_away, proofs=self.call_proofs
        )
        self.intake = Intake(settings, journal, secrets, clock)
        self._folders = [Folder(home, self.intake, place) for place in places_of(settings, home)]
        limit = settings.listener.body_limit_bytes
        self.routes = listener.Routes(self.gateway, self.intake, status, body_limit_bytes=limit)
        self.doors = Doors(home, self.routes.app(), settings.listener, status, self._proof, bound=bound)
        self.own_orders = OwnOrders(
            self.gateway.own_calls,
            journal,
            clock,
            settings.store,
            address=lambda: self.doors.address,
            tls=lambda: self.doors.has_tls,
        )

    def begin_relay(self, settings: Settings) -> None:
        """These settings have a relay, those before had none: nothing of it is loaded until then."""
        from posdesk.engine.relay.part import Relay  # noqa: PLC0415 - only where a store has one

        self.relay = Relay(
            self._home,
            settings,
            self._journal,
            self._secrets,
            self._status,
            self._clock,
            proof=self.gateway.proof,
        )
        self.claim_by(self.relay.claims)
        self.heartbeat.beside = self.relay.heard
        if self._is_running:
            part = {"relay": self.guard.while_ours(self.relay.run)}
            self._late = asyncio.create_task(supervise(part, self._status))

    def each(self) -> Mapping[str, Part]:
        """What the supervisor keeps running, by name."""
        self._is_running = True
        ours = {
            "listener": self.doors.run,
            "outbox": self.outbox.run,
            "books": self.books.run,
            "prints": self.prints.run,
            "awake": self.awake.run,
            "auto-accept": self.auto_accept.run,
            "backup": self.backups.run,
            "page check": self.page_check.run,
            "seals": self.seals.run,
            "audit walk": self.trail_walk.run,
            "refused calls": self.turned_away.run,
            "call proofs": self.call_proofs.run,
            **{name: each.run for name, each in zip(_FOLDERS, self._folders, strict=False)},
            **({"relay": self.relay.run} if self.relay is not None else {}),
        }
        return {name: self.guard.while_ours(part) for name, part in ours.items()} | {
            "keys": self.keys.run,
            "heartbeat": self.heartbeat.run,
            "journal watch": self.journal_watch.run,
            "guard": self.guard.run,
            "memory": memory.keep_giving_back,
        }

    def hurry(self, seq: Seq) -> None:
        """Send this intent, posting or print now, whichever it is. In the engine's loop."""
        self.outbox.hurry(seq)
        self.prints.hurry(seq)
        self.books.hurry(seq)

    def adopt_relay(self, settings: Settings) -> None:
        """Go by these settings' relay from now on, where they have one. In the engine's loop."""
        if self.relay is not None:
            self.relay.adopt(settings)
            self.claim_by(self.relay.claims if settings.relay is not None else None)
        elif settings.relay is not None:
            self.begin_relay(settings)

    def claim_by(self, claims: "Claims | None") -> None:
        """Ask the store's other counters before anything leaves or is handed out; None: there is no relay."""
        self.claims = claims
        self.outbox.claim_by(claims)

    async def probe(self, section: Section, secret: str, session: str) -> Probe:
        """A signed call that changes nothing, with settings not in use yet."""
        return await probe(section, self._clock, secret=secret, session=session)

    async def try_folder(self, settings: Settings, home: Path) -> FolderTrial:
        """Put a test file into the till's folder of these settings, read it, and take it away again."""
        return await asyncio.to_thread(folder_trial.tried, place_of(settings, home))

    async def end(self) -> None:
        """Note the exact end, then finish the answers under way."""
        if self._late is not None:
            self._late.cancel()
        self.heartbeat.end()
        self.turned_away.end()
        self.call_proofs.end()
        await self.doors.end()
