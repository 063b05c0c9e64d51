"""Rows 24–28 on the real desk: random bursts on every page and over every panel and dialog."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.page import Page
from posdesk.desk.hours.header import HeadButton
from posdesk.desk.hours.page import HoursPage
from posdesk.journal.books import posting_rows
from posdesk.journal.orders import intent_rows
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.support.bookshop import hand_in, past_hour, rung
from tests.support.bursts import assert_bursts_are_read, picture
from tests.support.deskhouse import PINS, Shop, shop
from tests.support.keys import RealKeys

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(600),
]  # 20 s each; a busy machine scans in smaller rounds
COUNT = 60  # on twenty pages, panels and dialogs: over 1,000
PATIENCE_MS = 20_000


@dataclass(frozen=True)
class Scene:
    """How a cashier comes there, and by what it shows that they are there."""

    go: Callable[[Shop, RealKeys], object]
    there: Callable[[Shop], bool]


def has_reason(shop: Shop) -> bool:
    refusing = shop.desk.orders.order_actions.refusing
    return refusing is not None and bool(refusing.chosen)


SCENES: dict[str, Scene] = {
    "orders": Scene(lambda shop, keys: None, lambda shop: shop.desk.window.page is shop.desk.orders),
    "pickup": Scene(
        lambda shop, keys: keys.press("2", modifiers=["Control_L"]),
        lambda shop: shop.desk.window.page is shop.desk.pickup,
    ),
    "the code field": Scene(
        lambda shop, keys: code_field(shop), lambda shop: shop.desk.pickup.panes.entry.field.hasFocus()
    ),
    "the float's field": Scene(
        lambda shop, keys: keys.press("5", modifiers=["Control_L"]),
        lambda shop: shop.desk.shift.view is not None and focused(shop.desk.shift.opening.field),
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
        lambda shop, keys: keys.press("F5"), lambda shop: not shop.desk.orders.placement.detail_open
    ),
}


def shows(shop: Shop, page: Page) -> bool:
    return shop.desk.window.page is page


def press_head(shop: Shop, press: HeadButton | None) -> None:
    """A button of the Hours page's head; None is the day's."""
    shop.desk.window.show_page(3)
    head = shop.desk.hours.header
    (head.button(press) if press else head.days.day).click()


def reason_field(shop: Shop) -> None:
    """The field in which a manager writes why an hour is replaced."""
    shop.desk.hours.show_hour(past_hour(2))
    shop.desk.window.show_page(3)


def open_sheet(shop: Shop) -> None:
    shop.desk.window.show_page(4)
    shop.desk.sync.show_sheet(shop.desk.books.today())


BOOK_SCENES: dict[str, Scene] = {
    "hours": Scene(
        lambda shop, keys: keys.press("3", modifiers=["Control_L"]), lambda shop: shows(shop, shop.desk.hours)
    ),
    "receipts of an hour": Scene(
        lambda shop, keys: shop.desk.window.show_page(3), lambda shop: has_receipts(shop.desk.hours)
    ),
    "the reason's field": Scene(
        lambda shop, keys: reason_field(shop),
        lambda shop: focused(shop.desk.hours.side.card.reason),
    ),
    "the month": Scene(
        lambda shop, keys: press_head(shop, None),
        lambda shop: shop.desk.hours.header.days.calendar.isVisible(),
    ),
    "where the file goes": Scene(
        lambda shop, keys: press_head(shop, HeadButton.CSV),
        lambda shop: shop.desk.hours.output.files.dialog is not None,
    ),
    "which printer": Scene(
        lambda shop, keys: press_head(shop, HeadButton.PRINT),
        lambda shop: shop.desk.hours.output.files.dialog is not None,
    ),
    "sync with books": Scene(
        lambda shop, keys: keys.press("4", modifiers=["Control_L"]), lambda shop: shows(shop, shop.desk.sync)
    ),
    "find on the sync page": Scene(
        lambda shop, keys: shop.desk.window.show_page(4),
        lambda shop: focused(shop.desk.sync.groups.filter.field),
    ),
    "settings": Scene(
        lambda shop, keys: keys.press("6", modifiers=["Control_L"]),
        lambda shop: shows(shop, shop.desk.settings_page),
    ),
}


def has_receipts(hours: HoursPage) -> bool:
    """Whether those of an hour are in front; they come as soon as the day is read."""
    if not hours.side.shows_receipts:
        hours.open_receipts()
    return hours.side.shows_receipts


def focused(field: QWidget) -> bool:
    """Whether it is there and has the focus; it takes none by itself."""
    if field.isVisible():
        field.setFocus()
    return field.hasFocus()


def code_field(shop: Shop) -> None:
    shop.desk.window.show_page(2)
    shop.desk.pickup.panes.entry.field.setFocus()


def reason_chosen(keys: RealKeys) -> None:
    keys.press("F3")
    keys.press("2", after_ms=300)


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot) -> Iterator[Shop]:
    with shop(tmp_path) as opened:
        qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
        qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
        opened.desk.bridge.sign_in(PINS["staff/李敏/pin"])
        seen = opened.simulator.post_order(OrderWish(partner="qr", kind=OrderKind.QR, paid=False))
        assert seen.push is not None
        assert seen.push.acknowledged
        qtbot.waitUntil(lambda: opened.desk.orders.selected_row() is not None, timeout=PATIENCE_MS)
        yield opened


@pytest.mark.parametrize("name", SCENES)
def test_a_burst_changes_nothing_on_any_page(counter: Shop, qtbot: QtBot, name: str) -> None:
    counter.desk.router.scanned.disconnect(counter.desk.scans.scanned)  # so that the page stays where it is
    with RealKeys() as keys:
        SCENES[name].go(counter, keys)
        keys.settle()
    qtbot.waitUntil(lambda: SCENES[name].there(counter), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: is_still(qtbot, ms=300), timeout=PATIENCE_MS)
    assert_bursts_are_read(counter.desk.window, counter.desk.router, qtbot=qtbot, count=COUNT, seed=len(name))
    assert counter.house.journal.read(lambda db: intent_rows.select(db, "1")) == ()
    assert counter.simulator.tally().took_effect == ()


@pytest.fixture
def office(tmp_path: Path, qtbot: QtBot) -> Iterator[Shop]:
    """A desk with its books: an hour that was reported and differs now, and a receipt that WDK refused."""
    with shop(tmp_path, ovopark={"cover": "ask"}, wdk={}) as opened:
        qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
        qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
        hour = past_hour(2)
        assert hand_in(opened.receipts, rung("1", hour)).status_code == 200
        qtbot.waitUntil(lambda: len(opened.simulator.hours()) == 1, timeout=PATIENCE_MS)
        wrong = rung("2", hour, order_from="NOBODY")
        assert hand_in(opened.receipts, [wrong, rung("3", past_hour(0))]).status_code == 200
        qtbot.waitUntil(lambda: all_quiet(opened), timeout=PATIENCE_MS)
        yield opened


def all_quiet(opened: Shop) -> bool:
    """Whether a manager is asked about the hour and the receipt, and all else is out."""
    waiting = opened.desk.books.waiting()
    refused = [posting for posting in waiting.postings if posting.needs_person]
    return (len(waiting.asks), len(refused), len(waiting.postings), waiting.unqueued) == (1, 1, 1, 0)


@pytest.mark.parametrize("name", BOOK_SCENES)
def test_a_burst_changes_nothing_of_the_books(office: Shop, qtbot: QtBot, name: str) -> None:
    office.desk.router.scanned.disconnect(office.desk.scans.scanned)
    with RealKeys() as keys:
        BOOK_SCENES[name].go(office, keys)
        keys.settle()
    qtbot.waitUntil(lambda: BOOK_SCENES[name].there(office), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: is_still(qtbot), timeout=PATIENCE_MS)
    before = what_the_books_hold(office)
    assert_bursts_are_read(office.desk.window, office.desk.router, qtbot=qtbot, count=COUNT, seed=len(name))
    assert what_the_books_hold(office) == before
    assert BOOK_SCENES[name].there(office)
    office.desk.hours.output.files.close()


def is_still(qtbot: QtBot, ms: int = 1500) -> bool:
    """Whether all that was read has come to the page: nothing on screen changes by itself any more."""
    before = picture()
    qtbot.wait(ms)
    return picture() == before


def what_the_books_hold(office: Shop) -> tuple[object, ...]:
    """All that a deed would change: postings, the audit trail, settings, the platforms."""
    read = office.house.journal.read
    audit = read(lambda db: db.execute("SELECT count(*) FROM audit").fetchone())
    postings, kept = read(lambda db: posting_rows.select(db, "1")), office.house.secrets.get("ovopark/secret")
    return postings, audit, office.desk.books.settings, kept, office.simulator.tally().took_effect


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
    qtbot.waitUntil(lambda: len(set(heard)) >= COUNT, timeout=3 * PATIENCE_MS)
    assert counter.desk.window.page is counter.desk.pickup
    assert counter.house.journal.read(lambda db: intent_rows.select(db, "1")) == ()
