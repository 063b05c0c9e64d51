"""Our bill number in a chain: the same at every counter and the gateway."""

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.clock import CHINA, to_text
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.chain_bill import billno_of, chain_billno
from tests.domain.relay.making import KEY, NOON, keys


def test_it_says_date_and_store() -> None:
    assert re.fullmatch(r"XS20261129001-R[A-Z2-7]{10}", chain_billno("001", "meituan", "20261129001", NOON))


def test_the_gateway_and_a_counter_make_the_same_of_one_order() -> None:
    assert chain_billno("001", KEY.partner, f" {KEY.bill}\t", NOON.astimezone(CHINA)) == billno_of("001", KEY)


def test_its_date_is_the_orders_in_china() -> None:
    late = NOON.replace(hour=16)  # midnight in China
    assert chain_billno("001", "meituan", "1", late).startswith("XS20261130001-R")


def test_an_order_without_a_time_has_a_number_too() -> None:
    assert chain_billno("001", "meituan", "1", None).startswith("XS00000000001-R")


def test_two_orders_of_one_number_and_time_have_two() -> None:
    ordered = to_text(NOON)
    first, second = (OrderKey("meituan", "1", each) for each in (ordered, f"{ordered}#2"))
    assert billno_of("001", first) != billno_of("001", second)


@given(st.lists(keys, unique=True, max_size=8), st.integers(1, 10**6))
def test_two_orders_have_two_numbers(orders: list[OrderKey], seconds: int) -> None:
    numbers = {billno_of("001", each) for each in orders}
    assert len(numbers) == len(orders)
    later = chain_billno("001", KEY.partner, KEY.bill, NOON + timedelta(seconds=seconds))
    assert later != billno_of("001", KEY)
