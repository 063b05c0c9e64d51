"""STOP: above everything, oldest first, ended only by a name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.orders.stop_card import Act
from posdesk.desk.orders.stop_choice import Choice
from posdesk.desk.theme import Theme
from posdesk.desk.window import MainWindow
from posdesk.domain.board import OrderView
from posdesk.domain.order import OrderKey, OrderState, PassedOver
from posdesk.settings import Desk, Settings
from tests.desk.orders.conftest import Put
from tests.journal.making import key_of
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter


def older() -> OrderView:
    view = sample.stop_25()
    key = key_of("older")
    return replace(
        view, order=replace(view.order, key=key, state_at=view.order.state_at - timedelta(minutes=3))
    )


def end(view: OrderView) -> OrderView:
    return replace(view, order=replace(view.order, stop_open=False))


def test_a_stop_stands_over_all_lanes_at_full_width(page: OrdersPage, put: Put) -> None:
    put(*sample.alerts())
    assert page.stops.isVisible()
    assert page.stops.geometry().bottom() < page.board.y()
    assert page.stops.width() == page.board.width()


def test_nothing_covers_a_stop(window: MainWindow, page: OrdersPage, put: Put) -> None:
    put(*sample.alerts())
    QTest.keyClick(window, Qt.Key.Key_F5)
    for open_it in (page.open_find, page.close_find):
        open_it()
        page.deeds.refuse(page.selection.key or OrderKey("", "", ""))
        low = page.stops.geometry().bottom()
        for part in (page.detail, page.finder, page.panel, page.board):
            assert part.isHidden() or part.y() > low


def test_several_stops_stack_oldest_first(page: OrdersPage, put: Put) -> None:
    put(sample.stop_25())
    put(older())
    assert page.stops.keys[0].bill == "older"
    tops = [page.stops.card(key).y() for key in page.stops.keys]  # type: ignore[union-attr]
    assert tops == sorted(tops)


def test_only_its_button_ends_it(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    view = sample.stop_25()
    put(view)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_F2):
        QTest.keyClick(window, key)
    assert counter.calls("acknowledge_stop") == []
    card = page.stops.card(view.order.key)
    button = card.button(Act.STOPPED) if card else None
    assert button is not None
    assert "李敏" in button.face.label
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert counter.calls("acknowledge_stop") == [(view.order.key,)]
    assert page.stops.isVisible()
    put(end(view))
    assert not page.stops.isVisible()


def test_the_button_takes_the_name_of_who_signs_in(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    view = sample.stop_25()
    put(view)
    counter.set_staff(None)
    card = page.stops.card(view.order.key)
    button = card.button(Act.STOPPED) if card else None
    assert button is not None
    assert "Counter 1" in button.face.label


def test_detail_makes_room_and_comes_back(page: OrdersPage, put: Put) -> None:
    put(sample.new_27())
    assert page.detail.isVisible()
    view = sample.stop_25()
    put(view)
    assert not page.detail.isVisible()
    put(end(view))
    assert page.detail.isVisible()


@pytest.fixture
def calm_page(qtbot: QtBot, light: Theme) -> OrdersPage:
    """A page with less motion and a STOP."""
    counter = FakeCounter(settings=Settings(desk=Desk(less_motion=True)))
    counter.set_views(sample.stop_25())
    page = OrdersPage(counter, light)
    qtbot.addWidget(page)
    page.resize(1366, 640)
    page.show()
    return page


def test_with_less_motion_the_frame_is_double_and_still(calm_page: OrdersPage) -> None:
    calm_page.stops.refresh()
    (key,) = calm_page.stops.keys
    card = calm_page.stops.card(key)
    assert card is not None
    assert card.double
    assert not calm_page.stops.blinks


def test_the_frame_blinks_at_one_hertz_at_most(page: OrdersPage, put: Put) -> None:
    put(sample.stop_25())
    assert page.stops.blinks
    assert page.stops.half_period_ms >= 500


def test_stops_that_find_no_room_are_counted(page: OrdersPage, put: Put) -> None:
    put(*(sample.numbered_stop(f"{n}") for n in range(6)))
    assert len(page.stops.keys) == 4
    assert page.stops.more.isVisible()
    assert page.stops.more.geometry().bottom() <= page.stops.rect().bottom()
    first = page.stops.keys[0]
    put(end(next(view for view in page.model.stops() if view.order.key == first)))
    put(*(end(view) for view in page.model.stops()[:1]))
    assert len(page.stops.keys) == 4
    assert page.stops.more.isHidden()


NUMBER = "20"


def meant(name: str, hours: float, state: OrderState) -> OrderView:
    """An order of number 20 that an unclear cancel stopped."""
    view = sample.new_104()
    placed = NOON - timedelta(hours=hours)
    content = replace(view.order.content, tbillno=NUMBER, customer=name, ordered_at=placed)
    key = key_of(NUMBER, ordered=placed)
    order = replace(view.order, key=key, content=content, state=state, received_at=placed)
    return OrderView(replace(order, stop_open=True, is_unclear=True), twins=1)


def test_one_stop_asks_which_order_of_a_number_was_cancelled(
    page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    old, new = meant("王生", 24, OrderState.ACCEPTED), meant("周先生", 0.1, OrderState.NEW)
    put(old, new, sample.stop_25())
    assert len(page.stops.keys) == 2, "one for both, and one for 25"
    (key,) = (each for each in page.stops.keys if each.bill == NUMBER)
    card = page.stops.card(key)
    assert card is not None
    buttons = {view.order.key: card.button(Choice.THIS, view.order.key.ordered) for view in (old, new)}
    for view in (old, new):
        button = buttons[view.order.key]
        assert button is not None
        assert view.order.content.customer in button.face.label
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert counter.calls("cancel_this") == [(old.order.key,), (new.order.key,)]
    assert counter.calls("acknowledge_stop") == []


def test_both_cards_of_one_number_say_so_and_what_was_not_applied(page: OrdersPage, put: Put) -> None:
    view = sample.new_104()
    event = PassedOver(OrderState.CANCELLED, NOON - timedelta(hours=15))
    put(replace(view, twins=1, order=replace(view.order, passed_over=event)))
    row = page.model.row(view.order.key)
    assert row is not None
    told = [chip.text for chip in row.facts.chips]
    assert told == [
        "A cancel for this number came yesterday 21:41, not applied",
        f"Another open order has number {view.order.content.tbillno}, too",
    ]
