"""The corner card's rules: what it shows first, and when a touch on it counts (row 10).

Pure; times are seconds of a monotonic clock.
"""

from enum import IntEnum
from typing import NamedTuple

DEAF_S = 0.7
"""Seconds after it appeared, grew, moved or became another in which no touch on it counts."""
REST_S = 1.0
"""A pointer that moved within so many seconds may be about to press: nothing appears under it."""


class CornerFace(IntEnum):
    """What the card shows; the first that there is, from the top."""

    STOP = 1
    SCAN = 2  # what came of a code that was read while another program is in front
    NEW = 3
    GAP = 4
    QUIET = 5


class TouchGuard:
    """Tells a touch that was meant from one that the card came under."""

    def __init__(self) -> None:
        self._changed_s = float("-inf")
        self._turn = 0
        self._down: int | None = None

    def change(self, now_s: float) -> None:
        """The card appeared, grew, moved, or a touch on it would do something else now."""
        self._changed_s = now_s
        self._turn += 1

    def press(self, now_s: float) -> None:
        """A finger or button went down on it."""
        self._down = self._turn if now_s - self._changed_s >= DEAF_S else None

    def lift(self) -> bool:
        """It came up again: whether that touch counts. Never for what changed while it was down."""
        counts = self._down == self._turn
        self._down = None
        return counts


class Point(NamedTuple):
    """A place on the screens, in px."""

    x: int
    y: int


class PointerRest:
    """Since when the pointer lies still; before the first look it has just moved."""

    def __init__(self, now_s: float) -> None:
        self._at: Point | None = None
        self._moved_s = now_s

    def look(self, at: Point, now_s: float) -> None:
        """It is there now."""
        if at != self._at:
            self._at, self._moved_s = at, now_s

    def rests(self, now_s: float) -> bool:
        """Whether it has not moved for a while."""
        return now_s - self._moved_s >= REST_S
