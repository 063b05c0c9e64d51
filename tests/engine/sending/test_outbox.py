"""The outbox: what leaves when, in which order, and what is never sent twice."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.engine.sending import outbox as outbox_module
from posdesk.engine.sending import sender
from posdesk.journal import Journal
from posdesk.journal.orders import intent_rows, intents
from tests.engine.making import (
    APPKEY,
    DONE,
    HeldSecrets,
    Rig,
    WatchedJournal,
    at_work,
    blocked,
    partner,
    rig,
    settings,
    until,
)
from tests.journal.making import SetClock
from tests.platforms.o2o.server import answers, hangs_up_after, platform, response, says_nothing

ACCEPT, READY, PAY = "AccptSaleOrderBill", "PushSaleOrderBillState", "PushSaleOrderBillPayInfo"
CUT = hangs_up_after(b"")
REFUSED = answers(b'{"code": 7, "seq": "", "msg": "no"}')


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)


class Gate:
    """A platform that answers nobody before it is opened."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.waiting = self.most = 0

    async def __call__(self, writer: asyncio.StreamWriter) -> None:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        await self.opened.wait()
        self.waiting -= 1
        writer.write(response(b'{"code": 0, "seq": "", "msg": ""}'))


def test_an_orders_intents_leave_one_after_the_other_and_orders_dont_wait_for_each_other(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        gate = Gate()
        async with rig(tmp_path, gate) as at:
            at.order("A")
            at.order("B")
            at.press(Kind.ACCEPT, "A")
            last = at.press(Kind.READY, "A")
            at.press(Kind.ACCEPT, "B")
            await at.sent(2)
            await at.looks()
            assert set(at.bills()) == {(ACCEPT, "A"), (ACCEPT, "B")}
            gate.opened.set()
            await at.becomes(last, Outcome.CONFIRMED)
            assert at.bills()[2:] == [(READY, "A")]

    run(scenario())


def test_an_intent_that_waits_for_a_person_holds_nothing_back(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, CUT) as at:
            at.order()
            paying = at.pay()
            assert (await at.becomes(paying, Outcome.UNKNOWN)).needs_person
            at.server.behave = DONE
            await at.becomes(at.press(Kind.ACCEPT), Outcome.CONFIRMED)
            assert at.intent(paying).attempts == 1

    run(scenario())


def test_nothing_leaves_before_the_undo_time_is_over(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as at:
            at.order()
            seq = at.press(leaves_after_s=2)
            at.clock.walk(1.9)
            await at.looks()
            assert at.intent(seq).outcome is Outcome.QUEUED
            at.clock.walk(0.2)
            await at.becomes(seq, Outcome.CONFIRMED)

    run(scenario())


def test_what_was_undone_never_leaves(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as at:
            at.order()
            seq = at.press(leaves_after_s=2)
            await at.looks()
            at.counter.write(lambda tx: intents.withdraw(tx, seq, "Li"))
            at.clock.walk(60)
            await at.looks()
            assert at.server.requests == []
            assert at.intent(seq).outcome is Outcome.WITHDRAWN

    run(scenario())


def test_an_accept_that_never_left_by_its_deadline_expires(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, reachable=False) as at:
            at.order(within_s=300)
            at.clock.walk(100)
            seq = at.press()
            await at.becomes(seq, Outcome.QUEUED, attempts=1)
            at.clock.walk(201)
            await at.becomes(seq, Outcome.EXPIRED)

    run(scenario())


def test_one_pressed_after_the_deadline_may_wait_a_minute(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, reachable=False) as at:
            at.order(within_s=300)
            at.clock.walk(400)
            seq = at.press()
            await at.becomes(seq, Outcome.QUEUED, attempts=1)
            at.clock.walk(58)
            await at.becomes(seq, Outcome.QUEUED, attempts=2)
            at.clock.walk(3)
            await at.becomes(seq, Outcome.EXPIRED)

    run(scenario())


def test_an_expired_intent_expires_also_behind_another_that_is_on_its_way(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, says_nothing) as at:
            at.order(is_verification=True)
            at.press(Kind.ACCEPT)
            behind = at.press(Kind.VERIFY)
            await at.sent(1)
            at.clock.walk(61)
            await at.becomes(behind, Outcome.EXPIRED)

    run(scenario())


def test_the_unknown_never_expires_and_never_makes_the_outbox_spin(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, CUT) as at:
            at.order(within_s=300)
            at.clock.walk(299.5)
            seq = at.press()
            await at.becomes(seq, Outcome.UNKNOWN, attempts=1)
            at.clock.walk(0.6)
            await at.looks()
            open_ones = at.journal.read(intent_rows.open_ones)
            assert at.outbox._start_due(open_ones) > 0
            at.clock.walk(1)
            await at.becomes(seq, Outcome.UNKNOWN, attempts=2)

    run(scenario())


def test_what_was_never_sent_stays_queued_and_is_tried_again_after_1_2_4_seconds(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, reachable=False) as at:
            at.order()
            seq = at.press()
            for attempts, least_s, rest_s in ((1, 0.79, 0.22), (2, 1.59, 0.42)):
                await at.becomes(seq, Outcome.QUEUED, attempts=attempts)
                at.clock.walk(least_s)
                await at.looks()
                assert at.intent(seq).attempts == attempts
                at.clock.walk(rest_s)
            await at.becomes(seq, Outcome.QUEUED, attempts=3)

    run(scenario())


def test_a_resting_platform_holds_no_accept_with_under_a_minute_left(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, reachable=False) as at:
            for bill in "ABC":
                at.order(bill)
                await at.becomes(at.press(tbillno=bill), Outcome.QUEUED, attempts=1)
            at.order("calm")
            at.order("urgent", within_s=59)
            held, urgent = at.press(tbillno="calm"), at.press(tbillno="urgent")
            await at.becomes(urgent, Outcome.QUEUED, attempts=1)
            await at.looks()
            assert at.intent(held).attempts == 0
            at.clock.walk(15)
            await at.becomes(held, Outcome.QUEUED, attempts=1)

    run(scenario())


def test_there_is_never_a_second_attempt_of_one_intent_at_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, says_nothing) as at:
            at.order()
            seq = at.press()
            await at.sent(1)
            for _ in range(5):
                at.outbox.hurry(seq)
                at.clock.walk(31)
                await at.looks(2)
            assert len(at.server.requests) == 1

    run(scenario())


def test_without_an_appkey_it_waits_with_the_reason_and_goes_when_the_key_comes(tmp_path: Path) -> None:
    async def scenario() -> None:
        secrets = HeldSecrets()
        async with rig(tmp_path, secrets=secrets) as at:
            at.order()
            seq = at.press()
            waiting = await at.becomes(seq, Outcome.QUEUED, attempts=1)
            assert waiting.last_answer == CallFault.NO_SECRET
            at.clock.walk(100)
            await at.looks()
            assert at.intent(seq).attempts == 1, "the audit trail fills with attempts that were none"
            secrets.give("meituan", APPKEY)
            await at.becomes(seq, Outcome.CONFIRMED)

    run(scenario())


def test_without_an_appkey_an_accept_still_expires(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, secrets=HeldSecrets()) as at:
            at.order(within_s=300)
            seq = at.press()
            await at.becomes(seq, Outcome.QUEUED, attempts=1)
            at.clock.walk(301)
            await at.becomes(seq, Outcome.EXPIRED)

    run(scenario())


def test_a_call_that_cant_be_written_is_not_sent_and_says_so(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as at:
            at.order()
            await at.looks()
            at.counter.write(
                lambda tx: tx.db.execute("UPDATE orders SET content = replace(content, '\"A\"', '\"Z\"')")
            )
            told = await at.becomes(at.press(), Outcome.QUEUED, attempts=1)
            assert (told.last_answer, told.ever_unknown) == (CallFault.NOT_FORMED, False)
            assert at.server.requests == []

    run(scenario())


def test_an_answer_that_cant_be_written_down_is_written_down_later(tmp_path: Path) -> None:
    async def scenario() -> None:
        gate = Gate()
        async with rig(tmp_path, gate) as at:
            at.order()
            seq = at.press()
            await at.sent(1)
            with blocked(at.journal):
                gate.opened.set()
                await asyncio.to_thread(fails_to_write, at.journal)
                assert at.intent(seq).outcome is Outcome.SENDING
            await at.becomes(seq, Outcome.CONFIRMED, attempts=1)
            assert len(at.server.requests) == 1

    run(scenario())


def fails_to_write(journal: Journal) -> None:
    for _ in range(3):
        assert journal.write(lambda tx: None).exception(20) is not None


def test_a_journal_that_cant_be_written_at_all_lets_nothing_leave(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as at:
            at.order()
            seq = at.press(leaves_after_s=2)
            await at.looks()
            with blocked(at.journal):
                at.clock.walk(3)
                await at.looks(8)
                assert at.server.requests == []
            at.clock.walk(1)
            await at.becomes(seq, Outcome.CONFIRMED, attempts=1)

    run(scenario())


@pytest.mark.parametrize("kind", [Kind.ACCEPT, Kind.PAY])
def test_what_another_process_asks_again_goes_at_once_under_its_own_guid(tmp_path: Path, kind: Kind) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, CUT) as at:
            at.order()
            seq = at.press(kind)
            await at.becomes(seq, Outcome.UNKNOWN, attempts=1)
            await at.looks()
            at.server.behave = DONE
            at.clock.walk(0.01)
            await asyncio.to_thread(ask_again_elsewhere, tmp_path, at, seq)
            await at.becomes(seq, Outcome.CONFIRMED, attempts=2)
            assert {call["seq"] for call in at.calls()} == {seq}

    run(scenario())


def ask_again_elsewhere(home: Path, at: Rig, seq: Any) -> None:
    other = Journal(home, at.clock, "2")
    try:
        other.write(lambda tx: intents.ask_again(tx, seq, "Wang")).result(20)
    finally:
        other.close()


@pytest.mark.parametrize("hours", [5, -5])
def test_a_clock_that_jumps_moves_no_wait(tmp_path: Path, hours: int) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, reachable=False) as at:
            at.order("A")
            at.order("B")
            undoing = at.press(tbillno="A", leaves_after_s=2)
            failing = at.press(tbillno="B")
            await at.becomes(failing, Outcome.QUEUED, attempts=1)
            at.clock.wall += timedelta(hours=hours)
            await at.looks()
            assert at.intent(undoing).attempts == 0
            assert at.intent(failing).attempts == 1
            at.clock.walk(2.1)
            await at.becomes(undoing, Outcome.QUEUED, attempts=1)
            await at.becomes(failing, Outcome.QUEUED, attempts=2)

    run(scenario())


@pytest.mark.parametrize("hours", [5, -5])
def test_after_a_restart_with_another_clock_no_wait_is_longer_than_its_length(
    tmp_path: Path, hours: int
) -> None:
    async def scenario() -> None:
        clock = SetClock()
        async with rig(tmp_path, reachable=False) as at:
            clock = at.clock
            at.order()
            seq = at.press()
            await at.becomes(seq, Outcome.QUEUED, attempts=1)
        clock.wall += timedelta(hours=hours)
        journal = WatchedJournal(tmp_path, clock, "1")
        try:
            async with at_work(settings(partner()), journal, clock, HeldSecrets(meituan=APPKEY)):
                await until(lambda: journal.reads, "a look")
                clock.walk(301)
                await asyncio.wait_for(ended(journal, seq), 20)
        finally:
            journal.close()

    run(scenario())


async def ended(journal: Journal, seq: Any) -> None:
    while True:
        found = journal.read(lambda db: intent_rows.get(db, seq))
        if found is not None and found.outcome is Outcome.EXPIRED:
            return
        await asyncio.sleep(0.005)


def test_of_many_only_so_many_are_on_their_way_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "AT_ONCE", 6)

    async def scenario() -> None:
        gate = Gate()
        async with rig(tmp_path, gate) as at:
            for number in range(40):
                at.order(f"N{number}")
            pressed = [at.press(tbillno=f"N{number}") for number in range(40)]
            await at.sent(6)
            await at.looks()
            assert len(at.server.requests) == 6
            gate.opened.set()
            for seq in pressed:
                await at.becomes(seq, Outcome.CONFIRMED, attempts=1)
            assert gate.most == 6

    run(scenario())


def test_where_not_all_can_go_the_nearest_deadline_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "AT_ONCE", 1)

    async def scenario() -> None:
        gate = Gate()
        async with rig(tmp_path, gate) as at:
            for bill, within_s in (("first", 300), ("calm", 300), ("near", 120)):
                at.order(bill, within_s=within_s)
                at.press(tbillno=bill)
                await at.sent(1)
            gate.opened.set()
            await at.sent(3)
            assert [bill for _, bill in at.bills()] == ["first", "near", "calm"]

    run(scenario())


