"""What the keys act on: an order of the lanes, on screen; the most urgent new one when nothing else is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.orders.pay import PayAct
from posdesk.domain.orders.board import Lane, OrderView
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.settings.settings import Tender
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter

Key = Qt.Key


def new(number: int) -> OrderView:
    """A new order; a lower number is more urgent."""
    view = sample.new_8()
    order, content = view.order, replace(view.order.content, show_no=str(number))
    key, by = OrderKey("meituan", f"bill-{number:04}", ""), NOON + timedelta(seconds=100 + number)
    return replace(view, order=replace(order, key=key, content=content, accept_by=by))


def ended(view: OrderView, state: OrderState = OrderState.COMPLETED) -> OrderView:
    return replace(view, order=replace(view.order, state=state))


def press(window: MainWindow, counter: FakeCounter, *keys: Qt.Key) -> None:
    """Keys of the window system's, each long enough after the one before."""
    for key in keys:
        counter.time.advance(1)
        QTest.keyClick(window.windowHandle(), key)


def accepted(counter: FakeCounter) -> list[object]:
    return [what[0] for what in counter.calls("wish") if what[1] is Kind.ACCEPT]


def said(window: MainWindow) -> str:
    return str(window.shell.notice.said)


def choose_found(window: MainWindow, counter: FakeCounter, *found: OrderView) -> None:
    """Find, and choose the first row."""
    press(window, counter, Key.Key_F10)
    page = window.page
    assert isinstance(page, OrdersPage)
    page.finder.field.setText("8")
    counter.show_found("8", *found)
    press(window, counter, Key.Key_Down)


