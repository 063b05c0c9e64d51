"""The desk's two ways over threads: a thread that waits for the disk, and the way back to the GUI's."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

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


class Pace(QObject):
    """Work that many things ask for: done at once, and what asks within `ms` after that once, together."""

    def __init__(self, post: Post, work: Callable[[], object], ms: int) -> None:
        """Make it in the GUI thread, where `work` is done."""
        super().__init__()
        self._post, self._work = post, work
        self._wanted = False
        self.rest = QTimer(self, singleShot=True, interval=ms)
        self.rest.timeout.connect(self._do)

    def want(self) -> None:
        """From any thread."""
        if not self._wanted:
            self._wanted = True
            self._post.hand_in(self._begin)

    def close(self) -> None:
        """Do nothing any more."""
        self.rest.stop()

    def _begin(self) -> None:
        if not self.rest.isActive():
            self._do()

    @Slot()
    def _do(self) -> None:
        if self._wanted:
            self._wanted = False
            self.rest.start()
            self._work()


class Worker:
    """One thread. What was handed in before `close` and has not begun by then is dropped."""

    def __init__(self, name: str) -> None:
        """`name` is the thread's."""
        self._pool = ThreadPoolExecutor(1, name)
        self._gate = threading.Lock()
        self._closed = False

    def ask(self, work: Callable[[], None]) -> None:
        """Have the thread do this; after `close` nothing is done any more. From any thread."""
        with self._gate:  # a notice may come in the writer's thread while this is being closed
            if not self._closed:
                self._pool.submit(_logged(work))

    def shut(self) -> None:
        """Take nothing more."""
        with self._gate:
            self._closed = True

    def close(self) -> None:
        """End the thread once what it does now is done."""
        self.shut()
        self._pool.shutdown(cancel_futures=True)


def _logged(work: Callable[[], None]) -> Callable[[], None]:
    """A future nobody asks is silent: say what went wrong."""

    def run() -> None:
        try:
            work()
        except Exception:
            log.exception("desk: reading failed")

    return run
