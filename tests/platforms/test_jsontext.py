import json
import sqlite3
import sys
from collections import OrderedDict
from contextlib import suppress
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.jsontext import DEEPEST, BadJson, read_json, write_json
from tests.platforms.o2o.samples import sample

_text = st.text(st.characters(exclude_categories=["Cs"]))
_scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), _text, st.decimals(allow_nan=False, allow_infinity=False)
)
values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4)
)


@given(values)
def test_what_is_written_reads_back_equal(value: object) -> None:
    again = read_json(write_json(value).encode())
    assert again == value
    assert write_json(again) == write_json(value)


@pytest.mark.parametrize(
    "number", ["34.00", "0.10", "9.9", "-0.50", "12345678901234567890.123456789", "0.000"]
)
def test_a_numbers_digits_stay_as_they_came(number: str) -> None:
    value = read_json(number.encode())
    assert value == Decimal(number)
    assert write_json(value) == number


def test_no_float_comes_in_or_goes_out() -> None:
    assert write_json(read_json(b'{"a":0.1}')) == '{"a":0.1}'
    with pytest.raises(TypeError):
        write_json({"a": 0.1})
    with pytest.raises(TypeError):
        write_json(Decimal("NaN"))


def test_an_exponent_no_screen_could_hold_is_not_spelled_out() -> None:
    assert write_json(read_json(b"[1e999999]")) == "[1E+999999]"


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        (b'{\n"a":1,\n}', 2, 6),
        (b"[1, 2,]", 1, 6),
        (b'{"a":[1 , \n\n ]}', 1, 9),
        ('{"店":1,\n "b":2 ,}'.encode(), 2, 8),
    ],
)
def test_a_trailing_comma_is_named_with_its_place(body: bytes, line: int, column: int) -> None:
    with pytest.raises(BadJson, match="trailing comma") as caught:
        read_json(body)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_the_documents_trailing_comma_is_found_where_it_stands() -> None:
    with pytest.raises(BadJson, match="第6行第26列：多余的逗号 / line 6 column 26: trailing comma"):
        read_json(sample("PushSaleOrderBillState.request"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"a"}',
        b"[,]",
        b",",
        b'{"a":1,,}',
        b"[1] x",
        b"\x00",
        b"'a'",
        b'"a\nb"',
        b"01",
        b"1.",
    ],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(BadJson):
        read_json(body)


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_what_python_takes_and_json_does_not_know_is_refused(name: str) -> None:
    with pytest.raises(BadJson, match=name):
        read_json(f'{{"order_total": {name}}}'.encode())


def test_text_that_is_not_utf8_is_refused_with_its_place() -> None:
    with pytest.raises(BadJson, match="UTF-8") as caught:
        read_json(b'{"a":1,\n"b":"\xb0\xa1"}')
    assert (caught.value.line, caught.value.column) == (2, 6)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_json(b"\xef\xbb\xbf[1]") == [1]


@pytest.mark.parametrize("levels", [DEEPEST + 1, 500, 10_000, 300_000])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_nesting_is_limited(levels: int, opening: bytes, closing: bytes) -> None:
    with pytest.raises(BadJson, match="64"):
        read_json(opening * levels + b"1" + closing * levels)


def test_nesting_up_to_the_limit_passes() -> None:
    body = b"[" * DEEPEST + b"]" * DEEPEST
    assert write_json(read_json(body)).encode() == body


@pytest.mark.parametrize("number", ["1" * 401, "1" * (sys.get_int_max_str_digits() + 1), "0." + "1" * 500])
def test_a_huge_number_is_refused(number: str) -> None:
    with pytest.raises(BadJson, match=str(len(number))):
        read_json(f"[{number}]".encode())


def test_an_exponent_that_decimal_cannot_hold_is_refused() -> None:
    with pytest.raises(BadJson, match="out of range"):
        read_json(b"[1e99999999999999999999]")


@pytest.mark.parametrize(
    ("escaped", "wanted"),
    [
        (r"\ud83d\ude00", "😀"),
        (r"\uD83D", "\ufffd"),
        (r"x\ude00y", "x\ufffdy"),
        (r"\ud83d\ud83d\ude00", "\ufffd😀"),
        (r"\\ud83d", r"\ud83d"),
        (r"\\\ud83d", "\\\ufffd"),
    ],
)
def test_half_an_emoji_becomes_one_that_can_be_stored(escaped: str, wanted: str) -> None:
    text = read_json(f'"{escaped}"'.encode())
    assert text == wanted
    connection = sqlite3.connect(":memory:")
    assert connection.execute("select ?", (text,)).fetchone() == (wanted,)
    connection.close()
    assert read_json(write_json(text).encode()) == wanted


@given(st.text(st.characters()))
def test_any_text_that_python_escapes_can_be_written_again(text: str) -> None:
    write_json(read_json(json.dumps({text: text}).encode())).encode("utf-8")


def test_a_key_twice_is_taken_once_where_the_values_agree() -> None:
    assert read_json(b'{"a":{"b":1.0},"a":{"b":1.0}}') == {"a": {"b": Decimal("1.0")}}


@pytest.mark.parametrize("second", ["2", "1.0", "true", '"1"', "null"])
def test_a_key_twice_with_different_values_is_refused_by_name(second: str) -> None:
    with pytest.raises(BadJson, match="actual_fee"):
        read_json(f'{{"actual_fee":1,"actual_fee":{second}}}'.encode())


@given(st.binary())
def test_any_bytes_give_a_value_or_bad_json(body: bytes) -> None:
    with suppress(BadJson):
        write_json(read_json(body))


@pytest.mark.parametrize("text", [b'{"a":1,"a":1}', b'[{"b":{"a":1,"a":2}}]'])
def test_a_strict_reader_refuses_every_key_that_stands_twice(text: bytes) -> None:
    with pytest.raises(BadJson, match="the key 'a' stands twice"):
        read_json(text, strict=True)


def test_a_strict_reader_mends_no_half_an_emoji() -> None:
    assert read_json(b'"\\ud83d"', strict=True) == "\ud83d"
    assert read_json(b'"\\ud83d"') == "\ufffd"


class _Kind(StrEnum):
    ADD = "添加"


class _Count(IntEnum):
    TWO = 2


def test_a_derived_type_is_written_as_what_it_is_derived_from() -> None:
    value = OrderedDict(kind=_Kind.ADD, count=_Count.TWO, is_so=True)
    assert write_json(value) == '{"kind":"添加","count":2,"is_so":true}'
