"""After a power cut all pages of the journal are looked through, behind the start where that takes long.

What it finds goes the way of damage that work met: it is told, and the next start saves what can be read.
"""

import asyncio
import logging

from posdesk.domain.clock import Clock
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError
from posdesk.host.logs import OnceLog
from posdesk.journal import Journal, boot_mark
from posdesk.journal.rescue.page_check import PageCheck
from posdesk.journal.rescue.soundness import Look

log = logging.getLogger(__name__)
FIRST_S = 5.0  # what the shop does at a start goes first
AGAIN_S = 600.0


class PagesAfterPowerCut:
    """Looks through what a start left to be looked through; nothing where it left nothing."""

    def __init__(self, journal: Journal, status: StatusBoard, clock: Clock) -> None:
        """Nothing is looked at before `run`."""
        self._journal, self._status, self._clock = journal, status, clock
        self._once = OnceLog(log)

    async def run(self) -> None:
        """Look once, then wait until cancelled."""
        wait_s = FIRST_S
        while boot_mark.is_to_be_checked(self._journal.path) and not self._journal.is_damaged:
            await asyncio.sleep(wait_s)
            await self.look()
            wait_s = AGAIN_S
        await asyncio.Event().wait()

    async def look(self) -> None:
        """Look through all pages, and say how that ended."""
        check = PageCheck(self._journal.path)
        try:
            found = await asyncio.to_thread(check.run)
        except DiskError as error:
            self._once.warn_alone(f"journal: {error}")
            return
        finally:
            check.end()
        self._tell(found)

    def _tell(self, found: Look) -> None:
        if found.damage:
            log.error("journal: %s was damaged by a power cut: %s", self._journal.path, found.damage)
            self._journal.found_damaged()
            self._status.damaged()
        elif found.is_done and boot_mark.is_to_be_checked(
            self._journal.path
        ):  # else the disk failed meanwhile
            boot_mark.checked(self._journal.path, self._clock.now())
            log.info("journal: all its pages were looked through after a power cut: they are in order")
