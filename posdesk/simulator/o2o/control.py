"""The control of the ordering sites: orders and events at will."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from posdesk.simulator.o2o.maker import OrderWish
from posdesk.simulator.o2o.memory import Bill, BillState
from posdesk.simulator.o2o.site import Ordered, Site, Status
from posdesk.simulator.tally import PushSeen
from posdesk.simulator.web import Model, WrongUse, answer, as_json

if TYPE_CHECKING:
    from posdesk.simulator.o2o.platform import O2OSites


class BillWish(Model):
    """Which order; an empty partner means the one that has it."""

    tbillno: str
    partner: str = ""


class StatusWish(BillWish):
    """An order's new state at the site."""

    status: Status


class RepeatWish(BillWish):
    """An order pushed once more, with these wire fields changed."""

    changes: dict[str, object] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """An order as the site holds it, with its pickup code and, just made, the answer to its push."""

    partner: str
    tbillno: str
    code: str
    state: BillState
    known_to_store: bool
    wire: dict[str, object]
    push: PushSeen | None = None


class O2OControl:
    """The routes under /control that are about orders."""

    def __init__(self, platform: "O2OSites") -> None:
        self._platform = platform

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/control/orders", answer(self.orders), methods=["GET"]),
            Route("/control/orders", answer(self.order), methods=["POST"]),
            Route("/control/cancel", answer(self.cancel), methods=["POST"]),
            Route("/control/status", answer(self.status), methods=["POST"]),
            Route("/control/repeat", answer(self.repeat), methods=["POST"]),
            Route("/control/pause", answer(self.pause), methods=["POST"]),
            Route("/control/resume", answer(self.resume), methods=["POST"]),
        ]

    async def orders(self, request: Request) -> Response:
        """Every order of every partner."""
        return as_json(TypeAdapter(list[OrderSeen]), [_seen(bill) for bill in self._platform.bills()])

    async def order(self, request: Request) -> Response:
        """Makes an order."""
        wish = OrderWish.model_validate_json(await request.body())
        ordered = await self._site(wish.partner).order(self._platform.clock.now(), wish)
        return as_json(TypeAdapter(OrderSeen), _seen_ordered(ordered))

    async def cancel(self, request: Request) -> Response:
        """The customer cancels."""
        site, bill = self._bill(BillWish.model_validate_json(await request.body()))
        return as_json(TypeAdapter(PushSeen), await site.cancel(bill))

    async def status(self, request: Request) -> Response:
        """The site's own state of an order changes."""
        wish = StatusWish.model_validate_json(await request.body())
        site, bill = self._bill(wish)
        return as_json(TypeAdapter(PushSeen), await site.status(bill, wish.status))

    async def repeat(self, request: Request) -> Response:
        """An order is pushed once more."""
        wish = RepeatWish.model_validate_json(await request.body())
        site, bill = self._bill(wish)
        return as_json(TypeAdapter(PushSeen), await site.repeat(bill, wish.changes))

    async def pause(self, request: Request) -> Response:
        """Stops the traffic."""
        self._platform.paused = True
        return Response(status_code=204)

    async def resume(self, request: Request) -> Response:
        """Lets it go on."""
        self._platform.paused = False
        return Response(status_code=204)

    def _site(self, name: str) -> Site:
        sites = self._platform.sites
        if not name:
            return next(iter(sites.values()))
        if name not in sites:
            raise WrongUse(f"there is no partner {name!r}")
        return sites[name]

    def _bill(self, wish: BillWish) -> tuple[Site, Bill]:
        for name, site in self._platform.sites.items():
            bill = site.memory.bill(wish.tbillno)
            if bill is not None and wish.partner in ("", name):
                return site, bill
        raise WrongUse(f"there is no order {wish.tbillno!r}")


def _seen(bill: Bill, push: PushSeen | None = None) -> OrderSeen:
    return OrderSeen(
        bill.partner, bill.tbillno, bill.code, bill.state, bill.known_to_store, dict(bill.wire), push
    )


def _seen_ordered(ordered: Ordered) -> OrderSeen:
    return _seen(ordered.bill, ordered.push)
