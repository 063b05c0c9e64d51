"""Gaps: every time in which the listener could not answer is told, and no other."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.status import Gap, Trouble
from posdesk.engine.heartbeat import Heartbeat
from posdesk.engine.listening.listener_socket import SocketProof
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal, heartbeats
from posdesk.journal.orders import call_proofs
from posdesk.journal.relay import instance, position
from tests.engine.making import blocked, partner, settings
from tests.journal.making import SetClock, opened


class Watch:
    """Vitals that are looked at by hand."""

    has_relay = False

    def __init__(self, journal: Journal, clock: SetClock) -> None:
        self.journal, self.clock = journal, clock
        self.status = StatusBoard(settings(partner()), clock)
        self.is_proven = True
        self.restart()

    def restart(self) -> None:
        """Another process with the same journal."""
        self.status.dead()
        self.proof = SocketProof(self.clock)
        self.heartbeat = Heartbeat(
            self.journal, self.status, self.clock, self.proof, has_relay=self.has_relay
        )

    def begin(self) -> None:
        asyncio.run(self.heartbeat._begin())
        self.status.alive("127.0.0.1:1")

    def look(self, after_s: float = 0.0) -> None:
        self.clock.walk(after_s)
        if self.is_proven:
            self.proof.proven()
        asyncio.run(self.heartbeat.look())

    def live(self, seconds: int) -> None:
        for _ in range(seconds):
            self.look(1)

    def stored(self) -> tuple[Gap, ...]:
        return self.journal.read(lambda db: heartbeats.open_gaps(db, "1"))

    @property
    def shown(self) -> tuple[Gap, ...]:
        return self.status.status.gaps


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        yield Watch(journal, clock)


def test_a_very_first_start_shows_no_gap(watch: Watch) -> None:
    watch.begin()
    watch.live(30)
    assert watch.stored() == watch.shown == ()


def test_while_a_platform_is_set_up_for_the_first_time_nobody_missed_an_order(watch: Watch) -> None:
    """Saved before its key: no order could ever come in, so there is nothing to compare."""
    watch.status.keys({"meituan": Trouble.NO_APPKEY})
    watch.begin()
    watch.live(30)
    assert (watch.stored(), watch.shown) == ((), ())
    watch.status.keys({"meituan": Trouble.NONE})
    watch.live(30)
    assert (watch.stored(), watch.shown) == ((), ())
    watch.status.keys({"meituan": Trouble.NO_APPKEY})
    watch.live(2)
    assert [each.reason for each in watch.status.status.gaps] == [Trouble.NO_APPKEY], "from then on it is one"


def test_after_a_kill_the_gap_runs_from_the_last_beat_to_the_start(watch: Watch) -> None:
    watch.begin()
    watch.live(25)
    last = watch.journal.read(lambda db: heartbeats.last_beat(db, "1"))
    watch.restart()
    watch.clock.walk(600)
    watch.begin()
    watch.look()
    (gap,) = watch.stored()
    assert (gap.start, gap.end, gap.reason) == (last, watch.clock.wall, "not_running")
    assert watch.shown == (gap,)


def test_what_is_to_be_noted_beside_a_beat_stands_in_its_transaction(watch: Watch) -> None:
    watch.heartbeat.beside = position.heard
    watch.begin()
    watch.live(25)
    beat = watch.journal.read(lambda db: heartbeats.last_beat(db, "1"))
    assert watch.journal.read(position.last_heard) == beat


def test_a_clean_end_is_exact(watch: Watch) -> None:
    watch.begin()
    watch.live(7)
    end = watch.clock.wall
    watch.heartbeat.end()
    watch.journal.write(lambda tx: None).result(20)
    watch.restart()
    watch.clock.walk(60)
    watch.begin()
    watch.look()
    assert [gap.start for gap in watch.stored()] == [end]


def night(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    watch.restart()
    watch.clock.walk(600)
    watch.begin()
    assert watch.shown == () or not watch.has_relay
    watch.look()


def test_where_a_gateway_takes_the_orders_a_night_is_no_gap(watch: Watch) -> None:
    """They wait in its stream: the relay says how many came, or that some may be lost."""
    watch.has_relay = True
    watch.restart()
    night(watch)
    assert watch.stored() == watch.shown == ()


def test_unless_a_platform_calls_the_listener_beside_it(watch: Watch) -> None:
    watch.has_relay = True
    watch.restart()
    call = call_proofs.OutsideCall(watch.clock.now(), "203.0.113.7")
    watch.journal.write(lambda tx: call_proofs.note_outside(tx, "meituan", call)).result(20)
    watch.begin()
    watch.live(12)
    watch.restart()
    watch.clock.walk(600)
    watch.begin()
    watch.look()
    assert [gap.reason for gap in watch.stored()] == ["not_running"]


def test_a_relay_that_the_settings_take_away_leaves_gaps_again(watch: Watch) -> None:
    watch.has_relay = True
    watch.restart()
    watch.begin()
    watch.live(12)
    watch.heartbeat.adopt(has_relay=False)
    watch.look(60)
    watch.live(12)
    assert [gap.reason for gap in watch.stored()] == ["asleep"]


def test_a_store_that_has_no_relay_any_more_tells_other_counters_nothing(watch: Watch) -> None:
    watch.journal.write(instance.begin).result(20)
    watch.has_relay = True
    watch.restart()
    watch.begin()
    watch.live(12)
    assert watch.journal.read(instance.of)
    watch.heartbeat.adopt(has_relay=False)
    watch.live(12)
    assert watch.journal.read(instance.of) == ""


def test_a_part_that_was_started_again_claims_no_gap(watch: Watch) -> None:
    async def twice() -> None:
        for _ in range(2):
            task = asyncio.create_task(watch.heartbeat.run())
            await asyncio.sleep(0.05)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            watch.clock.walk(5)

    watch.status.alive("127.0.0.1:1")
    asyncio.run(twice())
    assert watch.stored() == ()


def test_sleep_is_noticed_by_the_clock_that_counts_it(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    slept = watch.clock.wall
    watch.clock.walk(2 * 3600)
    watch.look()
    (gap,) = watch.stored()
    assert (gap.start, gap.end, gap.reason) == (slept, watch.clock.wall, "asleep")


def test_sleep_is_noticed_where_the_wall_clock_was_set_back_meanwhile(watch: Watch) -> None:
    watch.begin()
    watch.look()
    watch.clock.walk(3600)
    watch.clock.wall -= timedelta(hours=2)
    watch.look()
    (gap,) = watch.stored()
    assert gap.end is not None
    assert gap.end - gap.start == timedelta(hours=1)


def test_a_wall_clock_set_back_is_no_gap(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    watch.clock.wall -= timedelta(hours=3)
    watch.live(30)
    assert watch.stored() == watch.shown == ()


def test_no_gap_ends_before_it_began(watch: Watch) -> None:
    watch.begin()
    watch.live(3)
    watch.status.alive("")
    watch.look(1)
    watch.clock.wall -= timedelta(hours=3)
    watch.look(10)
    watch.status.alive("127.0.0.1:1")
    watch.look(1)
    (gap,) = watch.stored()
    assert gap.end is not None
    assert gap.end - gap.start == timedelta(seconds=11)


def test_disk_trouble_opens_a_gap_and_its_end_closes_it(watch: Watch) -> None:
    watch.begin()
    watch.live(3)
    with blocked(watch.journal):
        watch.look(10)
        start = watch.clock.wall
        assert watch.status.status.trouble is Trouble.DISK
        assert [gap.end for gap in watch.shown] == [None]
        watch.look(60)
    watch.look(1)
    (gap,) = watch.stored()
    assert gap.start <= start
    assert (gap.end, gap.reason) == (watch.clock.wall, Trouble.DISK)
    assert watch.status.status.takes_orders


def test_an_order_turned_away_by_the_disk_is_in_a_gap_even_if_the_next_beat_works(watch: Watch) -> None:
    watch.begin()
    watch.live(3)
    before = watch.clock.wall
    watch.status.trouble(Trouble.DISK, "full")
    watch.look(1)
    (gap,) = watch.stored()
    assert (gap.start, gap.end, gap.reason) == (before, watch.clock.wall, Trouble.DISK)
    assert watch.status.status.trouble is Trouble.NONE


def test_a_failed_outbox_is_no_gap_for_orders_reach_us_still(watch: Watch) -> None:
    watch.begin()
    watch.status.trouble(Trouble.PART_FAILED, "outbox")
    watch.live(12)
    assert watch.stored() == watch.shown == ()


def test_a_locked_keyring_is_a_gap_with_its_reason(watch: Watch) -> None:
    watch.begin()
    watch.live(3)
    watch.status.keys({"meituan": Trouble.KEYRING_LOCKED})
    watch.live(20)
    assert [(gap.end, gap.reason) for gap in watch.shown] == [(None, Trouble.KEYRING_LOCKED)]
    watch.status.keys({"meituan": Trouble.NONE})
    watch.look(1)
    assert [gap.end for gap in watch.stored()] == [watch.clock.wall]


def test_a_gap_that_somebody_checked_is_gone(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    watch.clock.walk(100)
    watch.look()
    (gap,) = watch.shown
    watch.journal.write(lambda tx: heartbeats.check_gap(tx, gap.number, "Li")).result(20)
    watch.journal.write(lambda _tx: None).result(20)  # by then the commit before has been told
    watch.look(1)
    assert watch.shown == ()


def test_fifteen_seconds_of_standstill_are_a_gap(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    stopped = watch.clock.wall
    watch.look(15)
    (gap,) = watch.stored()
    assert (gap.start, gap.end, gap.reason) == (stopped, watch.clock.wall, "asleep")


def test_a_busy_machine_is_no_gap(watch: Watch) -> None:
    watch.begin()
    for late_s in (1, 11, 4, 11, 1, 9, 11):
        watch.look(late_s)
    assert watch.stored() == watch.shown == ()


def test_after_sleep_the_gap_lasts_until_the_listener_is_proven_again(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    slept = watch.clock.wall
    watch.is_proven = False
    watch.look(3600)
    assert [(gap.start, gap.end) for gap in watch.shown] == [(slept, None)]
    assert watch.proof.is_doubted
    watch.look(1)
    watch.is_proven = True
    watch.look(1)
    assert [(gap.start, gap.end) for gap in watch.stored()] == [(slept, watch.clock.wall)]


def test_after_sleep_the_door_is_not_called_lost_before_anybody_could_come(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    watch.is_proven = False
    watch.look(3600)
    watch.live(20)
    assert not watch.status.has(Trouble.LISTENER_LOST)
    assert [gap.reason for gap in watch.shown] == ["asleep"]


def test_no_beat_is_written_without_a_proof_since_the_last_one(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    watch.is_proven = False
    watch.live(10)  # the beat of a connection that came in a moment after the last beat
    last = watch.journal.read(lambda db: heartbeats.last_beat(db, "1"))
    watch.live(20)
    assert watch.journal.read(lambda db: heartbeats.last_beat(db, "1")) == last


def test_without_a_proof_for_two_beats_and_a_half_there_is_a_gap_since_the_last_one(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    proven = watch.clock.wall
    watch.is_proven = False
    watch.live(25)
    assert [*watch.shown] == []
    watch.live(10)
    assert [(gap.start, gap.end, gap.reason) for gap in watch.shown] == [(proven, None, "not_answering")]
    assert not watch.status.status.takes_orders, "no green light over a gap"
    watch.status.mended(Trouble.LISTENER_LOST)
    watch.is_proven = True
    watch.look(1)
    assert [(gap.start, gap.end) for gap in watch.stored()] == [(proven, watch.clock.wall)]


def test_a_door_lost_and_found_between_two_looks_is_a_gap_from_the_last_proof(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    proven = watch.clock.wall
    watch.is_proven = False
    watch.live(4)
    watch.proof.lose()
    watch.proof.proven()
    watch.look(1)
    (gap,) = watch.stored()
    assert (gap.start, gap.end, gap.reason) == (proven, watch.clock.wall, Trouble.LISTENER_LOST)


def test_a_door_lost_twice_without_a_proof_between_is_one_gap(watch: Watch) -> None:
    watch.begin()
    watch.live(12)
    proven = watch.clock.wall
    watch.is_proven = False
    watch.status.trouble(Trouble.LISTENER_LOST)
    for _ in range(5):
        watch.proof.lose()
        watch.look(1)
    watch.status.mended(Trouble.LISTENER_LOST)
    watch.is_proven = True
    watch.look(1)
    assert [(gap.start, gap.end) for gap in watch.stored()] == [(proven, watch.clock.wall)]


def test_a_door_lost_while_the_disk_is_full_is_in_the_same_gap(watch: Watch) -> None:
    watch.begin()
    watch.live(3)
    proven = watch.clock.wall
    watch.is_proven = False
    watch.live(2)
    with blocked(watch.journal):
        watch.look(10)
        watch.proof.lose()
        watch.status.trouble(Trouble.LISTENER_LOST)
        watch.look(1)
    watch.look(1)
    assert [gap.end for gap in watch.shown] == [None]
    watch.status.mended(Trouble.LISTENER_LOST)
    watch.is_proven = True
    watch.look(1)
    assert [(gap.start, gap.end) for gap in watch.stored()] == [(proven, watch.clock.wall)]


def test_the_clock_that_was_set_right_is_wrong_no_more_and_sleep_changes_nothing(watch: Watch) -> None:
    watch.begin()

    def skew_s() -> float | None:
        return watch.status.status.partners[0].skew_s

    ahead = Answer(Verdict.DONE, server_time=watch.clock.now() - timedelta(seconds=120))
    watch.status.answered(watch.status.status.partners[0].name, ahead)
    watch.look(1)
    watch.look(8 * 3600)
    assert skew_s() == 120
    watch.clock.wall -= timedelta(seconds=120)
    watch.look(1)
    assert skew_s() == 0
    watch.clock.wall += timedelta(seconds=90)
    watch.look(1)
    assert skew_s() == 90
