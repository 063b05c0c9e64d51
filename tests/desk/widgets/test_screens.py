"""Windows come and go; the screen stays, or the next window would end the program."""

import gc

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import SMALLEST, MainWindow
from posdesk.desk.theme import ThemeSource
from posdesk.desk.widgets.screens import beside_title_bar, room_at
from tests.support.fake_counter import FakeCounter

pytestmark = pytest.mark.window


def test_windows_that_are_collected_take_no_screen_with_them(qtbot: QtBot) -> None:
    gone = list[bool]()
    QGuiApplication.primaryScreen().destroyed.connect(lambda: gone.append(True))
    windows = [MainWindow(FakeCounter(), ThemeSource("light", parent=None)) for _ in range(3)]
    for window in windows:
        window.show()
        window.close()
    del windows, window
    gc.collect()
    assert gone == []
    assert shiboken6.isValid(QGuiApplication.primaryScreen())


def test_the_room_is_that_of_the_screen_where_a_window_is_else_of_the_first() -> None:
    screen = QGuiApplication.primaryScreen()
    assert room_at(screen.geometry().center()) == screen.availableGeometry()
    assert room_at(QPoint(90_000, 90_000)) == screen.availableGeometry()


def test_a_maximized_window_may_be_as_low_as_its_title_bar_leaves_it() -> None:
    windows_px = 31  # a title bar on Windows, at any scale
    for high in (512, 472):  # 1366 × 768 at 150 %, without and with a task bar
        assert beside_title_bar(SMALLEST, QSize(910, high)).height() <= high - windows_px
    assert beside_title_bar(SMALLEST, QSize(1024, 728)) == SMALLEST
