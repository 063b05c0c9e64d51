"""What a window owes: the time in which somebody waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OWES_AFTER_S = 0.016
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
