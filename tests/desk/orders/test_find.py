"""Find: the counter searches, late answers to old texts are dropped, done orders are there without a text."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.paint import ButtonKind
from posdesk.domain.orders.board import Lane, OrderView
from posdesk.domain.orders.order import OrderState
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter


def shown(page: OrdersPage) -> list[str]:
    rows = page.finder.rows
    return [rows.row_at(n).facts.number for n in range(rows.rowCount())]


def done(view: OrderView) -> OrderView:
    return replace(view, order=replace(view.order, state=OrderState.COMPLETED))


def find(window: MainWindow, page: OrdersPage, text: str) -> None:
    QTest.keyClick(window, Qt.Key.Key_F10)
    page.finder.field.setText(text)


def test_without_a_text_todays_done_orders_are_listed(window: MainWindow, page: OrdersPage, put: Put) -> None:
    put(sample.new_27(), done(sample.new_8()))
    QTest.keyClick(window, Qt.Key.Key_F10)
    assert page.finder.isVisible()
    assert shown(page) == ["8"]


def test_the_counter_does_the_search(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(sample.new_27())
    find(window, page, " 2046 ")
    assert counter.calls("search") == [("2046",)]
    counter.show_found("2046", sample.new_27(), sample.new_8())
    assert shown(page) == ["27", "8"]


def test_an_answer_to_an_older_text_is_dropped(
    window: MainWindow, page: OrdersPage, counter: FakeCounter
) -> None:
    find(window, page, "20")
    page.finder.field.setText("204")
    counter.show_found("204", sample.new_8())
    counter.show_found("20", sample.new_27())
    assert shown(page) == ["8"]


def test_what_was_not_found_is_named(window: MainWindow, page: OrdersPage, counter: FakeCounter) -> None:
    find(window, page, "104")
    counter.show_found("104")
    assert page.finder.empty_words()[0] == "104 was not found"
    assert "last four digits" in page.finder.empty_words()[1]


def test_a_found_order_off_the_board_is_selected_and_stays_so(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    old = done(sample.new_8())
    put(sample.new_27())
    find(window, page, "8")
    counter.show_found("8", old)
    QTest.keyClick(window, Qt.Key.Key_Down)
    put(sample.new_104())
    assert page.selection.key == old.order.key
    assert page.detail.key == old.order.key


def test_esc_closes_it_and_undoes_nothing(window: MainWindow, page: OrdersPage, counter: FakeCounter) -> None:
    QTest.keyClick(window, Qt.Key.Key_F10)
    QTest.keyClick(page.finder.field, Qt.Key.Key_Escape)
    assert not page.finder.isVisible()
    assert counter.calls("undo") == []


def test_a_row_shows_the_order_as_it_is_now(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    view = sample.new_27()
    put(view)
    find(window, page, "27")
    counter.show_found("27", view)
    put(done(view))
    assert page.finder.rows.row_at(0).facts.state is OrderState.COMPLETED


def test_find_covers_the_lanes_and_leaves_the_detail_free(
    window: MainWindow, page: OrdersPage, put: Put
) -> None:
    put(sample.new_27())
    window.resize(1366, 768)
    QTest.keyClick(window, Qt.Key.Key_F10)
    assert page.detail.isVisible()
    assert not page.finder.geometry().intersects(page.detail.geometry())


def test_a_wiped_order_that_is_found_says_so(
    window: MainWindow, page: OrdersPage, counter: FakeCounter
) -> None:
    find(window, page, "8")
    counter.show_found("8", sample.wiped(done(sample.new_8())))
    row = page.finder.rows.row_at(0)
    assert (row.facts.name, row.facts.last4) == ("Personal data wiped on 2026-06-03", "")


def test_a_row_says_why_it_was_found_and_when_it_is_not_of_today(
    window: MainWindow, page: OrdersPage, counter: FakeCounter
) -> None:
    before = sample.new_8()
    before = replace(before, order=replace(before.order, received_at=NOON - timedelta(days=1)))
    find(window, page, "27")
    counter.show_found("27", sample.new_27(), before)
    rows = page.finder.rows
    first, second = (rows.row_at(n).facts.why for n in range(2))
    assert first.startswith("number 27")
    assert "came" not in first
    assert "came yesterday 12:41" in second
    find(window, page, "2046")
    counter.show_found("2046", sample.new_27())
    assert rows.row_at(0).facts.why.startswith("phone ends in 2046")
    find(window, page, "陈")
    counter.show_found("陈", sample.new_27())
    assert rows.row_at(0).facts.why.startswith("陈 in the name")


def test_today_s_done_orders_have_a_button_with_its_key(
    window: MainWindow, page: OrdersPage, put: Put
) -> None:
    put(done(sample.new_8()))
    head = page.board.heads[Lane.READY]
    assert (head.switch.face.key, head.switch.face.kind) == ("F10", ButtonKind.OUTLINED)
    QTest.mouseClick(head.switch, Qt.MouseButton.LeftButton)
    assert page.finder.isVisible()
    assert shown(page) == ["8"]
