"""A thread that does for the desk what would keep the screen waiting: one thing after the other."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

log = logging.getLogger(__name__)


class Reader:
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
