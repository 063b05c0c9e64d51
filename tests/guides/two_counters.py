"""The steps of the guides for a store with two counters and for a PC that is replaced, at a real server.

The counter that nobody looks at works on without a window; the chain's administrator types real commands.
"""

import contextlib
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from posdesk import cli
from posdesk.app import House, opened
from posdesk.desk.first_start.page import FirstStartPage
from posdesk.desk.first_start.relay import RelayStep
from posdesk.desk.first_start.step import Standing
from posdesk.desk.settings.relay.line_box import LineBox
from posdesk.desk.settings.relay.pane import RelayPane
from posdesk.domain.first_start import Progress
from posdesk.domain.orders.board import OrderView, rings
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.relay.status import OtherCounter
from posdesk.engine.relay import identity
from posdesk.gateway.admin.chain_folder import ChainFolder, ChainPlan
from posdesk.journal import Database, Journal, first_start
from posdesk.journal.orders import order_rows, views
from posdesk.journal.relay import acts as relay_acts
from posdesk.platforms.relay import enrolment
from posdesk.platforms.relay.order_message import OrderMessage
from posdesk.platforms.relay.subjects import GATEWAY_INBOX, StoreSubjects
from posdesk.settings.relay import SEED, STORE_KEY, RelaySettings
from posdesk.settings.settings import Listener, Settings
from posdesk.simulator.config import SimulatedPartner
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.engine.relay.making import call, signed
from tests.guides.walking import OWNER, Act, OwnersSecrets, Walk, with_owner
from tests.journal.making import Counter
from tests.support.deskhouse import Shop, shop
from tests.support.nats_server import SHARD, NatsServer
from tests.support.processes import wait_for
from tests.support.settings_files import file_of
from tests.support.simulator import FOUR_SITES, MEITUAN, key_at_counter

SECOND_COUNTER = (
    "make_lines",
    "first_line",
    "set_up",
    "second_line",
    "finish",
    "look",
    "both",
    "print_at_one",
)
BROKEN_PC = ("replace_line", "set_up", "enter_line", "finish", "past", "look")
STEP_OF_RELAY = "11"
Keyring = dict[str, str]


class ChainSecrets(OwnersSecrets):
    """A PC's keyring: what is kept there is there when posdesk is opened again."""

    def __init__(self, partners: tuple[SimulatedPartner, ...], kept: Keyring) -> None:
        super().__init__(partners)
        self._kept = kept
        self._held.update(kept)

    def set(self, name: str, secret: str) -> None:
        """At once."""
        self._kept[name] = self._held[name] = secret

    def knows(self, name: str) -> bool:
        """This keyring is never locked."""
        return True


class Chain:
    """A server that trusts the chain's keys, and the folder with them."""

    def __init__(self, folder: Path) -> None:
        self.server, self.keys = NatsServer(folder / "server"), folder / "keys"
        ours = ChainFolder(self.keys)
        ours.begin(ChainPlan((self.server.url,), replicas=1, disk_mib=128), datetime.now(UTC))
        self.server.keys = ours.keys()
        self.server.begin()

    def says(self, *words: str) -> str:
        """What a command of the administrator prints."""
        told = io.StringIO()
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()) as wrong:
            assert cli.main(["gateway", *words, "--keys", str(self.keys)]) == 0, wrong.getvalue()
        return told.getvalue().strip()

    def push(self, store: str, bill: str) -> None:
        """A platform's order, as the gateway hands it over."""
        body = call(bill, store)
        query = signed(body, MEITUAN.appid, MEITUAN.appkey)
        at, epoch = datetime.now(UTC), self.server.epoch()
        message = OrderMessage(store, MEITUAN.name, query, body, at, epoch)
        subject = StoreSubjects(SHARD, store).orders

        async def put(client: Any) -> None:
            await client.jetstream().publish(subject, message.body, headers=message.headers())

        self.server.run(put, self.server.creds_for_gateway, inbox_prefix=GATEWAY_INBOX)


