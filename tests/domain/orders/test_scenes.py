"""The scene kept order by order: it says what asking all orders would say, and asks only those it must."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState, Origin
from posdesk.domain.orders.ringing import Deadline, Scene, scene_of
from posdesk.domain.orders.scenes import Scenes
from tests.domain.orders.test_ringing import KEYS, NOON, intent, order_view

WITHIN_S = 300.0
LEAD = timedelta(minutes=25)

intents = st.lists(
    st.builds(intent, st.sampled_from(Kind), st.sampled_from(Outcome), st.just(NOON - timedelta(hours=1))),
    max_size=2,
)
views = st.builds(
    lambda key, state, pressed, origin, due_min, stop, early: _keyed(
        key,
        order_view(
            state,
            *pressed,
            origin=origin,
            due_in=None if due_min is None else timedelta(minutes=due_min),
            stop=stop,
        ),
        early,
    ),
    st.sampled_from(KEYS),
    st.sampled_from(OrderState),
    intents,
    st.sampled_from(Origin),
    st.none() | st.integers(0, 120),
    st.booleans(),
    st.integers(0, 30),
)
steps = st.lists(
    st.tuples(st.integers(0, 900), st.lists(views, max_size=3), st.none() | st.sampled_from(KEYS))
)


def _keyed(key: OrderKey, view: OrderView, early_min: int) -> OrderView:
    received = NOON - timedelta(minutes=early_min)
    return replace(view, order=replace(view.order, key=key, received_at=received))


class Board:
    """Orders with deadlines of their own, and how often one was asked for."""

    def __init__(self) -> None:
        self.orders: dict[OrderKey, OrderView] = {}
        self.now_s = self.asked = 0

    def deadline(self, key: OrderKey) -> Deadline | None:
        """The first of them has none; the others run from the start."""
        self.asked += 1
        return Deadline(WITHIN_S * KEYS.index(key) - self.now_s, WITHIN_S) if key != KEYS[0] else None

    def all_asked(self) -> Scene:
        """The scene, each order asked anew."""
        now = NOON + timedelta(seconds=self.now_s)
        return scene_of(self.orders.values(), self.deadline, now, LEAD)


@given(steps)
def test_kept_order_by_order_it_is_the_scene_of_all(
    taken: list[tuple[int, list[OrderView], OrderKey]],
) -> None:
    board = Board()
    scenes = Scenes(board.deadline)
    scenes.lead = LEAD
    for after_s, changed, gone in taken:
        board.now_s += after_s
        now = NOON + timedelta(seconds=board.now_s)
        if gone is not None:
            board.orders.pop(gone, None)
            scenes.forget(gone)
        for view in changed:
            board.orders[view.order.key] = view
            scenes.see(view, now, board.now_s)
        kept, whole = scenes.scene(now, board.now_s), board.all_asked()
        assert (kept.stops, kept.new, kept.due) == (whole.stops, whole.new, whole.due)
        assert kept.next_s <= whole.next_s + 1e-6
        assert kept.urgency is whole.urgency


def test_a_look_asks_only_orders_that_changed_or_whose_time_came() -> None:
    board = Board()
    scenes = Scenes(board.deadline)
    many = [_keyed(OrderKey("meituan", f"{n:04}", ""), order_view(), 0) for n in range(1000)]
    board.deadline = lambda key: _counted(board, 1000.0 if key.bill != "0007" else 160.0)  # type: ignore[method-assign]
    scenes = Scenes(board.deadline)
    for view in many:
        scenes.see(view, NOON, 0)
    board.asked = 0
    assert len(scenes.scene(NOON, 0).new) == 1000
    assert board.asked == 0
    board.now_s = 11
    scenes.see(many[3], NOON, 11)
    scenes.scene(NOON + timedelta(seconds=11), 11)
    assert board.asked == 2


def _counted(board: Board, left_s: float) -> Deadline:
    board.asked += 1
    return Deadline(left_s - board.now_s, WITHIN_S)
