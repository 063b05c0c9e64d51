"""How much room a screen has, asked so that no window ends it.

PySide ties what `QWidget.screen()` and `QWindow.screen()` return to the life of that window's Python object:
when the object goes, the screen can be destroyed with it, and the next window made ends the process (seen: a
segmentation fault in `QScreen::virtualSiblings`). `QGuiApplication`'s own functions tie nothing to anything.
"""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication


def room_at(place: QPoint) -> QRect:
    """What bars leave of the screen at `place`, else of the first one; global, in logical px."""
    screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
