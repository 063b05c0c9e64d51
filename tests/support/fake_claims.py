"""A relay's claims in memory, with the faults that a line has: lost acks, a server behind, silence."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.engine.relay.claim_wire import Stored, Unreached
from posdesk.engine.relay.last_message import WrongRevision

Subject = tuple[OrderKey, ClaimGroup]


class FakeRelay:
    """One message a subject, numbered through the stream."""

    def __init__(self) -> None:
        self.said: dict[Subject, list[Stored]] = {}
        self.last = 0
        self.now: datetime | None = None

    def of(self, key: OrderKey, group: ClaimGroup = ClaimGroup.VERDICT) -> Claim | None:
        """What stands there now."""
        stored = self.said.get((key, group))
        return stored[-1].claim if stored else None

    def revision(self, subject: Subject) -> int:
        stored = self.said.get(subject)
        return stored[-1].revision if stored else 0

    def put(self, claim: Claim, expected: int) -> int:
        subject = (claim.key, claim.group)
        if self.revision(subject) != expected:
            raise WrongRevision(self.revision(subject))
        self.last += 1
        self.said.setdefault(subject, []).append(Stored(claim, self.last, self.now))
        return self.last


class FakeWire:
    """One counter's line to it; each fault is used up by the calls that meet it."""

    def __init__(self, relay: FakeRelay) -> None:
        self.relay = relay
        self.is_connected = True
        self.lost_acks = self.stale_reads = self.unreached = 0
        self.hangs = False
        self.after_put: Callable[[], None] = lambda: None
        self.puts: list[Claim] = []
        self.gets = 0

    async def put(self, claim: Claim, expected: int) -> int:
        await self._line()
        self.puts.append(claim)
        revision = self.relay.put(claim, expected)
        self.after_put()
        if self.lost_acks:
            self.lost_acks -= 1
            raise Unreached("the ack was lost")
        return revision

    async def get(self, key: OrderKey, group: ClaimGroup) -> Stored | None:
        self.gets += 1
        await self._line()
        stored = self.relay.said.get((key, group), [])
        if self.stale_reads:
            self.stale_reads -= 1
            stored = stored[:-1]
        return stored[-1] if stored else None

    async def _line(self) -> None:
        await asyncio.sleep(0)
        if self.hangs:
            await asyncio.Event().wait()
        if self.unreached or not self.is_connected:
            self.unreached = max(0, self.unreached - 1)
            raise Unreached("not reached")
