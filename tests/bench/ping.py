"""How soon a window answers: the question that a window manager asks (_NET_WM_PING), every 4 ms.

Qt answers it in the thread that handles keys and paints, so a key or a touch would wait as long.
"""

from __future__ import annotations

import select
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from Xlib import X
from Xlib.display import Display
from Xlib.protocol import event

EVERY_S = 0.004
OWES_AFTER_S = 0.016
_PATIENCE_S = 20.0
Ping = tuple[float, float]
"""When it was asked and when it was answered, by time.monotonic."""


@dataclass(frozen=True, slots=True)
class Owed:
    """`share` of the time in which the window owed an answer for over 16 ms; its `longest_s` silence."""

    share: float
    longest_s: float


def owed(pings: Sequence[Ping]) -> Owed:
    """What a window was in debt with while it was asked. Raises ValueError where it was not asked."""
    late = [(asked + OWES_AFTER_S, answered) for asked, answered in pings if answered - asked > OWES_AFTER_S]
    span_s = max(answered for _, answered in pings) - pings[0][0]
    longest_s = max(answered - asked for asked, answered in pings)
    return Owed(_covered(sorted(late)) / span_s, longest_s)


def _covered(spans: Iterable[tuple[float, float]]) -> float:
    """The length of all these spans together, what two of them share counted once."""
    covered, upto = 0.0, float("-inf")
    for begun, ended in spans:
        covered += max(0.0, ended - max(begun, upto))
        upto = max(upto, ended)
    return covered


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
