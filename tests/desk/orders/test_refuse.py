"""Refusing takes two steps, and the reason stays with us."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posdesk.desk.cards.marks import Text
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.orders.refuse import RefuseAct, reasons
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderState
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import FakeCounter


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window, key)


def refusals(counter: FakeCounter) -> list[object]:
    return [call[2] for call in counter.calls("wish") if call[1] is Kind.REFUSE]


def test_f3_asks_for_a_reason_and_sends_nothing(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(sample.new_27())
    press(window, Qt.Key.Key_F3)
    assert page.panel.isVisible()
    press(window, Qt.Key.Key_F3)
    assert refusals(counter) == []


@pytest.mark.parametrize("digit", range(1, 7))
def test_a_digit_chooses_and_f3_again_sends(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, digit: int
) -> None:
    put(sample.new_27())
    press(window, Qt.Key.Key_F3, Qt.Key(Qt.Key.Key_0 + digit))
    assert refusals(counter) == []
    press(window, Qt.Key.Key_F3)
    assert refusals(counter) == [reasons()[digit - 1]]
    assert not page.panel.isVisible()


def test_other_digits_choose_nothing(window: MainWindow, page: OrdersPage, put: Put) -> None:
    put(sample.new_27())
    press(window, Qt.Key.Key_F3, Qt.Key.Key_7, Qt.Key.Key_0, Qt.Key.Key_A)
    assert page.order_actions.refusing is not None
    assert page.order_actions.refusing.chosen == 0


def test_esc_goes_back_and_sends_nothing(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(sample.new_27())
    press(window, Qt.Key.Key_F3, Qt.Key.Key_2, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    press(window, Qt.Key.Key_F3, Qt.Key.Key_F3)
    assert refusals(counter) == []


def test_it_works_by_touch(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    put(sample.new_27())
    page.order_actions.refuse(page.lanes[Lane.NEW].row_at(0).key)
    for act, arg in ((RefuseAct.REASON, "2"), (RefuseAct.SEND, "")):
        button = page.panel.button(act, arg)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert refusals(counter) == [reasons()[1]]


def test_send_cannot_be_touched_before_a_reason_is_chosen(page: OrdersPage, put: Put) -> None:
    put(sample.new_27())
    page.order_actions.refuse(page.lanes[Lane.NEW].row_at(0).key)
    button = page.panel.button(RefuseAct.SEND)
    assert button is not None
    assert not button.isEnabled()


def test_accept_is_not_to_be_had_while_a_refusal_is_open(
    window: MainWindow, counter: FakeCounter, put: Put
) -> None:
    put(sample.new_27())
    press(window, Qt.Key.Key_F3, Qt.Key.Key_F2)
    assert counter.calls("wish") == []


def test_a_cancelled_order_closes_its_panel(window: MainWindow, page: OrdersPage, put: Put) -> None:
    from dataclasses import replace

    view = sample.new_27()
    put(view)
    press(window, Qt.Key.Key_F3)
    put(replace(view, order=replace(view.order, state=OrderState.CANCELLED)))
    assert page.order_actions.refusing is None
    assert not page.panel.isVisible()


def test_the_panel_says_that_the_reason_stays_with_us(window: MainWindow, page: OrdersPage, put: Put) -> None:
    put(sample.new_27())
    press(window, Qt.Key.Key_F3)
    said = " ".join(mark.text for mark in page.panel.card.marks if isinstance(mark, Text))
    assert "stays with us" in said


def test_nothing_is_refused_without_a_reason(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    put(sample.new_27())
    page.order_actions.refuse(page.lanes[Lane.NEW].row_at(0).key)
    page.order_actions.send_refusal()
    assert counter.calls("wish") == []
