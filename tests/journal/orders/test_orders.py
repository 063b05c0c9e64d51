"""What contracts.md says of orders that come, come again, change, and are moved by their platform."""

import threading
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.board import rings
from posdesk.domain.orders.dust import without_dust
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import (
    Discounts,
    Extra,
    OrderContent,
    OrderLine,
    OrderState,
    Origin,
    Payment,
)
from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal import Notice, Transaction, codec, heartbeats
from posdesk.journal.orders import intents, order_moves, order_rows, orders
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Addition
from tests.journal.making import KEY, START, TERMS, Counter, SetClock, key_of, opened, received

ACCEPTED, REFUSED = PlatformStatus.ACCEPTED, PlatformStatus.REFUSED
COMPLETED, CANCELLED = PlatformStatus.COMPLETED, PlatformStatus.CANCELLED

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
amounts = st.decimals(allow_nan=False, allow_infinity=False, places=None)
moments = st.datetimes(timezones=st.sampled_from([START.tzinfo]))
contents = st.builds(
    OrderContent,
    tbillno=texts,
    show_no=texts,
    source_code=texts,
    is_preorder=st.booleans(),
    is_verification=st.booleans(),
    store_code=texts,
    store_name=texts,
    store_uid=st.none() | st.integers(),
    customer=texts,
    phone=texts,
    address=texts,
    due_at=st.none() | moments,
    ordered_at=st.none() | moments,
    remark=texts,
    platform_state=st.integers(),
    lines=st.lists(
        st.builds(
            OrderLine, texts, texts, texts, amounts, amounts, amounts, st.lists(texts, max_size=2).map(tuple)
        ),
        max_size=2,
    ).map(tuple),
    payments=st.lists(st.builds(Payment, texts, texts, amounts, amounts, amounts), max_size=2).map(tuple),
    extras=st.lists(st.builds(Extra, texts, amounts, amounts, amounts), max_size=1).map(tuple),
    actual_fee=st.none() | amounts,
    discounts=st.builds(Discounts, amounts, amounts),
)


@given(contents)
def test_what_the_platform_said_comes_back_as_it_was_said(said: OrderContent) -> None:
    """Else every repeat would look changed."""
    read = without_dust(said)
    assert codec.content_of(codec.content_text(read)) == read
    assert codec.content_of(codec.content_text(said)) == read


@given(st.lists(st.builds(Payment, texts, texts, amounts, amounts), max_size=3).map(tuple))
def test_payments_come_back_with_every_digit(said: tuple[Payment, ...]) -> None:
    back = codec.payments_of(codec.payments_text(said))
    assert [(p, str(p.paid)) for p in back] == [(p, str(p.paid)) for p in said]


def test_an_order_comes_back_equal_and_rings(counter: Counter) -> None:
    assert counter.add() is Addition.NEW
    order = counter.order()
    assert order.content == received().content
    assert (order.state, order.received_at, order.accept_by) == (
        OrderState.NEW,
        START,
        START + timedelta(seconds=300),
    )
    assert rings(counter.view())


def test_the_same_order_again_changes_nothing(counter: Counter, clock: SetClock) -> None:
    counter.add()
    before, happened = counter.view(), counter.happened()
    clock.walk(100)
    told: list[Notice] = []
    counter.journal.subscribe(told.append)
    assert [counter.add(), counter.add()] == [Addition.REPEATED] * 2
    assert (counter.view(), counter.happened()) == (before, happened)
    assert not any(notice.keys for notice in told), "a repeat must touch no card"


def test_an_amount_spelled_otherwise_is_no_change(counter: Counter) -> None:
    counter.add(actual_fee=Decimal("9.9"))
    assert counter.add(actual_fee=Decimal("9.900")) is Addition.REPEATED


def test_the_same_order_twice_in_one_call_is_one_order(counter: Counter) -> None:
    twice = (received(), received())
    added = counter.write(lambda tx: orders.add_all(tx, TERMS, twice))
    assert [each.what for each in added] == [Addition.NEW, Addition.REPEATED]


def test_a_changed_repeat_says_what_changed_and_keeps_the_deadline(counter: Counter, clock: SetClock) -> None:
    counter.add()
    first = counter.order()
    clock.walk(60)
    assert counter.add(remark="不要辣", phone="13900001111") is Addition.CHANGED
    order = counter.order()
    assert set(order.changed) == {"remark", "phone"}
    assert order.previous == first.content
    assert (order.billno, order.accept_by, order.received_at) == (
        first.billno,
        first.accept_by,
        first.received_at,
    )
    assert counter.add(remark="不要辣", phone="13900001111") is Addition.REPEATED
    assert set(counter.order().changed) == {"remark", "phone"}


