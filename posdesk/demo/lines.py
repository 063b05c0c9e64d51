"""What a process of the demo is told by the one that started it: lines on stdin, and their end.

However that one ends, killed too, the system closes its end of the pipe: so nothing is left running.
"""

import os
import threading
from collections.abc import Callable
from typing import Final

_MUCH: Final = 65536


class Lines:
    """Read without `sys.stdin`: a thread that waits in it keeps its lock, on which Python's own end fails."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._left = b""

    def next(self) -> bytes | None:
        """The next whole line without its end, waited for; None where there is no more."""
        while b"\n" not in self._left:
            try:
                more = os.read(0, _MUCH)
            except OSError:
                more = b""
            if not more:
                return None
            self._left += more
        line, _, self._left = self._left.partition(b"\n")
        return line

    def follow(self, told: Callable[[bytes], None], ended: Callable[[], None]) -> None:
        """Hand on each further line, then that there is none, in a thread of its own; returns at once."""

        def work() -> None:
            while (line := self.next()) is not None:
                told(line)
            ended()

        threading.Thread(target=work, name="lines", daemon=True).start()
