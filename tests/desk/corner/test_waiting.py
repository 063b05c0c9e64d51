"""What waits, kept order by order: it says what all orders, asked anew, would say."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from posdesk.desk.corner.waiting import Waiting
from posdesk.domain.orders.board import Lane, OrderView, lane_of, queue_key, rings, stops_of
from posdesk.domain.orders.order import OrderKey, OrderState
from tests.domain.orders.test_ringing import KEYS, order_view
from tests.domain.orders.test_scenes import views
from tests.support.fake_counter import FakeCounter

steps = st.lists(
    st.tuples(
        st.integers(0, 90),  # minutes that go by
        st.lists(views, max_size=3),  # what changed
        st.frozensets(st.sampled_from(KEYS)),  # what is pressed and not written yet
        st.booleans(),  # whether everything is read anew
    ),
    max_size=6,
)


@given(steps)
def test_kept_order_by_order_it_is_what_waits_among_all(
    taken: list[tuple[int, list[OrderView], frozenset[OrderKey], bool]],
) -> None:
    counter, orders = FakeCounter(), dict[OrderKey, OrderView]()
    waiting = Waiting(counter)
    for minutes, changed, pressed, is_anew in taken:
        counter.time.advance(timedelta(minutes=minutes).total_seconds())
        before = asks(orders)
        orders.update((view.order.key, view) for view in changed)
        counter.set_views(*orders.values())
        waiting.pressed = pressed
        keys = tuple(view.order.key for view in changed)
        came = waiting.refresh(() if is_anew or not keys else keys)
        assert came is bool(asks(orders) - before)
        is_as_asked_anew(waiting, counter, orders, pressed)


def test_a_preorder_is_made_once_its_time_comes_though_nothing_changes() -> None:
    counter, later = FakeCounter(), order_view(OrderState.ACCEPTED, due_in=timedelta(minutes=120))
    counter.set_views(later)
    waiting = Waiting(counter)
    assert waiting.counts(counter.clock.now()) == (0, 0)
    counter.time.advance(timedelta(minutes=60).total_seconds())
    assert waiting.counts(counter.clock.now()) == (1, 0)


def asks(orders: dict[OrderKey, OrderView]) -> set[tuple[OrderKey, str]]:
    """Which orders ask for somebody, and how."""
    new = {(key, "new") for key, view in orders.items() if rings(view)}
    return new | {(key, "stop") for key, view in orders.items() if view.order.stop_open}


def is_as_asked_anew(
    waiting: Waiting, counter: FakeCounter, orders: dict[OrderKey, OrderView], pressed: frozenset[OrderKey]
) -> None:
    now = counter.clock.now()
    new = sorted((v for v in orders.values() if rings(v) and v.order.key not in pressed), key=queue_key)
    lanes = [lane_of(view, now) for view in orders.values()]
    assert waiting.new == len(new)
    assert (queue_key(waiting.first) if waiting.first else None) == (queue_key(new[0]) if new else None)
    assert {v.order.key for v in waiting.stops} == {v.order.key for v in stops_of(orders.values())}
    assert waiting.counts(now) == (lanes.count(Lane.MAKING), lanes.count(Lane.READY))
