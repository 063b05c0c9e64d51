"""What the engine's tests are made of: an outbox at work, a whole engine, and how they wait for facts."""

import asyncio
import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from posdesk.domain.clock import Clock, SystemClock
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderKey, Origin
from posdesk.engine.engine import Engine
from posdesk.engine.journal_watch import JournalWatch
from posdesk.engine.sending.clients import new_http_clients
from posdesk.engine.sending.outbox import Outbox
from posdesk.engine.status import StatusBoard
from posdesk.errors import NoKeyring
from posdesk.journal import Journal
from posdesk.journal.orders import intent_rows, orders
from posdesk.journal.orders.orders import Terms
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Listener, Partner, Settings, Store
from tests.journal.making import CASH, Counter, SetClock, key_of, received
from tests.platforms.o2o.server import Behaviour, Server, answers, platform
from tests.support.looks import rest_s
from tests.support.processes import wait_for

PATIENCE_S = 20
NOWHERE = "http://127.0.0.1:9/center/gateway"
APPKEY = "geheim-7f3a"
DONE = answers(json.dumps({"code": 0, "seq": "", "msg": ""}).encode())


class HeldSecrets(Credentials):
    """Secrets in memory; the keyring is not asked."""

    def __init__(self, **held: str) -> None:
        super().__init__()
        self._held.update({f"partner/{name}/appkey": key for name, key in held.items()})

    def give(self, name: str, key: str) -> None:
        """Somebody unlocked the keyring."""
        self._held[f"partner/{name}/appkey"] = key

    async def refresh(self, names: object) -> None:
        """All there is, is in memory."""

    def set(self, name: str, secret: str) -> None:
        """Nothing more is kept: the trail stays unsealed."""
        raise NoKeyring("There is none in this test.")


NOBODYS = Seq("nobody's")  # whoever hurries it has all looked at anew


class WatchedJournal(Journal):
    """A journal that counts how often it was asked, and keeps its answers back while a test wants it."""

    reads = held = 0

    def __init__(self, home: Path, clock: Clock, counter: str) -> None:
        super().__init__(home, clock, counter)
        self._answering = threading.Event()
        self._answering.set()

    def read(self, question: Callable[[sqlite3.Connection], Any]) -> Any:
        answer = super().read(question)
        if not self._answering.is_set():
            self.held += 1
            self._answering.wait(PATIENCE_S)
        self.reads += 1
        return answer

    def hold_answers(self) -> None:
        """What is asked from now on is answered later, by what was true when it was asked."""
        self.held = 0
        self._answering.clear()

    def let_answers_go(self) -> None:
        """The end of `hold_answers`."""
        self._answering.set()


def partner(name: str = "meituan", url: str = NOWHERE, **changed: Any) -> Partner:
    """A partner of these tests."""
    return Partner(name=name, url=url, appid=f"{name}-app", **changed)


def settings(*partners: Partner, port: int = 0) -> Settings:
    """Settings with these partners."""
    return Settings(store=Store(code="001", uid=1), listener=Listener(port=port), partner=partners)


async def until(fact: Callable[[], object], what: str) -> None:
    """Returns once the fact holds; raises TimeoutError naming it."""
    began_s = time.monotonic()
    deadline = began_s + PATIENCE_S
    while not fact():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come about within {PATIENCE_S} s")
        await asyncio.sleep(rest_s(began_s, 0.005))
        began_s = time.monotonic()


