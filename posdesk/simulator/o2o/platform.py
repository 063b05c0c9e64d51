"""The ordering sites together: their routes, and their life between the calls."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

from starlette.routing import BaseRoute, Route

from posdesk.domain.clock import Clock
from posdesk.simulator.config import SimulatorConfig
from posdesk.simulator.connections import Connections
from posdesk.simulator.faults import FaultPlan
from posdesk.simulator.o2o.bill import Bill, BillState
from posdesk.simulator.o2o.gateway import Gateway
from posdesk.simulator.o2o.maker import Wanted
from posdesk.simulator.o2o.push import Pusher
from posdesk.simulator.o2o.site import Ordered, Site, Status
from posdesk.simulator.o2o.traffic import Deed, TrafficPlan, What
from posdesk.simulator.tally import Tally

_TICK_S = 0.2


class O2OSites:
    """Every partner of a simulator. `paused` stops the traffic, not the answers."""

    def __init__(
        self,
        config: SimulatorConfig,
        *,
        plan: FaultPlan,
        tally: Tally,
        connections: Connections,
        clock: Clock,
        rng: Random,
    ) -> None:
        self.clock = clock
        self.paused = False
        self._pusher = Pusher(config, tally, clock, rng)
        self.sites = {p.name: Site(p, config.store, self._pusher, rng) for p in config.partners}
        self._traffic = TrafficPlan(config, rng)
        self._deeds: set[asyncio.Task[object]] = set()
        self._gateway = Gateway(
            self.sites, config.store.code, plan=plan, tally=tally, connections=connections, clock=clock
        )

    def routes(self) -> list[BaseRoute]:
        """What the counter calls."""
        return [Route("/{partner}/center/gateway", self._gateway.handle, methods=["POST"])]

    def bills(self) -> list[Bill]:
        """All orders of all partners."""
        return [bill for site in self.sites.values() for bill in site.memory.bills()]

    async def live(self) -> None:
        """Lets things happen until it is cancelled, then gives open pushes up."""
        lived, last = 0.0, self.clock.monotonic()
        try:
            while True:
                await asyncio.sleep(_TICK_S)
                now = self.clock.monotonic()
                lived, last = lived + (0.0 if self.paused else now - last), now
                self._tick(lived)
        finally:
            await self._stop()

    def _tick(self, lived: float) -> None:
        if self.paused:
            return
        for deed in self._traffic.due(lived, self.bills()):
            task = asyncio.ensure_future(self._do(deed, lived))
            self._deeds.add(task)
            task.add_done_callback(self._deeds.discard)

    async def _stop(self) -> None:
        for task in self._deeds:
            task.cancel()
        await asyncio.gather(*self._deeds, return_exceptions=True)
        await self._pusher.close()

    async def _do(self, deed: Deed, lived: float) -> object:
        site = self.sites[deed.partner]
        if deed.what is What.ORDER:
            return await self._order(site, lived)
        bill = site.memory.bill(deed.tbillno)
        if bill is None or not _makes_sense(deed.what, bill):
            return None
        return await _DEEDS[deed.what](site, bill)

    async def _order(self, site: Site, lived: float) -> Ordered:
        ordered = await site.order(self.clock.now(), Wanted(wrong_sums=self._traffic.wrong_sums()))
        self._traffic.ordered(lived, ordered.bill)
        return ordered


def _makes_sense(what: What, bill: Bill) -> bool:
    """A rider takes what is ready, a site gives up what nobody accepted; only a repeat comes at any time."""
    if what is What.COMPLETE:
        return bill.state is BillState.READY
    if what is What.GIVE_UP:
        return bill.state is BillState.NEW
    return what is What.REPEAT or not bill.is_over


_DEEDS: dict[What, Callable[[Site, Bill], Awaitable[object]]] = {
    What.CANCEL: lambda site, bill: site.cancel(bill),
    What.REPEAT: lambda site, bill: site.repeat(bill),
    What.CHANGE: lambda site, bill: site.change(bill),
    What.COMPLETE: lambda site, bill: site.status(bill, Status.COMPLETED),
    What.GIVE_UP: lambda site, bill: site.status(bill, Status.CANCELLED),
}
