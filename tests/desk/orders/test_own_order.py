"""An own order on the board says what it is; F2 takes it as any other, F3 puts it away at once (row 63)."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.domain.orders.board import Lane, OrderView
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import TRAINING, OrderKey, OrderState, Origin
from posdesk.domain.orders.source import OWN_CODE
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import FakeCounter

KEY = OrderKey(TRAINING, "0b6c7d2e", "")


def own(state: OrderState = OrderState.NEW) -> OrderView:
    order = sample.new_27().order
    content = replace(order.content, source_code=OWN_CODE)
    return OrderView(replace(order, key=KEY, origin=Origin.TRAINING, state=state, content=content))


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window, key)


def test_it_says_so_and_is_accepted_with_f2(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(own())
    row = page.model.row(KEY)
    assert row is not None
    assert "Own order" in row.facts.chips[0].text
    press(window, Qt.Key.Key_F2)
    assert counter.calls("wish")[0][:2] == (KEY, Kind.ACCEPT)


def test_f3_puts_it_away_without_asking_for_a_reason(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    for state in (OrderState.NEW, OrderState.ACCEPTED):
        put(own(state))
        page.selection.choose(KEY)
        press(window, Qt.Key.Key_F3)
    assert counter.calls("put_away") == [(KEY,), (KEY,)]
    assert not page.panel.isVisible()
    assert counter.calls("wish") == []


def test_once_accepted_it_stands_in_making_and_no_key_leads_to_a_call(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(own(OrderState.ACCEPTED))
    row = page.model.row(KEY)
    assert row is not None
    assert row.facts.lane is Lane.MAKING
    page.selection.choose(KEY)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F6, Qt.Key.Key_F8):
        press(window, key)
    assert counter.calls("wish") == []
