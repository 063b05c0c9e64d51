"""Two counters of a store behind a gateway: one in a real window, one a process; real server, real calls."""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posdesk.app import House
from posdesk.desk.desk import Desk
from posdesk.domain.books.posting import HourFigures
from posdesk.domain.clock import in_china
from posdesk.domain.orders.board import OrderView, rings
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState, Origin
from posdesk.domain.orders.ringing import RingClass
from posdesk.engine.listening import listener_socket
from posdesk.journal.books import hour_totals
from posdesk.settings import settings
from posdesk.simulator.o2o.control import OrderSeen
from tests.story.chain import Chain, Counter, HomeSecrets, chain, journal_of
from tests.story.test_the_window_comes_back import desk
from tests.support.bookshop import SHOP, hand_in, past_hour, rung
from tests.support.deskhouse import PINS, desk_at_work
from tests.support.engine import EngineHome, engine_home
from tests.support.every_hour import hour_books
from tests.support.front import pid_in_front
from tests.support.keys import RealKeys
from tests.support.processes import wait_for
from tests.support.simulator import key_at_counter

pytestmark = [
    pytest.mark.window,
    pytest.mark.waits,
    pytest.mark.own_nats_server,
    pytest.mark.timeout(300),
]
PATIENCE_S = 60.0
PATIENCE_MS = int(1000 * PATIENCE_S)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Server, gateway and platforms of these tests."""
    with chain(tmp_path_factory.mktemp("chain")) as made:
        yield made


@pytest.fixture(scope="module")
def homes(outside: Chain) -> tuple[EngineHome, EngineHome]:
    """The two counters' PCs."""
    return outside.home("1"), outside.home("2")


@dataclass
class Store:
    """Counter 1 in its window, counter 2 without one."""

    chain: Chain
    desk: Desk
    house: House
    one: Counter
    two: Counter
    homes: tuple[EngineHome, EngineHome]
    qtbot: QtBot

    def wait(self, fact: Callable[[], object]) -> None:
        """Look on until it holds."""
        self.qtbot.waitUntil(lambda: bool(fact()), timeout=PATIENCE_MS)

    def comes(self) -> OrderSeen:
        """An order, which is chosen at the desk: nothing else is new there."""
        seen = self.chain.comes()
        self.wait(lambda: self.selected() == key_at_counter(seen))
        return seen

    def selected(self) -> OrderKey | None:
        row = self.desk.orders.selected_row()
        return row.view.order.key if row else None

    def at_desk(self, seen: OrderSeen) -> OrderView:
        found = self.desk.bridge.view(key_at_counter(seen))
        assert found is not None
        return found

    def is_at_desk(self, seen: OrderSeen, state: OrderState) -> bool:
        found = self.desk.bridge.view(key_at_counter(seen))
        return found is not None and found.order.state is state

    def chips(self, seen: OrderSeen) -> str:
        row = self.desk.orders.model.row(key_at_counter(seen))
        return " ".join(chip.text for chip in row.facts.chips) if row else ""


@pytest.fixture
def store(outside: Chain, homes: tuple[EngineHome, EngineHome], qtbot: QtBot) -> Iterator[Store]:
    """Both are connected and see each other."""
    first, second = homes
    chosen = settings.load(first.folder)
    with (
        engine_home(second),
        desk_at_work(first.folder, chosen, HomeSecrets(first)) as (desk, house),
        journal_of(second) as two,
    ):
        made = Store(outside, desk, house, Counter("1", house.journal), two, homes, qtbot)
        qtbot.waitUntil(desk.window.isActiveWindow, timeout=PATIENCE_MS)
        made.wait(lambda: (relay := desk.bridge.status().relay) is not None and relay.is_well)
        made.wait(lambda: desk.bridge.status().takes_orders)
        yield made


@pytest.fixture
def keys() -> Iterator[RealKeys]:
    with RealKeys() as keyboard:
        yield keyboard


def test_what_one_counter_does_the_other_says_and_the_books_have_it_once(
    store: Store, keys: RealKeys
) -> None:
    before = counted(store.one)
    store.desk.bridge.sign_in(PINS["staff/李敏/pin"])
    first = accepted_by_f2(store, keys)
    second = accepted_by_the_other(store)
    fetched_at_the_desk(store, keys, second)
    fetched_at_the_other(store, first)
    counters = (store.one, store.two)
    once_at_wdk(store.chain, counters, before, [(first, "POS002"), (second, "POS001")])
    the_hour_has_both_tills(store)
    assert store.chain.simulator.tally().complaints() == ()


def accepted_by_f2(store: Store, keys: RealKeys) -> OrderSeen:
    """It rings on both; F2 here, and the other knows who, and is still."""
    seen = store.comes()
    store.two.waits(seen, rings, "the ring")
    store.wait(lambda: store.desk.alarm.ringing is RingClass.NEW)
    keys.press("F2")
    store.wait(lambda: store.is_at_desk(seen, OrderState.ACCEPTED))
    store.wait(lambda: store.desk.alarm.ringing is None)
    there = store.two.waits(seen, lambda view: view.order.state is OrderState.ACCEPTED, "the accept")
    (done,) = there.elsewhere
    assert (done.kind, done.counter, done.actor) == (Kind.ACCEPT, "1", "李敏")
    assert (rings(there), there.intents) == (False, ())
    return seen


