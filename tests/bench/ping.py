"""How soon a window answers: the question that a window manager asks (_NET_WM_PING), every 4 ms.

Qt answers it in the thread that handles keys and paints, so a key or a touch would wait as long.
"""

from __future__ import annotations

import select
import time

from Xlib import X
from Xlib.display import Display
from Xlib.protocol import event

from tests.bench.debt import Ping

EVERY_S = 0.004
_PATIENCE_S = 20.0


def ping(name: str, window: int, for_s: float) -> list[Ping]:
    """Ask a window on the X display `name` for so long; all its answers. Raises TimeoutError."""
    pinger = _Pinger(name, window)
    try:
        return pinger.run(for_s)
    finally:
        pinger.close()


class _Pinger:
    def __init__(self, name: str, window: int) -> None:
        self._display = Display(name)
        root = self._display.screen().root
        root.change_attributes(event_mask=X.StructureNotifyMask)
        self._window = self._display.create_resource_object("window", window)
        self._protocols = self._display.intern_atom("WM_PROTOCOLS")
        self._ping = self._display.intern_atom("_NET_WM_PING")
        self._asked: list[float] = []
        self._answered: dict[int, float] = {}

    def close(self) -> None:
        self._display.close()

    def run(self, for_s: float) -> list[Ping]:
        begun = time.monotonic()
        while time.monotonic() < begun + for_s:
            self._ask()
            self._hear(begun + len(self._asked) * EVERY_S)
        self._hear_all()
        return [(asked, self._answered[number]) for number, asked in enumerate(self._asked, 1)]

    def _ask(self) -> None:
        self._asked.append(time.monotonic())
        data = (32, [self._ping, len(self._asked), self._window.id, 0, 0])
        self._window.send_event(
            event.ClientMessage(window=self._window, client_type=self._protocols, data=data)
        )
        self._display.flush()

    def _hear(self, until_s: float) -> None:
        while (left := until_s - time.monotonic()) > 0:
            if not self._display.pending_events() and not select.select([self._display], [], [], left)[0]:
                return
            at = time.monotonic()
            for _ in range(self._display.pending_events()):
                self._take(self._display.next_event(), at)

    def _take(self, message: object, at: float) -> None:
        if getattr(message, "client_type", None) == self._protocols:
            words = message.data[1]  # type: ignore[attr-defined]
            if words[0] == self._ping and words[2] == self._window.id:
                self._answered.setdefault(words[1], at)

    def _hear_all(self) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while len(self._answered) < len(self._asked):
            if time.monotonic() > deadline:
                raise TimeoutError(
                    f"the window left {len(self._asked) - len(self._answered)} pings unanswered"
                )
            self._hear(time.monotonic() + EVERY_S)
