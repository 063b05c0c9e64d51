"""Row 15: what is accepted without a person is fresh, in the rule and not odd, and nothing else is."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posdesk.domain.orders.auto_accept import AutoRule, Held, held_by, may_take
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderState, Origin, PassedOver
from tests.support.fake_counter import NOON
from tests.support.sample_views import content_of, line, order_of, with_intent

ANY = AutoRule()


def view(price: str = "20.00", source: str = "4") -> OrderView:
    content = content_of(source, "27", "张生", "13507311234", None, line("米饭", "1", price))
    return OrderView(order_of(content, left_s=200))


def takes(of: OrderView, rule: AutoRule = ANY, lately: int = 0) -> bool:
    return may_take(of, rule, NOON, taken_lately=lately)


def test_a_new_order_in_the_rule_is_taken() -> None:
    assert takes(view())


def test_each_part_of_the_rule_keeps_an_order_out() -> None:
    assert not takes(view(), AutoRule(partners=frozenset({"eleme"})))
    assert takes(view(), AutoRule(partners=frozenset({"meituan", "eleme"})))
    assert takes(view("20.00"), AutoRule(most_yuan=Decimal(20)))
    assert not takes(view("20.01"), AutoRule(most_yuan=Decimal(20)))
    assert takes(view(), AutoRule(start=time(12, 0), end=time(13, 0)))
    assert not takes(view(), AutoRule(start=time(13, 0), end=time(14, 0)))
    assert not takes(view(), AutoRule(most=3), lately=3)
    assert takes(view(), AutoRule(most=3), lately=2)


@given(some.times(), some.times(), some.integers(0, 24 * 60 - 1))
def test_hours_over_midnight_are_the_rest_of_the_day(start: time, end: time, minutes: int) -> None:
    rule, other = AutoRule(start=start, end=end), AutoRule(start=end, end=start)
    moment = NOON + timedelta(minutes=minutes)
    assert rule.is_open_at(moment) is not other.is_open_at(moment) or start == end
    assert start != end or rule.is_open_at(moment)


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("kind", [Kind.ACCEPT, Kind.REFUSE])
def test_what_somebody_has_pressed_is_never_taken_whatever_became_of_it(kind: Kind, outcome: Outcome) -> None:
    assert not takes(with_intent(view(), kind, outcome))


@pytest.mark.parametrize("state", [state for state in OrderState if state is not OrderState.NEW])
def test_only_a_new_order_is_taken(state: OrderState) -> None:
    of = view()
    assert not takes(replace(of, order=replace(of.order, state=state)))


def test_what_a_person_should_look_at_is_left_to_one() -> None:
    of = view()
    odd = (
        replace(of.order, changed=("remark",)),
        replace(of.order, conflict="changed: lines"),
        replace(of.order, passed_over=PassedOver(OrderState.CANCELLED, NOON)),
        replace(of.order, content=replace(of.order.content, actual_fee=Decimal("19.00"))),
        replace(of.order, origin=Origin.CAPTURED),
        replace(of.order, accept_by=NOON),
    )
    assert not any(takes(OrderView(order)) for order in odd)
    assert not takes(replace(of, twins=1))


@given(some.booleans(), some.booleans(), some.booleans())
def test_it_works_only_where_it_is_heard_and_every_print_came_out(
    heard: bool, muted: bool, trouble: bool
) -> None:
    held = held_by(is_heard=heard, is_muted=muted, has_print_trouble=trouble)
    assert (held is None) is (heard and not muted and not trouble)
    assert heard or held is Held.NOT_HEARD
