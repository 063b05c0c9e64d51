"""What is made after the first look does what is asked of it before: by its key, by a scan, by a press."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.rail import RailButton
from tests.support.deskhouse import Shop, shop
from tests.support.simulator import MEITUAN

pytestmark = [pytest.mark.window, pytest.mark.timeout(300)]
PATIENCE_MS = 20_000
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def early(qtbot: QtBot, tmp_path: Path) -> Iterator[Shop]:
    """A desk at its first look: the orders stand there, nothing else is made."""
    with shop(tmp_path / "home", partners=(MEITUAN,), language="en", whole=False) as opened:
        qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
        yield opened


def press(at: Shop, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(at.desk.window.windowHandle(), key, held)


def test_each_page_is_made_by_its_own_key_and_is_what_the_rail_said(early: Shop) -> None:
    pages = early.desk.pages
    every = (pages.pickup, pages.hours, pages.sync, pages.shift, pages.settings)
    assert not any(late.made for late in every)
    for late in every:
        said = (late.number, late.sign, late.title())
        press(early, Qt.Key(Qt.Key.Key_0 + late.number), CTRL)
        page = early.desk.window.page
        assert page is late.made
        assert page is not None
        assert (page.number, page.sign, page.title()) == said
        assert page.isVisible()
    press(early, Qt.Key.Key_1, CTRL)
    assert early.desk.window.page is early.desk.orders


def test_who_signs_in_before_the_rest_is_made_is_asked_for_the_pin(early: Shop) -> None:
    press(early, Qt.Key.Key_F12)
    assert early.desk.sign_in.isVisible()
    early.desk.sign_in.reject()


def test_the_first_scan_of_all_is_asked_for_and_holds_f8_until_its_answer(early: Shop, qtbot: QtBot) -> None:
    early.desk.router.began.emit()
    pickup = early.desk.pages.pickup.made
    assert pickup is not None
    assert pickup.codes.guard.hold is not None
    early.desk.router.scanned.emit("12345678")
    qtbot.waitUntil(lambda: early.desk.window.page is pickup, timeout=PATIENCE_MS)


def test_a_code_without_a_beginning_is_asked_for_too(early: Shop, qtbot: QtBot) -> None:
    early.desk.router.scanned.emit("12345678")
    qtbot.waitUntil(lambda: early.desk.window.page is early.desk.pages.pickup.made, timeout=PATIENCE_MS)


def test_a_page_not_yet_made_is_in_the_rail_in_the_language_on_screen(early: Shop, qtbot: QtBot) -> None:
    desk = early.desk
    (button,) = (each for each in desk.window.findChildren(RailButton) if each.number == 6)
    assert button.accessibleName() == "Settings, Ctrl+6"
    desk.speak("zh_CN")
    qtbot.waitUntil(lambda: button.accessibleName() == "设置, Ctrl+6", timeout=PATIENCE_MS)
    assert desk.pages.settings.made is None


def test_before_the_rest_is_made_the_desk_closes_as_ever(early: Shop) -> None:
    early.desk.window.leaving.let_go()
    assert early.desk.window.close()
