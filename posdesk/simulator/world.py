"""What the server wants of a platform, and what every platform is given."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Protocol

from starlette.routing import BaseRoute

from posdesk.domain.clock import Clock
from posdesk.simulator.delivery import Connections
from posdesk.simulator.faults import FaultPlan
from posdesk.simulator.tally import Tally


class Platform(Protocol):
    """A platform of the simulator."""

    def routes(self) -> list[BaseRoute]:
        """What it serves."""
        ...

    async def live(self) -> None:
        """What it does of itself, until it is cancelled."""
        ...


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
