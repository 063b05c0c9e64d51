"""One number, several orders: what comes is told apart, what hangs on an order hangs on its row."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.books.receipt import Door
from posdesk.domain.clock import to_text
from posdesk.domain.orders.board import rings
from posdesk.domain.orders.history import Happening, RemarkKind
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import BillNumber, OrderKey, OrderState, Origin, PassedOver
from posdesk.errors import NotAllowed, TooManyParked
from posdesk.journal.books import receipts
from posdesk.journal.orders import order_moves, orders, parked, pushes, remarks
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Addition
from tests.journal.making import START, TERMS, Counter, SetClock, key_of, opened, received
from tests.journal.takings import till

DAY = timedelta(days=1)
TOMORROW = START + DAY
ACCEPTED, COMPLETED, CANCELLED = PlatformStatus.ACCEPTED, PlatformStatus.COMPLETED, PlatformStatus.CANCELLED
FIRST, SECOND = key_of("20"), key_of("20", ordered=TOMORROW)
NUMBER = BillNumber("meituan", "20")
OTHER: dict[str, Any] = {"customer": "李生", "show_no": "#7"}


pytestmark = pytest.mark.usefixtures("whole_trail")


def tomorrow(counter: Counter, clock: SetClock, **changed: Any) -> Addition:
    """Another order of number 20, on the next day."""
    clock.walk(DAY.total_seconds())
    return counter.add("20", **{"ordered_at": TOMORROW, **OTHER, **changed})


def test_a_number_that_comes_again_another_day_is_a_new_order_that_rings(
    counter: Counter, clock: SetClock
) -> None:
    counter.add("20")
    for status in (ACCEPTED, COMPLETED):
        counter.event(status, FIRST)
    assert tomorrow(counter, clock) is Addition.NEW
    assert rings(counter.view(SECOND))
    assert counter.order(SECOND).state is OrderState.NEW, "yesterday's ending is not today's"
    assert counter.order(FIRST).state is OrderState.COMPLETED
    assert counter.order(FIRST).content.customer == "张生"


def test_a_number_of_an_order_that_was_never_ended_comes_again_as_a_new_order(
    counter: Counter, clock: SetClock
) -> None:
    counter.add("20")
    counter.done(Kind.ACCEPT, FIRST)
    assert tomorrow(counter, clock) is Addition.NEW
    assert counter.order(FIRST).changed == ()
    assert [counter.view(key).twins for key in (FIRST, SECOND)] == [1, 1], "both cards say so"
    counter.event(COMPLETED, SECOND)
    assert counter.view(FIRST).twins == 0


def test_what_hangs_on_an_order_hangs_on_its_row(counter: Counter, clock: SetClock) -> None:
    counter.add("20", is_verification=True)
    seq = counter.done(Kind.ACCEPT, FIRST)
    counter.done(Kind.VERIFY, FIRST)
    handed = till("0001", order=FIRST)
    counter.write(lambda tx: receipts.store(tx, (handed,), Door.ORDER))
    tomorrow(counter, clock)
    assert counter.view(SECOND).intents == ()
    assert counter.done(Kind.ACCEPT, SECOND) != seq, "each has a verdict of its own"
    assert counter.happened(SECOND)[0] is Happening.RECEIVED
    counter.event(COMPLETED, SECOND)
    assert [
        order.key for order in counter.journal.read(lambda db: receipts.orders_without_receipt(db, 0))
    ] == [SECOND]
    row = counter.journal.read(lambda db: receipts.row(db, handed.receipt.key))
    assert row is not None
    assert row.order == FIRST


def test_a_change_later_the_same_day_changes_that_order_whose_first_time_stays_its_key(
    counter: Counter, clock: SetClock
) -> None:
    counter.add("20")
    clock.walk(600)
    assert counter.add("20", ordered_at=START + timedelta(minutes=10), remark="少辣") is Addition.CHANGED
    assert counter.order(FIRST).content.remark == "少辣"
    assert counter.add("20", ordered_at=START, remark="少辣") is Addition.REPEATED
    assert counter.add("20", ordered_at=START, remark="") is Addition.CHANGED, "its first time names it still"


def test_the_same_order_at_a_later_time_is_a_repeat_and_known_by_that_time_too(
    counter: Counter, clock: SetClock
) -> None:
    later = START + timedelta(minutes=10)
    counter.add("20")
    clock.walk(600)
    assert counter.add("20", ordered_at=later) is Addition.REPEATED
    assert counter.order(FIRST).changed == ()
    counter.event(COMPLETED, FIRST)
    assert counter.add("20", ordered_at=later, **OTHER) is Addition.CONFLICT
    assert counter.add("20", ordered_at=later + timedelta(minutes=1), **OTHER) is Addition.NEW


def test_an_older_push_is_recorded_and_changes_nothing(counter: Counter, clock: SetClock) -> None:
    counter.add("20")
    counter.event(COMPLETED, FIRST)
    tomorrow(counter, clock)
    before = [counter.order(key) for key in (FIRST, SECOND)]
    assert counter.add("20", ordered_at=START - timedelta(minutes=2), remark="x") is Addition.OLDER
    assert [counter.order(key) for key in (FIRST, SECOND)] == before
    assert counter.happened(FIRST)[-1] is Happening.OLDER_PUSH
    assert "order.older_push" in counter.audited()


def test_a_captured_order_is_told_apart_by_the_same_rules(counter: Counter, clock: SetClock) -> None:
    counter.add("20")
    counter.event(COMPLETED, FIRST)
    clock.walk(DAY.total_seconds())
    coming = (received("20", ordered_at=TOMORROW, **OTHER),)
    added = counter.write(lambda tx: orders.add_all(tx, TERMS, coming, Origin.CAPTURED))
    assert added == (orders.Added(Addition.NEW, SECOND),)
    again = counter.write(lambda tx: orders.add_all(tx, TERMS, coming, Origin.CAPTURED))
    assert again == (orders.Added(Addition.REPEATED, SECOND),)


@pytest.mark.parametrize("look", ["２０", "2０"])
def test_a_number_in_another_look_is_the_same_order_and_leaves_as_it_first_came(
    counter: Counter, look: str
) -> None:
    counter.add("20")
    assert counter.add(look) is Addition.REPEATED
    assert counter.add(look, remark="少辣") is Addition.CHANGED
    assert counter.order(FIRST).content.tbillno == "20"
    assert counter.order(FIRST).changed == ("remark",)


def test_orders_that_come_without_a_time_have_keys_of_their_own(counter: Counter, clock: SetClock) -> None:
    for name in ("张生", "李生", "王生"):
        assert counter.add("20", ordered_at=None, customer=name) is Addition.NEW
        assert counter.add("20", ordered_at=None, customer=name) is Addition.REPEATED
        clock.walk(DAY.total_seconds())
    keys = [OrderKey(*NUMBER, ordered) for ordered in ("", "#2", "#3")]
    assert [counter.order(key).content.customer for key in keys] == ["张生", "李生", "王生"]


def test_many_orders_of_one_number_are_looked_up_by_an_index(counter: Counter) -> None:
    asked: list[str] = []
    counter.add("20")
    counter.write(lambda tx: tx.db.set_trace_callback(asked.append))
    counter.add("20", ordered_at=START - 3 * DAY, **OTHER)
    counter.event(CANCELLED, FIRST)
    counter.write(lambda tx: tx.db.set_trace_callback(None))
    looked = [said for said in asked if said.startswith("SELECT") and " orders " in said]
    assert looked

    def plans(said: str) -> list[str]:
        question = f"EXPLAIN QUERY PLAN {said}"
        return counter.journal.read(lambda db: [row[3] for row in db.execute(question)])

    steps = [step for said in looked for step in plans(said)]
    assert {step for step in steps if step.startswith("SCAN")} <= {"SCAN CONSTANT ROW"}  # that is no table


# The very same call


def push(counter: Counter, seq: str, **changed: Any) -> Addition:
    coming = (received("20", **changed),)
    return counter.write(lambda tx: orders.add_all(tx, TERMS, coming, seq=seq))[0].what  # type: ignore[no-any-return]


def test_a_call_that_was_there_before_undoes_nothing(counter: Counter) -> None:
    assert push(counter, "s1") is Addition.NEW
    assert push(counter, "s2", remark="少辣") is Addition.CHANGED
    assert push(counter, "s1") is Addition.REPEATED
    assert counter.order(FIRST).content.remark == "少辣"
    assert push(counter, "s3") is Addition.CHANGED, "under a seq of its own the platform means it"


def test_a_call_is_known_again_after_its_order_was_lost_and_came_once_more(counter: Counter) -> None:
    push(counter, "s1")
    counter.write(lambda tx: tx.db.execute("DELETE FROM orders").rowcount)
    assert push(counter, "s1") is Addition.NEW
    assert push(counter, "s2", remark="少辣") is Addition.CHANGED
    assert push(counter, "s1") is Addition.REPEATED, "its first answer was lost: it undoes nothing"


def test_a_call_that_was_there_before_is_no_new_order_on_another_day(
    counter: Counter, clock: SetClock
) -> None:
    assert push(counter, "s1", ordered_at=None) is Addition.NEW
    counter.event(COMPLETED, OrderKey(*NUMBER, ""))
    clock.walk(DAY.total_seconds())
    assert push(counter, "s2", ordered_at=None, **OTHER) is Addition.NEW
    assert push(counter, "s1", ordered_at=None) is Addition.REPEATED


@pytest.mark.parametrize("seq", ["", " ", "1"])
def test_a_seq_that_is_empty_or_used_for_several_contents_tells_nothing(counter: Counter, seq: str) -> None:
    for remark in ("", "少辣", "", "少辣"):
        push(counter, seq, remark=remark)
        assert counter.order(FIRST).content.remark == remark
    kept = counter.journal.read(lambda db: db.execute("SELECT count(*) FROM pushes").fetchone()[0])
    assert kept == (2 if seq.strip() else 0)


def test_what_is_remembered_of_calls_is_bounded(
    counter: Counter, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> int:
        return counter.journal.read(lambda db: db.execute("SELECT count(*) FROM pushes").fetchone()[0])  # type: ignore[no-any-return]

    for number in range(6):
        push(counter, f"s{number}")
    assert kept() == 6
    monkeypatch.setattr(pushes, "MOST", 3)
    push(counter, "more")
    assert kept() == 3
    clock.walk((pushes.KEPT + DAY).total_seconds())
    push(counter, "later")
    assert kept() == 1


def test_an_event_that_was_there_before_is_not_applied_twice(counter: Counter) -> None:
    counter.add("20")
    call = pushes.PushedCall("meituan", "c1", "cancel 20")
    for again in (False, True, True):
        assert counter.write(lambda tx: pushes.is_repeat(tx, call)) is again
    counter.write(lambda tx: order_moves.apply_status(tx, NUMBER, CANCELLED, again=True))
    assert counter.order(FIRST).state is OrderState.NEW


# Events for orders that have not come


def test_an_event_of_an_earlier_day_is_shown_and_not_applied(counter: Counter, clock: SetClock) -> None:
    counter.event(CANCELLED, FIRST)
    assert tomorrow(counter, clock) is Addition.NEW
    order = counter.order(SECOND)
    assert (order.state, order.passed_over) == (OrderState.NEW, PassedOver(OrderState.CANCELLED, START))
    assert rings(counter.view(SECOND))
    assert counter.happened(SECOND)[-1] is Happening.PASSED_OVER
    clock.walk(DAY.total_seconds())
    assert counter.add("21", ordered_at=TOMORROW + DAY) is Addition.NEW
    assert counter.order(key_of("21", ordered=TOMORROW + DAY)).passed_over is None


def test_an_event_of_the_same_day_is_applied_and_the_order_never_rings(counter: Counter) -> None:
    counter.event(CANCELLED, FIRST)
    counter.add("20")
    assert counter.order(FIRST).state is OrderState.CANCELLED
    assert not rings(counter.view(FIRST))


def test_a_pc_that_forgot_the_date_applies_what_came_just_before(tmp_path: Path) -> None:
    """Its clock says 2000, the order 2026: of the same day all the same."""
    with opened(tmp_path, SetClock(START.replace(year=2000))) as journal:
        counter = Counter(journal)
        counter.event(CANCELLED, FIRST)
        counter.add("20")
        assert counter.order(FIRST).state is OrderState.CANCELLED


def test_over_a_thousand_open_events_of_a_partner_a_further_one_is_refused_and_none_dropped(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parked, "MOST", 3)
    for number in range(3):
        counter.event(CANCELLED, key_of(f"b{number}"))
    with pytest.raises(TooManyParked):
        counter.event(CANCELLED, key_of("one more"))
    counter.event(CANCELLED, key_of("b0", "eleme"))
    counter.add("b0")
    assert counter.order(key_of("b0")).state is OrderState.CANCELLED
    counter.event(CANCELLED, key_of("one more"))


def test_after_seven_days_an_event_is_closed_audited_and_listed(counter: Counter, clock: SetClock) -> None:
    counter.event(CANCELLED, FIRST)
    clock.walk(parked.KEPT.total_seconds())
    assert counter.write(parked.close_old) == 0
    clock.walk(1)
    assert counter.journal.read(lambda db: parked.waiting(db, "meituan", clock.now())) == 0, (
        "it counts no longer"
    )
    assert counter.write(parked.close_old) == 1
    assert counter.write(parked.close_old) == 0
    (remark,) = counter.journal.read(remarks.open_ones)
    assert (remark.what, remark.source, remark.name) == (RemarkKind.PARKED_CLOSED, "meituan", "20")
    assert remark.detail == f"cancelled {to_text(START)}"
    assert "platform.cancelled.closed" in counter.audited()
    counter.write(lambda tx: remarks.see(tx, remark.number, "Wang"))
    assert counter.journal.read(remarks.open_ones) == ()
    counter.add("20", ordered_at=clock.now())
    assert counter.order(key_of("20", ordered=clock.now())).state is OrderState.NEW


@pytest.mark.parametrize("time", [None, TOMORROW])
def test_an_order_that_nobody_can_read_keeps_no_other_of_its_number_out(
    counter: Counter, clock: SetClock, time: datetime | None
) -> None:
    counter.add("20", ordered_at=time and START)
    counter.write(lambda tx: tx.db.execute("UPDATE orders SET content = '{'").rowcount)
    assert tomorrow(counter, clock, ordered_at=time) is Addition.NEW
    assert tomorrow(counter, clock, ordered_at=time) is Addition.REPEATED


# Two open orders of one number


@pytest.fixture
def two(counter: Counter, clock: SetClock) -> Counter:
    """Yesterday's order 20 is still being made, today's has come."""
    counter.add("20")
    counter.done(Kind.ACCEPT, FIRST)
    tomorrow(counter, clock)
    return counter


def states(counter: Counter) -> list[tuple[OrderState, bool, bool]]:
    found = [counter.order(key) for key in (FIRST, SECOND)]
    return [(order.state, order.stop_open, order.is_unclear) for order in found]


def test_an_event_goes_to_the_newest_of_its_number(two: Counter) -> None:
    two.event(ACCEPTED, FIRST)
    assert two.order(SECOND).state is OrderState.ACCEPTED
    two.event(COMPLETED, FIRST)
    assert [state for state, *_ in states(two)] == [OrderState.ACCEPTED, OrderState.COMPLETED]


def test_a_cancel_for_two_open_orders_stops_both_and_moves_neither(two: Counter) -> None:
    for _ in range(2):
        two.event(CANCELLED, FIRST)
    assert states(two) == [(OrderState.ACCEPTED, True, True), (OrderState.NEW, True, True)]
    assert two.happened(FIRST).count(Happening.STOP_UNCLEAR) == 1
    with pytest.raises(NotAllowed):
        two.write(lambda tx: order_moves.acknowledge_stop(tx, FIRST, "Li"))
    assert states(two)[0][1], "a person says which, or it stays"


@pytest.mark.parametrize("meant", [FIRST, SECOND])
def test_a_person_says_which_one_was_cancelled_and_the_other_goes_on(two: Counter, meant: OrderKey) -> None:
    queued = two.press(Kind.READY, FIRST).seq
    two.event(CANCELLED, FIRST)
    two.write(lambda tx: order_moves.cancel_this(tx, meant, "Li"))
    other = SECOND if meant == FIRST else FIRST
    assert two.order(meant).state is OrderState.CANCELLED
    assert not two.order(other).is_final
    assert not any(two.order(key).stop_open for key in (FIRST, SECOND))
    ended = Outcome.WITHDRAWN if meant == FIRST else Outcome.QUEUED
    assert two.intent(queued, FIRST).outcome is ended
    with pytest.raises(NotAllowed):
        two.write(lambda tx: order_moves.cancel_this(tx, other, "Li"))


def test_when_the_only_open_one_is_cancelled_nobody_is_asked_about_the_one_that_ended(two: Counter) -> None:
    two.event(CANCELLED, FIRST)
    two.write(lambda tx: order_moves.hand_over(tx, FIRST, "Li"))
    two.done(Kind.ACCEPT, SECOND)
    two.event(CANCELLED, FIRST)
    assert states(two) == [(OrderState.COMPLETED, False, False), (OrderState.CANCELLED, True, False)]


def test_a_cancel_after_the_newest_was_cancelled_is_not_taken_for_the_older_one(two: Counter) -> None:
    two.event(CANCELLED, FIRST)
    two.write(lambda tx: order_moves.cancel_this(tx, SECOND, "Li"))
    two.event(CANCELLED, FIRST)
    assert states(two) == [(OrderState.ACCEPTED, False, False), (OrderState.CANCELLED, False, False)]


def test_an_order_lost_with_a_damaged_journal_takes_nothing_from_another_of_its_number(
    counter: Counter, clock: SetClock
) -> None:
    counter.add("20")
    counter.event(COMPLETED, FIRST)
    counter.write(lambda tx: tx.db.execute("DELETE FROM orders").rowcount)
    tomorrow(counter, clock)
    assert counter.order(SECOND).state is OrderState.NEW
    counter.add("20")
    assert counter.order(FIRST).state is OrderState.COMPLETED, "it goes on where it stood"
