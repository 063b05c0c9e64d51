"""A timer that fires with all others of its length: a desk at rest wakes once a second for all of them."""

from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

SECOND_MS: Final = 1000
NEAR: Final = 0.1  # of the length; Qt itself may fire 5 % early or late


class Ticker(QTimer):
    """Fires each `every_ms` from `begin` on, half of it behind whole multiples by the steady clock.

    Qt lets timers drift together by itself, but to the nearest half second: to two wake-ups, not to one. The
    engine looks at whole seconds: two threads that wake at once hand the interpreter to and fro.
    """

    def __init__(self, parent: QObject, every_ms: int = SECOND_MS) -> None:
        """Stands still."""
        super().__init__(parent)
        self._every_ms = every_ms
        self.timeout.connect(self._go_on)

    def begin(self) -> None:
        """From now on."""
        self.start(until_next_ms(monotonic(), self._every_ms))

    @Slot()
    def _go_on(self) -> None:
        """After a stall Qt counts on from its end: each timer that it held up by another time."""
        wait_ms = until_next_ms(monotonic(), self._every_ms)
        is_near = min(wait_ms, self._every_ms - wait_ms) <= self._every_ms * NEAR
        wanted = self._every_ms if is_near else wait_ms
        if self.interval() != wanted:
            self.setInterval(wanted)


def until_next_ms(now_s: float, every_ms: int) -> int:
    """Milliseconds until the next half between two whole multiples; never 0."""
    return every_ms - (int(now_s * 1000) + every_ms // 2) % every_ms
