"""The one place where the running engine takes other settings: proven, kept, then in force at once.

What is under way ends as it was begun; what begins from then on goes by the new settings. All parts are told
between two turns of the loop: none works by half of them.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from posdesk.engine.fixed_settings import check_fixed
from posdesk.engine.listening import folder_place, tls
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal
from posdesk.settings.settings import Settings

if TYPE_CHECKING:
    from posdesk.engine.parts import Parts
    from posdesk.engine.sending.clients import PartnerClients

Keep = Callable[[], None]
"""Writes the settings, and secrets with them, to where they are kept; it may wait. Raises PosdeskError."""


class NewSettings:
    """Everything runs in the engine's loop."""

    def __init__(
        self,
        home: Path,
        settings: Settings,
        parts: "Parts",
        status: StatusBoard,
        *,
        clients: "PartnerClients",
        journal: Journal,
    ) -> None:
        """`settings` are those by which the parts were made."""
        self._home, self.settings, self._parts, self._journal = home, settings, parts, journal
        self._status, self._clients = status, clients
        self._turn = asyncio.Lock()

    async def take(self, new: Settings, keep: Keep) -> None:
        """Go by these settings, if they can be gone by and can be kept; else all stays as it was.

        The door of other listener settings is opened and proven before anything is kept. Raises
        SettingsError, PortTaken, DoorUnproven, and what `keep` raises.
        """
        async with self._turn, self._without_more_of(_switched_off(self.settings, new)):
            await asyncio.to_thread(check, self.settings, new, self._home, self._journal)
            await self._clients.prepare(new.partner)
            opened = await self._parts.doors.open(new.listener)
            try:
                await asyncio.to_thread(keep)
            except BaseException:
                await opened.drop()
                raise
            self._adopt(new)
            opened.take()
            await self._parts.keys.look()

    @contextlib.asynccontextmanager
    async def _without_more_of(self, leaving: frozenset[str]) -> AsyncIterator[None]:
        """Nothing of these partners is taken meanwhile: an order that came now would be nobody's.

        Raises DiskError.
        """
        gateway = self._parts.gateway
        gateway.leaving = leaving
        try:
            if leaving:  # what was taken before is in the journal by then
                await asyncio.wrap_future(self._journal.write(lambda _tx: None))
            yield
        finally:
            gateway.leaving = frozenset()

    async def begin_with(self, new: Settings) -> None:
        """Go by these, which are kept already: nothing runs yet, and a port that is taken is waited for."""
        await self._clients.prepare(new.partner)
        self._adopt(new)
        self._parts.doors.begin_with(new.listener)

    def _adopt(self, new: Settings) -> None:
        """Every part that goes by settings."""
        before, self.settings = self.settings, new
        parts = self._parts
        self._clients.adopt(new.partner, new.store)
        self._status.adopt(new)
        parts.turned_away.adopt(new.partner)
        days, limit = new.store.keep_personal_days, new.listener.body_limit_bytes
        parts.wiping.keep_for(days, new.store.keep_content_months)
        parts.old_files.keep_for(days)
        parts.routes.limit_bodies(limit)
        parts.gateway.adopt(new)
        parts.call_proofs.adopt(new)
        parts.own_orders.adopt(new.store)
        parts.intake.adopt(new)
        parts.keys.adopt(new)
        parts.outbox.adopt(new)
        parts.lookups.adopt(new)
        parts.prints.adopt(new)
        parts.auto_accept.adopt(new)
        parts.heartbeat.adopt(has_relay=new.relay is not None)
        parts.adopt_relay(new)
        if _of_books(new) != _of_books(before):
            parts.books.adopt(new)


def check(before: Settings, new: Settings, home: Path, journal: Journal) -> None:
    """What a start asks of settings, and what the journal has to say. Raises SettingsError, DiskError."""
    tls.check(new, home)
    folder_place.check(new, home)
    check_fixed(before, new, journal)


def _switched_off(before: Settings, new: Settings) -> frozenset[str]:
    """Whose calls are taken now and will not be."""
    live = {each.name for each in new.live_partners}
    return frozenset(each.name for each in before.live_partners if each.name not in live)


def counts_later(before: Settings, new: Settings) -> tuple[str, ...]:
    """The dotted keys whose change counts from the next start only."""
    later = {
        "store.counter": (before.store.counter, new.store.counter),
        "receipts.folder": (before.receipts.folder, new.receipts.folder),
    }
    return tuple(key for key, (old, now) in later.items() if old != now)


def _of_books(settings: Settings) -> tuple[object, ...]:
    """What the books go by: with it unchanged they are not begun anew."""
    has_others = settings.relay is not None  # an order that two counters ring is booked twice
    return settings.ovopark, settings.wdk, settings.store, settings.tender, settings.partner, has_others
