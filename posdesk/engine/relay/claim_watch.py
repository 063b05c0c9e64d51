"""Gives back what ended without effect, and watches whether another holder is silent (relay.md, 'Claims').

Whether a holder's time is over is told by the journal and the clock alone, for all of them at each look. The
relay is asked seldom and for few at a time: what a holder does is told by its act. Of a hundred claims of
unknown end none is asked for each second, and a server that answers slowly holds no card silent.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from posdesk.domain.clock import Clock
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.domain.relay.seen_claim import ClaimState, Lost, SeenClaim, silent_after
from posdesk.engine.loop import set_by_commits, wait_at_most
from posdesk.engine.relay.claim_turns import ClaimTurns
from posdesk.engine.relay.claim_wire import ClaimWire, Stored, Unreached
from posdesk.engine.relay.last_message import WrongRevision
from posdesk.errors import DiskError
from posdesk.journal import Database, Journal
from posdesk.journal.relay import claims, instance

log = logging.getLogger(__name__)
LOOK_EVERY_S: Final = 1.0
IDLE_S: Final = 60.0
FIRST_ASK_S: Final = 1.0
"""Behind the first question, which is asked at once; each further pause is twice as long, up to IDLE_S."""
MOST_ASKED: Final = 20  # at one look
COMES_WITHIN: Final = timedelta(minutes=1)
"""What left over a line that was lost then comes to the relay by then, or never."""
KEPT: Final = timedelta(days=7)
"""As long as the relay keeps a claim."""
Seen = tuple[OrderKey, SeenClaim, datetime | None]


@dataclass(slots=True)
class _Watched:
    """Of one holder, on the steady clock: since when it has its claim, when the relay is asked next."""

    since: float
    ask_at: float
    pause_s: float = FIRST_ASK_S

    def asked(self, now: float) -> None:
        self.ask_at, self.pause_s = now + self.pause_s, min(2 * self.pause_s, IDLE_S)


class ClaimWatch:
    """A part of a relay's engine; while nobody claims anything it looks once a minute."""

    def __init__(
        self,
        wire: ClaimWire,
        journal: Journal,
        clock: Clock,
        *,
        turns: ClaimTurns,
        is_seen: Callable[[str], bool] = lambda _instance: True,
    ) -> None:
        """`turns` are those of who asks; `is_seen` is whether another journal's counter was heard lately."""
        self._wire, self._journal, self._clock, self._is_seen = wire, journal, clock, is_seen
        self._turns, self._own = turns, ""
        self._began: datetime | None = clock.now()  # what was asked for by hand before, nobody waits for
        self._watched: dict[tuple[OrderKey, SeenClaim], _Watched] = {}

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
        if self._began is not None:
            await self._end_before(self._began)
            self._began = None
        found, self._own = await asyncio.to_thread(self._journal.read, _to_look_after)
        theirs = [each for each in found if each[1].keeps_quiet]
        self._watch(theirs)
        over = [each for each in theirs if self._left_s(*each) <= 0]
        gone = await self._ask(theirs, over) if self._wire.is_connected else set()
        for key, seen, _ in over:
            if (key, _hold(seen)) not in gone:
                log.info("claims: counter %s is silent about %s of %s", seen.counter, seen.group, key.bill)
                await asyncio.wrap_future(
                    self._journal.write(partial(claims.fell_silent, key=key, seen=seen))
                )
        await self._give_all_back(each for each in found if each[1].state is ClaimState.ENDING)
        if not found:
            await self._forget_old()
        left = (self._left_s(*each) for each in theirs if each not in over)
        return min([LOOK_EVERY_S, *left]) if found else IDLE_S

    async def _end_before(self, began: datetime) -> None:
        """A hand-out that the process before this one asked for is done by nobody. Raises DiskError."""
        left = await asyncio.to_thread(self._journal.read, partial(claims.by_hand_before, before=began))
        if left:
            await asyncio.wrap_future(self._journal.write(partial(claims.not_handed_out, keys=left)))

    def _watch(self, theirs: Iterable[Seen]) -> None:
        """A holder's time is steady: whatever the wall clock does, none has longer."""
        known, now, steady = self._watched, self._clock.now(), self._clock.monotonic()
        self._watched = {}
        for key, seen, deadline in theirs:
            gone_by = min(silent_after(deadline, now), max(timedelta(), now - seen.seen_at))
            hold = key, _hold(seen)
            self._watched[hold] = known.get(hold) or _Watched(steady - gone_by.total_seconds(), steady)

    async def _forget_old(self) -> None:
        before = self._clock.now() - KEPT
        if await asyncio.to_thread(self._journal.read, partial(claims.has_old, before=before)):
            await asyncio.wrap_future(self._journal.write(partial(claims.forget_old, before=before)))

    async def _give_all_back(self, ending: Iterable[Seen]) -> None:
        """While the relay can be asked: else nothing is said of it each second. Raises DiskError."""
        began = self._clock.monotonic()
        for key, seen, _ in ending:
            if not self._wire.is_connected or self._clock.monotonic() - began > LOOK_EVERY_S:
                return
            turn = self._turns.of(key, seen.group)
            if turn.locked():
                continue  # it is asked for just now
            try:
                async with turn:
                    await self._give_back(key, seen.group)
            except Unreached as error:
                log.info("claims: %s of %s can't be given back yet: %s", seen.group, key.bill, error)
                return

    async def _give_back(self, key: OrderKey, group: ClaimGroup) -> None:
        """Write that it is free, unless another has taken it; never delete (relay.md).

        Where nobody knows whether we have it, what is free is written anew: ours may still be under way, and
        then comes to another revision than it was asked for. Where nothing stands any more (after a week, or
        in a stream made anew) nothing is held. Raises DiskError, Unreached.
        """
        seen = await asyncio.to_thread(self._journal.read, partial(claims.get, key=key, group=group))
        if seen is None or seen.state is not ClaimState.ENDING:
            return  # it was taken since
        mine = Claim(group, key, seen.counter, seen.instance, seen.actor, seen.at)
        revision = max(0, seen.revision)
        while True:
            try:
                await self._wire.put(replace(mine, free=True), revision)
                break
            except WrongRevision as wrong:
                stood = await self._wire.get(key, group)
                at_least = wrong.last if wrong.last is not None else revision + 1
                if (stood.revision if stood is not None else 0) < at_least:
                    raise Unreached("a server is behind the one that refused") from wrong
                if stood is None or not _may_be_written_over(seen, stood.claim):
                    if stood is not None and stood.claim is not None and self._may_come_yet(seen):
                        return
                    break
                revision = stood.revision
        await asyncio.wrap_future(self._journal.write(partial(claims.gone, key=key, seen=seen)))

    def _may_come_yet(self, seen: SeenClaim) -> bool:
        """Whether ours may still take what another has: it was asked for just now, and nobody answered."""
        return seen.is_unheard and abs(self._clock.now() - seen.seen_at) < COMES_WITHIN

    def _left_s(self, key: OrderKey, seen: SeenClaim, deadline: datetime | None) -> float:
        """Seconds until it counts as silent, as things are."""
        if not self._is_seen(seen.instance):
            return 0.0
        if seen.state is ClaimState.TOLD:
            return IDLE_S
        most = silent_after(deadline, self._clock.now()).total_seconds()
        return max(0.0, self._watched[key, _hold(seen)].since + most - self._clock.monotonic())

    async def _ask(self, theirs: Iterable[Seen], over: list[Seen]) -> set[tuple[OrderKey, SeenClaim]]:
        """Ask for those whose time is over, then for those whose turn it is. Returns which holds are no more.

        Raises DiskError.
        """
        began, gone = self._clock.monotonic(), set[tuple[OrderKey, SeenClaim]]()
        due = [each for each in theirs if each not in over and self._of(each).ask_at <= began]
        for each in (*over, *sorted(due, key=lambda each: self._of(each).ask_at))[:MOST_ASKED]:
            self._of(each).asked(began)
            key, seen, _ = each
            try:
                stood = await self._wire.get(key, seen.group)
            except Unreached:
                break
            if await self._see(key, seen, stood):
                gone.add((key, _hold(seen)))
            if self._clock.monotonic() - began > LOOK_EVERY_S:
                break
        return gone

    def _of(self, each: Seen) -> _Watched:
        return self._watched[each[0], _hold(each[1])]

    async def _see(self, key: OrderKey, seen: SeenClaim, stood: Stored | None) -> bool:
        """What stands there now: whether it is not that hold any more.

        What is older than what we saw says nothing: a server is behind.
        """
        if stood is None or stood.revision <= seen.revision or stood.claim is None:
            return False
        if stood.claim.free or stood.claim.is_of(self._own):
            await asyncio.wrap_future(self._journal.write(partial(claims.gone, key=key, seen=seen)))
            return True
        if seen.is_same_hold(stood.claim):
            return False
        lost = Lost(stood.claim, stood.revision)
        await asyncio.wrap_future(self._journal.write(partial(claims.lost, key=key, lost=lost)))
        return True


def _to_look_after(db: Database) -> tuple[tuple[Seen, ...], str]:
    return claims.to_look_after(db), instance.of(db)


def _may_be_written_over(seen: SeenClaim, stood: Claim | None) -> bool:
    """Whether that is what we give back, or free where we don't know whether ours came.

    Whatever this journal asked for there, at whichever moment: nobody of it is at that claim in our turn.
    """
    if stood is None or stood.free:
        return stood is not None and seen.revision <= 0
    return stood.is_of(seen.instance)


def _hold(seen: SeenClaim) -> SeenClaim:
    """The same taking, whatever was told of it."""
    return replace(seen, state=ClaimState.THEIRS, revision=0, seq="")
