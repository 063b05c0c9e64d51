"""Closing an order here: Alt+E in its detail, a reason, who says so, Alt+E again; and opening it again."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.cards.marks import Text
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.detail_content import DetailAct
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.sync.entry import EntryAction
from posdesk.desk.sync.order_entries import actions_of_intent
from posdesk.domain.books.pending import pending_of
from posdesk.domain.orders.board import LOOKED_UP_STAYS, Lane, OrderView
from posdesk.domain.orders.closing import ClosedHere, CloseReason
from posdesk.domain.orders.order import OrderState, Origin
from posdesk.errors import NotDone
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter

pytestmark = pytest.mark.window
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def _active(window: MainWindow, qtbot: QtBot) -> None:
    """Keys with Alt are shortcuts, and those are of the active window."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        held = ALT if Qt.Key.Key_A <= key <= Qt.Key.Key_Z else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(window.windowHandle(), key, held)


def closed(view: OrderView, reason: CloseReason = CloseReason.NO_SHOW, note: str = "") -> OrderView:
    return replace(view, order=replace(view.order, closed=ClosedHere(NOON, "王静", reason, note)))


def shown(page: OrdersPage) -> str:
    return " ".join(mark.text for mark in page.panel.card.marks if isinstance(mark, Text))


@pytest.mark.parametrize("digit", range(1, 6))
def test_alt_e_in_the_detail_a_digit_and_alt_e_again_close_it(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, digit: int
) -> None:
    view = sample.new_27()
    put(view)
    press(window, Qt.Key.Key_E)
    assert page.panel.isVisible()
    press(window, Qt.Key.Key_E)
    assert counter.calls("close_here") == [], "no reason yet"
    press(window, Qt.Key(Qt.Key.Key_0 + digit), Qt.Key.Key_E)
    reason = list(CloseReason)[digit - 1]
    assert counter.calls("close_here") == [(view.order.key, reason, "")]
    assert not page.panel.isVisible()


def test_where_the_detail_is_not_open_alt_e_opens_it_first(
    window: MainWindow, page: OrdersPage, put: Put
) -> None:
    put(sample.new_27())
    press(window, Qt.Key.Key_F5)
    assert not page.detail.isVisible()
    press(window, Qt.Key.Key_E)
    assert page.detail.isVisible()
    assert not page.panel.isVisible()
    press(window, Qt.Key.Key_E)
    assert page.panel.isVisible()


