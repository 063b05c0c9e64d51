"""Who holds a claim, and where it stands."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.claim import GROUP_OF, Claim, ClaimGroup, claim_hash
from tests.domain.relay.making import KEY, NOON, keys

HELD = Claim(ClaimGroup.VERDICT, KEY, "1", "one", "王", NOON)


def test_it_is_told_apart_by_the_journals_instance_not_by_the_counters_name() -> None:
    assert HELD.is_of("one")
    assert not HELD.is_of("another PC that is counter 1 now")


def test_a_claim_that_was_given_back_is_nobodys() -> None:
    assert not replace(HELD, free=True).is_of("one")


def test_accept_and_refuse_exclude_each_other_and_every_wish_has_its_group() -> None:
    assert GROUP_OF[Kind.ACCEPT] is GROUP_OF[Kind.REFUSE]
    assert set(GROUP_OF) == set(Kind)


@given(st.lists(keys, unique=True, max_size=8))
def test_two_orders_have_two_places(orders: list[OrderKey]) -> None:
    assert len({claim_hash(each) for each in orders}) == len(orders)
