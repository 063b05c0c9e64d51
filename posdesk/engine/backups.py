"""The daily backup, and what is known of the journal's own health. When one is due is asked of the disk.

The day's wiping comes before it, and what lies in the home for too long goes after it.
"""

import asyncio
import logging
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from posdesk.domain.clock import Clock
from posdesk.engine.journal_watch import MaybeChanged
from posdesk.engine.loop import Second, set_by_commits, wait_for_look
from posdesk.engine.name_filling import NameFilling
from posdesk.engine.old_files import OldFiles
from posdesk.engine.status import StatusBoard
from posdesk.engine.wiping import Wiping
from posdesk.errors import DamagedJournal, DiskError
from posdesk.host.logs import OnceLog
from posdesk.journal import Journal, backup, disk_room
from posdesk.journal.rescue import losses, soundness

log = logging.getLogger(__name__)
LOOK_S = 60.0
SOON_S = 1.0  # while a wiping is under way
AGAIN_S = 600.0
BREATH_S = 0.002  # between two pieces, so that orders have the disk first
PATIENCE_S = 20.0
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
        wiping: Wiping | None = None,
        old_files: OldFiles | None = None,
        names: NameFilling | None = None,
        sealed: Callable[[], None] = lambda: None,
    ) -> None:
        """Nothing is looked at before `run`. `wiping` and `old_files` are None where nothing is wiped.

        `names` fills in what an earlier posdesk's journal lacks, `sealed` seals the end of the trail that is
        copied.
        """
        self._wiping, self._old_files, self._sealed, self._names = wiping, old_files, sealed, names
        self._home, self._journal, self._status, self._clock = home, journal, status, clock
        self._not_before = clock.monotonic()
        self._losses = MaybeChanged(journal, {"losses"})
        self._once = OnceLog(log)
        self._ending = False

    async def run(self) -> None:
        """Look until cancelled; a loss that somebody has read is taken from the screen at once."""
        self._ending = False
        read = asyncio.Event()
        try:
            with set_by_commits(read, self._journal, {"losses"}):
                while True:
                    read.clear()
                    await self._show_losses()
                    is_over = await self.look()
                    await wait_for_look(read, LOOK_S if is_over else SOON_S, Second.BACKUPS)
        finally:
            self._ending = True

    async def look(self) -> bool:
        """Wipe what is due, then back up, then let old files go. Whether all of it is over for now.

        What failed is tried again later. Of a damaged journal nothing is wiped, and no name is filled in.
        """
        if self._journal.is_damaged:
            self._status.damaged()
            return True
        is_filled = self._names is None or await self._names.look()
        if self._wiping is not None and not await self._wiping.look():
            return False
        await self._back_up()
        if self._old_files is not None and self._wiping is not None and await self._wiping.believes():
            await asyncio.to_thread(self._old_files.look, lambda: not self._ending)
        return is_filled

    async def _back_up(self) -> None:
        """Make a backup if one is due and there is room for it."""
        if self._clock.monotonic() < self._not_before:
            return
        try:
            await asyncio.to_thread(self._make_if_due)
        except DamagedJournal as error:
            soundness.suspect(self._journal.path)
            self._status.damaged()
            self._put_off(str(error))
        except (DiskError, OSError, TimeoutError) as error:
            self._put_off(str(error))

    def _make_if_due(self) -> None:
        now = self._clock.now()
        if not backup.is_due(self._home, now):
            return
        backup.sweep(self._home)
        needed = backup.room_for(self._journal.path) + RESERVE_BYTES
        free = shutil.disk_usage(self._home).free
        if free < needed:
            raise DiskError(f"no backup: it needs {needed} bytes free on the disk, there are {free}")
        target = backup.target_of(self._home, now)
        self._sealed()
        try:
            backup.copy(self._journal.path, target, pause=self._pause)
            backup.rotate(self._home, now, pause=self._pause)
        except _EndedError:
            return
        free = shutil.disk_usage(self._home).free
        self._journal.write(partial(disk_room.note, free_bytes=free), later=True).result(PATIENCE_S)
        self._once.warn_alone("")
        log.info("backup: %s", target.name)

    def _pause(self) -> None:
        """Between two pieces, in the thread that copies."""
        if self._ending:
            raise _EndedError
        time.sleep(BREATH_S)

    def _put_off(self, why: str) -> None:
        self._not_before = self._clock.monotonic() + AGAIN_S
        self._once.warn_alone(f"backup: {why}")

    async def _show_losses(self) -> None:
        if not self._losses.taken():
            return
        try:
            self._status.losses(await asyncio.to_thread(self._journal.read, losses.open_ones))
        except DiskError as error:
            self._losses.again()
            log.warning("backup: %s", error)
