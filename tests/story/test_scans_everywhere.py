"""Rows 24–28 on the real desk: random bursts on every page and over every panel and dialog."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.journal import intent_rows
from posdesk.simulator.o2o.control import OrderWish
from posdesk.simulator.o2o.maker import OrderKind
from tests.support.bursts import assert_bursts_are_read
from tests.support.deskhouse import Shop, shop
from tests.support.xkeys import XKeys

pytestmark = [pytest.mark.window, pytest.mark.timeout(180)]
COUNT = 100
PATIENCE_MS = 20_000


@dataclass(frozen=True)
class Scene:
    """How a cashier comes there, and by what it shows that they are there."""

    go: Callable[[Shop, XKeys], object]
    there: Callable[[Shop], bool]


def has_reason(shop: Shop) -> bool:
    refusing = shop.desk.orders.deeds.refusing
    return refusing is not None and bool(refusing.chosen)


SCENES: dict[str, Scene] = {
    "orders": Scene(lambda shop, keys: None, lambda shop: shop.desk.window.page is shop.desk.orders),
    "pickup": Scene(
        lambda shop, keys: keys.press("2", modifiers=["Control_L"]),
        lambda shop: shop.desk.window.page is shop.desk.pickup,
    ),
    "the code field": Scene(
        lambda shop, keys: code_field(shop), lambda shop: shop.desk.pickup.sheet.entry.field.hasFocus()
    ),
    "sync": Scene(
        lambda shop, keys: keys.press("4", modifiers=["Control_L"]),
        lambda shop: shop.desk.window.page is shop.desk.sync,
    ),
    "reasons": Scene(lambda shop, keys: keys.press("F3"), lambda shop: shop.desk.orders.panel.isVisible()),
    "a reason chosen": Scene(lambda shop, keys: reason_chosen(keys), has_reason),
    "payment": Scene(lambda shop, keys: keys.press("F6"), lambda shop: shop.desk.orders.panel.isVisible()),
    "find": Scene(lambda shop, keys: keys.press("F10"), lambda shop: shop.desk.orders.finder.isVisible()),
    "detail closed": Scene(
        lambda shop, keys: keys.press("F5"), lambda shop: not shop.desk.orders.detail_open
    ),
    "sign-in": Scene(lambda shop, keys: keys.press("F12"), lambda shop: shop.desk.sign_in.isVisible()),
}


def code_field(shop: Shop) -> None:
    shop.desk.window.show_page(2)
    shop.desk.pickup.sheet.entry.field.setFocus()


def reason_chosen(keys: XKeys) -> None:
    keys.press("F3")
    keys.press("2", after_ms=300)


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot) -> Iterator[Shop]:
    with shop(tmp_path) as opened:
        qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
        qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
        seen = opened.simulator.post_order(OrderWish(partner="qr", kind=OrderKind.QR, paid=False))
        assert seen.push is not None
        assert seen.push.acknowledged
        qtbot.waitUntil(lambda: opened.desk.orders.selected_row() is not None, timeout=PATIENCE_MS)
        yield opened


@pytest.mark.parametrize("name", SCENES)
def test_a_burst_changes_nothing_on_any_page(counter: Shop, qtbot: QtBot, name: str) -> None:
    counter.desk.router.scanned.disconnect(counter.desk.scanned)  # so that the page stays where it is
    with XKeys() as keys:
        SCENES[name].go(counter, keys)
        keys.settle()
    qtbot.waitUntil(lambda: SCENES[name].there(counter), timeout=PATIENCE_MS)
    assert_bursts_are_read(counter.desk.window, counter.desk.router, qtbot=qtbot, count=COUNT, seed=len(name))
    assert counter.house.journal.read(lambda db: intent_rows.select(db, "1")) == ()
    assert counter.simulator.tally().took_effect == ()


def test_twenty_scans_a_second_are_all_looked_up(counter: Shop, qtbot: QtBot) -> None:
    heard: list[str] = []
    counter.desk.bridge.signals.lookup_changed.connect(lambda lookup: heard.append(lookup.code))
    assert_bursts_are_read(
        counter.desk.window,
        counter.desk.router,
        qtbot=qtbot,
        count=COUNT,
        seed=3,
        ends=("Return", "Tab"),
        unchanged=False,
    )
    qtbot.waitUntil(lambda: len(set(heard)) == COUNT, timeout=PATIENCE_MS)
    assert counter.desk.window.page is counter.desk.pickup
    assert counter.house.journal.read(lambda db: intent_rows.select(db, "1")) == ()
