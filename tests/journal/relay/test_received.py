"""What comes by the relay counts from when the gateway took it; an older copy changes nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.order import Order, OrderKey, Origin
from posdesk.domain.relay.chain_bill import chain_billno
from posdesk.journal.orders import arrivals, history, order_moves, order_rows, orders
from posdesk.journal.orders.bill_numbers import running_of
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Addition
from posdesk.journal.relay import instance
from tests.journal.making import KEY, START, TERMS, Counter, SetClock, key_of, received

MINUTE = timedelta(minutes=1)


def by_relay(counter: Counter, at: datetime, tbillno: str = KEY.bill, **changed: Any) -> Addition:
    def job(tx: Any) -> Any:
        with tx.by_stream(at):
            return orders.add_all(tx, TERMS, (received(tbillno, **changed),))

    return counter.write(job)[0].what  # type: ignore[no-any-return]


def order(counter: Counter, key: OrderKey = KEY) -> Order:
    found = counter.journal.read(lambda db: order_rows.get(db, key))
    assert found is not None
    return found


def happenings(counter: Counter) -> list[Happening]:
    return [line.happening for line in counter.journal.read(lambda db: history.read(db, KEY))]


def test_arrival_and_deadline_count_from_when_the_gateway_took_it(counter: Counter, clock: SetClock) -> None:
    at = clock.now() - 3 * MINUTE
    assert by_relay(counter, at) is Addition.NEW
    assert order(counter).received_at == at
    assert order(counter).accept_by == at + 5 * MINUTE


def test_a_gateways_clock_ahead_of_ours_makes_nothing_come_later_than_now(
    counter: Counter, clock: SetClock
) -> None:
    by_relay(counter, clock.now() + 60 * MINUTE)
    assert order(counter).received_at == clock.now()


def test_what_comes_by_the_listener_beside_it_counts_from_now(counter: Counter, clock: SetClock) -> None:
    by_relay(counter, clock.now() - MINUTE)
    counter.add("B2")
    assert order(counter, key_of("B2")).received_at == clock.now()


def test_an_add_that_is_older_than_what_is_shown_is_recorded_only(counter: Counter, clock: SetClock) -> None:
    counter.add(remark="第二版")
    clock.walk(60)
    assert by_relay(counter, clock.now() - 2 * MINUTE, remark="第一版") is Addition.OLDER
    assert order(counter).content.remark == "第二版"
    assert happenings(counter) == [Happening.RECEIVED, Happening.OLDER_PUSH]


def test_a_newer_one_that_is_read_late_is_a_change_all_the_same(counter: Counter, clock: SetClock) -> None:
    """A PC that was off reads both at once: the first must not look younger for being read now."""
    night = clock.now() - 60 * MINUTE
    by_relay(counter, night, remark="一")
    assert by_relay(counter, night + MINUTE, remark="二") is Addition.CHANGED
    assert by_relay(counter, night + 2 * MINUTE, remark="三") is Addition.CHANGED
    assert order(counter).content.remark == "三"


def test_read_from_the_beginning_again_nothing_goes_back(counter: Counter, clock: SetClock) -> None:
    night = clock.now() - 60 * MINUTE
    said = ["一", "二", "三"]
    for number, remark in enumerate(said):
        by_relay(counter, night + number * MINUTE, remark=remark)
    again = [by_relay(counter, night + number * MINUTE, remark=remark) for number, remark in enumerate(said)]
    assert again == [Addition.OLDER, Addition.OLDER, Addition.REPEATED]
    assert order(counter).content.remark == "三"


def test_an_older_copy_of_a_final_order_is_no_conflict(counter: Counter, clock: SetClock) -> None:
    counter.add(remark="二")
    counter.event(PlatformStatus.COMPLETED)
    assert by_relay(counter, clock.now() - MINUTE, remark="一") is Addition.OLDER
    assert order(counter).conflict == ""


def test_a_cancel_that_came_yesterday_is_passed_over_by_todays_order(
    counter: Counter, clock: SetClock
) -> None:
    """Both are read today, by a PC that was off: the cancel was for an order of that number before."""
    yesterday = clock.now() - timedelta(days=1)

    def cancel(tx: Any) -> None:
        with tx.by_stream(yesterday):
            order_moves.apply_status(tx, KEY.number, PlatformStatus.CANCELLED)

    counter.write(cancel)
    by_relay(counter, clock.now())
    found = order(counter)
    assert found.state == "new"
    assert found.passed_over is not None
    assert found.passed_over.at == yesterday


@pytest.mark.parametrize("origin", list(Origin)[:2])
def test_with_a_relay_every_counter_gives_an_order_the_same_number(
    counter: Counter, clock: SetClock, origin: Origin
) -> None:
    counter.write(instance.begin)
    counter.add(origin=origin)
    assert order(counter).billno == chain_billno(TERMS.store_code, TERMS.partner, KEY.bill, START)


def test_those_that_wait_for_one_commit_go_by_themselves_where_others_are_to_be_told(
    counter: Counter,
) -> None:
    counter.write(instance.begin)

    def nothing(tx: Any) -> Any:
        raise AssertionError("whoever asked does it")

    both = [arrivals.Arrival(TERMS, received(bill), "", lambda: True, nothing) for bill in ("B1", "B2")]
    assert counter.write(lambda tx: arrivals.Arrival.together(tx, both)) is None


def test_of_two_orders_with_one_number_and_no_time_each_has_its_own(counter: Counter) -> None:
    counter.write(instance.begin)
    counter.add(ordered_at=None)
    first = key_of(KEY.bill, ordered=None)
    counter.event(PlatformStatus.COMPLETED, first)
    assert counter.add(ordered_at=None, show_no="#2") is Addition.NEW
    billnos = counter.journal.read(
        lambda db: db.execute("SELECT count(DISTINCT billno) FROM orders").fetchone()
    )
    assert billnos == (2,)


def test_no_number_of_the_chain_is_taken_for_a_counted_one() -> None:
    assert running_of("XS20260503001-R2345672345") == 0
    assert running_of("XS20260503001-01000042") == 42
