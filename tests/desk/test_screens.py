"""Windows come and go; the screen stays, or the next window would end the program."""

import gc

import pytest
import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.screens import room_at
from posdesk.desk.theme import ThemeSource
from posdesk.desk.window import MainWindow
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
