"""How long the disk will do, at the pace at which its room went in the last days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from posdesk.records import dataclass

KEPT_DAYS: Final = 15
LEAST_DAYS: Final = 4
"""Fewer days make no pace."""
SOON_DAYS: Final = 30
_DAY = timedelta(days=1)
_LEAST_APART = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class DayRoom:
    """What was free on the disk on one day, at the same point of its work; `at` is aware."""

    at: datetime
    free_bytes: int


def days_left(days: Sequence[DayRoom], free_bytes: int, now: datetime) -> int | None:
    """In how many days the disk is full; None where it is not filling, or nobody can say yet.

    What counts is the day in the middle: one large file, or one that was cleared away, is no pace. Days of a
    clock that was wrong are none.
    """
    past = sorted((day for day in days if now - KEPT_DAYS * _DAY <= day.at <= now), key=lambda day: day.at)
    if len(past) < LEAST_DAYS:
        return None
    paces = [
        (before.free_bytes - after.free_bytes) / ((after.at - before.at) / _DAY)
        for before, after in pairwise(past)
        if after.at - before.at >= _LEAST_APART
    ]
    a_day = median(paces) if len(paces) >= LEAST_DAYS - 1 else 0.0
    return int(free_bytes / a_day) if a_day > 0 else None
