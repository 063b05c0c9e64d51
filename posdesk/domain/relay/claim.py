"""A claim: a counter says before it acts that it will, so that another doesn't (relay.md, 'Claims')."""

import hashlib
from datetime import datetime
from enum import StrEnum

from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.records import dataclass


class ClaimGroup(StrEnum):
    """What excludes each other at an order."""

    VERDICT = "verdict"  # accept or refuse
    READY = "ready"
    PAY = "pay"
    OUT = "out"  # verification, hand-over, hand-out against signature


GROUP_OF: dict[Kind, ClaimGroup] = {
    Kind.ACCEPT: ClaimGroup.VERDICT,
    Kind.REFUSE: ClaimGroup.VERDICT,
    Kind.READY: ClaimGroup.READY,
    Kind.PAY: ClaimGroup.PAY,
    Kind.VERIFY: ClaimGroup.OUT,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Who works on an order; `free` where it was given back. `at` is that PC's clock, aware.

    No lock: a holder who is silent loses it. It is told apart by the journal's `instance`, not by the
    counter's name, which a replaced PC has too.
    """

    group: ClaimGroup
    key: OrderKey
    counter: str
    instance: str
    actor: str
    at: datetime
    free: bool = False

    def is_of(self, instance: str) -> bool:
        """Whether that journal holds it."""
        return not self.free and self.instance == instance


def claim_hash(key: OrderKey) -> str:
    """An order's key in a claim's subject: 32 hex digits, the same at every counter."""
    text = "\0".join(key).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:32]
