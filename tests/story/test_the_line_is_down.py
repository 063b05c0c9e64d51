"""Row 52: without its line a counter finds, notes, packs, prints; presses wait while they may, and say so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.domain.orders.board import Action
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.pickup.pickup import Face
from posdesk.domain.printing.print_job import PrintState
from posdesk.domain.printing.slip import SlipKind
from posdesk.journal.orders import print_rows, scans
from posdesk.settings.settings import Settings, parse
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.story.test_the_counter import comes_in, order_state, outcome
from tests.support.deskhouse import Shop, shop
from tests.support.keys import RealKeys
from tests.support.simulator import key_at_counter
from tests.support.virtual_printer import printing

pytestmark = pytest.mark.window
PATIENCE_MS = 20_000
DOWN_S = 10.0
SOON_S = 4.0
PRINTER = """
[[printer]]
name = "wok"
address = "127.0.0.1:{port}"
answers = "job"
[[slip]]
kind = "kitchen"
printer = "wok"
"""


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot) -> Iterator[Shop]:
    """A counter with a printer; one partner's orders must be accepted within seconds."""
    with printing(tmp_path / "paper") as (_, port):
        printed = parse(PRINTER.format(port=port), "posdesk.toml")

        def changed(chosen: Settings) -> Settings:
            hasty = tuple(
                p.model_copy(update={"accept_within_s": SOON_S}) if p.name == "eleme" else p
                for p in chosen.partner
            )
            more = {"printer": printed.printer, "slip": printed.slip, "partner": hasty}
            return chosen.model_copy(update=more)

        with shop(tmp_path / "home", language="en", changed=changed) as opened:
            qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
            qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
            yield opened


@pytest.fixture
def keys() -> Iterator[RealKeys]:
    with RealKeys() as keyboard:
        yield keyboard


def chips(counter: Shop, key: OrderKey) -> str:
    row = counter.desk.orders.model.row(key)
    return " ".join(chip.text for chip in row.facts.chips) if row else ""


def printed(counter: Shop, key: OrderKey) -> int:
    """Papers that left for the printer."""
    jobs = counter.house.journal.read(lambda db: print_rows.of_order(db, key))
    return sum(job.outcome not in {PrintState.QUEUED, PrintState.SENDING} for job in jobs)


def codes_asked(counter: Shop) -> int:
    start = counter.house.clock.now().replace(year=2000)
    return len(counter.house.journal.read(lambda db: scans.since(db, start)))


def choose(counter: Shop, qtbot: QtBot, seen: OrderSeen) -> OrderKey:
    """That order, in the detail over or beside the lanes."""
    page, key = counter.desk.orders, key_at_counter(seen)
    page.selection.choose(key)
    if not page.detail.isVisible():
        page.placement.show_detail()
    qtbot.waitUntil(lambda: page.detail.key == key and page.detail.isVisible(), timeout=PATIENCE_MS)
    return key


def test_a_counter_without_its_line_goes_on_and_says_what_waits(
    counter: Shop, qtbot: QtBot, keys: RealKeys
) -> None:
    desk, page = counter.desk, counter.desk.orders
    made = comes_in(counter, qtbot, OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    keys.press("F2")
    qtbot.waitUntil(lambda: order_state(counter, made) is OrderState.ACCEPTED, timeout=PATIENCE_MS)
    key = choose(counter, qtbot, made)
    qtbot.waitUntil(lambda: printed(counter, key) == 1, timeout=PATIENCE_MS)
    waiting, hasty = (
        counter.simulator.post_order(OrderWish(partner=name, kind=OrderKind.DELIVERY))
        for name in ("meituan", "eleme")
    )
    came = (waiting, hasty)
    qtbot.waitUntil(
        lambda: all(order_state(counter, seen) is OrderState.NEW for seen in came), timeout=PATIENCE_MS
    )
    counter.simulator.offline(DOWN_S)

    for seen in (waiting, hasty):
        page.selection.choose(key_at_counter(seen))
        page.order_actions.run_of(Action.ACCEPT)(key_at_counter(seen))
    said = chips(counter, key_at_counter(waiting))
    qtbot.waitUntil(
        lambda: "Offline, queued until" in chips(counter, key_at_counter(waiting)), timeout=PATIENCE_MS
    )
    assert "confirmed" not in said
    qtbot.waitUntil(lambda: outcome(counter, hasty, Kind.ACCEPT) is Outcome.EXPIRED, timeout=PATIENCE_MS)
    assert order_state(counter, hasty) is OrderState.NEW, "it is not shown as accepted"

    choose(counter, qtbot, made)
    keys.press("n", modifiers=("Alt_L",))
    qtbot.waitUntil(page.own_panel.isVisible, timeout=PATIENCE_MS)
    page.own_panel.field.setText("door code 12")
    keys.press("n", modifiers=("Alt_L",))
    qtbot.waitUntil(lambda: "door code 12" in chips(counter, key), timeout=PATIENCE_MS)

    asked = codes_asked(counter)
    keys.press("b", modifiers=("Alt_L",))
    qtbot.waitUntil(lambda: page.own.packing is not None, timeout=PATIENCE_MS)
    view = desk.bridge.view(key)
    assert view is not None
    for code in ("0000000", *(line.product_code for line in view.order.content.lines)):
        desk.scans.scanned(code)
    qtbot.waitUntil(lambda: "acked" in chips(counter, key), timeout=PATIENCE_MS)
    assert codes_asked(counter) == asked, "a dish is asked of no platform"
    assert desk.window.page is page
    keys.press("Escape")
    qtbot.waitUntil(lambda: page.own.packing is None, timeout=PATIENCE_MS)

    counter.house.print_actions.again(key, SlipKind.KITCHEN, "李敏").result(10)
    qtbot.waitUntil(lambda: printed(counter, key) == 2, timeout=PATIENCE_MS)
    page.open_find()
    page.finder.field.setText(view.order.content.number)
    qtbot.waitUntil(lambda: page.finder.row(key) is not None, timeout=PATIENCE_MS)
    page.over.close_find()

    desk.scans.scanned("2211418700359")
    qtbot.waitUntil(lambda: desk.pickup.face is Face.CANNOT, timeout=PATIENCE_MS)

    counter.simulator.wait_online()
    qtbot.waitUntil(lambda: order_state(counter, waiting) is OrderState.ACCEPTED, timeout=PATIENCE_MS)
    tally = counter.simulator.tally()
    assert tally.effects("AccptSaleOrderBill", waiting.tbillno) == 1
    assert tally.effects("AccptSaleOrderBill", hasty.tbillno) == 0
