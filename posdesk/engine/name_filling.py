"""Names that came before step 7 get their suffixes, in batches behind orders; once a journal."""

import asyncio
import logging

from posdesk.domain.clock import Clock
from posdesk.errors import DiskError, Ours
from posdesk.journal import Journal
from posdesk.journal.orders import suffixes

log = logging.getLogger(__name__)
SLICE_S = 1.0  # of batches, then whoever asked has a look at all else
BREATH_S = 0.02  # between two batches at least, and as long as the last one took


class NameFilling:
    """Fills in, in slices, until no order is left; what was cut off goes on where it was."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        """Nothing is looked at before `look`."""
        self._journal, self._clock = journal, clock
        self._is_over = False

    async def look(self) -> bool:
        """Fill a slice in, if any is missing. Whether all are there; what failed is tried later."""
        until = self._clock.monotonic() + SLICE_S
        try:
            while not self._is_over and self._clock.monotonic() < until:
                await self._batch()
        except (DiskError, Ours) as error:  # whatever it is, the backup that follows is made
            log.warning("names: %s", error)
            return True
        return self._is_over

    async def _batch(self) -> None:
        began = self._clock.monotonic()
        self._is_over = not await asyncio.wrap_future(self._journal.write(suffixes.fill, later=True))
        if not self._is_over:
            await asyncio.sleep(max(BREATH_S, self._clock.monotonic() - began))