@pytest.mark.parametrize("ending", [REFUSED, COMPLETED, CANCELLED])
def test_a_changed_repeat_of_an_ended_order_is_a_conflict(counter: Counter, ending: PlatformStatus) -> None:
    counter.add()
    counter.event(ending)
    assert counter.add(remark="late") is Addition.CONFLICT
    order = counter.order()
    assert (order.state.value, order.content.remark, order.conflict) == (ending.value, "", "changed: remark")
    assert counter.happened()[-1] is Happening.CONFLICT


@pytest.mark.parametrize("first", [REFUSED, COMPLETED, CANCELLED])
@pytest.mark.parametrize("then", list(PlatformStatus))
def test_a_final_state_stays_final(counter: Counter, first: PlatformStatus, then: PlatformStatus) -> None:
    counter.add()
    counter.event(first)
    assert counter.event(then) == counter.order().billno
    past = first is COMPLETED and then is ACCEPTED
    assert counter.order().state.value == first.value
    assert bool(counter.order().conflict) is (first is not then and not past)
    assert not counter.order().stop_open


def test_a_cancel_before_its_order_arrives_cancelled_and_never_rings(counter: Counter) -> None:
    assert counter.event(CANCELLED) == ""
    counter.add()
    order = counter.order()
    assert (order.state, order.stop_open, order.conflict) == (OrderState.CANCELLED, False, "")
    assert not rings(counter.view())
    with pytest.raises(NotAllowed):
        counter.press(Kind.ACCEPT)


@pytest.mark.parametrize("origin", [Origin.PUSHED, Origin.CAPTURED])
def test_nobody_is_stopped_for_an_order_that_arrives_accepted_and_cancelled(
    counter: Counter, origin: Origin
) -> None:
    counter.event(ACCEPTED)
    counter.event(CANCELLED)
    counter.add(origin=origin)
    assert (counter.order().state, counter.order().stop_open) == (OrderState.CANCELLED, False)


def test_parked_events_are_applied_once(counter: Counter) -> None:
    counter.event(CANCELLED)
    counter.event(CANCELLED)
    counter.add()
    left = counter.journal.read(lambda db: db.execute("SELECT count(*) FROM parked_events").fetchone()[0])
    assert left == 0
    assert counter.happened().count(Happening.CANCELLED) == 1


def test_an_event_of_another_partner_with_the_same_number_moves_nothing(counter: Counter) -> None:
    counter.add()
    counter.event(CANCELLED, key_of(KEY.bill, "eleme"))
    assert counter.order().state is OrderState.NEW


def test_another_stores_uid_is_recorded_and_the_event_still_counts(counter: Counter) -> None:
    counter.add()
    counter.event(CANCELLED, uid="14343", own="1")
    assert Happening.OTHER_STORE_UID in counter.happened()
    assert counter.order().state is OrderState.CANCELLED


def test_a_cancel_of_a_new_order_is_no_stop_and_withdraws_what_waits(counter: Counter) -> None:
    counter.add()
    seq = counter.press(Kind.ACCEPT, leaves_after_s=2).seq
    counter.event(CANCELLED)
    assert counter.intent(seq).outcome is Outcome.WITHDRAWN
    assert not counter.order().stop_open
    assert counter.begin(seq) is None


@pytest.mark.parametrize("how", ["sending", "unknown", "confirmed", "settled"])
def test_a_cancel_after_an_accept_that_may_have_left_is_a_stop(counter: Counter, how: str) -> None:
    counter.add()
    seq = counter.press(Kind.ACCEPT).seq
    counter.begin(seq)
    if how != "sending":
        verdict = Verdict.DONE if how == "confirmed" else Verdict.UNKNOWN
        sending = counter.intent(seq)
        counter.finish(sending, Answer(verdict))
    if how == "settled":
        counter.write(lambda tx: intents.settle(tx, seq, "Li", done=True))
    counter.event(CANCELLED)
    assert counter.order().stop_open
    counter.write(lambda tx: order_moves.acknowledge_stop(tx, KEY, "Li"))
    assert not counter.order().stop_open
    counter.event(CANCELLED)
    assert not counter.order().stop_open, "a repeated cancel must not alarm again"


