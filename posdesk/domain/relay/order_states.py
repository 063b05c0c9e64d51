"""An order's state where several counters and the platform say something of it: the highest word counts.

Whatever came first, every counter ends with the same (relay.md, 'State').
"""

from collections.abc import Iterable
from typing import Final

from posdesk.domain.orders.order import FINAL_STATES, OrderState

RANK: Final = (
    OrderState.NEW,
    OrderState.ACCEPTED,
    OrderState.READY,
    OrderState.CANCELLED,
    OrderState.REFUSED,
    OrderState.COMPLETED,
)
"""From the lowest word to the highest."""

_RANK_OF: Final = {state: rank for rank, state in enumerate(RANK)}


def combined(states: Iterable[OrderState]) -> tuple[OrderState, bool]:
    """The highest of all that was said, NEW where nothing was; and whether two final words stand against."""
    said = set(states)
    highest = max(said, key=_RANK_OF.__getitem__, default=OrderState.NEW)
    return highest, len(said & FINAL_STATES) > 1


def is_higher(new: OrderState, old: OrderState) -> bool:
    """Whether the one moves an order that stands in the other."""
    return _RANK_OF[new] > _RANK_OF[old]
