"""The three groups of the sync page, and what counts as confirmed today."""

from dataclasses import replace
from datetime import timedelta

from posdesk.domain.books.pending import Group, confirmed_today, day_start, pending_of
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderState
from tests.support.fake_counter import NOON
from tests.support.pickups import in_state, to_verify, verified
from tests.support.sample_views import accept_refused, at, new_27, with_intent


def test_what_is_under_way_retries_by_itself() -> None:
    view = verified(to_verify(), Outcome.QUEUED)
    assert [row.group for row in pending_of([view])] == [Group.BY_ITSELF]


def test_what_is_unknown_is_unknown_even_while_it_is_asked_again() -> None:
    asked = verified(to_verify(), Outcome.SENDING, ever_unknown=True)
    assert [row.group for row in pending_of([asked])] == [Group.UNKNOWN]


def test_what_only_a_person_can_end_comes_first() -> None:
    mine = verified(to_verify("17"), Outcome.UNKNOWN, needs_person=True)
    itself = verified(to_verify("18"), Outcome.UNKNOWN)
    earlier = replace(itself, intents=(replace(itself.intents[0], pressed_at=NOON - timedelta(hours=1)),))
    assert [row.view for row in pending_of([earlier, mine])] == [mine, earlier]


def test_a_refused_accept_needs_a_person_until_something_newer_is_pressed() -> None:
    refused = accept_refused()
    assert [row.group for row in pending_of([refused])] == [Group.NEEDS_YOU]
    again = with_intent(refused, Kind.ACCEPT, Outcome.CONFIRMED)
    assert pending_of([again]) == ()
    refused_it = with_intent(refused, Kind.REFUSE, Outcome.CONFIRMED)
    assert pending_of([refused_it]) == ()


def test_a_refusal_on_an_order_that_is_over_needs_nobody() -> None:
    assert pending_of([in_state(accept_refused(), OrderState.CANCELLED)]) == ()


def test_an_unknown_one_is_shown_though_its_order_is_over() -> None:
    view = in_state(verified(to_verify(), Outcome.UNKNOWN), OrderState.CANCELLED)
    assert len(pending_of([view])) == 1


def test_settled_and_confirmed_ones_are_out() -> None:
    for outcome in (Outcome.CONFIRMED, Outcome.SETTLED_DONE, Outcome.SETTLED_NOT_DONE, Outcome.WITHDRAWN):
        assert pending_of([verified(to_verify(), outcome)]) == ()


def test_only_confirmations_of_the_business_day_are_counted() -> None:
    today = with_intent(new_27(), Kind.ACCEPT, Outcome.CONFIRMED, ended_at=at("04:00"))
    yesterday = with_intent(new_27(), Kind.ACCEPT, Outcome.CONFIRMED, ended_at=at("03:59:59"))
    settled = with_intent(new_27(), Kind.READY, Outcome.SETTLED_DONE, ended_at=at("12:00"))
    counts = confirmed_today([today, yesterday, settled], NOON, "04:00")
    assert counts[Kind.ACCEPT] == 1
    assert counts[Kind.READY] == 0


def test_before_its_start_the_business_day_is_yesterdays() -> None:
    assert day_start(at("03:59"), "04:00") == at("04:00", day=-1)
    assert day_start(at("04:00"), "04:00") == at("04:00")
