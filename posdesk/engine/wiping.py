"""The day's wiping of personal data: by a clock that is believed, at a quiet time, in batches behind orders.

It is due once a day, and anew after whatever cut it off. The day's backup waits for it, unless it can't be
done today: a clock in doubt wipes nothing, until a platform's time agrees with it. After the rows are wiped
their pages are given up, in pieces behind orders as well. What is older by many months is thinned between the
two, so many rows a day at the most: of years that nobody thinned yet some go each day.
"""

import asyncio
import logging
from datetime import date, datetime, timedelta
from typing import TypeVar

from posdesk.domain.clock import Clock, ClockDoubt, doubt_left, in_china
from posdesk.domain.status import Keeping
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError, Ours
from posdesk.journal import Journal, Transaction
from posdesk.journal.transaction import Job
from posdesk.journal.wiping import rewriting, thinning, wiping, wiping_clock
from posdesk.journal.wiping.thinning import ThinnedBatch
from posdesk.journal.wiping.wiping import BEGIN, WipeCursor, WipedBatch, WipeDue

log = logging.getLogger(__name__)
T = TypeVar("T")
QUIET_S = 60.0  # without an order, nobody waits for the disk
QUIET_WITHIN_S = 3600.0  # then it is done beside the orders
HEARD_WITHIN_S = 300.0  # after a start, for a platform to tell its time
BATCH = 50  # rows, some 50 ms: an order waits behind one batch at most
SLICE_S = 1.0  # of batches, then whoever asked has a look at all else
BREATH_S = 0.02  # between two batches at least, and as long as the last one took
THINNED_A_DAY = 20_000  # rows looked at: several times what a busy shop's day adds
AGAIN_S = 600.0  # after a disk's error
TRUNCATED_WITHIN_S = 600.0  # a reader that stays is not waited for


def day_of(now: datetime) -> date:
    """The day whose wiping is due."""
    return in_china(now).date()


