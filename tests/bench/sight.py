"""How it is told that something stands on the screen: by the writing that it brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.screen import Watch

STEP_PX = 12
"""Between the lines of the screen that are looked at."""
_LINES = 6
_SPREAD = 4
_LEAST_EDGES = 60


@dataclass(frozen=True, slots=True)
class Sight:
    """Something that can be seen: on these lines (y in px) stand at least so many edges once it is there."""

    lines: Sequence[int]
    least: int

    @classmethod
    def told(cls, before: Sequence[int], after: Sequence[int]) -> Sight:
        """By pictures without it and with it, as `Watch.settled` gives them.

        Raises LookupError where they are alike.
        """
        gains = [late - early for early, late in zip(before, after, strict=True)]
        best = sorted(range(len(gains)), key=gains.__getitem__)[-_LINES:]
        gain = sum(gains[n] for n in best)
        if gain < _LEAST_EDGES:
            raise LookupError(
                f"nothing came upon the screen: {gain} edges more on the lines that gained most"
            )
        return cls([n * STEP_PX for n in best], sum(before[n] for n in best) + gain // 2)

    @classmethod
    def spread(cls, before: Sequence[int], after: Sequence[int]) -> Sight:
        """As `told`, by lines all over the screen: it stands there wherever a band above it moves it to.

        Raises LookupError where they are alike.
        """
        lines = range(0, len(before), _SPREAD)
        told = sum(before[n] for n in lines)
        gain = sum(after[n] for n in lines) - told
        if gain < _LEAST_EDGES:
            raise LookupError(f"nothing came upon the screen: {gain} edges more")
        return cls([n * STEP_PX for n in lines], told + gain // 2)

    def stands(self, watch: Watch) -> bool:
        """Whether it is on the screen now."""
        return sum(watch.edges_at(y) for y in self.lines) >= self.least