@pytest.mark.parametrize("outcome", [Verdict.REFUSED, Verdict.NOT_SENT])
def test_a_cancel_after_an_accept_that_took_no_effect_is_no_stop(counter: Counter, outcome: Verdict) -> None:
    counter.add()
    counter.attempt(counter.press(Kind.ACCEPT).seq, outcome, "no", 1)
    counter.event(CANCELLED)
    assert not counter.order().stop_open


def test_the_stop_is_acknowledged_once_and_by_name(counter: Counter) -> None:
    counter.add()
    counter.done(Kind.ACCEPT)
    counter.event(CANCELLED)
    for name in ("Li", "Wang"):
        counter.write(lambda tx, name=name: order_moves.acknowledge_stop(tx, KEY, name))
    assert counter.happened().count(Happening.STOP_ACKNOWLEDGED) == 1


@pytest.mark.parametrize(
    ("kind", "status", "outcome"),
    [
        (Kind.ACCEPT, ACCEPTED, Outcome.CONFIRMED),
        (Kind.ACCEPT, REFUSED, Outcome.REFUSED),
        (Kind.REFUSE, REFUSED, Outcome.CONFIRMED),
        (Kind.REFUSE, ACCEPTED, Outcome.REFUSED),
    ],
)
def test_the_platforms_own_status_settles_an_unknown(
    counter: Counter, kind: Kind, status: PlatformStatus, outcome: Outcome
) -> None:
    counter.add()
    seq = counter.unknown(kind)
    counter.event(status)
    assert counter.intent(seq).outcome is outcome
    assert counter.order().state.value == status.value
    assert counter.begin(seq) is None


@pytest.mark.parametrize("status", [COMPLETED, CANCELLED])
def test_other_events_settle_nothing(counter: Counter, status: PlatformStatus) -> None:
    counter.add()
    seq = counter.unknown(Kind.ACCEPT)
    counter.event(status)
    assert counter.intent(seq).outcome is Outcome.UNKNOWN


def test_accepted_after_ready_says_nothing_new(counter: Counter) -> None:
    counter.add()
    counter.done(Kind.ACCEPT)
    counter.done(Kind.READY)
    counter.event(ACCEPTED)
    assert (counter.order().state, counter.order().conflict) == (OrderState.READY, "")


def test_refused_after_accepted_is_a_conflict(counter: Counter) -> None:
    counter.add()
    counter.event(ACCEPTED)
    counter.event(REFUSED)
    assert (counter.order().state, counter.order().conflict) == (OrderState.ACCEPTED, "refused")


def test_a_captured_order_needs_no_accept_and_never_rings(counter: Counter) -> None:
    counter.add(origin=Origin.CAPTURED)
    order = counter.order()
    assert (order.state, order.accept_by) == (OrderState.ACCEPTED, None)
    assert not rings(counter.view())
    assert counter.happened() == [Happening.CAPTURED]
    assert counter.add() is Addition.REPEATED
    assert not rings(counter.view())


def test_capturing_an_order_that_still_waits_leaves_it_waiting(counter: Counter) -> None:
    counter.add()
    assert counter.add(origin=Origin.CAPTURED) is Addition.REPEATED
    assert counter.order().state is OrderState.NEW


def test_only_a_call_of_the_platform_proves_that_it_reaches_us(counter: Counter, clock: SetClock) -> None:
    counter.event(CANCELLED)
    clock.walk(1000)
    counter.add(origin=Origin.CAPTURED)
    assert counter.journal.read(heartbeats.last_received) == {KEY.partner: START}
    counter.add("other")
    assert counter.journal.read(heartbeats.last_received) == {KEY.partner: clock.now()}


def test_one_bad_order_of_a_call_leaves_none(counter: Counter) -> None:
    def job(tx: Transaction) -> None:
        orders.add_all(tx, TERMS, (received("a"), received("b")))
        raise NotAllowed(OrderReason.STATE, "the third is bad")

    with pytest.raises(NotAllowed):
        counter.write(job)
    assert counter.journal.read(lambda db: order_rows.get(db, key_of("a"))) is None
    assert counter.audited() == []


def test_bill_numbers_are_in_china_time_and_never_reset(tmp_path: Path) -> None:
    clock = SetClock(START.replace(hour=15, minute=59))
    numbers: list[str] = []
    for day in range(3):
        with opened(tmp_path, clock) as journal:
            for each in range(2):
                Counter(journal).add(f"{day}-{each}")
                numbers.append(Counter(journal).order(key_of(f"{day}-{each}")).billno)
                clock.walk(60)
        clock.walk(86400 - 120)
    assert numbers == [
        "XS20260503001-01000001",
        "XS20260504001-01000002",
        "XS20260504001-01000003",
        "XS20260505001-01000004",
        "XS20260505001-01000005",
        "XS20260506001-01000006",
    ]


