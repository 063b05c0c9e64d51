"""A chain of one store with two counters: a real server, `posdesk gateway`, the platforms that call it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import OrderKey
from posdesk.engine.relay import identity
from posdesk.journal import Journal
from posdesk.journal.orders import intents, views
from posdesk.settings.credentials import Credentials
from posdesk.settings.relay import SEED, STORE_KEY
from posdesk.simulator.config import SimulatedPartner
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.gateway.making import APPID, APPKEY, CONFIG, Gateway, started
from tests.support.bookshop import OF_ORDERS, SECRETS, books_settings
from tests.support.deskhouse import PINS
from tests.support.engine import EngineHome
from tests.support.nats_server import SHARD, NatsServer, nats_server
from tests.support.processes import free_port, wait_for
from tests.support.simulator import (
    OVOPARK,
    WDK,
    RunningSimulator,
    key_at_counter,
    quiet_config,
    running_simulator,
)

STORE = "001"
PARTNER = SimulatedPartner(name="meituan", appid=APPID, appkey=APPKEY, sources=(4,))
RINGS = OF_ORDERS.format(pay_types='302 = "05", 309 = "05"')
"""Each counter makes receipts of what it completed, whatever the simulator's customers pay by."""
RELAYED = """
[relay]
servers = ["{url}"]
shard = "{shard}"
[desk]
language = "zh_CN"
[[staff]]
name = "李敏"
"""


class Chain:
    """What stands outside of the store; the gateway keeps its address when it is killed."""

    def __init__(self, folder: Path, server: NatsServer) -> None:
        """The gateway is not up yet: see `begin_gateway`."""
        self.folder, self.server = folder, server
        self.simulator: RunningSimulator
        self._port = free_port()
        self._gateway: Gateway | None = None

    @property
    def target(self) -> str:
        """Where the platforms call."""
        return f"http://127.0.0.1:{self._port}/center/gateway"

    @property
    def gateway(self) -> Gateway:
        """The one that runs."""
        assert self._gateway is not None
        return self._gateway

    def begin_gateway(self) -> None:
        """Run it, and return once it takes orders."""
        config = CONFIG.replace("port = 0", f"port = {self._port}", 1)
        creds = self.server.creds_for_gateway.text()
        self._gateway = started(self.folder, self.server.url, creds, config=config)
        wait_for(lambda: self.gateway.takes_orders, "the gateway", 60)

    def kill_gateway(self) -> None:
        """kill -9."""
        if self._gateway is not None:
            self._gateway.kill()
            assert self._gateway.process.stdout is not None
            self._gateway.process.stdout.close()
            self._gateway = None

    def home(self, counter: str) -> EngineHome:
        """The home of that counter, enrolled: the first one reports the hours, each sends its receipts."""
        folder = self.folder / f"counter-{counter}"
        folder.mkdir()
        creds = self.server.creds_for(STORE, counter)
        identity.write(folder, creds.jwt)
        ovopark = "grace_min = 0\n" if counter == "1" else None
        books = books_settings(self.simulator, ovopark=ovopark, wdk=RINGS, pos=f"POS00{counter}")
        return EngineHome(
            folder,
            self.simulator.address,
            [PARTNER],
            code=STORE,
            counter=counter,
            more_settings=RELAYED.format(url=self.server.url, shard=SHARD) + books,
            more_secrets={SEED: creds.seed, STORE_KEY: self.server.store_key(STORE), **SECRETS, **PINS},
        )

    def order(self, kind: OrderKind = OrderKind.VERIFICATION, *, pushed: bool = True) -> OrderSeen:
        """A customer orders; its platform calls the gateway until that says 0."""
        return self.simulator.post_order(OrderWish(kind=kind, push=pushed, paid=True))

    def comes(self) -> OrderSeen:
        """An order that the gateway takes at once."""
        seen = self.order()
        assert seen.push is not None
        assert seen.push.acknowledged, seen.push
        return seen


class HomeSecrets(Credentials):
    """A home's secrets, in memory; the keyring is not asked."""

    def __init__(self, home: EngineHome) -> None:
        super().__init__()
        self._held.update(home.secrets)

    async def refresh(self, names: object) -> None:
        """All there is, is in memory."""


class Counter:
    """What a counter's journal says, and what its people press, whoever works on it just now."""

    def __init__(self, name: str, journal: Journal) -> None:
        self.name, self.journal = name, journal

    def find(self, seen: OrderSeen) -> OrderView | None:
        """That order, None where it is not here."""
        return self.journal.read(lambda db: views.view(db, key_at_counter(seen)))

    def view(self, seen: OrderSeen) -> OrderView:
        """That order, which is here."""
        found = self.find(seen)
        assert found is not None
        return found

    def waits(self, seen: OrderSeen, fact: Callable[[OrderView], object], what: str) -> OrderView:
        """Returns once the order is here and the fact holds of it."""

        def holds() -> bool:
            found = self.find(seen)
            return found is not None and bool(fact(found))

        wait_for(holds, f"{what} at counter {self.name}", 60)
        return self.view(seen)

    def press(self, seen: OrderSeen, kind: Kind, actor: str = "王芳") -> None:
        """Somebody presses that key; the engine that works on this journal sends it."""
        code = seen.code if kind is Kind.VERIFY else ""
        wish = Wish(key_at_counter(seen), kind, actor, code=code)
        self.journal.write(lambda tx: intents.press(tx, wish)).result(20)

    def keys(self) -> list[OrderKey]:
        """All its orders."""
        rows = self.journal.read(
            lambda db: db.execute("SELECT partner, bill, ordered FROM orders").fetchall()
        )
        return sorted(OrderKey(*row) for row in rows)


@contextmanager
def journal_of(home: EngineHome) -> Iterator[Counter]:
    """A counter's journal, beside its engine, whether that runs or not."""
    with home.journal() as journal:
        yield Counter(home.counter, journal)


@contextmanager
def chain(folder: Path) -> Iterator[Chain]:
    """A chain whose gateway takes orders, until the end of the block."""
    with nats_server(folder / "nats", [(STORE, "1"), (STORE, "2")]) as server:
        made = Chain(folder, server)
        config = quiet_config(target=made.target, partners=(PARTNER,), ovopark=OVOPARK, wdk=WDK)
        patient = config.model_copy(update={"push_tries": 1000})  # a gateway may be away for long
        with running_simulator(patient) as made.simulator:
            try:
                made.begin_gateway()
                yield made
            finally:
                made.kill_gateway()