def test_f2_accepts_the_most_urgent_of_six_that_ring_after_a_search(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    old = ended(sample.new_27())
    choose_found(window, counter, old)
    assert page.selection.key == old.order.key
    views = [new(n) for n in range(6)]
    put(*views)
    press(window, counter, Key.Key_Escape, Key.Key_F2)
    assert accepted(counter) == [views[0].order.key]


def test_esc_out_of_a_search_gives_the_selection_back_to_the_order_before(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    views = [new(n) for n in range(3)]
    put(*views)
    press(window, counter, Key.Key_Down)
    choose_found(window, counter, ended(sample.new_27()))
    press(window, counter, Key.Key_Escape)
    assert page.selection.key == views[1].order.key


def test_an_order_of_the_lanes_that_was_found_stays_selected(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    views = [new(n) for n in range(20)]
    put(*views)
    choose_found(window, counter, views[17])
    press(window, counter, Key.Key_Escape, Key.Key_F2)
    assert accepted(counter) == [views[17].order.key]


@pytest.mark.parametrize("state", [OrderState.COMPLETED, OrderState.CANCELLED, OrderState.REFUSED])
def test_an_order_that_leaves_the_lanes_leaves_the_selection_to_the_most_urgent(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, state: OrderState
) -> None:
    views = [new(n) for n in range(3)]
    put(*views)
    press(window, counter, Key.Key_Down, Key.Key_F5, Key.Key_F5)
    put(ended(views[1], state))
    assert page.selection.key == views[0].order.key
    press(window, counter, Key.Key_F2)
    assert accepted(counter) == [views[0].order.key]


def test_a_key_does_nothing_under_a_search_that_covers_the_card_and_says_why(
    window: MainWindow, counter: FakeCounter, put: Put
) -> None:
    put(*(new(n) for n in range(3)))
    press(window, counter, Key.Key_F10, Key.Key_F2)
    assert accepted(counter) == []
    assert "Find is open" in said(window)


def test_a_card_that_a_person_scrolled_away_is_shown_first_and_nothing_is_done(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    views = [new(n) for n in range(20)]
    put(*views)
    page.board.views[Lane.NEW].scroll_cards(9)
    assert page.at_hand() is not None
    assert page.at_hand().isEmpty()  # type: ignore[union-attr]
    press(window, counter, Key.Key_F2)
    assert accepted(counter) == []
    assert "Press the key again" in said(window)
    press(window, counter, Key.Key_F2)
    assert accepted(counter) == [views[0].order.key]


@pytest.mark.parametrize("size", [(900, 600), (1024, 768), (1366, 768)])
def test_the_selected_card_stays_on_screen_while_orders_ring_and_the_window_changes(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, size: tuple[int, int]
) -> None:
    put(*(new(100 + n) for n in range(12)))
    window.resize(*size)
    QApplication.processEvents()
    for number in range(14):
        press(window, counter, Key.Key_Down)
        put(new(200 + number), new(10 + number))
        QApplication.processEvents()
        box = page.at_hand()
        assert box is not None
        assert not box.isEmpty()
    window.resize(1920, 1080)
    QApplication.processEvents()
    put(sample.stop_25())
    window.resize(*size)
    QApplication.processEvents()
    assert not page.at_hand().isEmpty()  # type: ignore[union-attr]


def test_a_touch_on_a_tab_selects_the_first_of_its_orders(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    window.resize(900, 700)
    put(*(new(n) for n in range(3)), *sample.making_orders())
    page.board.tabs.chosen.emit(1)
    assert page.selection.key == page.lanes[Lane.MAKING].row_at(0).key
    press(window, counter, Key.Key_F2)
    assert accepted(counter) == []


def test_under_an_empty_tab_the_key_shows_its_order_and_does_nothing_yet(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    window.resize(900, 700)
    views = [new(n) for n in range(3)]
    put(*views)
    page.board.tabs.chosen.emit(1)
    QApplication.processEvents()
    press(window, counter, Key.Key_F2)
    assert accepted(counter) == []
    assert page.board.tabs.current == 0
    press(window, counter, Key.Key_F2)
    assert accepted(counter) == [views[0].order.key]


def test_an_order_that_another_counter_moves_behind_a_tab_is_not_selected_any_more(
    window: MainWindow, page: OrdersPage, put: Put
) -> None:
    window.resize(900, 700)
    views = [new(n) for n in range(3)]
    put(*views)
    put(ended(views[0], OrderState.ACCEPTED))
    assert page.selection.key == views[1].order.key


def test_in_a_narrow_window_the_detail_of_a_found_order_lies_over_the_search(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    window.resize(960, 700)
    put(new(1))
    old = ended(sample.new_27())
    choose_found(window, counter, old)
    press(window, counter, Key.Key_F5)
    assert page.detail.isVisible()
    assert page.detail.key == old.order.key
    press(window, counter, Key.Key_Escape)
    assert not page.detail.isVisible()
    assert page.finder.isVisible()
    press(window, counter, Key.Key_Escape)
    assert not page.finder.isVisible()
    assert page.selection.key == new(1).order.key


@pytest.mark.parametrize("count", [1, 4, 9, 14])
@pytest.mark.parametrize("size", [(900, 600), (1024, 768), (1366, 768)])
def test_the_panel_of_a_payment_is_whole_with_its_chosen_way_whatever_stands_above(
    window: MainWindow,
    page: OrdersPage,
    counter: FakeCounter,
    put: Put,
    *,
    size: tuple[int, int],
    count: int,
) -> None:
    tenders = tuple(Tender(code=str(n), name=f"way {n}", cash=n == 0) for n in range(count))
    counter.settings = counter.settings.model_copy(update={"tender": tenders})
    window.resize(*size)
    put(sample.new_b12(), *(sample.numbered_stop(f"{n}") for n in range(3)))
    QApplication.processEvents()
    press(window, counter, Key.Key_F6)
    for _ in range(count + 1):
        box = page.at_hand()
        assert box is not None
        assert not box.isEmpty()
        now = page.order_actions.paying
        assert now is not None
        button = page.panel.button(PayAct.TENDER, str(now.at))
        assert button is not None
        assert page.panel.rect().contains(button.geometry())
        press(window, counter, Key.Key_Down)
    press(window, counter, Key.Key_F6)
    assert len(counter.calls("wish")) == 1


@pytest.mark.parametrize("size", [(900, 600), (1024, 768)])
def test_the_reasons_to_refuse_are_whole_under_several_stops(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, size: tuple[int, int]
) -> None:
    window.resize(*size)
    put(new(1), *(sample.numbered_stop(f"{n}") for n in range(3)))
    QApplication.processEvents()
    press(window, counter, Key.Key_F3)
    assert not page.at_hand().isEmpty()  # type: ignore[union-attr]
    press(window, counter, Key.Key_6, Key.Key_F3)
    assert [what[:3] for what in counter.calls("wish")] == [(new(1).order.key, Kind.REFUSE, "Other")]


def test_a_panel_that_finds_no_room_sends_nothing_and_says_why(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(new(1))
    press(window, counter, Key.Key_F3, Key.Key_2)
    window.setMinimumSize(600, 300)
    window.resize(900, 330)
    QApplication.processEvents()
    press(window, counter, Key.Key_F3)
    assert counter.calls("wish") == []
    assert "too small" in said(window)
