"""The page in a real window: keys, selection, and what never moves under the hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.model import SortBy
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.theme import Theme
from posdesk.domain.orders.board import Action, Lane, OrderView
from posdesk.domain.orders.intent import Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.errors import OrderReason
from posdesk.settings.settings import Staff
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter

Places = Callable[[], dict[OrderKey, tuple[int, int]]]


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window, key)


def wishes(counter: FakeCounter) -> list[tuple[object, object]]:
    return [(call[0], call[1]) for call in counter.calls("wish")]


def urgent(seconds: int) -> OrderView:
    """A new order with so many seconds left."""
    view = sample.new_8()
    return replace(view, order=replace(view.order, accept_by=NOON + timedelta(seconds=seconds)))


def touch(page: OrdersPage, lane: Lane, key: OrderKey, act: Action | None) -> None:
    """A touch in the middle of a card's button, or on its upper left corner."""
    view = page.board.views[lane]
    placed = next(p for p in view.shown.placed if view.proxy.row_at(p.at).key == key)
    button = next((b for b in placed.card.buttons() if b.act is act), None)
    spot = button.box.moved(placed.box.x, placed.box.y) if button else placed.box._replace(w=40, h=40)
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(spot.x + spot.w // 2, spot.y + spot.h // 2),
    )


def test_the_most_urgent_new_order_is_selected_when_none_is(page: OrdersPage, put: Put) -> None:
    put(*sample.new_orders())
    row = page.selected_row()
    assert row is not None
    assert row.facts.number == "104"


