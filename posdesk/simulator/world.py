"""What every platform of a simulator stands in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from random import Random

from posdesk.domain.clock import Clock
from posdesk.simulator.connections import Connections
from posdesk.simulator.faults import FaultPlan
from posdesk.simulator.tally import Tally


@dataclass(frozen=True, slots=True)
class World:
    """The faults in force, the tally, the open connections, the time, and this platform's own chance."""

    plan: FaultPlan
    tally: Tally
    connections: Connections
    clock: Clock
    rng: Random

    def now(self, ahead_s: float = 0.0) -> datetime:
        """The time on a clock that is that many seconds ahead."""
        return self.clock.now() + timedelta(seconds=ahead_s)

    def date(self, ahead_s: float = 0.0) -> dict[str, str]:
        """The Date header by that clock, whole seconds."""
        return {"Date": format_datetime(self.now(ahead_s), usegmt=True)}
