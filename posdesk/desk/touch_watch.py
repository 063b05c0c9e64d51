"""Whether somebody is there: keys and touches in whichever of our windows has the keyboard."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QGuiApplication, QWindow

_TOUCHES = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel}
)


class TouchWatch(QObject):
    """Looks at windows, not at the application: it sees few events, and no scan that the router took."""

    def __init__(self, parent: QObject, touched: Callable[[], None]) -> None:
        """Begins with the window that has the keyboard next."""
        super().__init__(parent)
        self._touched = touched
        self._window: QWindow | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._focused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes nothing from anybody."""
        if event.type() in _TOUCHES:
            self._touched()
        return False

    @Slot(object)
    def _focused(self, focused: QWindow | None) -> None:
        if self._window is not None and shiboken6.isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = focused
        if focused is not None:
            focused.installEventFilter(self)
