"""Row 53: after an outage each order stands in one list, by due time, with what may be done."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.catch_up import CatchUp, Caught, catch_up, finished, is_long
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.domain.status import Gap
from tests.support.fake_counter import NOON
from tests.support.sample_views import at, content_of, line, order_of, with_intent

SINCE = at("12:03")
GAP = Gap(1, SINCE, at("12:09"), "stopped")


def view(
    state: OrderState = OrderState.NEW, due: str = "13:00", moved: datetime = NOON, number: str = "1"
) -> OrderView:
    content = content_of("4", number, "张生", "13507311234", at(due), line("米饭"))
    return OrderView(replace(order_of(content, state), state_at=moved))


def caught(*views: OrderView, late: bool = False) -> CatchUp:
    return catch_up(views, (GAP,), lambda _key: late)


def test_one_that_nobody_accepted_in_time_is_expired_one_in_time_is_possible() -> None:
    assert [each.what for each in caught(view(), late=True).expired] == [Caught.LATE]
    assert [each.what for each in caught(view()).possible] == [Caught.WAITING]


@pytest.mark.parametrize(
    ("outcome", "what"),
    [
        (Outcome.EXPIRED, Caught.NEVER_SENT),
        (Outcome.QUEUED, Caught.ON_ITS_WAY),
        (Outcome.SENDING, Caught.ON_ITS_WAY),
        (Outcome.UNKNOWN, Caught.UNKNOWN),
        (Outcome.WITHDRAWN, Caught.WAITING),
    ],
)
def test_an_accept_of_before_says_where_it_stands(outcome: Outcome, what: Caught) -> None:
    found = caught(with_intent(view(), Kind.ACCEPT, outcome))
    assert [each.what for each in found.every] == [what]
    assert bool(found.expired) is (what is Caught.NEVER_SENT)


def test_one_accepted_in_that_time_is_said_one_accepted_before_or_later_is_not() -> None:
    then, before, later = (
        with_intent(view(OrderState.ACCEPTED), Kind.ACCEPT, Outcome.CONFIRMED, pressed_at=at(clock))
        for clock in ("12:05", "12:00", "12:20")
    )
    assert [each.view for each in caught(then, before, later).possible] == [then]


def test_a_cancel_is_listed_where_it_came_in_the_gap_or_soon_after_it() -> None:
    clocks = ("12:05", "12:12", "11:00", "12:40")
    then, heard_after, before, later = (view(OrderState.CANCELLED, moved=at(clock)) for clock in clocks)
    assert [each.view for each in caught(then, heard_after, before, later).cancelled] == [then, heard_after]


def test_each_list_is_by_due_time() -> None:
    views = [view(due=due, number=due) for due in ("13:20", "12:50", "13:05")]
    assert [each.view.order.content.show_no for each in caught(*views).possible] == [
        "12:50",
        "13:05",
        "13:20",
    ]


def test_only_a_gap_that_is_over_is_caught_up_with_and_only_a_long_one_opens_the_view() -> None:
    lasts, short = Gap(2, at("12:10"), None, "disk"), Gap(1, at("12:03"), at("12:03:20"), "stopped")
    assert finished((lasts, short)) == (short,)
    assert not is_long(short)
    assert is_long(replace(short, end=at("12:09")))


_VIEWS = some.lists(
    some.builds(
        lambda state, outcome, due, moved: with_intent(
            view(state, due, SINCE + timedelta(minutes=moved)), Kind.ACCEPT, outcome
        ),
        some.sampled_from(OrderState),
        some.sampled_from(Outcome),
        some.sampled_from(["12:30", "13:00", "14:00"]),
        some.integers(-60, 60),
    ),
    max_size=8,
)


@given(_VIEWS, some.booleans())
def test_no_order_stands_in_two_lists_and_none_that_waits_for_a_person_is_left_out(
    views: list[OrderView], late: bool
) -> None:
    found = caught(*views, late=late)
    keys = [each.key for each in found.every]
    assert len(keys) == len(set(keys))
    new = {each.order.key for each in views if each.order.state is OrderState.NEW}
    assert new <= set(keys)
    done = {OrderState.COMPLETED, OrderState.REFUSED}
    assert not any(each.view.order.state in done for each in found.every)
