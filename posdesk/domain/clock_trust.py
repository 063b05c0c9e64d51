"""May age be told by this PC's clock? Personal data is wiped by age: a dead battery must not wipe the living.

Only a platform's time takes a doubt away. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FAR = timedelta(days=1)
"""A clock may be so far from a platform's."""
AHEAD = timedelta(days=90)
"""So long after the last heartbeat nobody knows whether the shop was closed or the clock is wrong."""
SET_BACK = timedelta(minutes=1)
"""A time service sets a clock back by less."""


class ClockDoubt(StrEnum):
    """Why a clock is not believed; the journal keeps the word."""

    NONE = ""
    FAR = "far"  # more than a day from a platform's
    BACK = "back"  # it went back behind what the journal has seen
    AHEAD = "ahead"  # over 90 days past the last heartbeat


@dataclass(frozen=True, slots=True)
class ClockMeasure:
    """A platform's time, as it was compared with both of our clocks.

    `skew_s` is by how many seconds the PC's clock `wall` was ahead; `steady` is the monotonic clock then.
    """

    skew_s: float
    wall: datetime
    steady: float

    def skew_now(self, wall: datetime, steady: float) -> timedelta:
        """By how much the PC's clock is ahead now, however it was set since."""
        was_set_by = (wall - self.wall) - timedelta(seconds=steady - self.steady)
        return timedelta(seconds=self.skew_s) + was_set_by


def doubt_of_step(seen: datetime | None, now: datetime) -> ClockDoubt:
    """What the way from the last time that the journal has seen to this one says; None where it saw none."""
    if seen is None:
        return ClockDoubt.NONE
    if now < seen - SET_BACK:
        return ClockDoubt.BACK
    return ClockDoubt.AHEAD if now > seen + AHEAD else ClockDoubt.NONE


def doubt_left(standing: ClockDoubt, skews: Iterable[timedelta]) -> ClockDoubt:
    """What is left of a doubt beside what platforms say now; one that is far off is enough for a doubt."""
    measured = [abs(skew) for skew in skews]
    if any(skew > FAR for skew in measured):
        return ClockDoubt.FAR
    return ClockDoubt.NONE if measured else standing
