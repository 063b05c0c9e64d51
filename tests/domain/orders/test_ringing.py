"""What rings and when: the rules of the alarm, over invented times."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.board import OrderView, Phase
from posdesk.domain.orders.intent import Intent, Kind, Outcome, new_seq
from posdesk.domain.orders.order import Order, OrderContent, OrderKey, OrderLine, OrderState, Origin
from posdesk.domain.orders.ringing import Bell, Cue, Deadline, Plan, RingClass, Scene, plan, scene_of, snooze
from tests.journal.making import key_of

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
KEYS = [key_of(str(n)) for n in range(4)]

scenes = st.builds(
    Scene,
    stops=st.frozensets(st.sampled_from(KEYS), max_size=2),
    new=st.dictionaries(st.sampled_from(KEYS), st.sampled_from(Phase)),
    due=st.frozensets(st.sampled_from(KEYS), max_size=2),
    next_s=st.floats(0.1, 400),
)
timelines = st.lists(st.tuples(st.floats(0, 30), scenes, st.booleans()), min_size=1, max_size=25)


def new(*phases: Phase) -> Scene:
    """A scene with so many new orders."""
    return Scene(new=dict(zip(KEYS, phases, strict=False)))


def played(timeline: list[tuple[float, Scene, bool]]) -> list[tuple[float, Plan, Scene]]:
    """Runs a bell through scenes, each `after` seconds; True presses snooze there."""
    bell, now_s, seen = Bell(), 100.0, []
    for after, scene, snoozes in timeline:
        now_s += after
        bell = snooze(bell, scene, now_s) if snoozes else bell
        done = plan(bell, scene, now_s)
        bell = done.bell
        seen.append((now_s, done, scene))
    return seen


def rung_for(scene: Scene, seconds: float) -> list[float]:
    """When a scene that never changes rings, looked at exactly when the plan says."""
    bell, now_s, times = Bell(), 0.0, []
    while now_s <= seconds:
        done = plan(bell, scene, now_s)
        bell = done.bell
        times += [now_s] if done.cue else []
        if done.next_s is None:
            break
        now_s += done.next_s
    return times


def order_view(
    state: OrderState = OrderState.NEW,
    *intents: Intent,
    origin: Origin = Origin.PUSHED,
    due_in: timedelta | None = None,
    accepted_at: datetime | None = None,
    stop: bool = False,
) -> OrderView:
    """An order as the board has it; with `due_in` it is a pre-order."""
    content = OrderContent(
        tbillno="1",
        show_no="27",
        source_code="4",
        is_preorder=due_in is not None,
        is_verification=False,
        store_code="001",
        store_name="",
        store_uid=None,
        customer="",
        phone="",
        address="",
        due_at=NOON + due_in if due_in is not None else None,
        ordered_at=None,
        remark="",
        platform_state=0,
        lines=(OrderLine("", "饭", "份", Decimal(1), Decimal(1), Decimal(1)),),
    )
    early = NOON - timedelta(hours=2)
    order = Order(
        KEYS[0], "", content, state, NOON, early, origin=origin, accepted_at=accepted_at, stop_open=stop
    )
    return OrderView(order, intents)


def intent(kind: Kind, outcome: Outcome, pressed_at: datetime = NOON) -> Intent:
    """One press."""
    return Intent(new_seq(), KEYS[0], kind, "李敏", "1", outcome, pressed_at, pressed_at)


def looked_at(view: OrderView, left_s: float | None = None) -> Scene:
    """The scene of one order, with 300 s to accept it."""
    return scene_of([view], lambda _: None if left_s is None else Deadline(left_s, 300.0), NOON)


# Orders and what asks to be heard


def test_a_pushed_new_order_rings() -> None:
    assert looked_at(order_view(), 290).new == {KEYS[0]: Phase.CALM}


def test_an_order_stops_ringing_as_soon_as_accept_or_refuse_is_pressed() -> None:
    for kind in (Kind.ACCEPT, Kind.REFUSE):
        assert not looked_at(order_view(OrderState.NEW, intent(kind, Outcome.QUEUED))).new


def test_an_order_whose_accept_was_withdrawn_rings_again() -> None:
    assert looked_at(order_view(OrderState.NEW, intent(Kind.ACCEPT, Outcome.WITHDRAWN))).new


def test_a_captured_order_never_rings() -> None:
    assert looked_at(order_view(origin=Origin.CAPTURED)) == Scene()


def test_a_cancel_after_accept_rings_until_it_is_acknowledged() -> None:
    assert looked_at(order_view(OrderState.CANCELLED, stop=True)).stops == {KEYS[0]}
    assert looked_at(order_view(OrderState.CANCELLED)).stops == frozenset()


def test_a_preorder_taken_before_its_time_rings_when_its_time_has_come() -> None:
    early = order_view(
        OrderState.ACCEPTED, due_in=timedelta(minutes=24), accepted_at=NOON - timedelta(hours=1)
    )
    assert looked_at(early).due == {KEYS[0]}


def test_a_preorder_taken_after_its_start_was_just_looked_at_and_does_not_ring() -> None:
    late = order_view(OrderState.ACCEPTED, due_in=timedelta(minutes=20), accepted_at=NOON)
    pressed = order_view(OrderState.NEW, intent(Kind.ACCEPT, Outcome.SENDING), due_in=timedelta(minutes=20))
    assert not looked_at(late).due
    assert not looked_at(pressed).due


def test_a_preorder_wakes_the_alarm_at_its_start() -> None:
    waiting = order_view(OrderState.ACCEPTED, due_in=timedelta(minutes=26), accepted_at=NOON)
    scene = looked_at(waiting)
    assert not scene.due
    assert scene.next_s == 60


def test_time_alone_wakes_the_alarm_at_half_and_at_the_last_fifth() -> None:
    assert looked_at(order_view(), 200).next_s == 50
    assert looked_at(order_view(), 100).next_s == 40
    assert looked_at(order_view(), 30).next_s == 30
    assert looked_at(order_view(), -1).next_s == float("inf")


# Pace


def test_new_orders_ring_every_six_four_and_two_seconds() -> None:
    assert rung_for(new(Phase.CALM), 18) == [0, 6, 12, 18]
    assert rung_for(new(Phase.HALF), 12) == [0, 4, 8, 12]
    assert rung_for(new(Phase.LATE), 6) == [0, 2, 4, 6]
    assert rung_for(new(Phase.OVERDUE), 6) == [0, 2, 4, 6]


def test_the_most_urgent_of_several_sets_pace_and_sound() -> None:
    assert rung_for(new(Phase.CALM, Phase.LATE), 4) == [0, 2, 4]
    assert plan(Bell(), new(Phase.CALM, Phase.LATE), 0).cue is Cue.DEADLINE
    assert plan(Bell(), new(Phase.CALM, Phase.HALF), 0).cue is Cue.NEW_LOUD


def test_a_cancel_rings_every_three_seconds() -> None:
    assert rung_for(Scene(stops=frozenset(KEYS[:1])), 9) == [0, 3, 6, 9]


def test_a_preorder_rings_once() -> None:
    assert rung_for(Scene(due=frozenset(KEYS[:1])), 1000) == [0]


def test_a_preorder_that_came_due_under_the_alarm_is_heard_after_it() -> None:
    due = frozenset(KEYS[3:])
    under, after = replace(new(Phase.CALM), due=due), Scene(due=due)
    seen = played([(0, under, False), (1, after, False), (1, after, False)])
    assert [done.cue for _, done, _ in seen] == [Cue.NEW, Cue.PREORDER, None]


def test_an_order_that_arrives_under_the_alarm_is_heard_at_once() -> None:
    one, two = new(Phase.CALM), new(Phase.CALM, Phase.CALM)
    seen = played([(0, one, False), (3, two, False), (1, two, False)])
    assert [done.cue for _, done, _ in seen] == [Cue.NEW, Cue.NEW, None]


def test_a_burst_of_orders_does_not_stutter() -> None:
    growing = [(0.1, new(*[Phase.CALM] * n), False) for n in range(1, 5)]
    cues = [done.cue for _, done, _ in played(growing)]
    assert cues == [Cue.NEW, None, None, None]


def test_a_repeated_order_never_rings() -> None:
    scene = new(Phase.CALM)
    seen = played([(0, scene, False), *[(0.5, scene, False)] * 11])
    assert [done.cue for _, done, _ in seen] == [Cue.NEW, *[None] * 11]


# Snooze


def test_snooze_silences_new_orders_for_sixty_seconds() -> None:
    scene = new(Phase.CALM)
    seen = played([(0, scene, False), (1, scene, True), (59.9, scene, False), (0.2, scene, False)])
    assert [done.cue for _, done, _ in seen] == [Cue.NEW, None, None, Cue.NEW]


def test_a_new_order_ends_the_snooze_for_good() -> None:
    one, two = new(Phase.CALM), new(Phase.CALM, Phase.CALM)
    seen = played([(0, one, True), (5, two, False), (6, one, False)])
    assert [done.cue for _, done, _ in seen] == [None, Cue.NEW, Cue.NEW]


def test_an_order_that_comes_near_its_deadline_ends_the_snooze() -> None:
    seen = played([(0, new(Phase.HALF), True), (5, new(Phase.LATE), False)])
    assert [done.cue for _, done, _ in seen] == [None, Cue.DEADLINE]


def test_accepting_one_of_two_does_not_end_the_snooze() -> None:
    seen = played([(0, new(Phase.CALM, Phase.LATE), True), (5, new(Phase.CALM), False)])
    assert [done.cue for _, done, _ in seen] == [None, None]


@given(timelines)
def test_nothing_ever_mutes_a_cancel(timeline: list[tuple[float, Scene, bool]]) -> None:
    for _, done, scene in played(timeline):
        assert (done.ringing is RingClass.CANCEL) == bool(scene.stops)


@given(timelines)
def test_silence_follows_at_once_when_nothing_is_left(timeline: list[tuple[float, Scene, bool]]) -> None:
    *_, (now_s, done, _) = played(timeline)
    after = plan(done.bell, Scene(), now_s)
    assert after.ringing is None
    assert after.cue is None


@given(timelines)
def test_two_sounds_of_one_class_never_overlap(timeline: list[tuple[float, Scene, bool]]) -> None:
    last: dict[RingClass | None, float] = {}
    previous: RingClass | None = None
    for now_s, done, _ in played(timeline):
        if done.cue and previous is done.ringing:
            assert now_s - last[done.ringing] >= 2.0 - 1e-6
        if done.cue:
            last[done.ringing] = now_s
        previous = done.ringing


@given(timelines)
def test_a_preorder_never_rings_twice(timeline: list[tuple[float, Scene, bool]]) -> None:
    heard: set[OrderKey] = set()
    for _, done, scene in played(timeline):
        if done.cue is Cue.PREORDER:
            assert scene.due - heard
            heard |= scene.due


@given(timelines)
def test_what_rings_always_says_when_it_will_ring_again(timeline: list[tuple[float, Scene, bool]]) -> None:
    for _, done, _ in played(timeline):
        if done.ringing in {RingClass.CANCEL, RingClass.NEW}:
            assert done.next_s is not None
            assert done.next_s <= 6.0
