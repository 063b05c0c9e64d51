"""When a program is wanted to end, so that it can end in order: by a person, or because the system goes down.

| on                | by                                                                                  |
|-------------------|-------------------------------------------------------------------------------------|
| Linux             | SIGTERM, Ctrl+C, and SIGHUP where its terminal is closed (not under nohup)          |
| Windows           | Ctrl+C and Ctrl+Break; the console is closed; somebody signs out or shuts down      |

Windows ends a process as soon as it has answered: so the answer is held back until all is put away, for as
long as Windows has patience.
"""

import signal
import sys
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

if sys.platform == "win32":
    from posdesk.host.windows_ending import Notices

PATIENCE_S = 4.0  # Windows itself waits for 5
_NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")


class EndWanted(threading.Event):
    """An event that a signal's handler may set: it finds the main thread anywhere, in this event's lock too.

    Set once, never cleared; one thread at a time waits.
    """

    def __init__(self) -> None:
        """Not set."""
        super().__init__()
        self._is_asked = False
        self._calls: SimpleQueue[None] = SimpleQueue()  # takes a call while it is taking one

    def is_set(self) -> bool:
        """Whether the end is wanted."""
        return self._is_asked

    def set(self) -> None:
        """Want the end."""
        self._is_asked = True
        self._calls.put(None)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for so many seconds at most; whether the end is wanted."""
        if not self._is_asked:
            with suppress(Empty):
                self._calls.get(timeout=timeout)
        return self._is_asked


class Ending:
    """`wanted` is set once this program is to end; on the way out, that all is put away."""

    def __init__(self) -> None:
        """Nothing is watched before `watch`."""
        self.wanted = EndWanted()
        self._put_away = threading.Event()
        self._before: dict[signal.Signals, Any] = {}
        if sys.platform == "win32":
            self._notices = Notices(self.wanted.set, self._wait_until_put_away)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def watch(self) -> Self:
        """Catch the requests to end from now on. Only from the main thread."""
        for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup's wish
                self._before[number] = signal.signal(number, lambda *_: self.wanted.set())
        if sys.platform == "win32":
            self._notices.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What the signals did before, they do again; whoever waited for the end goes on."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._put_away.set()
        if sys.platform == "win32":
            self._notices.stop()

    def _wait_until_put_away(self) -> None:
        self.wanted.set()
        self._put_away.wait(PATIENCE_S)
