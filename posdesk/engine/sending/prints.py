"""Prints what the journal holds open: one paper at a time on each printer, STOP before all others.

A paper is marked as sending before its first byte leaves. Only one of which no byte has left is tried again;
one that waited for a quarter of an hour is listed for a person, not spat out.
"""

import asyncio
import logging
import random
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import TypeVar

from posdesk.devices.printing.job import Patience
from posdesk.domain.clock import Clock
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.print_job import TOO_LATE, PrintJob, PrintState
from posdesk.engine.loop import Second
from posdesk.engine.sending import printers, sender
from posdesk.engine.sending.printer_trial import Trial, tried_out
from posdesk.engine.sending.schedule import back_off_s
from posdesk.engine.sending.sender import Sender, Wait
from posdesk.engine.status import StatusBoard
from posdesk.journal import Database, Journal
from posdesk.journal.orders import print_rows, prints
from posdesk.journal.orders.prints import SendingPrint
from posdesk.settings.printers import Printer
from posdesk.settings.settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")
PATIENCE = Patience()


class Prints(Sender[tuple[PrintJob, ...]]):
    """Prints what is due."""

    name, second = "prints", Second.PRINTS
    reads = frozenset({"prints"})

    def __init__(self, settings: Settings, journal: Journal, clock: Clock, status: StatusBoard) -> None:
        """From now on the journal writes prints down by these settings; nothing prints before `run`."""
        super().__init__(journal, clock)
        self._status = status
        self._jitter = random.Random()  # noqa: S311 - spreads retries, keeps no secret
        self.adopt(settings)

    def adopt(self, settings: Settings) -> None:
        """Print by these settings from now on. In the engine's loop, or before `run`."""
        self._settings = settings
        self._journal.print_by(settings.print_plan)
        self._status.set_printers(settings)

    async def try_out(self, printer: Printer) -> Trial:
        """Print test slips on a printer, set as it may be set from now on; nothing else prints there then."""
        while self._busy[printer.place]:
            await asyncio.sleep(sender.LOOK_EVERY_S)
        self._busy[printer.place] += 1
        try:
            return await _in_a_thread(lambda: tried_out(printer, self._clock.now(), PATIENCE))
        finally:
            self._busy[printer.place] -= 1
            self._wake.set()

    async def _recover(self) -> None:
        count = await self._surely(prints.recover, "what was left as sending")
        if count:
            log.warning("prints: %d were being printed when the last run ended: doubtful", count)

    def _look(self, db: Database) -> tuple[PrintJob, ...]:
        return print_rows.open_ones(db)

    def _start_due(self, open_ones: tuple[PrintJob, ...]) -> float:
        now = self._clock.monotonic()
        self._forget_all_but({job.seq for job in open_ones})
        for job in open_ones:
            self._note(job, now)
        for job in open_ones:
            if self._is_late(job, now):
                self._list(job)
        heads = _heads(job for job in open_ones if not self._is_late(job, now))
        waits = [self._start(job, now) for job in heads]
        return max(0.0, min(waits, default=sender.SLOW_LOOK_S))

    def _note(self, job: PrintJob, now: float) -> None:
        """How old it is, too, is told by the steady clock; see `_is_late`."""
        if job.seq in self._waits:
            self._heed(job, job.next_at, now)
            return
        wait_s = TOO_LATE.total_seconds()
        expires = now + self._left_s(job.wanted_at + TOO_LATE, wait_s)
        self._waits[job.seq] = Wait(job.attempts, job.next_at, now, expires)

    def _is_late(self, job: PrintJob, now: float) -> bool:
        """By either clock: the steady one stands while the PC sleeps, the wall's may be set back."""
        return self._waits[job.seq].expires <= now or self._clock.now() - job.wanted_at >= TOO_LATE

    def _list(self, job: PrintJob) -> None:
        """Unless it is under way: then it isn't late any more."""
        if not self._is_under_way(job):
            self._launch(job.seq, "", self._listed(job))

    async def _listed(self, job: PrintJob) -> None:
        await self._surely(lambda tx: prints.list_late(tx, job.seq), f"that {job.seq} is late")

    def _start(self, job: PrintJob, now: float) -> float:
        """Print it if it is due and its printer is free; otherwise the seconds until a look is worth it."""
        wait = self._waits[job.seq]
        place = self._place_of(job)
        if self._is_under_way(job) or self._busy[place]:
            return sender.LOOK_EVERY_S
        if wait.due > now:
            return min(wait.due, wait.expires) - now
        self._launch(job.seq, place, self._attempt(job))
        return sender.LOOK_EVERY_S

    def _place_of(self, job: PrintJob) -> str:
        """Where its printer is: one that is tried out under another name is the same one."""
        printer = self._settings.printer_named(job.printer)
        return job.printer if printer is None else printer.place

    async def _attempt(self, job: PrintJob) -> None:
        """Mark as sending, print, write down the end."""
        sending = await self._begun(job.seq, lambda tx: prints.begin(tx, job.seq))
        if sending is None:
            return
        ended = await self._printed(sending)
        again = ended.outcome is Outcome.NOT_SENT
        attempts = sending.job.attempts
        wait_s = back_off_s(attempts, self._jitter) if again else None
        if ended.trouble is not Trouble.OURS:  # a slip that can't be made says nothing of its printer
            self._status.printer(job.printer, ended.trouble)
        if ended.trouble is not None:
            log.warning("prints: %s of print %d: %s", ended.outcome, job.number, ended.trouble)
        await self._end(
            job.seq, attempts, wait_s, lambda tx, next_at: prints.finish(tx, job.seq, ended, next_at)
        )

    async def _printed(self, sending: SendingPrint) -> Ended:
        job = sending.job
        printer = self._settings.printer_named(job.printer)
        if printer is None:
            return Ended(Outcome.NOT_SENT, Trouble.NOT_SET)
        paper = printers.Paper(self._clock.now(), self._settings.training, PATIENCE)
        try:
            return await _in_a_thread(lambda: printers.printed(sending, printer, paper))
        except Exception:
            log.exception("prints: print %d failed", job.number)
            return Ended(Outcome.DOUBTFUL, Trouble.OURS)


def _heads(jobs: Iterable[PrintJob]) -> list[PrintJob]:
    """The next one of each printer; what is under way is before all that waits."""
    first: dict[str, PrintJob] = {}
    for job in sorted(jobs, key=lambda job: job.outcome is not PrintState.SENDING):
        first.setdefault(job.printer, job)
    return list(first.values())


def _in_a_thread(work: Callable[[], T]) -> "asyncio.Future[T]":
    """In a thread of its own: a printer may keep it for a minute, and the end of posdesk doesn't wait for it.

    What a printer was given then reads as doubtful at the next start.
    """
    ended: Future[T] = Future()
    ended.set_running_or_notify_cancel()  # from here on nobody can call it off

    def run() -> None:
        try:
            ended.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
            ended.set_exception(error)

    threading.Thread(target=run, name="print", daemon=True).start()
    return asyncio.wrap_future(ended)
