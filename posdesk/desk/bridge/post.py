"""The one way from other threads into the GUI thread."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

log = logging.getLogger(__name__)


class Post(QObject):
    """Runs work in the GUI thread, in the order it was handed in.

    A bound slot of a QObject that lives in the GUI thread is what runs there; a lambda connected to a
    signal would run in whichever thread emits.
    """

    _handed_in = Signal(object)

    def __init__(self) -> None:
        """Make it in the GUI thread."""
        super().__init__()
        self._open = True
        self._handed_in.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def hand_in(self, work: Callable[[], object]) -> None:
        """Have this run in the GUI thread soon. From any thread; after `close` it is dropped."""
        if self._open:
            self._handed_in.emit(work)

    def close(self) -> None:
        """Run nothing any more."""
        self._open = False

    @Slot(object)
    def _run(self, work: Callable[[], object]) -> None:
        if self._open:
            work()
