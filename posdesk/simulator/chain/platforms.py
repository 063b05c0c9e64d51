"""The platform of a simulated chain: it calls the gateway, again where that was no answer, for all stores."""

import asyncio
import json
import random
import time
from collections.abc import Coroutine, Mapping
from typing import Final
from uuid import UUID

import httpx

from posdesk.domain.clock import Clock
from posdesk.simulator.chain.config import ChainConfig
from posdesk.simulator.chain.tally import ChainTally
from posdesk.simulator.config import SimulatedStore
from posdesk.simulator.o2o.commands import Cmd, sign
from posdesk.simulator.o2o.maker import OrderMaker

TRIES: Final = 20
AGAIN_S: Final = 1.0
CANCEL_S: Final = 2.0
MOST_OPEN: Final = 512


class ChainPlatform:
    """Pushes at its pace until cancelled; what is open then is let go."""

    def __init__(self, config: ChainConfig, tally: ChainTally, clock: Clock, rng: random.Random) -> None:
        """Nothing is sent yet."""
        self._config, self._tally, self._clock, self._rng = config, tally, clock, rng
        limits = httpx.Limits(max_connections=128, max_keepalive_connections=128)
        self._client = httpx.AsyncClient(timeout=config.timeout_s, trust_env=False, limits=limits)
        self._makers: dict[str, OrderMaker] = {}
        self._open: set[asyncio.Task[None]] = set()
        self.sent = self.given_up = 0

    async def run(self) -> None:
        """At `orders_per_s`, by the clock: a slow answer holds no later order back."""
        loop, per_s = asyncio.get_running_loop(), self._config.orders_per_s
        began, made = loop.time(), 0
        while per_s:
            due = int((loop.time() - began) * per_s)
            for _ in range(min(due - made, MOST_OPEN - len(self._open))):
                self._start(self._order())
            made = due
            await asyncio.sleep(max(0.002, 1 / per_s / 2))
        await asyncio.Event().wait()

    async def finish(self) -> None:
        """Wait for what was begun, and close."""
        while self._open:
            await asyncio.wait(tuple(self._open))
        await self._client.aclose()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _order(self) -> None:
        """One call: mostly an order for one store, now and then for two; some are cancelled later."""
        several = self._rng.random() < self._config.several_share and len(self._tally.stores) > 1
        stores = self._rng.sample(self._tally.stores, 2 if several else 1)
        items = [dict(self._maker(store).make(self._clock.now()).wire) for store in stores]
        bills = {str(item["tbillno"]): store for item, store in zip(items, stores, strict=True)}
        self.sent += 1
        if await self._call(Cmd.ADD, items, bills) and self._rng.random() < self._config.cancelled_share:
            await asyncio.sleep(CANCEL_S)
            bill, store = next(iter(bills.items()))
            item = {"storeuid": 0, "tbillno": bill}  # the gateway finds its store
            self.sent += 1
            await self._call(Cmd.CANCEL, item, {bill: store})

    async def _call(self, cmd: Cmd, items: object, bills: Mapping[str, str]) -> bool:
        """Whether it was answered 0 in the end: the same bytes are sent again until then."""
        seq = str(UUID(int=self._rng.getrandbits(128), version=4))
        body = json.dumps({"cmd": str(cmd), "seq": seq, "items": items}, ensure_ascii=False).encode()
        partner, sent_at = self._config.partner, time.time()
        query = {"appid": partner.appid, "sign": sign(partner, body, str(cmd), seq)}
        for _ in range(TRIES):
            code = await self._post(query, body)
            self._tally.codes[code] += 1
            if code == "0":
                self._tally.answered(str(cmd), bills, sent_at, time.time())
                return True
            await asyncio.sleep(AGAIN_S)
        self.given_up += 1
        return False

    async def _post(self, query: Mapping[str, str], body: bytes) -> str:
        try:
            answer = await self._client.post(self._config.gateway, params=dict(query), content=body)
        except httpx.HTTPError as error:
            return type(error).__name__
        try:
            return str(answer.json()["code"])
        except (ValueError, KeyError, TypeError):  # no gateway's: a wrong path, a proxy before it
            return f"HTTP {answer.status_code}"

    def _maker(self, store: str) -> OrderMaker:
        if store not in self._makers:
            chance = random.Random(self._rng.random())  # noqa: S311 - repeatable
            named = SimulatedStore(code=store, uid=0, name=f"{store} 店")
            self._makers[store] = OrderMaker(self._config.partner, named, chance)
        return self._makers[store]