def test_f2_accepts_the_selected_order_and_goes_on_to_the_next(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    views = sample.new_orders()
    put(*views)
    press(window, Qt.Key.Key_F2)
    assert wishes(counter) == [(views[0].order.key, Kind.ACCEPT)]
    assert page.selection.key == views[1].order.key


def test_f2_twice_within_400_ms_accepts_one(window: MainWindow, counter: FakeCounter, put: Put) -> None:
    put(*sample.new_orders())
    press(window, Qt.Key.Key_F2)
    counter.time.advance(0.39)
    press(window, Qt.Key.Key_F2)
    assert len(wishes(counter)) == 1
    counter.time.advance(0.02)
    press(window, Qt.Key.Key_F2)
    assert len(wishes(counter)) == 2


def test_f2_is_deaf_after_a_touched_accept_too(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    views = sample.new_orders()
    put(*views)
    touch(page, Lane.NEW, views[0].order.key, Action.ACCEPT)
    press(window, Qt.Key.Key_F2)
    assert wishes(counter) == [(views[0].order.key, Kind.ACCEPT)]


def test_an_accepted_order_is_not_selected_again_before_it_has_moved(
    window: MainWindow, page: OrdersPage, put: Put
) -> None:
    only = sample.new_27()
    put(only)
    press(window, Qt.Key.Key_F2)
    put(sample.making_orders()[0])
    assert page.selection.key is None
    put(sample.with_intent(only, Kind.ACCEPT, Outcome.QUEUED))
    assert page.selection.key is None


def test_a_wish_that_was_not_allowed_leaves_the_order_new(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    only = sample.new_27()
    put(only)
    press(window, Qt.Key.Key_F2)
    counter.refuse(OrderReason.STATE)
    assert page.selection.key == only.order.key


def test_a_new_order_never_moves_the_selected_card(page: OrdersPage, put: Put, shown: Places) -> None:
    views = sample.new_orders()
    put(*views)
    for chosen in (views[0], views[1], views[2]):
        page.selection.choose(chosen.order.key)
        before = shown()[chosen.order.key]
        for seconds in (5, 130, 400):
            put(urgent(seconds))
            assert page.selection.key == chosen.order.key
            assert shown()[chosen.order.key] == before


def test_a_new_order_never_moves_the_scroll_position(page: OrdersPage, put: Put) -> None:
    put(*(urgent(100 + n) for n in range(20)))
    view = page.board.views[Lane.NEW]
    view.scroll_cards(5)
    top = view.proxy.row_at(view.shown.placed[0].at).key
    put(urgent(3), urgent(500))
    assert view.proxy.row_at(view.shown.placed[0].at).key == top


def test_the_next_most_urgent_order_counts_even_if_it_came_in_behind(
    window: MainWindow, page: OrdersPage, put: Put
) -> None:
    put(sample.new_27(), sample.new_8())
    late = urgent(30)
    put(late)
    press(window, Qt.Key.Key_F2)
    assert page.selection.key == late.order.key


def test_hidden_cards_are_counted_and_the_words_scroll(page: OrdersPage, put: Put) -> None:
    put(*(urgent(100 + n) for n in range(20)))
    view = page.board.views[Lane.NEW]
    shown = view.shown
    assert shown.below == 20 - len(shown.placed)
    box = shown.below_box
    assert box is not None
    assert box.bottom <= view.viewport().height()
    spot = QPoint(box.x + box.w // 2, box.y + box.h // 2)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert view.shown.above == len(shown.placed)


@pytest.mark.parametrize("size", [(1024, 640), (1366, 640), (1920, 960), (960, 430), (683, 400), (512, 270)])
def test_no_card_is_cut_at_any_size(
    qtbot: QtBot, counter: FakeCounter, light: Theme, size: tuple[int, int]
) -> None:
    counter.set_views(*sample.alerts()[1:], sample.long_order(), *(urgent(100 + n) for n in range(9)))
    page = OrdersPage(counter, light)
    qtbot.addWidget(page)
    page.resize(*size)
    page.set_window_width(size[0])
    page.show()
    cards = 0
    for tab in range(3):
        page.board.show_tab(tab)
        for view in page.board.views.values():
            for placed in view.shown.placed if view.isVisible() else ():
                assert placed.box.bottom <= view.viewport().height()
                assert placed.box.right <= view.viewport().width()
                cards += 1
    assert cards


def test_a_touch_on_a_ready_order_opens_it_in_pickup(page: OrdersPage, put: Put, qtbot: QtBot) -> None:
    put(*sample.ready_orders())
    first = page.lanes[Lane.READY].row_at(0).key
    with qtbot.waitSignal(page.open_pickup) as opened:
        touch(page, Lane.READY, first, None)
    assert opened.args == [first]


def test_f8_opens_the_selected_order_in_pickup(
    window: MainWindow, page: OrdersPage, put: Put, qtbot: QtBot
) -> None:
    put(sample.making_orders()[0])
    key = page.lanes[Lane.MAKING].row_at(0).key
    page.selection.choose(key)
    with qtbot.waitSignal(page.open_pickup) as opened:
        press(window, Qt.Key.Key_F8)
    assert opened.args == [key]


def test_f4_says_that_the_selected_order_is_ready(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(*sample.making_orders())
    key = page.lanes[Lane.MAKING].row_at(2).key
    page.selection.choose(key)
    press(window, Qt.Key.Key_F4)
    assert wishes(counter) == [(key, Kind.READY)]


def test_a_key_that_does_not_apply_is_no_button(page: OrdersPage, put: Put) -> None:
    put(sample.making_orders()[0])
    page.selection.choose(page.lanes[Lane.MAKING].row_at(0).key)
    live = {action.key for action in page.bar().keys if action.run}
    assert Qt.Key.Key_F2 not in live
    assert Qt.Key.Key_F3 not in live
    assert Qt.Key.Key_F4 in live
    assert Qt.Key.Key_F7 not in live, "no printer prints a slip of it"


def test_f9_snoozes_only_while_something_rings(
    window: MainWindow, page: OrdersPage, put: Put, qtbot: QtBot
) -> None:
    assert page.bar().action(Qt.Key.Key_F9) is None
    put(sample.new_27())
    with qtbot.waitSignal(page.snooze):
        press(window, Qt.Key.Key_F9)


def test_the_undo_button_withdraws_what_waits(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    view = sample.accept_waiting()
    counter.undo_within(view.intents[-1].seq, 2)
    put(view)
    touch(page, Lane.MAKING, view.order.key, Action.UNDO)
    assert counter.calls("undo") == [(view.intents[-1].seq,)]


def test_ask_now_asks_under_the_same_number(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    view = sample.accept_unknown()
    put(view)
    touch(page, Lane.MAKING, view.order.key, Action.ASK_AGAIN)
    assert counter.calls("ask_again") == [(Seq(view.intents[-1].seq),)]


def test_arrows_move_the_selection(window: MainWindow, page: OrdersPage, put: Put) -> None:
    put(*sample.board())
    press(window, Qt.Key.Key_Down)
    assert page.selected_row() is page.model.row(page.lanes[Lane.NEW].row_at(1).key)
    press(window, Qt.Key.Key_Right)
    assert page.selection.key == page.lanes[Lane.MAKING].row_at(1).key


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Tab])
def test_no_key_of_a_scanner_does_anything(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, key: Qt.Key
) -> None:
    put(*sample.alerts())
    counter.asked.clear()
    page.order_actions.refuse(page.lanes[Lane.NEW].row_at(0).key)
    page.order_actions.choose_reason(1)
    counter.asked.clear()
    press(window, key)
    assert counter.asked == []
    assert page.order_actions.refusing is not None


def test_only_what_the_clock_changes_is_painted_again(page: OrdersPage, put: Put) -> None:
    put(sample.new_27())
    placed = page.board.views[Lane.NEW].shown.placed[0]
    boxes = placed.card.ticking()
    assert boxes
    assert sum(box.w * box.h for box in boxes) < placed.box.w * placed.box.h / 4


def test_f5_puts_the_detail_away_and_brings_it_back(window: MainWindow, page: OrdersPage, put: Put) -> None:
    put(sample.new_27())
    assert page.detail.isVisible()
    press(window, Qt.Key.Key_F5)
    assert not page.detail.isVisible()
    press(window, Qt.Key.Key_F5)
    assert page.detail.isVisible()


def test_an_order_far_down_is_shown_when_it_is_chosen(page: OrdersPage, put: Put) -> None:
    put(*(urgent(100 + n) for n in range(60)))
    view = page.board.views[Lane.NEW]
    for place in (59, 30, 0, 7):
        page.selection.choose(view.proxy.row_at(place).key)
        assert place in {placed.at for placed in view.shown.placed}


def test_a_card_that_leaves_never_sends_the_lane_back_to_its_start(page: OrdersPage, put: Put) -> None:
    views = [urgent(100 + n) for n in range(20)]
    put(*views)
    view = page.board.views[Lane.NEW]
    view.scroll_cards(6)
    top = views[6]
    put(sample.with_intent(top, Kind.ACCEPT, Outcome.SENDING))
    assert view.proxy.row_at(view.shown.placed[0].at).key == views[7].order.key


def test_choosing_a_card_does_not_move_it(page: OrdersPage, put: Put, shown: Places) -> None:
    put(*sample.new_orders()[:3])
    for view in sample.new_orders()[:3]:
        key = next(row.key for row in page.model.rows() if row.facts.number == view.order.content.show_no)
        before = shown()[key]
        page.selection.choose(key)
        assert shown()[key] == before


def test_cards_fold_before_any_is_hidden(qtbot: QtBot, counter: FakeCounter, light: Theme) -> None:
    counter.set_views(*sample.new_orders())
    page = OrdersPage(counter, light)
    qtbot.addWidget(page)
    page.resize(960, 656)
    page.set_window_width(1024)
    page.show()
    shown = page.board.views[Lane.NEW].shown
    assert [placed.full for placed in shown.placed] == [True, False, False, False]
    assert shown.below == 0


def test_an_accepted_card_takes_its_place_by_due_time_in_making(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    """Its held place in New once put it in front of all that is due sooner."""
    new = sample.new_27()
    put(new, *sample.making_orders())
    press(window, Qt.Key.Key_F2)
    put(sample.with_intent(new, Kind.ACCEPT, Outcome.SENDING))
    making = page.lanes[Lane.MAKING]
    assert [making.row_at(n).facts.number for n in range(making.rowCount())][-1] == "27"


def test_a_lane_scrolled_to_its_end_leaves_no_room_empty(page: OrdersPage, put: Put) -> None:
    put(*(sample.numbered(sample.making_orders()[0], f"{n}") for n in range(60)))
    making = page.lanes[Lane.MAKING]
    page.selection.choose(making.row_at(59).key)
    view = page.board.views[Lane.MAKING]
    assert view.shown.below == 0
    assert len(view.shown.placed) > 2
    ended = making.row_at(59).view
    put(replace(ended, order=replace(ended.order, state=OrderState.COMPLETED)))
    view.executeDelayedItemsLayout()
    assert view.shown.below == 0
    assert view.shown.placed[-1].box.bottom > view.viewport().height() - 200


def test_the_selected_card_stays_on_screen_when_a_stop_takes_its_room(page: OrdersPage, put: Put) -> None:
    put(*(sample.numbered(sample.making_orders()[0], f"{n}") for n in range(60)))
    making = page.lanes[Lane.MAKING]
    chosen = making.row_at(59).key
    page.selection.choose(chosen)
    put(sample.stop_25())
    view = page.board.views[Lane.MAKING]
    assert making.place(chosen) in {placed.at for placed in view.shown.placed}


def test_the_keys_follow_what_another_width_takes_away(window: MainWindow, page: OrdersPage) -> None:
    """The detail stands beside the lanes or not, and F5 is offered or not, in the same moment."""
    (f5,) = (b for b in window.shell.action_bar.buttons if b.accessibleName().endswith("F5"))
    assert page.placement.detail_open
    assert f5.isEnabled()
    page.set_window_width(1000)
    assert not page.placement.detail_open
    assert not f5.isEnabled()


def test_a_lane_is_sorted_otherwise_by_its_words_and_by_nothing_beside_them(
    page: OrdersPage, put: Put
) -> None:
    """A press that began elsewhere on the head counts for nothing; words without room can't be pressed."""
    put(*sample.new_orders())
    head = page.board.heads[Lane.NEW]
    QTest.mousePress(head, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    QTest.mouseRelease(head, Qt.MouseButton.LeftButton, pos=head.switch.geometry().center())
    assert page.model.sort_by(Lane.NEW) is SortBy.DUE
    QTest.mouseClick(head.switch, Qt.MouseButton.LeftButton)
    assert page.model.sort_by(Lane.NEW) is SortBy.ARRIVAL
    head.resize(head.sizeHint().width() // 2, head.height())
    assert head.switch.isHidden()


@pytest.mark.parametrize(
    ("signed_in", "due", "said"),
    [
        (False, True, "First sign in with F12, then open the shift with Ctrl+5"),
        (False, False, "First sign in with F12"),
        (True, True, "Open the shift with Ctrl+5"),
        (True, False, ""),
    ],
)
def test_an_empty_board_says_how_a_day_begins_until_it_has_begun(
    page: OrdersPage, counter: FakeCounter, *, signed_in: bool, due: bool, said: str
) -> None:
    counter.set_staff(Staff(name="李敏") if signed_in else None)
    page.board.set_shift_due(due)
    told = page.board.views[Lane.NEW].empty
    assert told[2:] == ((said,) if said else ())
    assert page.board.views[Lane.MAKING].empty == ("Nothing to make",)


def test_a_shop_without_people_is_not_told_to_sign_in(page: OrdersPage, counter: FakeCounter) -> None:
    counter.settings = counter.settings.model_copy(update={"staff": ()})
    counter.set_staff(None)
    assert len(page.board.views[Lane.NEW].empty) == 2
