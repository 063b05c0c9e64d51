"""Receipts in: the document's example as it stands, everything else refused by its place and field."""

import contextlib
import json
import re
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.books.receipt import TILL, ReceiptKey, SaleRef, mismatches
from posdesk.domain.clock import CHINA
from posdesk.errors import BadReceipt
from posdesk.platforms.wdk.fields import ITEM_FIELDS, PAY_FIELDS, RECEIPT_FIELDS, FieldKind, ReceiptField
from posdesk.platforms.wdk.reading import MOST_RECEIPTS, read_receipt_lines, read_receipts
from tests.platforms.wdk.making import EXAMPLE, EXAMPLE_FILE, Row, body, example, rows
from tests.support.paths import ROOT

WHERE = {"": RECEIPT_FIELDS, "sub_orders": ITEM_FIELDS, "pay_channels": PAY_FIELDS}
FIELDS = [
    (where, field) for where, table in WHERE.items() for field in table if field.kind is not FieldKind.LIST
]


def changed_in(where: str, name: str, value: Any) -> Row:
    """The example with one field changed, in its receipt or in the first row of a list."""
    row = example()
    target = row[where][0] if where else row
    target[name] = value
    return row


def path_of(where: str, name: str) -> str:
    return f"{where}[0].{name}" if where else name


def refusal(value: object) -> str:
    with pytest.raises(BadReceipt) as caught:
        read_receipts(body(value))
    return str(caught.value)


def test_the_documents_example_is_read_and_kept_field_by_field() -> None:
    (handed,) = read_receipts(EXAMPLE_FILE.read_bytes())
    assert json.loads(handed.raw) == EXAMPLE
    assert list(json.loads(handed.raw)) == [field.name for field in RECEIPT_FIELDS]
    assert " " not in handed.raw.replace("2017-07-12 00:00:00", "")
    assert '"quantity":"2"' in handed.raw
    assert '"overflow_amt":0' in handed.raw
    assert handed.source == TILL
    assert (handed.order, handed.lacks) == (None, "")


def test_what_the_books_need_comes_out_of_the_example() -> None:
    receipt = read_receipts(EXAMPLE_FILE.read_bytes())[0].receipt
    assert receipt.key == ReceiptKey("33571001", "POS001", "20180101000002")
    assert receipt.traded_at == datetime(2017, 7, 12, tzinfo=CHINA)
    assert not receipt.is_return
    assert (receipt.actual_fen, receipt.discount_fen, receipt.overflow_fen) == (1800, 200, 0)
    (line,), (tender,) = receipt.lines, receipt.tenders
    assert (line.quantity, line.original_price_fen, line.promotion_fen) == (Decimal(2), 1000, 200)
    assert (tender.pay_type, tender.amount_fen) == ("01", 1800)
    assert mismatches(receipt) == ()


def test_a_sale_takes_nothing_back_though_the_example_names_an_original() -> None:
    assert read_receipts(EXAMPLE_FILE.read_bytes())[0].receipt.original is None


@pytest.mark.parametrize(("pos_no", "expected"), [("POS009", "POS009"), (None, "POS001")])
def test_a_return_names_its_sale_and_without_a_till_the_same_till(pos_no: str | None, expected: str) -> None:
    row = example(trd_type=2, original_pos_no=pos_no)
    sale = SaleRef(expected, "2018010110001", datetime(2017, 7, 12, tzinfo=CHINA))
    assert read_receipts(body(row))[0].receipt.original == sale


def test_a_mark_at_the_start_and_a_list_are_taken() -> None:
    both = [example(), example(serial_num="2")]
    assert len(read_receipts(b"\xef\xbb\xbf" + body(both))) == 2


@pytest.mark.parametrize(("where", "field"), FIELDS, ids=lambda value: getattr(value, "name", value))
def test_each_required_field_is_missed_by_its_name(where: str, field: ReceiptField) -> None:
    if not field.required:
        gone = json.loads(read_receipts(body(changed_in(where, field.name, None)))[0].raw)
        assert field.name not in (gone[where][0] if where else gone)
        return
    for empty in (None, *([""] if field.kind in {FieldKind.KEY, FieldKind.TEXT, FieldKind.QUANTITY} else [])):
        said = refusal(changed_in(where, field.name, empty))
        assert re.search(rf"receipt 1.* {re.escape(path_of(where, field.name))}: ", said), said


WRONG: dict[FieldKind, list[Any]] = {
    FieldKind.FEN: [1800.0, "18.00", "18,00", 1989.9999999999998, True, 10**18, [], [1800]],
    FieldKind.UNIT_FEN: [9.5, "9.00", False, -(10**18)],
    FieldKind.NUMBER: [1.5, "one", True],
    FieldKind.TRADE: [0, 3, "sale", True, 1.5],
    FieldKind.KEY: [True, "x" * 65, "a\nb", "a\x00b", "a\u200bb", "\ufeffa", "\ud83d", [1], 2.5e16],
    FieldKind.TEXT: [True, 1.5e16, "x" * 201, "a\nb", "a\x00b", "\ud83d", [1]],
    FieldKind.FEN_TEXT: [True, [0]],
    FieldKind.QUANTITY: [
        True,
        "NaN",
        "Infinity",
        "1e99",
        "1E+1",
        ".5",
        "2.",
        "+2",
        "1" * 14,
        "1" * 31,
        "两",
        "2 kg",
        "-",
    ],
    FieldKind.DATE: ["2017-07-12", "2017-13-01 00:00:00", "2017-07/12 00:00:00", 20170712, "1499788800"],
}


