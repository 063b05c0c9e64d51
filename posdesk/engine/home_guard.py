"""Each ten seconds: is the home still ours, and how far has the journal come?

A lock file that was deleted or exchanged is locked anew. Where another posdesk holds it by then, two engines
would send everything twice: this one stops sending and listening at once, says so, and leaves the home's
orders to the other.
"""

import asyncio
import logging
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from posdesk.domain.status import Trouble
from posdesk.engine.loop import Part, Second, until_look_s
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError
from posdesk.host.logs import OnceLog
from posdesk.journal import Journal, end_mark
from posdesk.journal.end_mark import EndMark
from posdesk.journal.lock import HomeLock
from posdesk.journal.rescue import set_back

log = logging.getLogger(__name__)
BEAT_S = 10.0
PATIENCE_S = 5.0  # for what is written to the journal


class HomeGuard:
    """Looks after a home's lock and its journal's mark; `lock` is None where nobody holds the home."""

    def __init__(self, home: Path, journal: Journal, status: StatusBoard, lock: HomeLock | None) -> None:
        """Nothing is looked at before `run`."""
        self._home, self._journal, self._status, self._lock = home, journal, status, lock
        self._lost = asyncio.Event()
        self._once = OnceLog(log)

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(until_look_s(BEAT_S, Second.HOME))

    async def look(self) -> None:
        """One look. Of a home that is another's nothing is written any more."""
        if self._lost.is_set():
            return
        holder = await asyncio.to_thread(self._look_at_home)
        if holder:
            log.error("engine: %s is in use by posdesk process %s: it stops here", self._home, holder)
            self._lost.set()
            self._status.trouble(Trouble.HOME_LOST, holder)

    def _look_at_home(self) -> str:
        """Who holds it, if another does; else how far the journal has come is noted. All in one thread."""
        holder = self._holder()
        if not holder:
            self._note_end()
        return holder

    def _holder(self) -> str:
        try:
            return self._lock.look() if self._lock is not None else ""
        except DiskError as error:
            self._once.warn_alone(f"engine: {error}")
            return ""

    def _note_end(self) -> None:
        """Where nothing came to the journal since, it is only read: at rest the writer's thread sleeps on."""
        try:
            if end_mark.names(self._home, self._journal.read(end_mark.of)):
                self._once.warn_alone("")
                return
            mark = self._journal.write(end_mark.committed).result(PATIENCE_S)
        except (DiskError, TimeoutError) as error:
            self._once.warn_alone(f"engine: {error or 'the journal is busy'}")
            return
        why = set_back.keep(self._home, mark)
        self._once.warn_alone(why and f"engine: {why}")

    def while_ours(self, part: Part) -> Part:
        """A part that sends or listens: it ends when the home is another's, and is not begun again."""

        async def guarded() -> None:
            if not self._lost.is_set():
                await self._while_ours(part)
            if self._lost.is_set():
                await asyncio.Event().wait()  # until it is cancelled: what ends by itself is begun again

        return guarded

    async def _while_ours(self, part: Part) -> None:
        lost, work = asyncio.create_task(self._lost.wait()), asyncio.ensure_future(part())
        try:
            await asyncio.wait({work, lost}, return_when=asyncio.FIRST_COMPLETED)
            if not self._lost.is_set():
                await work
        finally:
            lost.cancel()
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)


def note_end(home: Path, journal: Journal) -> None:
    """At the end of a run, or of a command: how far the journal has come. Raises nothing.

    A command may work in a journal that no start has looked at: that an older one lies there stays told.
    """
    noted: Future[EndMark | None] = journal.write(partial(end_mark.going_on, home=home))
    try:
        mark = noted.result(PATIENCE_S)
        why = set_back.keep(home, mark) if mark else "the next start has to look at it"
    except (DiskError, TimeoutError) as error:
        why = str(error)
    if why:
        log.warning("journal: how far it has come can't be noted: %s", why)
