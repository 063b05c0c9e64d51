"""Time: aware wall time for what is written down, monotonic time for what is waited for.

May age be told by this PC's clock? Personal data is wiped by age, and a dead battery must not wipe what is
still needed: only a platform's time takes a doubt of the clock away.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Protocol

from posdesk.records import dataclass

# The platforms mean China time whatever the PC's zone is (contracts.md). China has had no summer time
# since 1991, so a fixed offset is right and needs no zone database (Windows has none).
_BOOT_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", None)
CHINA = timezone(timedelta(hours=8), "CST")
SKEW_SAID_S = 60.0  # a partner's clock that is further off than this is told (product row 62)
CLOCK_RIGHT_S = 2.0  # and no further than this is right: an HTTP Date tells no more than whole seconds


class Clock(Protocol):
    """What everything that waits or writes a time asks; tests bring their own."""

    def now(self) -> datetime:
        """The wall clock's present, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds of a clock that never jumps; only differences mean anything."""
        ...


class SystemClock:
    """The PC's own two clocks."""

    def now(self) -> datetime:
        """The PC's wall clock, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some start of the machine, sleep included, as Windows' own clock counts them.

        Linux's CLOCK_MONOTONIC stands still in suspend: an accept pressed before it would not expire, and
        the outage would not be told. So only this clock says that time was lost, never the wall clock.
        """
        return time.clock_gettime(_BOOT_CLOCK) if _BOOT_CLOCK is not None else time.monotonic()


def in_china(moment: datetime) -> datetime:
    """The same moment on a wall clock in China."""
    return moment.astimezone(CHINA)


def time_of_day(moment: datetime, now: datetime) -> str:
    """In China: 12:45, with the date before it when it is another day."""
    there = in_china(moment)
    return f"{there:%H:%M}" if there.date() == in_china(now).date() else f"{there:%m-%d %H:%M}"


def to_text(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds: text that sorts as time does. The journal's form."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """The moment that `to_text` wrote. Raises ValueError for anything else."""
    return datetime.fromisoformat(text)


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
    """The doubt that remains after what platforms' clocks say now; one that is far off makes a doubt."""
    measured = [abs(skew) for skew in skews]
    if any(skew > FAR for skew in measured):
        return ClockDoubt.FAR
    return ClockDoubt.NONE if measured else standing
