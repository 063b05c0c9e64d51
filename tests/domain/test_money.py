"""Exact to the last digit: yuan, fen, sums (product rows 35 and 36)."""

from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.money import exactly, fen_of, yuan_of, yuan_text
from posdesk.domain.orders.order import Discounts, Extra, OrderLine, Payment
from posdesk.domain.orders.sums import SumCheck, sums_of
from tests.journal.making import content

# What the platforms may send: twelve digits before the point, thirty behind it.
amounts = st.decimals(-(10**9), 10**9, places=2)
amounts |= st.builds(lambda digits: Decimal(f"{digits}e-30"), st.integers(-(10**42) + 1, 10**42 - 1))


@given(st.integers())
def test_fen_to_yuan_and_back_is_the_same(fen: int) -> None:
    if abs(fen) < 10**150:
        assert fen_of(yuan_of(fen)) == fen


@pytest.mark.parametrize("fen", [10**27, 10**28 + 1, 123456789012345678901234567890123, -(10**40) - 1])
def test_long_amounts_lose_no_fen(fen: int) -> None:
    """Decimal's own context rounds at 28 digits without a word."""
    assert fen_of(yuan_of(fen)) == fen
    assert Fraction(yuan_of(fen)) * 100 == fen


@given(amounts)
def test_yuan_to_fen_is_exact_or_refused(yuan: Decimal) -> None:
    exact = Fraction(yuan) * 100
    if exact.denominator == 1:
        assert fen_of(yuan) == exact
    else:
        with pytest.raises(ValueError, match="whole number of fen"):
            fen_of(yuan)


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_amount_has_no_fen(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        fen_of(Decimal(text))


@given(amounts)
def test_an_amount_for_people_has_every_digit_and_two_decimals(yuan: Decimal) -> None:
    text = yuan_text(yuan)
    assert Fraction(text.replace(",", "")) == Fraction(yuan)
    assert len(text.partition(".")[2]) >= 2
    assert not (text.partition(".")[2][2:].endswith("0"))
    assert text.startswith("-") is (yuan < 0)


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("9.9", "9.90"),
        ("0", "0.00"),
        ("-0", "0.00"),
        ("-0.00", "0.00"),
        ("1234567.5", "1,234,567.50"),
        ("0.005", "0.005"),
        ("1E+3", "1,000.00"),
        ("-12.30", "-12.30"),
    ],
)
def test_amounts_read_as_people_write_them(yuan: str, text: str) -> None:
    assert yuan_text(Decimal(yuan)) == text


def test_sums_are_exact_and_leave_the_callers_context_alone() -> None:
    with localcontext() as context:
        context.prec = 5
        with exactly():
            assert Decimal("999999999999.9") + Decimal("1e-30") == Decimal("999999999999.9" + "0" * 28 + "1")
        assert context.prec == 5
    assert Decimal(1) / Decimal(3)


def line(amount: Decimal) -> OrderLine:
    return OrderLine("1", "面", "份", Decimal(1), amount, amount)


def paid(amount: Decimal) -> Payment:
    return Payment("101", "支付宝", amount, amount)


@given(
    st.lists(amounts, max_size=4),
    st.lists(amounts, max_size=2),
    amounts,
    amounts,
    st.lists(amounts, max_size=3),
)
def test_sums_lose_no_digit(
    lines: list[Decimal], extras: list[Decimal], delivery: Decimal, off: Decimal, payments: list[Decimal]
) -> None:
    expected = sum(map(Fraction, lines)) + sum(map(Fraction, extras)) + Fraction(delivery) - Fraction(off)
    order = content(
        lines=tuple(line(each) for each in lines),
        extras=tuple(Extra("盒", Decimal(1), each, each) for each in extras),
        delivery_fee=delivery,
        discount_total=off,
        payments=tuple(paid(each) for each in payments),
        actual_fee=None,
    )
    sums = sums_of(order)
    assert Fraction(sums.expected) == expected
    assert sums.check is SumCheck.UNKNOWN
    assert sums.paid is (bool(payments) and sum(map(Fraction, payments)) >= expected)
    with exactly():
        matching, differing = sums.expected, sums.expected + Decimal("0.01")
    assert sums_of(replace(order, actual_fee=matching)).check is SumCheck.MATCHES
    differs = sums_of(replace(order, actual_fee=differing))
    assert (differs.check, differs.difference) == (SumCheck.DIFFERS, Decimal("0.01"))


def test_the_documents_sample_differs_and_is_paid() -> None:
    """One line of 9.9, paid 9.5, actual_fee 0, order_total 34: nothing fits, and nothing is refused."""
    sample = content(
        lines=(line(Decimal("9.9")),),
        payments=(Payment("101", "支付宝", Decimal(15), Decimal("9.5"), Decimal("5.5")),),
        order_total=Decimal(34),
        actual_fee=Decimal(0),
        delivery_fee=Decimal(0),
        service_fee=Decimal(0),
        discount_total=Decimal(0),
    )
    sums = sums_of(sample)
    assert (sums.expected, sums.difference) == (Decimal("9.9"), Decimal("-9.9"))
    assert (sums.check, sums.paid, sums.unpaid_amount) == (SumCheck.DIFFERS, True, Decimal(0))


def test_no_payment_is_unpaid_even_of_a_free_order() -> None:
    sums = sums_of(content(actual_fee=Decimal(0), payments=()))
    assert (sums.paid, sums.unpaid_amount) == (False, Decimal(0))


def test_a_part_payment_leaves_the_rest() -> None:
    sums = sums_of(content(actual_fee=Decimal("9.9"), payments=(paid(Decimal("4.95")),)))
    assert (sums.paid, sums.unpaid_amount) == (False, Decimal("4.95"))


def test_a_sum_of_discounts_rounds_nothing_away() -> None:
    least = Decimal("1e-30")
    assert Discounts(Decimal("999999999999"), least).total == Decimal("999999999999." + "0" * 29 + "1")


def test_discounts_are_the_shares_where_no_total_came() -> None:
    shares = Discounts(Decimal(1), Decimal(2), Decimal("0.5"), Decimal("0.25"))
    assert shares.total == Decimal("3.75")
    lines = (line(Decimal(10)),)
    assert sums_of(content(lines=lines, discounts=shares)).expected == Decimal("6.25")
    both = content(lines=lines, discounts=shares, discount_total=Decimal(3))
    assert sums_of(both).expected == Decimal(7)


def test_the_service_fee_is_never_the_customers() -> None:
    assert sums_of(content(service_fee=Decimal(5))).expected == Decimal("9.9")
