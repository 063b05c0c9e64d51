"""What one change asks of the desk, by calls of its own functions: the same however many orders there are."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import pytest
from pytestqt.qtbot import QtBot

import posdesk
from posdesk.desk.corner.corner import Corner
from posdesk.desk.frame.alarm import Alarm
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.theme import ThemeSource, load_fonts
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Outcome
from tests.support import sample_views as sample
from tests.support.fake_counter import FakeCounter
from tests.support.silent_sound import SilentSound

pytestmark = pytest.mark.window
OURS = str(Path(posdesk.__file__).parent)
FEW, MANY = 40, 1000
SORTING = 200
"""Calls by which a sorted lane finds an order's place: they grow with the logarithm."""


class Desk:
    """A window with the board, the alarm and the corner, over so many orders; half of them ring."""

    def __init__(self, qtbot: QtBot, orders: int) -> None:
        load_fonts()
        self.counter = FakeCounter()
        self.counter.set_status(sample.healthy())
        self.counter.set_views(*(self.order(number) for number in range(orders)))
        themes, sound = ThemeSource("light"), SilentSound()
        self.window = MainWindow(self.counter, themes)
        qtbot.addWidget(self.window)
        self.orders = OrdersPage(self.counter, themes.theme)
        self.window.add_page(self.orders)
        self.alarm = Alarm(self.counter, sound, sound.news)
        self.corner = Corner(self.counter, themes.theme, self.window, place="off")
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.alarm.start()
        self.corner.start()

    def order(self, number: int) -> OrderView:
        """One that rings where its number is even, else one in the making."""
        view = sample.numbered(sample.new_8() if number % 2 == 0 else sample.making_orders()[0], f"{number}")
        self.counter.accept_within(view.order.key, 10_000 + number)
        return view

    def take(self, view: OrderView) -> None:
        """A change, until all of it is painted."""
        self.counter.put(view)
        self.alarm.look()
        self.corner.look()
        self.window.grab()


def calls_of(act: Callable[[], object]) -> int:
    """How often functions of posdesk are called."""
    count = 0

    def note(frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code.co_filename.startswith(OURS)

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def asked_of(qtbot: QtBot, orders: int) -> tuple[int, int]:
    """By an order that comes, and by one that is accepted."""
    desk = Desk(qtbot, orders)
    desk.take(desk.order(orders))  # what is made once is made
    accepted = sample.with_intent(desk.order(orders - 2), Kind.ACCEPT, Outcome.SENDING)
    asked = calls_of(partial(desk.take, desk.order(orders + 2))), calls_of(partial(desk.take, accepted))
    desk.alarm.stop()
    desk.corner.close()
    desk.window.hide()  # while its parts are whole: dropped as it stands, the collector hides it
    return asked


def test_a_change_asks_no_more_of_a_board_of_a_thousand_than_of_a_small_one(qtbot: QtBot) -> None:
    few, many = asked_of(qtbot, FEW), asked_of(qtbot, MANY)
    assert all(large <= small + SORTING for small, large in zip(few, many, strict=True)), (few, many)