def accepted_by_the_other(store: Store) -> OrderSeen:
    """The desk rings until the other has it, and says who it was."""
    seen = store.comes()
    store.wait(lambda: store.desk.alarm.ringing is RingClass.NEW)
    store.two.waits(seen, rings, "the ring")
    store.two.press(seen, Kind.ACCEPT)
    store.wait(lambda: store.is_at_desk(seen, OrderState.ACCEPTED))
    store.wait(lambda: store.desk.alarm.ringing is None)
    store.wait(lambda: "2 号台 王芳 已接" in store.chips(seen))
    assert store.at_desk(seen).intents == ()
    tally = store.chain.simulator.tally()
    assert tally.effects("AccptSaleOrderBill", seen.tbillno) == 1
    assert len(tally.calls_of("AccptSaleOrderBill", seen.tbillno)) == 1
    return seen


def fetched_at_the_desk(store: Store, keys: RealKeys, seen: OrderSeen) -> None:
    """Its code is scanned here, though it was accepted there."""
    store.two.press(seen, Kind.READY)
    store.wait(lambda: store.is_at_desk(seen, OrderState.READY))
    keys.type_burst(seen.code, gap_ms=10, end="Return")
    pickup = store.desk.pickup
    store.wait(lambda: store.desk.window.page is pickup)
    store.wait(lambda: pickup.bar().action(Qt.Key.Key_F8) is not None)
    keys.press("F8", after_ms=400)  # sooner it would belong to the scan
    store.wait(lambda: store.is_at_desk(seen, OrderState.COMPLETED))
    there = store.two.waits(seen, lambda view: view.order.state is OrderState.COMPLETED, "the hand-over")
    assert [each.counter for each in there.elsewhere if each.kind is Kind.VERIFY] == ["1"]


def fetched_at_the_other(store: Store, seen: OrderSeen) -> None:
    store.two.press(seen, Kind.VERIFY)
    store.wait(lambda: store.is_at_desk(seen, OrderState.COMPLETED))


def once_at_wdk(
    outside: Chain, counters: tuple[Counter, Counter], before: int, rung_at: Sequence[tuple[OrderSeen, str]]
) -> None:
    """Each order has one receipt, of the counter that completed it; both counters count all of them."""
    billnos = {counters[0].view(seen).order.billno: till for seen, till in rung_at}

    def held() -> dict[str, list[tuple[str, int]]]:
        found = outside.simulator.receipts().values()
        return {
            billno: [(each.pos_no, each.count) for each in found if each.serial_num == billno]
            for billno in billnos
        }

    wait_for(lambda: all(held().values()), "the receipts at WDK", PATIENCE_S)
    for counter in counters:
        is_whole = partial(_has_counted, counter, before + len(billnos))
        wait_for(is_whole, f"all in the hours of counter {counter.name}", PATIENCE_S)
    assert held() == {billno: [(till, 1)] for billno, till in billnos.items()}


def _has_counted(counter: Counter, wanted: int) -> bool:
    return counted(counter) == wanted


def counted(counter: Counter) -> int:
    """All receipts that a counter's hours have, its own and the other's."""
    return sum(book.figures.receipts for book in counter.journal.read(hour_books))


def the_hour_has_both_tills(store: Store) -> None:
    """An hour that is over: what the tills rang at either counter is in the one report."""
    hour = past_hour(2)
    own, other = f"http://{store.house.engine.status.status.address}", store.homes[1].receipts
    for url, serial, fen in ((own + listener_socket.RECEIPTS_PATH, "H1", 1200), (other, "H2", 30)):
        assert hand_in(url, rung(serial, hour, fen)).status_code == 200
    figures = HourFigures(1230, 2, 2)
    store.wait(lambda: reported(store.one, hour) == figures)
    held = store.chain.simulator.hours()[SHOP, f"{in_china(hour):%Y-%m-%d %H:%M:%S}"]
    assert held.held.total == "12.30"
    assert reported(store.two, hour) is None


def reported(counter: Counter, hour: datetime) -> HourFigures | None:
    return counter.journal.read(lambda db: hour_totals.hour_book(db, hour)).reported