@pytest.mark.parametrize(("where", "field"), FIELDS, ids=lambda value: getattr(value, "name", value))
def test_each_wrong_type_is_refused_by_its_field(where: str, field: ReceiptField) -> None:
    for value in WRONG[field.kind]:
        row = changed_in(where, field.name, value)
        with pytest.raises(BadReceipt, match=re.escape(f" {path_of(where, field.name)}: ")) as caught:
            read_receipts(json.dumps(row).encode())
        str(caught.value).encode()


@pytest.mark.parametrize("name", [field.name for field in RECEIPT_FIELDS if field.kind is FieldKind.LIST])
def test_a_list_is_a_list_of_objects(name: str) -> None:
    for other in ("[]", 7, {"0": example()[name][0], "2": example()[name][0]}):
        assert f" {name}: a list is wanted" in refusal(example(**{name: other}))
    assert f" {name}[0]: an object is wanted" in refusal(example(**{name: [1]}))
    assert name not in json.loads(read_receipts(body(example(**{name: []})))[0].raw)


def test_the_second_receipts_third_line_is_named() -> None:
    bad = example(serial_num="77")
    bad["sub_orders"] = [dict(bad["sub_orders"][0]) for _ in range(3)]
    bad["sub_orders"][2]["deal_amt"] = "18.00"
    said = refusal([example(), bad])
    assert "receipt 2 (serial_num 77) sub_orders[2].deal_amt: " in said
    assert said.startswith("第 2 张小票（流水号 77） sub_orders[2].deal_amt：")


@pytest.mark.parametrize("where", WHERE)
def test_a_misspelt_field_is_refused_and_not_lost(where: str) -> None:
    assert f"{path_of(where, 'promotion_discout')}: no field of the document" in refusal(
        changed_in(where, "promotion_discout", 1)
    )


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"1",
        b"null",
        b"[null]",
        b'"receipt"',
        b"\xff\xfe",
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b"1" * 100_000,
        b'{"actual_amt":NaN}',
        b'{"actual_amt":1e999999999999}',
        b'{"\\ud83d":1}',
        b'{"\\ud83d":1,"\\ud83d":2}',
        EXAMPLE_FILE.read_bytes().replace(b'"ask_amt": 1800', b'"actual_amt": 1800'),
    ],
)
def test_a_text_that_is_no_receipt_is_refused_in_words_that_can_be_written(text: bytes) -> None:
    with pytest.raises(BadReceipt) as caught:
        read_receipts(text)
    assert " / " in str(caught.value)
    str(caught.value).encode()


def test_too_many_receipts_are_refused() -> None:
    assert str(MOST_RECEIPTS) in refusal([{}] * (MOST_RECEIPTS + 1))
    with pytest.raises(BadReceipt, match=str(MOST_RECEIPTS)):
        read_receipt_lines(b"{}\n" * (MOST_RECEIPTS + 1))


def test_json_lines_name_the_line() -> None:
    good = body(example())
    assert len(read_receipt_lines(good + b"\n\n" + body(example(serial_num="2")) + b"\r\n")) == 2
    with pytest.raises(BadReceipt, match=r"line 3 \(serial_num 9\) actual_amt: "):
        read_receipt_lines(good + b"\n\n" + body(example(serial_num="9", actual_amt="x")))
    with pytest.raises(BadReceipt, match="line 2: "):
        read_receipt_lines(good + b"\n{")
    with pytest.raises(BadReceipt, match="empty"):
        read_receipt_lines(b"\n")


@given(rows())
def test_the_canonical_text_is_its_own(row: Row) -> None:
    """Reading, writing and reading again loses and adds nothing, in whatever order the fields came."""
    (handed,) = read_receipts(body(row))
    assert json.loads(handed.raw) == row
    assert read_receipts(handed.raw.encode()) == (handed,)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists) | rows())
def test_nothing_but_a_bad_receipt_is_ever_raised(value: object) -> None:
    with contextlib.suppress(BadReceipt):
        assert read_receipts(json.dumps(value).encode())


def test_the_example_is_the_documents() -> None:
    """Every setter of the document's Java sample stands in our copy, with its value."""
    seed = (ROOT / "tests/data/wdk/sample.java.txt").read_text(encoding="utf-8")
    set_to = re.findall(r"obj(\d)\.set(\w+)\((.+)\);", seed)
    found = {1: EXAMPLE, 4: EXAMPLE["pay_channels"][0], 7: EXAMPLE["sub_orders"][0]}
    for number, setter, value in set_to:
        name = re.sub("(?<!^)([A-Z])", r"_\1", setter).lower()
        if name in {"pay_channels", "sub_orders"}:
            continue
        wanted = re.fullmatch(r'(?:StringUtils\.parseDateTime\()?"(.*?)"\)?|(\d+)L', value)
        assert wanted is not None, value
        expected: object = wanted[1] if wanted[2] is None else int(wanted[2])
        assert found[int(number)][name] == expected
    assert len(set_to) == sum(map(len, found.values()))
