"""Row 53: the catch-up view covers the lanes after an outage, and keys act on what it shows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.cards.card_view import CardView
from posdesk.desk.cards.draft import CardDraft
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Box, Text
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders import catch_up as view_module
from posdesk.desk.orders import catch_up_lists
from posdesk.desk.orders.page import OrdersPage
from posdesk.domain.orders.board import Lane, OrderView
from posdesk.domain.orders.catch_up import CatchUp, catch_up
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderState
from posdesk.domain.relay.status import RELAY_GAP, Away, RelayFault, RelayStatus
from posdesk.domain.status import EngineStatus, Gap, GapCheck
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter

pytestmark = pytest.mark.window
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def after(*gaps: Gap) -> EngineStatus:
    return replace(sample.healthy(), gaps=gaps)


GAP = Gap(7, sample.at("12:03"), sample.at("12:09"), "stopped")


def press(
    window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(window.windowHandle(), key, held)


def said(view: CardView) -> str:
    return " ".join(mark.text for mark in view.card.marks if isinstance(mark, Text))


def cancelled() -> OrderView:
    view = sample.ready_orders()[0]
    return replace(view, order=replace(view.order, state=OrderState.CANCELLED, state_at=sample.at("12:09")))


@pytest.fixture
def open_view(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, qtbot: QtBot
) -> OrdersPage:
    put(sample.overdue_98(), sample.new_27(), sample.new_b12(), cancelled())
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    counter.set_status(after(GAP))
    page.tick()
    assert page.catch_up.isVisible()
    return page


def test_it_opens_by_itself_after_an_outage_with_the_three_lists_by_due_time(open_view: OrdersPage) -> None:
    words = said(open_view.catch_up.lists)
    places = [
        words.index(text) for text in ("Expired", "98", "Still possible", "B12", "27", "Cancelled meanwhile")
    ]
    assert places == sorted(places), words
    assert "Go through the list below" in said(open_view.catch_up.title)
    assert "can't be fetched" in said(open_view.catch_up.side)


def test_f2_accepts_the_chosen_row_and_the_arrows_go_along_the_lists(
    window: MainWindow, open_view: OrdersPage, counter: FakeCounter
) -> None:
    page = open_view
    keys = [caught.key for caught in page.catch_up._orders.every]
    page.selection.choose(keys[0])
    press(window, Key.Key_Down)
    assert page.selection.key == keys[1]
    assert not page.placement.hides(page.hand.row())
    press(window, Key.Key_F2)
    assert [call[:2] for call in counter.calls("wish")] == [(keys[1], Kind.ACCEPT)]


def test_a_key_never_acts_on_an_order_that_it_covers(
    window: MainWindow, open_view: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    making = sample.making_orders()[0]
    put(making)
    open_view.selection.choose(making.order.key)
    press(window, Key.Key_F4)
    assert counter.calls("wish") == []
    assert not open_view.catch_up.isVisible(), "it is brought on screen, on its lane"
    press(window, Key.Key_F4)
    assert [call[:2] for call in counter.calls("wish")] == [(making.order.key, Kind.READY)]


def test_alt_g_ends_it_and_opens_it_again_and_so_does_esc(window: MainWindow, open_view: OrdersPage) -> None:
    press(window, Key.Key_G, ALT)
    assert not open_view.catch_up.isVisible()
    open_view.tick()
    assert not open_view.catch_up.isVisible(), "it opens by itself once a gap"
    press(window, Key.Key_G, ALT)
    assert open_view.catch_up.isVisible()
    press(window, Key.Key_Escape)
    assert not open_view.catch_up.isVisible()


def test_each_platform_is_compared_by_name_and_the_last_one_ends_it(
    window: MainWindow, open_view: OrdersPage, counter: FakeCounter
) -> None:
    names = ("meituan", "eleme", "baidu", "qr")
    press(window, Key.Key_V, ALT)
    assert counter.calls("compare_gaps") == [((7,), "meituan", names)]
    checked = replace(GAP, checks=(GapCheck("meituan", "李敏", NOON),))
    counter.set_status(after(checked))
    side = said(open_view.catch_up.side)
    assert "12:41 李敏" in side
    assert side.count("not compared yet") == 3
    press(window, Key.Key_L, ALT)
    assert [call[1] for call in counter.calls("compare_gaps")[1:]] == ["eleme", "baidu", "qr"]
    counter.set_status(after())
    assert not open_view.catch_up.isVisible()


def test_a_restart_or_an_empty_board_opens_nothing_and_nothing_is_covered_in_mid_act(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, qtbot: QtBot
) -> None:
    counter.set_status(after(GAP))
    page.tick()
    assert not page.catch_up.isVisible(), "there is no order to look at"
    put(sample.new_27())
    counter.set_status(after(replace(GAP, number=8, end=sample.at("12:03:20"))))
    page.tick()
    assert not page.catch_up.isVisible(), "that was a restart"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.selection.choose(page.model.rows()[0].key)
    press(window, Key.Key_F3)
    assert page.panel.isVisible()
    counter.set_status(after(GAP))
    page.tick()
    assert not page.catch_up.isVisible(), "somebody is in the middle of a refusal"
    press(window, Key.Key_Escape)
    page.tick()
    assert page.catch_up.isVisible()


# What a change costs: no more where the lists are longer


class Painted(QObject):
    """What a widget is told to paint from here on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        QApplication.processEvents()
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The number of each order whose row is laid out from here on."""
    numbers, lay = list[str](), catch_up_lists._lay_row

    def told(draft: CardDraft, facts: Facts, words: catch_up_lists._RowWords, at: Box) -> Box:
        numbers.append(facts.number)
        return lay(draft, facts, words, at)

    monkeypatch.setattr(catch_up_lists, "_lay_row", told)
    return numbers


def test_a_key_and_a_second_lay_out_no_row_that_says_the_same(
    window: MainWindow, open_view: OrdersPage, put: Put, laid: list[str]
) -> None:
    page = open_view
    keys = [caught.key for caught in page.catch_up._orders.every]
    page.selection.choose(keys[0])
    laid.clear()
    page.tick()
    page.catch_up.look()
    assert laid == []
    press(window, Key.Key_Down)
    assert len(laid) == 2, "the row that was chosen, and the one that is"
    laid.clear()
    put(sample.making_orders()[0])
    assert laid == [], "an order that has no row"


def test_a_second_looks_through_all_orders_only_where_a_deadline_has_passed(
    open_view: OrdersPage, counter: FakeCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, looks = open_view.catch_up, list[int]()

    def told(*asked: Any) -> CatchUp:
        looks.append(1)
        return catch_up(*asked)

    monkeypatch.setattr(view_module, "catch_up", told)
    key = view._orders.possible[-1].key
    counter.accept_within(key, 5.0)
    view._tick()
    assert looks == []
    counter.time.advance(6)
    view._tick()
    assert looks == [1]
    assert key in [each.key for each in view._orders.expired]
    assert "too late to accept" in said(view.lists)
    view._tick()
    assert looks == [1]


def test_what_did_not_change_is_not_painted_again_nor_are_the_lanes_under_it(
    window: MainWindow, open_view: OrdersPage, counter: FakeCounter
) -> None:
    page = open_view
    keys = [caught.key for caught in page.catch_up._orders.every]
    page.selection.choose(keys[0])
    lists, lane = Painted(page.catch_up.lists), Painted(page.board.views[Lane.NEW].viewport())
    page.catch_up.look()
    page.board.views[Lane.NEW].viewport().update()
    QApplication.processEvents()
    assert lists.region.isEmpty()
    assert lane.region.isEmpty()
    press(window, Key.Key_Down)
    QApplication.processEvents()
    last = page.catch_up._laid_out.boxes[keys[-1]] if page.catch_up._laid_out else None
    assert last is not None
    assert not lists.region.isEmpty()
    assert lists.region.boundingRect().bottom() < last.y


# What came by the relay while this counter was away


def away(*views: OrderView, count: int = 0) -> EngineStatus:
    keys = frozenset(view.order.key for view in views)
    relay = RelayStatus(
        connected=True,
        since=NOON,
        fault=RelayFault.NONE,
        away=Away(count or len(keys), sample.at("12:03"), sample.at("12:09"), keys),
    )
    return replace(sample.healthy(), relay=relay)


def taken_there() -> OrderView:
    view = sample.making_orders()[0]
    return replace(view, intents=(), elsewhere=(DoneElsewhere(Kind.ACCEPT, "2", "王芳", NOON),))


@pytest.fixture
def back(window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, qtbot: QtBot) -> OrdersPage:
    late, fresh, there = sample.overdue_98(), sample.new_27(), taken_there()
    put(late, fresh, there, sample.new_b12())
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    counter.set_status(away(late, fresh, there, count=12))
    page.tick()
    return page


def test_what_came_while_we_were_away_opens_as_a_list_with_what_became_of_each(back: OrdersPage) -> None:
    assert back.catch_up.isVisible()
    words = said(back.catch_up.lists)
    wanted = ("Expired", "98", "Still possible", "27", "Dealt with meanwhile")
    assert all(each in words for each in wanted), words
    places = [words.index(each) for each in wanted]
    assert places == sorted(places), words
    assert "Counter 2 王芳 accepted 12:41" in words
    assert "B12" not in words, "that was here before"
    side = said(back.catch_up.side)
    assert "12 came while this counter was away (12:03 – 12:09). Nothing is lost." in side
    assert "can't be fetched" not in side
    assert "Of these, 9 " in side


def test_its_rows_are_opened_and_accepted_by_key_and_alt_q_ends_it(
    window: MainWindow, back: OrdersPage, counter: FakeCounter
) -> None:
    keys = [caught.key for caught in back.catch_up._orders.every]
    back.selection.choose(keys[0])
    for _ in range(2):
        press(window, Key.Key_Down)
    assert back.selection.key == keys[2]
    assert back.placement.details(back.selected_row()), "each is opened by the arrows"
    press(window, Key.Key_Up)
    press(window, Key.Key_F2)
    assert [call[:2] for call in counter.calls("wish")] == [(keys[1], Kind.ACCEPT)]
    press(window, Key.Key_Q, ALT)
    assert counter.calls("read_away") == [()]
    counter.set_status(replace(sample.healthy(), relay=RelayStatus(connected=True, fault=RelayFault.NONE)))
    assert not back.catch_up.isVisible()


def test_esc_puts_it_away_until_somebody_wants_it_again(window: MainWindow, back: OrdersPage) -> None:
    press(window, Key.Key_Escape)
    back.tick()
    assert not back.catch_up.isVisible()
    press(window, Key.Key_G, ALT)
    assert back.catch_up.isVisible()


def test_a_gap_of_the_relay_is_told_from_when_to_when(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(sample.new_27())
    gap = Gap(9, NOON - timedelta(days=8), NOON - timedelta(days=7), RELAY_GAP)
    counter.set_status(after(gap))
    page.tick()
    side = said(page.catch_up.side)
    assert "What came to the chain's gateway 2026-11-13 12:41 – 2026-11-14 12:41" in side
    assert " min " not in side
