"""What outbox, poster and prints share: a loop over what the journal holds open, attempts under way, waits.

Waiting is monotonic inside the process; times on disk are hints for a restart, and how another process
says that a person wants something sent now.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Coroutine
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from posdesk.domain.clock import Clock
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.engine.loop import Second, set_by_commits, until_look_s, wait_at_most
from posdesk.engine.sending.schedule import LONGEST_WAIT_S
from posdesk.errors import DiskError
from posdesk.journal import Database, Journal, Transaction
from posdesk.records import dataclass

log = logging.getLogger(__name__)
L = TypeVar("L")
T = TypeVar("T")
LOOK_EVERY_S = 1.0  # while something waits: clocks jump, keys come, platforms rest
SLOW_LOOK_S = 30.0  # while nothing does: its commit says so; only for what nobody has thought of
PARK_S = 3.0
NEVER = float("inf")


class Sent(Protocol):
    """What an intent, a posting and a print have in common."""

    @property
    def seq(self) -> Seq:
        """Its GUID."""
        ...

    @property
    def outcome(self) -> str:
        """What is known of it, in the journal's word."""
        ...

    @property
    def attempts(self) -> int:
        """How many attempts have begun."""
        ...


@dataclass(slots=True)
class Wait:
    """Until when something waits, in monotonic seconds, and the row (`attempts`, `hint`) it was told by."""

    attempts: int
    hint: datetime | None
    due: float
    expires: float = NEVER


