"""One scan, taken down key by key for whoever learns from it; the keys go nowhere else."""

from PySide6.QtCore import QObject, QTimer, Signal

from posdesk.domain.pickup.presses import Press

_OVER_MS = 400
"""No scanner pauses so long within a code."""
_FORGOTTEN_MS = 60_000
"""Whoever asked for it has gone: the next scan is a customer's."""


class Lesson(QObject):
    """Off until `begin`; over when nothing followed a key for 400 ms, no key came for a minute, or by Esc."""

    over = Signal(object)
    """The presses, a tuple; empty where a person ended it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_on = False
        self._presses: list[Press] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._end)

    @property
    def has_begun(self) -> bool:
        """Whether a key of the scan came."""
        return bool(self._presses)

    def begin(self) -> None:
        """Take down what comes from now on."""
        self._presses.clear()
        self.is_on = True
        self._timer.start(_FORGOTTEN_MS)

    def take_down(self, press: Press, *, is_escape: bool) -> bool:
        """Take down one press; True keeps it from everybody else."""
        if is_escape and not self._presses:
            self._end()
            return True
        self._presses.append(press)
        self._timer.start(_OVER_MS)
        return True

    def give_up(self) -> None:
        """Nobody waits for the scan any more; what came of it is forgotten."""
        if self.is_on:
            self._presses.clear()
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        self.is_on = False
        self.over.emit(tuple(self._presses))
