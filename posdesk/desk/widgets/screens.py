"""How much room a screen has, asked so that no window ends it.

PySide ties what `QWidget.screen()` and `QWindow.screen()` return to the life of that window's Python object:
when the object goes, the screen can be destroyed with it, and the next window made ends the process (seen: a
segmentation fault in `QScreen::virtualSiblings`). `QGuiApplication`'s own functions tie nothing to anything.
"""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication

TITLE_BAR_PX = 40
"""Logical px: as high as a title bar with its border gets. A window's size is told without it."""


def room_at(place: QPoint) -> QRect:
    """What bars leave of the screen at `place`, else of the first one; global, in logical px."""
    screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()


def beside_title_bar(size: QSize, room: QSize) -> QSize:
    """`size`, or as much of it as `room` holds under a title bar; logical px.

    A window that must be as high as the whole room hangs over its lower edge once it is maximized.
    """
    return size.boundedTo(room - QSize(0, TITLE_BAR_PX))
