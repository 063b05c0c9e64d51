"""CSV files as spreadsheets and tills leave them: read without guessing, else refused in words that show why.

The inputs in tests/data/field came from real tills and spreadsheets; their READMEs name where.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.key_text import compared
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.platforms.wdk.table import read_csv
from tests.platforms.wdk.making import body, example
from tests.platforms.wdk.test_reading import refusal as refused_json
from tests.platforms.wdk.test_table import GOOD, HEAD, MORE, refusal, table
from tests.support.paths import ROOT

FIELD = ROOT / "tests/data/field"
SHORTENED = sorted((FIELD / "09-csv-shortened-numbers").glob("*.csv"))
ALIKE = sorted((FIELD / "10-csv-invisible-key").glob("*.csv"))


def sheet(name: str) -> bytes:
    return (FIELD / "20-csv-loud" / name).read_bytes()


def with_serial(cell: str) -> str:
    return HEAD + GOOD.replace(",7,", f",{cell},")


@pytest.mark.parametrize("path", SHORTENED, ids=lambda path: path.name)
def test_a_number_that_was_shortened_is_refused_in_any_spelling(path: Path) -> None:
    assert "line 2, column serial_num: " in refusal(path.read_bytes())


def test_those_files_are_all_there() -> None:
    assert (len(SHORTENED), len(ALIKE)) == (7, 6)


_POINTS = st.sampled_from([".", ",", "．", "，"])
_BLANKS = st.sampled_from(["", " ", "\u00a0", "\u3000", "\t"])


@st.composite
def shortened(draw: st.DrawFn) -> str:
    """A long number as a spreadsheet, pandas, Java or a float writes it, with blanks around."""
    digits = str(draw(st.integers(1, 10**15)))
    mantissa = digits[0] + draw(_POINTS) + digits[1:]
    exponent = draw(st.integers(5, 20))
    letter, blank = draw(st.sampled_from("eE")), draw(st.sampled_from(["", " "]))
    written = draw(
        st.sampled_from(
            [
                f"{mantissa}{blank}{letter}+{exponent:0{draw(st.integers(1, 3))}}",
                f"{digits[0]}{letter}+{exponent}",
                f"{mantissa}{letter}{exponent}",
                f"{mantissa[1]}{digits}{blank}{letter}+{exponent}",
                f"{mantissa}D+{exponent}",
                f"{digits}{draw(_POINTS)}{'0' * draw(st.integers(0, 3))}",
                f'="{digits}"',
            ]
        )
    )
    full_width = draw(st.booleans())
    text = written.translate({c: c + 0xFEE0 for c in range(0x30, 0x3A)}) if full_width else written
    return f"{draw(_BLANKS)}{text}{draw(_BLANKS)}"


@given(shortened(), st.sampled_from(["serial_num", "op_num", "item_code"]))
def test_no_spelling_of_a_shortened_number_passes(written: str, name: str) -> None:
    row = example()
    (row["sub_orders"][0] if name == "item_code" else row)[name] = written
    assert name in refusal(table(row, delimiter=";"))


@given(st.decimals(10**5, 10**14, places=0), st.sampled_from(["{:E}", "{:.3e}", "{:.0E}", "{}.0"]))
def test_a_key_that_was_shortened_is_refused_at_every_door(number: Decimal, form: str) -> None:
    """Two receipts whose numbers were shortened alike would pass for one."""
    assert "serial_num: a spreadsheet has shortened" in refused_json(example(serial_num=form.format(number)))


@pytest.mark.parametrize(
    "code", ["2E13", "1e5", "12E", "E+5", "10.5", "1.0.0", "A7.0", "20180101000077", "007"]
)
def test_a_code_that_only_resembles_a_shortened_number_is_taken(code: str) -> None:
    (handed,) = read_csv(table(example(serial_num=code)))
    assert handed.receipt.key.serial_num == code


def test_four_look_alikes_are_one_receipt_and_the_two_with_invisible_marks_are_refused() -> None:
    plain, blank, nbsp, override, zero_width, full_width = (path.read_bytes() for path in ALIKE)
    taken = [read_csv(data)[0].receipt.key for data in (plain, blank, nbsp, full_width)]
    assert {tuple(map(compared, key)) for key in taken} == {("33571001", "POS001", "X80")}
    assert "it holds the invisible character U+202D" in refusal(override)
    assert "it holds the invisible character U+200B" in refusal(zero_width)


@pytest.mark.parametrize(
    ("name", "serials"),
    [
        ("01-utf16-tab.csv", ["20180101000002"]),
        ("04-sep-line.csv", ["20180101000005"]),
        ("05-trailing-empty-cols.csv", ["20180101000006"]),
        ("06-fewer-trailing.csv", ["20180101000007", "20180101000008"]),
        ("08-tab-suffixed.csv", ["20180101000078"]),
    ],
)
def test_what_spreadsheets_write_around_a_table_is_read(name: str, serials: list[str]) -> None:
    assert [handed.receipt.key.serial_num for handed in read_csv(sheet(name))] == serials


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("03-double-bom.csv", "line 1, column store_id: an invisible mark U+FEFF before store_id"),
        ("36-NA.csv", "line 2, column serial_num: #N/A is a spreadsheet's error, no value"),
        ("gbk-looks-utf8.csv", 'line 2: "牛女" or "ţŮ"? Without a mark it reads as GB18030 and as UTF-8'),
    ],
)
def test_what_cant_be_seen_is_shown_in_the_refusal(name: str, said: str) -> None:
    assert said in refusal(sheet(name))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\x1a"])
@given(name=st.text(st.characters(min_codepoint=0x80, max_codepoint=0x17F, categories=["L"]), min_size=1))
def test_a_file_with_its_mark_is_read_whatever_it_holds(encoding: str, end: str, name: str) -> None:
    text = (HEAD + GOOD.replace("李", name)).rstrip("\n") + end
    mark = "" if encoding == "utf-8-sig" else "\ufeff"
    (handed,) = read_csv((mark + text).encode(encoding))
    assert handed.receipt.operator == name


@given(st.text(st.characters(min_codepoint=0x80, max_codepoint=0x7FF, categories=["L"]), min_size=1))
def test_a_file_that_may_be_two_texts_is_never_guessed(name: str) -> None:
    """As UTF-8 such characters have two bytes each, and GB18030 makes one Chinese character of them."""
    data = (HEAD + GOOD.replace("李", name)).encode()
    said = refusal(data)
    assert "line 2: " in said
    assert name[:40] in said
    assert name.encode().decode("gb18030")[:40] in said


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2))
def test_chinese_in_utf8_without_a_mark_is_read(name: str) -> None:
    (handed,) = read_csv((HEAD + GOOD.replace("李", name)).encode())
    assert handed.receipt.operator == name


@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#####", "Err:502", "错误:502"]
)
@pytest.mark.parametrize("column", ["serial_num", "actual_amt", "op_name", "item.item_code", "trd_time"])
def test_a_spreadsheets_error_is_no_value_in_any_column(error: str, column: str) -> None:
    row = dict(zip(HEAD.strip().split(","), GOOD.strip().split(","), strict=True)) | {column: error}
    assert f"column {column}: {error.upper()} is a spreadsheet's error" in refusal(
        f"{HEAD}{','.join(row.values())}\n"
    ).replace("Err:", "ERR:")


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;", "\r\nsep=;\r"])
def test_the_separator_that_a_file_names_is_taken_and_lines_are_counted_on(first: str) -> None:
    text = (HEAD + GOOD).replace(",", ";")
    assert len(read_csv(f"{first}\n{text}".encode())) == 1
    line = 5 if first.startswith("\r\n") else 4
    assert f"line {line}, column serial_num" in refusal(
        f"{first}\n{text}{MORE.replace(',', ';').replace(';7;', ';;')}"
    )


def test_a_separator_of_its_own_is_known_only_where_the_file_names_it() -> None:
    text = (HEAD + GOOD).replace(",", "|")
    assert len(read_csv(f"sep=|\n{text}".encode())) == 1
    assert "no column of ours" in refusal(text)


@pytest.mark.parametrize("blanks", [",,", ", ,\u3000", ",\t"])
def test_empty_columns_at_the_end_are_none(blanks: str) -> None:
    data = "".join(f"{line}{blanks}\n" for line in (HEAD + GOOD + MORE).splitlines())
    assert read_csv(data.encode()) == read_csv((HEAD + GOOD + MORE).encode())
    assert "16 cells, the header has 15" in refusal(HEAD.strip() + ",\n" + GOOD.strip() + ",x\n")


def test_a_line_may_end_before_what_need_not_be_there() -> None:
    short = MORE.replace(",,\n", "\n")
    assert read_csv((HEAD + short + GOOD).encode()) == read_csv((HEAD + MORE + GOOD).encode())


@pytest.mark.parametrize("cells", [3, 4, 5, 8, 9, 10, 11, 12, 14])
def test_a_line_that_ends_before_what_must_be_there_names_it(cells: int) -> None:
    torn = ",".join(GOOD.split(",")[:cells])
    assert f"line 2: {cells} cells, the header has 15" in refusal(f"{HEAD}{torn}\n")


@pytest.mark.parametrize("cells", [6, 7, 13])
def test_a_line_without_items_or_payments_may_end_before_them(cells: int) -> None:
    (handed,) = read_csv(f"{HEAD}{','.join(GOOD.split(',')[:cells])}\n".encode())
    assert len(handed.receipt.lines) == (cells == 13)


def test_a_last_line_without_its_end_lacks_nothing() -> None:
    short = MORE.replace(",,\n", "")
    assert "line 3: 13 cells, the header has 15; the last line has no end" in refusal(HEAD + GOOD + short)
    assert len(read_csv((HEAD + GOOD.rstrip("\n")).encode())) == 1


@pytest.mark.parametrize("cell", ["7\t", "\t7", "\t7\t ", " 7 "])
def test_a_tab_beside_a_number_is_no_part_of_it(cell: str) -> None:
    assert read_csv(with_serial(cell).encode()) == read_csv((HEAD + GOOD).encode())
    money = HEAD + GOOD.replace(",300,", f',"{cell.replace("7", "300")}",')
    assert read_csv(money.encode()) == read_csv((HEAD + GOOD).encode())


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u202c", "\u00ad"])
@pytest.mark.parametrize(
    ("value", "column"),
    [("300", "actual_amt"), ("2026-05-03 12:00:00", "trd_time"), ("1,100", "item.quantity")],
)
def test_an_invisible_mark_beside_a_number_or_a_time_is_named(mark: str, value: str, column: str) -> None:
    spoilt = value.replace("1,", f"1{mark},", 1) if "," in value else f"{value}{mark}"
    said = refusal(HEAD + GOOD.replace(f",{value},", f",{spoilt},"))
    assert f"column {column}: it holds the invisible character U+{ord(mark):04X}" in said
    fen = "300" + mark
    assert f"actual_amt: it holds the invisible character U+{ord(mark):04X}" in refused_json(
        example(actual_amt=fen)
    )


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("pos_no\u200b", "column pos_no: an invisible mark U+200B behind pos_no"),
        ("pos\u00ad_no", "column pos_no: an invisible mark U+00AD in pos_no"),
        ("\u202dpos_no\u202c", "column pos_no: an invisible mark U+202D before pos_no"),
    ],
)
def test_a_column_that_only_looks_right_is_named_with_its_mark(header: str, said: str) -> None:
    assert said in refusal((HEAD + GOOD).replace("pos_no", header, 1))


def test_utf16_without_a_mark_is_named_as_that() -> None:
    assert "UTF-16 without a mark" in refusal((HEAD + GOOD).encode("utf-16-le"))


def test_the_documents_example_in_utf16_is_the_same_receipt() -> None:
    assert read_csv(table(example(), delimiter="\t", encoding="utf-16")) == read_receipts(body(example()))
