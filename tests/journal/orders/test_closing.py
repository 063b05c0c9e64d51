"""An order that a person closed here is nowhere treated as open, and none as completed."""

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.domain.books.ledger import Cause, Sheet
from posdesk.domain.books.pending import Group, pending_of
from posdesk.domain.clock import to_text
from posdesk.domain.orders.board import LOOKED_UP_STAYS, Lane, actions_of, lane_of, rings
from posdesk.domain.orders.closing import ClosedHere, CloseReason, reason_at
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState, Origin
from posdesk.domain.orders.ringing import scene_of
from posdesk.domain.printing.outcome import Ended
from posdesk.domain.printing.outcome import Outcome as Printed
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.rights import said_actor
from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal.books import sheet
from posdesk.journal.orders import (
    closing,
    intents,
    order_moves,
    own_rows,
    print_acts,
    print_rows,
    prints,
    said_names,
    views,
)
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Addition
from tests.journal.making import KEY, START, Counter, SetClock, key_of, wiped

pytestmark = pytest.mark.usefixtures("whole_trail")
DAY_S = 86_400
PLAN = PrintPlan((PlannedSlip(SlipKind.KITCHEN, "kitchen"), PlannedSlip(SlipKind.STOP, "kitchen")))


def close(
    counter: Counter, reason: CloseReason = CloseReason.NO_SHOW, key: OrderKey = KEY, note: str = ""
) -> None:
    counter.write(lambda tx: closing.close(tx, key, reason, "Wang", note))


def open_again(counter: Counter, key: OrderKey = KEY) -> None:
    counter.write(lambda tx: closing.open_again(tx, key, "Wang"))


def lane(counter: Counter, key: OrderKey = KEY) -> Lane:
    return lane_of(counter.view(key), counter.journal.now())


def why_not(counter: Counter, job: object) -> object:
    with pytest.raises(NotAllowed) as refused:
        counter.write(job)
    return refused.value.reason


def test_a_closed_order_leaves_lanes_and_alarm_and_keeps_its_state(counter: Counter) -> None:
    counter.add()
    close(counter, CloseReason.OTHER, note=" 老板说的 ")
    view = counter.view()
    assert view.order.state is OrderState.NEW
    assert view.order.closed == ClosedHere(START, "Wang", CloseReason.OTHER, "老板说的")
    assert lane(counter) is Lane.CLOSED
    assert not rings(view)
    assert scene_of([view], lambda _key: None, START).new == {}
    assert actions_of(view) == frozenset()
    assert counter.happened()[-1] is Happening.CLOSED_HERE
    open_again(counter)
    assert lane(counter) is Lane.NEW
    assert rings(counter.view())
    assert counter.order().closed is None


def test_closing_and_opening_again_are_audited_with_name_and_reason(counter: Counter) -> None:
    counter.add()
    close(counter, CloseReason.DUPLICATE)
    open_again(counter)
    rows = counter.journal.read(
        lambda db: db.execute(
            "SELECT what, actor, detail ->> '$.reason' FROM audit ORDER BY number DESC LIMIT 2"
        ).fetchall()
    )
    assert rows == [("order.opened_again", "Wang", None), ("order.closed_here", "Wang", "duplicate")]


def test_a_closed_order_makes_no_call(counter: Counter) -> None:
    """What has not left is withdrawn, and what is unknown waits for a person's word."""
    counter.add(is_verification=True)
    counter.done(Kind.ACCEPT)
    unknown = counter.unknown(Kind.VERIFY)
    queued = counter.press(Kind.PAY).seq
    close(counter)
    assert counter.intent(queued).outcome is Outcome.WITHDRAWN
    assert counter.intent(unknown).needs_person
    assert counter.begin(unknown) is None
    assert why_not(counter, lambda tx: intents.ask_again(tx, unknown, "Li")) is OrderReason.CLOSED_HERE
    with pytest.raises(NotAllowed) as pressed:
        counter.press(Kind.PAY)
    assert pressed.value.reason is OrderReason.CLOSED_HERE
    counter.write(lambda tx: intents.settle(tx, unknown, "Wang", done=True))
    assert counter.order().state is OrderState.COMPLETED


def test_a_refused_press_of_a_closed_order_needs_nobody(counter: Counter) -> None:
    counter.add()
    seq = counter.press(Kind.ACCEPT).seq
    counter.begin(seq, expired=True)
    assert [each.group for each in pending_of([counter.view()])] == [Group.NEEDS_YOU]
    close(counter)
    assert pending_of([counter.view()]) == ()


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (PlatformStatus.COMPLETED, OrderState.COMPLETED),
        (PlatformStatus.CANCELLED, OrderState.CANCELLED),
        (PlatformStatus.REFUSED, OrderState.REFUSED),
    ],
)
def test_a_later_platform_event_still_applies(
    counter: Counter, status: PlatformStatus, state: OrderState
) -> None:
    counter.add()
    close(counter)
    counter.event(status)
    order = counter.order()
    assert order.state is state
    assert not order.is_closed_here
    assert lane(counter) is Lane.DONE
    assert why_not(counter, lambda tx: closing.open_again(tx, KEY, "Li")) is OrderReason.NOT_CLOSED


