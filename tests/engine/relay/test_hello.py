"""A hello measures the clock once, whichever of answer and reading back is first (relay.md)."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from posdesk.domain.clock import to_text
from posdesk.domain.relay.status import RelayFault
from posdesk.engine.relay import acts_in, acts_out
from posdesk.engine.relay.acts_out import ActsOut
from posdesk.engine.relay.line import LineLost, Message, NobodyAnswers
from posdesk.journal.relay import own_acts
from posdesk.platforms.relay import acts as wire
from posdesk.platforms.relay.subjects import StoreSubjects
from tests.engine.making import until
from tests.journal.making import SetClock
from tests.journal.relay.making import STORE_KEY, RelayedCounter


class QuickLine:
    """A line that brings each act back before its answer, which may be lost."""

    def __init__(self, out: ActsOut, *, is_cut: bool = False, unanswered: int = 0) -> None:
        self._unanswered = unanswered
        self.identity = SimpleNamespace(store_key=STORE_KEY, subjects=StoreSubjects("s1", "001"))
        self._out, self._is_cut = out, is_cut
        self.came: list[str] = []
        self.measured: list[datetime | None] = []

    async def request(
        self, subject: str, data: bytes, _headers: Mapping[str, str], timeout_s: float = 5.0
    ) -> Message:
        self.came.append(json.loads(data)["id"])
        if self._is_cut:
            raise LineLost("cut off")
        if self._unanswered:
            self._unanswered -= 1
            raise NobodyAnswers("no answer within 5 s")
        self.measured.append(self._out.hello_sent_at(self.came[-1]))
        return Message(subject, b'{"seq": 1}')


async def _over(out: ActsOut, line: QuickLine, many: int) -> None:
    work = asyncio.create_task(out.run(line))  # type: ignore[arg-type]  # of a line it uses no more
    try:
        await until(lambda: len(line.came) >= many or work.done(), "the hellos")
    finally:
        work.cancel()
        await asyncio.wait({work})
        if not work.cancelled():
            assert isinstance(work.exception(), LineLost)


def test_one_that_is_read_back_before_its_answer_measures(counter: RelayedCounter, clock: SetClock) -> None:
    out = ActsOut(counter.journal, clock)
    line = QuickLine(out)
    asyncio.run(_over(out, line, 1))
    assert line.measured == [clock.now()]


def test_one_whose_answer_was_lost_measures_nothing_over_the_next_line(
    counter: RelayedCounter, clock: SetClock
) -> None:
    """The stream may have it since the first time: a minute would be taken for the clocks' difference."""
    out = ActsOut(counter.journal, clock)
    cut = QuickLine(out, is_cut=True)
    asyncio.run(_over(out, cut, 1))
    clock.walk(60)
    line = QuickLine(out)
    asyncio.run(_over(out, line, 2))
    assert line.came[0] == cut.came[0]
    assert line.measured == [None, clock.now()]


def test_a_stream_of_acts_that_does_not_answer_ends_no_line(
    counter: RelayedCounter, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its leader is gone for a while: orders go on coming. The stream may have the hello since then."""
    monkeypatch.setattr(acts_out, "AGAIN_S", 0.0)
    told: list[RelayFault] = []
    out = ActsOut(counter.journal, clock, told.append)
    line = QuickLine(out, unanswered=2)
    asyncio.run(_over(out, line, 3))
    assert len(set(line.came)) == 1
    assert told == [RelayFault.FULL, RelayFault.FULL, RelayFault.NONE]
    assert line.measured == [None]


def test_how_long_ago_an_act_was_done_is_told_by_one_clock_alone(
    counter: RelayedCounter, clock: SetClock
) -> None:
    """Its PC is an hour behind, and was without a line for five minutes."""
    counter.write(own_acts.hello)
    (act,) = counter.sends()
    behind = clock.now() - timedelta(hours=1)
    sent = to_text(behind + timedelta(minutes=5))
    told = replace(act, at=behind, content={wire.SENT: sent})
    assert acts_in._done_at(told, clock.now()) == clock.now() - timedelta(minutes=5)
    assert acts_in._done_at(replace(told, content={}), clock.now()) == behind
