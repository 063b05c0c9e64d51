"""Rows 17, 20, 21: a note, a promised time and the packing list, by keys and by touch, on the page itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.cards.card_view import MarkButton
from posdesk.desk.cards.marks import Text
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.own_panel import OwnPanelAct
from posdesk.desk.orders.own_part import OwnAct
from posdesk.desk.orders.page import OrdersPage
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderState
from posdesk.domain.orders.own import Note, Own
from posdesk.domain.orders.packing import ItemScan
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter

pytestmark = pytest.mark.window
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def making(own: Own | None = None) -> OrderView:
    """Two rice and a soup, being made."""
    dishes = (
        replace(sample.line("米饭", "2"), product_code="6901"),
        replace(sample.line("汤"), product_code="6902"),
    )
    content = sample.content_of("4", "27", "陈女士", "13855552046", sample.at("13:10"), *dishes)
    return OrderView(sample.order_of(content, OrderState.ACCEPTED), own=own or Own())


def said(page: OrdersPage) -> str:
    return " ".join(mark.text for mark in page.detail.card_view.card.marks if isinstance(mark, Text))


def button(page: OrdersPage, act: OwnAct, arg: str = "") -> MarkButton:
    found = page.detail.card_view.button(act, arg)
    assert found is not None, act
    return found


@pytest.fixture
def shown(window: MainWindow, page: OrdersPage, put: Put, qtbot: QtBot) -> OrderView:
    """That order, chosen, with its detail open beside the lanes."""
    view = making()
    put(view)
    page.selection.choose(view.order.key)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return view


def press(
    window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(window.windowHandle(), key, held)


def test_a_note_is_begun_and_kept_by_one_key_and_no_other_key_keeps_it(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, shown: OrderView
) -> None:
    press(window, Key.Key_N, ALT)
    assert page.own_panel.isVisible()
    assert page.own_panel.field.hasFocus()
    for key in (Key.Key_F2, Key.Key_F4, Key.Key_Return, Key.Key_Space, Key.Key_Tab):
        press(window, key)
    page.own_panel.field.setText("  少放辣 ")
    assert counter.calls("note") == counter.calls("wish") == []
    press(window, Key.Key_N, ALT)
    assert counter.calls("note") == [(shown.order.key, "少放辣")]
    assert not page.own_panel.isVisible()
    assert page.hasFocus(), "keys act on the orders again"


def test_esc_leaves_a_note_and_an_empty_one_is_none(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, shown: OrderView
) -> None:
    press(window, Key.Key_N, ALT)
    page.own_panel.field.setText("half a")
    press(window, Key.Key_Escape)
    assert not page.own_panel.isVisible()
    press(window, Key.Key_N, ALT)
    assert page.own_panel.field.text() == "", "what was left is not in the way of the next one"
    press(window, Key.Key_N, ALT)
    assert counter.calls("note") == []


def test_notes_stand_in_the_detail_and_on_the_card_without_a_phone(page: OrdersPage, put: Put) -> None:
    view = making(Own((Note(NOON, "李敏", "晚到，打 13507311234"), Note(NOON, "王经理", "多给筷子"))))
    put(view)
    page.selection.choose(view.order.key)
    assert "晚到，打 135****1234" in said(page)
    assert "李敏" in said(page)
    row = page.model.row(view.order.key)
    assert row is not None
    assert "Note: 晚到，打 135****1234；多给筷子" in [chip.text for chip in row.facts.chips]


@pytest.mark.parametrize(
    ("key", "minutes"), [(Key.Key_1, 5), (Key.Key_2, 10), (Key.Key_3, 20), (Key.Key_4, 30)]
)
def test_a_time_is_promised_by_a_letter_and_a_digit(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, shown: OrderView, *, key: Qt.Key, minutes: int
) -> None:
    press(window, Key.Key_T, ALT)
    texts = " ".join(m.text for m in page.own_panel.card.marks if isinstance(m, Text))
    assert "Stays with us: no platform is told." in texts
    press(window, Key.Key_9)
    assert counter.calls("promise") == []
    press(window, key)
    (asked,) = counter.calls("promise")
    assert asked == (
        shown.order.key,
        (NOON + timedelta(minutes=minutes)).replace(second=0) + timedelta(minutes=1),
    )
    assert not page.own_panel.isVisible()


def test_a_promised_time_stands_on_the_card_as_ours(page: OrdersPage, put: Put) -> None:
    view = making(Own(promised=sample.at("13:05")))
    put(view)
    page.selection.choose(view.order.key)
    assert "We said 13:05, stays with us" in said(page)
    ended = replace(view, order=replace(view.order, state=OrderState.COMPLETED))
    put(ended)
    page.selection.choose(view.order.key)
    assert "We said" not in said(page)


def test_a_step_of_an_order_closes_the_other_one(
    window: MainWindow, page: OrdersPage, put: Put, qtbot: QtBot
) -> None:
    view = sample.new_27()
    put(view)
    page.selection.choose(view.order.key)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Key.Key_F3)
    assert page.panel.isVisible()
    press(window, Key.Key_N, ALT)
    assert page.own_panel.isVisible()
    assert not page.panel.isVisible()


def test_dishes_are_checked_off_by_touch_without_a_list(
    page: OrdersPage, counter: FakeCounter, put: Put, shown: OrderView
) -> None:
    assert button(page, OwnAct.CHECK, "0").height() >= 44
    button(page, OwnAct.CHECK, "0").click()
    assert counter.calls("pack") == [(shown.order.key, 0, 2)]
    put(replace(shown, own=Own(packed={0: 2})))
    assert "Packed 2 of 3" in said(page)
    button(page, OwnAct.CHECK, "0").click()
    assert counter.calls("pack")[-1] == (shown.order.key, 0, 0)


def test_without_an_open_list_no_scan_is_a_dish(page: OrdersPage, shown: OrderView) -> None:
    assert page.take_item_scan("6901") is None


def test_scans_check_off_an_open_list_piece_by_piece(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, shown: OrderView
) -> None:
    press(window, Key.Key_B, ALT)
    assert "No code is asked of a platform here." in said(page)
    came = [page.take_item_scan(code) for code in ("6901", "6901", "6901", "999", "6902")]
    assert came == [ItemScan.PACKED, ItemScan.PACKED, ItemScan.TOO_MANY, ItemScan.WRONG, ItemScan.ALL_DONE]
    assert counter.calls("pack") == [
        (shown.order.key, 0, 1),
        (shown.order.key, 0, 2),
        (shown.order.key, 1, 1),
    ]
    assert "3 of 3 packed" in said(page), "before anything is read back"
    press(window, Key.Key_B, ALT)
    assert page.take_item_scan("6901") is None


def test_the_list_is_worked_by_keys_alone(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, shown: OrderView
) -> None:
    press(window, Key.Key_B, ALT)
    press(window, Key.Key_Down)
    press(window, Key.Key_O, ALT)
    press(window, Key.Key_Up)
    press(window, Key.Key_O, ALT)
    assert counter.calls("pack") == [(shown.order.key, 1, 1), (shown.order.key, 0, 2)]
    assert page.selection.key == shown.order.key, "the arrows stay in the list"
    press(window, Key.Key_Escape)
    assert page.own.packing is None


def test_a_list_closes_with_its_page_with_another_order_and_when_nobody_packs_it_any_more(
    window: MainWindow, page: OrdersPage, put: Put, shown: OrderView
) -> None:
    other = sample.new_8()
    put(other)
    cancelled = replace(shown, order=replace(shown.order, state=OrderState.CANCELLED))
    ways: tuple[Callable[[], None], ...] = (
        lambda: page.selection.choose(other.order.key),
        page.hide,
        partial(put, cancelled),
    )
    for leave in ways:
        page.selection.choose(shown.order.key)
        page.show()
        put(shown)
        page.own.toggle_packing(shown.order.key)
        assert page.own.packing is not None
        leave()
        assert page.own.packing is None
        assert page.take_item_scan("6901") is None


def test_what_the_platform_changed_is_not_counted_as_packed(
    window: MainWindow, page: OrdersPage, put: Put, shown: OrderView
) -> None:
    page.own.toggle_packing(shown.order.key)
    assert page.take_item_scan("6902") is ItemScan.PACKED
    soup, rice = reversed(shown.order.content.lines)
    put(replace(shown, order=replace(shown.order, content=replace(shown.order.content, lines=(soup, rice)))))
    assert "0 of 3 packed" in said(page)


def test_no_letter_stands_on_two_buttons(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, shown: OrderView
) -> None:
    from posdesk.desk.widgets.letter_keys import keyed_buttons

    for key in (None, Key.Key_N, Key.Key_T, Key.Key_B):
        if key is not None:
            press(window, key, ALT)
        keys = [b.face.key for b in keyed_buttons(window) if b.face.key.startswith("Alt+")]
        assert len(keys) == len(set(keys)), (key, keys)
        page.escape()
    assert page.own_panel.button(OwnPanelAct.KEEP) is None or not page.own_panel.isVisible()
