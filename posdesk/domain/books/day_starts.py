"""When business days begin: a time of day, and other times before certain days.

A day keeps the start that it had: whoever sets another one sets it from the next business day on, and what
was reported and counted by hours and days stays where it is.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

DayStarts = str
"""HH:MM; before it, where there are any, older ones with the day before which they held: 04:00<2026-11-29."""


def written(now: str, before: Mapping[str, str]) -> DayStarts:
    """As this module reads it; `before` is by day, as in posdesk.toml."""
    return " ".join([*(f"{starts}<{day}" for day, starts in sorted(before.items())), now])


def starts_on(day: date, day_starts: DayStarts) -> timedelta:
    """How long after its midnight a business day begins."""
    older, now = _read(day_starts)
    return next((cut for until, cut in older if day < until), now)


def shown_on(day: date, day_starts: DayStarts) -> str:
    """The same as HH:MM."""
    return (datetime.combine(day, time()) + starts_on(day, day_starts)).strftime("%H:%M")


def from_next_day(now: str, before: Mapping[str, str], today: date, new: str) -> dict[str, str]:
    """What stands before, once days after `today` begin at `new`: that and all days before keep theirs."""
    until = (today + timedelta(days=1)).isoformat()
    kept = {day: starts for day, starts in before.items() if day < until}
    last = before.get(until, now)
    return kept if last == new else kept | {until: last}


@lru_cache(maxsize=64)
def _read(day_starts: DayStarts) -> tuple[tuple[tuple[date, timedelta], ...], timedelta]:
    *older, now = day_starts.split(" ")
    pairs = (each.split("<") for each in older)
    return tuple((date.fromisoformat(day), _cut(starts)) for starts, day in pairs), _cut(now)


def _cut(starts: str) -> timedelta:
    hour, minute = map(int, starts.split(":"))
    return timedelta(hours=hour, minutes=minute)
