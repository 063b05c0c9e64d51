"""What this counter did goes to the others: one act after another, each acknowledged before the next.

The journal says what is unsent; a line that ends leaves it so. An act whose answer was lost goes once more,
and the stream knows it by its id, or whoever reads it does.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from posdesk.domain.clock import Clock, to_text
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.status import RelayFault
from posdesk.engine.loop import set_by_commits, wait_at_most
from posdesk.engine.relay.line import Line, LineLost, NobodyAnswers
from posdesk.errors import DiskError
from posdesk.journal import Database, Journal, Transaction
from posdesk.journal.relay import acts, own_acts
from posdesk.platforms.relay import acts as wire
from posdesk.platforms.relay.acts import ActTooLong

log = logging.getLogger(__name__)
T = TypeVar("T")
HELLO_EVERY_S: Final = 3600.0
"""A clock that somebody sets, or that runs wrong, is noticed so soon."""
AGAIN_S: Final = 5.0
MOST_HELLOS: Final = 50


class ActsOut:
    """Sends what is unsent while there is a line."""

    def __init__(
        self, journal: Journal, clock: Clock, tell: Callable[[RelayFault], None] = lambda _fault: None
    ) -> None:
        """Nothing is sent before `run`. `tell` hears of FULL while the stream takes nothing, else NONE."""
        self._journal, self._clock, self._tell = journal, clock, tell
        self._hellos: dict[str, datetime] = {}
        self._tried = ""  # the act that was sent last, whether it was answered or not
        self._hello_due = 0.0

    def hello_sent_at(self, act_id: str) -> datetime | None:
        """By our clock, the middle between a hello's leaving and its answer; once."""
        return self._hellos.pop(act_id, None)

    async def run(self, line: Line) -> None:
        """Send until the line is lost. Raises LineLost."""
        wake = asyncio.Event()
        with set_by_commits(wake, self._journal, {"acts"}):
            await self._write(own_acts.open_orders)
            self._hello_due = self._clock.monotonic()
            while True:
                wake.clear()
                try:
                    await self._round(line)
                except DiskError as error:
                    log.warning("relay: %s", error)
                    await asyncio.sleep(AGAIN_S)
                await wait_at_most(wake, max(0.0, self._hello_due - self._clock.monotonic()))

    async def _round(self, line: Line) -> None:
        if self._clock.monotonic() >= self._hello_due:
            self._hello_due = self._clock.monotonic() + HELLO_EVERY_S
            await self._write(own_acts.hello)
        while found := await self._read(acts.unsent):
            for act in found:
                await self._send(line, act)

    async def _send(self, line: Line, act: Act) -> None:
        """Until the stream has it. Raises LineLost."""
        measures, self._tried = act.kind is ActKind.HELLO and act.id != self._tried, act.id
        before = self._sent_now(act, measures=measures)
        while not (taken := await self._is_taken(line, *_written(act, line.identity.store_key, before))):
            measures = measures and taken is not None  # the stream may have it since then
            await asyncio.sleep(AGAIN_S)
            before = self._sent_now(act, measures=measures)
        if act.id in self._hellos:
            self._note_hello(act.id, before + (self._clock.now() - before) / 2)
        await self._write(partial(acts.sent, ids=[act.id]))

    async def _is_taken(self, line: Line, data: bytes, headers: dict[str, str]) -> bool | None:
        """Whether the stream has it, None where nobody said so: orders go on coming over the same line."""
        try:
            answer = (await line.request(line.identity.subjects.acts, data, headers)).json()
        except NobodyAnswers as error:
            log.warning("relay: the stream of acts does not answer: %s", error)
            self._tell(RelayFault.FULL)
            return None
        if "error" in answer:
            log.warning("relay: the stream of acts takes nothing: %s", answer["error"])
            self._tell(RelayFault.FULL)
            return False
        if not isinstance(answer.get("seq"), int):
            raise LineLost("no stream answered")
        self._tell(RelayFault.NONE)
        return True

    def _sent_now(self, act: Act, *, measures: bool) -> datetime:
        """It may be read back before its answer is here: then the moment of its leaving is near enough.

        One that left over an earlier line measures nothing: the stream may have it since then.
        """
        now = self._clock.now()
        self._hellos.pop(act.id, None)
        if measures:
            self._note_hello(act.id, now)
        return now

    def _note_hello(self, act_id: str, at: datetime) -> None:
        self._hellos[act_id] = at
        while len(self._hellos) > MOST_HELLOS:
            self._hellos.pop(next(iter(self._hellos)))

    async def _read(self, question: Callable[[Database], T]) -> T:
        return await asyncio.to_thread(self._journal.read, question)

    async def _write(self, job: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self._journal.write(job))


def _written(act: Act, store_key: str, now: datetime) -> tuple[bytes, dict[str, str]]:
    """What goes out; one that is too long goes without its content: its number must not lack."""
    sent = {wire.SENT: to_text(now)}
    try:
        return wire.write(replace(act, content={**act.content, **sent}), store_key)
    except ActTooLong as error:
        log.error("relay: act %d goes without its content: %s", act.n, error)
        return wire.write(replace(act, content={"too_long": True, **sent}), store_key)
