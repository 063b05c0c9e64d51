"""Time: aware wall time for what is written down, monotonic time for what is waited for."""

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

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


def to_text(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds: text that sorts as time does. The journal's form."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """The moment that `to_text` wrote. Raises ValueError for anything else."""
    return datetime.fromisoformat(text)