def test_a_failed_order_takes_no_number_of_another(counter: Counter) -> None:
    def job(tx: Transaction) -> None:
        orders.add_all(tx, TERMS, (received("lost"),))
        raise NotAllowed(OrderReason.STATE, "bad")

    with pytest.raises(NotAllowed):
        counter.write(job)
    counter.add()
    assert counter.order().billno.endswith("-01000001")


def test_counters_number_apart_and_01_is_1(tmp_path: Path) -> None:
    numbers: list[str] = []
    for name in ("1", "2", "01", "2"):
        with opened(tmp_path, counter=name) as journal:
            Counter(journal).add(str(len(numbers)))
            numbers.append(Counter(journal).order(key_of(str(len(numbers)))).billno[-8:])
    assert numbers == ["01000001", "02000001", "01000002", "02000002"]


def test_two_counters_at_once_never_make_one_number(tmp_path: Path) -> None:
    with opened(tmp_path, counter="1") as one, opened(tmp_path, counter="2") as two:
        threads = [
            threading.Thread(target=lambda j=j, n=n: [Counter(j).add(f"{n}-{i}") for i in range(30)])
            for n, j in enumerate((one, two, one))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = one.read(lambda db: db.execute("SELECT billno FROM orders").fetchall())
    assert len(found) == len(set(found)) == 90


@pytest.mark.parametrize("state", [OrderState.ACCEPTED, OrderState.READY])
def test_handing_over_completes(counter: Counter, state: OrderState) -> None:
    counter.add()
    counter.done(Kind.ACCEPT)
    if state is OrderState.READY:
        counter.done(Kind.READY)
    counter.write(lambda tx: order_moves.hand_over(tx, KEY, "Li"))
    assert counter.order().state is OrderState.COMPLETED


def test_a_new_or_ended_order_is_not_handed_over(counter: Counter) -> None:
    counter.add()
    for _ in range(2):
        with pytest.raises(NotAllowed):
            counter.write(lambda tx: order_moves.hand_over(tx, KEY, "Li"))
        counter.event(CANCELLED)


def test_an_order_with_a_pickup_code_is_not_handed_over(counter: Counter) -> None:
    counter.add(is_verification=True)
    counter.done(Kind.ACCEPT)
    with pytest.raises(NotAllowed) as refusal:
        counter.write(lambda tx: order_moves.hand_over(tx, KEY, "Li"))
    assert refusal.value.reason == "verification"


def test_money_taken_is_still_told_after_the_hand_over(counter: Counter) -> None:
    counter.add()
    counter.done(Kind.ACCEPT)
    ready, paid = counter.press(Kind.READY, leaves_after_s=2).seq, counter.press(Kind.PAY).seq
    counter.write(lambda tx: order_moves.hand_over(tx, KEY, "Li"))
    assert counter.attempt(ready, Verdict.DONE) is Outcome.CONFIRMED
    assert counter.attempt(paid, Verdict.NOT_SENT) is Outcome.QUEUED
    assert counter.attempt(paid, Verdict.DONE) is Outcome.CONFIRMED
    assert (counter.order().state, counter.order().conflict) == (OrderState.COMPLETED, "")


def test_looking_at_a_phone_number_is_logged_with_the_name(counter: Counter) -> None:
    counter.add()
    counter.write(lambda tx: order_moves.reveal(tx, KEY, "Li"))
    assert (counter.happened()[-1], counter.audited()[-1]) == (Happening.REVEALED, "order.revealed")


def test_two_changes_before_anybody_acted_are_both_shown(counter: Counter) -> None:
    counter.add()
    counter.add(remark="不要葱")
    counter.add(remark="不要葱", phone="13900001111")
    order = counter.order()
    assert set(order.changed) == {"remark", "phone"}
    assert order.previous is not None
    assert order.previous.remark == ""


def test_a_change_after_the_accept_is_shown_against_what_was_accepted(counter: Counter) -> None:
    counter.add()
    counter.add(remark="不要葱")
    counter.write(lambda tx: order_moves.apply_status(tx, KEY.number, ACCEPTED))
    counter.add(remark="不要葱", phone="13900001111")
    assert counter.order().changed == ("phone",)