def test_an_attempt_cut_off_by_the_end_is_unknown_and_asked_again_under_its_guid(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, says_nothing) as at:
            at.order()
            seq = at.press()
            await at.sent(1)
        clock = SetClock()
        journal = Journal(tmp_path, clock, "1")
        try:
            assert stands(journal, seq) is Outcome.SENDING
            async with platform(DONE) as server:
                chosen = settings(partner(url=server.url))
                async with at_work(chosen, journal, clock, HeldSecrets(meituan=APPKEY)):
                    await asyncio.wait_for(confirmed(journal, seq), 20)
                assert seq in server.requests[0][1].decode()
        finally:
            journal.close()

    run(scenario())


def stands(journal: Journal, seq: Any) -> Outcome:
    found = journal.read(lambda db: intent_rows.get(db, seq))
    assert found is not None
    return found.outcome


async def confirmed(journal: Journal, seq: Any) -> None:
    while stands(journal, seq) is not Outcome.CONFIRMED:
        await asyncio.sleep(0.005)


def test_an_attempt_under_way_is_finished_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "PARK_S", 20)

    async def scenario() -> None:
        gate = Gate()
        async with rig(tmp_path, gate) as at:
            at.order()
            seq = at.press()
            await at.sent(1)
            asyncio.get_running_loop().call_later(0.05, gate.opened.set)
        journal = Journal(tmp_path, SetClock(), "1")
        try:
            assert stands(journal, seq) is Outcome.CONFIRMED
        finally:
            journal.close()

    run(scenario())


def test_a_platforms_own_no_ends_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, REFUSED) as at:
            at.order()
            told = await at.becomes(at.press(), Outcome.REFUSED)
            assert (told.last_answer, told.last_code) == ("no", 7)

    run(scenario())
