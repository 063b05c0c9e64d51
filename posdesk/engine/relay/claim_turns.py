"""At each of this counter's claims one after another: who asks for it and notes it, who gives it back.

A verification and a hand-out of one counter ask for the same claim, and the watch gives it back. Each may
have sent what comes to the relay late; what one of them does not know of the other can't be put right later.
"""

import asyncio
from weakref import WeakValueDictionary

from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.claim import ClaimGroup


class ClaimTurns:
    """One engine's, in its loop; a claim that nobody is at takes no room."""

    def __init__(self) -> None:
        """Nobody is at any."""
        self._locks: WeakValueDictionary[tuple[OrderKey, ClaimGroup], asyncio.Lock] = WeakValueDictionary()

    def of(self, key: OrderKey, group: ClaimGroup) -> asyncio.Lock:
        """Held from the question until what became of it stands in the journal."""
        return self._locks.setdefault((key, group), asyncio.Lock())
