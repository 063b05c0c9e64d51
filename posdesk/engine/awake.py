"""Keeps the PC awake while work is open (row 54): asked anew after commits, held by a thread of its own."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from posdesk.domain.clock import Clock
from posdesk.domain.orders.awake import must_stay_awake
from posdesk.engine.loop import set_by_commits, wait_at_most
from posdesk.errors import DiskError
from posdesk.host.awake import Inhibitor, NotHeldAwakeError
from posdesk.journal import Database, Journal
from posdesk.journal.orders import views
from posdesk.journal.shifts import shift_rows
from posdesk.journal.shifts.topic import TOPIC as SHIFTS

log = logging.getLogger(__name__)
LOOK_EVERY_S = 60.0  # orders grow old by themselves, and the system may forget
GATHER_S = 1.0  # a noon's commits are one look
WHY = "orders or a shift are open"
_TOPICS = frozenset({"orders", SHIFTS})


class Awake:
    """A part of the engine; `is_held` says what the system promised."""

    def __init__(self, journal: Journal, clock: Clock, inhibitor: Inhibitor) -> None:
        """Nothing is held before `run`."""
        self._journal, self._clock, self._inhibitor = journal, clock, inhibitor
        self.is_held = False
        self._told = ""

    async def run(self) -> None:
        """Hold and let go as the journal has it, until cancelled; then let go."""
        changed = asyncio.Event()
        thread = ThreadPoolExecutor(1, "awake")
        with set_by_commits(changed, self._journal, _TOPICS):
            try:
                while True:
                    changed.clear()
                    await asyncio.get_running_loop().run_in_executor(thread, self.look)
                    await wait_at_most(changed, LOOK_EVERY_S)
                    await asyncio.sleep(GATHER_S)
            finally:
                thread.submit(self._inhibitor.let_go)
                thread.shutdown(wait=False)

    def look(self) -> None:
        """Ask the journal, and have the system do what follows. Always in the same thread."""
        try:
            wanted = self._journal.read(self._is_wanted)
        except DiskError as error:
            log.warning("awake: the journal can't be read, it stays as it is: %s", error)
            return
        if wanted:
            self._hold()
        else:
            self._inhibitor.let_go()
        self.is_held = self._inhibitor.is_held()

    def _is_wanted(self, db: Database) -> bool:
        now, is_shift_open = self._clock.now(), shift_rows.is_open(db, self._journal.counter)
        return must_stay_awake(views.newest_open(db, now), now, is_shift_open=is_shift_open)

    def _hold(self) -> None:
        try:
            self._inhibitor.hold(WHY)
            self._tell("")
        except NotHeldAwakeError as error:
            self._tell(str(error))

    def _tell(self, why: str) -> None:
        """Once, not each minute."""
        if why != self._told:
            self._told = why
            if why:
                log.warning("awake: this PC may fall asleep while orders are open: %s", why)
            else:
                log.info("awake: this PC is kept awake again")
