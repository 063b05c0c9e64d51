"""How long until the next try, by the steady clock: a wall clock that jumps moves no countdown."""

from datetime import datetime

from posdesk.domain.clock import Clock

_KEPT_S = 600.0


class Countdowns:
    """Remembers for each moment it was asked about when the steady clock will have got there."""

    def __init__(self, clock: Clock) -> None:
        """`clock` has both clocks."""
        self._clock = clock
        self._ends: dict[tuple[str, datetime], float] = {}

    def left_s(self, key: str, moment: datetime) -> float:
        """Seconds until `moment` (aware), measured at the first question about it; at least 0."""
        end = self._ends.get((key, moment))
        if end is None:
            self._forget()
            ahead = (moment - self._clock.now()).total_seconds()
            end = self._ends[key, moment] = self._clock.monotonic() + ahead
        return max(0.0, end - self._clock.monotonic())

    def _forget(self) -> None:
        """What has run out long ago is not asked about again."""
        now = self._clock.monotonic()
        self._ends = {asked: end for asked, end in self._ends.items() if end > now - _KEPT_S}
