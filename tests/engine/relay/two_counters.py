"""Two counters of a store, each with its own journal and outbox, and the platform that both call."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Intent, Outcome, Seq
from posdesk.domain.orders.order import OrderKey, Origin
from posdesk.engine.journal_watch import JournalWatch
from posdesk.engine.relay.claim_watch import ClaimWatch
from posdesk.engine.relay.claim_wire import ClaimWire
from posdesk.engine.relay.claims import Claims
from posdesk.engine.sending.clients import new_http_clients
from posdesk.engine.sending.outbox import Outbox
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal
from posdesk.journal.orders import orders
from posdesk.journal.orders.orders import Terms
from posdesk.journal.relay import instance
from posdesk.settings.settings import Settings
from tests.engine.making import (
    APPKEY,
    DONE,
    NOBODYS,
    HeldSecrets,
    Rig,
    WatchedJournal,
    partner,
    settings,
    until,
)
from tests.journal.making import Counter, SetClock, key_of, received
from tests.platforms.o2o.server import Behaviour, Server, platform


class Till(Rig):
    """One counter: what its people press, what it knows."""

    def __init__(
        self, name: str, journal: WatchedJournal, clock: SetClock, server: Server, wire: ClaimWire
    ) -> None:
        self.name, self.wire = name, wire
        self.seen = True  # whether this one hears the other
        self.instance = str(journal.write(_instance).result(20))
        self.ahead: timedelta | None = None  # its clock before the relay's, where that is known
        self.claims = Claims(wire, journal, clock, is_seen=self._sees, ahead=lambda: self.ahead)
        self.watch = ClaimWatch(wire, journal, clock, turns=self.claims.turns, is_seen=self._sees)
        self.journal, self.clock, self.server, self.counter = journal, clock, server, Counter(journal)

    def _sees(self, _instance: str) -> bool:
        return self.seen

    def view(self, tbillno: str = "A") -> OrderView:
        return self.counter.view(key_of(tbillno))

    async def ends(self, seq: Seq, *outcomes: Outcome) -> Intent:
        """Waits until an intent stands so."""
        await until(lambda: self.intent(seq).outcome in outcomes, f"{outcomes} of {seq} at {self.name}")
        return self.intent(seq)


def _instance(tx: Any) -> str:
    instance.begin(tx)
    return str(tx.instance)


class Store:
    """The two of them."""

    def __init__(self, one: Till, two: Till, server: Server, clock: SetClock) -> None:
        self.one, self.two, self.server, self.clock = one, two, server, clock

    def order(self, tbillno: str = "A", within_s: float = 300, **changed: Any) -> OrderKey:
        """An order comes in at both."""
        for till in (self.one, self.two):
            till.order(tbillno, within_s, **changed)
        return key_of(tbillno)

    def orders(self, numbers: list[str]) -> None:
        """So many, in one transaction each."""
        coming = tuple(received(each) for each in numbers)
        terms = Terms("meituan", "001", 300)
        for till in (self.one, self.two):
            till.counter.write(lambda tx: orders.add_all(tx, terms, coming, Origin.PUSHED))

    async def look(self) -> None:
        """Each watches its claims once, and its outbox looks at the journal."""
        for till in (self.one, self.two):
            await till.watch.look()
            till.outbox.hurry(NOBODYS)


@asynccontextmanager
async def store(
    home: Path,
    wires: Mapping[str, ClaimWire],
    behave: Behaviour = DONE,
    *,
    clock: SetClock | None = None,
    at_work: tuple[str, ...] = ("1", "2"),
    **partner_settings: Any,
) -> AsyncIterator[Store]:
    """Two counters, of which those `at_work` send; what broke an outbox is raised."""
    clock = clock or SetClock()
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(platform(behave))
        url = partner_settings.pop("url", server.url)
        chosen = settings(partner(url=url, **partner_settings))
        tills = []
        for name in ("1", "2"):
            journal = stack.enter_context(_journal(home / name, clock, name))
            till = Till(name, journal, clock, server, wires[name])
            if name in at_work:
                await stack.enter_async_context(working(till, chosen))
            tills.append(till)
        one, two = tills
        yield Store(one, two, server, clock)


@contextlib.contextmanager
def _journal(home: Path, clock: SetClock, name: str) -> Any:
    Journal.migrate(home)
    journal = WatchedJournal(home, clock, name)
    try:
        yield journal
    finally:
        journal.close()


@asynccontextmanager
async def working(till: Till, chosen: Settings) -> AsyncIterator[None]:
    """The counter's outbox at work until the end of the block."""
    async with new_http_clients(chosen, till.clock) as clients:
        till.outbox = Outbox(
            chosen,
            till.journal,
            HeldSecrets(meituan=APPKEY),
            StatusBoard(chosen, till.clock),
            clock=till.clock,
            clients=clients.each,
        )
        till.outbox.claim_by(till.claims)
        tasks = [
            asyncio.create_task(till.outbox.run()),
            asyncio.create_task(JournalWatch(till.journal).run()),
        ]
        try:
            yield
        finally:
            for task in reversed(tasks):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await tasks[0]