class Pc:
    """A PC of the store: its home, its keyring, which counter it is."""

    def __init__(self, home: Path, store: str, counter: str) -> None:
        self.home, self.store, self.counter = home, store, counter
        self.keyring: Keyring = {}
        self.settings = Settings()  # as posdesk has them, once it was opened

    @contextlib.contextmanager
    def with_window(self, language: str, *, in_first_start: bool = False) -> Iterator[Shop]:
        """Somebody opens posdesk; the first start has come to the relay's step where it isn't done yet."""
        self.home.mkdir(exist_ok=True)
        if in_first_start:
            self._begin_first_start()
        secrets = partial(ChainSecrets, kept=self.keyring)
        with shop(self.home, language=language, changed=self._changed, secrets=secrets) as made:
            yield made
            self.settings = made.desk.books.settings

    @contextlib.contextmanager
    def at_work(self, chosen: Settings) -> Iterator[House]:
        """posdesk works there, and nobody looks at it."""
        self.home.mkdir(exist_ok=True)
        with opened(self.home, chosen, ChainSecrets(FOUR_SITES, self.keyring)) as house:
            house.engine.start(20)
            yield house

    def as_there(self, other: Settings) -> Settings:
        """The settings of another PC of the store, with this one's counter and relay."""
        store = other.store.model_copy(update={"counter": self.counter})
        relay = self.settings.relay or other.relay
        return other.model_copy(update={"store": store, "relay": relay, "listener": Listener(port=0)})

    def _changed(self, chosen: Settings) -> Settings:
        store = chosen.store.model_copy(update={"code": self.store, "counter": self.counter})
        wanted = with_owner(chosen).model_copy(update={"store": store})
        file_of(self.home, wanted)
        return wanted

    def _begin_first_start(self) -> None:
        now = datetime.now(UTC)
        Journal.migrate(self.home)
        journal = Journal(self.home, _Now(), self.counter)
        progress = Progress(at=RelayStep.key, began=now)
        journal.write(lambda tx: first_start.keep(tx, progress, "", "", "")).result(20)
        journal.close()


class _Now:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return 0.0


def _relay_step(someone: Walk) -> RelayStep:
    page = someone.opened.desk.window.page
    assert isinstance(page, FirstStartPage)
    step = page.step
    assert isinstance(step, RelayStep)
    assert str(page.steps.index(step) + 1) == STEP_OF_RELAY, "the guides name its number"
    return step


def _paste(someone: Walk, box: LineBox, line: str) -> None:
    someone.alt("v")
    someone.wait(box.field.hasFocus)
    QApplication.clipboard().setText(line)
    someone.keys.press("v", after_ms=500, modifiers=("Control_L",))
    someone.wait(lambda: box.field.text() == line)
    someone.alt("s")
    someone.pin(OWNER)
    someone.wait(lambda: box.said.is_done)


def finish(someone: Walk) -> None:
    """From the relay's step on."""
    page = someone.opened.desk.window.page
    assert isinstance(page, FirstStartPage)
    someone.alt("n")
    someone.wait(lambda: page.step.key == "own_order")
    someone.alt("l")
    someone.wait(lambda: page.step.key == "report")
    someone.alt("n")
    someone.wait(lambda: getattr(someone.opened.desk.window.page, "number", 0) == 1)


def _topic(someone: Walk) -> RelayPane:
    someone.page(6)
    someone.topic("relay")
    return someone.opened.desk.settings_page.of(RelayPane)


def _chosen(someone: Walk) -> OrderView | None:
    row = someone.opened.desk.orders.selected_row()
    return row.view if row is not None else None


def _seen(someone: Walk, counter: str) -> OtherCounter | None:
    relay = someone.opened.desk.bridge.status().relay
    other = relay.counter(counter) if relay is not None and relay.connected else None
    return other if other is not None and other.is_well and other.last_word is not None else None


def _at(house: House, key: OrderKey) -> OrderView | None:
    found = house.journal.read(lambda db: views.view(db, key) if order_rows.get(db, key) else None)
    assert found is None or isinstance(found, OrderView)
    return found


