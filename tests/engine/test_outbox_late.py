"""The outbox and what comes late: a platform past its time, a row read before its attempt ended."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.intent import Outcome
from posdesk.engine.sending import clients
from posdesk.platforms.o2o.client import PartnerClient
from tests.engine.making import NOBODYS, rig, until
from tests.journal.making import one_group
from tests.platforms.o2o.server import hangs_up_after, says_nothing


def test_a_platform_that_answers_nothing_in_time_gets_a_rest_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "PartnerClient", partial(PartnerClient, total_s=0.1))

    async def scenario() -> None:
        async with rig(tmp_path, says_nothing) as at:
            for bill in "ABC":
                at.order(bill)
                ended = await at.becomes(at.press(tbillno=bill), Outcome.UNKNOWN, attempts=1)
                assert ended.last_answer == CallFault.TIMED_OUT
            at.order("calm")
            held = at.press(tbillno="calm")
            await at.looks()
            assert at.intent(held).attempts == 0
            at.clock.walk(15)
            await at.becomes(held, Outcome.UNKNOWN, attempts=1)

    asyncio.run(scenario())


def test_a_row_read_before_its_attempt_ended_starts_no_other(tmp_path: Path) -> None:
    """The row says queued, and its deadline is over by now; in truth it was sent and nobody knows."""

    async def scenario() -> None:
        async with rig(tmp_path, hangs_up_after(b"")) as at:
            at.order(within_s=0.5)
            await at.looks()
            seq = at.press()
            with one_group(at.journal):
                await at.looks()  # by now the attempt waits for the writer to mark it as sending
                at.journal.hold_answers()
                at.outbox.hurry(NOBODYS)
                await until(lambda: at.journal.held, "a read of the row as queued")
            await at.becomes(seq, Outcome.UNKNOWN, attempts=1)
            at.clock.walk(0.6)  # past its deadline, not past its back-off
            at.journal.let_answers_go()
            await at.looks()
            assert at.intent(seq).attempts == 1
            at.clock.walk(1)
            await at.becomes(seq, Outcome.UNKNOWN, attempts=2)

    asyncio.run(scenario())
