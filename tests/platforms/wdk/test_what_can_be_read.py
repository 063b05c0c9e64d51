"""A till's receipt in another look is the same receipt, and goes to WDK in the document's types."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.books.receipt import Handed, Receipt, ReceiptKey
from posdesk.domain.clock import CHINA
from posdesk.errors import BadReceipt
from posdesk.platforms.wdk.fields import RECEIPT_FIELDS, FieldKind, ReceiptField
from posdesk.platforms.wdk.reading import read_receipt_lines, read_receipts
from posdesk.platforms.wdk.table import read_csv
from tests.platforms.wdk.making import Row, body, example, rows


def handed(**changed: Any) -> Handed:
    (found,) = read_receipts(body(example(**changed)))
    return found


def line(**changed: Any) -> Row:
    return {"sub_orders": [example()["sub_orders"][0] | changed]}


def pay(**changed: Any) -> Row:
    return {"pay_channels": [example()["pay_channels"][0] | changed]}


def looks(name: str, plain: object, others: list[Any]) -> list[tuple[Row, Row]]:
    return [({name: other}, {name: plain}) for other in others]


SAME: list[tuple[Row, Row]] = [
    # a number for a text
    ({"store_id": 33571001}, {"store_id": "33571001"}),
    ({"serial_num": 27060100123456789}, {"serial_num": "27060100123456789"}),
    ({"op_num": 1, "op_name": 7}, {"op_num": "1", "op_name": "7"}),
    ({"member_card_num": 13500001234}, {"member_card_num": "13500001234"}),
    ({"member_discount": 0}, {"member_discount": "0"}),
    (line(item_code=1, quantity=2, unit=3), line(item_code="1", quantity="2", unit="3")),
    (line(quantity=0.355), line(quantity="0.355")),
    (pay(pay_type=1), pay(pay_type="1")),
    # a text for a number
    ({"actual_amt": "1800"}, {"actual_amt": 1800}),
    ({"actual_amt": " 1800 ", "trd_type": "1"}, {"actual_amt": 1800, "trd_type": 1}),
    (line(index="1", deal_amt="1800"), line(index=1, deal_amt=1800)),
    # 0.0 for an integer
    ({"overflow_amt": 0.0, "trd_type": 1.0}, {"overflow_amt": 0, "trd_type": 1}),
    ({"overflow_amt": "0.00"}, {"overflow_amt": 0}),
    (line(index=1.0), line(index=1)),
    # {}, "" and null for what is absent
    *looks("sub_orders", None, [{}, "", [], " "]),
    *looks("pay_channels", None, [{}, "", [], " "]),
    *looks("ali_userid", None, [{}, ""]),
    *looks("ask_amt", None, [{}, ""]),
    *looks("trd_type", None, [{}, ""]),
    # one object for a list of one
    ({"sub_orders": example()["sub_orders"][0]}, {"sub_orders": example()["sub_orders"]}),
    ({"pay_channels": example()["pay_channels"][0]}, {"pay_channels": example()["pay_channels"]}),
    # times
    *looks("trd_time", "2026-11-28 04:05:06", ["2026-11-28T04:05:06.123+08:00", "2026-11-27T20:05:06Z"]),
    *looks("trd_time", "2026-11-28 04:05:06", ["2026/11/28 4:05:06", "2026-11-28 04:05:06.0"]),
    *looks("trd_time", "2026-11-28 04:05:00", ["2026-11-28 04:05"]),
    *looks("trd_time", None, ["0001-01-01 00:00:00", "1970-01-01 08:00:00", ""]),
    # binary dust of a quantity
    (line(quantity=0.1 + 0.2), line(quantity="0.3")),
    (line(quantity="0.30000000000000004"), line(quantity="0.3")),
    # blanks around what names a receipt
    ({"serial_num": "S1    ", "store_id": "\t33571001"}, {"serial_num": "S1", "store_id": "33571001"}),
    ({"pos_no": "\u3000P1\u00a0"}, {"pos_no": "P1"}),
    ({"original_serial_num": "S0  "}, {"original_serial_num": "S0"}),
]


@pytest.mark.parametrize(("written", "plain"), SAME, ids=lambda value: json.dumps(value)[:60])
def test_a_receipt_in_another_look_is_the_same_receipt(written: Row, plain: Row) -> None:
    assert handed(**written) == handed(**plain)
    (by_line,) = read_receipt_lines(body(example(**written)))
    assert by_line == handed(**plain)


def test_a_receipt_leaves_in_the_documents_types() -> None:
    row = json.loads(handed(actual_amt="1800", serial_num=7, trd_time="2026/11/28 4:05:06", trd_type=1.0).raw)
    assert (row["actual_amt"], row["serial_num"], row["trd_type"]) == (1800, "7", 1)
    assert row["trd_time"] == "2026-11-28 04:05:06"


def test_a_receipt_without_a_date_counts_when_it_comes() -> None:
    assert handed(trd_time="1970-01-01 08:00:00").receipt.traded_at is None
    receipt = handed(trd_time="2026-11-27T20:05:06Z").receipt
    assert receipt.traded_at == datetime(2026, 11, 28, 4, 5, 6, tzinfo=CHINA)


@pytest.mark.parametrize("amount", [18.0, "18.00", 1800.0, "1800.", 1989.9999999999998])
def test_an_amount_with_a_point_may_be_yuan_and_is_refused(amount: object) -> None:
    with pytest.raises(BadReceipt, match="actual_amt: an integer of fen is wanted, without a point"):
        handed(actual_amt=amount)


def test_the_largest_amount_is_sixteen_digits_of_yuan() -> None:
    assert handed(actual_amt=10**18 - 1).receipt.actual_fen == 10**18 - 1
    with pytest.raises(BadReceipt, match="actual_amt: a number out of range"):
        handed(actual_amt=10**18)


HEAD = (
    "store_id,pos_no,serial_num,actual_amt,op_name,op_num,trd_time,trd_type,item.serial_num,item.item_code,"
    "item.quantity,item.original_price,item.promotion_discount,item.deal_amt\n"
)
PLAIN = "1,P,7,300,李,1,2026-05-03 12:00:00,1,7_1,A,1,100,0,100\n"


@pytest.mark.parametrize(
    "row",
    [
        PLAIN.replace(",7,", ",7    ,").replace("1,P", "\u30001,P\u00a0"),
        PLAIN.replace("2026-05-03 12:00:00", "2026/5/3 12:00"),
        PLAIN.replace("2026-05-03 12:00:00", "2026-05-03T04:00:00Z"),
        PLAIN.replace(",0,", ",0.00,"),
        PLAIN.replace("12:00:00,1,", "12:00:00,1.0,"),
    ],
)
def test_a_cell_in_another_look_is_the_same_cell(row: str) -> None:
    assert read_csv((HEAD + row).encode()) == read_csv((HEAD + PLAIN).encode())


def test_rows_whose_number_differs_only_in_blanks_are_one_receipt() -> None:
    more = PLAIN.replace(",7,", ",7  ,").replace("7_1,A", "7_2,B")
    (found,) = read_csv((HEAD + PLAIN + more).encode())
    assert found.receipt.key == ReceiptKey("1", "P", "7")
    assert [each.item_code for each in found.receipt.lines] == ["A", "B"]


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\x07"])
def test_an_invisible_mark_in_a_key_is_refused_by_line_column_and_name(mark: str) -> None:
    with pytest.raises(BadReceipt, match=rf"line 3, column serial_num: .*U\+{ord(mark):04X}"):
        read_csv((HEAD + PLAIN + PLAIN.replace(",7,", f",7{mark},")).encode())


def _quoted(value: Any) -> Any:
    return str(value)


def _unquoted(value: Any) -> Any:
    return int(value) if str(int(value)) == value else value


_LOOKS: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.FEN: _quoted,
    FieldKind.UNIT_FEN: _quoted,
    FieldKind.NUMBER: float,
    FieldKind.TRADE: lambda value: f"{value}.0",
    FieldKind.KEY: lambda value: f"  {value}\t",
    FieldKind.TEXT: lambda value: _unquoted(value) if value.isdecimal() and value.isascii() else value,
    FieldKind.FEN_TEXT: lambda value: value,
    FieldKind.QUANTITY: lambda value: f" {value} ",
    FieldKind.DATE: lambda value: value.replace(" ", "T") + ".25+08:00",
}


def _bent(row: Row, table: tuple[ReceiptField, ...]) -> Row:
    kinds = {field.name: field for field in table}
    return {name: _bent_value(kinds[name], value) for name, value in row.items()}


def _bent_value(field: ReceiptField, value: Any) -> Any:
    if field.kind is not FieldKind.LIST:
        return _LOOKS[field.kind](value)
    entries = [_bent(each, field.rows) for each in value]
    return entries[0] if len(entries) == 1 else entries


@given(rows(), st.booleans())
def test_any_receipt_in_other_looks_is_the_same_receipt(row: Row, in_list: bool) -> None:
    bent = _bent(row, RECEIPT_FIELDS)
    (found,) = read_receipts(body([bent] if in_list else bent))
    (plain,) = read_receipts(body(row))
    assert found == plain
    assert isinstance(found.receipt, Receipt)