def _wish(house: House, key: OrderKey, kind: Kind, actor: str) -> None:
    house.actions.wish(Wish(key, kind, actor)).result(20)


class SecondCounter:
    """A store's one counter gets a second one beside it."""

    def __init__(
        self, chain: Chain, folder: Path, store: str, stick: Path, pcs: contextlib.ExitStack
    ) -> None:
        self._chain, self._store, self._stick, self._pcs = chain, store, stick, pcs
        self.first = Pc(folder / "one", store, "1")
        self.second = Pc(folder / "two", store, "2")
        self._windows = pcs.enter_context(contextlib.ExitStack())
        self._lines: dict[str, str] = {}
        self._other: House | None = None

    def begin(self, language: str) -> Shop:
        """The counter that is there is at work, and knows nothing of a chain."""
        self._chain.says("store", "add", self._store, "--uid", "1")
        return self._windows.enter_context(self.first.with_window(language))

    def acts(self) -> Mapping[str, Act]:
        """The steps of the guide."""
        return {name: getattr(self, name) for name in SECOND_COUNTER}

    def make_lines(self, _someone: Walk) -> None:
        """At the administrator's machine."""
        for counter in ("1", "2"):
            self._lines[counter] = self._chain.says("counter", "enroll", self._store, counter)

    def first_line(self, someone: Walk) -> None:
        """At the PC that is there."""
        pane = _topic(someone)
        _paste(someone, pane.box, self._lines["1"])
        someone.wait(lambda: (relay := someone.opened.desk.bridge.status().relay) and relay.connected)

    def set_up(self, someone: Walk) -> None:
        """The first PC works on; the second one's first start has come to the relay."""
        self._windows.close()
        someone.opened = self._pcs.enter_context(
            self.second.with_window(someone.language, in_first_start=True)
        )
        someone.wait(someone.opened.desk.window.isActiveWindow)
        self._other = self._pcs.enter_context(
            self.first.at_work(self.first.as_there(someone.opened.desk.books.settings))
        )

    def second_line(self, someone: Walk) -> None:
        """From the stick."""
        step = _relay_step(someone)
        (self._stick / "posdesk-relay-2.txt").write_text(self._lines["2"], encoding="ascii")
        someone.alt("a")
        someone.pin(OWNER)
        someone.wait(lambda: step.box.said.is_done and step.state().is_done)

    def finish(self, someone: Walk) -> None:
        """To the orders."""
        finish(someone)

    def look(self, someone: Walk) -> None:
        """Each sees the other."""
        pane = _topic(someone)
        someone.wait(lambda: _seen(someone, "1"))
        someone.wait(lambda: "1" in pane.state.lines.text())

        def there() -> bool:
            relay = self._first.engine.status.status.relay
            return relay is not None and relay.counter("2") is not None

        someone.wait(there)

    def both(self, someone: Walk) -> None:
        """F2 here, then there."""
        someone.opened.desk.window.show_page(1)
        here = self._order(someone)
        someone.press("F2")
        someone.wait(partial(self._is_accepted_there, here))
        there = self._order(someone)
        _wish(self._first, there, Kind.ACCEPT, "李敏")
        someone.opened.desk.orders.selection.choose(there)
        someone.wait(lambda: (chosen := _chosen(someone)) is not None and any(chosen.elsewhere))

    def print_at_one(self, someone: Walk) -> None:
        """The other one prints."""
        _topic(someone)
        someone.alt("m")  # whoever gave the PIN for the line is still signed in
        someone.wait(lambda: (relay := someone.opened.desk.books.settings.relay) and not relay.prints)

    @property
    def _first(self) -> House:
        assert self._other is not None
        return self._other

    def _order(self, someone: Walk) -> OrderKey:
        """One that rings at both, chosen here."""
        seen = someone.opened.simulator.post_order(OrderWish(partner="meituan", kind=OrderKind.VERIFICATION))
        key = key_at_counter(seen)
        someone.wait(lambda: someone.opened.desk.bridge.view(key) is not None)
        someone.opened.desk.orders.selection.choose(key)
        someone.wait(lambda: (found := _at(self._first, key)) is not None and rings(found))
        return key

    def _is_accepted_there(self, key: OrderKey) -> bool:
        found = _at(self._first, key)
        return found is not None and found.order.state is OrderState.ACCEPTED and not rings(found)


