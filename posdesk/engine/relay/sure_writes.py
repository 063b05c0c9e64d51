"""What comes by the relay waits for a disk that fails: nothing behind it is taken before it."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final, TypeVar

from posdesk.errors import DiskError
from posdesk.journal import Journal
from posdesk.journal.transaction import Job

log = logging.getLogger(__name__)
T = TypeVar("T")
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 15.0


async def written(journal: Journal, job: Job[T], failed: Callable[[DiskError], object] | None = None) -> T:
    """What the job returned, once it is on disk; while the disk fails it is tried again, `failed` told."""
    pause_s = FIRST_PAUSE_S
    while True:
        try:
            return await asyncio.wrap_future(journal.write(job))
        except DiskError as error:
            log.warning("relay: %s", error)
            if failed is not None:
                failed(error)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
