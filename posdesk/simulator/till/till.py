"""The till: rings by its plan or when told to, and hands each receipt in until it is taken."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

import httpx
from pydantic import Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from posdesk.domain.clock import Clock, in_china
from posdesk.simulator.config import SimulatedTill
from posdesk.simulator.till.maker import ReceiptMaker, Shop, Wire, unknown_to_wdk
from posdesk.simulator.web import Model, WrongUse, answer, as_json
from posdesk.simulator.world import World

_FIRST_S = 2.0


class ReceiptKind(StrEnum):
    """What is rung."""

    SALE = "sale"
    RETURN = "return"
    LATE = "late"  # of the hour before, as a till hands it in that was off the net
    REFUSED = "refused"  # with an article that WDK doesn't know


class TillPlan:
    """Says what is rung; the same chance and the same moments give the same. Times in seconds."""

    def __init__(self, config: SimulatedTill, rng: Random) -> None:
        self._config = config
        self._rng = rng
        self._next = _FIRST_S
        once = {ReceiptKind.LATE: config.late_after_s, ReceiptKind.REFUSED: config.refused_after_s}
        self._once = {kind: after for kind, after in once.items() if after}

    def due(self, now: float) -> tuple[ReceiptKind, ...]:
        """What is rung up to `now`, seconds after the start."""
        once = [kind for kind, after in self._once.items() if after <= now]
        for kind in once:
            del self._once[kind]
        return (*self._customers(now), *once)

    def _customers(self, now: float) -> tuple[ReceiptKind, ...]:
        if not self._config.receipts_per_minute or self._next > now:
            return ()
        self._next = now + 60 / self._config.receipts_per_minute * self._rng.uniform(2 / 3, 4 / 3)
        return (ReceiptKind.RETURN if self._rng.random() < self._config.returns_share else ReceiptKind.SALE,)


_FINAL = frozenset({400, 409, 413, 415, 422})
"""Answers after which the same receipt would be answered the same."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: the HTTP status, None where there was no answer, and the words."""

    at: datetime
    status: int | None
    words: str


@dataclass(frozen=True, slots=True)
class HandedSeen:
    """A receipt of the till with every attempt to hand it in."""

    serial_num: str
    kind: ReceiptKind
    body: Wire
    tries: tuple[Attempt, ...] = ()

    @property
    def taken(self) -> bool:
        """Whether the listener has it."""
        return bool(self.tries) and self.tries[-1].status == 200

    @property
    def is_over(self) -> bool:
        """Whether it is tried no more."""
        return self.taken or (bool(self.tries) and self.tries[-1].status in _FINAL)


class HandIn:
    """The till's line to the listener."""

    def __init__(self, config: SimulatedTill, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._seen: dict[str, HandedSeen] = {}
        self._changed = asyncio.Condition()

    def put(self, receipt: HandedSeen) -> None:
        """Hands it in after all that were put before."""
        self._seen[receipt.serial_num] = receipt
        self._queue.put_nowait(receipt.serial_num)

    def all(self) -> tuple[HandedSeen, ...]:
        """Every receipt so far."""
        return tuple(self._seen.values())

    async def first_try(self, serial_num: str) -> HandedSeen:
        """That receipt, once it was tried."""
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self._seen[serial_num].tries))
        return self._seen[serial_num]

    async def run(self) -> None:
        """Hands in until it is cancelled."""
        async with httpx.AsyncClient(timeout=self._config.timeout_s, trust_env=False) as http:
            while True:
                await self._until_taken(http, await self._queue.get())

    async def _until_taken(self, http: httpx.AsyncClient, serial_num: str) -> None:
        while True:
            seen = self._seen[serial_num]
            tried = await self._tried(http, seen.body)
            self._seen[serial_num] = seen = replace(seen, tries=(*seen.tries, tried))
            async with self._changed:
                self._changed.notify_all()
            if seen.is_over:
                return
            await asyncio.sleep(self._config.retry_s)

    async def _tried(self, http: httpx.AsyncClient, body: Wire) -> Attempt:
        headers = {"Authorization": f"Bearer {self._config.token}"}
        at = self._clock.now()
        try:
            response = await http.post(self._config.target, json=body, headers=headers)
        except httpx.HTTPError as error:
            return Attempt(at, None, f"{type(error).__name__}: {error}")
        return Attempt(at, response.status_code, response.text[:500])


_TICK_S = 0.2
_LATE = timedelta(minutes=20)
_FIRST_NUMBER = 500_000  # what history numbers stays below
_ONE = TypeAdapter(HandedSeen)
_ALL = TypeAdapter(tuple[HandedSeen, ...])


class RingWish(Model):
    """A receipt to ring now. `changes` replaces or adds wire fields."""

    kind: ReceiptKind = ReceiptKind.SALE
    changes: dict[str, object] = Field(default_factory=dict)


class Till:
    """One till of the store. While `paused()` it rings only what it is told to."""

    def __init__(self, config: SimulatedTill, world: World, paused: Callable[[], bool]) -> None:
        self._config = config
        self._world = world
        self._paused = paused
        self._plan = TillPlan(config, world.rng)
        self._maker = ReceiptMaker(Shop(config.store_id, config.pos_no, config.order_from), world.rng)
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
        return as_json(_ALL, self._hand_in.all())

    async def ring_now(self, request: Request) -> Response:
        """Rings a receipt and tells how its first attempt went."""
        wish = RingWish.model_validate_json(await request.body())
        receipt = self._ring(wish.kind, wish.changes)
        if receipt is None:
            raise WrongUse("there is no sale yet that could be taken back")
        return as_json(_ONE, await self._hand_in.first_try(receipt.serial_num))

    async def _ring_by_plan(self) -> None:
        lived, last = 0.0, self._world.clock.monotonic()
        while True:
            await asyncio.sleep(_TICK_S)
            now = self._world.clock.monotonic()
            lived, last = lived + (0.0 if self._paused() else now - last), now
            for kind in self._plan.due(lived):
                _ = self._ring(kind) or self._ring(ReceiptKind.SALE)

    def _ring(self, kind: ReceiptKind, changes: Wire | None = None) -> HandedSeen | None:
        """Puts a receipt in line; None for a return before there is anything to take back."""
        now = self._world.now()
        body = self._body(kind, now, self._serial(now))
        if body is None:
            return None
        body |= changes or {}
        receipt = HandedSeen(str(body["serial_num"]), kind, body)
        self._hand_in.put(receipt)
        return receipt

    def _body(self, kind: ReceiptKind, now: datetime, serial_num: str) -> Wire | None:
        if kind is ReceiptKind.RETURN:
            sold = self._sold()
            return self._maker.take_back(self._world.rng.choice(sold), now, serial_num) if sold else None
        at = _hour_before(now) if kind is ReceiptKind.LATE else now
        also = (unknown_to_wdk(self._config.refused_item),) if kind is ReceiptKind.REFUSED else ()
        return self._maker.sale(at, serial_num, also=also)

    def _sold(self) -> list[Wire]:
        """Sales that are in and that WDK has no reason to refuse."""
        kinds = (ReceiptKind.SALE, ReceiptKind.LATE)
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
