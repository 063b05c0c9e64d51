"""An order's state is the highest of all that was said, whatever came first."""

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.order import FINAL_STATES, OrderState
from posdesk.domain.relay.order_states import RANK, combined, is_higher

said = st.lists(st.sampled_from(OrderState), max_size=8)


def test_every_state_has_its_rank() -> None:
    assert sorted(RANK) == sorted(OrderState)


def test_an_order_of_which_nothing_was_said_is_new() -> None:
    assert combined(()) == (OrderState.NEW, False)


def test_completed_stands_over_a_cancel_and_is_told_as_a_conflict() -> None:
    assert combined([OrderState.COMPLETED, OrderState.CANCELLED]) == (OrderState.COMPLETED, True)


@given(said, st.randoms())
def test_the_order_of_arrival_changes_nothing(states: list[OrderState], chance: object) -> None:
    shuffled = sorted(states, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert combined(shuffled) == combined(states)


@given(said, said)
def test_two_halves_come_to_the_same_as_the_whole(first: list[OrderState], second: list[OrderState]) -> None:
    whole, conflict = combined(first + second)
    assert whole == combined([combined(first)[0], combined(second)[0]])[0]
    assert conflict == (len({*first, *second} & FINAL_STATES) > 1)


@given(st.sampled_from(OrderState), st.sampled_from(OrderState))
def test_a_higher_word_moves_a_lower_one_and_never_back(one: OrderState, other: OrderState) -> None:
    assert is_higher(one, other) == (combined([one, other])[0] is one and one is not other)
