"""CSV in: the same receipts as by JSON, or an error that names line and column."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.errors import BadReceipt
from posdesk.platforms.wdk.checking import is_shortened, spoilt_by
from posdesk.platforms.wdk.fields import PAY_CHANNELS, RECEIPT_FIELDS, SUB_ORDERS
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.platforms.wdk.table import columns, read_csv
from tests.platforms.wdk.making import Row, body, example, rows

COLUMNS = [name.rstrip("*") for name in columns()]
LISTS = {SUB_ORDERS: "item.", PAY_CHANNELS: "pay."}


def cells(row: Row) -> list[dict[str, Any]]:
    """A receipt as rows of cells: its own fields on each, an item and a payment a row."""
    own = {name: value for name, value in row.items() if name not in LISTS}
    length = max(1, *(len(row.get(name, [])) for name in LISTS))
    made = [dict(own) for _ in range(length)]
    for name, prefix in LISTS.items():
        for at, entry in enumerate(row.get(name, [])):
            made[at] |= {prefix + key: value for key, value in entry.items()}
    return made


def table(*receipts: Row, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """A CSV file of receipts, with every column."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", delimiter=delimiter)
    writer.writeheader()
    for receipt in receipts:
        writer.writerows(cells(receipt))
    return text.getvalue().encode(encoding)


def refusal(data: bytes | str) -> str:
    with pytest.raises(BadReceipt) as caught:
        read_csv(data if isinstance(data, bytes) else data.encode())
    assert " / " in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", ",;\t")
def test_the_documents_example_is_the_same_receipt_by_csv_and_by_json(encoding: str, delimiter: str) -> None:
    assert read_csv(table(example(), delimiter=delimiter, encoding=encoding)) == read_receipts(
        body(example())
    )


@given(st.lists(rows(), min_size=1, max_size=3, unique_by=lambda row: row["serial_num"]))
def test_any_receipts_are_the_same_by_csv_and_by_json(receipts: list[Row]) -> None:
    for number, receipt in enumerate(receipts):
        receipt["serial_num"] = f"S{number}"
    assert read_csv(_told(receipts)) == read_receipts(body(receipts))


def _told(receipts: list[Row]) -> bytes:
    """As `table`; texts that a cell can't hold are made plain first, in the receipts too."""
    for receipt in receipts:
        for row in [receipt, *receipt.get(SUB_ORDERS, []), *receipt.get(PAY_CHANNELS, [])]:
            texts = {name: value for name, value in row.items() if isinstance(value, str)}
            row |= {name: _plain(value) for name, value in texts.items() if name != "quantity"}
    return table(*receipts)


def _plain(value: str) -> str:
    """Nothing that a spreadsheet has spoilt."""
    return f"_{value[1:]}" if spoilt_by(value) or is_shortened(value) else value


HEAD = "store_id,pos_no,serial_num,actual_amt,op_name,op_num,trd_time,item.serial_num,item.item_code," + (
    "item.quantity,item.original_price,item.promotion_discount,item.deal_amt,pay.pay_type,pay.serial_num\n"
)
GOOD = "1,P,7,300,李,1,2026-05-03 12:00:00,7_1,A,1,100,0,100,01,7\n"
MORE = "1,P,7,300,李,1,2026-05-03 12:00:00,7_2,B,2,100,0,200,,\n"


def test_rows_of_one_receipt_are_its_items_and_payments_wherever_they_stand() -> None:
    other = GOOD.replace(",7,", ",8,").replace("300", "100")
    first, second = read_csv((HEAD + GOOD + other + "\n" + MORE).encode())
    assert [line.item_code for line in first.receipt.lines] == ["A", "B"]
    assert len(first.receipt.tenders) == 1
    assert second.receipt.key.serial_num == "8"


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        (MORE.replace("300", "301"), "line 3, column actual_amt: contradicts line 2"),
        (MORE.replace("李", "王"), "line 3, column op_name: contradicts line 2"),
        (MORE.replace(",200,", ",2.00,"), "line 3, column item.deal_amt: an integer is wanted"),
        (MORE.replace(",200,", ",'200,"), "line 3, column item.deal_amt: the cell begins with an apostrophe"),
        (MORE.replace(",B,", ",'001,"), "line 3, column item.item_code: the cell begins with an apostrophe"),
        (MORE.replace(",B,", ",6.93E+12,"), "line 3, column item.item_code: a spreadsheet has shortened"),
        (MORE.replace(",B,", ",,"), "line 3, column item.item_code: required and missing"),
        (MORE.replace(",2,", ",two,"), "line 3, column item.quantity: a quantity such as"),
        (MORE.replace(",7,", ",,"), "line 3, column serial_num: required and missing"),
        (MORE.replace("7_2,B,2,100,0,200,,", "7_2,B"), "line 3: 9 cells, the header has 15"),
        (MORE.replace("\n", ",x\n"), "line 3: 16 cells, the header has 15"),
        (MORE.replace(",B,", ',"B\n,'), "line 3: not CSV"),
        ("\n\n" + MORE.replace(",7,", ",9,").replace("300", ""), "line 5, column actual_amt: required and"),
        (
            GOOD.replace("2026-05-03 12:00:00", "2026.5.3 12:00").replace("7", "9"),
            "line 3, column trd_time: a time",
        ),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column_and_nothing_is_taken(bad: str, place: str) -> None:
    said = refusal(HEAD + GOOD + bad)
    assert place in said
    assert said.startswith("第 ")


def test_a_line_is_the_files_own_though_a_cell_goes_over_two() -> None:
    bad = MORE.replace(",B,", ",,")
    two_lines = GOOD.replace("7_1,A", '"7_1","A"').replace("李,1,", '李,"1",')
    assert "line 3, column item.item_code" in refusal(HEAD + two_lines + bad)
    said = refusal(HEAD + GOOD.replace(",A,", ',"A\nB",') + MORE)
    assert "line 2, column item.item_code: it holds U+000A, which can't be printed" in said


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("store_id,pos_no,serial_num,actual", "line 1, column actual: no column of ours"),
        ("store_id,pos_no,serial_num,op_num,op_num", "line 1, column op_num: the column stands twice"),
        ("store_id,pos_no,actual_amt", "line 1, column serial_num: the column is missing"),
        ("", "line 2, column 1: no column of ours"),
        ("流水号,金额", "line 1, column 流水号: no column of ours"),
        ("store_id,,pos_no,serial_num", "line 1, column (empty): no column of ours"),
        ("store_id,pos_no,serial_num,", "line 2: 4 cells, the header has 3"),
        ("store_id,pos_no,serial_num,sub_orders", "line 1, column sub_orders: no column of ours"),
    ],
)
def test_a_header_is_ours_to_the_letter(header: str, place: str) -> None:
    assert place in refusal(header + "\n1,P,7,300\n")


@pytest.mark.parametrize("data", [HEAD.encode(), b"\xff\xfe\xff", b"\x00", b"", HEAD.encode() + b'"'])
def test_a_file_without_receipts_is_refused(data: bytes) -> None:
    refusal(data)


def test_every_field_of_the_document_has_its_column() -> None:
    own = {each.name + "*" * each.required for each in RECEIPT_FIELDS if not each.rows}
    items = {
        f"{LISTS[each.name]}{sub.name}{'*' * sub.required}" for each in RECEIPT_FIELDS for sub in each.rows
    }
    assert set(columns()) == own | items
    assert len(columns()) == len(set(columns()))


def test_without_items_and_payments_a_receipt_is_one_row() -> None:
    plain = example(sub_orders=None, pay_channels=None)
    assert read_csv(table(plain)) == read_receipts(body(plain))
