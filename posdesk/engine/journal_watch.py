"""Who reads the journal reads it where it may have changed, not by time alone.

One part asks each second whether another process has committed, for all who follow the journal: its own
commits tell of themselves.
"""

import asyncio
import logging
from collections.abc import Set

from posdesk.engine.loop import until_look_s
from posdesk.errors import DiskError
from posdesk.host.logs import OnceLog
from posdesk.journal import Journal, Notice

log = logging.getLogger(__name__)
LOOK_S = 1.0


class JournalWatch:
    """A part of the engine."""

    def __init__(self, journal: Journal) -> None:
        """Nothing is asked before `run`."""
        self._journal, self._once = journal, OnceLog(log)

    async def run(self) -> None:
        """Look until cancelled. In the loop itself: a thread would cost more than the look."""
        while True:
            try:
                self._journal.look_for_others()
                self._once.warn_alone("")
            except DiskError as error:  # who reads or writes says what it means
                self._once.warn_alone(f"engine: {error}")
            await asyncio.sleep(until_look_s(LOOK_S))


class MaybeChanged:
    """Whether one of these topics may have changed since it was read last; at first they have."""

    def __init__(self, journal: Journal, topics: Set[str]) -> None:
        """Follows the journal for as long as that is open."""
        self._topics, self._is_so = topics, True
        journal.subscribe(self._hear)

    def _hear(self, notice: Notice) -> None:
        """In the writer's thread, or whichever looked for other processes."""
        if notice.touches(self._topics):
            self._is_so = True

    def taken(self) -> bool:
        """Whether to read now; what is committed from here on counts as new."""
        was, self._is_so = self._is_so, False
        return was

    def again(self) -> None:
        """It could not be read."""
        self._is_so = True
