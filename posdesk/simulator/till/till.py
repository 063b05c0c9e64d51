"""The till as a part of the simulator: it rings by its plan, or because a test says so."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from pydantic import Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from posdesk.domain.clock import in_china
from posdesk.simulator.books_config import SimulatedTill
from posdesk.simulator.model import Model
from posdesk.simulator.till.goods import unknown_to_wdk
from posdesk.simulator.till.hand_in import HandedSeen, HandIn
from posdesk.simulator.till.maker import Maker, Shop, Wire
from posdesk.simulator.till.plan import Kind, TillPlan
from posdesk.simulator.web import WrongUse, answer, told
from posdesk.simulator.world import World

_TICK_S = 0.2
_LATE = timedelta(minutes=20)
_FIRST_NUMBER = 500_000  # what history numbers stays below
_ONE = TypeAdapter(HandedSeen)
_ALL = TypeAdapter(tuple[HandedSeen, ...])


class RingWish(Model):
    """A receipt to ring now. `changes` replaces or adds wire fields."""

    kind: Kind = Kind.SALE
    changes: dict[str, object] = Field(default_factory=dict)


class Till:
    """One till of the store. While `paused()` it rings only what it is told to."""

    def __init__(self, config: SimulatedTill, world: World, paused: Callable[[], bool]) -> None:
        self._config = config
        self._world = world
        self._paused = paused
        self._plan = TillPlan(config, world.rng)
        self._maker = Maker(Shop(config.store_id, config.pos_no, config.order_from), world.rng)
        self._hand_in = HandIn(config, world.clock)
        self._number = 0

    def routes(self) -> list[BaseRoute]:
        """Only control: nobody calls a till."""
        return [
            Route("/control/till", answer(self.handed), methods=["GET"]),
            Route("/control/till", answer(self.ring_now), methods=["POST"]),
        ]

    async def live(self) -> None:
        """Rings and hands in until it is cancelled."""
        await asyncio.gather(self._ring_by_plan(), self._hand_in.run())

    async def handed(self, request: Request) -> Response:
        """Every receipt with its attempts."""
        return told(_ALL, self._hand_in.all())

    async def ring_now(self, request: Request) -> Response:
        """Rings a receipt and tells how its first attempt went."""
        wish = RingWish.model_validate_json(await request.body())
        receipt = self._ring(wish.kind, wish.changes)
        if receipt is None:
            raise WrongUse("there is no sale yet that could be taken back")
        return told(_ONE, await self._hand_in.first_try(receipt.serial_num))

    async def _ring_by_plan(self) -> None:
        lived, last = 0.0, self._world.clock.monotonic()
        while True:
            await asyncio.sleep(_TICK_S)
            now = self._world.clock.monotonic()
            lived, last = lived + (0.0 if self._paused() else now - last), now
            for kind in self._plan.due(lived):
                _ = self._ring(kind) or self._ring(Kind.SALE)

    def _ring(self, kind: Kind, changes: Wire | None = None) -> HandedSeen | None:
        """Puts a receipt in line; None for a return before there is anything to take back."""
        now = self._world.now()
        body = self._body(kind, now, self._serial(now))
        if body is None:
            return None
        body |= changes or {}
        receipt = HandedSeen(str(body["serial_num"]), kind, body)
        self._hand_in.put(receipt)
        return receipt

    def _body(self, kind: Kind, now: datetime, serial_num: str) -> Wire | None:
        if kind is Kind.RETURN:
            sold = self._sold()
            return self._maker.take_back(self._world.rng.choice(sold), now, serial_num) if sold else None
        at = _hour_before(now) if kind is Kind.LATE else now
        also = (unknown_to_wdk(self._config.refused_item),) if kind is Kind.REFUSED else ()
        return self._maker.sale(at, serial_num, also=also)

    def _sold(self) -> list[Wire]:
        """Sales that are in and that WDK has no reason to refuse."""
        kinds = (Kind.SALE, Kind.LATE)
        return [seen.body for seen in self._hand_in.all() if seen.taken and seen.kind in kinds][-50:]

    def _serial(self, now: datetime) -> str:
        """The day and a number that grows within it, whenever the till was started."""
        local = in_china(now)
        second = local.hour * 3600 + local.minute * 60 + local.second
        self._number = max(self._number + 1, _FIRST_NUMBER + second)
        return f"{local:%Y%m%d}{self._number:06d}"


def _hour_before(now: datetime) -> datetime:
    """A moment in the clock hour before this one."""
    return in_china(now).replace(minute=0, second=0, microsecond=0) - _LATE
