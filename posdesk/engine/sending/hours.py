"""The tick: which receipts are to be sent, which hours have no confirmed report of their present totals?

Nothing is counted and nothing remembered here: sleep, a crash, a late receipt, a corrected one and a
changed clock all fall out of the question (architecture.md, walk 3).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from posdesk.domain.books.hour import HOUR, HourBook, Policy, Step, catching_up, hour_of, is_settled, step_of
from posdesk.domain.books.receipt import Figures
from posdesk.domain.clock import Clock, from_text
from posdesk.domain.status import Trouble
from posdesk.engine.loop import Second, set_by_commits, until_look_s, wait_at_most
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError, NotAllowed
from posdesk.journal import Database, Journal, meta
from posdesk.journal.books import hour_totals, posting_acts, posting_rows, postings, unsettled
from posdesk.settings.settings import Settings

log = logging.getLogger(__name__)
ACTOR = "posdesk"
PART = "books"  # as the supervisor calls it that this is of
TICK_S = 20.0
PAUSE_S = 0.5  # between two looks, however many receipts come in
QUEUED_AT_MOST = 500  # receipts on their way at once; the rest are next
QUEUED_A_JOB = 50  # of them: an order waits for no more of the writer's time
STEPS_ASIDE_AFTER = 5  # attempts: a receipt that keeps failing takes no other's place among these
REPORTED_AT_MOST = 50  # hours a look; their own notice brings the next one
RECENT = timedelta(days=8)
PIECE = timedelta(days=31)
AT_ONCE = 100  # unsettled hours a look, and as many older ones
SETTLED_AT_ONCE = 50  # some 20 ms on a slow PC
FOR_EVER = "9999"
_TOPICS = frozenset({"receipts", "postings"})


def policy_of(settings: Settings) -> Policy:
    """What the settings say about reports."""
    chosen = settings.ovopark
    if chosen is None:
        return Policy()
    return Policy(timedelta(minutes=chosen.grace_min), chosen.cover == "ask", chosen.zero_hours)


class Hours:
    """Makes postings of what the journal holds; the poster sends them."""

    def __init__(self, settings: Settings, journal: Journal, status: StatusBoard, clock: Clock) -> None:
        """Nothing is asked before `run`."""
        self._journal, self._status, self._clock = journal, status, clock
        self._has_failed = False
        self._reports, self._sends = settings.ovopark is not None, settings.wdk is not None
        self._policy = policy_of(settings)
        self._swept: datetime | None = None  # back to here empty hours were looked for, in this sweep
        self._swept_to = ""  # back to here unsettled hours were looked at, where they are many
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Look until cancelled."""
        with set_by_commits(self._wake, self._journal, _TOPICS):
            while True:
                self._wake.clear()
                await self.look()
                await self._sleep()

    async def look(self) -> None:
        """One look; what can't be read or written now is looked at again, and holds back nothing else."""
        queued = await self._apart(self._queue_receipts) if self._sends else True
        reported = await self._apart(self._report_hours) if self._reports else True
        if queued and reported and self._has_failed:
            self._status.mended(Trouble.PART_FAILED, PART)
        elif not (queued and reported):
            self._status.trouble(Trouble.PART_FAILED, PART)
        self._has_failed = not (queued and reported)

    async def _apart(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Whether nothing of our own failed; the supervisor's new start would cut off what is being sent."""
        try:
            await work()
        except DiskError as error:
            log.warning("hours: %s", error)
        except Exception:
            log.exception("hours: a look failed")
            return False
        return True

    async def _sleep(self) -> None:
        """Until something changes, an hour's grace ends, or a tick has passed."""
        await asyncio.sleep(PAUSE_S)
        await wait_at_most(self._wake, min(until_look_s(TICK_S, Second.HOURS), self._until_due_s()))

    def _until_due_s(self) -> float:
        """Seconds until the next hour's grace is over."""
        now = self._clock.now()
        ends = (hour_of(now) + n * HOUR + self._policy.grace for n in (0, 1))
        return min((end - now).total_seconds() for end in ends if end > now)

    async def _queue_receipts(self) -> None:
        room = await asyncio.to_thread(self._journal.read, _room)
        while room > 0:
            some = partial(postings.queue_receipts, limit=min(room, QUEUED_A_JOB))
            queued = await asyncio.wrap_future(self._journal.write(some, later=True))
            room = room - QUEUED_A_JOB if queued == QUEUED_A_JOB else 0

    async def _report_hours(self) -> None:
        """At rest one question to the journal and no more: each further thread and commit is a wake-up."""
        now = self._clock.now()
        books = await asyncio.to_thread(self._journal.read, partial(self._books_as_noted, now=now))
        if books is None:
            zeros = partial(meta.since, name=meta.ZERO_HOURS, on=self._policy.zero_hours)
            since = await asyncio.wrap_future(self._journal.write(zeros, later=True))
            books = await asyncio.to_thread(self._journal.read, lambda db: self._books(db, now, since))
        due = await asyncio.to_thread(due_reports, books, self._policy, now) if books else {}
        await asyncio.gather(
            *(self._report(hour, due[hour]) for hour in catching_up(due, now)[:REPORTED_AT_MOST])
        )
        for book in books:
            if book.has_recovered:
                job = partial(posting_acts.go_on, hour=book.hour)
                await asyncio.wrap_future(self._journal.write(job, later=True))
        await self._settle(books)

    def _books_as_noted(self, db: Database, now: datetime) -> tuple[HourBook, ...] | None:
        """As `_books`; None where it is to be noted first since when empty hours count."""
        on = self._policy.zero_hours
        if not meta.stands(db, meta.ZERO_HOURS, now, on=on):
            return None
        return self._books(db, now, meta.marked_at(db, meta.ZERO_HOURS))

    def _books(self, db: Database, now: datetime, zeros_since: datetime | None) -> tuple[HourBook, ...]:
        """The hours about which something may be to do; of very many the newest, and a piece of the others.

        Empty hours are among them from `zeros_since` on, never where it is None.
        """
        hours = unsettled.hours(db)
        older = [hour for hour in hours[:-AT_ONCE] if not self._swept_to or hour < self._swept_to]
        piece = older[-AT_ONCE:]
        self._swept_to = piece[0] if piece else ""
        books = tuple(hour_totals.hour_book(db, from_text(hour)) for hour in (*piece, *hours[-AT_ONCE:]))
        return books if zeros_since is None else (*books, *self._empty_ones(db, now, zeros_since))

    def _empty_ones(self, db: Database, now: datetime, zeros_since: datetime) -> Iterator[HourBook]:
        """The recent empty hours, and those of a piece of the older time, which is swept through."""
        present = hour_of(now)
        recent = present - RECENT
        end = self._swept or recent
        start = end - PIECE
        self._swept = start if start > zeros_since else None
        whole_since = hour_totals.whole_since(db)
        since = hour_of(zeros_since)
        since = max(since, whole_since or since)  # nobody knows that nothing was sold before
        for first, last in ((start, end), (recent, present)):
            yield from _empty_between(db, max(first, since), min(last, present))

    async def _settle(self, books: Iterable[HourBook]) -> None:
        """What is done with is looked at no more until it changes; a few now, the others at the next look."""
        done = [book.hour for book in books if is_settled(book)]
        if done:
            job = partial(unsettled.settle, of=done[:SETTLED_AT_ONCE])
            await asyncio.wrap_future(self._journal.write(job, later=True))
        if len(done) > SETTLED_AT_ONCE:
            self._wake.set()

    async def _report(self, hour: datetime, step: Step) -> None:
        job = partial(
            posting_acts.report_hour,
            hour=hour,
            actor=ACTOR,
            cover=step.cover,
            reason=step.reason,
            detail=step.detail,
        )
        try:
            await asyncio.wrap_future(self._journal.write(job, later=True))
        except NotAllowed as error:
            log.info("hours: %s is not reported now: %s", hour.isoformat(), error)


def _room(db: Database) -> int:
    """How many receipts can be queued now; 0 where there is none."""
    return QUEUED_AT_MOST - _on_their_way(db) if postings.has_unqueued(db) else 0


def _on_their_way(db: Database) -> int:
    """How many receipts may still arrive before those behind them are looked at."""
    return len(posting_rows.tried_less(db, STEPS_ASIDE_AFTER) - posting_rows.held_refunds(db))


def due_reports(books: Iterable[HourBook], policy: Policy, now: datetime) -> dict[datetime, Step]:
    """Which of these hours are to be reported now, and how."""
    steps = ((book.hour, step_of(book, policy, now)) for book in books)
    return {hour: step for hour, step in steps if step.report}


def _empty_between(db: Database, start: datetime, end: datetime) -> Iterator[HourBook]:
    known = unsettled.known_between(db, start, end)
    hours = (start + number * HOUR for number in range((end - start) // HOUR))
    return (HourBook(hour, Figures()) for hour in hours if hour not in known)
