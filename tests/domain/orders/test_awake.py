"""Row 54: which open orders keep the PC awake."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as some

from posdesk.domain.orders.awake import NEAR, must_stay_awake
from posdesk.domain.orders.order import Order
from tests.support.fake_counter import NOON
from tests.support.sample_views import content_of, line, order_of

_HOURS = some.floats(-200, 200)


def order(due_h: float | None, moved_h: float = 0.0) -> Order:
    """An open order, due in so many hours, last moved so many hours ago."""
    due = None if due_h is None else NOON + timedelta(hours=due_h)
    made = order_of(content_of("4", "#1", "张生", "13507311234", due, line("米饭")))
    return replace(made, state_at=NOON - timedelta(hours=moved_h))


def test_an_open_order_and_an_open_shift_keep_the_pc_awake() -> None:
    assert must_stay_awake([order(None)], NOON)
    assert must_stay_awake([], NOON, is_shift_open=True)
    assert not must_stay_awake([], NOON)


def test_a_pre_order_of_tonight_keeps_it_awake_one_of_tomorrow_does_not() -> None:
    assert must_stay_awake([order(6, moved_h=20)], NOON)
    assert not must_stay_awake([order(20)], NOON)


def test_an_order_that_was_forgotten_keeps_no_pc_awake_for_ever() -> None:
    assert must_stay_awake([order(-1, moved_h=30)], NOON)
    assert not must_stay_awake([order(-30, moved_h=30)], NOON)
    assert must_stay_awake([order(-30, moved_h=1)], NOON), "somebody works on it"


@given(some.lists(some.tuples(some.none() | _HOURS, some.floats(0, 200)), max_size=6))
def test_any_order_within_half_a_day_is_enough(given: list[tuple[float | None, float]]) -> None:
    orders = [order(due, moved) for due, moved in given]
    each = [must_stay_awake([one], NOON) for one in orders]
    assert must_stay_awake(orders, NOON) is any(each)
    near = NEAR.total_seconds() / 3600
    for (due, moved), awake in zip(given, each, strict=True):
        assert not awake or moved < near or (due is not None and abs(due) < near)
