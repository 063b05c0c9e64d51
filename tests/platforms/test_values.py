"""Every look that a value may have is the same value; what can only be guessed at is none."""

import contextlib
import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.clock import CHINA
from posdesk.platforms.jsontext import read_json
from posdesk.platforms.values import decimal_of, flag_of, integer_of, is_nothing, moment_of, rows_of, text_of

PLAIN = datetime(2026, 11, 28, 4, 5, 6, tzinfo=CHINA)
NAIVE = PLAIN.replace(tzinfo=None)
moments = st.datetimes(NAIVE.replace(year=1971), NAIVE.replace(year=9998)).map(
    lambda at: at.replace(microsecond=0)
)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))


def from_json(token: str) -> object:
    return read_json(token.encode())


@given(st.integers(-(2**63), 2**63 - 1))
def test_an_integer_is_read_in_every_look(number: int) -> None:
    looks = [f"{number}", f'"{number}"', f'" {number} "', f"{number}.0", f'"{number}.00"', f'"{number}."']
    assert {integer_of(from_json(look)) for look in looks} == {number}


@pytest.mark.parametrize(
    "value", [None, True, False, "", "ok", [1], {}, 2**63, -(2**63) - 1, Decimal("0.5"), "0.5", "1e3", "１"]
)
def test_what_is_no_integer_is_none(value: object) -> None:
    assert integer_of(value) is None


@given(st.integers(), st.integers(0, 30))
def test_a_number_for_a_text_keeps_the_digits_that_were_written(digits: int, decimals: int) -> None:
    text = str(Decimal(digits)) if not decimals else f"{digits}.{'5' * decimals}"
    if len(text) <= 400:
        assert text_of(from_json(text)) == text


@pytest.mark.parametrize("token", ["27060100123456789", "1.0", "12.50", "-7", "0.30000000000000004"])
def test_no_digit_of_a_number_goes_through_a_float(token: str) -> None:
    assert text_of(from_json(token)) == token


@pytest.mark.parametrize(
    "token", ["2.7060100123456789E16", "1E5", "1e400", "5.55e-17", "1e-400", "true", "null", "[1]", "{}"]
)
def test_a_shortened_number_is_no_text(token: str) -> None:
    assert text_of(from_json(token)) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_a_decimal_is_exact_quoted_or_not(number: Decimal) -> None:
    text = format(number, "f")
    assert decimal_of(from_json(json.dumps(text))) == number
    assert decimal_of(from_json(text.lstrip("0") if text.startswith("00") else text)) == number


@pytest.mark.parametrize("value", [None, True, "", "9.9元", "NaN", Decimal("NaN"), "1,000.00", [], {}])
def test_what_is_no_number_is_none(value: object) -> None:
    assert decimal_of(value) is None


@pytest.mark.parametrize(("token", "flag"), [("1", True), ("0", False), ("true", True), ("false", False)])
def test_a_flag_is_read_in_every_look(token: str, flag: bool) -> None:
    looks = [token, f'"{token}"', f'" {token.title()} "', *([f"{token}.0"] if token.isdigit() else [])]
    assert {flag_of(from_json(look)) for look in looks} == {flag}


@pytest.mark.parametrize("value", [None, "", 2, "yes", [], {}, -1])
def test_what_is_no_flag_is_none(value: object) -> None:
    assert flag_of(value) is None


@pytest.mark.parametrize("value", [None, "", " ", "\u3000", {}])
def test_nothing_is_nothing_and_no_rows(value: object) -> None:
    assert is_nothing(value)
    assert rows_of(value) == []


@pytest.mark.parametrize("value", [0, False, [], "0", {"a": 1}])
def test_all_else_is_something(value: object) -> None:
    assert not is_nothing(value)


def test_one_object_is_a_list_of_one_and_a_numbered_one_is_none() -> None:
    assert rows_of({"a": 1}) == [{"a": 1}]
    assert rows_of([1, 2]) == [1, 2]
    others: list[object] = [{"0": {}, "2": {}}, {"1": {"a": 1}}, "[]", 7, True]
    assert [rows_of(each) for each in others] == [None] * len(others)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-28 04:05:06",
        "2026-11-28T04:05:06",
        "2026-11-28t04:05:06",
        " 2026-11-28  04:05:06 ",
        "2026/11/28 4:05:06",
        "2026/11/28 4:5:6",
        "2026-11-28 04:05:06.0",
        "2026-11-28 04:05:06.123",
        "2026-11-28T04:05:06,999999999",
        "2026-11-28T04:05:06+08:00",
        "2026-11-28 04:05:06 +0800",
        "2026-11-28T04:05:06.5+08",
        "2026-11-27T20:05:06Z",
        "2026-11-27T20:05:06.1234567Z",
        "2026-11-27 20:05:06 -00:00",
        "2026-11-27T14:35:06-05:30",
    ],
)
def test_every_look_of_a_time_is_the_same_moment(text: str) -> None:
    assert moment_of(text) == PLAIN
    found = moment_of(text)
    assert found is not None
    assert found.utcoffset() == CHINA.utcoffset(None)


def test_without_its_seconds_a_time_is_that_of_the_minute() -> None:
    assert moment_of("2026-11-28 04:05") == moment_of("2026/11/28 4:05") == PLAIN.replace(second=0)


@given(moments, offsets)
def test_a_time_with_an_offset_is_the_same_moment_in_china(at: datetime, offset: timedelta) -> None:
    aware = at.replace(tzinfo=timezone(offset))
    assert moment_of(aware.isoformat()) == aware
    assert moment_of(f"{aware.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}") == aware


@given(moments)
def test_a_time_without_an_offset_is_chinas(at: datetime) -> None:
    looks = [f"{at:%Y-%m-%d %H:%M:%S}", f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute}:{at.second}"]
    assert {moment_of(look) for look in looks} == {at.replace(tzinfo=CHINA)}


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-01 08:00:00",
        "1970-01-01T00:00:00Z",
        "1900-01-01 00:00:00",
        "0001-01-01 00:00:00",
        "0001/1/1 0:00:00",
        "0001-01-01T00:00:00",
        "0000-00-00 00:00:00",
        "0000-00-00",
        "0002-11-30 00:00:00.0",
        "1970-12-31 23:59:59",
        "1971-01-01T00:00:00+14:00",
    ],
)
def test_a_year_of_1970_or_before_is_no_date(text: str) -> None:
    assert moment_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-11-28",
        "20261128040506",
        "1764273906",
        "2026-11/28 04:05:06",
        "2026-13-01 04:05:06",
        "2026-02-30 04:05:06",
        "2026-11-28 24:00:00",
        "2026-11-28 04:05:60",
        "2026-11-28 4:05:06 PM",
        "2026-11-28T04:05:06+99:00",
        "2026-11-28T04:05:06+08:60",
        "9999-12-31 23:59:59",
        "２０２６-11-28 04:05:06",
    ],
)
def test_what_is_no_time_is_guessed_at_by_nobody(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - nobody reads its words
        moment_of(text)


@given(st.text(max_size=40))
def test_no_text_does_more_than_fail(text: str) -> None:
    with contextlib.suppress(ValueError):
        moment_of(text)
    integer_of(text), decimal_of(text), flag_of(text), rows_of(text)
