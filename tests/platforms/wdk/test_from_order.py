"""A receipt out of a completed order: every sum comes out, nothing is made up."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.books.receipt import Rule, mismatches
from posdesk.domain.money import fen_of
from posdesk.domain.orders.order import Discounts, Extra, Order, OrderLine, OrderState, Payment
from posdesk.errors import BadReceipt
from posdesk.platforms.wdk.from_order import receipt_of
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.settings.book_sections import Wdk
from posdesk.settings.settings import Settings
from posdesk.simulator.wdk.strict import check_shape
from tests.journal.making import content, key_of
from tests.platforms.wdk.making import yuan

DONE_AT = datetime(2026, 5, 3, 16, 25, 36, 500_000, tzinfo=UTC)
BILLNO = "XS20260503001-01000007"
WDK = Wdk(app_key="1", store_id="33571001", pos_no="POS001", order_from="RENRENLE", pay_types={"11": "05"})
SETTINGS = Settings(wdk=WDK)
PAID = Payment("11", "微信", Decimal("9.9"), Decimal("9.9"))


def order(**changed: Any) -> Order:
    said = content(**changed)
    key = key_of(said.tbillno)
    return Order(key, BILLNO, said, OrderState.COMPLETED, DONE_AT, DONE_AT)


def line(amount: str, price: str = "1", quantity: str = "1") -> OrderLine:
    return OrderLine("104142058", "水果", "kg", Decimal(quantity), Decimal(price), Decimal(amount))


def raw_of(made: Order, chosen: Settings = SETTINGS) -> Any:
    return json.loads(receipt_of(made, chosen).raw)


def test_an_order_becomes_the_documents_receipt() -> None:
    made = order(
        lines=(line("20", "10", "2"),),
        extras=(Extra("餐盒", Decimal(2), Decimal(1), Decimal(2)),),
        delivery_fee=Decimal(3),
        discounts=Discounts(store=Decimal(5)),
        actual_fee=Decimal(20),
        payments=(replace(PAID, paid=Decimal(20)),),
    )
    handed = receipt_of(made, SETTINGS)
    assert json.loads(handed.raw) == {
        "actual_amt": 2000,
        "discount_amt": 500,
        "op_name": "posdesk",
        "op_num": "0",
        "pay_channels": [{"index": 1, "pay_amount": 2000, "pay_type": "05", "serial_num": BILLNO}],
        "pos_no": "POS001",
        "serial_num": BILLNO,
        "store_id": "33571001",
        "sub_orders": [
            _sub(1, "104142058", "水果", 1000, promotion=500, deal=1500, quantity="2", unit="kg"),
            _sub(2, "FEE", "餐盒", 200),
            _sub(3, "FEE", "配送费", 300),
        ],
        "trd_time": "2026-05-04 00:25:36",
        "trd_type": 1,
        "order_from": "RENRENLE",
        "merchant_code": "HM",
    }
    assert (handed.source, handed.order, handed.lacks) == ("4", made.key, "")
    assert read_receipts(handed.raw.encode())[0].receipt == handed.receipt


def test_a_payment_at_the_counter_that_was_kept_with_its_dust_is_whole_fen() -> None:
    """F6 offered what floats had left behind, and the journal kept it so."""
    here = Payment("11", "微信", Decimal("9.9000000000000004"), Decimal("9.8999999999999986"))
    made = order(actual_fee=Decimal("9.9"), payments=())
    assert [each.amount_fen for each in receipt_of(made, SETTINGS, paid_here=(here,)).receipt.tenders] == [
        990
    ]


def _sub(
    index: int,
    code: str,
    name: str,
    price: int,
    *,
    promotion: int = 0,
    deal: int | None = None,
    quantity: str = "1",
    unit: str = "",
) -> dict[str, object]:
    row: dict[str, object] = {
        "deal_amt": price if deal is None else deal,
        "index": index,
        "item_code": code,
        "item_name": name,
        "original_price": price,
        "promotion_discount": promotion,
        "quantity": quantity,
        "serial_num": f"{BILLNO}_{index}",
    }
    return {**row, "unit": unit} if unit else row


def test_what_a_platform_bears_is_no_discount_of_the_store() -> None:
    bearing = Discounts(platform=Decimal(4), courier=Decimal(1), store=Decimal(2))
    made = order(lines=(line("20", "20"),), discounts=bearing, actual_fee=Decimal(13))
    row = raw_of(made)
    assert (row["actual_amt"], row["discount_amt"], row["overflow_amt"]) == (1300, 200, -500)
    assert row["sub_orders"][0]["deal_amt"] == 1800


def test_the_stores_discount_is_spread_by_largest_remainder_and_over_items_only() -> None:
    made = order(
        lines=(line("1"), line("1"), line("1")),
        delivery_fee=Decimal(5),
        discounts=Discounts(store=Decimal("1.00")),
        actual_fee=Decimal(7),
    )
    assert [sub["promotion_discount"] for sub in raw_of(made)["sub_orders"]] == [34, 33, 33, 0]


def test_a_discount_over_all_items_leaves_no_line_negative() -> None:
    made = order(
        lines=(line("1"), line("2", "2")), discounts=Discounts(store=Decimal(9)), actual_fee=Decimal(0)
    )
    assert [sub["deal_amt"] for sub in raw_of(made)["sub_orders"]] == [0, 0]


@pytest.mark.parametrize("fee", [None, Decimal("9.905"), Decimal("1e20")])
def test_an_order_without_an_amount_in_fen_is_refused_by_its_number(fee: Decimal | None) -> None:
    with pytest.raises(BadReceipt, match=f"{BILLNO}.*meituan.*actual_"):
        receipt_of(order(actual_fee=fee), SETTINGS)


def test_an_item_without_a_code_and_settings_without_a_till_are_named() -> None:
    with pytest.raises(BadReceipt, match=r"sub_orders\[0\]\.item_code"):
        receipt_of(order(lines=(replace(line("9.9"), product_code=" "),)), SETTINGS)
    with pytest.raises(BadReceipt, match="pos_no"):
        receipt_of(order(), Settings(wdk=Wdk(store_id="1")))


def test_a_payment_without_a_number_is_lacked_and_no_half_of_the_money_stands_there() -> None:
    card = Payment("77", "会员卡", Decimal(1), Decimal("0.9"))
    made = order(payments=(replace(PAID, paid=Decimal(9)), card, card))
    handed = receipt_of(made, SETTINGS)
    assert handed.lacks == "pay_type 77 会员卡"
    assert "pay_channels" not in json.loads(handed.raw)
    assert mismatches(handed.receipt) == ()
    known = Settings(wdk=WDK.model_copy(update={"pay_types": {"11": "05", "77": "09"}}))
    assert receipt_of(made, known).lacks == ""
    assert [row["pay_type"] for row in raw_of(made, known)["pay_channels"]] == ["05", "09", "09"]


def test_money_given_back_is_change_and_money_that_is_missing_is_seen() -> None:
    over = receipt_of(order(payments=(replace(PAID, paid=Decimal(10)),)), SETTINGS)
    assert json.loads(over.raw)["change_amt"] == 10
    assert mismatches(over.receipt) == ()
    under = receipt_of(order(payments=(replace(PAID, paid=Decimal(9)),)), SETTINGS)
    assert [found.rule for found in mismatches(under.receipt)] == [Rule.TENDERS]


def cash(amount: str, of: str) -> Payment:
    """Taken at our counter."""
    return Payment("cash", "现金", Decimal(of), Decimal(amount))


NUMBERS = {"11": "05", "cash": "01"}
TILL = Settings(wdk=WDK.model_copy(update={"pay_types": NUMBERS}))


def channels_of(made: Order, *paid_here: Payment) -> tuple[list[tuple[str, int]], list[Rule]]:
    """(pay_type, fen) of each channel, and which sums don't come out."""
    handed = receipt_of(made, TILL, paid_here=paid_here)
    rows = json.loads(handed.raw).get("pay_channels", [])
    found = [(row["pay_type"], row["pay_amount"]) for row in rows]
    return found, [each.rule for each in mismatches(handed.receipt)]


