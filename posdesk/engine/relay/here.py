"""Who is there: each counter says so each 20 s, with how many acts it told; not stored (relay.md).

A counter that said nothing for 60 s can't be seen. One that names more acts than are here has told some that
lack: what it did is told as missing until they come.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from posdesk.domain.clock import Clock
from posdesk.domain.relay.here import EVERY, UNSEEN_AFTER, Here
from posdesk.domain.relay.status import OtherCounter
from posdesk.engine.relay.line import Line, Message
from posdesk.errors import DiskError
from posdesk.journal import Database, Journal, Transaction, meta
from posdesk.journal.relay import counters, instance, own_clock, position
from posdesk.journal.relay.counters import CounterRow
from posdesk.journal.transaction import INSTANCE
from posdesk.platforms.relay import here_words

log = logging.getLogger(__name__)
LOOK_EVERY_S: Final = 5.0
LACKS_AFTER_S: Final = 30.0
"""An act that is on its way is not missing yet."""


class Presence:
    """Says that we are here, and hears who else is."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        tell: Callable[[tuple[OtherCounter, ...]], None],
        ahead: Callable[[], timedelta | None] = lambda: None,
    ) -> None:
        """`tell` is called where the others are seen otherwise than before.

        `ahead` is how far our clock is ahead of the relay's, None while nobody knows.
        """
        self._journal, self._clock, self._tell, self._ahead = journal, clock, tell, ahead
        self._heard: dict[str, tuple[float, float]] = {}  # by instance, monotonic and connected seconds
        self._unheard: dict[str, tuple[float, float]] = {}  # the same, when one was asked about first
        self._lacks: dict[str, float] = {}  # since when acts of it lack
        self._began = 0.0
        self._before_s, self._is_connected = 0.0, False  # connected seconds before this connection
        self._told: tuple[OtherCounter, ...] = ()

    def is_seen(self, journal_instance: str) -> bool:
        """Whether a counter was heard within a minute; one that had none to speak counts as seen.

        A line that ends and begins again and again gives it a minute in all, not one each time.
        """
        first = self._clock.monotonic(), self._connected_s()
        heard, connected = self._heard.get(journal_instance) or self._unheard.setdefault(
            journal_instance, first
        )
        silent_s = self._clock.monotonic() - max(heard, self._began)
        return max(silent_s, self._connected_s() - connected) <= UNSEEN_AFTER.total_seconds()

    def _connected_s(self) -> float:
        since_s = self._clock.monotonic() - self._began if self._is_connected else 0.0
        return self._before_s + since_s

    async def run(self, line: Line) -> None:
        """Until the line is lost. Raises LineLost."""
        self._began, self._is_connected = self._clock.monotonic(), True
        try:
            await self._run(line)
        finally:
            self._before_s, self._is_connected = self._connected_s(), False

    async def _run(self, line: Line) -> None:
        end = await line.subscribe(line.identity.subjects.here, partial(self._hear, line))
        due = self._began
        try:
            while True:
                if self._clock.monotonic() >= due:
                    due = self._clock.monotonic() + EVERY.total_seconds()
                    await self._say(line)
                await self._look()
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            await end()

    async def _say(self, line: Line) -> None:
        me = line.identity
        here = partial(_own, counter=me.counter, now=self._clock.now())
        data, headers = here_words.write(await asyncio.to_thread(self._journal.read, here), me.store_key)
        await line.publish(me.subjects.here, data, headers)

    async def _hear(self, line: Line, message: Message) -> None:
        try:
            here = here_words.read(message.data, message.headers, line.identity.store_key)
        except here_words.BadHere as error:
            log.warning("relay: a sign of life is passed over: %s", error.en)
            return
        if here.counter == line.identity.counter or message.subject != line.identity.subjects.here:
            return
        was_heard = here.instance in self._heard
        self._heard[here.instance] = self._clock.monotonic(), self._connected_s()
        try:
            job = partial(_heard, here=here, ahead=self._ahead())
            await asyncio.wrap_future(self._journal.write(job, later=True))
        except DiskError as error:
            log.warning("relay: %s", error)
        if not was_heard:
            await self._look()

    async def _look(self) -> None:
        try:
            await self._keep_in_step()
            rows = await asyncio.to_thread(self._journal.read, counters.every)
        except DiskError as error:
            log.warning("relay: %s", error)
            return
        told = tuple(map(self._other, rows))
        if told != self._told:
            self._told = told
            self._tell(told)

    async def _keep_in_step(self) -> None:
        """A clock that was set takes along what was heard; who said nothing for a week is forgotten.

        All that are there have spoken first: we may have been away for that week. Raises DiskError.
        """
        ahead, lasts_s = self._ahead(), self._clock.monotonic() - self._began
        if ahead is None:
            return
        before = self._clock.now() - counters.FORGOTTEN_AFTER
        forgets = lasts_s > UNSEEN_AFTER.total_seconds()

        def is_due(db: Database) -> bool:
            return own_clock.is_another(db, ahead) or (forgets and counters.has_old(db, before))

        def job(tx: Transaction) -> None:
            own_clock.keep_in_step(tx, ahead)
            if forgets:
                counters.forget_old(tx, before)

        if await asyncio.to_thread(self._journal.read, is_due):
            await asyncio.wrap_future(self._journal.write(job))

    def _other(self, row: CounterRow) -> OtherCounter:
        now = self._clock.monotonic()
        if row.lacking:
            since = self._lacks.setdefault(row.instance, now)
        else:
            self._lacks.pop(row.instance, None)
            since = now
        return OtherCounter(
            row.counter,
            last_word=row.heard_at,
            unseen_since=None if self.is_seen(row.instance) else row.heard_at,
            missing=row.lacking if now - since >= LACKS_AFTER_S else 0,
        )


def _heard(tx: Transaction, here: Here, ahead: timedelta | None) -> None:
    own_clock.keep_in_step(tx, ahead)
    counters.heard(tx, here)


def _own(db: Database, counter: str, now: datetime) -> Here:
    at = position.get(db, position.ORDERS)
    n = int(meta.value(db, instance.N) or 0)
    return Here(counter, meta.value(db, INSTANCE), n, at.sequence if at else 0, now)