class BrokenPc:
    """Counter 1's PC broke; another one takes its place."""

    def __init__(self, chain: Chain, folder: Path, store: str, pcs: contextlib.ExitStack) -> None:
        self._chain, self._store, self._pcs = chain, store, pcs
        self._old, self._new = Pc(folder / "old", store, "1"), Pc(folder / "new", store, "1")
        self._line, self._done, self._open = "", "D1", "D2"  # what was handed out, and what was accepted

    def begin(self, language: str) -> Shop:
        """Two orders at the old PC, and its last moment; the new one lacks its line."""
        self._chain.says("store", "add", self._store, "--uid", "2")
        line = enrolment.read(self._chain.says("counter", "enroll", self._store, "1"), datetime.now(UTC))
        for bill in (self._done, self._open):
            self._chain.push(self._store, bill)
        made = self._pcs.enter_context(self._new.with_window(language, in_first_start=True))
        chosen = made.desk.books.settings
        self._old.home.mkdir()
        identity.write(self._old.home, line.jwt)
        self._old.keyring.update({SEED: line.seed, STORE_KEY: line.store_key})
        relay = RelaySettings(servers=line.servers, shard=line.shard)
        with self._old.at_work(self._old.as_there(chosen.model_copy(update={"relay": relay}))) as house:
            self._work(house)
        return made

    def acts(self) -> Mapping[str, Act]:
        """The steps of the guide."""
        return {name: getattr(self, name) for name in BROKEN_PC}

    def replace_line(self, _someone: Walk) -> None:
        """At the administrator's machine."""
        self._line = self._chain.says("counter", "enroll", self._store, "1", "--replace")

    def set_up(self, someone: Walk) -> None:
        """The first start has come to the relay."""
        assert _relay_step(someone).state().standing is Standing.NOTE

    def enter_line(self, someone: Walk) -> None:
        """By hand."""
        step = _relay_step(someone)
        _paste(someone, step.box, self._line)
        someone.wait(lambda: step.state().is_done)

    def finish(self, someone: Walk) -> None:
        """To the orders."""
        finish(someone)

    def past(self, someone: Walk) -> None:
        """Each order as it stands; nothing rings."""
        someone.page(1)
        someone.wait(lambda: self._state(someone, self._done) is OrderState.COMPLETED)
        someone.wait(lambda: self._state(someone, self._open) is OrderState.ACCEPTED)
        assert not any(rings(view) for view in someone.opened.desk.bridge.views())

    def look(self, someone: Walk) -> None:
        """All is read."""
        _topic(someone)
        relay = someone.opened.desk.bridge.status
        someone.wait(lambda: (told := relay().relay) is not None and told.connected and told.lag == 0)

    def _work(self, house: House) -> None:
        """One is accepted, the other handed out; the stream has it all."""
        wait_for(lambda: len(house.journal.read(_bills)) == len((self._done, self._open)), "the orders")
        keys = dict(house.journal.read(_bills))
        for key in keys.values():
            Counter(house.journal).done(Kind.ACCEPT, key, leaves_after_s=200, actor="李敏")
        house.actions.hand_over(keys[self._done], "李敏").result(20)
        wait_for(lambda: not house.journal.read(relay_acts.unsent), "the acts to be sent")

    def _state(self, someone: Walk, bill: str) -> OrderState | None:
        views = someone.opened.desk.bridge.views()
        return next((each.order.state for each in views if each.order.key.bill == bill), None)


def _bills(db: Database) -> tuple[tuple[str, OrderKey], ...]:
    """Each order's number and key."""
    rows = db.execute("SELECT partner, bill, ordered FROM orders").fetchall()
    return tuple((row[1], OrderKey(*row)) for row in rows)
