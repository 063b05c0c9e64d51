"""No key acts on what is not seen, and what a key did leaves a sign."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.page import Key
from posdesk.desk.orders.detail_content import DetailAct
from posdesk.desk.words.language import Languages
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.domain.orders.source import Source
from tests.desk.sync import samples
from tests.support import sample_ledgers as ledgers
from tests.support import sample_views as sample
from tests.support.whole_desk import WholeDesk

pytestmark = pytest.mark.window


@pytest.fixture
def desk(qtbot: QtBot, languages: Languages) -> WholeDesk:
    made = WholeDesk(qtbot)
    made.window.resize(1366, 768)
    made.counter.set_views(*sample.board())
    made.settle()
    return made


@pytest.mark.parametrize("width", [1366, 900])
def test_the_selection_survives_f4(desk: WholeDesk, width: int) -> None:
    desk.window.resize(width, 700)
    making = [v for v in desk.counter.views() if v.order.state is OrderState.ACCEPTED]
    chosen = making[1]
    desk.orders.selection.choose(chosen.order.key)
    desk.press(Key.Key_F4)
    assert [call[:2] for call in desk.counter.calls("wish")] == [(chosen.order.key, Kind.READY)]
    assert desk.orders.selection.key == chosen.order.key
    tab = desk.orders.board.tabs.current
    desk.counter.put(replace(chosen, order=replace(chosen.order, state=OrderState.READY)))
    desk.settle()
    if width == 1366:
        assert desk.orders.selection.key == chosen.order.key
    else:  # it went behind another tab: the tab stays, and one of its orders is at hand
        assert desk.orders.board.tabs.current == tab
        row = desk.orders.selected_row()
        assert row is not None
        assert row.view.order.state is OrderState.ACCEPTED


def test_f2_still_goes_on_to_the_next_new_order(desk: WholeDesk) -> None:
    first = desk.orders.selection.key
    desk.press(Key.Key_F2)
    assert desk.orders.selection.key not in {first, None}


def test_the_undo_button_says_what_of_whose_order_it_takes_back(desk: WholeDesk) -> None:
    twin = sample.numbered(sample.new_104(), "27")
    waits = sample.with_intent(twin, Kind.ACCEPT, Outcome.QUEUED)
    desk.counter.undo_within(waits.intents[-1].seq, 60)
    desk.counter.put(sample.new_27(), waits)
    desk.settle()
    button = desk.window.shell.undo_button
    assert button.isVisible()
    assert button.accessibleName() == "Undo: Accept, Ele.me 27 Esc"
    assert twin.order.content.source is Source.ELEME


def test_f9_leaves_a_sign_on_its_button_and_above_every_page(desk: WholeDesk) -> None:
    bar, top = desk.window.shell.action_bar, desk.window.shell.top_bar
    before = [button.face.label for button in bar.buttons]
    desk.orders.set_snoozed(True)
    top.set_snoozed(True)
    desk.settle()
    assert "Silent for 60 s" in [button.face.label for button in bar.buttons]
    assert "Alarm snoozed" in top.accessibleName()
    desk.orders.set_snoozed(False)
    desk.settle()
    assert [button.face.label for button in bar.buttons] == before


def test_a_letter_never_reveals_a_phone_that_nobody_sees(desk: WholeDesk) -> None:
    detail = desk.orders.detail
    desk.press(Key.Key_F5)
    assert not detail.isVisible()
    desk.letter("R")
    assert desk.counter.calls("revealed") == []
    desk.press(Key.Key_F5)
    assert detail.isVisible()
    desk.press(Key.Key_F10)
    desk.orders.finder.setGeometry(desk.orders.rect())
    desk.settle()
    desk.letter("R")
    assert not detail.revealed
    desk.press(Key.Key_Escape)
    desk.letter("R")
    assert detail.revealed
    assert detail.hide_timer.isActive()
    desk.letter("R")
    assert not detail.revealed
    button = detail.card_view.button(DetailAct.REVEAL)
    assert button is not None
    assert button.face.key == "Alt+R"


def test_no_key_acts_on_an_order_behind_a_dialog(desk: WholeDesk) -> None:
    desk.press(Key.Key_F12)
    box = desk.orders.at_hand()
    assert box is not None
    desk.sign_in.move(desk.orders.mapToGlobal(box.topLeft()))
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    for key in (Key.Key_F2, Key.Key_F3, Key.Key_F4):
        desk.press(key)
    desk.letter("S")
    assert desk.counter.calls("wish") == []
    assert desk.orders.order_actions.refusing is None
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.sign_in)
    desk.sign_in.reject()
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    desk.press(Key.Key_F2)
    assert len(desk.counter.calls("wish")) == 1


def test_one_panel_at_a_time_asks_and_its_digits_are_its_own(desk: WholeDesk) -> None:
    making = next(v for v in desk.counter.views() if v.order.state is OrderState.ACCEPTED)
    orders, asks = desk.orders, desk.orders.own_panel
    orders.selection.choose(making.order.key)
    orders.placement.show_detail()
    for letter in "TN":
        desk.letter(letter)
        assert asks.isVisible()
        desk.letter("E")
        assert (orders.panel.isVisible(), asks.isVisible()) == (True, False)
        desk.press(Key.Key_1)
        assert orders.closing.now is not None
        assert orders.closing.now.reason is not None
        assert desk.counter.calls("promise") == []
        desk.press(Key.Key_Escape)
        desk.letter(letter)
        assert (orders.panel.isVisible(), asks.isVisible()) == (False, True)
        desk.press(Key.Key_F10)
        assert (orders.finder.isVisible(), asks.isVisible()) == (True, False)
        desk.press(Key.Key_Escape)


def test_no_letter_takes_back_or_asks_again_under_a_panel(desk: WholeDesk) -> None:
    """The key stands on the card, and the panel lies over that."""
    desk.orders.placement.show_detail()
    for view, letter, act in (
        (sample.accept_waiting(), "C", "undo"),
        (sample.accept_unknown(), "A", "ask_again"),
    ):
        desk.counter.undo_within(view.intents[-1].seq, 60)
        desk.counter.put(view)
        desk.settle()
        desk.orders.selection.choose(view.order.key)
        desk.letter("N")
        assert desk.orders.own_panel.isVisible()
        bar = desk.orders.bar()
        assert bar.action(f"Alt+{letter}") is None
        desk.press(Key.Key_Escape)
        desk.letter(letter)
        assert len(desk.counter.calls(act)) == 1


def test_lanes_that_a_search_covers_are_not_sorted(desk: WholeDesk) -> None:
    lane = desk.orders.model
    before = [lane.sort_by(each) for each in desk.orders.lanes]
    desk.press(Key.Key_F10)
    desk.letter("S")
    assert [lane.sort_by(each) for each in desk.orders.lanes] == before
    desk.press(Key.Key_Escape)
    desk.letter("S")
    assert [lane.sort_by(each) for each in desk.orders.lanes] != before


def test_f5_opens_no_receipts_of_a_cell_under_the_month(desk: WholeDesk) -> None:
    desk.books.put_day(ledgers.picture_day())
    desk.page(3)
    desk.letter("M")
    desk.press(Key.Key_F5)
    assert not desk.hours.side.shows_receipts
    desk.press(Key.Key_Left)
    framed = desk.hours.header.days.calendar.framed
    desk.letter("M")
    assert desk.hours.data.day == framed


def test_a_row_that_went_leaves_its_keys_to_no_other(desk: WholeDesk) -> None:
    desk.books.set_waiting(samples.crowded())
    desk.page(4)
    first = desk.sync.choice.row
    assert first is not None
    waiting = desk.books.waiting_now
    desk.books.set_waiting(replace(waiting, lacking=()))
    desk.settle()
    desk.sync.refresh()
    assert desk.sync.choice.row is None
    for letter in "GSAV":
        desk.letter(letter)
    assert [
        call.name for call in desk.books.asked if call.name in {"retry", "retry_alike", "ask_again"}
    ] == []
    desk.press(Key.Key_Down)
    assert desk.sync.choice.row is not None


@pytest.mark.parametrize("number", [2, 3, 4, 6])
def test_keys_of_orders_do_nothing_on_a_page_that_shows_none(desk: WholeDesk, number: int) -> None:
    desk.page(number)
    for key in (Key.Key_F2, Key.Key_F3, Key.Key_F4, Key.Key_F6, Key.Key_F7, Key.Key_F8):
        desk.press(key)
    desk.press(Key.Key_1)
    assert desk.counter.calls("wish") == []
    assert desk.orders.order_actions.refusing is None
    assert desk.orders.order_actions.paying is None
