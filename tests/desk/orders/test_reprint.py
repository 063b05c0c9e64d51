"""F7 prints a slip again: a digit says which, nothing prints before it, and only what is still true."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.domain.orders.order import OrderState
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.slip import SlipKind
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import FakeCounter

Key = Qt.Key
EVERY = PrintPlan(tuple(PlannedSlip(slip, "counter") for slip in SlipKind))


@pytest.fixture
def wanted(page: OrdersPage) -> list[tuple[object, object]]:
    """What was asked to be printed again."""
    page.own.plan = EVERY
    said: list[tuple[object, object]] = []
    page.print_wanted.connect(lambda key, slip: said.append((key, slip)))
    return said


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window, key)


def test_f7_and_a_digit_print_that_slip_of_the_selected_order(
    window: MainWindow, page: OrdersPage, put: Put, wanted: list[tuple[object, object]]
) -> None:
    view = sample.making_orders()[0]
    put(view)
    page.selection.choose(view.order.key)
    press(window, Key.Key_F7)
    assert page.own_panel.isVisible()
    assert not wanted
    press(window, Key.Key_9, Key.Key_F7)
    assert not wanted, "nothing by a digit that means none, or by the key twice"
    press(window, Key.Key_2)
    assert wanted == [(view.order.key, page.own.slips(view.order.key)[1])]
    assert not page.own_panel.isVisible()
    press(window, Key.Key_F7, Key.Key_Escape)
    assert not page.own_panel.isVisible()
    assert len(wanted) == 1


def test_of_a_new_order_nothing_prints_and_without_a_printer_it_says_why(
    window: MainWindow, page: OrdersPage, put: Put, wanted: list[tuple[object, object]], counter: FakeCounter
) -> None:
    put(sample.new_27())
    press(window, Key.Key_F7, Key.Key_1)
    assert not page.own_panel.isVisible()
    assert page.bar().why_not(Key.Key_F7) == ""
    view = sample.making_orders()[0]
    counter.set_views()
    put(view)
    page.selection.choose(view.order.key)
    page.own.plan = PrintPlan()
    assert page.bar().why_not(Key.Key_F7).startswith("No printer prints slips of this order.")
    assert not wanted


def test_of_a_cancelled_order_only_the_stop_slip_prints_again() -> None:
    order = sample.making_orders()[0].order
    slips = {state: EVERY.again(replace(order, state=state)) for state in OrderState}
    assert slips[OrderState.CANCELLED] == (SlipKind.STOP,)
    assert slips[OrderState.NEW] == slips[OrderState.REFUSED] == ()
    assert SlipKind.KITCHEN in slips[OrderState.READY]
