"""Calls that were turned away: strangers' are gathered and seldom written, all are told to the desk."""

import asyncio
import logging
from collections import deque
from dataclasses import field
from datetime import datetime

from posdesk.domain.clock import Clock
from posdesk.domain.orders.refused import TurnedAway
from posdesk.engine.listening.refused_signs import RefusedSigns
from posdesk.engine.loop import set_by_commits, wait_for_look
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import refused_calls
from posdesk.journal.orders.refused_calls import GatheredSigns
from posdesk.journal.transaction import Job
from posdesk.platforms.o2o.forms import SignedCall
from posdesk.records import dataclass
from posdesk.settings.settings import Partner

log = logging.getLogger(__name__)
LOOK_S = 1.0
GATHER_S = 0.1  # many commits are one change on screen
WRITE_EVERY_S = 10.0
TOO_MANY = 5  # wrongly signed calls within the window: no chance any more
WINDOW_S = 600.0
QUIET_S = 3600.0  # after somebody has read of them: he can't make a stranger stop
CALM_S = 600.0  # after a right call: what is wrong then is another matter, an exchanged key for one


@dataclass(slots=True)
class _Wrong:
    """One partner's since the last writing, and when the last ones came, by both clocks."""

    count: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    since: datetime | None = None
    proven: bool = False
    quiet_until: float = 0.0
    last: deque[tuple[float, datetime]] = field(default_factory=lambda: deque(maxlen=TOO_MANY))

    @property
    def is_unsaved(self) -> bool:
        """Whether there is anything to write."""
        return self.count > 0 or self.proven

    def take_back(self, unwritten: "_Wrong") -> None:
        """What was counted before these could not be written."""
        self.count += unwritten.count
        self.first_at = unwritten.first_at or self.first_at
        self.last_at = self.last_at or unwritten.last_at
        self.since = self.since or unwritten.since
        self.proven = self.proven or unwritten.proven


class TurnedAwayCalls:
    """Counts wrongly signed calls in memory and writes at most every ten seconds: strangers make them.

    Everything runs in the engine's loop; there is a place for each partner of the settings and no more.
    """

    def __init__(
        self, partners: tuple[Partner, ...], journal: Journal, status: StatusBoard, clock: Clock
    ) -> None:
        """Nothing is counted yet."""
        self._journal, self._status, self._clock = journal, status, clock
        self._wrong = {partner.name: _Wrong() for partner in partners}
        self._told = TurnedAway()
        self.refused_signs = RefusedSigns(clock)  # to be looked at
        self._right: set[str] = set()  # whose alarm a right call is about to end
        self._written = clock.monotonic() - WRITE_EVERY_S

    def adopt(self, partners: tuple[Partner, ...]) -> None:
        """These are the partners now; what was counted of one that is gone is still written."""
        self._wrong |= {each.name: _Wrong() for each in partners if each.name not in self._wrong}

    def wrongly_signed(self, partner: str) -> None:
        """Count a call under this partner's appid whose signature is wrong or missing."""
        wrong, now = self._wrong[partner], self._clock.now()
        wrong.count += 1
        wrong.first_at, wrong.last_at = wrong.first_at or now, now
        wrong.proven = False
        self._right.discard(partner)
        if self._clock.monotonic() < wrong.quiet_until:
            return
        wrong.last.append((self._clock.monotonic(), now))
        began, began_at = wrong.last[0]
        if len(wrong.last) == TOO_MANY and self._clock.monotonic() - began <= WINDOW_S:
            wrong.since = wrong.since or began_at

    def unproven(self, partner: str, call: SignedCall, address: str) -> None:
        """A wrongly signed call can be looked at for a while."""
        self.refused_signs.keep(partner, call, address)

    def stranger(self, appid: str, address: str) -> None:
        """Whoever enters a platform can see for a while under which appid nobody's call came."""
        self.refused_signs.keep_stranger(appid, address)

    def proven(self, partner: str) -> None:
        """A call of this partner was rightly signed: if many were not, that is over."""
        self.refused_signs.forget(partner)
        wrong = self._wrong[partner]
        wrong.last.clear()
        wrong.since = None
        wrong.proven = partner in self._alarmed
        if wrong.proven:
            self._right.add(partner)

    @property
    def _alarmed(self) -> frozenset[str]:
        """Of which partners the desk says so, as last read."""
        return frozenset(each.partner for each in self._told.wrong_signs if each.since)

    def end(self) -> None:
        """The engine is about to stop: what was gathered is written at once."""
        unsaved = self._unsaved()
        if unsaved:
            self._journal.write(self._taken(unsaved))

    async def run(self) -> None:
        """Write and tell until cancelled; what somebody has seen is taken from the screen at once."""
        changed = asyncio.Event()
        changed.set()
        with set_by_commits(changed, self._journal, {refused_calls.TOPIC}):
            while True:
                await self._look(changed)
                await _wait(changed)

    async def _look(self, changed: asyncio.Event) -> None:
        """One look; a disk that fails is said by those who need it more, and nothing counted is lost."""
        self.refused_signs.forget_old()
        self._status.refused_signs(self.refused_signs.newest, self.refused_signs.stranger)
        try:
            if changed.is_set():
                changed.clear()
                await self._tell()
            await self._write()
        except DiskError as error:
            log.warning("turned away: %s", error)

    async def _tell(self) -> None:
        before = self._alarmed
        self._told = await asyncio.to_thread(self._journal.read, refused_calls.turned_away)
        for partner in before - self._alarmed:
            self._known(partner)
        self._status.turned_away(self._told)

    def _known(self, partner: str) -> None:
        """The alarm ended, read or over: a new one takes many new calls, and for a while none count."""
        if partner in self._wrong:
            wrong = self._wrong[partner]
            wrong.last.clear()
            quiet_s = CALM_S if partner in self._right else QUIET_S
            wrong.since, wrong.quiet_until = None, self._clock.monotonic() + quiet_s
            self._right.discard(partner)

    async def _write(self) -> None:
        """Write what was gathered, if it is time."""
        unsaved = self._unsaved()
        if not unsaved or self._clock.monotonic() - self._written < WRITE_EVERY_S:
            return
        self._written = self._clock.monotonic()
        job = self._taken(unsaved)
        try:
            await asyncio.wrap_future(self._journal.write(job))
        except DiskError:
            for name, wrong in unsaved.items():
                self._wrong[name].take_back(wrong)
            raise

    def _unsaved(self) -> dict[str, _Wrong]:
        return {name: wrong for name, wrong in self._wrong.items() if wrong.is_unsaved}

    def _taken(self, unsaved: dict[str, _Wrong]) -> Job[None]:
        """How to write these down; they are counted anew from here on."""
        self._wrong |= {
            name: _Wrong(last=wrong.last, quiet_until=wrong.quiet_until) for name, wrong in unsaved.items()
        }

        def job(tx: Transaction) -> None:
            for name, wrong in unsaved.items():
                if (counted := _of(wrong)) is not None:
                    refused_calls.add_wrong_signs(tx, name, counted)
                if wrong.proven:
                    refused_calls.end_wrong_signs(tx, name)

        return job


async def _wait(changed: asyncio.Event) -> None:
    await wait_for_look(changed, LOOK_S)
    if changed.is_set():
        await asyncio.sleep(GATHER_S)


def _of(wrong: _Wrong) -> GatheredSigns | None:
    if wrong.first_at is None or wrong.last_at is None:
        return None
    return GatheredSigns(wrong.count, wrong.first_at, wrong.last_at, wrong.since)
