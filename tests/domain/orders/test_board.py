"""What the board shows: lanes, countdowns, the queue, which keys are alive."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.board import (
    PREORDER_LEAD,
    Action,
    Lane,
    OrderView,
    Phase,
    actions_of,
    countdown_of,
    is_moved_by_time,
    lane_of,
    queue_key,
    rings,
    starts_at,
)
from posdesk.domain.orders.intent import OPEN_OUTCOMES, Intent, Kind, Outcome, new_seq
from posdesk.domain.orders.order import FINAL_STATES, Order, OrderState, Origin
from tests.journal.making import CASH, KEY, START, content

NEW, ACCEPTED, READY = OrderState.NEW, OrderState.ACCEPTED, OrderState.READY
OPEN = sorted(OPEN_OUTCOMES)
ENDED = sorted(set(Outcome) - OPEN_OUTCOMES)
NOON = START


def wanted(kind: Kind, outcome: Outcome) -> Intent:
    return Intent(new_seq(), KEY, kind, "Li", "1", outcome, START, START)


def view(state: OrderState = NEW, *intents: tuple[Kind, Outcome], **said: Any) -> OrderView:
    """An order in a state with its intents; `said` is what the platform said otherwise."""
    origin = said.pop("origin", Origin.PUSHED)
    assert isinstance(origin, Origin)
    order = Order(KEY, "XS1", content(**said), state, START, START, origin, START + timedelta(seconds=300))
    return OrderView(order, tuple(wanted(*each) for each in intents))


@pytest.mark.parametrize("outcome", OPEN)
def test_an_accept_on_its_way_stands_in_making(outcome: Outcome) -> None:
    assert lane_of(view(NEW, (Kind.ACCEPT, outcome)), NOON) is Lane.MAKING


@pytest.mark.parametrize(
    "outcome", [Outcome.REFUSED, Outcome.EXPIRED, Outcome.WITHDRAWN, Outcome.SETTLED_NOT_DONE]
)
def test_an_accept_that_came_to_nothing_puts_the_card_back(outcome: Outcome) -> None:
    shown = view(NEW, (Kind.ACCEPT, outcome))
    assert lane_of(shown, NOON) is Lane.NEW
    assert rings(shown)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_refusal_on_its_way_stays_in_new_until_it_is_confirmed(outcome: Outcome) -> None:
    assert lane_of(view(NEW, (Kind.REFUSE, outcome)), NOON) is Lane.NEW


@pytest.mark.parametrize("outcome", OPEN)
def test_a_ready_on_its_way_stands_in_ready(outcome: Outcome) -> None:
    assert lane_of(view(ACCEPTED, (Kind.READY, outcome)), NOON) is Lane.READY


@pytest.mark.parametrize("state", sorted(FINAL_STATES))
@pytest.mark.parametrize("outcome", list(Outcome))
def test_what_is_done_is_in_no_lane_whatever_is_still_open(state: OrderState, outcome: Outcome) -> None:
    shown = view(state, (Kind.ACCEPT, outcome), (Kind.READY, outcome))
    assert lane_of(shown, NOON) is Lane.DONE
    assert not rings(shown)
    assert not actions_of(shown) - {Action.UNDO, Action.ASK_AGAIN, Action.SETTLE}


@pytest.mark.parametrize(
    ("minutes", "lane"), [(26, Lane.PREORDER), (25, Lane.MAKING), (24, Lane.MAKING), (-5, Lane.MAKING)]
)
def test_a_preorder_waits_in_its_own_lane_until_it_is_time(minutes: int, lane: Lane) -> None:
    due = NOON + timedelta(minutes=minutes)
    assert lane_of(view(ACCEPTED, is_preorder=True, due_at=due), NOON) is lane
    assert lane_of(view(NEW, is_preorder=True, due_at=due), NOON) is Lane.NEW
    assert lane_of(view(NEW, (Kind.ACCEPT, Outcome.UNKNOWN), is_preorder=True, due_at=due), NOON) is lane
    assert lane_of(view(READY, is_preorder=True, due_at=due), NOON) is Lane.READY


def test_a_preorder_with_no_time_and_an_order_with_one_are_made_now() -> None:
    far = NOON + timedelta(hours=5)
    assert lane_of(view(ACCEPTED, is_preorder=True, due_at=None), NOON) is Lane.MAKING
    assert lane_of(view(ACCEPTED, due_at=far), NOON) is Lane.MAKING
    assert starts_at(view(due_at=far).order, NOON) == NOON


@pytest.mark.parametrize("state", list(OrderState))
@pytest.mark.parametrize("origin", list(Origin))
@pytest.mark.parametrize("is_preorder", [True, False])
@pytest.mark.parametrize("due_h", [None, 5])
@pytest.mark.parametrize("kinds", [(), (Kind.ACCEPT,), (Kind.READY,)])
def test_what_time_alone_can_move_is_known(
    state: OrderState, origin: Origin, kinds: tuple[Kind, ...], *, is_preorder: bool, due_h: int | None
) -> None:
    due = None if due_h is None else NOON + timedelta(hours=due_h)
    open_ones = [(kind, Outcome.QUEUED) for kind in kinds]
    shown = view(state, *open_ones, origin=origin, is_preorder=is_preorder, due_at=due)
    lanes = {lane_of(shown, NOON + timedelta(hours=hours)) for hours in range(-12, 13)}
    assert len(lanes) == 1 or is_moved_by_time(shown)


def test_an_order_of_every_day_moves_by_no_clock() -> None:
    assert not is_moved_by_time(view(ACCEPTED, due_at=NOON))


def test_the_lead_is_a_setting() -> None:
    shown = view(ACCEPTED, is_preorder=True, due_at=NOON + timedelta(minutes=50))
    assert lane_of(shown, NOON, PREORDER_LEAD) is Lane.PREORDER
    assert lane_of(shown, NOON, timedelta(hours=1)) is Lane.MAKING


def test_a_captured_order_never_rings() -> None:
    assert not rings(view(ACCEPTED, origin=Origin.CAPTURED))
    assert not rings(view(NEW, origin=Origin.CAPTURED))


@pytest.mark.parametrize("kind", [Kind.ACCEPT, Kind.REFUSE])
@pytest.mark.parametrize("outcome", OPEN)
def test_the_alarm_ends_as_soon_as_somebody_acted(kind: Kind, outcome: Outcome) -> None:
    assert not rings(view(NEW, (kind, outcome)))


@pytest.mark.parametrize("kind", [Kind.PAY, Kind.VERIFY])
def test_paying_is_not_accepting(kind: Kind) -> None:
    assert rings(view(NEW, (kind, Outcome.QUEUED)))


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_a_countdown_is_sane_for_any_times(left_s: float, total_s: float) -> None:
    shown = countdown_of(left_s, total_s)
    assert 0 <= shown.share_left <= 1
    assert (shown.phase is Phase.OVERDUE) is (left_s <= 0)


@pytest.mark.parametrize(
    ("left_s", "phase"),
    [
        (300, Phase.CALM),
        (400, Phase.CALM),
        (150.1, Phase.CALM),
        (150, Phase.HALF),
        (60.1, Phase.HALF),
        (60, Phase.LATE),
        (0.1, Phase.LATE),
        (0, Phase.OVERDUE),
        (-1, Phase.OVERDUE),
    ],
)
def test_a_countdown_turns_at_half_and_at_four_fifths(left_s: float, phase: Phase) -> None:
    assert countdown_of(left_s, 300).phase is phase


def test_no_time_at_all_is_late_not_an_error() -> None:
    assert countdown_of(5, 0).phase is Phase.LATE


ALIVE = {
    NEW: {Action.ACCEPT, Action.REFUSE, Action.PAY},
    ACCEPTED: {Action.READY, Action.PAY, Action.HAND_OVER},
    READY: {Action.PAY, Action.HAND_OVER},
}


@pytest.mark.parametrize("state", list(OrderState))
def test_each_state_has_its_keys(state: OrderState) -> None:
    assert actions_of(view(state)) == ALIVE.get(state, set())


@pytest.mark.parametrize("state", list(OrderState))
def test_an_order_with_a_pickup_code_is_verified_instead_of_handed_over(state: OrderState) -> None:
    alive = ALIVE.get(state, set()) - {Action.HAND_OVER}
    assert actions_of(view(state, is_verification=True)) == (alive | {Action.VERIFY} if alive else set())


def test_a_paid_order_is_not_paid_again() -> None:
    assert Action.PAY not in actions_of(view(ACCEPTED, payments=(CASH,)))
    for outcome in (Outcome.CONFIRMED, Outcome.SETTLED_DONE, *OPEN):
        assert Action.PAY not in actions_of(view(ACCEPTED, (Kind.PAY, outcome)))
    assert Action.PAY in actions_of(view(ACCEPTED, (Kind.PAY, Outcome.REFUSED)))


@pytest.mark.parametrize("outcome", list(Outcome))
def test_ready_can_be_pressed_behind_an_accept_on_its_way(outcome: Outcome) -> None:
    alive = Action.READY in actions_of(view(NEW, (Kind.ACCEPT, outcome)))
    assert alive is (outcome in OPEN_OUTCOMES)


@pytest.mark.parametrize("kind", [Kind.READY, Kind.VERIFY])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_no_key_is_alive_for_what_is_on_its_way_or_done(kind: Kind, outcome: Outcome) -> None:
    shown = view(ACCEPTED, (kind, outcome), is_verification=True)
    done = outcome in {Outcome.CONFIRMED, Outcome.SETTLED_DONE} or outcome in OPEN_OUTCOMES
    assert (Action(kind) in actions_of(shown)) is not done


@pytest.mark.parametrize("outcome", list(Outcome))
def test_undo_and_settle_follow_the_outcome(outcome: Outcome) -> None:
    alive = actions_of(view(NEW, (Kind.ACCEPT, outcome)))
    assert (Action.UNDO in alive) is (outcome is Outcome.QUEUED)
    assert (Action.SETTLE in alive) is (outcome is Outcome.UNKNOWN)
    assert (Action.ASK_AGAIN in alive) is (outcome is Outcome.UNKNOWN)


def test_new_orders_queue_by_deadline_and_the_others_by_due_time() -> None:
    late, soon = START - timedelta(seconds=5), START + timedelta(seconds=200)
    order = view().order
    overdue = replace(order, accept_by=late, content=content("b", due_at=START + timedelta(hours=9)))
    waiting = replace(order, accept_by=soon)
    assert queue_key(OrderView(overdue)) < queue_key(OrderView(waiting))
    made = [OrderView(replace(each, state=ACCEPTED)) for each in (overdue, waiting)]
    assert queue_key(made[0]) > queue_key(made[1])


@pytest.mark.parametrize("outcome", OPEN)
def test_a_card_doesnt_jump_when_its_accept_is_confirmed(outcome: Outcome) -> None:
    assert queue_key(view(NEW, (Kind.ACCEPT, outcome))) == queue_key(view(ACCEPTED))


def test_an_order_with_no_times_queues_by_arrival() -> None:
    assert queue_key(view(ACCEPTED, due_at=None))[0] == START


@given(
    st.sampled_from(OrderState),
    st.lists(st.tuples(st.sampled_from(Kind), st.sampled_from(Outcome)), max_size=6),
)
def test_any_mixture_has_a_lane_and_a_place(state: OrderState, intents: list[tuple[Kind, Outcome]]) -> None:
    shown = view(state, *intents, is_verification=True)
    assert lane_of(shown, datetime.now(UTC)) in Lane
    assert queue_key(shown)[1] == START
    alive = actions_of(shown)
    assert not {Action.VERIFY, Action.HAND_OVER} <= alive
    assert (Action.ACCEPT in alive) is (Action.REFUSE in alive)