def test_what_was_paid_at_the_counter_is_a_channel_as_any() -> None:
    handed = receipt_of(order(), TILL, paid_here=(cash("9.9", "9.9"),))
    expected = [{"index": 1, "pay_amount": 990, "pay_type": "01", "serial_num": BILLNO}]
    assert json.loads(handed.raw)["pay_channels"] == expected
    assert (mismatches(handed.receipt), handed.receipt.change_fen, handed.lacks) == ((), None, "")


def test_a_tender_without_a_number_is_lacked_as_any() -> None:
    handed = receipt_of(order(), SETTINGS, paid_here=(cash("9.9", "9.9"),))
    assert (handed.lacks, handed.receipt.tenders) == ("pay_type cash 现金", ())


def test_cash_given_over_the_amount_is_change() -> None:
    handed = receipt_of(order(), TILL, paid_here=(cash("10", "9.9"),))
    assert (handed.receipt.change_fen, mismatches(handed.receipt)) == (10, ())


def test_the_rest_of_what_the_platform_took_stands_beside_it() -> None:
    made = order(payments=(replace(PAID, paid=Decimal(4)),))
    assert channels_of(made, cash("5.9", "9.9")) == ([("05", 400), ("01", 590)], [])


def test_a_repeat_that_lists_our_cash_counts_it_once() -> None:
    ours = cash("9.9", "9.9")
    listed = replace(order(payments=(replace(ours, code="cash "),)), previous=content())
    assert channels_of(listed, ours) == ([("01", 990)], [])
    under_another_code = replace(order(payments=(PAID,)), previous=content())
    assert channels_of(under_another_code, ours) == ([("05", 990)], [])


