"""When the till rings what. Pure: it is told the time."""

from enum import StrEnum
from random import Random

from posdesk.simulator.books_config import SimulatedTill

_FIRST_S = 2.0


class Kind(StrEnum):
    """What is rung."""

    SALE = "sale"
    RETURN = "return"
    LATE = "late"  # of the hour before, as a till hands it in that was off the net
    REFUSED = "refused"  # with an article that WDK doesn't know


class TillPlan:
    """Says what is rung; the same chance and the same moments give the same. Times in seconds."""

    def __init__(self, config: SimulatedTill, rng: Random) -> None:
        self._config = config
        self._rng = rng
        self._next = _FIRST_S
        once = {Kind.LATE: config.late_after_s, Kind.REFUSED: config.refused_after_s}
        self._once = {kind: after for kind, after in once.items() if after}

    def due(self, now: float) -> tuple[Kind, ...]:
        """What is rung up to `now`, seconds after the start."""
        once = [kind for kind, after in self._once.items() if after <= now]
        for kind in once:
            del self._once[kind]
        return (*self._customers(now), *once)

    def _customers(self, now: float) -> tuple[Kind, ...]:
        if not self._config.receipts_per_minute or self._next > now:
            return ()
        self._next = now + 60 / self._config.receipts_per_minute * self._rng.uniform(2 / 3, 4 / 3)
        return (Kind.RETURN if self._rng.random() < self._config.returns_share else Kind.SALE,)