class Rig:
    """An outbox at work on a journal, a platform it sends to, and the counter that presses."""

    def __init__(self, journal: WatchedJournal, clock: SetClock, server: Server, outbox: Outbox) -> None:
        self.journal, self.clock, self.server, self.outbox = journal, clock, server, outbox
        self.counter = Counter(journal)

    def order(self, tbillno: str = "A", within_s: float = 300, **changed: Any) -> OrderKey:
        coming = (received(tbillno, **changed),)
        terms = Terms("meituan", "001", within_s)
        self.counter.write(lambda tx: orders.add_all(tx, terms, coming, Origin.PUSHED))
        return key_of(tbillno)

    def press(self, kind: Kind = Kind.ACCEPT, tbillno: str = "A", **wish: Any) -> Seq:
        return self.counter.press(kind, key_of(tbillno), **wish).seq

    def pay(self, tbillno: str = "A") -> Seq:
        return self.press(Kind.PAY, tbillno, payments=(CASH,))

    def intent(self, seq: Seq) -> Intent:
        found = Journal.read(self.journal, lambda db: intent_rows.get(db, seq))
        assert found is not None
        return found

    async def becomes(self, seq: Seq, outcome: Outcome, attempts: int | None = None) -> Intent:
        """Waits until the intent stands so."""

        def stands() -> bool:
            intent = self.intent(seq)
            return intent.outcome is outcome and attempts in {None, intent.attempts}

        await until(stands, f"{outcome} after {attempts} attempts of {self.intent(seq)}")
        return self.intent(seq)

    async def looks(self, times: int = 4) -> None:
        """Has the outbox look at the journal so many times more, as others' commits do."""
        for _ in range(times):
            goal = self.journal.reads + 1
            self.outbox.hurry(NOBODYS)
            await until(lambda: self.journal.reads >= goal, "another look of the outbox")  # noqa: B023

    async def sent(self, count: int) -> None:
        """Waits until the platform has seen so many calls."""
        await until(lambda: len(self.server.requests) >= count, f"{count} calls")

    def bills(self) -> list[tuple[str, str]]:
        """(cmd, tbillno) of every call, as they came."""
        return [(call["cmd"], _bill(call)) for call in self.calls()]

    def calls(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.server.requests]


def _bill(call: dict[str, Any]) -> str:
    items = call["items"]
    return str((items[0] if isinstance(items, list) else items)["tbillno"])


@asynccontextmanager
async def rig(
    home: Path,
    behave: Behaviour = DONE,
    *,
    secrets: Credentials | None = None,
    reachable: bool = True,
    **partner_settings: Any,
) -> AsyncIterator[Rig]:
    """An outbox at work; with `reachable` False nobody listens where it sends to."""
    clock = SetClock()
    Journal.migrate(home)
    journal = WatchedJournal(home, clock, "1")
    try:
        async with platform(behave) as server:
            url = partner_settings.pop("url", server.url if reachable else NOWHERE)
            chosen = settings(partner(url=url, **partner_settings))
            async with at_work(chosen, journal, clock, secrets or HeldSecrets(meituan=APPKEY)) as outbox:
                yield Rig(journal, clock, server, outbox)
    finally:
        journal.close()


@asynccontextmanager
async def at_work(
    chosen: Settings, journal: Journal, clock: Clock, secrets: Credentials
) -> AsyncIterator[Outbox]:
    """An outbox at work until the end of the block, and what tells it of others; what broke it is raised."""
    async with new_http_clients(chosen, clock) as clients:
        status = StatusBoard(chosen, clock)
        outbox = Outbox(chosen, journal, secrets, status, clock=clock, clients=clients.each)
        task, watch = asyncio.create_task(outbox.run()), asyncio.create_task(JournalWatch(journal).run())
        try:
            yield outbox
        finally:
            watch.cancel()
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


@contextmanager
def blocked(journal: Journal) -> Iterator[None]:
    """Nothing can be written to the journal inside this block: somebody else holds its file."""
    journal.write(lambda tx: tx.db.execute("PRAGMA busy_timeout = 20")).result(PATIENCE_S)
    other = sqlite3.connect(journal.path, isolation_level=None, check_same_thread=False)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.close()


class House:
    """A whole engine in this process, on a port of its own."""

    def __init__(self, home: Path, journal: Journal, engine: Engine) -> None:
        self.home, self.journal, self.engine = home, journal, engine

    @property
    def address(self) -> str:
        return f"http://{self.engine.status.status.address}"

    @property
    def gateway(self) -> str:
        return f"{self.address}/center/gateway"

    def wait_for_status(self, fact: Callable[[Any], object], what: str) -> None:
        wait_for(lambda: bool(fact(self.engine.status.status)), what)


@contextmanager
def house(
    home: Path,
    chosen: Settings,
    secrets: Credentials,
    *,
    clock: Clock | None = None,
    listening: bool = True,
) -> Iterator[House]:
    """A running engine, waited for until it has a port; stopped with the block."""
    clock = clock or SystemClock()
    Journal.migrate(home)
    journal = Journal(home, clock, chosen.store.counter)
    engine = Engine(home, chosen, journal, secrets, clock)
    try:
        engine.start()
        made = House(home, journal, engine)
        if listening:
            made.wait_for_status(lambda status: status.address, "the listener")
        yield made
    finally:
        assert engine.stop(), "the engine did not end"
        journal.close()
        secrets.close()
