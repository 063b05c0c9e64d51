"""The daily backup, and what is known of the journal's own health. When one is due is asked of the disk."""

import asyncio
import contextlib
import logging
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from posdesk.domain.clock import Clock
from posdesk.engine.status import StatusBoard
from posdesk.errors import DamagedJournal, DiskError
from posdesk.journal import Journal, Notice, backup, losses, soundness

log = logging.getLogger(__name__)
LOOK_S = 10.0
AGAIN_S = 600.0
BREATH_S = 0.002  # between two pieces, so that orders have the disk first
RESERVE_BYTES = 64 * 1024 * 1024  # a backup never takes the room that the next orders need


class _EndedError(Exception):
    """The engine ends: the copy under way is given up."""


class Backups:
    """Makes one a day, while the engine runs; says what a damaged journal has cost until somebody read it."""

    def __init__(
        self,
        home: Path,
        journal: Journal,
        status: StatusBoard,
        clock: Clock,
        *,
        sealed: Callable[[], None] = lambda: None,
    ) -> None:
        """`sealed` seals the end of the trail that is copied. Nothing is looked at before `run`."""
        self._sealed = sealed
        self._home, self._journal, self._status, self._clock = home, journal, status, clock
        self._not_before = clock.monotonic()
        self._said = ""
        self._ending = False

    async def run(self) -> None:
        """Look until cancelled; a loss that somebody has read is taken from the screen at once."""
        self._ending = False
        read = asyncio.Event()
        loop = asyncio.get_running_loop()

        def wake(notice: Notice) -> None:
            if "losses" in notice.topics:
                with contextlib.suppress(RuntimeError):  # the loop is closing; the next start looks anyway
                    loop.call_soon_threadsafe(read.set)

        end = self._journal.subscribe(wake)
        try:
            while True:
                read.clear()
                await self._show_losses()
                await self.look()
                await _wait(read)
        finally:
            self._ending = True
            end()

    async def look(self) -> None:
        """Make a backup if one is due and there is room for it; what failed is tried again later."""
        if self._journal.is_damaged:
            self._status.damaged()
            return
        if self._clock.monotonic() < self._not_before:
            return
        try:
            await asyncio.to_thread(self._make_if_due)
        except DamagedJournal as error:
            soundness.suspect(self._journal.path)
            self._status.damaged()
            self._put_off(str(error))
        except (DiskError, OSError) as error:
            self._put_off(str(error))

    def _make_if_due(self) -> None:
        now = self._clock.now()
        if not backup.is_due(self._home, now):
            return
        backup.sweep(self._home)
        needed = backup.size_of(self._journal.path) + RESERVE_BYTES
        free = shutil.disk_usage(self._home).free
        if free < needed:
            raise DiskError(f"no backup: it needs {needed} bytes free on the disk, there are {free}")
        target = backup.target_of(self._home, now)
        self._sealed()
        try:
            backup.copy(self._journal.path, target, pause=self._pause)
        except _EndedError:
            return
        backup.rotate(self._home, now)
        self._said = ""
        log.info("backup: %s", target.name)

    def _pause(self) -> None:
        """Between two pieces, in the thread that copies."""
        if self._ending:
            raise _EndedError
        time.sleep(BREATH_S)

    def _put_off(self, why: str) -> None:
        self._not_before = self._clock.monotonic() + AGAIN_S
        if why != self._said:
            log.warning("backup: %s", why)
        self._said = why

    async def _show_losses(self) -> None:
        try:
            self._status.losses(await asyncio.to_thread(self._journal.read, losses.open_ones))
        except DiskError as error:
            log.warning("backup: %s", error)


async def _wait(read: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(LOOK_S):
            await read.wait()
    except TimeoutError:
        return
