"""One ordering site: a partner with its memory and its orders, and what it tells the store."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from random import Random

from posdesk.simulator.config import SimulatedPartner, SimulatedStore
from posdesk.simulator.o2o.bill import Bill, BillState
from posdesk.simulator.o2o.commands import Cmd, Wire
from posdesk.simulator.o2o.maker import ANYTHING, Maker, Wanted
from posdesk.simulator.o2o.memory import Memory
from posdesk.simulator.o2o.push import Pusher
from posdesk.simulator.tally import PushSeen


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
        self._maker = Maker(partner, store, rng)

    async def order(self, now: datetime, wanted: Wanted = ANYTHING) -> Ordered:
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