def test_a_repeat_that_lists_our_cash_and_costs_more_is_marked_and_never_made_up_with_it() -> None:
    ours = cash("9.9", "9.9")
    dearer = replace(order(payments=(ours,), actual_fee=Decimal("19.8")), previous=content())
    assert channels_of(dearer, ours) == ([("01", 990)], [Rule.TENDERS])


def test_the_same_amount_by_the_same_way_twice_counts_twice_where_nothing_was_repeated() -> None:
    half = cash("4.95", "9.9")
    assert channels_of(order(payments=(half,)), half) == ([("01", 495), ("01", 495)], [])


def test_a_line_break_and_half_an_emoji_in_a_name_refuse_no_sale() -> None:
    made = order(lines=(replace(line("9.9"), name="鱼\n香\ud83d" + "长" * 300),))
    assert raw_of(made)["sub_orders"][0]["item_name"].startswith("鱼 香 长")


@pytest.mark.parametrize(
    ("amount", "price", "quantity", "expected"),
    [
        ("3.33", "10.00", "0.333", ("0.333", 1000, 0)),
        ("10", "1.43", "7.0", ("7", 143, 1)),
        ("12", "5", "2", ("2", 600, 0)),  # more than its price: something was added to it
        ("10", "1.40", "7", ("7", 143, 1)),
        ("8", "5", "2", ("2", 500, 200)),  # less than its price: the line itself was cheaper
        ("5", "5", "0", ("1", 500, 0)),
        ("5", "0.001", "1", ("1", 500, 0)),
    ],
)
def test_price_and_quantity_stay_the_platforms_where_the_amount_can_be_had_with_them(
    amount: str, price: str, quantity: str, expected: tuple[str, int, int]
) -> None:
    row = raw_of(order(lines=(line(amount, price, quantity),), actual_fee=Decimal(amount)))["sub_orders"][0]
    assert (row["quantity"], row["original_price"], row["promotion_discount"]) == expected


