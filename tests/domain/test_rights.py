"""The table of rights: who may what, whoever is set up and whoever of them has a PIN."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.intent import Kind
from posdesk.domain.rights import (
    LOWEST,
    Right,
    Role,
    asked_role,
    holds,
    is_last_administrator,
    right_of,
    said_actor,
    said_name,
)
from posdesk.settings.settings import Staff

RANKS = list(Role)
rights, roles = st.sampled_from(Right), st.sampled_from(Role)
held_roles = st.frozensets(roles)
somebodys = st.frozensets(roles, min_size=1)
people = st.lists(st.builds(Staff, name=st.sampled_from("甲乙丙丁"), role=roles), unique_by=lambda p: p.name)


@pytest.mark.parametrize(
    ("role", "more"),
    [
        (Role.CASHIER, {Right.REFUSE, Right.REVEAL, Right.END_STOP}),
        (
            Role.MANAGER,
            {
                Right.COVER,
                Right.SETTLE,
                Right.WITHDRAW,
                Right.SEND_AGAIN,
                Right.HAND_OUT,
                Right.CLOSE_HERE,
                Right.PAY_OUT,
                Right.CLOSE_SHIFT,
            },
        ),
        (Role.ADMINISTRATOR, {Right.SETTINGS, Right.PEOPLE}),
    ],
)
def test_the_table_names_for_each_right_the_lowest_role_that_holds_it(role: Role, more: set[Right]) -> None:
    assert {right for right, lowest in LOWEST.items() if lowest is role} == more


def test_every_right_stands_in_the_table() -> None:
    assert LOWEST.keys() == set(Right)


@given(rights, roles, roles, held_roles)
def test_a_higher_role_holds_all_that_a_lower_one_holds(
    right: Right, one: Role, other: Role, held: frozenset[Role]
) -> None:
    low, high = sorted((one, other), key=RANKS.index)
    assert holds(high, right, held) or not holds(low, right, held)


@given(rights, somebodys)
def test_where_somebody_has_a_pin_no_right_is_out_of_reach_of_all(
    right: Right, held: frozenset[Role]
) -> None:
    assert any(holds(role, right, held) for role in held)
    assert not holds(None, right, held)


@given(rights, somebodys)
def test_a_right_falls_to_the_highest_only_where_nobody_with_a_pin_holds_it(
    right: Right, held: frozenset[Role]
) -> None:
    highest = max(held, key=RANKS.index)
    reached = RANKS.index(highest) >= RANKS.index(LOWEST[right])
    assert asked_role(right, held) is (LOWEST[right] if reached else highest)


@given(rights, st.none() | roles)
def test_where_nobody_has_a_pin_nothing_asks(right: Right, role: Role | None) -> None:
    assert asked_role(right, ()) is None
    assert holds(role, right, ())


@pytest.mark.parametrize("kind", Kind)
def test_of_what_is_wished_for_an_order_only_refusing_takes_a_right(kind: Kind) -> None:
    assert right_of(kind) is (Right.REFUSE if kind is Kind.REFUSE else None)


def test_a_verification_against_a_signature_takes_its_own_right() -> None:
    assert right_of(Kind.VERIFY, without_answer=True) is Right.HAND_OUT


@given(people, st.frozensets(st.sampled_from("甲乙丙丁")))
def test_while_others_are_set_up_somebody_who_may_set_up_people_stays(
    staff: list[Staff], with_pin: frozenset[str]
) -> None:
    """Whoever is removed one after the other, as far as that is let: the last administrator is not."""
    able = {p.name for p in staff if p.role is Role.ADMINISTRATOR} & with_pin
    left, pins = list(staff), set(with_pin)
    for person in staff:
        if not is_last_administrator(person.name, left, pins):
            left.remove(person)
            pins.discard(person.name)
    assert not able or any(p.name in pins and p.role is Role.ADMINISTRATOR for p in left) or not left


def test_an_administrator_without_a_pin_is_none_that_could_go_on() -> None:
    staff = (Staff(name="甲", role=Role.ADMINISTRATOR), Staff(name="乙", role=Role.ADMINISTRATOR))
    assert is_last_administrator("甲", staff, {"甲"})
    assert not is_last_administrator("乙", staff, {"甲"})
    assert not is_last_administrator("甲", staff, {"甲", "乙"})
    assert not is_last_administrator("甲", staff[:1], {"甲"})


def test_no_phone_stays_in_a_name_that_was_said() -> None:
    actor = said_actor("counter 1", "李敏 13507311234")
    assert "1350" not in actor
    assert said_name(actor).startswith("李敏")
