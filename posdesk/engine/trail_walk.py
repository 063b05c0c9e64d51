"""The whole audit trail is walked once a week, by a process behind this one; what is new, each hour.

A start and the doctor then have little left to walk. What is found goes where a start's look says it.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from posdesk.domain.clock import Clock
from posdesk.domain.journal_health import WELL, TrailDoubt, TrailFault
from posdesk.errors import DiskError
from posdesk.host.logs import OnceLog
from posdesk.journal import Journal
from posdesk.journal.audit import audit, turns, walking, walks
from posdesk.journal.audit.audit import Check, Walk
from posdesk.journal.audit.walks import Walked
from posdesk.journal.journal import Database

log = logging.getLogger(__name__)
FIRST_S = 60.0  # a start has more to do
LOOK_S = 3600.0
LINES = 50  # a piece: a millisecond or two, in which nobody else is at work in this process
BREATH_S = 0.01  # at least; else as long as the piece took


class TrailWalk:
    """Walks while the engine runs. Without the key it walks all the same, and nobody relies on it later."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        secret: Callable[[], str | None],
        tell: Callable[[TrailDoubt], None],
    ) -> None:
        """`secret` gives the key of the seals, None while it is not at hand; `tell` takes what was found."""
        self._journal, self._clock, self._secret, self._tell = journal, clock, secret, tell
        self._last_whole: datetime | None = None
        self._is_broken = False
        self._once = OnceLog(log)

    async def run(self) -> None:
        """Walk until cancelled."""
        await asyncio.sleep(FIRST_S)
        while True:
            await self.look()
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Walk all lines if that is due, else the new ones; none any more once one was found wrong."""
        if self._is_broken:
            return
        try:
            secret = self._secret()
            walked = await asyncio.to_thread(self._journal.read, partial(walks.last, secret=secret))
            if walked is None or walked.is_due(self._clock.now()):
                await self._walk_all(secret)
            else:
                await self._walk_on(walked, secret)
            self._once.warn_alone("")
        except DiskError as error:
            self._once.warn_alone(f"audit: the trail can't be walked: {error}")

    async def _walk_all(self, secret: str | None) -> None:
        if secret is None and not self._is_due_without_key():
            return
        walk = await asyncio.to_thread(self._journal.read, _from_the_first)
        if await self._walks(walk):
            self._last_whole = self._clock.now()
            await self._note(walks.of_whole(walk, self._last_whole), secret)
            log.info("audit: the whole trail was walked: %d lines", walk.line)

    def _is_due_without_key(self) -> bool:
        """Nothing can be kept of a walk then: this run remembers it."""
        if self._last_whole is None:
            return True
        return Walked(0, "", self._last_whole.isoformat()).is_due(self._clock.now())

    async def _walk_on(self, walked: Walked, secret: str | None) -> None:
        walk = Walk(walked.line, walked.hash)
        if await self._walks(walk) and walk.line > walked.line:
            await self._note(Walked(walk.line, walk.hash, walked.at), secret)

    async def _walks(self, walk: Walk) -> bool:
        """Whether all is as it must be, to the end."""
        if await asyncio.to_thread(self._journal.read, partial(walking.is_far, walk=walk)):
            await self._walk_far(walk)
        check: Check | None = None
        while check is None:
            begun_s = time.monotonic()
            check = await asyncio.to_thread(self._journal.read, partial(walk.step, most=LINES))
            await asyncio.sleep(max(BREATH_S, time.monotonic() - begun_s))
        if check.broken_at is None:
            self._tell(WELL)
            return True
        log.error("audit: the trail was changed at line %d: %s", check.broken_at, check.wrong)
        self._is_broken = True
        self._tell(TrailDoubt(TrailFault.CHAIN, check.broken_at))
        await asyncio.wrap_future(self._journal.write(walks.forget, later=True))
        return False

    async def _walk_far(self, walk: Walk) -> None:
        """By another process, which is not in the way of orders; what it leaves is walked here."""
        beside = walking.WalkBeside(self._journal.path, walk)
        try:
            await asyncio.to_thread(beside.run)
        except OSError as error:
            log.warning("audit: no process can be begun that walks the trail: %s", error)
        finally:
            beside.end()

    async def _note(self, walked: Walked, secret: str | None) -> None:
        if secret is not None:
            job = partial(walks.note, walked=walked, secret=secret)
            await asyncio.wrap_future(self._journal.write(job, later=True))


def _from_the_first(db: Database) -> Walk:
    """From the first line on, of a trail that a damage tore from the first one that is told to be whole."""
    after = turns.of(db).mended
    return Walk(after, audit.hash_at(db, after))