class Wiping:
    """Wipes what is due today, in slices; says so where the clock forbids it."""

    def __init__(
        self, journal: Journal, status: StatusBoard, clock: Clock, *, keep_days: int, keep_months: int = 13
    ) -> None:
        """Nothing is looked at before `look`."""
        self._journal, self._status, self._clock = journal, status, clock
        self._keep_days, self._keep_months = keep_days, keep_months
        self._may_thin = THINNED_A_DAY
        self._began = self._asked = clock.monotonic()
        self._not_before = clock.monotonic()
        self._doubted: ClockDoubt | None = None  # None: not looked at yet
        self._ended_on: date | None = None
        self._day: date | None = None
        self._at: WipeCursor | None = BEGIN
        self._emptied_by: float | None = None
        self._has_work = False

    def keep_for(self, days: int, months: int) -> None:
        """Personal data stays for so many days from now on, lines and fees for so many months."""
        self._keep_days, self._keep_months = days, months

    async def believes(self) -> bool:
        """Whether age may be told by the clock as it is now, and platforms had their time.

        No doubt at the last look is not enough: a backup may have been made since, and the clock set.
        """
        if self._doubted is not ClockDoubt.NONE or not self._is_told:
            return False
        now = self._clock.now()
        try:
            left = await asyncio.to_thread(self._journal.read, lambda db: wiping_clock.standing_at(db, now))
        except DiskError:
            return False
        return doubt_left(left, self._status.skews) is ClockDoubt.NONE

    async def look(self) -> bool:
        """Wipe a slice, if any is due. Whether the day's wiping is over, done or not to be done today."""
        if self._clock.monotonic() < self._not_before:
            return True
        try:
            return await self._look()
        except (DiskError, Ours) as error:  # whatever it is, the backup that follows is made
            log.warning("wiping: %s", error)
            self._not_before = self._clock.monotonic() + AGAIN_S
            return True

    async def _look(self) -> bool:
        today = day_of(self._clock.now())
        self._doubted = doubt = await self._doubt(today)
        if doubt is not self._status.status.keeping.doubt:
            self._tell(doubt)
        if doubt is not ClockDoubt.NONE or await self._is_over(today):
            return True
        if self._is_in_the_midst and not await self._waits():
            await self._slice()
        return not self._is_in_the_midst and await self._finish(today)

    @property
    def _is_in_the_midst(self) -> bool:
        """Whether rows are still to be wiped, or to be thinned."""
        return self._at is not None or self._may_thin > 0

    async def _waits(self) -> bool:
        """Whether there is something to wipe, and a better time for it."""
        if self._is_time():
            return False
        self._has_work = self._has_work or await self._written(self._is_anything_due)
        return self._has_work

    async def _doubt(self, today: date) -> ClockDoubt:
        """The doubt of the clock that stands now; written down where it changed, and anew each day."""
        standing = await asyncio.to_thread(self._journal.read, wiping_clock.standing)
        if self._day != today:
            standing = await self._written(wiping_clock.see)
            self._day, self._at, self._emptied_by, self._has_work = today, BEGIN, None, False
            self._may_thin = THINNED_A_DAY
            self._asked = self._clock.monotonic()
        left = doubt_left(standing, self._status.skews)
        if left is not standing:
            await self._written(lambda tx: wiping_clock.doubt(tx, left))
        return left

    def _tell(self, doubt: ClockDoubt) -> None:
        if doubt is not ClockDoubt.NONE:
            log.warning("wiping: no personal data is wiped, the clock can't be believed: %s", doubt.value)
        left = self._status.status.keeping.left
        self._status.keeping(Keeping(doubt, left))

    async def _is_over(self, today: date) -> bool:
        if self._ended_on != today:
            self._ended_on = await asyncio.to_thread(self._journal.read, wiping_clock.wiped_on)
        return self._ended_on == today

    @property
    def _is_told(self) -> bool:
        """Whether a platform told the time, or had time to."""
        status = self._status.status
        if self._status.skews or not (status.partners or status.books):
            return True
        return self._clock.monotonic() - self._began >= HEARD_WITHIN_S

    def _is_time(self) -> bool:
        """Whether a platform had its time to tell the hour, and nobody at the counter is busy."""
        is_late = self._clock.monotonic() - self._asked >= QUIET_WITHIN_S
        return self._is_told and (is_late or self._is_quiet_for(QUIET_S))

    def _is_quiet_for(self, seconds: float) -> bool:
        heard = [each.last_received for each in self._status.status.partners if each.last_received]
        return not heard or abs(self._clock.now() - max(heard)) >= timedelta(seconds=seconds)

    async def _slice(self) -> None:
        until = self._clock.monotonic() + SLICE_S
        while self._is_in_the_midst and self._clock.monotonic() < until:
            began = self._clock.monotonic()
            if not await (self._wiped() if self._at is not None else self._thinned()):
                return
            await asyncio.sleep(max(BREATH_S, self._clock.monotonic() - began))

    async def _wiped(self) -> bool:
        """One batch; False where the clock jumped in the midst of it."""
        done = await self._written(self._batch)
        if done is not None:
            self._at = done.next
        return done is not None

    async def _thinned(self) -> bool:
        """As `_wiped`, of what is thinned."""
        done = await self._written(self._thin)
        if done is not None:
            self._may_thin = self._may_thin - done.looked if done.more else 0
        return done is not None

    async def _finish(self, today: date) -> bool:
        """The rows are wiped: pages are given up, and the -wal is emptied. Whether the backup may be made."""
        if not await self._rewritten() or not await self._is_emptied():
            return False
        await self._written(lambda tx: wiping_clock.end_day(tx, today))
        self._ended_on = today
        return True

    async def _rewritten(self) -> bool:
        """A slice of it; whether nothing is left to do."""
        until = self._clock.monotonic() + SLICE_S
        while self._clock.monotonic() < until:
            began = self._clock.monotonic()
            if not await asyncio.wrap_future(self._journal.write_alone(rewriting.rewrite)):
                return True
            await asyncio.sleep(max(BREATH_S, self._clock.monotonic() - began))
        return False

    def _batch(self, tx: Transaction) -> WipedBatch | None:
        """One batch, by the clock as it is now; None where it jumped in the midst of it."""
        if self._is_doubtful(tx):
            return None
        return wiping.wipe(tx, WipeDue.of(tx.now, self._keep_days), self._at or BEGIN, BATCH)

    def _thin(self, tx: Transaction) -> ThinnedBatch | None:
        """As `_batch`; the day's first one looks anew at what had to wait."""
        if self._is_doubtful(tx):
            return None
        if self._may_thin == THINNED_A_DAY:
            thinning.begin(tx, self._thins_before(tx))
        return thinning.thin(tx, self._thins_before(tx), BATCH)

    def _is_doubtful(self, tx: Transaction) -> bool:
        return bool(wiping_clock.see(tx) or doubt_left(ClockDoubt.NONE, self._status.skews))

    def _thins_before(self, tx: Transaction) -> datetime:
        """Of what came since nothing is thinned; what may not be wiped yet would be passed by for ever."""
        wiped = WipeDue.of(tx.now, self._keep_days).silent
        return min(thinning.months_before(tx.now, self._keep_months), wiped)

    def _is_anything_due(self, tx: Transaction) -> bool:
        due = WipeDue.of(tx.now, self._keep_days)
        return thinning.is_due(tx.db, self._thins_before(tx)) or wiping_clock.is_anything_due(tx, due)

    async def _written(self, job: Job[T]) -> T:
        """Behind all that orders and tills have to write."""
        return await asyncio.wrap_future(self._journal.write(job, later=True))

    async def _is_emptied(self) -> bool:
        """Whether the -wal holds nothing of what was wiped, or a reader has been in the way for too long."""
        if await asyncio.wrap_future(self._journal.write_alone(wiping.empty_wal)):
            return True
        self._emptied_by = self._emptied_by or self._clock.monotonic() + TRUNCATED_WITHIN_S
        if self._clock.monotonic() < self._emptied_by:
            return False
        log.warning("wiping: the journal's -wal can't be emptied, a reader is in the way")
        return True
