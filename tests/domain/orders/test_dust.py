"""Binary dust is no money: what a float leaves behind is rounded away before anything is done with it."""

from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.clock import CHINA
from posdesk.domain.money import fen_of, rounded, yuan_text
from posdesk.domain.orders.dust import without_dust
from posdesk.domain.orders.order import (
    ZERO,
    Discounts,
    Extra,
    OrderContent,
    OrderLine,
    Payment,
    changed_fields,
)
from posdesk.domain.orders.sums import SumCheck, sums_of
from posdesk.journal import codec
from tests.journal.making import content

# Sixteen digits before the point, and as many behind it as a JSON number may have.
amounts = st.builds(
    lambda digits, decimals: Decimal(digits).scaleb(-decimals),
    st.integers(-(10**16), 10**16),
    st.integers(0, 380),
)


@given(amounts)
def test_rounding_is_half_even_to_five_decimals_and_exact(yuan: Decimal) -> None:
    assert Fraction(rounded(yuan)) == Fraction(round(Fraction(yuan) * 10**5), 10**5)


@given(amounts)
def test_rounding_once_is_enough(yuan: Decimal) -> None:
    assert str(rounded(rounded(yuan))) == str(rounded(yuan))


@given(st.integers(-(10**9), 10**9))
def test_whatever_a_float_makes_of_whole_fen_is_those_fen_again(fen: int) -> None:
    as_float = Decimal(fen / 100)
    assert fen_of(rounded(as_float)) == fen
    assert yuan_text(rounded(as_float)) == yuan_text(Decimal(fen).scaleb(-2))


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=20))
def test_a_sum_of_floats_is_the_sum_of_the_fen(fen: list[int]) -> None:
    assert fen_of(rounded(Decimal(sum(each / 100 for each in fen)))) == sum(fen)


@pytest.mark.parametrize(
    ("written", "is_now"),
    [
        ("9.8999999999999986", "9.90"),
        ("9.9000000000000004", "9.90"),
        ("5.551115123125783e-17", "0.00"),
        ("-1.4e-15", "0.00"),
        ("0.000005", "0.00"),
        ("0.000015", "0.00002"),
        ("0.000025", "0.00002"),
        ("12.345678", "12.34568"),
        ("9.9", "9.9"),
        ("9.90", "9.90"),
        ("0.00001", "0.00001"),
        ("1E+3", "1E+3"),
        ("9999999999999999.999999", "10000000000000000.00"),
        ("1e-999999999", "0.00"),
    ],
)
def test_dust_is_gone_and_what_has_none_stays_as_it_was_written(written: str, is_now: str) -> None:
    assert str(rounded(Decimal(written))).lstrip("-") == is_now


def an_order(amount: str, quantity: str, paid: str, each: str) -> OrderContent:
    """An order of one line, one payment and one box."""
    one = Decimal(amount)
    return content(
        lines=(OrderLine("1", "面", "份", Decimal(quantity), one, one),),
        payments=(Payment("101", "支付宝", Decimal(paid), Decimal(paid)),),
        extras=(Extra("盒", Decimal(1), Decimal(each), Decimal(each)),),
    )


DUST = Decimal("1e-16")
DUSTY = replace(
    an_order("9.8999999999999986", "0.30000000000000004", "11.899999999999998579", "1.9999999999999998"),
    order_total=Decimal("11.9000000000000004"),
    actual_fee=Decimal("11.9000000000000004"),
    delivery_fee=Decimal("5.551115123125783e-17"),
    service_fee=Decimal("0.1000000000000000055"),
    discount_total=-DUST,
    discounts=Discounts(DUST, DUST, DUST, DUST),
)
CLEAN = replace(
    an_order("9.9", "0.3", "11.9", "2"),
    order_total=Decimal("11.9"),
    actual_fee=Decimal("11.90"),
    delivery_fee=Decimal(0),
    service_fee=Decimal("0.1"),
    discount_total=Decimal(0),
)


def test_no_amount_and_no_quantity_of_an_order_keeps_its_dust() -> None:
    assert without_dust(DUSTY) == CLEAN
    assert changed_fields(without_dust(DUSTY), CLEAN) == ()
    sums = sums_of(without_dust(DUSTY))
    assert (sums.paid, sums.unpaid_amount, sums.check) == (True, ZERO, SumCheck.MATCHES)


def test_an_order_that_a_journal_kept_with_its_dust_is_read_without_it() -> None:
    assert codec.content_of(codec.content_text(DUSTY)) == CLEAN
    assert codec.content_of(codec.content_text(CLEAN)) == CLEAN


@pytest.mark.parametrize("year", [1, 999, 1000, 1899, 1900, 1969, 1970])
def test_a_date_of_1970_or_before_that_a_journal_kept_is_read_as_none(year: int) -> None:
    epoch = datetime(year, 1, 1, 8, tzinfo=CHINA)
    kept = content(due_at=epoch, ordered_at=epoch)
    assert codec.content_of(codec.content_text(kept)) == replace(kept, due_at=None, ordered_at=None)


def test_an_amount_is_rounded_as_ieee_754_says() -> None:
    halves = [Decimal(f"0.{digit}00005") for digit in range(10)]
    assert [rounded(half) for half in halves] == [
        half.quantize(Decimal("0.00001"), ROUND_HALF_EVEN) for half in halves
    ]
