"""How many calls an app may make, and the ban that follows when it makes more."""

import math
from collections import deque

_MINUTE_S = 60.0


class Throttle:
    """`per_minute` calls in any 60 s (0: any number); the next begins a ban of `ban_s`. Times monotonic."""

    def __init__(self, per_minute: int, ban_s: float) -> None:
        self._per_minute = per_minute
        self._ban_s = ban_s
        self._calls: deque[float] = deque()
        self._until = -math.inf

    def ban(self, now: float, seconds: float) -> None:
        """Answers nothing for so long from now on."""
        self._until = max(self._until, now + seconds)

    def left_s(self, now: float) -> int:
        """Whole seconds of ban that this call meets, 0 where it may pass; a call that passes is counted."""
        if self._per_minute and now >= self._until:
            self._count(now)
        left = self._until - now
        return math.ceil(round(left, 3)) if left > 0 else 0

    def _count(self, now: float) -> None:
        while self._calls and self._calls[0] <= now - _MINUTE_S:
            self._calls.popleft()
        if len(self._calls) >= self._per_minute:
            self.ban(now, self._ban_s)
        else:
            self._calls.append(now)