class Sender(ABC, Generic[L]):
    """Sends what is due, one attempt at a time of each, in the engine's loop. `L` is what it looks at."""

    name: str
    second: Second  # of its slow look
    reads: ClassVar[frozenset[str]]  # the tables of what it looks at: who changes a row says so (`touch`)
    later = False  # whether its jobs let those of the counter go first
    looks_again = True  # whether what may leave is known by the look alone, not where it is marked as sending

    def __init__(self, journal: Journal, clock: Clock) -> None:
        """Nothing is sent before `run`."""
        self._journal, self._clock = journal, clock
        self._waits: dict[Seq, Wait] = {}
        self._running: dict[Seq, asyncio.Task[None]] = {}
        self._busy: Counter[str] = Counter()  # attempts whose answer is waited for
        self._answered: set[Seq] = set()
        self._ends = 0
        self._seen: L | None = None  # what is open; None where the journal may have changed since
        self._read_at = 0.0
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled; attempts under way get a moment to end."""
        try:
            with set_by_commits(self._wake, self._journal, self.reads):
                await self._recover()
                while True:
                    await self._sleep(await self._round())
        finally:
            await self._park()

    def hurry(self, seq: Seq) -> None:
        """Forget a wait: a person wants it sent now. In the engine's loop."""
        if seq in self._waits:
            self._waits[seq].due = self._clock.monotonic()
        self._wake.set()

    @abstractmethod
    async def _recover(self) -> None:
        """What a dead process, or this part before it failed, left as sending is unknown now."""

    @abstractmethod
    def _look(self, db: Database) -> L:
        """What is open."""

    @abstractmethod
    def _start_due(self, look: L) -> float:
        """Start every attempt that is due. Returns seconds until the next is."""

    @property
    def _waits_for_time(self) -> bool:
        """Whether anything here becomes due, or may leave, without a commit that says so."""
        return bool(self._waits or self._running)

    async def _round(self) -> float:
        """One look, at the journal itself only where it may have changed. Returns seconds until the next."""
        ended = self._ends
        if self._seen is None or self._clock.monotonic() - self._read_at >= SLOW_LOOK_S:
            try:
                self._seen = await asyncio.to_thread(self._journal.read, self._look)
            except DiskError as error:
                log.warning("%s: %s", self.name, error)
                return LOOK_EVERY_S
            self._read_at = self._clock.monotonic()
        if ended != self._ends and self.looks_again:
            self._seen = None
            return 0.0  # what ended meanwhile may hold back the others
        return self._start_due(self._seen)

    async def _sleep(self, wait_s: float) -> None:
        in_time = self._waits_for_time or self._seen is None
        look_s = until_look_s(LOOK_EVERY_S) if in_time else until_look_s(SLOW_LOOK_S, self.second)
        await wait_at_most(self._wake, min(wait_s, look_s))
        if self._wake.is_set():
            self._wake.clear()
            self._seen = None

    async def _park(self) -> None:
        """Let attempts under way end; one that is cut off reads as unknown at the next start."""
        if self._running:
            _, late = await asyncio.wait(tuple(self._running.values()), timeout=PARK_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _forget_all_but(self, alive: Collection[Seq]) -> None:
        for seq in [seq for seq in self._waits if seq not in alive]:
            del self._waits[seq]

    def _heed(self, item: Sent, hint: datetime | None, now: float) -> None:
        """A time on disk that others changed becomes a monotonic one, no longer than a wait."""
        wait = self._waits[item.seq]
        if hint != wait.hint and item.attempts >= wait.attempts and item.outcome != Outcome.SENDING:
            wait.attempts, wait.hint = item.attempts, hint
            wait.due = now + self._left_s(hint, LONGEST_WAIT_S)

    def _left_s(self, moment: datetime | None, longest: float) -> float:
        if moment is None:
            return 0.0
        return min(longest, max(0.0, (moment - self._clock.now()).total_seconds()))

    def _is_under_way(self, item: Sent) -> bool:
        """Whether an attempt runs, or ended since the row was read."""
        stale = item.attempts < self._waits[item.seq].attempts
        return item.seq in self._running or item.outcome == Outcome.SENDING or stale

    def _launch(self, seq: Seq, platform: str, attempt: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(attempt)
        self._running[seq] = task
        self._busy[platform] += 1
        task.add_done_callback(lambda ended: self._ended(seq, platform, ended))

    def _is_answered(self, seq: Seq, platform: str) -> None:
        """The platform is free for another: its beginning and the end of this one may share a commit."""
        self._busy[platform] -= 1
        self._answered.add(seq)
        self._wake.set()

    def _ended(self, seq: Seq, platform: str, task: "asyncio.Task[None]") -> None:
        del self._running[seq]
        if seq not in self._answered:
            self._busy[platform] -= 1
        self._answered.discard(seq)
        self._ends += 1
        if not task.cancelled() and task.exception() is not None:
            log.error("%s: the attempt at %s failed", self.name, seq, exc_info=task.exception())
            self._put_off(seq, LONGEST_WAIT_S)
        self._wake.set()

    def _put_off(self, seq: Seq, wait_s: float) -> None:
        if seq in self._waits:
            self._waits[seq].due = self._clock.monotonic() + wait_s

    async def _begun(self, seq: Seq, begin: Callable[[Transaction], T | None]) -> T | None:
        """Mark as sending before the bytes leave; None where it does not leave now."""
        try:
            begun = await asyncio.wrap_future(self._journal.write(begin, later=self.later))
        except DiskError as error:
            log.warning("%s: %s waits, the journal can't be written: %s", self.name, seq, error)
            begun = None
        if begun is None:
            self._put_off(seq, LOOK_EVERY_S)
        return begun

    async def _surely(self, job: Callable[[Transaction], T], what: str) -> T:
        """Write until it is on disk, also where a fault of ours is in the way."""
        while True:
            try:
                return await asyncio.wrap_future(self._journal.write(job, later=self.later))
            except DiskError as error:
                log.error("%s: %s can't be written yet: %s", self.name, what, error)
                await asyncio.sleep(LOOK_EVERY_S)
            except Exception:
                log.exception("%s: writing %s failed", self.name, what)
                await asyncio.sleep(LONGEST_WAIT_S)

    async def _end(
        self,
        seq: Seq,
        attempts: int,
        wait_s: float | None,
        write: Callable[[Transaction, datetime | None], object],
    ) -> None:
        """Write the end of an attempt down; `wait_s` is until the next one, None where there is none."""
        due = self._clock.monotonic() + (wait_s or 0.0)

        def job(tx: Transaction) -> datetime | None:
            next_at = tx.now + timedelta(seconds=wait_s) if wait_s is not None else None
            write(tx, next_at)
            return next_at

        hint = await self._surely(job, f"the end of {seq}")
        if seq in self._waits:
            self._waits[seq] = Wait(attempts, hint, due, self._waits[seq].expires)