_FEN = st.integers(0, 200_000)
_AMOUNT = _FEN.map(yuan) | st.decimals(-100, 5000, allow_nan=False, places=4)
_QUANTITY = st.integers(0, 30).map(Decimal) | st.decimals(-2, 90, allow_nan=False, places=3)
_WILD = st.decimals(0, 10**12, allow_nan=False) | st.just(Decimal("1e-30"))


def _lines(amounts: st.SearchStrategy[Decimal]) -> st.SearchStrategy[tuple[OrderLine, ...]]:
    made = st.builds(
        OrderLine, st.just("1"), st.text(), st.text(), _QUANTITY | _WILD, _AMOUNT | _WILD, amounts
    )
    return st.lists(made, max_size=6).map(tuple)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Completed orders, their sums right or wrong, paid in full, over the amount, or not at all."""
    actual, parts = draw(_FEN), draw(st.lists(_FEN, max_size=3))
    rest = [max(0, actual - sum(parts))] if parts else []
    return order(
        lines=draw(_lines(_AMOUNT)),
        extras=tuple(draw(st.lists(st.builds(Extra, st.text(), _QUANTITY, _AMOUNT, _AMOUNT), max_size=3))),
        delivery_fee=draw(st.none() | _AMOUNT),
        discounts=draw(st.builds(Discounts, _AMOUNT, _AMOUNT, _AMOUNT, _AMOUNT)),
        actual_fee=yuan(actual),
        payments=tuple(replace(PAID, paid=yuan(fen)) for fen in [*parts, *rest]),
    )


@given(orders())
def test_every_sum_of_a_receipt_out_of_any_order_comes_out(made: Order) -> None:
    handed = receipt_of(made, SETTINGS)
    receipt = handed.receipt
    assert mismatches(receipt) == ()
    assert yuan(receipt.actual_fen) == made.content.actual_fee
    assert receipt.discount_fen == sum(each.promotion_fen for each in receipt.lines)
    assert read_receipts(handed.raw.encode())[0].receipt == receipt
    check_shape(json.loads(handed.raw))
    if receipt.lines:
        dealt = sum(each.deal_fen for each in receipt.lines)
        assert dealt + (receipt.overflow_fen or 0) == receipt.actual_fen


_CODES = st.sampled_from(sorted(NUMBERS))
_PAYMENTS = st.lists(st.builds(Payment, _CODES, st.just(""), st.just(yuan(1)), _FEN.map(yuan)), max_size=3)


@given(
    before=_PAYMENTS,
    ours=st.integers(1, 200_000),
    listed=st.booleans(),
    other_fen=st.none() | st.integers(1, 200_000),
)
def test_no_money_is_counted_twice_and_what_comes_to_the_amount_is_whole(
    before: list[Payment], ours: int, listed: bool, other_fen: int | None
) -> None:
    here = Payment("cash", "现金", yuan(1), yuan(ours))
    there = [*before, here] if listed else before
    real = [*before, here]
    owed = sum(fen_of(each.paid) for each in real)
    actual = other_fen or owed
    made = order(payments=tuple(there), actual_fee=yuan(actual))
    if listed:
        made = replace(made, previous=content())
    receipt = receipt_of(made, TILL, paid_here=(here,)).receipt
    found = Counter((each.pay_type, each.amount_fen) for each in receipt.tenders)
    assert found <= Counter((NUMBERS[each.code], fen_of(each.paid)) for each in real)
    marked = Rule.TENDERS in [each.rule for each in mismatches(receipt)]
    paid = sum(each.amount_fen or 0 for each in receipt.tenders)
    assert marked or paid - (receipt.change_fen or 0) == actual
    if actual == owed:
        assert (marked, paid, receipt.change_fen) == (False, owed, None)
