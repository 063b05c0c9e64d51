"""The PC's clock jumps either way, or the PC sleeps: what waits keeps its length, what is told is true.

Sleep moves both clocks; somebody who sets the time, or a time service, moves the wall clock alone.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.status import Trouble
from posdesk.journal import Journal, heartbeats
from posdesk.journal.orders import intent_rows
from posdesk.simulator.faults import FaultKind, FaultRule
from tests.engine.books_making import HOUR, sale, shop
from tests.engine.dropping import Drop
from tests.engine.making import (
    APPKEY,
    DONE,
    HeldSecrets,
    WatchedJournal,
    at_work,
    partner,
    rig,
    settings,
    until,
)
from tests.engine.test_heartbeat import Watch
from tests.journal.making import SetClock, opened
from tests.platforms.o2o.server import platform

JUMPS = [timedelta(hours=5), timedelta(hours=-5), timedelta(days=400), timedelta(days=-9000)]
THROTTLED = FaultRule(
    kind=FaultKind.REFUSE, partner="wdk", count=1, code=7, msg="This ban will last for 20 more seconds"
)
LOST = FaultRule(kind=FaultKind.LOST_REQUEST, partner="ovopark", count=1)
jumping = pytest.mark.parametrize("jump", JUMPS, ids=str)


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)


@jumping
def test_a_deadline_is_as_far_off_after_a_jump_as_before(tmp_path: Path, jump: timedelta) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, reachable=False) as at:
            at.order()
            seq = at.press()
            await at.becomes(seq, Outcome.QUEUED, attempts=1)
            at.clock.walk(100)
            at.clock.wall += jump
            at.clock.walk(199)
            await at.looks()
            assert at.intent(seq).outcome in {Outcome.QUEUED, Outcome.SENDING}
            at.clock.walk(2)
            await at.becomes(seq, Outcome.EXPIRED)

    run(scenario())


@jumping
def test_an_accept_pressed_after_a_jump_leaves_at_once_and_expires_by_its_own_length(
    tmp_path: Path, jump: timedelta
) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, reachable=False) as at:
            at.order(within_s=300)
            at.clock.wall += jump
            seq = at.press()
            await at.becomes(seq, Outcome.QUEUED, attempts=1)
            at.clock.walk(301)
            await at.becomes(seq, Outcome.EXPIRED)

    run(scenario())


@jumping
def test_the_undo_time_is_neither_cut_nor_stretched(tmp_path: Path, jump: timedelta) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as at:
            at.order()
            seq = at.press(leaves_after_s=2)
            await at.looks()
            at.clock.wall += jump
            at.clock.walk(1.9)
            await at.looks()
            assert at.server.requests == []
            at.clock.walk(0.2)
            await at.becomes(seq, Outcome.CONFIRMED)

    run(scenario())


def test_what_expired_while_the_pc_slept_never_leaves_and_what_has_no_deadline_does(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as at:
            at.order("A")
            at.order("B")
            await at.becomes(at.press(tbillno="B"), Outcome.CONFIRMED)
            late, ready = at.press(tbillno="A", leaves_after_s=2), at.press(Kind.READY, "B", leaves_after_s=2)
            await at.looks()
            at.clock.walk(8 * 3600)
            await at.becomes(ready, Outcome.CONFIRMED)
            await at.becomes(late, Outcome.EXPIRED)
            assert [bill for _, bill in at.bills()] == ["B", "B"]

    run(scenario())


@jumping
def test_a_queue_taken_up_by_another_clock_waits_no_longer_than_its_length(
    tmp_path: Path, jump: timedelta
) -> None:
    """Hibernated, or switched off, and the clock is another one at the next start."""

    async def scenario() -> None:
        clock = await _left_waiting(tmp_path)
        clock.wall += jump
        journal = WatchedJournal(tmp_path, clock, "1")
        try:
            async with platform(DONE) as server:
                chosen, secrets = settings(partner(url=server.url)), HeldSecrets(meituan=APPKEY)
                async with at_work(chosen, journal, clock, secrets):
                    await until(lambda: journal.reads, "a look")
                    clock.walk(30)
                    await until(lambda: _all_ended(journal), "the end of what waited")
        finally:
            journal.close()

    run(scenario())


async def _left_waiting(home: Path) -> SetClock:
    """A ready that was tried in vain, and a clock."""
    async with rig(home) as at:
        at.order()
        await at.becomes(at.press(), Outcome.CONFIRMED)
        at.server.behave = _hangs_up
        await at.becomes(at.press(Kind.READY), Outcome.UNKNOWN, attempts=1)
        return at.clock


async def _hangs_up(writer: asyncio.StreamWriter) -> None:
    writer.close()


def _all_ended(journal: Journal) -> bool:
    return not journal.read(intent_rows.open_ones)


@pytest.mark.parametrize("jump", JUMPS[:2], ids=str)
def test_a_receipts_back_off_keeps_its_length(tmp_path: Path, jump: timedelta) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, started=False) as at:
            at.simulator.set_faults(THROTTLED)
            at.hand_in(sale("1", at.hour()))
            async with at.at_work():
                await until(lambda: at.of_receipt("1") and at.of_receipt("1")[-1].last_words, "an answer")
                await at.looks()
                at.clock.wall += jump
                at.clock.walk(19)
                await at.looks()
                assert at.of_receipt("1")[-1].attempts == 1
                at.clock.walk(2)
                await until(lambda: at.of_receipt("1")[-1].attempts >= 2, "the next attempt")

    run(scenario())


@pytest.mark.parametrize("hours", [5, -5])
def test_calls_are_stamped_by_the_platforms_clock_after_each_jump(tmp_path: Path, hours: int) -> None:
    """Out and back again: the offset that was right a moment ago is wrong, and measured anew."""

    async def scenario() -> None:
        async with shop(tmp_path, sends=True) as at:
            for number, jump in enumerate((0, hours, -hours)):
                at.clock.wall += timedelta(hours=jump)
                at.hand_in(sale(str(number), at.hour()))
                await _confirmed_in_time(at, str(number))
                skew_s = at.status("wdk").skew_s
                assert skew_s is not None
                assert abs(skew_s - (hours * 3600 if number == 1 else 0)) < 120

    run(scenario())


async def _confirmed_in_time(at: Any, serial: str) -> None:
    def stands() -> bool:
        at.clock.walk(0.02)
        return at.outcome(serial) is Outcome.CONFIRMED

    await until(stands, f"{serial}: {at.of_receipt(serial)}")


def test_an_hour_reported_by_a_clock_that_ran_ahead_is_right_in_the_end(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True) as at:
            present = at.hour(0)
            at.hand_in(sale("1", present))
            await at.looks()
            assert at.book(present).postings == ()
            at.clock.wall += 2 * HOUR
            await at.confirmed(present, step_s=0.05)
            at.clock.wall -= 2 * HOUR
            at.hand_in(sale("2", present))
            await at.looks()
            at.clock.walk(2 * 3600)
            await at.confirmed(present, 2, step_s=0.05)
            assert [(r.total, r.cover) for r in at.held(present)] == [("9.90", False), ("19.80", True)]

    run(scenario())


def test_an_hour_that_may_have_been_told_last_by_a_lost_call_is_covered_though_the_clock_went_back(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True, started=False) as at:
            hour = at.hour(6)
            at.simulator.set_faults(LOST)
            at.hand_in(sale("1", hour))
            async with at.at_work():
                await at.becomes_unknown(hour)
                await at.confirmed(hour, step_s=0.05)
                at.clock.wall -= 3 * HOUR
                await at.confirmed(hour, 2, step_s=0.05)

    run(scenario())


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        yield Watch(journal, clock)


@jumping
def test_a_clock_that_is_set_is_no_outage(watch: Watch, jump: timedelta) -> None:
    watch.begin()
    watch.live(12)
    watch.clock.wall += jump
    watch.live(30)
    assert watch.stored() == watch.shown == ()


@jumping
def test_sleep_is_an_outage_of_its_length_though_the_clock_was_set_meanwhile(
    watch: Watch, jump: timedelta
) -> None:
    watch.begin()
    watch.live(12)
    watch.clock.walk(3600)
    watch.clock.wall += jump
    watch.look()
    (gap,) = watch.stored()
    assert gap.end is not None
    assert (gap.end, gap.reason) == (watch.clock.wall, "asleep")
    assert gap.end - gap.start == timedelta(hours=1)


@jumping
def test_a_gap_that_lasts_keeps_its_length_through_a_jump(watch: Watch, jump: timedelta) -> None:
    watch.begin()
    watch.live(12)
    watch.status.keys({"meituan": Trouble.KEYRING_LOCKED})
    watch.live(20)
    watch.clock.wall += jump
    watch.live(20)
    watch.status.keys({"meituan": Trouble.NONE})
    watch.look(1)
    (gap,) = watch.stored()
    assert gap.end is not None
    assert gap.end - gap.start == timedelta(seconds=40)


def test_an_outage_before_a_start_with_a_dead_battery_is_told_when_the_clock_is_set(watch: Watch) -> None:
    """The PC comes up in 2000; a minute later the time service sets the clock."""
    watch.begin()
    watch.live(12)
    last = watch.journal.read(lambda db: heartbeats.last_beat(db, "1"))
    true = watch.clock.wall + timedelta(hours=9)
    watch.restart()
    watch.clock.steady = 5.0  # another boot
    watch.clock.wall = true.replace(year=2000)
    watch.restart()
    watch.begin()
    watch.live(60)
    assert watch.stored() == ()
    watch.clock.wall = true + timedelta(seconds=60)
    watch.look()
    (gap,) = watch.stored()
    assert (gap.start, gap.end, gap.reason) == (last, true, "not_running")
    watch.live(30)
    assert len(watch.stored()) == 1


def test_a_start_after_the_clock_was_set_back_claims_nothing_it_does_not_know(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    watch.restart()
    watch.clock.wall -= timedelta(hours=3)
    watch.begin()
    watch.live(60)
    assert watch.stored() == watch.shown == ()


def test_a_file_whose_writer_slept_with_us_is_watched_anew(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        drop = Drop(tmp_path, journal, clock)
        drop.put("a.json", b'[{"serial_num": "1", ')
        drop.folder.look()
        clock.walk(3600)
        drop.folder.look()
        assert drop.names("rejected") == []
        drop.put("a.json")
        drop.wait()
        assert drop.names("done") == ["a.json"]
