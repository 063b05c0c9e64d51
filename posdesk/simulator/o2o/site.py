"""One ordering site: a partner with its orders, and what it tells the store, until the store has answered."""

import asyncio
import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from random import Random
from uuid import UUID

import httpx

from posdesk.simulator.config import SimulatedPartner, SimulatedStore, SimulatorConfig
from posdesk.simulator.o2o.commands import Cmd, Wire, sign
from posdesk.simulator.o2o.maker import ANYTHING, OrderMaker, OrderWish
from posdesk.simulator.o2o.memory import Bill, BillState, Memory
from posdesk.simulator.tally import PushSeen, Sent
from posdesk.simulator.world import World


@dataclass(frozen=True, slots=True)
class Push:
    """One message to the store; `body` is signed and sent as it stands here, each time."""

    partner: SimulatedPartner
    cmd: Cmd
    seq: str
    subject: str
    body: bytes


class Pusher:
    """Sends pushes. Its repeats run in the background until `close`."""

    def __init__(self, config: SimulatorConfig, world: World) -> None:
        self._config = config
        self._world = world
        self._client = httpx.AsyncClient(timeout=config.push_timeout_s, trust_env=False)
        self._repeats: set[asyncio.Task[None]] = set()

    def message(
        self, partner: SimulatedPartner, cmd: Cmd, subject: str, items: object, *, spelt: str = ""
    ) -> Push:
        """A new push; `spelt` is its command on the wire where that differs."""
        seq = str(UUID(int=self._world.rng.getrandbits(128), version=4))
        frame = {"cmd": spelt or str(cmd), "seq": seq, "items": items}
        return Push(partner, cmd, seq, subject, json.dumps(frame, ensure_ascii=False).encode())

    async def send(self, push: Push) -> PushSeen:
        """Makes the first attempt and tells how it went; unacknowledged, it is repeated later."""
        seen = PushSeen(push.partner.name, push.cmd, push.seq, push.subject)
        seen = await self._attempt(push, seen)
        if not seen.acknowledged:
            task = asyncio.create_task(self._repeat(push, seen))
            self._repeats.add(task)
            task.add_done_callback(self._repeats.discard)
        return seen

    async def close(self) -> None:
        """Gives the repeats up."""
        for task in self._repeats:
            task.cancel()
        await asyncio.gather(*self._repeats, return_exceptions=True)
        await self._client.aclose()

    async def _repeat(self, push: Push, seen: PushSeen) -> None:
        pauses = self._config.push_retry_s
        for tries in range(self._config.push_tries - 1):
            await asyncio.sleep(pauses[min(tries, len(pauses) - 1)])
            seen = await self._attempt(push, seen)
            if seen.acknowledged:
                return

    async def _attempt(self, push: Push, seen: PushSeen) -> PushSeen:
        at = self._world.now()
        try:
            code, words = await self._posted(push)
        except httpx.HTTPError as error:
            code, words = None, f"{type(error).__name__}: {error}"
        seen = replace(seen, sent=(*seen.sent, Sent(at, code, words)))
        self._world.tally.pushed(seen)
        return seen

    async def _posted(self, push: Push) -> tuple[int | None, str]:
        signature = sign(push.partner, push.body, _spelling(push.body), push.seq)
        query = {"appid": push.partner.appid} | ({"sign": signature} if signature else {})
        headers = {"Content-Type": "application/json; charset=utf-8"}
        response = await self._client.post(
            self._config.target, params=query, content=push.body, headers=headers
        )
        return _answer(response)


def _spelling(body: bytes) -> str:
    return str(json.loads(body)["cmd"])


def _answer(response: httpx.Response) -> tuple[int | None, str]:
    """The store's code and words; no code where it is not an answer as the document has it."""
    try:
        frame = response.json()
    except ValueError:
        frame = None
    code = frame.get("code") if isinstance(frame, dict) else None
    if response.status_code != 200 or not isinstance(code, int):
        return None, f"HTTP {response.status_code}: {response.text[:200]}"
    return code, str(frame.get("msg") or "")


class Status(IntEnum):
    """The values of `orderStatus`."""

    ACCEPTED = 1
    REFUSED = 2
    COMPLETED = 4
    CANCELLED = 99


STATE_OF = {
    Status.ACCEPTED: BillState.ACCEPTED,
    Status.REFUSED: BillState.REFUSED,
    Status.COMPLETED: BillState.COMPLETED,
    Status.CANCELLED: BillState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order that was made, and the first answer to its push; None where it was not pushed."""

    bill: Bill
    push: PushSeen | None


class Site:
    """What the customers, the riders and the site itself do with its orders."""

    def __init__(self, partner: SimulatedPartner, store: SimulatedStore, pusher: Pusher, rng: Random) -> None:
        self.partner = partner
        self.memory = Memory(store.code, dedup=partner.dedup)
        self._store = store
        self._pusher = pusher
        self._maker = OrderMaker(partner, store, rng)

    async def order(self, now: datetime, wanted: OrderWish = ANYTHING) -> Ordered:
        """A customer orders; the store is told unless `wanted` says otherwise."""
        bill = self._maker.make(now, wanted)
        self.memory.hold(bill)
        return Ordered(bill, await self._told(bill) if wanted.push else None)

    async def repeat(self, bill: Bill, changes: Wire | None = None) -> PushSeen:
        """The order is pushed again under a new `seq`, with `changes` to its fields if there are any."""
        again = replace(bill, wire={**bill.wire, **(changes or {})}, known_to_store=True)
        self.memory.hold(again)
        return await self._told(again)

    async def change(self, bill: Bill) -> PushSeen:
        """The customer changes a word, and the order is pushed again."""
        return await self.repeat(bill, self._maker.changed(bill))

    async def cancel(self, bill: Bill) -> PushSeen:
        """The customer cancels."""
        self.memory.hold(replace(bill, state=BillState.CANCELLED))
        items = {"storeuid": self._store.uid, "tbillno": bill.tbillno}
        return await self._push(Cmd.CANCEL, bill.tbillno, items)

    async def status(self, bill: Bill, status: Status) -> PushSeen:
        """The site's own state of the order changes."""
        self.memory.hold(replace(bill, state=STATE_OF[status]))
        item = {"tbillno": bill.tbillno, "orderStatus": str(int(status))}
        items = [item] if self.partner.items == "list" else item
        return await self._push(Cmd.STATUS, bill.tbillno, items, spelt=self.partner.status_cmd)

    async def _told(self, bill: Bill) -> PushSeen:
        return await self._push(Cmd.ADD, bill.tbillno, [bill.wire])

    async def _push(self, cmd: Cmd, subject: str, items: object, *, spelt: str = "") -> PushSeen:
        push = self._pusher.message(self.partner, cmd, subject, items, spelt=spelt)
        return await self._pusher.send(push)
