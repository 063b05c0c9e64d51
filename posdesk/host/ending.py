"""When a program is wanted to end, so that it can end in order: by a person, or because the system goes down.

| on                | by                                                                                  |
|-------------------|-------------------------------------------------------------------------------------|
| Linux             | SIGTERM, Ctrl+C, and SIGHUP where its terminal is closed (not under nohup)          |
| Windows           | Ctrl+C and Ctrl+Break; the console is closed; somebody signs out or shuts down      |

Windows ends a process as soon as it has answered: so the answer is held back until all is put away, for as
long as Windows has patience.
"""

import select
import signal
import socket
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

if sys.platform == "win32":
    from posdesk.host.windows_ending import Notices

PATIENCE_S = 4.0  # Windows itself waits for 5
_MUCH = 4096  # bytes: one a signal
_NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")


class EndWanted(threading.Event):
    """An event that a signal's handler may set: it finds the main thread anywhere, in this event's lock too.

    Set once, never cleared; one thread at a time waits, or an event loop that watches `fileno`. A signal
    makes that readable before Python has seen it: nobody has to look by time whether one came.
    """

    def __init__(self) -> None:
        """Not set."""
        super().__init__()
        self._is_asked = False
        self._near, self._far = socket.socketpair()
        for each in (self._near, self._far):
            each.setblocking(False)  # noqa: FBT003 - the socket's own signature

    def fileno(self) -> int:
        """A socket that can be read from the moment on in which there is something to look at."""
        return self._near.fileno()

    @property
    def signals_to(self) -> int:
        """Where the system writes that a signal came."""
        return self._far.fileno()

    def is_set(self) -> bool:
        """Whether the end is wanted."""
        return self._is_asked

    def set(self) -> None:
        """Want the end."""
        self._is_asked = True
        self.wake()

    def wake(self) -> None:
        """Whoever waits looks now. From any thread, and from a signal's handler."""
        with suppress(OSError):  # full: it is awake already; closed: nobody waits
            self._far.send(b"\0")

    def seen(self) -> bool:
        """What could be read is read. Whether the end is wanted."""
        with suppress(OSError):
            while self._near.recv(_MUCH):
                pass
        return self._is_asked

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is wanted or somebody wakes us, so many seconds at most; whether it is wanted."""
        if not self._is_asked:
            select.select([self._near], [], [], timeout)
        return self.seen()

    def close(self) -> None:
        """Nobody waits any more."""
        self._near.close()
        self._far.close()


class Ending:
    """`wanted` is set once this program is to end; on the way out, that all is put away."""

    def __init__(self) -> None:
        """Nothing is watched before `watch`."""
        self.wanted = EndWanted()
        self._put_away = threading.Event()
        self._before: dict[signal.Signals, Any] = {}
        self._told_to: int | None = None
        if sys.platform == "win32":
            self._notices = Notices(self.wanted.set, self._wait_until_put_away)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def watch(self) -> Self:
        """Catch the requests to end from now on. Only from the main thread."""
        self._told_to = signal.set_wakeup_fd(self.wanted.signals_to, warn_on_full_buffer=False)
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
        if self._told_to is not None:
            signal.set_wakeup_fd(self._told_to)
        self._put_away.set()
        if sys.platform == "win32":
            self._notices.stop()
        self.wanted.close()

    def _wait_until_put_away(self) -> None:
        self.wanted.set()
        self._put_away.wait(PATIENCE_S)
