"""The room on a screen, asked so that the screen lives on.

`screen()` of a widget or a window makes the screen its Python child: where two that asked are collected
together the screen goes with them, and the next window ends the program.
"""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication


def room_around(frame: QRect) -> QRect:
    """What is free on the screen on which the middle of this lies, else on the first; in Qt's pixels."""
    screen = QGuiApplication.screenAt(frame.center()) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
