"""A return's amounts under the sign that the settings name; everything else leaves as it came."""

import json
from typing import Any

import pytest
from hypothesis import given

from posdesk.domain.books.receipt import mismatches
from posdesk.errors import BadReceipt
from posdesk.platforms.wdk.fields import ITEM_FIELDS, PAY_FIELDS, RECEIPT_FIELDS, FieldKind
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.platforms.wdk.writing import Sign, payload_of
from posdesk.simulator.wdk.strict import check_shape
from tests.platforms.wdk.making import Row, body, example, rows

AMOUNTS = {
    each.name
    for table in (RECEIPT_FIELDS, ITEM_FIELDS, PAY_FIELDS)
    for each in table
    if each.kind in {FieldKind.FEN, FieldKind.UNIT_FEN}
}


def raw_of(row: Row) -> str:
    return read_receipts(body(row))[0].raw


def amounts(row: Any) -> list[int]:
    """Every amount in a receipt, in its order."""
    if isinstance(row, list):
        return [fen for each in row for fen in amounts(each)]
    own = [value for name, value in row.items() if name in AMOUNTS and isinstance(value, int)]
    return own + [fen for value in row.values() if isinstance(value, list) for fen in amounts(value)]


@given(rows())
def test_a_sale_leaves_byte_for_byte_whichever_sign_returns_carry(row: Row) -> None:
    raw = raw_of({**row, "trd_type": 1})
    assert payload_of(raw, "positive") == payload_of(raw, "negative") == raw


@pytest.mark.parametrize(("actual", "returns"), [(1800, "positive"), (-1800, "negative"), (0, "negative")])
def test_a_return_whose_sign_is_right_leaves_byte_for_byte(actual: int, returns: Sign) -> None:
    raw = raw_of(example(trd_type=2, actual_amt=actual))
    assert payload_of(raw, returns) == raw


def test_every_amount_of_a_return_is_turned_round_and_nothing_else() -> None:
    raw = raw_of(example(trd_type=2, member_discount="12"))
    turned = json.loads(payload_of(raw, "negative"))
    assert amounts(turned) == [-fen for fen in amounts(json.loads(raw))]
    assert turned["member_discount"] == "-12"
    assert turned["sub_orders"][0]["quantity"] == "2"
    assert turned["pay_channels"][0]["pay_type"] == "01"
    assert turned["trd_type"] == 2
    assert payload_of(payload_of(raw, "negative"), "positive") == raw


@pytest.mark.parametrize(("quantity", "expected"), [("-2", "2"), ("-2.0", "2.0")])
def test_a_quantity_that_bears_the_sign_is_turned_in_place_of_the_price(quantity: str, expected: str) -> None:
    row = example(trd_type=2, actual_amt=-1800, pay_channels=None)
    row["sub_orders"][0] |= {"quantity": quantity, "promotion_discount": -200, "deal_amt": -1800}
    assert mismatches(read_receipts(body(row))[0].receipt) == ()
    turned = payload_of(raw_of(row), "positive")
    line = json.loads(turned)["sub_orders"][0]
    assert (line["quantity"], line["original_price"], line["deal_amt"]) == (expected, 1000, 1800)
    assert mismatches(read_receipts(turned.encode())[0].receipt) == ()


@pytest.mark.parametrize("words", ["0", "八折", "-", "0.00"])
def test_a_member_discount_that_is_no_amount_stays(words: str) -> None:
    raw = raw_of(example(trd_type=2, member_discount=words))
    assert json.loads(payload_of(raw, "negative"))["member_discount"] == words


@given(rows())
def test_what_leaves_is_a_receipt_whose_sums_come_out_as_they_did(row: Row) -> None:
    raw = raw_of({**row, "trd_type": 2})
    before = mismatches(read_receipts(raw.encode())[0].receipt)
    after = mismatches(read_receipts(payload_of(raw, "negative").encode())[0].receipt)
    assert [(each.rule, each.line) for each in before] == [(each.rule, each.line) for each in after]
    assert json.loads(payload_of(raw, "negative"))["actual_amt"] <= 0


@pytest.mark.parametrize("raw", ["", "[]", "1", "\ud800"])
def test_a_text_that_is_no_object_is_refused(raw: str) -> None:
    with pytest.raises(BadReceipt):
        payload_of(raw, "positive")


@given(rows())
def test_whatever_was_taken_is_what_the_document_asks_for(row: Row) -> None:
    """By the simulator's own table of the document, not by ours."""
    raw = raw_of(row)
    signs: tuple[Sign, ...] = ("positive", "negative")
    for sign in signs:
        check_shape(json.loads(payload_of(raw, sign)))
