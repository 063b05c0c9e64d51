"""One scan, taken down key by key for whoever learns from it; the keys go nowhere else."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from posdesk.domain.presses import Press

_OVER_MS = 400
"""No scanner pauses so long within a code."""


class Lesson(QObject):
    """Off until `begin`; over when nothing followed a key for 400 ms, or by Esc."""

    over = Signal(object)
    """The presses, a tuple; empty where a person ended it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_on = False
        self._presses: list[Press] = []
        self._timer = QTimer(self, singleShot=True, interval=_OVER_MS)
        self._timer.timeout.connect(self._end)

    def begin(self) -> None:
        """Take down what comes from now on."""
        self._presses.clear()
        self.is_on = True

    def takes(self, event: QKeyEvent, press: Press) -> bool:
        """Take down one key event; True keeps it from everybody else."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self.take_down(press, is_escape=event.key() == Qt.Key.Key_Escape)
        return True

    def take_down(self, press: Press, *, is_escape: bool) -> bool:
        """Take down one press; True keeps it from everybody else."""
        if is_escape and not self._presses:
            self._end()
            return True
        self._presses.append(press)
        self._timer.start()
        return True

    def _end(self) -> None:
        self._timer.stop()
        self.is_on = False
        self.over.emit(tuple(self._presses))
