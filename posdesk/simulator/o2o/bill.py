"""One order as the platform holds it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from posdesk.simulator.o2o.commands import Wire


class BillState(StrEnum):
    """Where an order stands at the platform."""

    NEW = "new"
    ACCEPTED = "accepted"
    READY = "ready"
    COMPLETED = "completed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Bill:
    """An order. `wire` is what it looks like in `items`, `code` its pickup code.

    `known_to_store` is False for an order that was never pushed; `verified` and `paid` tell what was done.
    """

    partner: str
    tbillno: str
    code: str
    wire: Wire
    state: BillState
    made_at: datetime
    known_to_store: bool = True
    verified: bool = False
    paid: bool = False

    @property
    def store_code(self) -> str:
        """The store it belongs to."""
        return str(self.wire["storecode"])

    @property
    def wants_verification(self) -> bool:
        """Whether it is handed out by verifying its code."""
        return str(self.wire["isverification"]) == "1"

    @property
    def is_over(self) -> bool:
        """Whether it is completed, refused or cancelled."""
        return self.state in (BillState.COMPLETED, BillState.REFUSED, BillState.CANCELLED)
