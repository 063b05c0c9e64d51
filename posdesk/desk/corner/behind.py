"""Whether another program is in front, and meanwhile whether the pointer lies still."""

from PySide6.QtCore import QObject, QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication, QWindow

from posdesk.domain.clock import Clock
from posdesk.domain.corner import Point, PointerRest

BEHIND_MS = 300  # without the keyboard for so long: another program is in front, no dialog of ours follows
POLL_MS = 200


class Behind(QObject):
    """Looks at our own windows' focus and at the pointer's place; at nobody's keys."""

    changed = Signal()
    polled = Signal()  # time has passed behind another program

    def __init__(self, clock: Clock, parent: QObject) -> None:
        """In front, until `start`."""
        super().__init__(parent)
        self._clock = clock
        self.is_so = False
        self._rest = PointerRest(0.0)
        self._leaving = QTimer(self, singleShot=True, interval=BEHIND_MS)
        self._poll = QTimer(self, interval=POLL_MS)
        self._leaving.timeout.connect(self._left)
        self._poll.timeout.connect(self._polled)

    def start(self) -> None:
        """Begin to look."""
        _application().focusWindowChanged.connect(self._focus_changed)
        self._focus_changed(QGuiApplication.focusWindow())

    def close(self) -> None:
        """Look no more."""
        _application().focusWindowChanged.disconnect(self._focus_changed)
        self._leaving.stop()
        self._poll.stop()

    def pointer(self) -> QPoint:
        """Where it is now, global, in logical px; looked at for whether it rests."""
        at = QCursor.pos()
        self._rest.look(Point(at.x(), at.y()), self._clock.monotonic())
        return at

    def pointer_rests(self) -> bool:
        """Whether it has not moved for a second."""
        return self._rest.rests(self._clock.monotonic())

    @Slot(QWindow)
    def _focus_changed(self, focused: QWindow | None) -> None:
        """A window of ours has the keyboard, or none has: then for how long is waited for."""
        if focused is None:
            self._leaving.start()
            return
        self._leaving.stop()
        self._poll.stop()
        self.is_so = False
        self.changed.emit()

    @Slot()
    def _left(self) -> None:
        self.is_so = True
        self._rest = PointerRest(self._clock.monotonic())
        self._poll.start()
        self.changed.emit()

    @Slot()
    def _polled(self) -> None:
        self.pointer()
        self.polled.emit()


def _application() -> QGuiApplication:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    return app
