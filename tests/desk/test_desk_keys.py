"""Keys that are the same on every page: none of them is a dead button."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.page import Key
from posdesk.domain.pickup.pickup import Hold
from tests.support.bursts import Heard
from tests.support.deskhouse import Shop, shop
from tests.support.keys import RealKeys

pytestmark = pytest.mark.window


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot) -> Iterator[Shop]:
    with shop(tmp_path) as opened:
        qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=20_000)
        yield opened


def test_snooze_is_no_button_on_any_page_while_nothing_rings(counter: Shop) -> None:
    for page in (counter.desk.orders, counter.desk.pickup):
        assert page.bar().action(Key.Key_F9) is None
        assert page.bar().action(Key.Key_F10) is not None


def scan(qtbot: QtBot, code: str, end: str | None) -> None:
    """A scanner sends this to whatever has the focus; what it causes must be waited for."""
    with RealKeys() as keys:
        keys.type_burst(code, 5, end)
        keys.settle()


def wait_for_focus(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() == widget.windowHandle(), timeout=20_000)


def test_a_fast_pin_signs_in_and_no_platform_hears_of_it(counter: Shop, qtbot: QtBot) -> None:
    desk, heard = counter.desk, Heard.of(counter.desk.router)
    desk.sign_in.open_up()
    wait_for_focus(qtbot, desk.sign_in)
    scan(qtbot, "111111", None)
    qtbot.waitUntil(lambda: desk.bridge.staff() is not None, timeout=20_000)
    assert (heard.scanned, heard.swallowed) == ([], [])


def test_a_scan_at_sign_in_is_said_asks_nothing_and_holds_f8(counter: Shop, qtbot: QtBot) -> None:
    desk, heard = counter.desk, Heard.of(counter.desk.router)
    desk.speak("en")
    desk.sign_in.open_up()
    wait_for_focus(qtbot, desk.sign_in)
    scan(qtbot, "222222", "Return")
    qtbot.waitUntil(lambda: "sign-in was open" in str(desk.window.shell.notice.said), timeout=20_000)
    assert "Close sign-in, then scan" in desk.sign_in.words
    assert desk.bridge.staff() is None
    assert heard.scanned == []
    assert desk.pickup.codes.guard.hold is Hold.FLAWED


@pytest.mark.parametrize("place", ["find", "calendar", "code"])
def test_everywhere_else_a_scan_is_read(counter: Shop, qtbot: QtBot, place: str) -> None:
    desk, heard = counter.desk, Heard.of(counter.desk.router)
    wait_for_focus(qtbot, desk.window)
    if place == "find":
        desk.orders.open_find()
    elif place == "calendar":
        desk.window.show_page(desk.hours.number)
        desk.hours.header.days.calendar.open_at(desk.books.today(), desk.books.today())
    elif place == "code":
        desk.window.show_page(desk.pickup.number)
        desk.pickup.panes.entry.ask("27")
    scan(qtbot, "2211418700359", "Return")
    qtbot.waitUntil(lambda: heard.scanned == ["2211418700359"], timeout=20_000)
    assert heard.swallowed == []