def test_a_captured_order_is_cancelled_through_the_gateway_and_stops_at_both(
    store: Store, keys: RealKeys
) -> None:
    seen = store.chain.order(pushed=False)
    keys.type_burst(seen.code, gap_ms=10, end="Return")
    store.wait(lambda: store.desk.bridge.view(key_at_counter(seen)) is not None)
    assert store.at_desk(seen).order.origin is Origin.CAPTURED
    there = store.two.waits(seen, lambda _: True, "the captured order")
    assert there.order.billno == store.at_desk(seen).order.billno
    store.chain.simulator.cancel(seen.tbillno)  # again until the gateway's map has it
    store.wait(lambda: store.desk.alarm.ringing is RingClass.CANCEL)
    store.two.waits(seen, lambda view: view.order.stop_open, "STOP")
    assert store.is_at_desk(seen, OrderState.CANCELLED)
    assert store.at_desk(seen).order.stop_open
    store.desk.bridge.sign_in(PINS["staff/李敏/pin"])
    keys.press("F11", after_ms=600)
    store.wait(lambda: store.desk.alarm.ringing is None)
    closed = store.two.waits(seen, lambda view: not view.order.stop_open, "the word that it was read")
    assert closed.order.state is OrderState.CANCELLED


@contextmanager
def desk_of(home: EngineHome) -> Iterator["subprocess.Popen[str]"]:
    """A desk as a process of its own, once it takes orders and has the keyboard."""
    (home.folder / listener_socket.FILE_NAME).unlink(missing_ok=True)
    with desk(home) as process:
        wait_for((home.folder / listener_socket.FILE_NAME).exists, "the address", PATIENCE_S)
        wait_for(lambda: pid_in_front() == process.pid, "the desk's window", PATIENCE_S)
        yield process


def test_each_part_is_killed_in_turn_and_nothing_is_lost_or_done_twice(
    outside: Chain, homes: tuple[EngineHome, EngineHome], keys: RealKeys
) -> None:
    first, second = homes
    with engine_home(second), ExitStack() as desks:
        running = desks.enter_context(desk_of(first))
        with journal_of(first) as one, journal_of(second) as two:
            before = counted(one)
            while_server_was_away = outlives_the_server(outside, one, two, keys)
            while_gateway_was_away = outlives_the_gateway(outside, one, two)
            while_other_was_away = outlives_the_other(outside, one, two, second)
            running.kill()
            while_desk_was_away = outside.comes()
            accepted(two, one, while_desk_was_away, reads=False)
            desks.enter_context(desk_of(first))
            one.waits(while_desk_was_away, is_quietly_accepted, "what was done meanwhile")
            rung_at = (
                (while_server_was_away, "POS002"),
                (while_gateway_was_away, "POS001"),
                (while_other_was_away, "POS001"),
                (while_desk_was_away, "POS002"),
            )
            for seen, till in rung_at:
                (one if till == "POS001" else two).press(seen, Kind.VERIFY)
            for seen, _ in rung_at:
                for counter in (one, two):
                    counter.waits(seen, lambda view: view.order.state is OrderState.COMPLETED, "its end")
            once_at_wdk(outside, (one, two), before, rung_at)
            assert one.keys() == two.keys()
            done_once(outside, [seen for seen, _ in rung_at])


def outlives_the_server(outside: Chain, one: Counter, two: Counter, keys: RealKeys) -> OrderSeen:
    outside.server.kill()
    seen = outside.order()
    assert seen.push is not None
    assert not seen.push.acknowledged
    outside.server.begin()
    two.waits(seen, rings, "the ring")
    one.waits(seen, rings, "the ring")

    def takes_f2() -> bool:
        """From outside nobody sees when the card is chosen."""
        keys.press("F2", after_ms=1000)
        keys.settle()
        return one.view(seen).order.state is OrderState.ACCEPTED

    wait_for(takes_f2, "F2", PATIENCE_S)
    two.waits(seen, is_quietly_accepted, "what the desk accepted")
    return seen


def outlives_the_gateway(outside: Chain, one: Counter, two: Counter) -> OrderSeen:
    outside.kill_gateway()
    seen = outside.order()
    outside.begin_gateway()
    one.waits(seen, rings, "the ring")
    accepted(two, one, seen)
    return seen


def outlives_the_other(outside: Chain, one: Counter, two: Counter, home: EngineHome) -> OrderSeen:
    home.kill()
    seen = outside.comes()
    accepted(one, two, seen, reads=False)
    home.start()
    two.waits(seen, is_quietly_accepted, "what was done meanwhile")
    return seen


def accepted(by: Counter, other: Counter, seen: OrderSeen, *, reads: bool = True) -> None:
    """One accepts it; the other knows, where it `reads` now."""
    by.waits(seen, rings, "the ring")
    by.press(seen, Kind.ACCEPT)
    by.waits(seen, lambda view: view.order.state is OrderState.ACCEPTED, "the accept")
    if reads:
        other.waits(seen, is_quietly_accepted, "the other's accept")


def is_quietly_accepted(view: OrderView) -> bool:
    return view.order.state is OrderState.ACCEPTED and not rings(view)


def done_once(outside: Chain, orders: list[OrderSeen]) -> None:
    """At the platform: one accept and one verification each, and nothing that it complains of."""
    tally = outside.simulator.tally()
    for seen in orders:
        for command in ("AccptSaleOrderBill", "VerificationSaleOrder"):
            assert len(tally.seqs(command, seen.tbillno)) == 1
            assert tally.effects(command, seen.tbillno) == 1
    assert tally.complaints() == ()
