"""The day's wiping: by a clock that is believed, at a quiet time, behind orders, before the day's backup."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from posdesk.domain.clock import ClockDoubt, in_china
from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.engine import backups, wiping
from posdesk.engine.backups import Backups
from posdesk.engine.status import StatusBoard
from posdesk.engine.wiping import Wiping
from posdesk.journal import Journal, Transaction, backup
from posdesk.journal.lock import HomeLock
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.rescue.restore import restore
from posdesk.journal.wiping import thinning, wiping_clock
from posdesk.journal.wiping import wiping as rows
from posdesk.journal.wiping.wiping import WipeDue
from tests.engine.making import HeldSecrets, house, partner, settings
from tests.journal.making import Counter, SetClock, is_to_be_rewritten, key_of, one_group, opened
from tests.support import unpacked
from tests.support.processes import wait_for

DAY_S = 24 * 3600.0
KEEP_DAYS = 30
PHONE = "13507311234"  # of making.content


class WalkingClock(SetClock):
    """As a real one, it never stands still: each look at it takes a moment."""

    MOMENT_S = 0.3

    def monotonic(self) -> float:
        self.walk(self.MOMENT_S)
        return self.steady


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No real waits."""
    monkeypatch.setattr(wiping, "BREATH_S", 0.0)
    monkeypatch.setattr(backups, "BREATH_S", 0.0)
    monkeypatch.setattr(backups, "LOOK_S", 0.02)
    monkeypatch.setattr(backups, "SOON_S", 0.02)


@pytest.fixture
def status(clock: SetClock) -> StatusBoard:
    return StatusBoard(settings(), clock)


def new_wiping(journal: Journal, status: StatusBoard, clock: SetClock) -> Wiping:
    return Wiping(journal, status, clock, keep_days=KEEP_DAYS)


@pytest.fixture
def daily(journal: Journal, status: StatusBoard, clock: SetClock) -> Wiping:
    return new_wiping(journal, status, clock)


def look(wiping: Wiping) -> bool:
    return asyncio.run(wiping.look())


def done(counter: Counter, *bills: str) -> None:
    """Orders that have ended."""
    for bill in bills:
        counter.add(bill)
        counter.event(PlatformStatus.COMPLETED, key_of(bill))


def live_on(counter: Counter, clock: SetClock, days: int) -> None:
    """So many days go by at a counter that is on."""
    for _ in range(days):
        clock.walk(DAY_S)
        counter.write(wiping_clock.see)


def unwiped(journal: Journal) -> list[str]:
    asked = journal.read(lambda db: db.execute("SELECT tbillno FROM orders WHERE wiped IS NULL").fetchall())
    return [bill for (bill,) in asked]


def doubted(status: StatusBoard) -> ClockDoubt:
    return status.status.keeping.doubt


def says(status: StatusBoard, clock: SetClock, off: timedelta, name: str = "meituan") -> None:
    """A platform answers; the PC's clock is ahead of it by so much."""
    status.answered(name, Answer(Verdict.DONE, server_time=clock.now() - off))


# The day's order


