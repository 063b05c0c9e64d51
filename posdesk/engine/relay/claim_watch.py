"""Gives back what ended without effect, and watches whether another holder is silent (relay.md, 'Claims')."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from posdesk.domain.clock import Clock
from posdesk.domain.orders.order import Order, OrderKey
from posdesk.domain.relay.claim import Claim
from posdesk.domain.relay.seen_claim import ClaimState, Lost, SeenClaim, silent_after
from posdesk.engine.loop import set_by_commits, wait_at_most
from posdesk.engine.relay.claim_wire import ClaimWire, Stored, Unreached, WrongRevision
from posdesk.errors import DiskError
from posdesk.journal import Database, Journal
from posdesk.journal.orders import order_rows
from posdesk.journal.relay import claims, instance

log = logging.getLogger(__name__)
LOOK_EVERY_S: Final = 1.0
IDLE_S: Final = 60.0
KEPT: Final = timedelta(days=7)
"""As long as the relay keeps a claim."""


class ClaimWatch:
    """A part of a relay's engine; while nobody claims anything it looks once a minute."""

    def __init__(
        self,
        wire: ClaimWire,
        journal: Journal,
        clock: Clock,
        *,
        is_seen: Callable[[str], bool] = lambda _instance: True,
    ) -> None:
        """`is_seen` is whether another journal's counter was heard lately."""
        self._wire, self._journal, self._clock, self._is_seen = wire, journal, clock, is_seen
        self._own = ""
        self._since: dict[tuple[OrderKey, SeenClaim], float] = {}

    async def run(self) -> None:
        """Until cancelled."""
        changed = asyncio.Event()
        with set_by_commits(changed, self._journal, {"claims"}):
            while True:
                changed.clear()
                wait_s = LOOK_EVERY_S
                try:
                    wait_s = await self.look()
                except DiskError as error:
                    log.warning("claims: the journal can't be read or written: %s", error)
                await wait_at_most(changed, wait_s)

    async def look(self) -> float:
        """Look at each once. Returns seconds until the next look. Raises DiskError."""
        found, self._own = await asyncio.to_thread(self._journal.read, _to_look_after)
        watched = {(key, _hold(seen)) for key, seen in found if seen.keeps_quiet}
        self._since = {each: at for each, at in self._since.items() if each in watched}
        waits = [LOOK_EVERY_S]
        for key, seen in found:
            if seen.state is ClaimState.ENDING:
                if self._wire.is_connected:  # else nothing is said of it each second
                    await self._give_back(key, seen)
            else:
                waits.append(await self._watch(key, seen))
        if not found:
            await self._forget_old()
        return min(waits) if found else IDLE_S

    async def _forget_old(self) -> None:
        before = self._clock.now() - KEPT
        if await asyncio.to_thread(self._journal.read, partial(claims.has_old, before=before)):
            await asyncio.wrap_future(self._journal.write(partial(claims.forget_old, before=before)))

    async def _give_back(self, key: OrderKey, seen: SeenClaim) -> None:
        """Write that it is free, unless another has taken it; never delete (relay.md). Raises DiskError."""
        mine = Claim(seen.group, key, seen.counter, seen.instance, seen.actor, seen.at)
        revision = seen.revision
        try:
            while True:
                try:
                    await self._wire.put(replace(mine, free=True), revision)
                    break
                except WrongRevision:
                    stood = await self._wire.get(key, seen.group)
                    if stood is None or stood.claim != mine:
                        break
                    revision = stood.revision
        except Unreached as error:
            log.info("claims: %s of %s can't be given back yet: %s", seen.group, key.bill, error)
            return
        await asyncio.wrap_future(self._journal.write(partial(claims.gone, key=key, seen=seen)))

    async def _watch(self, key: OrderKey, seen: SeenClaim) -> float:
        """Another counter's: over, silent, or still at it.

        Returns seconds until it is silent, as things are. Raises DiskError.
        """
        left_s = await self._left_s(key, seen)
        if left_s <= 0:
            log.info("claims: counter %s is silent about %s of %s", seen.counter, seen.group, key.bill)
            await asyncio.wrap_future(self._journal.write(partial(claims.fell_silent, key=key, seen=seen)))
        elif self._wire.is_connected:
            with contextlib.suppress(Unreached):
                await self._see(key, seen, await self._wire.get(key, seen.group))
        return left_s

    async def _left_s(self, key: OrderKey, seen: SeenClaim) -> float:
        """Its time is steady: whatever the wall clock does, no holder has longer."""
        if not self._is_seen(seen.instance):
            return 0.0
        if seen.state is ClaimState.TOLD:
            return IDLE_S
        now, steady = self._clock.now(), self._clock.monotonic()
        most = silent_after(await self._order(key), now)
        gone_by = min(most, max(timedelta(), now - seen.seen_at))
        since = self._since.setdefault((key, _hold(seen)), steady - gone_by.total_seconds())
        return max(0.0, since + most.total_seconds() - steady)

    async def _order(self, key: OrderKey) -> Order | None:
        return await asyncio.to_thread(self._journal.read, partial(order_rows.get, key=key))

    async def _see(self, key: OrderKey, seen: SeenClaim, stood: Stored | None) -> None:
        """What stands there now; what is older than what we saw says nothing: a server is behind."""
        if stood is None or stood.revision <= seen.revision or stood.claim is None:
            return
        if stood.claim.free or stood.claim.is_of(self._own):
            await asyncio.wrap_future(self._journal.write(partial(claims.gone, key=key, seen=seen)))
        elif not seen.is_same_hold(stood.claim):
            lost = Lost(stood.claim, stood.revision)
            await asyncio.wrap_future(self._journal.write(partial(claims.lost, key=key, lost=lost)))


def _to_look_after(db: Database) -> tuple[tuple[tuple[OrderKey, SeenClaim], ...], str]:
    return claims.to_look_after(db), instance.of(db)


def _hold(seen: SeenClaim) -> SeenClaim:
    """The same taking, whatever was told of it."""
    return replace(seen, state=ClaimState.THEIRS, revision=0, seq="")
