"""What the store's other counters did with an order (relay.md, 'Acts').

It stands beside the order's own intents: foreign work is never among these.
"""

from datetime import datetime

from posdesk.domain.orders.intent import Kind
from posdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class DoneElsewhere:
    """What a person did at another counter: at which, when (aware, by our own clock).

    `kind` is None for a hand-over, which no platform is told.
    """

    kind: Kind | None
    counter: str
    actor: str
    at: datetime