def test_a_cancel_of_a_closed_order_is_no_stop(counter: Counter) -> None:
    """The usual one: a refund by phone, closed here, and then the platform says so."""
    counter.journal.print_by(PLAN)
    counter.add()
    counter.done(Kind.ACCEPT)
    close(counter, CloseReason.REFUNDED_BY_PHONE)
    counter.event(PlatformStatus.CANCELLED)
    assert not counter.order().stop_open
    assert [str(job.slip) for job in counter.journal.read(lambda db: print_rows.of_order(db, KEY))] == [
        "kitchen"
    ]


def test_a_new_order_of_a_closed_ones_number_rings(counter: Counter) -> None:
    """To change the closed one by it would lose an order."""
    counter.add()
    close(counter)
    later = START + timedelta(minutes=5)
    assert counter.add(ordered_at=later, show_no="#2", customer="李四") is Addition.NEW
    new = counter.view(key_of(KEY.bill, ordered=later))
    assert rings(new)
    assert new.twins == 0
    assert counter.order().is_closed_here


def test_what_a_closed_order_still_had_to_print_is_printed_when_it_is_opened_again(counter: Counter) -> None:
    counter.journal.print_by(PLAN)
    counter.add()
    counter.done(Kind.ACCEPT)
    close(counter)
    assert _prints(counter) == ["kitchen dropped"]
    assert (
        why_not(counter, lambda tx: print_acts.print_again(tx, KEY, SlipKind.KITCHEN, "Li", reveal=False))
        is OrderReason.CLOSED_HERE
    )
    open_again(counter)
    assert _prints(counter) == ["kitchen queued"]


def test_what_came_due_while_it_was_closed_prints_when_it_is_opened_again(counter: Counter) -> None:
    counter.journal.print_by(PLAN)
    counter.add()
    close(counter)
    counter.event(PlatformStatus.ACCEPTED)
    counter.add(remark="少辣")
    assert _prints(counter) == []
    open_again(counter)
    assert _prints(counter) == ["kitchen queued"]


@pytest.mark.parametrize("pressed", [(Kind.ACCEPT,), (Kind.ACCEPT, Kind.READY)])
def test_what_changed_while_it_was_closed_prints_as_another_version_when_it_is_opened_again(
    counter: Counter, pressed: tuple[Kind, ...]
) -> None:
    """Else the kitchen would make it by the slip that lies there."""
    counter.journal.print_by(PLAN)
    counter.add()
    for kind in pressed:
        counter.done(kind)
    (job,) = counter.journal.read(print_rows.open_ones)
    counter.write(lambda tx: prints.begin(tx, job.seq))
    counter.write(lambda tx: prints.finish(tx, job.seq, Ended(Printed.PRINTED), None))
    close(counter)
    counter.add(remark="少辣")
    assert _prints(counter) == ["kitchen printed"]
    open_again(counter)
    assert _prints(counter) == ["kitchen printed", "kitchen queued"]
    assert [job.version for job in counter.journal.read(lambda db: print_rows.of_order(db, KEY))] == [1, 2]


def _prints(counter: Counter) -> list[str]:
    jobs = counter.journal.read(lambda db: print_rows.of_order(db, KEY))
    return [f"{job.slip} {job.outcome}" for job in jobs]


def test_what_ended_or_may_be_cancelled_is_not_closed(counter: Counter) -> None:
    counter.add()
    close(counter)
    assert why_not(counter, lambda tx: closing.close(tx, KEY, CloseReason.OTHER, "Li")) is (
        OrderReason.CLOSED_HERE
    )
    assert why_not(counter, lambda tx: order_moves.hand_over(tx, KEY, "Li"))
    counter.event(PlatformStatus.COMPLETED)
    assert why_not(counter, lambda tx: closing.close(tx, KEY, CloseReason.OTHER, "Li")) is OrderReason.STATE


def test_the_daily_sheet_lists_it_as_closed_here_and_counts_it_nowhere(counter: Counter) -> None:
    counter.add(show_no="#27")
    close(counter, CloseReason.GIVEN_WITHOUT_CODE)

    day = partial(
        sheet.of_day,
        day=date(2026, 5, 3),
        day_starts="04:00",
        now=START,
        from_orders=True,
        sending=True,
        reporting=False,
    )

    def of_day() -> Sheet:
        return counter.journal.read(day)

    (found,) = of_day().differences
    assert (found.cause, found.mark, found.detail) == (Cause.CLOSED_HERE, "27", "given_without_code")
    assert of_day().rows == ()
    open_again(counter)
    assert of_day().differences == ()
    close(counter)
    counter.event(PlatformStatus.COMPLETED)
    assert [each.cause for each in of_day().differences] == [Cause.NO_RECEIPT]


