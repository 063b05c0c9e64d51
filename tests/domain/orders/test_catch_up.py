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
from posdesk.domain.relay.status import Away
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


# What came by the relay while this counter was away


def came(*views: OrderView, late: bool = False, gaps: tuple[Gap, ...] = ()) -> CatchUp:
    """These came while we were away; nothing else is on the board."""
    away = Away(len(views), SINCE, at("12:09"), frozenset(each.order.key for each in views))
    return catch_up(views, gaps, lambda _key: late, away)


def test_each_that_came_meanwhile_stands_where_it_is_now() -> None:
    assert [each.what for each in came(view(), late=True).expired] == [Caught.LATE]
    assert [each.what for each in came(view()).possible] == [Caught.WAITING]
    assert [each.what for each in came(view(OrderState.CANCELLED)).cancelled] == [Caught.CANCELLED]


@pytest.mark.parametrize(
    "state", [OrderState.ACCEPTED, OrderState.READY, OrderState.COMPLETED, OrderState.REFUSED]
)
def test_one_that_another_counter_dealt_with_is_said_so(state: OrderState) -> None:
    assert [each.what for each in came(view(state)).dealt_with] == [Caught.DEALT_WITH]


def test_what_somebody_here_has_gone_on_with_needs_no_look() -> None:
    accepted = with_intent(view(OrderState.ACCEPTED), Kind.ACCEPT, Outcome.CONFIRMED, pressed_at=at("12:20"))
    assert came(accepted).every == ()


def test_of_those_that_were_here_before_only_what_was_cancelled_meanwhile_is_listed() -> None:
    gone, waits = view(OrderState.CANCELLED, moved=at("12:05")), view()
    away = Away(0, SINCE, at("12:09"))
    assert [each.what for each in catch_up((gone, waits), (), lambda _key: False, away).every] == [
        Caught.CANCELLED
    ]


def test_with_a_gap_beside_it_each_stands_once() -> None:
    assert len(came(view(), gaps=(GAP,)).every) == 1
