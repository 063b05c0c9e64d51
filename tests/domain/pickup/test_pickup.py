"""The face of a pickup: what may be shown as done, and what F8 may do."""

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import LostTo, Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.domain.pickup.lookup import Found
from posdesk.domain.pickup.pickup import (
    Case,
    Face,
    PickupStep,
    ended_verifications,
    face_of,
    may_sign,
    step_of,
    with_lookup,
)
from tests.support.pickups import in_state, lookup, to_hand_over, to_verify, verified

PLAIN = to_verify()


def case(view: OrderView = PLAIN, found: Found = Found.ONE, before: OrderView | None = None) -> Case:
    """A scanned code that led to this order."""
    begun = Case(1, before=ended_verifications(before))
    return with_lookup(begun, lookup(1, found, view.order.key))


def face(view: OrderView, found: Found = Found.ONE) -> Face:
    """What is shown of it."""
    return face_of(case(view, found), view)


@given(st.sampled_from(Outcome), st.booleans(), st.booleans(), st.integers(0, 5), st.booleans())
def test_only_a_confirmed_verification_is_shown_as_done(
    outcome: Outcome, ever_unknown: bool, needs_person: bool, attempts: int, signed: bool
) -> None:
    more = {"ever_unknown": ever_unknown, "needs_person": needs_person, "attempts": attempts}
    view = verified(PLAIN, outcome, **more, without_answer=signed)
    assert (face(view) is Face.DONE) == (outcome is Outcome.CONFIRMED)


def test_an_unknown_verification_is_never_shown_as_done() -> None:
    assert face(verified(PLAIN, Outcome.UNKNOWN, attempts=1)) is Face.UNKNOWN


def test_an_unknown_verification_stays_unknown_while_it_is_asked_again() -> None:
    again = verified(PLAIN, Outcome.SENDING, attempts=3, ever_unknown=True)
    assert face(again) is Face.UNKNOWN


def test_a_verification_that_could_not_leave_is_said_to_be_uncheckable() -> None:
    assert face(verified(PLAIN, Outcome.QUEUED, attempts=1)) is Face.CANNOT
    assert face(verified(PLAIN, Outcome.SENDING, attempts=2)) is Face.CANNOT


def test_the_first_attempt_is_shown_as_on_its_way() -> None:
    assert face(verified(PLAIN, Outcome.QUEUED, attempts=0)) is Face.SENDING
    assert face(verified(PLAIN, Outcome.SENDING, attempts=1)) is Face.SENDING


def test_a_signature_is_never_shown_as_a_verification() -> None:
    for outcome in (Outcome.QUEUED, Outcome.SENDING, Outcome.UNKNOWN):
        assert face(verified(PLAIN, outcome, without_answer=True)) is Face.SIGNED


def test_what_a_person_settled_is_not_shown_as_confirmed() -> None:
    assert face(verified(PLAIN, Outcome.SETTLED_DONE)) is Face.SETTLED
    assert face(verified(PLAIN, Outcome.SETTLED_NOT_DONE)) is Face.CARD


def test_one_that_another_counter_was_first_with_is_not_handed_out() -> None:
    lost = verified(PLAIN, Outcome.WITHDRAWN, last_answer=str(LostTo("2", "王芳")))
    assert face(lost) is Face.WRONG
    assert face(verified(PLAIN, Outcome.WITHDRAWN)) is Face.CARD, "undone"


def test_an_order_verified_before_this_scan_is_used_not_done() -> None:
    old = verified(PLAIN, Outcome.CONFIRMED)
    assert face_of(case(old, Found.USED, before=old), old) is Face.USED
    assert face_of(case(old, Found.ONE, before=old), old) is Face.USED


def test_an_order_that_is_cancelled_while_its_card_is_open_says_so() -> None:
    assert face(in_state(PLAIN, OrderState.CANCELLED)) is Face.CANCELLED


def test_what_a_look_up_came_to_decides_where_no_order_is_known() -> None:
    faces = {Found.NONE: Face.WRONG, Found.OTHER_STORE: Face.WRONG, Found.CANNOT: Face.CANNOT}
    for found, expected in faces.items():
        assert face_of(with_lookup(Case(1), lookup(1, found)), None) is expected


def test_f8_verifies_only_with_a_scanned_code() -> None:
    assert step_of(case(), PLAIN) is PickupStep.VERIFY
    assert step_of(Case(-1, key=PLAIN.order.key), PLAIN) is PickupStep.ASK_CODE


def test_f8_hands_over_an_order_that_needs_no_verification() -> None:
    view = to_hand_over()
    assert step_of(case(view), view) is PickupStep.HAND_OVER


def test_f8_does_nothing_until_one_of_several_is_chosen() -> None:
    other = to_verify("22")
    several = with_lookup(Case(1), lookup(1, Found.SEVERAL, PLAIN.order.key, other.order.key))
    assert several.key is None
    assert step_of(several, None) is PickupStep.CHOOSE


def test_a_chosen_order_stays_chosen_when_another_answer_comes() -> None:
    keys = (PLAIN.order.key, to_verify("22").order.key)
    several = with_lookup(Case(1, key=keys[1]), lookup(1, Found.SEVERAL, *keys))
    assert with_lookup(several, lookup(1, Found.SEVERAL, *keys)).key == keys[1]


@given(st.sampled_from(Outcome), st.sampled_from(OrderState))
def test_f8_never_sends_a_second_verification_while_one_is_open(outcome: Outcome, state: OrderState) -> None:
    view = in_state(verified(PLAIN, outcome), state)
    if any(i.is_open for i in view.intents) or state in {OrderState.COMPLETED, OrderState.CANCELLED}:
        assert step_of(case(view), view) is PickupStep.NOTHING


def test_a_signature_is_offered_only_where_nothing_could_be_checked() -> None:
    waiting = verified(PLAIN, Outcome.QUEUED, attempts=1)
    assert may_sign(case(waiting), waiting)
    assert not may_sign(case(), PLAIN)
    unknown = verified(PLAIN, Outcome.UNKNOWN)
    assert not may_sign(case(unknown), unknown)