def test_a_closed_order_is_wiped_as_long_after_its_closing_as_one_that_ended(
    counter: Counter, clock: SetClock
) -> None:
    counter.add()
    clock.walk(5 * DAY_S)
    close(counter, CloseReason.OTHER, note="打过 13507311234")
    clock.walk(30 * DAY_S)
    assert "orders" not in wiped(counter)
    clock.walk(1)
    assert wiped(counter)["orders"] == 1
    order = counter.order()
    assert (order.wiped is not None, order.content.phone) == (True, "")
    assert order.closed == ClosedHere(START + timedelta(days=5), "Wang", CloseReason.OTHER)


def test_one_that_was_lost_and_filled_in_is_closed_as_the_trail_tells(counter: Counter) -> None:
    counter.add()
    close(counter)
    forget = (
        f"UPDATE orders SET closed_at = NULL, closed_by = '', close_reason = '' WHERE bill = '{KEY.bill}'"
    )
    counter.write(lambda tx: tx.db.execute(forget) and None)
    counter.write(lambda tx: order_moves.go_on(tx, KEY))
    assert counter.order().closed == ClosedHere(START, "Wang", CloseReason.NO_SHOW)
    before = (to_text(START), "Wang", "no_show", KEY.bill)
    open_again(counter)
    back = "UPDATE orders SET closed_at = ?, closed_by = ?, close_reason = ? WHERE bill = ?"
    counter.write(lambda tx: tx.db.execute(back, before) and None)
    counter.write(lambda tx: order_moves.go_on(tx, KEY))
    assert counter.order().closed is None


def test_the_board_reads_what_was_closed_within_a_day(counter: Counter, clock: SetClock) -> None:
    counter.add()
    close(counter)
    assert _on_board(counter) == [KEY]
    clock.walk(DAY_S + 1)
    assert _on_board(counter) == []
    assert counter.journal.read(lambda db: views.search(db, KEY.bill))


def _on_board(counter: Counter) -> list[OrderKey]:
    return [
        view.order.key
        for view in counter.journal.read(lambda db: tuple(views.each_on_board(db, counter.journal.now())))
    ]


def test_a_hundred_look_ups_leave_the_lanes_and_stay_findable(counter: Counter, clock: SetClock) -> None:
    keys = [key_of(f"found-{n}") for n in range(100)]
    for key in keys:
        counter.add(key.bill, Origin.CAPTURED)
    worked_on = {keys[0], keys[1], keys[2]}
    counter.done(Kind.PAY, keys[0])
    counter.write(lambda tx: own_rows.pack(tx, keys[1], 0, 1, "Li"))
    counter.write(lambda tx: own_rows.note(tx, keys[2], "少油", "Li"))
    assert {lane(counter, key) for key in keys} == {Lane.MAKING}
    clock.walk(LOOKED_UP_STAYS.total_seconds())
    assert {key for key in keys if lane(counter, key) is Lane.MAKING} == worked_on
    assert lane(counter, keys[3]) is Lane.LOOKED_UP
    clock.walk(DAY_S)
    assert set(_on_board(counter)) == worked_on
    (found,) = counter.journal.read(lambda db: views.search(db, "found-99"))
    assert found.order.key == keys[99]


def test_what_was_looked_up_and_then_pushed_stays_on_its_lane(counter: Counter, clock: SetClock) -> None:
    counter.add(origin=Origin.CAPTURED)
    clock.walk(60)
    assert counter.add() is Addition.REPEATED
    clock.walk(DAY_S)
    assert lane(counter) is Lane.MAKING
    assert not rings(counter.view())


def test_the_last_five_names_that_people_gave_are_kept_and_no_proven_one(
    counter: Counter, clock: SetClock
) -> None:
    for number, name in enumerate(("甲", "乙", "丙", "丁", "戊", "己", "乙")):
        clock.walk(1)
        counter.add(f"bill-{number}")
        closed = key_of(f"bill-{number}")
        by = said_actor("counter 1", name)
        counter.write(lambda tx, k=closed, b=by: closing.close(tx, k, CloseReason.OTHER, b))
    counter.add()
    close(counter)
    assert counter.journal.read(said_names.last) == ("乙", "己", "戊", "丁", "丙")


@given(st.integers(-3, 9))
@settings(max_examples=20)
def test_digits_one_to_six_choose_a_reason_and_no_other(number: int) -> None:
    if 1 <= number <= 6:
        assert reason_at(number) is list(CloseReason)[number - 1]
    else:
        with pytest.raises(IndexError):
            reason_at(number)
