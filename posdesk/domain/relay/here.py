"""A counter's sign of life to the others of its store, each 20 s (relay.md)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

EVERY: Final = timedelta(seconds=20)
UNSEEN_AFTER: Final = timedelta(seconds=60)
"""A counter that said nothing for so long can't be seen."""


@dataclass(frozen=True, slots=True)
class Here:
    """That a counter is there: `n` of its last act, `position` (0: none) of its last order message.

    `at` is its own clock, aware. Who hears of an `n` that it hasn't knows that acts are missing.
    """

    counter: str
    instance: str
    n: int
    position: int
    at: datetime
