"""A window in one half of the screen: two desks beside each other."""

from typing import Literal

from PySide6.QtCore import QCoreApplication, QPoint, QSize
from PySide6.QtWidgets import QWidget

from posdesk.desk.widgets.screens import beside_title_bar, room_at

Half = Literal["left", "right"]
_BORDER_PX = 8
"""Logical px: as wide as both borders that a window manager draws beside a window."""


def show_in_half(window: QWidget, half: Half, counter: str) -> None:
    """On screen at that side of it, as high as it is; wider than its half where the window needs that.

    Its title says whose it is: so narrow, the top bar has no room for the counter.
    """
    words = QCoreApplication.translate("frame", "Counter {n}").format(n=counter)
    window.setWindowTitle(f"posdesk · {words}")
    room = room_at(QPoint())
    wanted = beside_title_bar(QSize(room.width() // 2 - _BORDER_PX, room.height()), room.size())
    size = wanted.expandedTo(window.minimumSize())
    window.resize(size)
    left = room.left() if half == "left" else room.right() + 1 - size.width() - _BORDER_PX
    window.move(max(left, room.left()), room.top())
    window.show()
