"""A look at a window begins with its painting: before that nobody saw it, however long it has been made."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.first_paint import FirstPaint

pytestmark = pytest.mark.window


def test_a_window_is_seen_once_and_only_when_it_was_painted(qtbot: QtBot) -> None:
    window, seen = QWidget(), list[bool]()
    qtbot.addWidget(window)
    FirstPaint(window, lambda: seen.append(window.isVisible()))
    window.repaint()
    QCoreApplication.processEvents()
    assert window.findChildren(FirstPaint)
    assert seen == []
    window.show()
    qtbot.waitUntil(lambda: bool(seen))
    window.repaint()
    qtbot.waitUntil(lambda: not window.findChildren(FirstPaint))
    assert seen == [True]