def test_reason_six_wants_a_sentence_which_digits_stand_in(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    view = sample.new_27()
    put(view)
    press(window, Qt.Key.Key_E, Qt.Key.Key_6, Qt.Key.Key_E)
    assert counter.calls("close_here") == [], "nothing is written yet"
    assert page.panel.field.hasFocus()
    QTest.keyClicks(page.panel.field, "oven 2 broke")
    press(window, Qt.Key.Key_E)
    assert counter.calls("close_here") == [(view.order.key, CloseReason.OTHER, "oven 2 broke")]
    assert not page.panel.field.isVisible()


def test_esc_and_an_order_that_ended_meanwhile_close_nothing(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    view = sample.new_27()
    put(view)
    press(window, Qt.Key.Key_E, Qt.Key.Key_1, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    press(window, Qt.Key.Key_E, Qt.Key.Key_1)
    put(replace(view, order=replace(view.order, state=OrderState.COMPLETED)))
    assert not page.panel.isVisible()
    press(window, Qt.Key.Key_E)
    assert counter.calls("close_here") == []


def test_where_nobody_is_set_up_a_name_is_asked_and_stands_as_said(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, qtbot: QtBot
) -> None:
    counter.settings = counter.settings.model_copy(update={"staff": ()})
    counter.set_staff(None)
    view = sample.new_27()
    put(view)
    press(window, Qt.Key.Key_E, Qt.Key.Key_1, Qt.Key.Key_E)
    counter.tell("read_names", ("王静", "李敏"))
    names = page.closing.names
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is names.windowHandle())
    QTest.keyClick(names.windowHandle(), Qt.Key.Key_A, ALT)
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle())
    assert counter.calls("close_here") == [], "the name is shown first"
    press(window, Qt.Key.Key_E)
    assert counter.people.signed == ["counter 1, said 王静"]
    assert counter.calls("close_here") == [(view.order.key, CloseReason.NO_SHOW, "")]


def test_the_panel_says_whose_pin_it_takes_or_who_it_is(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(sample.new_27())
    press(window, Qt.Key.Key_E)
    assert "李敏" in shown(page)
    counter.set_staff(None)
    assert "PIN" in shown(page)


def test_one_that_could_not_be_written_down_is_selected_as_before(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    view = sample.new_27()
    put(view)
    press(window, Qt.Key.Key_E, Qt.Key.Key_1, Qt.Key.Key_E)
    counter.fail(NotDone.DISK)
    assert page.selection.key == view.order.key


def test_find_shows_a_closed_one_as_that_and_alt_e_opens_it_again(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    view = closed(sample.new_27())
    put(view)
    assert all(page.lanes[lane].rowCount() == 0 for lane in page.lanes)
    press(window, Qt.Key.Key_F10)
    row = page.finder.row(view.order.key)
    assert row is not None
    assert row.facts.lane is Lane.CLOSED
    assert page.finder.caption == "Done today: 0, closed here: 1", "it is not completed"
    assert [chip.text for chip in row.facts.chips] == ["Closed here by 王静: customer did not come"]
    press(window, Qt.Key.Key_Down)
    assert page.bar().state == "Closed here", "nothing runs down any more"
    said = " ".join(mark.text for mark in page.detail.card_view.card.marks if isinstance(mark, Text))
    assert "Closed here by 王静: customer did not come" in said
    press(window, Qt.Key.Key_E)
    assert page.panel.isVisible()
    assert page.finder.field.text() == "", "it was typed nowhere"
    press(window, Qt.Key.Key_E)
    assert counter.calls("open_again") == [(view.order.key,)]


def test_the_detail_offers_closing_only_where_it_is_possible(
    window: MainWindow, page: OrdersPage, put: Put
) -> None:
    view = sample.new_27()
    put(view)
    QApplication.processEvents()
    button = page.detail.card_view.button(DetailAct.CLOSE_HERE)
    assert button is not None
    assert (button.face.label, button.face.key) == ("Close here", "Alt+E")
    ended = replace(view, order=replace(view.order, state=OrderState.COMPLETED))
    put(ended)
    page.detail.show_row(page.model.row(view.order.key))
    assert page.detail.card_view.button(DetailAct.CLOSE_HERE) is None


def test_what_is_unknown_of_a_closed_order_takes_a_persons_word_and_is_not_asked_again(
    page: OrdersPage, put: Put
) -> None:
    view = closed(sample.accept_unknown())
    put(view)
    page.detail.show_row(page.model.row(view.order.key))
    seq = view.intents[-1].seq
    assert page.detail.card_view.button(DetailAct.ASK_AGAIN, seq) is None
    assert page.detail.card_view.button(DetailAct.DONE, seq) is not None
    (row,) = pending_of([view])
    assert actions_of_intent(row) == (EntryAction.DECIDE,)


@pytest.mark.parametrize("size", [(900, 600), (1024, 768), (1920, 1080)])
def test_the_panel_cuts_no_word_and_stands_whole_on_the_page(
    window: MainWindow, page: OrdersPage, put: Put, size: tuple[int, int]
) -> None:
    window.resize(*size)
    put(sample.new_27())
    press(window, Qt.Key.Key_E)
    if not page.panel.isVisible():
        press(window, Qt.Key.Key_E)
    press(window, Qt.Key.Key_6)
    assert page.rect().contains(page.panel.geometry())
    measure = page.panel.card
    for mark in measure.marks:
        assert mark.box.right <= page.panel.width()
        assert mark.box.bottom <= page.panel.height()


def test_what_was_only_looked_up_leaves_its_lane_but_while_it_is_selected(
    page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    plain = sample.making_orders()[0].order
    found = replace(plain, state=OrderState.ACCEPTED, origin=Origin.CAPTURED, received_at=NOON)
    view = OrderView(found)
    put(view)
    page.selection.choose(found.key)
    counter.time.advance(LOOKED_UP_STAYS.total_seconds())
    page.tick()
    assert page.lanes[Lane.MAKING].rowCount() == 1
    put(sample.new_27())
    page.selection.choose(sample.new_27().order.key)
    page.tick()
    assert page.lanes[Lane.MAKING].rowCount() == 0