def test_it_is_done_once_a_day_and_what_is_due_goes(
    daily: Wiping, counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    live_on(counter, clock, KEEP_DAYS - 1)
    done(counter, "B")
    assert look(daily)
    assert unwiped(journal) == ["A", "B"]
    live_on(counter, clock, 2)
    assert look(daily)
    assert unwiped(journal) == ["B"]
    assert journal.read(wiping_clock.wiped_on) == in_china(clock.now()).date()


def test_the_days_backup_holds_nothing_that_was_to_be_wiped(
    tmp_path: Path, daily: Wiping, counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    live_on(counter, clock, KEEP_DAYS + 1)
    made = Backups(tmp_path, journal, StatusBoard(settings(), clock), clock, wiping=daily)
    assert asyncio.run(made.look())
    (copy,) = backup.backups(tmp_path)
    assert PHONE.encode() not in unpacked.bytes_of(copy.path)
    with unpacked.opened(copy.path) as db:
        assert db.execute("SELECT count(*) FROM orders").fetchone() == (1,)


def test_a_text_that_cant_be_read_stops_neither_other_orders_wiping_nor_the_backup(
    tmp_path: Path, daily: Wiping, counter: Counter, journal: Journal, clock: SetClock
) -> None:
    for tbillno in ("A", "B", "C"):
        done(counter, tbillno)
    counter.write(
        lambda tx: tx.db.execute("UPDATE orders SET raw = CAST(x'7bff7d' AS TEXT) WHERE tbillno = 'B'")
    )
    live_on(counter, clock, KEEP_DAYS + 1)
    made = Backups(tmp_path, journal, StatusBoard(settings(), clock), clock, wiping=daily)
    assert asyncio.run(made.look())
    assert unwiped(journal) == []
    assert len(backup.backups(tmp_path)) == 1


def test_the_backup_waits_while_a_wiping_is_under_way(
    tmp_path: Path, counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    live_on(counter, clock, KEEP_DAYS + 1)
    board = StatusBoard(settings(partner()), clock)
    board.received("meituan", clock.now())
    says(board, clock, timedelta(0))
    made = Backups(tmp_path, journal, board, clock, wiping=new_wiping(journal, board, clock))
    assert not asyncio.run(made.look())
    assert backup.backups(tmp_path) == ()
    clock.walk(wiping.QUIET_S)
    assert asyncio.run(made.look())
    assert len(backup.backups(tmp_path)) == 1


def test_a_busy_day_is_no_reason_to_keep_it_for_ever(
    counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    live_on(counter, clock, KEEP_DAYS + 1)
    board = StatusBoard(settings(partner()), clock)
    says(board, clock, timedelta(0))
    busy = new_wiping(journal, board, clock)
    for _ in range(int(wiping.QUIET_WITHIN_S // 50)):
        board.received("meituan", clock.now())
        assert not look(busy)
        clock.walk(50)
    board.received("meituan", clock.now())
    assert look(busy)
    assert unwiped(journal) == []


def test_what_was_cut_off_is_wiped_by_the_next_one(
    counter: Counter, journal: Journal, status: StatusBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = WalkingClock(counter.journal.now())
    done(counter, *(f"B{number}" for number in range(5)))
    clock.walk((KEEP_DAYS + 1) * DAY_S)
    monkeypatch.setattr(counter.journal, "clock", clock)
    monkeypatch.setattr(counter.journal._writer, "_clock", clock)
    monkeypatch.setattr(wiping, "BATCH", 2)
    first = new_wiping(journal, status, clock)
    assert not look(first), "a slice is not the whole"
    left = unwiped(journal)
    assert left
    assert journal.read(wiping_clock.wiped_on) is None
    second = new_wiping(journal, status, clock)
    for _ in range(50):
        if look(second):
            break
    assert unwiped(journal) == []
    assert journal.read(wiping_clock.wiped_on) is not None


def test_an_order_never_waits_behind_a_batch_that_came_after_it(
    daily: Wiping, counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    live_on(counter, clock, KEEP_DAYS + 1)

    async def both() -> int:
        with one_group(journal):
            wiping = asyncio.create_task(daily.look())
            while not journal._writer._jobs._later:
                await asyncio.sleep(0.001)  # nothing else tells that it stands there
            order = journal.write(unwiped_now)
        left = await asyncio.wrap_future(order)
        await wiping
        return left

    assert asyncio.run(both()) == 1, "the order came first"
    assert unwiped(journal) == []


def unwiped_now(tx: Transaction) -> int:
    return int(tx.db.execute("SELECT count(*) FROM orders WHERE wiped IS NULL").fetchone()[0])


def test_a_journal_out_of_an_old_backup_is_wiped_on_the_same_day(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock) as journal:
        counter, status = Counter(journal), StatusBoard(settings(), clock)
        done(counter, "A")
        backup.copy(journal.path, tmp_path / "copy.sqlite")
        live_on(counter, clock, KEEP_DAYS + 1)
        assert look(new_wiping(journal, status, clock))
        assert unwiped(journal) == []
    with HomeLock(tmp_path):
        restore(tmp_path / "copy.sqlite", tmp_path / "journal.sqlite", clock.now())
    with opened(tmp_path, clock) as journal:
        assert unwiped(journal) == ["A"]
        assert look(new_wiping(journal, StatusBoard(settings(), clock), clock))
        assert unwiped(journal) == []


def test_a_running_engine_wipes_and_says_nothing(tmp_path: Path) -> None:
    long_ago = SetClock()
    with opened(tmp_path, long_ago) as journal:
        done(Counter(journal), "A")
    now = SetClock(long_ago.wall + timedelta(days=KEEP_DAYS + 1))
    with house(tmp_path, settings(), HeldSecrets(), clock=now) as at:
        wait_for(lambda: unwiped(at.journal) == [], "the wiping")
        wait_for(lambda: len(backup.backups(tmp_path)) == 1, "the backup")
        assert at.engine.status.status.keeping.doubt is ClockDoubt.NONE


# The clock


@pytest.mark.parametrize("days", [365 * 73, 91, -1, -365 * 26])
def test_a_clock_that_leapt_or_went_back_wipes_nothing_until_a_platform_agrees(
    days: int, counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    live_on(counter, clock, KEEP_DAYS + 1)
    board = StatusBoard(settings(partner()), clock)
    off = timedelta(days=days)
    clock.wall += off
    assert look(new_wiping(journal, board, clock)), "the backup needn't wait for it"
    assert board.status.keeping.doubt is (ClockDoubt.AHEAD if days > 0 else ClockDoubt.BACK)
    assert unwiped(journal) == ["A"]
    restarted = StatusBoard(settings(partner()), clock)
    again = new_wiping(journal, restarted, clock)
    assert look(again), "nor after a restart"
    assert unwiped(journal) == ["A"]
    clock.wall -= off
    assert look(again), "nor where it is right, while nobody says so"
    assert unwiped(journal) == ["A"]
    says(restarted, clock, timedelta(0))
    assert look(again)
    assert unwiped(journal) == []


def test_a_clock_that_is_more_than_a_day_from_a_platforms_wipes_nothing(
    counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    live_on(counter, clock, KEEP_DAYS + 1)
    board = StatusBoard(settings(partner(), partner("eleme")), clock)
    says(board, clock, timedelta(days=31))
    says(board, clock, timedelta(0), name="eleme")
    far = new_wiping(journal, board, clock)
    assert look(far)
    assert doubted(board) is ClockDoubt.FAR
    assert unwiped(journal) == ["A"]
    assert look(new_wiping(journal, StatusBoard(settings(), clock), clock)), "it is remembered"
    assert unwiped(journal) == ["A"]
    says(board, clock, timedelta(hours=23))
    assert look(far)
    assert doubted(board) is ClockDoubt.NONE
    assert unwiped(journal) == []


def test_what_a_platform_said_before_the_clock_was_set_is_reckoned_anew(
    counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    board = StatusBoard(settings(partner()), clock)
    says(board, clock, timedelta(0))
    clock.wall += timedelta(days=KEEP_DAYS + 1)
    assert look(new_wiping(journal, board, clock))
    assert board.status.keeping.doubt is ClockDoubt.FAR
    assert unwiped(journal) == ["A"]


def test_after_a_start_a_platform_has_its_time_to_tell_the_hour_before_anything_goes(
    counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    live_on(counter, clock, KEEP_DAYS + 1)
    board = StatusBoard(settings(partner()), clock)
    first = new_wiping(journal, board, clock)
    assert not look(first)
    assert unwiped(journal) == ["A"]
    clock.walk(wiping.HEARD_WITHIN_S)
    assert look(first)
    assert unwiped(journal) == []


def test_a_clock_that_jumps_between_two_batches_stops_the_rest(
    counter: Counter, journal: Journal, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiping, "BATCH", 1)
    done(counter, "A", "B")
    live_on(counter, clock, KEEP_DAYS + 1)
    done(counter, "C")

    def jump(_notice: object) -> None:
        if unwiped(journal) == ["B", "C"]:
            clock.wall += timedelta(days=365)

    end = journal.subscribe(jump)
    assert not look(new_wiping(journal, StatusBoard(settings(), clock), clock))
    end()
    assert unwiped(journal) == ["B", "C"]
    assert journal.read(wiping_clock.standing) is ClockDoubt.AHEAD


def test_a_clock_that_leaves_a_platforms_between_two_batches_stops_the_rest(
    counter: Counter, journal: Journal, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiping, "BATCH", 1)
    done(counter, "A", "B")
    live_on(counter, clock, KEEP_DAYS + 1)
    done(counter, "C")
    board = StatusBoard(settings(), clock)
    says(board, clock, timedelta(0))

    def jump(_notice: object) -> None:
        if unwiped(journal) == ["B", "C"]:
            clock.wall += timedelta(days=KEEP_DAYS + 1)

    end = journal.subscribe(jump)
    daily = new_wiping(journal, board, clock)
    assert not look(daily)
    assert look(daily)
    end()
    assert unwiped(journal) == ["B", "C"]
    assert doubted(board) is ClockDoubt.FAR


# The pages that are given up


def test_pages_are_given_up_in_pieces_and_what_a_killed_run_left_is_gone_on_with(
    counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    live_on(counter, clock, KEEP_DAYS + 1)
    counter.write(lambda tx: rows.wipe(tx, WipeDue.of(tx.now, KEEP_DAYS)))
    assert journal.read(is_to_be_rewritten)
    board = StatusBoard(settings(partner()), clock)
    says(board, clock, timedelta(0))
    assert look(new_wiping(journal, board, clock))
    assert not journal.read(is_to_be_rewritten)


# Thinning


def lines_left(journal: Journal) -> list[str]:
    asked = journal.read(lambda db: db.execute("SELECT tbillno FROM orders WHERE thinned IS NULL").fetchall())
    return [bill for (bill,) in asked]


def test_what_is_older_by_many_months_is_thinned_after_the_days_wiping_some_rows_a_day(
    daily: Wiping, counter: Counter, journal: Journal, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the settings say it: 13 months unless they say otherwise."""
    monkeypatch.setattr(wiping, "THINNED_A_DAY", 2)
    monkeypatch.setattr(wiping, "BATCH", 2)
    done(counter, "A", "B", "C")
    live_on(counter, clock, 395)
    assert look(daily)
    assert lines_left(journal) == ["A", "B", "C"]
    live_on(counter, clock, 3)
    assert look(daily)
    assert lines_left(journal) == ["C"]
    done(counter, "D")
    live_on(counter, clock, 130)
    daily.keep_for(KEEP_DAYS, 4)
    assert look(daily)
    assert lines_left(journal) == []


def test_what_is_kept_unwiped_for_longer_is_thinned_once_that_is_wiped(
    daily: Wiping, counter: Counter, journal: Journal, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shop may keep names for years: no row is passed by meanwhile, however many there are."""
    monkeypatch.setattr(thinning, "_MOST_LATER", 1)
    daily.keep_for(200, 4)
    done(counter, "A", "B", "C")
    live_on(counter, clock, 150)
    assert look(daily)
    assert lines_left(journal) == ["A", "B", "C"]
    live_on(counter, clock, 150)
    assert look(daily)
    assert lines_left(journal) == []


def test_a_clock_in_doubt_thins_nothing(
    daily: Wiping, counter: Counter, journal: Journal, clock: SetClock
) -> None:
    done(counter, "A")
    live_on(counter, clock, KEEP_DAYS + 1)
    assert look(daily)
    clock.walk(400 * DAY_S)
    assert look(daily)
    assert lines_left(journal) == ["A"]
