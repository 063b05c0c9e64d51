"""The status tells the gravest of all troubles, and each ends by itself alone."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from posdesk.domain.orders.answer import Answer, CallFault, Verdict
from posdesk.domain.orders.auto_accept import AutoState
from posdesk.domain.relay.status import RelayStatus
from posdesk.domain.status import EngineStatus, Trouble, Way
from posdesk.engine import loop
from posdesk.engine.loop import supervise
from posdesk.engine.status import StatusBoard
from tests.engine.making import partner, settings, until
from tests.journal.making import SetClock

NOON = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)


@pytest.fixture
def board(clock: SetClock) -> StatusBoard:
    made = StatusBoard(settings(partner()), clock)
    made.alive("127.0.0.1:1")
    return made


def test_before_the_start_and_after_the_end_the_engine_is_dead(clock: SetClock) -> None:
    board = StatusBoard(settings(partner()), clock)
    assert board.status.trouble is Trouble.ENGINE_DEAD
    board.alive("127.0.0.1:1")
    assert board.status.takes_orders
    board.dead("KeyError: 'x'")
    assert (board.status.trouble, board.status.detail, board.status.alive) == (
        Trouble.ENGINE_DEAD,
        "KeyError: 'x'",
        False,
    )


def test_what_auto_accept_says_again_makes_no_new_picture(board: StatusBoard) -> None:
    """It says so with every order that comes in."""
    before = board.status
    board.auto(AutoState())
    assert board.status is before
    board.auto(AutoState(is_on=True))
    assert board.status.auto.is_on


def test_one_trouble_that_is_mended_hides_no_other(board: StatusBoard) -> None:
    board.trouble(Trouble.DISK, "full")
    board.trouble(Trouble.PART_FAILED, "outbox")
    assert board.status.trouble is Trouble.DISK
    board.mended(Trouble.DISK)
    assert (board.status.trouble, board.status.detail) == (Trouble.PART_FAILED, "outbox")
    board.mended(Trouble.PART_FAILED, "outbox")
    assert board.status.takes_orders


def test_a_mended_part_says_nothing_of_another(board: StatusBoard) -> None:
    board.trouble(Trouble.PART_FAILED, "outbox")
    board.trouble(Trouble.PART_FAILED, "keys")
    board.mended(Trouble.PART_FAILED, "keys")
    assert (board.status.trouble, board.status.detail) == (Trouble.PART_FAILED, "outbox")


def test_a_listener_that_comes_back_mends_the_port_and_not_the_disk(board: StatusBoard) -> None:
    board.trouble(Trouble.PORT_TAKEN, "127.0.0.1:1")
    board.trouble(Trouble.DISK, "full")
    board.alive("127.0.0.1:1")
    assert board.status.trouble is Trouble.DISK


def test_a_failed_outbox_keeps_no_order_away(board: StatusBoard) -> None:
    board.trouble(Trouble.PART_FAILED, "outbox")
    assert board.receives
    assert not board.status.takes_orders


def test_a_listener_that_fails_breaks_nobody_and_hides_nothing_from_others(board: StatusBoard) -> None:
    heard: list[EngineStatus] = []

    def broken(_: EngineStatus) -> None:
        raise RuntimeError("a widget is gone")

    board.subscribe(broken)
    board.subscribe(heard.append)
    board.trouble(Trouble.DISK, "full")
    assert [status.trouble for status in heard] == [Trouble.DISK]


def test_nobody_is_told_what_did_not_change(board: StatusBoard) -> None:
    heard: list[EngineStatus] = []
    board.subscribe(heard.append)
    board.keys({"meituan": Trouble.NONE})
    board.alive("127.0.0.1:1")
    assert heard == []


@pytest.mark.parametrize("ahead_s", [-75.0, 0.0, 120.0])
def test_the_date_header_tells_how_far_our_clock_is_ahead(
    board: StatusBoard, clock: SetClock, ahead_s: float
) -> None:
    theirs = clock.now() - timedelta(seconds=ahead_s) - timedelta(seconds=1)
    board.answered("meituan", Answer(Verdict.DONE, server_time=theirs, round_trip_s=2.0))
    assert board.status.partners[0].skew_s == ahead_s


def test_unreachable_is_told_since_its_first_failure_and_until_an_answer(
    board: StatusBoard, clock: SetClock
) -> None:
    lost = Answer(Verdict.NOT_SENT, fault=CallFault.NO_CONNECTION)
    first = clock.now()
    board.answered("meituan", lost)
    clock.walk(10)
    board.answered("meituan", lost)
    assert board.status.partners[0].unreachable_since == first
    board.answered("meituan", Answer(Verdict.REFUSED, code=1))
    assert board.status.partners[0].unreachable_since is None


def test_a_failing_part_is_started_again_said_and_mended(board: StatusBoard) -> None:
    runs: list[int] = []
    heard: list[tuple[Trouble, str]] = []
    board.subscribe(lambda status: heard.append((status.trouble, status.detail)))

    async def frail() -> None:
        runs.append(1)
        if len(runs) < 3:
            raise RuntimeError("broken")
        await asyncio.Event().wait()

    async def scenario() -> None:
        task = asyncio.create_task(supervise({"frail": frail}, board))
        await until(lambda: len(runs) == 3 and board.status.takes_orders, "a mended part")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(scenario())
    assert heard == [(Trouble.PART_FAILED, "frail"), (Trouble.NONE, "")]


def test_a_part_that_fails_on_and_on_is_never_called_mended(
    board: StatusBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "LONGEST_PAUSE_S", 0.01)
    runs: list[Trouble] = []

    async def broken() -> None:
        runs.append(board.status.trouble)
        raise RuntimeError("broken")

    async def sound() -> None:
        await asyncio.Event().wait()

    async def scenario() -> None:
        task = asyncio.create_task(supervise({"sound": sound, "broken": broken}, board))
        await until(lambda: len(runs) > 20, "many runs")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(scenario())
    assert set(runs[1:]) == {Trouble.PART_FAILED}


def test_a_part_that_ends_while_all_end_is_left_so(board: StatusBoard) -> None:
    stopping = asyncio.Event()
    runs: list[int] = []

    async def ends() -> None:
        runs.append(1)
        stopping.set()

    asyncio.run(asyncio.wait_for(supervise({"ends": ends}, board, stopping), 20))
    assert runs == [1]
    assert board.status.takes_orders


def test_a_partners_last_call_says_by_which_way_it_came(board: StatusBoard) -> None:
    board.received(partner().name, NOON)
    assert _way_and_time(board) == (Way.LISTENER, NOON)
    board.received(partner().name, NOON + timedelta(seconds=2), Way.RELAY)
    assert _way_and_time(board) == (Way.RELAY, NOON + timedelta(seconds=2))


def test_what_the_relay_brings_late_says_nothing_of_now(board: StatusBoard) -> None:
    board.received(partner().name, NOON)
    board.received(partner().name, NOON - timedelta(hours=1), Way.RELAY)
    assert _way_and_time(board) == (Way.LISTENER, NOON)


def test_a_store_without_a_relay_says_nothing_of_one(board: StatusBoard) -> None:
    assert board.status.relay is None
    board.relay(RelayStatus())
    assert board.status.relay == RelayStatus()


def _way_and_time(board: StatusBoard) -> tuple[Way, datetime | None]:
    partner = board.status.partners[0]
    return partner.way, partner.last_received
