"""When a window has been painted: nobody sees anything of it before, whatever was made for it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

REACHES_SCREEN_MS: Final = 30
"""From the painting until it is seen, and until the window is as large as the system makes it."""


class FirstPaint(QObject):
    """Calls `seen` once, a moment after the window was painted next; belongs to the window."""

    def __init__(self, window: QWidget, seen: Callable[[], None]) -> None:
        """Begins at once."""
        super().__init__(window)
        self._window, self._seen = window, seen
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes nothing from anybody."""
        if event.type() is QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(REACHES_SCREEN_MS, self, self._end)
        return False

    def _end(self) -> None:
        self._seen()
        self.deleteLater()
